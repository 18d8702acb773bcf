"""Whether a figure is told as an earlier one, as the text gives its time."""

import re

from campaigns.guards.context import Context, statement_length
from campaigns.guards.dates import DateWords
from campaigns.guards.figure_list import Figure

THEN_WORDS = re.compile(
    r"\b(?:earlier|before|previous(?:ly)?|prior|preceding|ago|back then|used to|having been|had been|"
    r"had (?:stood|come|sat|put|given|cost|averaged|asked)|"
    r"then|old(?:er)?|former(?:ly)?|past|last (?:estimate|value|valu\w+|time|one|figure|report)|from|"
    r"sooner|against|than|versus|vs|compared|rather than|"
    r"at the (?:first|earlier) (?:of|date)|instead of|after|since|year-ago|began|started|starting|"
    r"opened|at (?:its|the) (?:start|beginning|outset)|where it (?:was|stood)|up on|down on)\b",
    re.IGNORECASE,
)
THEN_BEHIND = re.compile(
    r"^,?(?: per square foot| a square foot| percent| days| homes| listings)?,? (?:then\b|previously|"
    r"earlier|before\b(?! (?:the|that|this|a|it|any))|"
    r"(?:of|in) the (?:previous|prior|preceding|earlier)|at the (?:last|previous|prior))",
    re.IGNORECASE,
)
TWO_FIGURES = re.compile(
    r"\b(?:two|both|pair of) (?:figures?|medians?|numbers?|prices?|values?|estimates?|amounts?|averages?|rates?)\b|"
    r"^The first (?:estimate|valuation|figure|median|number|one)\b[^;:]*\bthe second\b",
    re.IGNORECASE,
)
TO_JOINT = re.compile(r"\bto\b[^,;]*$", re.IGNORECASE)
TIMED_UNITS = frozenset({"dollars", "dollars per square foot", "percent", "days", "count"})
UNTIMED = frozenset({"purchase", "bedrooms", "bathrooms", "comparables", "low", "high", "middle", "share"})
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
BACK_TO_PRESENT = re.compile(
    r"\b(?:now|since|to|until|against|versus|vs|compared|while|whereas|but|than|later|by|this time|up|down|"
    r"has|have|is|are|stands?|dated?|latest|new(?:er|est)?|current|rose|fell|grew|climbed|dropped|from)\b",
    re.IGNORECASE,
)
TIMES = frozenset({"now", "then"})
FIRST_OF_TWO = re.compile(r"\b(?:first|former)\b", re.IGNORECASE)
LISTED = re.compile(r"(?:,|,? and|,? then|, and then|,? followed by|;) (?:then |finally |lastly )?\$?", re.IGNORECASE)
TOLD_JUST_BEFORE = re.compile(
    r"\b(?:earlier|before|ago|previously|then|prior|preceding|sooner),?"
    r"(?: (?:namely|at|of|was|it was|which was|that is|viz\.?|in figures|about|roughly|around|nearly))*,? \$?$",
    re.IGNORECASE,
)
COMPARED_WITH = re.compile(
    r"\b(?:(?P<above>above|over|ahead of|more than|higher than)|(?P<below>below|under|beneath|short of|less than|"
    r"lower than)|"
    r"after|instead of|as opposed to|as against|in contrast to|compared (?:with|to)|against|versus|vs\.?|down from|"
    r"up from|in place of|where it had been|"
    r"and not)"
    r"(?: (?:the|its|an?|earlier|previous|prior|about|roughly|around|nearly|almost|just))* ?\$?$",
    re.IGNORECASE,
)
LEADING_WORDS = 3
CLAUSE_START = re.compile(r"(?:[,;:]|\b(?:while|whereas|and|but))\s*$", re.IGNORECASE)
EARLIER_NAMED = re.compile(
    r"\b(?:previous|earlier|prior|preceding|former) (?:estimate|median|figure|price|average|rate|value|valuation)"
    r" (?:was|of|had been|stood at|came to)(?: (?:about|around|roughly|nearly|almost|just))* ?\$?$",
    re.IGNORECASE,
)
EARLIER_DIRECT = re.compile(
    r"\b(?:months?|weeks?|years?|quarters?) (?:earlier|before|ago|previously|prior) (?:is|was|were|had been|stood at|"
    r"came to|:)"
    r"(?: (?:about|around|roughly|nearly|almost|just))* ?\$?$",
    re.IGNORECASE,
)
BELOW_PREVIOUS = re.compile(
    r"^,?(?: which)? (?:is|was) (?:\w+ ){0,2}?(?:lower|higher|more|less|above|below)(?: than)? (?:the |its )?"
    r"(?:previous|earlier|prior|preceding|one before)\b",
    re.IGNORECASE,
)
FUTURE = re.compile(
    r"\b(?:will|is going to|is expected to|are going to|are expected to|is set to) (?:be|reach|stand|average|cost|"
    r"come|sell|fetch|hit|rise|fall)"
    r"(?: (?:at|to|for|about|around|roughly|nearly|almost))* ?\$?$",
    re.IGNORECASE,
)
PRESENT_NAMED = re.compile(
    r"\b(?:current|latest|newest|new|present|most recent) (?:estimate|median|figure|price|average|rate|value|valuation)"
    r"(?:,| (?:is|was|of|stands at|at))*(?: (?:about|around|roughly|nearly|almost|just))* ?\$?$",
    re.IGNORECASE,
)
LATER_THAN = re.compile(
    r"\b(?:than|above|below|level of|against|compared with|compared to|versus|same as|figure as|where it was)\b"
    r"[^,;]{0,30}\b(?:months?|weeks?|years?|quarters?) later\b",
    re.IGNORECASE,
)
WHEN_IT_WAS = re.compile(r"\bwhen (?:it|the \w+) (?:was|stood|came)\b", re.IGNORECASE)
EACH = re.compile(r"\b(?:each|all|both|respectively)\b", re.IGNORECASE)
FROM_BEFORE = re.compile(r"\bfrom (?:(?:about|around|roughly|nearly|almost|just|some|a) )*\$?$", re.IGNORECASE)
LOWER_IN = re.compile(r"^[ -]*(?:higher|lower|more|less|longer|shorter|fewer),? (?:back )?(?:in|on|as of|at)\s*$")
WAS_AHEAD = re.compile(r"\b(?:was|were|stood|had been)(?: (?:about|around|roughly|nearly|almost|just))* ?\$?$")
DATED_SUBJECT = re.compile(
    r"\s*(?:asking |sale )?(?:median|figure|estimate|price|average|rate|value|number|count|valuation) (?:was|had been|"
    r"stood)(?: (?:about|around|roughly|nearly|almost|just))* ?\$?$"
)


def then_objection(figure: Figure, context: Context) -> str:
    """An earlier figure has to be told as one, and the present one must not be."""
    if FUTURE.search(context.reading.masked[: context.part.quantity.start]):
        return "the text gives it as a figure of the future"
    if figure.kind != "level":
        return previous_change_objection(figure, context)
    is_back_then = is_told_of_then(figure, context)
    if "then" in figure.roles:
        together = EACH.search(context.reading.text) and any(span.kind == "then" for span in context.reading.spans)
        told = THEN_WORDS.search(context.text) or together or WHEN_IT_WAS.search(context.before)
        if (
            PRESENT_NAMED.search(context.before)
            or LATER_THAN.search(context.text)
            or BELOW_PREVIOUS.match(context.reading.masked[context.part.quantity.end :])
        ):
            return "the text gives it as the present figure"
        if (
            told
            or TOLD_JUST_BEFORE.search(context.reading.masked[: context.part.quantity.start])
            or is_led_by_then(context)
            or is_compared_with_present(figure, context)
            or stands_in_chronicle(figure, context)
            or dated(figure, context)
            or TWO_FIGURES.search(context.reading.text)
            or leads_to_present(context)
        ):
            return ""
        return "the text gives it as the present figure"
    if figure.unit not in TIMED_UNITS or UNTIMED & figure.roles or TO_JOINT.search(context.joint):
        return ""
    if (
        THEN_BEHIND.search(context.behind)
        or is_of_period_before(context)
        or EARLIER_DIRECT.search(context.reading.masked[: context.part.quantity.start])
        or (
            WHEN_IT_WAS.search(context.before)
            and THEN_WORDS.search(context.reading.text, 0, context.part.quantity.start)
        )
        or is_back_then
        or is_led_by_then(context)
        or EARLIER_NAMED.search(context.before)
        or (leads_to_present(context) and FROM_BEFORE.search(context.before))
    ):
        return "the text gives it as an earlier figure"
    return ""


PERIOD_BEFORE = re.compile(
    r"\b(?:(?:previous|prior|preceding|earlier) (?:window|period|quarter|stretch|quarter-year)|"
    r"(?:window|period|quarter|quarter-year|stretch|three) before(?: that)?)\b",
    re.IGNORECASE,
)
WAS_BEHIND = re.compile(
    r"[, ]*(?:the |it |that )?(?:\w+ ){0,3}?(?:was|were|stood at|had been|produced|brought|came to|closed at|"
    r"had closed at|gave)"
    r"(?: (?:about|around|roughly|nearly|almost|just))* ?\$?",
    re.IGNORECASE,
)
IN_PERIOD = re.compile(r"^ (?:in|over|during|of|for) the ", re.IGNORECASE)
OF_BEFORE = re.compile(r"^ (?:of|from) before\b", re.IGNORECASE)
WHERE_IT_WAS = re.compile(
    r"\b(?:where|when|what|than) it (?:was|had been|stood|had stood)(?: (?:about|around|roughly|nearly|almost|"
    r"just))* ?\$?$",
    re.IGNORECASE,
)


def is_of_period_before(context: Context) -> bool:
    """ "In the window before, the median was $865,000", "It was $740K in the period before"."""
    masked, quantity = context.reading.masked, context.part.quantity
    before = masked[: quantity.start]
    if OF_BEFORE.match(context.behind) or WHERE_IT_WAS.search(before):
        return True
    within = IN_PERIOD.match(context.behind)
    if within and PERIOD_BEFORE.match(context.behind, within.end()):
        return True
    named = [match.end() for match in PERIOD_BEFORE.finditer(before)]
    return bool(named) and bool(WAS_BEHIND.fullmatch(before, named[-1]))


def previous_change_objection(figure: Figure, context: Context) -> str:
    """What lay between the previous estimate and the purchase has to be told of that time."""
    if "then" not in figure.roles:
        return ""
    told = dated(figure, context) or THEN_WORDS.search(context.text) or FIRST_OF_TWO.search(context.reading.text)
    return "" if told else "the text gives it as the present change"


def is_told_of_then(figure: Figure, context: Context) -> bool:
    """Whether an earlier time stands in what is said of the figure, and not beside the date that is its own."""
    end = context.part.quantity.end + statement_length(context.behind)
    spans = [span for span in context.spans if span.kind == "then" and span.start < end]
    if not spans:
        return False
    days = context.reading.dates_between(0 if context.part is context.reading.parts[0] else context.part.start, end)
    return not any(figure.as_of is not None and day.fits(figure.as_of) and day.end <= spans[0].start for day in days)


def counterpart(figure: Figure, other: Figure | None) -> bool:
    """Whether the two are one thing at two dates."""
    if other is None or other.unit != figure.unit or other.kind != figure.kind:
        return False
    return figure.roles - TIMES == other.roles - TIMES and figure.roles != other.roles


def is_compared_with_present(figure: Figure, context: Context) -> bool:
    """ "It was $577.05, not far below $579.90": what the present figure beside it is compared with, the right way."""
    index = context.reading.parts.index(context.part)
    if not index or not counterpart(figure, context.reading.parts[index - 1].figure):
        return False
    match = COMPARED_WITH.search(context.reading.masked[: context.part.quantity.start])
    if match is None:
        return False
    way = 1 if match["above"] else -1 if match["below"] else 0
    return not way or figure.trend == way


def stands_in_chronicle(figure: Figure, context: Context) -> bool:
    """ "The amounts are $612,000, $1,028,000 and $1,042,000": a bare list in the order of time."""
    parts = context.reading.parts
    index = parts.index(context.part)
    if index + 1 >= len(parts):
        return False
    between = context.reading.masked[context.part.quantity.end : parts[index + 1].quantity.start]
    following = parts[index + 1].quantity
    later = figure.number + (figure.trend * abs(figure.number - following.value))
    return bool(LISTED.fullmatch(between)) and following.unit == context.quantity.unit and later == following.value


def is_led_by_then(context: Context) -> bool:
    """Whether the sentence begins with an earlier time and has not come back: "A year earlier, it was 5% and 6%"."""
    reading = context.reading
    leading = [
        span
        for span in reading.spans
        if span.kind == "then"
        and span.end <= context.part.quantity.start
        and (
            len(reading.text[: span.start].split()) <= LEADING_WORDS or CLAUSE_START.search(reading.text[: span.start])
        )
    ]
    if not leading:
        return False
    span = leading[-1]
    between = reading.masked[span.end : context.part.quantity.start]
    behind = reading.masked[context.part.quantity.end : context.part.end]
    if reading.dates_between(span.end, context.part.end) or ";" in between:
        return False
    return not BACK_TO_PRESENT.search(between) and not BACK_TO_PRESENT.search(behind)


def leads_to_present(context: Context) -> bool:
    """ "reads $1.1 million to $1.3 million"."""
    return bool(
        re.match(
            r"\s*to (?:(?:about|around|roughly|nearly|almost|just|some|a) )*\$?$",
            context.reading.masked[context.part.quantity.end : context.part.end + 4],
        )
    )


def dated(figure: Figure, context: Context) -> bool:
    if figure.as_of is None:
        return False
    days = context.reading.dates_between(context.part.start, context.part.end)
    return any(day.fits(figure.as_of) and not is_of_present_too(day, figure) for day in days or nearest_day(context))


def is_of_present_too(day: DateWords, figure: Figure) -> bool:
    """Whether a month without its year can be that of the present figure as well, a year or more later."""
    if "then" not in figure.roles or figure.months is None or day.year is not None or not day.months:
        return False
    return figure.months % 12 < 1 and figure.months > 11


def nearest_day(context: Context) -> list[DateWords]:
    """The last date before the figure in its clause: "On July 28, 2025 it was $52,000 above that, at $942,000;"."""
    start = context.part.quantity.start
    clause = max(context.reading.text.rfind(";", 0, start), 0)
    days = context.reading.dates_between(clause, start)
    first = next((part.quantity.start for part in context.reading.parts if part.quantity.start >= clause), start)
    return days if days and days[-1].end <= first else days[-1:]


def is_seen_from_date(figure: Figure, context: Context) -> bool:
    """ "It was $24,000 lower in April 2026", "the April median was $24,000 less"."""
    reading, part = context.reading, context.part
    if figure.since is None or figure.as_of is None or context.way is None:
        return False
    for day in reading.dates_between(part.start, part.end):
        if not day.fits(figure.since) or day.fits(figure.as_of):
            continue
        between = reading.masked[part.quantity.end : day.start]
        if day.start >= part.quantity.end and LOWER_IN.match(between) and WAS_AHEAD.search(context.before):
            return True
        if day.end <= part.quantity.start and DATED_SUBJECT.match(reading.masked[day.end : part.quantity.start]):
            return bool(re.search(r"(?:\bthe|\byour|^)\s*$", reading.text[: day.start], re.IGNORECASE))
    return False
