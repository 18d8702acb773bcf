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
    is_seen_from_date,
    leads_to_present,
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
    r"reaches|stretch\w*|runs?|widest|allows?|apart|room for|either way|give or take|less or|or so more)\b",
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
    r"\b(?:above|below|under|over|than|from) (?:the|its|that) (?:low|high|bottom|top|upper|lower)", re.IGNORECASE
)
LOANS = ("30-year", "15-year")
LONGER_OR_SHORTER = re.compile(r"\b(?:(?P<long>longer|long)|(?P<short>shorter|short))\b", re.IGNORECASE)
UNDATED = frozenset({"bedrooms", "bathrooms", "size", "built", "comparables", "share", "gap"})
# what goes before a date that is not the figure's own
OTHER_DATE = re.compile(
    r"\b(?:built|constructed|bought|purchased?|acquired|paid|sold|owned|since|from|than|against|until|"
    r"before|after|compared with|versus)\b[^,;.]{0,30}$",
    re.IGNORECASE,
)
AT_TWO_TIMES = frozenset({"range", "gap"})


def objections(figure: Figure, context: Context) -> list[str]:
    """None where the figure can be what the text means."""
    return [reason for check in CHECKS if (reason := check(figure, context))]


def role_objection(figure: Figure, context: Context) -> str:
    for name, roles in by_dimension(figure.roles).items():
        said = subjects_said(figure, context) if name == "subject" else context.own.get(name)
        if said is None and name in {"loan", "area"}:
            said = context.earlier.get(name)
        if said is None and name == "kind" and "median" in figure.roles and PRONOUN.match(context.reading.text):
            said = by_dimension(context.topic.roles).get(name)
        if name == "subject" and "purchase" in roles and "sale" in context.own.get("kind", ()):
            continue
        if name in {"subject", "kind"} and is_dated_purchase(figure, context):
            continue
        if said and (not said & roles or are_apart(said & OF_HOME, roles & OF_HOME)):
            return f"the text calls it {', '.join(sorted(said))}"
        if name == "subject" and context.quantity.unit == "bare" and not same_unit_before(figure, context):
            if figure.unit in {"percent", "percentage points"} and not is_unit_named(figure, context):
                return "the text does not say what the number is"
            if not said and not roles & context.topic.seen and figure.unit != "times":
                return "the text does not say what the number is"
    return ""


def is_dated_purchase(figure: Figure, context: Context) -> bool:
    """ "the $815,000 of September 2017"."""
    refers = "purchase" in figure.roles and figure.kind == "level" and re.search(r"\bthe \$?$", context.before)
    return bool(refers) and dated(figure, context)


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
    for found in (context.own, context.earlier):
        if said := found.get("subject", frozenset()) & relevant:
            return said
    said = by_dimension(context.topic.roles).get("subject", frozenset()) & relevant - {"something else"}
    beyond = context.reading.masked[context.part.quantity.end :]
    if said and figure.kind == "change" and re.match(r"[ -]*\w+ than\b", beyond):
        said |= subjects_before(context) & relevant
    return said | {"price"} if "price per square foot" in said else said


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
    if not {"low", "high", "range"} & figure.roles or RANGE_WORDS.search(context.reading.text):
        return ""
    if len(context.reading.quantities) > 1 and re.search(r"\b(?:to|and)\b", context.reading.text):
        return ""
    return "the text does not say that it is an end of the range"


def order_fault(figure: Figure, context: Context) -> str:
    """Of "from X to Y" the first is the low end; above and below the estimate the ends lie as they are called."""
    if "range" in figure.roles:
        way = {"low": "up", "high": "down"}.get(next(iter({"low", "high"} & figure.roles), ""))
        if way is None or figure.kind == "change" or context.way != way:
            return ""
        return "" if END_NAMED.search(context.behind) else "the text has it on the other side of the estimate"
    if "high" in figure.roles and leads_to_present(context):
        return "the text gives it as the low end"
    if "low" in figure.roles and re.match(r"\s*to\b", context.joint):
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
    loans = [(word.start, role) for word in context.reading.words for role in LOANS if role in word.roles]
    ahead = [role for start, role in loans if start < context.quantity.start]
    first = next((role for role in [*reversed(ahead), *(role for _, role in loans)]), "")
    if not first:
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
        of_purchase = any("purchase" in each.roles for each in context.topic.figures[-1:])
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
    bought = "purchase" in context.own.get("subject", ())
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
        return "the text gives it as a change" if context.is_change and is_plain_level else ""
    if context.is_level:
        return "the text gives it as a level"
    way = WAYS.get(context.way, 0) if context.way is not None else 0
    if is_seen_from_date(figure, context):
        way = -way
    if way and figure.trend != way:
        return "the text has it go the other way" if figure.trend else "nothing changed"
    return ""


COUNTED = frozenset({"comparables", "bedrooms", "bathrooms"})


def loose_direction_objection(figure: Figure, context: Context) -> str:
    """A direction word in the stretch of a change that is not beside its number."""
    if figure.kind != "change" or context.way is not None:
        return ""
    ways = context.ways & set(WAYS)
    if len(ways) == 1 and figure.trend != WAYS[ways.pop()]:
        return "the text has it go the other way"
    return ""


def compared_objection(figure: Figure, context: Context) -> str:
    """ "above the $1,034,500 of three months earlier"."""
    if context.compared is None or figure.kind != "level" or not figure.trend:
        return ""
    return "" if figure.trend == WAYS[context.compared] else "the text has it the other way"


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
    return [day for day in days if not day.is_season and not OTHER_DATE.search(reading.text[: day.start])]


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


def share_objection(figure: Figure, context: Context) -> str:
    if (
        "share" not in figure.roles
        or re.match(r" of\b| as (?:much|high)", context.behind)
        or re.search(r"\bshare\b", context.reading.text)
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
    date_objection,
    span_objection,
    share_objection,
    within_objection,
)
