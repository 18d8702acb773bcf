"""What the words around one quantity say of it, and what the text was about before."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from campaigns.guards.directions import (
    ADVERB,
    BETWEEN,
    CHANGE_BEFORE,
    CHANGE_BEHIND,
    LEVEL_BEFORE,
    OPPOSITE,
    WAYS,
    Way,
    tied,
)
from campaigns.guards.figure_list import Figure
from campaigns.guards.quantities import Quantity
from campaigns.guards.reading import Part, Reading
from campaigns.guards.roles import by_dimension
from campaigns.guards.spans import Span

# "a higher $757 previously": the adjective is of the figure, not of what came of it
ADJECTIVE_BEFORE = re.compile(
    r"\b(?:a|an|the|its) (?:\w+ly |\w+what )?(?:(?P<up>higher|larger|bigger|greater|longer)|"
    r"(?P<down>lower|smaller|shorter))"
    r"(?: (?:figure|level|median|price|rate|average|value) of)? ?\$?$",
    re.IGNORECASE,
)
COMPARED = re.compile(
    r"\b(?:(?P<up>above|(?:more|greater|higher) than|over|ahead of|past|beyond|topp?(?:ed|ing|s)|"
    r"beat(?:s|ing)?|exceed(?:s|ed|ing)?)|"
    r"(?P<down>below|(?:fewer|less|lower) than|under|short of|behind|beneath))"
    r"(?: (?:the|its|that|what|their|earlier|previous|prior|old|last|median|figure|level|mark|estimate|of|"
    r"was|purchase|price|recorded|it|then|at))+ ?\$?$",
    re.IGNORECASE,
)
NEXT_CLAUSE = re.compile(
    r"[,;:—–] (?:and|but|while|whereas|so|yet|though|although|which|where|since|because|as)\b|[;—]|, [^,]*,|"
    r"\band (?:an?|no|my|your) (?:[\w'-]+ ){1,4}?(?:is|was|are|were|has|had|do|does|did|can|could|would|may|might|"
    r"doesn't|don't|didn't|can't|isn't|won't)\b|"
    r", (?:the|it|this|that|they|there) (?:\w+ ){0,3}(?:is|was|were|are|has|had|comes|came|lies|stands|"
    r"sits|would|could|may)\b",
    re.IGNORECASE,
)
PLUS = re.compile(r"(?:\+|\bplus )\$?$", re.IGNORECASE)
# "a year earlier the rate had been higher by 0.41": seen from back then
SEEN_FROM_THEN = re.compile(r"\b(?:had been|had stood|had cost|had come|was|were|stood|it had)\b", re.IGNORECASE)
COMPARED_WITH = re.compile(r"\b(?:comparison|compared?) (?:with|to) (?:a |an |the )?$", re.IGNORECASE)

MORE_OR_LESS = r"(?:higher|lower|more|less|longer|shorter|fewer|above|below|bigger|smaller)"
HIGHER_THEN = re.compile(
    rf"^[ -]*{MORE_OR_LESS},? (?:then|at (?:that|the) time|back then|previously|earlier|before)\b"
    rf"(?! (?:the|that|this|a|it|any)\b)|"
    rf"^[ -]*(?!above|below){MORE_OR_LESS},? (?:a|one|three|four|\d+) (?:years?|months?|weeks?|quarters?) (?:earlier|"
    rf"before|ago)\b",
    re.IGNORECASE,
)
EARLIER_SUBJECT = re.compile(
    r"(?:^|(?<!than)(?<!from)(?<!with)(?<!against)(?<!to)(?<!above)(?<!below)(?<!over)(?<!on)(?<!since)(?<!of) )"
    r"(?:the |your |that )(?:previous|earlier|prior|preceding|former|first|purchase|original) (?:estimate|figure|"
    r"price|value|median|average|rate|valuation|one|count|number)(?: (?!it\b|this\b|that\b|the\b|"
    r"is\b|than\b)[\w']+){0,3} "
    r"(?:was|were|had been|stood|is)(?: (?:about|around|roughly|nearly|almost|just|some|only|over|under))* ?\$?$|"
    r"(?:^|, |\band )the (?:previous|earlier|prior|preceding) (?:estimate|figure|median|average|valuation), ?\$?$|"
    r"\bpaid(?: (?:about|around|roughly|nearly|almost|just|some|only|over|under))* ?\$?$",
    re.IGNORECASE,
)
WHICH_IS = re.compile(
    r"\bwhich (?:is|was|were|are|had been|stood|comes to|came to|works out to)"
    r"(?: (?:about|around|roughly|nearly|almost|just|some|only|over|under))* ?\$?$",
    re.IGNORECASE,
)
WAS_END = re.compile(
    r"\b(?:was|were|stood at|had been|of|averaged|came to)(?: (?:about|around|roughly|nearly|almost|just))* ?\$?$",
    re.IGNORECASE,
)
APPOSED = re.compile(
    r"^(?: (?:just |only |some |about )?\w+ (?:weeks?|months?|years?|quarters?) (?:before|earlier|ago|prior))?"
    r"[\s,]*(?:\b(?:on|in|as of)\b[\s,]*)?(?:\bor\b|\bthat's\b|\bthat is(?: to say)?\b|\bin other words\b|\bnamely\b|"
    r"\b(?:was|is|had been)\b)?"
    r"(?: (?:about|around|roughly|nearly|almost|just|only|some))*[\s,]*\$?$",
    re.IGNORECASE,
)
THAN_PRESENT = re.compile(
    r"^[ -]*\w+(?: than)? (?:the |your )?(?:current |present |latest |new |newer |most recent )?(?:estimate|value|"
    r"valuation|figure)\b",
    re.IGNORECASE,
)
APPOSITION = re.compile(
    r"(?:,(?: at)?|\bat)(?: (?:about|around|roughly|nearly|almost|just|some|only|over|under|a|an))* ?\$?$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Topic:
    """What the sentences before were about; `seen` is all that the text has named so far."""

    roles: frozenset[str] = frozenset()
    seen: frozenset[str] = frozenset()
    text: str = ""
    units: frozenset[str] = frozenset()
    named_units: frozenset[str] = frozenset()
    figures: tuple[Figure, ...] = ()

    def remember(self, reading: Reading) -> None:
        if "subject" in by_dimension(reading.roles):
            self.roles = reading.roles
        self.seen |= reading.roles
        if any(part.figure is not None and part.figure.unit == "dollars per square foot" for part in reading.parts):
            self.seen |= {"price per square foot"}
        self.text = reading.text
        matched = tuple(part.figure for part in reading.parts if part.figure is not None)
        self.figures = matched or self.figures
        self.named_units |= named_units(reading)
        self.units = frozenset(each.unit for each in reading.quantities if each.unit != "bare") or self.units


# words of the thesaurus that compare: the number behind them is a level
LINKED = re.compile(r"(?:than|where|what|its|the|to)$")
TO_LEVEL = re.compile(
    r"(?: (?!com|came|amount|add|work)\w+){0,3} to"
    r"(?: (?:about|around|roughly|nearly|almost|just|over|under|a|an|the))* ?\$?"
)
BESIDE_BEFORE = re.compile(BETWEEN)
BESIDE_BEHIND = re.compile(rf"[ ,-]*{ADVERB}(?:in value |in price )?", re.IGNORECASE)
HIGHER_THAN = re.compile(
    r", (?:slightly |a little |a bit |well |somewhat )?(?:higher|lower|more|less|longer|shorter|fewer|above|"
    r"below) than\b"
)
LIMITS = re.compile(r"\b(?:limits?|bounds?|ends|bounded)\b", re.IGNORECASE)
LIMIT_BEHIND = re.compile(r" (?:below|above)(?=[,.;]| and\b|$)", re.IGNORECASE)
FROM_UPWARD = re.compile(r"\bfrom(?: \w+)? ?\$?\| (?:upwards?|on up|up)(?=[,.;]|$)", re.IGNORECASE)
NAMED_UNITS = (
    ("basis points", ("basis",), re.compile(r"\bbasis points?\b")),
    ("percentage points", ("point",), re.compile(r"\bpoints?\b")),
    ("percent", ("percent", "%"), re.compile(r"\bpercent(?:ages?)?\b(?! points?)|%")),
)


def named_units(reading: Reading) -> frozenset[str]:
    small = reading.small_text
    return frozenset(
        name
        for name, anchors, pattern in NAMED_UNITS
        if any(anchor in small for anchor in anchors) and pattern.search(small)
    )


@dataclass(slots=True)
class Context:
    """The stretch of one quantity: its roles by dimension, its direction, and whether it is told as change or level."""

    reading: Reading
    part: Part
    topic: Topic
    own: Mapping[str, frozenset[str]]
    earlier: Mapping[str, frozenset[str]]
    before: str
    behind: str
    way: Way | None = None
    adjective: Way | None = None
    compared: Way | None = None
    quantity: Quantity = field(init=False)
    is_change: bool = False
    is_level: bool = False
    joint: str = ""
    spans: list[Span] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.quantity = self.part.quantity

    @property
    def text(self) -> str:
        return self.reading.text[self.part.start : self.part.end]

    @property
    def ways(self) -> set[Way]:
        """The directions in the stretch that are not beside the number."""
        part = self.part
        return {
            each.way for each in self.reading.directions if part.start <= each.start < part.end and not each.is_negated
        }


def context_of(reading: Reading, index: int, topic: Topic) -> Context:
    part = reading.parts[index]
    quantity = part.quantity
    masked = reading.masked
    before, behind = masked[part.start : quantity.start], masked[quantity.end : part.end]
    until = masked[part.start : max(part.start, min(quantity.start, quantity.approximator_start))]
    context = Context(
        reading,
        part,
        topic,
        reading.dimensions_between(part.start, quantity.end + statement_length(behind)),
        reading.dimensions_ahead_of(index),
        before,
        behind,
        spans=[span for span in reading.spans if part.start <= span.start < part.end],
    )
    if index:
        context.joint = masked[reading.parts[index - 1].quantity.end : quantity.start]
    context.is_level = bool(LEVEL_BEFORE.search(until)) or is_led_to(context, until)
    adjective = ADJECTIVE_BEFORE.search(until)
    compared = COMPARED.search(until)
    if compared:
        context.compared = "up" if compared["up"] else "down"
    elif adjective:
        context.adjective = "up" if adjective["up"] else "down"
    elif not context.is_level:
        context.way = way_of(context, until)
        told_as_change = CHANGE_BEFORE.search(until) or CHANGE_BEHIND.search(behind)
        is_limit = LIMITS.search(reading.masked) and LIMIT_BEHIND.match(behind)
        if is_limit or HIGHER_THAN.match(masked[quantity.end :]) or FROM_UPWARD.search(until + "|" + behind):
            context.way, told_as_change = None, None
        is_beside = bool(APPOSITION.search(until)) and not CHANGE_BEHIND.search(behind) and not is_told_behind(context)
        context.is_change = (context.way is not None or bool(told_as_change)) and not is_beside
    return context


def is_told_behind(context: Context) -> bool:
    """Whether the direction word stands behind the number: "44 days longer"."""
    behind = context.reading.masked[context.part.quantity.end : context.part.end + 5]
    return tied("", behind, len(context.behind)) is not None


def statement_length(behind: str) -> int:
    """How much of what follows a quantity is still about it: up to the next clause of its own."""
    match = NEXT_CLAUSE.search(behind)
    return match.start() if match else len(behind)


def is_led_to(context: Context, until: str) -> bool:
    """ "crept up to $757", in the words of the thesaurus."""
    stop = context.part.start + len(until)
    return any(
        context.part.start <= each.start < each.end <= stop
        and TO_LEVEL.fullmatch(context.reading.masked[each.end : stop])
        for each in context.reading.directions
    )


def beside(context: Context, until: str) -> Way | None:
    """The direction of the thesaurus that stands beside the number: "sagged by 4%", "$20,000 richer"."""
    masked, part = context.reading.masked, context.part
    stop = part.start + len(until)
    found: Way | None = None
    for each in context.reading.directions:
        if each.way not in WAYS or each.of in {"listings", "sales"} or LINKED.search(masked[each.start : each.end]):
            continue
        if part.quantity.end <= each.start < part.end and BESIDE_BEHIND.fullmatch(
            masked[part.quantity.end : each.start]
        ):
            return each.way
        if part.start <= each.start < each.end <= stop and BESIDE_BEFORE.fullmatch(masked[each.end : stop]):
            found = each.way
    return found


def way_of(context: Context, until: str) -> Way | None:
    quantity = context.part.quantity
    if quantity.sign:
        return "down"
    if PLUS.search(context.before):
        return "up"
    way = tied(until, context.reading.masked[quantity.end : context.part.end + 5], len(context.behind))
    way = way or beside(context, until)
    if way is None:
        return None
    then = next((span for span in context.spans if span.kind == "then" and span.end <= quantity.start), None)
    if then is not None and is_seen_from(then, context):
        return OPPOSITE[way]
    return OPPOSITE[way] if is_of_earlier(context, until) else way


def is_seen_from(then: Span, context: Context) -> bool:
    """Whether the clause tells how things stood at an earlier time: "a year earlier it had been higher"."""
    text, start = context.reading.text, context.part.quantity.start
    if COMPARED_WITH.search(text, 0, then.start) or ":" in text[then.end : start]:
        return False
    return SEEN_FROM_THEN.search(text, then.end, start) is not None


def is_of_earlier(context: Context, until: str) -> bool:
    """Whether what is higher or lower is the earlier figure: "$62,500 higher then", "which was $11,000 more"."""
    reading, part = context.reading, context.part
    behind = reading.masked[part.quantity.end : part.end]
    if HIGHER_THEN.match(behind) or EARLIER_SUBJECT.search(until):
        return True
    index = reading.parts.index(part)
    before = reading.parts[index - 1] if index else None
    if before is None or before.figure is None or before.figure.kind != "level":
        return False
    if not {"then", "purchase"} & before.figure.roles:
        return False
    between = reading.masked[before.quantity.end : part.quantity.start]
    if APPOSED.match(between) and THAN_PRESENT.match(behind):
        return True
    if WHICH_IS.search(between) and (index == 1 or THAN_PRESENT.match(behind)):
        return True
    is_subject = index == 1 and WAS_END.search(reading.masked[: before.quantity.start])
    return bool(is_subject and APPOSED.match(between))
