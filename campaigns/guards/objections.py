"""What the words around a number say against a figure of the same value: another role, another time, another way."""

import re

from campaigns.guards.context import Context
from campaigns.guards.dates import DateWords
from campaigns.guards.figure_list import Figure
from campaigns.guards.matching import RELEVANT
from campaigns.guards.roles import by_dimension

THEN_WORDS = re.compile(
    r"\b(?:earlier|before|previous(?:ly)?|prior|preceding|ago|back then|used to|having been|had been|had (?:stood|come|sat|put|given|cost|averaged|asked)|"
    r"then|old(?:er)?|former(?:ly)?|past|last (?:estimate|value|valu\w+|time|one|figure|report)|from|against|than|versus|vs|compared|rather than|"
    r"instead of|after|since|year-ago|began|started|starting|opened|where it (?:was|stood)|up on|down on)\b",
    re.IGNORECASE,
)
THEN_BEHIND = re.compile(
    r"^,?(?: per square foot| a square foot| percent| days| homes| listings)?,? (?:then\b|previously|earlier|before\b(?! (?:the|that|this|a|it|any))|"
    r"(?:of|in) the (?:previous|prior|preceding|earlier)|at the (?:last|previous|prior))",
    re.IGNORECASE,
)
PURCHASE_WORDS = re.compile(
    r"\b(?:bought|purchase[ds]?|paid|acquired|sold|sale|closed|closing|changed hands|changing hands|cost|owners?|price|records?)\b",
    re.IGNORECASE,
)
RANGE_WORDS = re.compile(
    r"\b(?:range[sd]?|ranging|between|from|low|high|lower|upper|top|bottom|ends?|bounds?|bounded|either side|anywhere|spread|span(?:s|ned)?|"
    r"as (?:much|little|high|low)|at least|at most|limit|floor|ceiling|side|edge|band|wide|width|more than|less than|interval|bracket\w*|"
    r"reaches|stretch\w*|runs?|widest|allows?|apart|room for|either way|give or take|less or|or so more)\b",
    re.IGNORECASE,
)
PREVIOUS_WORDS = re.compile(
    r"\b(?:previous|prior|earlier|last|preceding|older|old|former|newer|first) (?:estimate|valuation|value|figure|one|report|number|result)|the one (?:before|of)\b|last time\b|valued before",
    re.IGNORECASE,
)
MIDDLE_WORDS = re.compile(r"\b(?:middle|half-?way|mid-?point|midway|cent(?:er|re))\b", re.IGNORECASE)
GAP_WORDS = re.compile(
    r"\b(?:gap|difference|spread|apart|between|less|lower|below|above|more|higher|cheaper|under|over|separates?|distance|premium|dearer|costlier|measured|widened|narrowed)\b",
    re.IGNORECASE,
)
TWO_FIGURES = re.compile(
    r"\b(?:two|both|pair of) (?:figures?|medians?|numbers?|prices?|values?|estimates?|amounts?|averages?|rates?)\b",
    re.IGNORECASE,
)
TO_JOINT = re.compile(r"\bto\b[^,;]*$", re.IGNORECASE)
TIMED_UNITS = frozenset({"dollars", "dollars per square foot", "percent", "days", "count"})
UNTIMED = frozenset({"purchase", "bedrooms", "bathrooms", "comparables", "low", "high", "middle", "share"})
UNDATED = frozenset({"bedrooms", "bathrooms", "size", "built", "comparables", "share", "gap"})
# what goes before a date that is not the figure's own
OTHER_DATE = re.compile(
    r"\b(?:built|constructed|bought|purchased?|acquired|paid|sold|owned|since|from|than|against|until|before|after|compared with|versus)\b[^,;.]{0,30}$",
    re.IGNORECASE,
)
LEADING = frozenset(
    {
        "",
        "in",
        "on",
        "as of",
        "by",
        "at",
        "in the three months that ended on",
        "in the three months to",
        "in the three months ended",
        "for the three months to",
        "over the three months to",
        "in the three months ending",
        "over the three months ending",
    }
)
AT_TWO_TIMES = frozenset({"range", "gap"})
WAYS = {"up": 1, "down": -1}


def objections(figure: Figure, context: Context) -> list[str]:
    """None where the figure can be what the text means."""
    return [reason for check in CHECKS if (reason := check(figure, context))]


def role_objection(figure: Figure, context: Context) -> str:
    for name, roles in by_dimension(figure.roles).items():
        said = subjects_said(figure, context) if name == "subject" else context.own.get(name)
        if said is None and name in {"loan", "area"}:
            said = context.earlier.get(name)
        if name == "subject" and "purchase" in roles and "sale" in context.own.get("kind", ()):
            continue
        if name in {"subject", "kind"} and is_dated_purchase(figure, context):
            continue
        if said and not said & roles:
            return f"the text calls it {', '.join(sorted(said))}"
        if name == "subject" and not said and context.quantity.unit == "bare" and not same_unit_before(figure, context):
            if not roles & context.topic.seen and figure.unit != "times":
                return "the text does not say what the number is"
    return ""


def is_dated_purchase(figure: Figure, context: Context) -> bool:
    return "purchase" in figure.roles and figure.kind == "level" and dated(figure, context)


def same_unit_before(figure: Figure, context: Context) -> bool:
    """Whether a bare number stands after one of the figure's unit: "22 days; three months before, the average was 61"."""
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
    return said | {"price"} if "price per square foot" in said else said


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


def then_objection(figure: Figure, context: Context) -> str:
    """An earlier figure has to be told as one, and the present one must not be."""
    if figure.kind != "level":
        return ""
    is_back_then = any(span.kind == "then" for span in context.spans)
    if "then" in figure.roles:
        told = THEN_WORDS.search(context.text) or any(span.kind == "then" for span in context.reading.spans)
        if told or dated(figure, context) or TWO_FIGURES.search(context.reading.text) or leads_to_present(context):
            return ""
        return "the text gives it as the present figure"
    if figure.unit not in TIMED_UNITS or UNTIMED & figure.roles or TO_JOINT.search(context.joint):
        return ""
    if THEN_BEHIND.search(context.behind) or is_back_then:
        return "the text gives it as an earlier figure"
    return ""


def leads_to_present(context: Context) -> bool:
    """ "reads $1.1 million to $1.3 million"."""
    return bool(re.match(r"\s*to \$?$", context.reading.masked[context.part.quantity.end : context.part.end + 4]))


def dated(figure: Figure, context: Context) -> bool:
    return figure.as_of is not None and any(
        day.fits(figure.as_of) for day in context.reading.dates_between(context.part.start, context.part.end)
    )


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
    if not {"low", "high", "range"} & figure.roles or RANGE_WORDS.search(context.reading.text):
        return ""
    if len(context.reading.quantities) > 1 and re.search(r"\b(?:to|and)\b", context.reading.text):
        return ""
    return "the text does not say that it is an end of the range"


def purchase_objection(figure: Figure, context: Context) -> str:
    if "purchase" not in figure.roles or figure.kind != "level" or figure.unit != "dollars":
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
    if figure.unit == "times" or figure.unit == "date":
        return ""
    if (
        figure.kind == "level"
        and context.is_change
        and not AT_TWO_TIMES & figure.roles
        and figure.unit in TIMED_UNITS
        and not COUNTED & figure.roles
    ):
        return "the text gives it as a change"
    if figure.kind == "change" and context.is_level:
        return "the text gives it as a level"
    if figure.kind == "change" and context.way in WAYS:
        if figure.trend != WAYS[context.way]:
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
    if not days or any(found.fits(day) for found in days for day in own):
        return ""
    return f"the text has it with {context.reading.text[days[0].start : days[0].end]}"


def days_of(context: Context) -> list[DateWords]:
    """The dates in the stretch of a quantity, or those that lead its sentence; not those of a purchase or of the building."""
    reading, part = context.reading, context.part
    days = reading.dates_between(part.start, part.end)
    if not days and reading.parts[0] is not part and not context.spans:
        days = reading.dates_between(0, reading.parts[0].quantity.start)
        days = [day for day in days if reading.text[: day.start].strip().lower() in LEADING]
    return [day for day in days if not day.is_season and not OTHER_DATE.search(reading.text[: day.start])]


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
