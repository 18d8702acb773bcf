"""What a sentence states, held against the figures: its quantities, its dates and spans, its directions."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from campaigns.guards.context import Context, Topic, context_of
from campaigns.guards.dates import NAMED_MONTHS, NOW, RELATIVE, DateWords
from campaigns.guards.directions import GENERAL, NEGATION, Direction
from campaigns.guards.figure_list import Figure, Figures
from campaigns.guards.matching import fits, same_unit
from campaigns.guards.objections import THEN_BEHIND, THEN_WORDS, WAYS, objections
from campaigns.guards.quantities import Quantity
from campaigns.guards.reading import Part, Reading
from campaigns.guards.roles import by_dimension

ROUNDED = re.compile(
    r"\bround(?:ed|er|ing|s|ly)?\b|\bcall it\b|\bballpark\b|\bgive or take\b|\bmore or less\b|\bin the neighborhood of\b|\bapproximate\w*",
    re.IGNORECASE,
)
DIVIDED = re.compile(r"\b(?:divid\w+|ratio|factor|multiples?|quotient)\b", re.IGNORECASE)
DOUBLE_DIGITS = re.compile(r"\bdouble[- ]digits?\b", re.IGNORECASE)
MULTIPLES = (
    (re.compile(r"\b(?:doubled|twice|twofold|double)\b(?! digits?)", re.IGNORECASE), 2),
    (re.compile(r"\b(?:tripled|threefold|thrice)\b", re.IGNORECASE), 3),
    (re.compile(r"\bquadrupled|fourfold\b", re.IGNORECASE), 4),
    (re.compile(r"\bhalved\b|\bcut in half\b|\bhalf (?:as|what)\b", re.IGNORECASE), 0),
)


def quantity_faults(reading: Reading, figures: Figures, topic: Topic) -> Iterator[str]:
    for index, part in enumerate(reading.parts):
        context = context_of(reading, index, topic)
        fault = quantity_fault(part, context, figures)
        if fault:
            yield fault
    yield from multiple_faults(reading, figures)


def quantity_fault(part: Part, context: Context, figures: Figures) -> str:
    """What is wrong with one quantity; "" where a figure of the list fits value and words, which the part then keeps."""
    said = part.quantity.text(context.reading.text)
    alike: list[Figure] = []
    judged: list[tuple[list[str], Figure]] = []
    for quantity in meanings(part.quantity, context):
        context.quantity = quantity
        same = [each for each in figures.figures if isinstance(each.value, Decimal) and same_unit(quantity, each)]
        alike += same
        fitting = [each for each in same if fits(quantity, each)]
        judged += [
            (objections(each, context), each)
            for each in fitting
            if compares_rightly(part.quantity, quantity, each, context)
        ]
        if any(not found for found, _ in judged):
            break
    if all(found for found, _ in judged):
        if is_bracketed(context, alike):
            return ""
    if not judged:
        nearest = min(alike, key=lambda each: abs(abs(each.number) - part.quantity.value), default=None)
        return f"{said} is not in the data" + (f"; nearest is {nearest.line()}" if nearest else "")
    fewest, best = min(judged, key=lambda pair: len(pair[0]))
    if fewest:
        return f"{said} is {best.name}: {fewest[0]}"
    part.figure = best
    return ""


def meanings(quantity: Quantity, context: Context) -> Iterator[Quantity]:
    """The quantity as it stands, and what else it can mean by the words around it."""
    yield quantity
    if quantity.rounding == "" and ROUNDED.search(context.reading.text):
        yield replace(quantity, rounding="about")
    if quantity.rounding in {"over", "under"}:
        yield replace(quantity, rounding="")
    if quantity.unit == "bare" and DIVIDED.search(context.reading.text):
        yield replace(quantity, unit="times")
    if quantity.unit == "bare" and "basis points" in context.topic.named_units:
        yield replace(quantity, unit="percentage points", value=quantity.value / 100, step=quantity.step / 100)


def compares_rightly(said: Quantity, meant: Quantity, figure: Figure, context: Context) -> bool:
    """Whether "above $998,500 three months earlier", no rounding but a comparison, has the right side."""
    if said.rounding not in {"over", "under"} or meant.rounding:
        return True
    told_as_then = any(span.kind == "then" for span in context.spans) or THEN_BEHIND.search(context.behind)
    return bool(told_as_then) and "then" in figure.roles and figure.trend == (1 if said.rounding == "over" else -1)


def is_bracketed(context: Context, alike: list[Figure]) -> bool:
    """ "between $1.4 million and $1.5 million" of a median of $1,425,000."""
    parts = context.reading.parts
    index = parts.index(context.part)
    for first, second in ((index, index + 1), (index - 1, index)):
        if first < 0 or second >= len(parts):
            continue
        low, high = parts[first].quantity, parts[second].quantity
        before = context.reading.masked[: low.start].rstrip().lower()
        if before.endswith("between") and low.value < high.value <= low.value * Decimal("1.2"):
            return any(low.value <= each.number <= high.value and not objections(each, context) for each in alike)
    return False


def multiple_faults(reading: Reading, figures: Figures) -> Iterator[str]:
    """ "doubled", "twice": a change of the list has to be as much."""
    if GENERAL.search(reading.masked):
        return
    for pattern, times in MULTIPLES:
        match = pattern.search(reading.masked)
        if match is None:
            continue
        before = reading.masked[: match.start()]
        more = re.search(r"\b(?:more than|over|well over|better than)\b[^,;]{0,12}$", before, re.IGNORECASE)
        rough = re.search(r"\b(?:nearly|almost|about|roughly|close to|just)\b[^,;]{0,12}$", before, re.IGNORECASE)
        slack = Decimal("0.3") if rough else Decimal("0.05")
        ratios = [each.number for each in figures.figures if each.unit == "times" and isinstance(each.value, Decimal)]
        if not any(
            times < ratio <= times * Decimal("1.75") if more else abs(ratio - times) <= slack for ratio in ratios
        ):
            yield f"{match[0]}: no figure of the data did"
    if DOUBLE_DIGITS.search(reading.text):
        percents = [abs(each.number) for each in figures.figures if each.unit == "percent" and each.kind == "change"]
        if not any(10 <= percent < 100 for percent in percents):
            yield "double digits: no change of the data is as large"


AVERAGE_PRICE = re.compile(
    r"\b(?:average|mean)(?: of (?:the |all |these |those )?(?:\w+[- ]){1,3}(?:homes|sales|closings|houses|deeds)|(?: \w+){0,2} (?:sale|asking|home|house|list|selling)s? prices?)\b",
    re.IGNORECASE,
)


def average_faults(reading: Reading, figures: Figures) -> Iterator[str]:
    """A median called an average, in whichever sentence: the data has no average price."""
    match = AVERAGE_PRICE.search(reading.text)
    if match is None or NEGATION.search(reading.text[: match.start()].removesuffix("the ").removesuffix("an ")):
        return
    if any("median" in each.roles for each in figures.figures):
        yield f"{match[0]}: the data has the median, and no average price"


IDENTITY = re.compile(r"(?:This|That|It|These|Those|The (?:first|second|former|latter|figure|number))\b.{0,12}\b(?:is|was|are|were)\b")
IDENTIFIED_BY = ("loan", "statistic", "kind")


def identity_faults(reading: Reading, topic: Topic) -> Iterator[str]:
    """ "That was the national 30-year average": the figure of the sentence before, called by a role that it has not."""
    if not topic.figures or not IDENTITY.match(reading.text) or any(each.noun == "" for each in reading.quantities):
        return
    for name, said in by_dimension(reading.roles_between(0, len(reading.text))).items():
        if name not in IDENTIFIED_BY:
            continue
        known = [by_dimension(each.roles).get(name, frozenset()) for each in topic.figures]
        if all(known) and not any(said & roles for roles in known):
            yield f"the text calls {topic.figures[0].name} {', '.join(sorted(said))}"


def relative_faults(reading: Reading) -> Iterator[str]:
    """Words like "today" said of the data, which is of its own date."""
    if not reading.makes_a_claim:
        return
    for match in RELATIVE.finditer(reading.text):
        yield f"{match[0]}: the data is of its own date; name that"
    match = NOW.search(reading.text)
    if (
        match
        and reading.quantities
        and not re.search(
            r"\b(?:then|earlier|before|ago|previous\w*|from|against|after|last|bought|purchased?|paid)\b",
            reading.text,
            re.IGNORECASE,
        )
    ):
        yield f"{match[0]}: the data is of its own date; name that"


DOMAINS = {
    "price": "market",
    "price per square foot": "market",
    "days on market": "market",
    "listings": "market",
    "sales": "market",
    "market": "market",
    "rate": "rate",
    "value": "value",
    "comparables": "value",
    "purchase": "purchase",
    "built": "built",
    "e-mail": "e-mail",
}
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b,?(?: the)? ?$")


def domains_of(roles: frozenset[str]) -> frozenset[str]:
    return frozenset(DOMAINS[role] for role in roles if role in DOMAINS)


def date_faults(reading: Reading, figures: Figures) -> Iterator[str]:
    for match in BROKEN_DATE.finditer(reading.masked):
        yield f"{match[0]} is no date"
    for found in reading.dates:
        said = reading.text[found.start : found.end]
        fitting = [each for each in figures.figures if date_fits(found, each)]
        if not fitting:
            yield f"{said} is no date of the data"
            continue
        governed = governed_domain(reading, found, figures)
        if governed and not any(domains_of(each.roles) & governed for each in fitting):
            yield f"{said} is {fitting[0].name}, and the text says otherwise"
            continue
        if is_untold_then(reading, found, fitting):
            yield f"{said} is {fitting[0].name}, and the text does not say that it is an earlier date"
            continue
        weekday = WEEKDAY.search(reading.text[: found.start])
        days = [each.value for each in fitting if not isinstance(each.value, Decimal)]
        if weekday and not any(f"{day:%A}" == weekday[1] for day in days):
            yield f"{weekday[0]}{said} was no {weekday[1]}"
        part = reading.part_at(found.start)
        if fault := period_fault(reading, found, part):
            yield fault
            continue
        if part is not None and part.figure is not None and not found.is_season:
            wanted = wanted_domains(reading, found, part)
            own = {part.figure.since, part.figure.as_of} - {None}
            if any(found.fits(day) for day in own if day is not None):
                continue
            if wanted and not any(domains_of(each.roles) & wanted for each in fitting):
                yield f"{said} is {fitting[0].name}, and the text has it of another figure ({part.figure.name})"


BROKEN_DATE = re.compile(rf"\b(?:{NAMED_MONTHS}|May)\.? \d+")
BUILT_BEFORE = re.compile(r"\b(?:built|constructed|construction|(?:house|home|building|structure|it) (?:\w+ )?dates? from)\b[^,;.]{0,25}$", re.IGNORECASE)
REPORT_BEFORE = re.compile(r"\breport(?: \w+ _+)? for $", re.IGNORECASE)
BOUGHT_BEFORE = re.compile(r"\b(?:bought|purchased?|acquired|(?<!have )paid (?:on|in)|last sold|(?:last )?changed hands)\b[^,;.]{0,40}$", re.IGNORECASE)


def governed_domain(reading: Reading, found: DateWords, figures: Figures) -> frozenset[str]:
    """ "built in 1926", "bought in 2014": whose date it has to be by the words before it."""
    before = reading.text[: found.start]
    is_of_home = any("home" in each.roles for each in figures.figures)
    if REPORT_BEFORE.search(before) and any("e-mail" in each.roles for each in figures.figures):
        return frozenset({"e-mail"})
    if BUILT_BEFORE.search(before):
        return frozenset({"built"})
    if is_of_home and BOUGHT_BEFORE.search(before):
        return frozenset({"purchase", "market"})
    return frozenset()


def is_untold_then(reading: Reading, found: DateWords, fitting: list[Figure]) -> bool:
    """Whether a date is only that of earlier figures, and the sentence speaks of nothing earlier."""
    part = reading.part_at(found.start)
    if part is not None and part.figure is not None and (part.figure.kind == "change" or "then" in part.figure.roles):
        return False
    return all("then" in each.roles for each in fitting) and not THEN_WORDS.search(reading.text)


def period_fault(reading: Reading, found: DateWords, part: Part | None) -> str:
    """Sales are of three months: not of a week, and not of one month alone."""
    if part is None or part.figure is None or "market" not in domains_of(part.figure.roles):
        return ""
    said = reading.text[found.start : found.end]
    if re.search(r"\bweek (?:of|ending|ended|to|that ended) (?:on )?$", reading.text[: found.start], re.IGNORECASE):
        return f"the week of {said}: the market's figures are of no single week"
    if re.match(r" (?:alone|only|by itself)\b", reading.text[found.end :]) and {"sale", "sales"} & part.figure.roles:
        return f"{said} alone: the sales are those of three months"
    return ""


def wanted_domains(reading: Reading, found: DateWords, part: Part) -> frozenset[str]:
    """Which dates can stand in the stretch of a figure: those of its own, and of what the words before the date name."""
    if part.figure is None:
        return frozenset()
    wanted = domains_of(part.figure.roles)
    if not wanted:
        return frozenset()
    return wanted | domains_of(reading.roles_between(part.start, part.end))


def date_fits(found: DateWords, figure: Figure) -> bool:
    if figure.unit == "year":
        return (
            found.year == int(figure.number)
            and not found.months
            and not found.is_season
            or (found.is_decade and found.year is not None and found.year // 10 == int(figure.number) // 10)
        )
    return not isinstance(figure.value, Decimal) and found.fits(figure.value)


def span_faults(reading: Reading, figures: Figures) -> Iterator[str]:
    """A span of time that no two dates of the data have between them."""
    if not reading.makes_a_claim and not reading.directions and not reading.dates:
        return
    known = [each for each in figures.figures if each.unit == "months" and isinstance(each.value, Decimal)]
    for span in reading.spans:
        said = reading.text[span.start : span.end]
        if re.match(r"\s*(?:of|worth of) (?:inventory|supply)", reading.text[span.end :], re.IGNORECASE):
            yield f"{said}: the data does not say how long the supply lasts"
        fitting = [
            each
            for each in known
            if span.fits(each.number) and ("built" not in each.roles or OF_BUILDING.search(reading.text))
        ]
        if not fitting:
            yield f"{said} is no span of the data"
            continue
        part = reading.part_at(span.start)
        if span.kind == "window" and part is not None and part.figure is not None:
            domains = domains_of(part.figure.roles)
            if domains and not any(domains_of(each.roles) & domains for each in fitting):
                yield f"{said} is no span of {part.figure.name}"


OF_BUILDING = re.compile(r"\b(?:built|old|age|aged|construct\w+|new|stood|building)\b", re.IGNORECASE)
FLAT_LIMITS = {"percent": Decimal(3), "percentage points": Decimal("0.10"), "days": Decimal(2)}
SAME_LIMITS = {"percent": Decimal("0.05"), "percentage points": Decimal("0.005"), "days": Decimal("0.5")}
MOVING = frozenset({"price", "price per square foot", "days on market", "listings", "rate", "value", "sales"})
CLAUSE_END = re.compile(r"[;:,()—–]|\b(?:while|whereas|but|although|though|yet|and)\b", re.IGNORECASE)
DAYS_ONLY = re.compile(r"longer|lengthened|stretched|shorter|shortened|quicker|faster|sped up", re.IGNORECASE)
COUNTS_ONLY = re.compile(r"fewer|thinner|thinned|more (?:homes|listings|choices?|houses)", re.IGNORECASE)


def direction_faults(reading: Reading, figures: Figures, topic: Topic) -> Iterator[str]:
    """Directions that belong to no change of the sentence: of the subject that their clause is about."""
    for direction in reading.directions:
        start, end = clause_around(reading.masked, direction)
        if GENERAL.search(reading.masked[start:end]) or CONDITION.match(reading.text) or is_adjective(reading, direction):
            continue
        part = reading.part_at(direction.start)
        if part is not None and (part.figure is None or part.figure.kind == "change" or part.figure.roles & UNMOVED):
            yield from end_faults(reading, direction, part, figures)
            continue
        changes = changes_meant(reading, direction, figures, topic, (start, end))
        if changes is None:
            continue
        said = reading.text[direction.start : direction.end].strip()
        if not changes:
            yield f"{said}: the data has no change of that"
        elif not any(
            agrees(direction, change, seen_from_then=is_seen_from_then(reading, direction)) for change in changes
        ):
            yield f"{said}: the data has {changes[0].line()}"


def is_seen_from_then(reading: Reading, direction: Direction) -> bool:
    """ "was lower three months earlier"."""
    return any(span.kind == "then" and 0 <= span.start - direction.end <= 3 for span in reading.spans)


UNMOVED = frozenset({"range", "gap", "low", "high", "middle", "share"})
# "homes drop out": the present tense of what is so in general; as a noun it is a claim
BASE_FORM = re.compile(
    r"drop|rise|increase|decline|decrease|gain|dip|climb|slide|ease|fall|jump|grow|surge|cool|rises|falls|drops|eases|climbs|slips|grows|declines|increases",
    re.IGNORECASE,
)
NOUN_BEFORE = re.compile(r"\b(?:a|an|the|this|that|its|their|another|of|with|no|such|in)(?: \w+)? $", re.IGNORECASE)
CONDITION = re.compile(r"(?:When|If|Whenever|Unless|Had|Should|Were)\b")
ADJECTIVE = re.compile(r"\bthe (?:\w+ly )?$", re.IGNORECASE)


def is_adjective(reading: Reading, direction: Direction) -> bool:
    """ "a higher $757", "the lower average": no statement of what moved."""
    said = reading.text[direction.start : direction.end].strip()
    if BASE_FORM.fullmatch(said) and not NOUN_BEFORE.search(reading.text[: direction.start]):
        return True
    behind = reading.masked[direction.end : direction.end + 4]
    return bool(re.match(r" ?\$?\d", behind)) or bool(
        ADJECTIVE.search(reading.text[: direction.start]) and re.match(r" [a-z]|[.,;]", reading.text[direction.end :])
    )


def only_subject(figures: Figures) -> frozenset[str]:
    """What all changes of the list are of, where that is one thing: the home's value, or the rate."""
    subjects = {frozenset(each.roles & {"value", "rate", "zip"}) for each in figures.figures if each.kind == "change"}
    subject = next(iter(subjects)) if len(subjects) == 1 else frozenset[str]()
    return subject - {"zip"}


def end_faults(reading: Reading, direction: Direction, part: Part, figures: Figures) -> Iterator[str]:
    """ "its low end is still above the purchase price"."""
    ends = part.figure.roles & {"low", "high"} if part.figure is not None else frozenset[str]()
    behind = reading.text[direction.start : direction.start + 40]
    if not ends or direction.way not in WAYS or not re.search(r"purchase|paid|sale", behind):
        return
    beside = [each for each in figures.figures if each.kind == "change" and ends <= each.roles and "purchase" in each.roles]
    if beside and not any(each.trend == WAYS[direction.way] for each in beside):
        yield f"{behind}: the data has {beside[0].line()}"


RECENT_SALE = re.compile(r" ?(?:a|the) recent (?:sale|purchase)")
COUNTED = frozenset({"bedrooms", "bathrooms", "comparables", "size", "built"})


def clause_around(text: str, direction: Direction) -> tuple[int, int]:
    start = max((match.end() for match in CLAUSE_END.finditer(text, 0, direction.start)), default=0)
    after = CLAUSE_END.search(text, direction.end)
    return start, after.start() if after else len(text)


def changes_meant(
    reading: Reading, direction: Direction, figures: Figures, topic: Topic, clause: tuple[int, int]
) -> list[Figure] | None:
    """The changes that a direction can be said of; None where it is said of nothing that figures are of."""
    said = reading.text[direction.start : direction.end]
    part = reading.part_at(direction.start)
    if part is not None and part.figure is not None and part.figure.roles & COUNTED:
        part = None
    subjects = by_dimension(reading.roles_between(*clause)).get("subject", frozenset()) & MOVING
    roles = reading.roles_between(*clause)
    if "median" in roles and not subjects & {"price", "price per square foot"}:
        subjects |= {"price"}
    if DAYS_ONLY.fullmatch(said.strip()):
        subjects &= {"days on market"}
        if part and part.figure and "days on market" in part.figure.roles:
            subjects = frozenset({"days on market"})
        if not subjects:
            return None
    elif COUNTS_ONLY.fullmatch(said.strip()):
        subjects = frozenset({"listings"})
        if not (part and part.figure and "listings" in part.figure.roles) and "listings" not in roles:
            return None
    elif part is not None and part.figure is not None:
        of_figure = part.figure.roles & MOVING
        if "price per square foot" in of_figure:
            of_figure = frozenset({"price per square foot"})
        subjects = subjects & of_figure or of_figure
        roles = roles | part.figure.roles
    if not subjects:
        subjects = (
            by_dimension(topic.roles).get("subject", frozenset()) & MOVING if not reading.quantities else frozenset()
        )
        roles = roles | topic.roles
    if not subjects and not topic.roles:
        subjects = only_subject(figures)
    if not subjects:
        return None
    if "price per square foot" in subjects and "price per square foot" in reading.roles_between(*clause):
        subjects = frozenset({"price per square foot"})
    elif "price" in subjects:
        subjects = frozenset({"price"}) | (subjects - {"price per square foot", "sales", "listings"})
    changes = [each for each in figures.figures if each.kind == "change" and each.roles & subjects]
    changes = [
        each
        for each in changes
        if not (
            "price" in subjects and "price per square foot" in each.roles and "price per square foot" not in subjects
        )
    ]
    if ("purchase" in roles or RECENT_SALE.match(reading.text, direction.end)) and any("since purchase" in each.roles for each in changes):
        changes = [each for each in changes if "since purchase" in each.roles]
    elif (
        "value" in subjects
        and not reading.dates
        and not reading.spans
        and any("since previous" in each.roles for each in changes)
    ):
        changes = [each for each in changes if "since previous" in each.roles]
    elif "rate" in subjects and "15-year" in roles and "30-year" not in roles:
        changes = [
            replace(each, trend=-1) for each in figures.figures if "gap" in each.roles and said in {"lower", "cheaper"}
        ]
    return narrowed(reading, part, changes)


def narrowed(reading: Reading, part: Part | None, changes: list[Figure]) -> list[Figure]:
    """Those over the spans that the sentence names, or since the earlier figures that it gives."""
    spans = [span for span in reading.spans if span.kind != "window"]
    by_span = [each for each in changes if each.months is not None and any(span.fits(each.months) for span in spans)]
    if by_span:
        return by_span
    by_date = [each for each in changes if each.since is not None and any(day.fits(each.since) for day in reading.dates)]
    if by_date:
        return by_date
    then = [each.figure for each in reading.parts if each.figure is not None and "then" in each.figure.roles]
    by_then = [
        each
        for each in changes
        if any(each.months == earlier.months and each.roles & earlier.roles & MOVING for earlier in then)
    ]
    return by_then or changes


def agrees(direction: Direction, change: Figure, *, seen_from_then: bool) -> bool:
    if direction.way in WAYS:
        same_way = change.trend == WAYS[direction.way] * (-1 if seen_from_then else 1)
        return same_way != direction.is_negated
    limits = FLAT_LIMITS if direction.way == "flat" else SAME_LIMITS
    limit = limits.get(change.unit)
    if limit is None:
        return change.trend == 0
    return (abs(change.number) <= limit) != direction.is_negated
