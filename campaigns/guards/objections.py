"""What the words around a number say against a figure of the same value: another role, another time, another way."""

import re

from campaigns.guards.context import Context
from campaigns.guards.dates import DateWords
from campaigns.guards.directions import WAYS
from campaigns.guards.earlier import (
    FROM_BEFORE,
    LEADING,
    THEN_WORDS,
    TIMED_UNITS,
    is_compared_with_present,
    is_seen_from_date,
    leads_to_present,
    nearest_day,
    then_objection,
)
from campaigns.guards.ends import END_NAMED, bound_objection
from campaigns.guards.figure_list import Figure
from campaigns.guards.pairs import apposed_objection, twice_objection
from campaigns.guards.role_objections import (
    gap_objection,
    loan_objection,
    per_foot_objection,
    purchase_objection,
    reference_objection,
    role_objection,
    square_foot_objection,
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
AT_TWO_TIMES = frozenset({"range", "gap"})


def objections(figure: Figure, context: Context) -> list[str]:
    """None where the figure can be what the text means."""
    return [reason for check in CHECKS if (reason := check(figure, context))]


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
    r"extra|additional|total|since|surplus|premium|discount|each year|a year)\b|[+-]\$?\d",
    re.IGNORECASE,
)


LEVEL_PREPOSITION = re.compile(
    r"\b(?:from|at|between|for|to)(?: (?:about|around|roughly|nearly|almost|just|some|a|an))* ?\$?$", re.IGNORECASE
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
    if CHANGE_WORD.search(until):
        return False
    return bool(LEVEL_NAMED.search(until) or LEVEL_PREPOSITION.search(until))


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
    days = days_of(figure, context)
    if "then" in figure.roles and FROM_BEFORE.search(context.before) and leads_to_present(context):
        days = [found for found in days if found.start >= context.part.quantity.end]  # the period's, not its own
    if is_compared_with_present(figure, context):
        return ""
    if figure.kind == "change" and figure.since is not None and (wrong := other_since(figure, context)):
        return f"the text has it since {wrong}"
    if not days or any(found.fits(day) for found in days for day in own):
        return ""
    return f"the text has it with {context.reading.text[days[0].start : days[0].end]}"


SINCE = re.compile(r"\bsince (?:the )?(?:\w+ of )?$", re.IGNORECASE)


def other_since(figure: Figure, context: Context) -> str:
    """The date since which the text has a change, where the data has it since another."""
    reading, part = context.reading, context.part
    days = [day for day in reading.dates_between(part.start, part.end) if SINCE.search(reading.text[: day.start])]
    days = [day for day in days if not day.is_season]
    if not days or figure.since is None or any(day.fits(figure.since) for day in days):
        return ""
    return reading.text[days[0].start : days[0].end]


def days_of(figure: Figure, context: Context) -> list[DateWords]:
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
    if figure.kind == "level" and days and DATE_WAS.fullmatch(reading.masked[days[-1].end : part.quantity.start]):
        return days[-1:]
    return [day for day in days if not day.is_season and not OTHER_DATE.search(reading.text[: day.start])]


def is_of_figure_before(day: DateWords, context: Context) -> bool:
    """Whether a date between two figures is that of the first: "7.28%, the figure for October 1, from 6.34% then"."""
    index = context.reading.parts.index(context.part)
    before = context.reading.parts[index - 1] if index else None
    if before is None or before.figure is None or before.figure.as_of is None:
        return False
    is_between = before.quantity.end <= day.start and day.end <= context.part.quantity.start
    return is_between and day.fits(before.figure.as_of) and bool(context.spans)


# "The last estimate, from March 2, 2026, was $1,221,000"
DATE_WAS = re.compile(
    r",? (?:which |it |the (?:estimate|figure|value) )?(?:was|stood at|came to|had been|is|amounted to)"
    r"(?: (?:about|around|roughly|nearly|almost|just))* ?\$?",
    re.IGNORECASE,
)
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
    r" of what (?:the home|it|you|the house|was)(?: was| had)? (?:bought|cost|paid|sold)\b|"
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
    per_foot_objection,
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
    apposed_objection,
    date_objection,
    span_objection,
    share_objection,
    within_objection,
)
