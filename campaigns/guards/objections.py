"""What the words around a number say against a figure of the same value: another role, another time, another way."""

import re

from campaigns.guards.context import Context
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
    r"\b(?:bought|purchase[ds]?|paid|acquired|sold|sale|closed|closing|changed hands|changing hands|cost|owners?|price|records?)\b", re.IGNORECASE
)
RANGE_WORDS = re.compile(
    r"\b(?:range[sd]?|ranging|between|from|low|high|lower|upper|top|bottom|ends?|bounds?|bounded|either side|anywhere|spread|span(?:s|ned)?|"
    r"as (?:much|little|high|low)|at least|at most|limit|floor|ceiling|side|edge|band|wide|width|more than|less than|interval|bracket\w*|"
    r"reaches|stretch\w*|runs?|widest|allows?)\b",
    re.IGNORECASE,
)
TWO_FIGURES = re.compile(r"\b(?:two|both|pair of) (?:figures?|medians?|numbers?|prices?|values?|estimates?|amounts?|averages?|rates?)\b", re.IGNORECASE)
TO_JOINT = re.compile(r"\bto\b[^,;]*$", re.IGNORECASE)
TIMED_UNITS = frozenset({"dollars", "dollars per square foot", "percent", "days", "count"})
UNTIMED = frozenset({"purchase", "bedrooms", "bathrooms", "comparables", "low", "high", "middle", "share"})
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
        if said and not said & roles:
            return f"the text calls it {', '.join(sorted(said))}"
        if name == "subject" and not said and context.part.quantity.unit == "bare" and not same_unit_before(figure, context):
            return "the text does not say what the number is"
    return ""


def same_unit_before(figure: Figure, context: Context) -> bool:
    """Whether a bare number stands after one of the figure's unit: "22 days; three months before, the average was 61"."""
    return figure.unit in {each.unit for each in context.reading.quantities} | context.topic.units


def subjects_said(figure: Figure, context: Context) -> frozenset[str]:
    """The subjects that the nearest words name, of those that a figure in this unit can have."""
    if context.part.quantity.noun:
        return frozenset({context.part.quantity.noun})
    relevant = RELEVANT.get(figure.unit, frozenset())
    for found in (context.own, context.earlier):
        if said := found.get("subject", frozenset()) & relevant:
            return said
    said = by_dimension(context.topic.roles).get("subject", frozenset()) & relevant
    return said | {"price"} if "price per square foot" in said else said


def square_foot_objection(figure: Figure, context: Context) -> str:
    if figure.unit != "dollars per square foot" or context.part.quantity.unit == "dollars per square foot":
        return ""
    named = "price per square foot" in context.reading.roles_between(0, len(context.reading.text)) | context.topic.seen
    return "" if named or "dollars per square foot" in {each.unit for each in context.reading.quantities} else "the text does not say that it is per square foot"


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
    return figure.as_of is not None and any(day.fits(figure.as_of) for day in context.reading.dates_between(context.part.start, context.part.end))


def bound_objection(figure: Figure, context: Context) -> str:
    if not {"low", "high"} & figure.roles or "range" in figure.roles or RANGE_WORDS.search(context.reading.text):
        return ""
    if len(context.reading.quantities) > 1 and re.search(r"\b(?:to|and)\b", context.reading.text):
        return ""
    return "the text does not say that it is an end of the range"


def purchase_objection(figure: Figure, context: Context) -> str:
    if "purchase" not in figure.roles or figure.kind != "level" or figure.unit != "dollars":
        return ""
    return "" if PURCHASE_WORDS.search(context.reading.text) else "the text does not say that it is the purchase price"


def change_objection(figure: Figure, context: Context) -> str:
    if figure.unit == "times" or figure.unit == "date":
        return ""
    if figure.kind == "level" and context.is_change and not AT_TWO_TIMES & figure.roles and figure.unit in TIMED_UNITS and not COUNTED & figure.roles:
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
    if context.compared is None or "then" not in figure.roles or not figure.trend:
        return ""
    return "" if figure.trend == WAYS[context.compared] else "the text has it the other way"


def adjective_objection(figure: Figure, context: Context) -> str:
    """ "against a higher $757": what was higher has fallen since."""
    if context.adjective is None or "then" not in figure.roles:
        return ""
    return "" if figure.trend == -WAYS[context.adjective] else "the text has it the other way"


def date_objection(figure: Figure, context: Context) -> str:
    """A change goes with its own two dates."""
    if figure.kind != "change" or figure.since is None or figure.as_of is None:
        return ""
    days = [day for day in context.reading.dates_between(context.part.start, context.part.end) if not day.is_season]
    if not days or any(day.fits(figure.since) or day.fits(figure.as_of) for day in days):
        return ""
    return f"the text has it with {context.reading.text[days[0].start : days[0].end]}"


def span_objection(figure: Figure, context: Context) -> str:
    if figure.months is None or not (figure.kind == "change" or "then" in figure.roles):
        return ""
    own = [span for span in context.spans if span.kind != "window"]
    if not own or any(span.fits(figure.months) for span in own):
        return ""
    return f"the text has it over {context.reading.text[own[0].start : own[0].end]}"


def share_objection(figure: Figure, context: Context) -> str:
    if "share" not in figure.roles or re.match(r" of\b| as (?:much|high)", context.behind):
        return ""
    return "the text gives it as a change"


CHECKS = (
    role_objection,
    square_foot_objection,
    then_objection,
    bound_objection,
    purchase_objection,
    change_objection,
    loose_direction_objection,
    compared_objection,
    adjective_objection,
    date_objection,
    span_objection,
    share_objection,
)
