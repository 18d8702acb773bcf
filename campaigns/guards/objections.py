"""What the words around a number say against a figure of the same value: another role, another time, another way."""

import re

from campaigns.guards.context import Context, named_units
from campaigns.guards.dates import DateWords
from campaigns.guards.directions import WAYS
from campaigns.guards.earlier import (
    FROM_BEFORE,
    LEADING,
    THEN_WORDS,
    TIMED_UNITS,
    dated,
    is_compared_with_present,
    is_seen_from_date,
    leads_to_present,
    nearest_day,
    then_objection,
)
from campaigns.guards.figure_list import Figure
from campaigns.guards.matching import RELEVANT
from campaigns.guards.roles import by_dimension

PURCHASE_WORDS = re.compile(
    r"\b(?:bought|purchase[ds]?|paid|acquired|sold|sale|closed|closing|changed hands|changing hands|cost|"
    r"owners?|price|records?)\b",
    re.IGNORECASE,
)
BOUGHT_WORDS = re.compile(
    r"\b(?:bought|purchase[ds]?|paid|acquired|sold|cost you|closed|changed hands|changing hands)\b", re.IGNORECASE
)
RANGE_WORDS = re.compile(
    r"\b(?:range[sd]?|ranging|between|from|low|high|lower|upper|top|bottom|ends?|bounds?|bounded|"
    r"either side|anywhere|spread|span(?:s|ned)?|"
    r"as (?:much|little|high|low)|at least|at most|limit|floor|ceiling|side|edge|band|wide|width|"
    r"more than|less than|interval|bracket\w*|"
    r"reaches|stretch\w*|runs?|widest|allows?|apart|room for|either way|give or take|less or|or so more|"
    r"either direction|off by|"
    r"plus or minus|margin|limits?|bounds?|covers?|covered|reaches)\b",
    re.IGNORECASE,
)
PREVIOUS_WORDS = re.compile(
    r"\b(?:previous|prior|earlier|last|preceding|older|old|former|newer|first) (?:estimate|valuation|"
    r"value|figure|one|report|number|result)|the one (?:before|of)\b|last time\b|valued before",
    re.IGNORECASE,
)
MIDDLE_WORDS = re.compile(r"\b(?:middle|half-?way|mid-?point|midway|cent(?:er|re))\b", re.IGNORECASE)
GAP_WORDS = re.compile(
    r"\b(?:gap|difference|spread|apart|between|less|lower|below|above|more|higher|cheaper|under|over|"
    r"separates?|distance|premium|dearer|costlier|measured|widened|narrowed)\b",
    re.IGNORECASE,
)
END_NAMED = re.compile(
    r"\b(?:above|below|under|over|than|from|short of) (?:the|its|that) (?:low|high|bottom|top|upper|"
    r"lower)",
    re.IGNORECASE,
)
LOANS = ("30-year", "15-year")
LONGER_OR_SHORTER = re.compile(r"\b(?:(?P<long>longer|long)|(?P<short>shorter|short))\b", re.IGNORECASE)
UNDER_LOAN = re.compile(
    r" (?:under|over|above|below|beneath|less than|more than|lower than|higher than) (?:its|the|that of the|"
    r"that of its) "
    r"(?:\w+ )?(?:(?P<long>longer|thirty|30)|(?P<short>shorter|fifteen|15))\b",
    re.IGNORECASE,
)
UNDATED = frozenset({"bedrooms", "bathrooms", "size", "built", "comparables", "share", "gap"})
# what goes before a date that is not the figure's own
OTHER_DATE = re.compile(
    r"\b(?:built|constructed|construction|bought|purchased?|acquired|paid|sold|owned|since|from|than|against|until|"
    r"before|after|compared with|versus)\b[^,;.]{0,30}$",
    re.IGNORECASE,
)
# what buyers paid in a market is no purchase of the reader's
YOUR_PURCHASE = re.compile(r"\byou(?:r|'d|'ve)?\b(?: \w+)? (?:bought|paid|purchased?|home|house)\b", re.IGNORECASE)
THAT_PRICE = re.compile(r"\b(?:that|the) price\b|\bwhat (?:was|you) paid\b|\bthe cost\b", re.IGNORECASE)
AND_END = re.compile(r"\s*and(?: (?:about|around|roughly|nearly|almost|just))* ?\$?", re.IGNORECASE)
TO_END = re.compile(
    r"\s*to(?: (?:about|around|roughly|nearly|almost|just|some|a|the|as much as|"
    r"up to))* ?\$?",
    re.IGNORECASE,
)
AT_TWO_TIMES = frozenset({"range", "gap"})


def objections(figure: Figure, context: Context) -> list[str]:
    """None where the figure can be what the text means."""
    return [reason for check in CHECKS if (reason := check(figure, context))]


def role_objection(figure: Figure, context: Context) -> str:
    for name, roles in by_dimension(figure.roles).items():
        said = subjects_said(figure, context) if name == "subject" else said_of(name, context)
        if said is None and name in {"loan", "area"}:
            said = context.earlier.get(name)
        if said is None and name == "kind" and "median" in figure.roles and PRONOUN.match(context.reading.text):
            said = by_dimension(context.topic.roles).get(name)
        if name == "subject" and "purchase" in roles and "sale" in context.own.get("kind", ()):
            continue
        if name in {"subject", "kind"} and is_dated_purchase(figure, context):
            continue
        if (
            name == "kind"
            and "estimate" in figure.roles
            and MADE_BY.search(context.reading.text)
            and not ONE_PRICE.search(context.reading.text)
        ):
            continue
        if said and (not said & roles or are_apart(said & OF_HOME, roles & OF_HOME)):
            return f"the text calls it {', '.join(sorted(said))}"
        if name == "subject" and context.quantity.unit == "bare" and not same_unit_before(figure, context):
            if figure.unit in {"percent", "percentage points"} and not is_unit_named(figure, context):
                return "the text does not say what the number is"
            if not said and not roles & context.topic.seen and figure.unit != "times":
                return "the text does not say what the number is"
    return ""


def said_of(name: str, context: Context) -> frozenset[str] | None:
    """What the stretch says in one dimension; of two kinds of price the one named last before the number."""
    said = context.own.get(name)
    if name != "kind" or said is None or len(said) < 2:
        return said
    part = context.part
    prices = [
        word.roles & said
        for word in context.reading.words
        if part.start <= word.start < part.quantity.start and "price" in word.roles and word.roles & said
    ]
    return prices[-1] if prices else said


def is_dated_purchase(figure: Figure, context: Context) -> bool:
    """ "the $815,000 of September 2017"."""
    refers = "purchase" in figure.roles and figure.kind == "level" and re.search(r"\bthe \$?$", context.before)
    return bool(refers) and dated(figure, context)


# what an estimate is made from is no kind of it: "recorded sales point to $1,206,000" (sources.py looks at what it is)
MADE_BY = re.compile(
    r"\b(?:point(?:s|ed)? to|arriv(?:es?|ed) at|lead(?:s|ing)? to|led to|suggest(?:s|ed)?|support(?:s|ed)?|"
    r"determin(?:es?|ed)|"
    r"yield(?:s|ed)?|produc(?:es?|ed)|implie[sd]|imply|put(?:s)? (?:it|the)|works? out (?:at|to)|results? in|"
    r"follow(?:s|ed)|rel(?:ies|ied) on|rest(?:s|ed) on|draws on|use[sd]?)\b",
    re.IGNORECASE,
)
ONE_PRICE = re.compile(r"\b(?:the|its|an?|your) (?:asking|list|listing|sale|selling) price\b", re.IGNORECASE)
BETWEEN_TWO = re.compile(r"\b(?:from (?:the )?one to the other|between (?:the two|them)|apart)\b", re.IGNORECASE)
PRONOUN = re.compile(r"(?:Its|It|That|This)\b")
OF_HOME = frozenset({"value", "purchase"})


def are_apart(said: frozenset[str], roles: frozenset[str]) -> bool:
    return bool(said and roles) and not said & roles


def is_unit_named(figure: Figure, context: Context) -> bool:
    """Whether the words say that a number without a sign is in percent or points: "in percent it is 0.8"."""
    if figure.unit in named_units(context.reading.text) | context.topic.named_units:
        return True
    return figure.unit == "percentage points" and context.quantity.grain < 1 and "rate" in context.topic.seen


def same_unit_before(figure: Figure, context: Context) -> bool:
    """Whether a bare number stands beside one of the figure's unit: "22 days; three months before, 61"."""
    return figure.unit in {each.unit for each in context.reading.quantities} | context.topic.units


def subjects_said(figure: Figure, context: Context) -> frozenset[str]:
    """The subjects that the nearest words name, of those that a figure in this unit can have."""
    if context.quantity.noun:
        return frozenset({context.quantity.noun})
    relevant = RELEVANT.get(figure.unit, frozenset())
    if "range" in figure.roles and RANGE_WORDS.search(context.reading.text):
        return context.own.get("subject", frozenset()) & relevant - {"purchase", "price"}
    if "median" in context.own.get("statistic", ()) and not context.own.get("subject") and figure.unit != "days":
        return frozenset({"price"})
    for found in (context.own, context.earlier):
        if said := found.get("subject", frozenset()) & relevant:
            if {"zip", "sale"} <= figure.roles and not YOUR_PURCHASE.search(context.reading.text):
                said = said - {"purchase"} | ({"price"} if "purchase" in said else set())
            return said - {"purchase"} if is_end_named(figure, context) else said
    said = by_dimension(context.topic.roles).get("subject", frozenset()) & relevant - {"something else"}
    if BETWEEN_TWO.search(context.reading.text):
        return frozenset()
    whole = by_dimension(context.reading.roles_between(0, len(context.reading.text))).get("subject", frozenset())
    if said and not said & figure.roles and whole & figure.roles & relevant:
        return whole & relevant
    beyond = context.reading.masked[context.part.quantity.end :]
    if said and figure.kind == "change" and re.match(r"[ -]*\w+ than\b", beyond):
        said |= subjects_before(context) & relevant
    return said | {"price"} if "price per square foot" in said else said


def is_end_named(figure: Figure, context: Context) -> bool:
    """Whether the words make it an end of the range, whatever else they name: "$868,000 the low one"."""
    if not {"low", "high"} & figure.roles or figure.kind != "level":
        return False
    if {"low", "high"} & figure.roles & context.own.get("bound", frozenset()):
        return True
    text, part = context.reading.text, context.part
    pair = bool(re.search(r"\b(?:range|from|between)\b", text[: part.quantity.start], re.IGNORECASE))
    return pair and (
        leads_to_present(context) or bool(TO_END.fullmatch(context.joint) or AND_END.fullmatch(context.joint))
    )


def subjects_before(context: Context) -> frozenset[str]:
    """The subject of the last figure before it in the sentence: "$1,089,000, about 5% less than"."""
    parts = context.reading.parts
    before = [part.figure for part in parts[: parts.index(context.part)] if part.figure is not None]
    return by_dimension(before[-1].roles).get("subject", frozenset()) if before else frozenset()


def square_foot_objection(figure: Figure, context: Context) -> str:
    if figure.unit != "dollars per square foot" or context.quantity.unit == "dollars per square foot":
        return ""
    named = "price per square foot" in context.reading.roles_between(0, len(context.reading.text)) | context.topic.seen
    beside = {each.unit for each in context.reading.quantities}
    if (
        named
        or "dollars per square foot" in beside
        or ("square feet" in beside and re.search(r"\beach\b|\bapiece\b", context.reading.text))
    ):
        return ""
    return "the text does not say that it is per square foot"


def bound_objection(figure: Figure, context: Context) -> str:
    if "middle" in figure.roles:
        return (
            ""
            if MIDDLE_WORDS.search(context.reading.text)
            else "the text does not say that it is the middle of the range"
        )
    if "gap" in figure.roles:
        return (
            "" if GAP_WORDS.search(context.reading.text) else "the text does not say that it lies between the two rates"
        )
    if fault := order_fault(figure, context):
        return fault
    if (
        not {"low", "high", "range", "gap"} & figure.roles
        and figure.unit == "dollars"
        and is_called_end(figure, context)
    ):
        return "the text calls it an end of the range"
    if not {"low", "high", "range"} & figure.roles:
        return "the text gives it as an end of the range" if is_in_range_pair(figure, context) else ""
    if "range" in figure.roles or is_beside_other_end(figure, context):
        return "" if RANGE_WORDS.search(context.reading.text) or len(context.reading.quantities) > 1 else NO_END
    if VALUE_NAMED.search(context.before) and not {"low", "high"} & context.own.get("bound", frozenset()):
        return "the text gives it as the value"
    if RANGE_WORDS.search(context.reading.text):
        return ""
    return NO_END


NO_END = "the text does not say that it is an end of the range"
VALUE_NAMED = re.compile(
    r"\b(?:estimate|estimated value|value|valuation|valued|estimated)\b(?:,? (?:from|of|dated|made|on|as of)? {6,},?)?"
    r"(?: (?:is|was|of|at|stood|stands|came|comes|to|had been|has been|a|an|about|around|roughly|nearly|almost|"
    r"just))* ?\$?$",
    re.IGNORECASE,
)
RANGE_BEFORE = re.compile(r"\b(?:range[sd]?|ranging|interval|band|bracket|bounds|margin)\b", re.IGNORECASE)


def is_beside_other_end(figure: Figure, context: Context) -> bool:
    """Whether the number before or behind is another figure of the range; it is not known yet which."""
    parts = context.reading.parts
    index = parts.index(context.part)
    near = parts[max(index - 1, 0) : index + 2]
    joints = (context.joint, context.reading.masked[context.part.quantity.end : near[-1].quantity.start])
    return len(near) > 1 and any(PAIR.fullmatch(joint) for joint in joints)


PAIR = re.compile(
    r"\s*(?:at the low end|at the bottom|on the low side)?,?\s*(?:to|and|or|through|up to|at one end and|"
    r"on one side and|-|–|—)"
    r"(?: (?:about|around|roughly|nearly|almost|just|up to|as much as|the|at))* ?\$?",
    re.IGNORECASE,
)


def is_in_range_pair(figure: Figure, context: Context) -> bool:
    """ "The range is $1,042,000 to $1,136,000" of the value itself."""
    if figure.kind != "level" or figure.unit != "dollars" or not {"value", "purchase"} & figure.roles:
        return False
    parts = context.reading.parts
    index = parts.index(context.part)
    masked = context.reading.masked
    behind = masked[context.part.quantity.end : parts[index + 1].quantity.start] if index + 1 < len(parts) else ""
    first = context.part.quantity if PAIR.fullmatch(behind) else None
    if first is None and index and PAIR.fullmatch(context.joint):
        first = parts[index - 1].quantity
    if first is None:
        return False
    start = max(masked.rfind(mark, 0, first.start) for mark in ",;:.(") + 1
    return bool(RANGE_BEFORE.search(masked, start, first.start))


END = r"(?:low|lower|high|higher|upper|top|bottom) (?:end|bound|limit|figure|value|mark|edge|side)"
END_BEFORE = re.compile(
    rf"\b{END}(?: of (?:the|that|its) (?:range|band|estimate))?"
    rf"(?: (?:is|was|at|of|lies|stands|sits|being|comes|to|in))* ?(?:\$)?$",
    re.IGNORECASE,
)
END_BEHIND = re.compile(rf" as (?:the|its|a) {END}\b|,? (?:is|was|being) the {END}\b", re.IGNORECASE)


def is_called_end(figure: Figure, context: Context) -> bool:
    """ "It gives $349,950 as the lower limit" of what was paid."""
    if figure.kind != "level" or not {"value", "purchase"} & figure.roles:
        return False
    reading, end = context.reading, context.part.quantity.end
    return bool(END_BEFORE.search(context.before) or END_BEHIND.match(reading.masked[end:]))


def order_fault(figure: Figure, context: Context) -> str:
    """Of "from X to Y" the first is the low end; above and below the estimate the ends lie as they are called."""
    if "range" in figure.roles:
        way = {"low": "up", "high": "down"}.get(next(iter({"low", "high"} & figure.roles), ""))
        if way is None or figure.kind == "change" or context.way != way:
            return ""
        return "" if END_NAMED.search(context.behind) else "the text has it on the other side of the estimate"
    if "high" in figure.roles and leads_to_present(context):
        return "the text gives it as the low end"
    if "low" in figure.roles and TO_END.fullmatch(context.joint):
        return "the text gives it as the high end"
    return ""


def loan_objection(figure: Figure, context: Context) -> str:
    """The 15-year rate has to be called so."""
    if "15-year" not in figure.roles or "30-year" in figure.roles:
        return ""
    named = {*context.reading.roles_between(0, len(context.reading.text)), *context.topic.roles}
    if "15-year" in named or LONGER_OR_SHORTER.search(context.reading.text):
        return ""
    return "the text does not say that it is the 15-year rate"


def gap_objection(figure: Figure, context: Context) -> str:
    """The 15-year rate is the lower one, unless the data has it otherwise."""
    if "gap" not in figure.roles or context.way not in WAYS:
        return ""
    first = next((role for word in context.reading.words for role in LOANS if role in word.roles), "")
    if under := UNDER_LOAN.match(context.behind):
        first = "15-year" if under["long"] else "30-year"
    elif not first:
        match = LONGER_OR_SHORTER.search(context.reading.text)
        first = "" if match is None else "30-year" if match["long"] else "15-year"
    expected = {"30-year": 1, "15-year": -1}.get(first)
    if expected is None or (WAYS[context.way] == expected) == (figure.number > 0):
        return ""
    return "the text has it the other way"


def purchase_objection(figure: Figure, context: Context) -> str:
    if "purchase" not in figure.roles or figure.kind != "level":
        return ""
    if figure.unit == "dollars per square foot":
        beside = [part.figure for part in context.reading.parts if part.figure is not None]
        of_purchase = any("purchase" in each.roles for each in (*context.topic.figures[-1:], *beside))
        told = of_purchase or dated(figure, context) or BOUGHT_WORDS.search(context.reading.text)
        return "" if told else "the text does not say that it is of the purchase"
    if figure.unit != "dollars":
        return ""
    if PURCHASE_WORDS.search(context.reading.text) or "purchase" in context.topic.seen or dated(figure, context):
        return ""
    return "the text does not say that it is the purchase price"


def reference_objection(figure: Figure, context: Context) -> str:
    """A change since the purchase is none since the previous estimate."""
    if figure.kind != "change":
        return ""
    bought = "purchase" in context.own.get("subject", ()) or bool(THAT_PRICE.search(context.text))
    estimated = bool(PREVIOUS_WORDS.search(context.text))
    if "since previous" in figure.roles and bought and not estimated:
        return "the text has it since the purchase"
    if "since purchase" in figure.roles and estimated and not bought:
        return "the text has it since the previous estimate"
    return ""


def change_objection(figure: Figure, context: Context) -> str:
    """ "Rose 7.28%" makes a change of a level, "rose to 0.57 points" a level of a change."""
    if figure.unit in {"times", "date"}:
        return ""
    if figure.kind == "level":
        is_plain_level = figure.unit in TIMED_UNITS and not (AT_TWO_TIMES | COUNTED) & figure.roles
        if not context.is_change or not is_plain_level or is_compared_with_present(figure, context):
            return ""
        return "the text gives it as a change"
    if context.is_level or is_told_as_level(figure, context):
        return "the text gives it as a level"
    way = WAYS.get(context.way, 0) if context.way is not None else 0
    if {"low", "high"} & figure.roles and "purchase" in figure.roles and END_NAMED.search(context.behind):
        way = -way  # "the purchase price is $103,000 short of the upper limit"
    if is_seen_from_date(figure, context):
        way = -way
    if way and figure.trend != way:
        return "the text has it go the other way" if figure.trend else "nothing changed"
    return ""


LEVEL_NAMED = re.compile(
    r"\b(?:estimates?|estimated|value[ds]?|valuation|median|midpoint|price[ds]?|figure|average|reading|(?<!call )it|"
    r"range|paid|"
    r"bought|"
    r"sold|asked|cost|homes|houses|sale|sellers|owners)\b"
    r"(?: (?:is|was|were|had been|has been|stood|stands|sat|sits|of|at|for|came|comes|in|to|put|reads?|reached|on|as|"
    r"that|"
    r"a|the|about|around|roughly|nearly|almost|just|carries|an?))* ?\$?$",
    re.IGNORECASE,
)
CHANGE_WORD = re.compile(
    r"\b(?:differ\w*|gap|change[sd]?|moved?|movement|shift\w*|swing|spread|apart|margin|distance|step|increment|plus|"
    r"minus|"
    r"separat\w+|growth|amount\w*|percent\w*|range|width|more|less|over|under|above|below|higher|lower|beyond|short|"
    r"further|"
    r"extra|additional|surplus|premium|discount|each year|a year)\b|[+-]\$?\d",
    re.IGNORECASE,
)


def is_told_as_level(figure: Figure, context: Context) -> bool:
    """ "The estimate was $11,000" of a change: nothing beside it says that something changed."""
    if (
        figure.unit not in {"dollars", "dollars per square foot"}
        or context.way
        or context.is_change
        or context.compared
    ):
        return False
    reading, part = context.reading, context.part
    until = reading.masked[part.start : max(part.start, min(part.quantity.start, part.quantity.approximator_start))]
    if context.ways or CHANGE_WORD.search(reading.masked, part.quantity.end, max(part.end, part.quantity.end + 30)):
        return False
    return bool(LEVEL_NAMED.search(until)) and not CHANGE_WORD.search(until)


COUNTED = frozenset({"comparables", "bedrooms", "bathrooms"})


UNCHANGED_BY = re.compile(
    r"\b(?:unchanged|the same|flat|steady|level)(?: (?:by|at|about|"
    r"roughly))* ?\$?$",
    re.IGNORECASE,
)


def loose_direction_objection(figure: Figure, context: Context) -> str:
    """A direction word in the stretch of a change that is not beside its number."""
    if figure.kind != "change" or context.way is not None:
        return ""
    if figure.trend and UNCHANGED_BY.search(context.before):
        return "the text has it unchanged"
    ways = context.ways & set(WAYS)
    if len(ways) == 1 and figure.trend != WAYS[ways.pop()]:
        return "the text has it go the other way"
    return ""


def compared_objection(figure: Figure, context: Context) -> str:
    """ "above the $1,034,500 of three months earlier"."""
    if context.compared is None or figure.kind != "level" or not figure.trend:
        return ""
    return "" if figure.trend == WAYS[context.compared] else "the text has it the other way"


def twice_objection(figure: Figure, context: Context) -> str:
    """ "$1,089,000, compared with $1,089,000"."""
    index = context.reading.parts.index(context.part)
    if not index or context.reading.parts[index - 1].figure is not figure or figure.unit == "count":
        return ""
    return "the text compares it with itself" if WITH_ITSELF.search(context.joint) else ""


WITH_ITSELF = re.compile(
    r"\b(?:from|to|against|compared|versus|vs|after|than|instead|before that|followed by|then|down|up)\b", re.IGNORECASE
)


def adjective_objection(figure: Figure, context: Context) -> str:
    """ "against a higher $757": what was higher has fallen since."""
    if context.adjective is None or "then" not in figure.roles:
        return ""
    return "" if figure.trend == -WAYS[context.adjective] else "the text has it the other way"


def date_objection(figure: Figure, context: Context) -> str:
    """A figure goes with its own date, a change with its two."""
    if figure.as_of is None or figure.unit not in TIMED_UNITS | {"percentage points"} or UNDATED & figure.roles:
        return ""
    own = [day for day in (figure.as_of, figure.since, figure.start) if day is not None]
    days = days_of(context)
    if "then" in figure.roles and FROM_BEFORE.search(context.before) and leads_to_present(context):
        days = [found for found in days if found.start >= context.part.quantity.end]  # the period's, not its own
    if is_compared_with_present(figure, context):
        return ""
    if not days or any(found.fits(day) for found in days for day in own):
        return ""
    return f"the text has it with {context.reading.text[days[0].start : days[0].end]}"


def days_of(context: Context) -> list[DateWords]:
    """The dates in the stretch of a quantity, or those that lead its sentence; not the other dates of a home."""
    reading, part = context.reading, context.part
    days = reading.dates_between(part.start, part.end)
    has_left = THEN_WORDS.search(context.text) or AFTER_LEAD.search(context.joint)
    if not days and reading.parts[0] is not part and not context.spans and not has_left:
        days = reading.dates_between(0, reading.parts[0].quantity.start)
        days = [day for day in days if reading.text[: day.start].strip().lower() in LEADING]
    if nearest := nearest_day(context):
        days = [day for day in days if day.start >= nearest[0].start]
    days = [day for day in days if not is_of_figure_before(day, context)]
    return [day for day in days if not day.is_season and not OTHER_DATE.search(reading.text[: day.start])]


def is_of_figure_before(day: DateWords, context: Context) -> bool:
    """Whether a date between two figures is that of the first: "7.28%, the figure for October 1, from 6.34% then"."""
    index = context.reading.parts.index(context.part)
    before = context.reading.parts[index - 1] if index else None
    if before is None or before.figure is None or before.figure.as_of is None:
        return False
    is_between = before.quantity.end <= day.start and day.end <= context.part.quantity.start
    return is_between and day.fits(before.figure.as_of) and bool(context.spans)


AFTER_LEAD = re.compile(r";|\b(?:now|since|has|have|later|by)\b", re.IGNORECASE)


def span_objection(figure: Figure, context: Context) -> str:
    if figure.months is None or not (figure.kind == "change" or "then" in figure.roles):
        return ""
    own = [span for span in context.spans if span.kind != "window"]
    if not own or any(span.fits(figure.months) for span in own):
        return ""
    return f"the text has it over {context.reading.text[own[0].start : own[0].end]}"


def within_objection(figure: Figure, context: Context) -> str:
    if context.quantity.rounding != "within" or figure.kind == "change" or "range" in figure.roles:
        return ""
    return "the text says that something is within it"


OF_THEN = re.compile(
    r" of (?:the |that |its |what )?(?:\w+ )?(?:purchase|price|paid|earlier|previous|original|old|first|prior|cost|"
    r"then)\b",
    re.IGNORECASE,
)
OF_NOW = re.compile(
    r" of (?:the |that |its )?(?:current |present |latest |new |newer )?(?:estimate|"
    r"value)\b",
    re.IGNORECASE,
)


def share_objection(figure: Figure, context: Context) -> str:
    if "share" in figure.roles and "of now" in figure.roles and OF_THEN.match(context.behind):
        return "the text has it of the earlier value"
    if "share" in figure.roles and "of then" in figure.roles and OF_NOW.match(context.behind):
        return "the text has it of the later value"
    if (
        "share" not in figure.roles
        or re.match(r" of\b| as (?:much|high)", context.behind)
        or re.search(
            r"\bshare\b|^Of \w+ [^;]{0,80}(?:makes? up|represents?|amounts to|accounts for|is|"
            r"comes to)\b",
            context.reading.text,
        )
    ):
        return ""
    return "the text gives it as a change"


CHECKS = (
    role_objection,
    square_foot_objection,
    then_objection,
    bound_objection,
    loan_objection,
    gap_objection,
    purchase_objection,
    reference_objection,
    change_objection,
    loose_direction_objection,
    compared_objection,
    adjective_objection,
    twice_objection,
    date_objection,
    span_objection,
    share_objection,
    within_objection,
)
