"""Direction words held against the figures: who says that something rose names a change of the list that did."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from campaigns.guards.context import Topic
from campaigns.guards.directions import GENERAL, WAYS, Direction
from campaigns.guards.figure_list import Figure, Figures
from campaigns.guards.other_moments import is_said_of_then, of_two_estimates
from campaigns.guards.reading import Part, Reading
from campaigns.guards.roles import by_dimension

# what still counts as little changed, and as unchanged; counts and amounts are told by their percentage
FLAT_LIMITS = {"percent": Decimal(3), "percentage points": Decimal("0.10"), "days": Decimal(2)}
SAME_LIMITS = {"percent": Decimal("0.05"), "percentage points": Decimal("0.005"), "days": Decimal("0.5")}
MOVING = frozenset({"price", "price per square foot", "days on market", "listings", "rate", "value", "sales"})
UNMOVED = frozenset({"range", "gap", "low", "high", "middle", "share"})
BESIDE_CHANGES = frozenset({"low", "high", "range", "then"})  # no changes of the value itself
COUNTED = frozenset({"bedrooms", "bathrooms", "comparables", "size", "built"})
PER_FOOT = frozenset({"price per square foot"})
CLAUSE_END = re.compile(r"[;:,()—–]|\b(?:while|whereas|but|although|though|yet|and)\b", re.IGNORECASE)
# words that are a direction of one thing only
OF_DAYS = re.compile(r"longer|lengthened|stretched|shorter|shortened|quicker|faster|sped up", re.IGNORECASE)
OF_LISTINGS = re.compile(r"fewer|thinner|thinned|more (?:homes|listings|choices?|houses)", re.IGNORECASE)
SALES = re.compile(r"\b(?:(?<!for )sales?(?! prices?)|closings|deals|transactions|deeds)\b", re.IGNORECASE)
OF_CHOICE = re.compile(r"\b(?:choose|choices?|on offer|selection|inventory|supply)\b", re.IGNORECASE)
OF_HOMES = re.compile(
    r"\b(?:homes?|houses?|propert(?:y|ies)|sell(?:ing|s|ers?)?|sold|market|listed|listings?|buyers?|wait|places?)\b",
    re.IGNORECASE,
)
MARKET = re.compile(r"(?<!on the )(?<!time on )(?<!to )\b(?:market|The market|Our market)\b(?! time)")
# "homes drop out": the present tense of what is so in general; as a noun it is a claim
BASE_FORM = re.compile(
    r"drops?|rises?|increases?|declines?|decrease|gain|dip|climbs?|slide|eases?|falls?|jump|grows?|surge|cool|slips",
    re.IGNORECASE,
)
NOUN_BEFORE = re.compile(r"\b(?:a|an|the|this|that|its|their|another|of|with|no|such|in)(?: \w+)? $", re.IGNORECASE)
CONDITION = re.compile(r"(?:When|If|Whenever|Unless|Had|Should|Were)\b")
TOLD_TENSE = re.compile(r".*(?:ed|ing|rose|fell|grew|went|came|slid|sank|shrank|up|down)\b.*", re.IGNORECASE)
THAN_ESTIMATE = re.compile(
    r"(?: (?:level|figure|price|amount|value|sum))?(?: than)? (?:the |your )?(?:current |present |latest |"
    r"new )?(?:estimate|value)\b",
    re.IGNORECASE,
)
HAD_BEFORE = re.compile(
    r"\b(?:before|earlier|previously)(?: that)?,? (?:it|they|"
    r"the \w+) had (?:\w+ ){0,2}$",
    re.IGNORECASE,
)
THE_OTHER = re.compile(r" ?(?:than )?the (?:latter|former|second|other)\b", re.IGNORECASE)
EARLIER_BEFORE = re.compile(r"\b(?:purchase|price|paid|previous|earlier|prior)\b", re.IGNORECASE)
NOUN = re.compile(
    r"increase|decline|rise|drop|gain|loss|growth|dip|jump|uptick|decrease|reduction|advance|slide|climb|a fall|"
    r"upswing|downturn",
    re.IGNORECASE,
)
ARTICLE = re.compile(r"\bthe (?:\w+ly )?$", re.IGNORECASE)
HEDGED = re.compile(r", (?:perhaps|maybe|probably|possibly|I (?:suspect|guess|suppose|think))\.?$")
WAS_BEFORE = re.compile(r"\b(?:had been|was|were|stood)(?: \w+)? $", re.IGNORECASE)
BY_THE_FOOT = re.compile(r"(?:\w+ )?(?:by|per|for) (?:the |a |each )?square foot\b[^,;:]*,", re.IGNORECASE)
LEADING_WORDS = 3
SEEN_THEN = re.compile(
    r",? (?:before(?! (?:the|that|this|a|it|any)\b)|back then|previously|then(?=[.,:;]|$))\b", re.IGNORECASE
)
AT_BEHIND = re.compile(r"(?: still| yet)?,? ?(?:at )?(?:(?:about|around|roughly|nearly|almost|just) )?\$?$")
RECENT_SALE = re.compile(r" ?(?:a|the) recent (?:sale|purchase)")
PURCHASE_BEHIND = re.compile(r"purchase|paid|sale")


@dataclass(frozen=True, slots=True)
class Clause:
    """The clause of one direction word, its roles, and the figure of the stretch in which it stands."""

    reading: Reading
    direction: Direction
    start: int
    end: int
    part: Part | None

    @property
    def said(self) -> str:
        return self.reading.text[self.direction.start : self.direction.end].strip()

    @property
    def only_of(self) -> str:
        """The one subject of which the word is said: days for "faster", listings for "thinner"; "" for any."""
        if OF_DAYS.fullmatch(self.said):
            return "days on market"
        return "listings" if OF_LISTINGS.fullmatch(self.said) else self.direction.of

    @property
    def roles(self) -> frozenset[str]:
        return self.reading.roles_between(self.start, self.end)

    @property
    def figure(self) -> Figure | None:
        return self.part.figure if self.part is not None else None

    @property
    def is_general(self) -> bool:
        """Whether it supposes, or says what is so in general."""
        return bool(
            GENERAL.search(self.reading.masked[self.start : self.end])
            or HEDGED.search(self.reading.text)
            or self._is_condition
            or self._is_adjective
        )

    @property
    def _is_condition(self) -> bool:
        """Whether it stands in the condition of its sentence, or in one that has no other clause."""
        if CONDITION.match(self.reading.text) is None:
            return False
        end = re.search(r"[,:;]", self.reading.masked)
        told = end is not None and self.start >= end.end() and TOLD_TENSE.fullmatch(self.said)
        return not told

    @property
    def _is_adjective(self) -> bool:
        """ "a higher $757", "the lower average": no statement of what moved."""
        text, direction = self.reading.text, self.direction
        if BASE_FORM.fullmatch(self.said) and not NOUN_BEFORE.search(text[: direction.start]):
            return True
        if re.match(r" ?\$?\d", self.reading.masked[direction.end : direction.end + 4]):
            return True
        if re.match(r" (?:end|edge|bound|limit|side|mark|figure|value|half|part|number)\b", text[direction.end :]):
            return True
        if NOUN.fullmatch(self.said):
            return False
        return bool(ARTICLE.search(text[: direction.start]) and re.match(r" [a-z]|[.,;]", text[direction.end :]))

    @property
    def is_seen_from_then(self) -> bool:
        """ "was lower three months earlier"."""
        spans = self.reading.spans
        if self.said.lower().endswith("than"):
            return False
        is_beside = any(span.kind == "then" and 0 <= span.start - self.direction.end <= 3 for span in spans)
        if HAD_BEFORE.search(self.reading.masked, 0, self.direction.start):
            return True
        is_of_then = is_said_of_then(self.reading.text, self.start, self.direction.start, self.direction.end)
        is_told = SEEN_THEN.match(self.reading.masked, self.direction.end)
        return is_beside or bool(is_told) or self._is_beside_then or self._is_of_purchase or is_of_then

    @property
    def _is_of_purchase(self) -> bool:
        """ "The purchase was made at a higher level than the estimate implies"."""
        text, direction = self.reading.text, self.direction
        figure = self.figure
        if figure is not None and {"purchase", "then"} & figure.roles and THE_OTHER.match(text, direction.end):
            return True
        behind = THAN_ESTIMATE.match(text, direction.end)
        return bool(behind and EARLIER_BEFORE.search(text, 0, direction.start))

    @property
    def _is_beside_then(self) -> bool:
        """ "It had been higher, at $1,040,000, three months earlier"."""
        if self.part is None or self.figure is None or "then" not in self.figure.roles:
            return False
        masked, direction = self.reading.masked, self.direction
        if direction.end > self.part.quantity.start:
            return False
        between = masked[direction.end : self.part.quantity.start]
        return bool(WAS_BEFORE.search(masked[: direction.start]) and AT_BEHIND.match(between))


BELOW_MIDDLE = re.compile(
    r"\b(?P<way>above|below) (?:its|the|that) (?:exact |very )?(?:middle|mid-?point|cent(?:er|re))\b", re.IGNORECASE
)


def middle_fault(clause: Clause, figures: Figures) -> str | None:
    """ "The estimate lies somewhat below the middle of its range"; None where no middle is spoken of."""
    match = BELOW_MIDDLE.match(clause.reading.text, clause.direction.start)
    if match is None:
        return None
    middle = next((each.number for each in figures.figures if "middle" in each.roles), None)
    value = next((each.number for each in figures.figures if {"value", "now", "single"} <= each.roles), None)
    if middle is None or value is None:
        return f"{match[0]}: the data has no such middle"
    return "" if (value > middle) == (match["way"].lower() == "above") and value != middle else f"{match[0]}: not so"


def direction_faults(reading: Reading, figures: Figures, topic: Topic) -> Iterator[str]:
    """Directions that belong to no change of the sentence: of the subject that their clause is about."""
    for direction in reading.directions:
        clause = clause_of(reading, direction)
        if clause.is_general:
            continue
        middle = middle_fault(clause, figures)
        if middle is not None:
            yield from filter(None, [middle])
            continue
        if together := together_fault(clause, figures):
            yield together
            continue
        figure = clause.figure
        is_over = clause.part is not None and clause.end <= clause.part.quantity.start
        if (
            clause.part is not None
            and not is_over
            and (figure is None or figure.kind == "change" or figure.roles & UNMOVED)
        ):
            yield from end_faults(clause, figures)
            continue
        changes = changes_meant(clause, figures, topic)
        if changes is None:
            continue
        if not changes:
            yield f"{clause.said}: the data has no change of that"
        elif wrong := other_span(clause, changes):
            yield f"{clause.said}: the data has no change of that over {wrong}"
        elif not any(agrees(clause, change) for change in changes):
            yield f"{clause.said}: the data has {changes[0].line()}"


ALL_MEASURES = re.compile(
    r"\b(?P<how>both|all|each|every)(?: (?P<few>two|three|four))?(?: of)?(?: the| these| those| my)?"
    r" (?:two |three |four )?(?:measures?|figures?|numbers?|medians?|gauges?|prices|yardsticks?)\b",
    re.IGNORECASE,
)


def together_fault(clause: Clause, figures: Figures) -> str:
    """ "Both measures fell": as many things of the list have to have done so."""
    match = ALL_MEASURES.search(clause.reading.masked, clause.start, clause.direction.start)
    way = WAYS.get(clause.direction.way)
    if match is None or way is None or clause.reading.quantities or clause.direction.is_negated:
        return ""
    moved = [each.roles & MOVING for each in figures.changes if each.trend == way]
    if len({min(subjects) if len(subjects) == 1 else "|".join(sorted(subjects)) for subjects in moved if subjects}) > 1:
        return ""
    return f"{clause.said}: no two figures of the data did"


def clause_of(reading: Reading, direction: Direction) -> Clause:
    text = reading.masked
    start = max((match.end() for match in CLAUSE_END.finditer(text, 0, direction.start)), default=0)
    after = CLAUSE_END.search(text, direction.end)
    return Clause(reading, direction, start, after.start() if after else len(text), reading.part_at(direction.start))


def changes_meant(clause: Clause, figures: Figures, topic: Topic) -> list[Figure] | None:
    """The changes that a direction can be said of; None where it is said of nothing that figures are of."""
    subjects = subjects_meant(clause, figures, topic)
    if not subjects:
        return None
    ends = clause.roles & {"low", "high"}
    changes = [
        each
        for each in figures.changes
        if is_of(each, subjects) and (each.roles & ends or not each.roles & BESIDE_CHANGES)
    ]
    return narrowed(clause, referred(clause, changes, figures, subjects))


def is_of(change: Figure, subjects: frozenset[str]) -> bool:
    """A price per square foot is none of the prices, unless it is meant itself."""
    if PER_FOOT & change.roles:
        return bool(PER_FOOT & subjects)
    return bool(change.roles & subjects)


def subjects_meant(clause: Clause, figures: Figures, topic: Topic) -> frozenset[str]:
    """What goes up or down: by the word itself, by the clause, by the figure beside it, by what the text was about."""
    figure = clause.figure if clause.figure is not None and not clause.figure.roles & COUNTED else None
    of_figure = figure.roles & MOVING if figure is not None else frozenset[str]()
    if clause.only_of:
        return only_of(clause, of_figure)
    subjects = subjects_of(clause.roles)
    if "price" in subjects and BY_THE_FOOT.match(clause.reading.text):
        return PER_FOOT
    if "sales" in subjects and not SALES.search(clause.reading.text, clause.start, clause.end):
        subjects -= {"sales"}
    if of_figure and clause.part is not None and clause.end <= clause.part.quantity.start:
        of_figure = frozenset() if subjects else of_figure - {"sales"}  # its clause is over before the figure comes
    if of_figure:
        of_figure = PER_FOOT & of_figure or of_figure
        subjects = subjects & of_figure or of_figure
    if not subjects and MARKET.search(clause.reading.text, clause.start, clause.end):
        subjects = frozenset({"price"})
    if not subjects and not clause.reading.quantities:
        subjects = subjects_of(topic.roles) & moving_subjects(figures)
    if not subjects and not topic.roles:
        subjects = only_subject(figures)
    if PER_FOOT & subjects:
        return PER_FOOT
    return subjects - {"sales", "listings"} if "price" in subjects else subjects


def only_of(clause: Clause, of_figure: frozenset[str]) -> frozenset[str]:
    """ "Homes sold faster" is of the days on the market; "prices rose faster" is not."""
    subjects = by_dimension(clause.roles).get("subject", frozenset()) | of_figure
    if clause.only_of in subjects:
        return frozenset({clause.only_of})
    if OF_CHOICE.search(clause.said):
        return frozenset() if subjects - {"sales", "listings", "price"} else frozenset({clause.only_of})
    is_of_homes = OF_HOMES.search(clause.reading.text, clause.start, clause.end)
    return frozenset({clause.only_of}) if is_of_homes and not subjects - {"sales", "listings"} else frozenset()


def subjects_of(roles: frozenset[str]) -> frozenset[str]:
    subjects = by_dimension(roles).get("subject", frozenset()) & MOVING
    if "median" in roles and not subjects & {"price", *PER_FOOT}:
        return subjects | {"price"}
    return subjects


def moving_subjects(figures: Figures) -> frozenset[str]:
    """What changes in the data."""
    return frozenset[str]().union(*(each.roles & MOVING for each in figures.figures if each.kind == "change"))


def only_subject(figures: Figures) -> frozenset[str]:
    """What all changes of the list are of, where that is one thing: the home's value, or the rate."""
    subjects = {frozenset(each.roles & {"value", "rate", "zip"}) for each in figures.changes}
    subject = next(iter(subjects)) if len(subjects) == 1 else frozenset[str]()
    return subject - {"zip"}


def referred(clause: Clause, changes: list[Figure], figures: Figures, subjects: frozenset[str]) -> list[Figure]:
    """Those against what the clause compares with: the purchase, the previous estimate, the longer loan."""
    is_over = clause.part is not None and clause.end <= clause.part.quantity.start
    roles = clause.roles | (clause.figure.roles if clause.figure is not None and not is_over else frozenset())
    reading = clause.reading
    since_purchase = [each for each in changes if "since purchase" in each.roles]
    since_previous = [each for each in changes if "since previous" in each.roles]
    text = reading.text
    if two := of_two_estimates(text, text[clause.start : clause.end], clause.direction.way, figures.changes):
        return two
    if since_purchase and ("purchase" in roles or RECENT_SALE.match(reading.text, clause.direction.end)):
        return since_purchase
    if since_previous and "value" in subjects and not reading.dates and not reading.spans:
        return since_previous
    if "rate" in subjects and "15-year" in roles and "30-year" not in roles:
        is_below = clause.said in {"lower", "cheaper"}
        return [replace(each, trend=-1) for each in figures.figures if "gap" in each.roles and is_below]
    return changes


def narrowed(clause: Clause, changes: list[Figure]) -> list[Figure]:
    """Those over the spans that the sentence names, or since the dates or earlier figures that it gives."""
    reading = clause.reading
    spans = [span for span in reading.spans if span.kind != "window"]
    if NOUN.fullmatch(clause.said) and ARTICLE.search(reading.text[: clause.direction.start]):
        times = [span.start for span in spans] + [day.start for day in reading.dates]
        if not any(clause.start <= start < clause.end for start in times):
            return changes  # "despite the decline": the one told before
    spans = [span for span in spans if clause.start <= span.start < clause.end] or spans
    then = [part.figure for part in reading.parts if part.figure is not None and "then" in part.figure.roles]
    by_span = [each for each in changes if each.months is not None and any(span.fits(each.months) for span in spans)]
    dated = [each for each in changes if each.since is not None]
    by_date = [each for each in dated if any(day.fits(each.since) for day in reading.dates if each.since)]

    by_then = [each for each in changes if any(are_of_one_time(each, earlier) for earlier in then)]
    return by_span or by_date or by_then or changes


def other_span(clause: Clause, changes: list[Figure]) -> str:
    """The span of the clause, or the one that leads its sentence, over which none of the changes went."""
    reading = clause.reading
    spans = [span for span in reading.spans if span.kind != "window"]
    named = [span for span in spans if clause.start <= span.start < clause.end]
    named = named or [span for span in spans if len(reading.text[: span.start].split()) <= LEADING_WORDS][:1]
    known = [each.months for each in changes if each.months is not None]
    if not named or not known or any(span.fits(months) for span in named for months in known):
        return ""
    return reading.text[named[0].start : named[0].end]


def are_of_one_time(change: Figure, earlier: Figure) -> bool:
    return change.months == earlier.months and bool(change.roles & earlier.roles & MOVING)


def agrees(clause: Clause, change: Figure) -> bool:
    direction = clause.direction
    if direction.way in WAYS:
        way = WAYS[direction.way] * (-1 if clause.is_seen_from_then else 1)
        return (change.trend == way) != direction.is_negated
    limit = (FLAT_LIMITS if direction.way == "flat" else SAME_LIMITS).get(change.unit)
    if limit is None:
        return change.trend == 0
    return (abs(change.number) <= limit) != direction.is_negated


def end_faults(clause: Clause, figures: Figures) -> Iterator[str]:
    """ "its low end is still above the purchase price"."""
    ends = clause.figure.roles & {"low", "high"} if clause.figure is not None else frozenset[str]()
    direction = clause.direction
    behind = clause.reading.text[direction.start : direction.start + 40]
    if not ends or direction.way not in WAYS or not PURCHASE_BEHIND.search(behind):
        return
    beside = [each for each in figures.changes if ends <= each.roles and "purchase" in each.roles]
    if beside and not any(each.trend == WAYS[direction.way] for each in beside):
        yield f"{clause.said}: the data has {beside[0].line()}"
