"""The dates and spans of a sentence held against the figures, and the words that claim a date without naming it."""

import re
from collections.abc import Iterator
from decimal import Decimal

from campaigns.guards.dates import NAMED_MONTHS, NOW, DateWords, relative_words
from campaigns.guards.earlier import THEN_WORDS
from campaigns.guards.figure_list import Figure, Figures, Unit
from campaigns.guards.idioms import blank
from campaigns.guards.normal import small_letters
from campaigns.guards.reading import Part, Reading
from campaigns.guards.series import DAYS_A_MONTH
from campaigns.guards.spans import Span

OF_BUILDING = re.compile(r"\b(?:built|old|age|aged|construct\w+|new|stood|building)\b", re.IGNORECASE)


# what the value is called beside the one before it; "today's" and "the current market" are still no names of old data
CURRENT_NAME = re.compile(
    r"\bcurrent(?= (?:home )?(?:(?:estimated )?value|estimate|valuation|range|figure|one)\b)|"
    r"(?<=estimate )now\b|(?<=range )now\b|(?<=valuation )now\b|(?<=value )now\b"
)
CURRENT = re.compile(r"current|now")


# when the agent did something: no date of the data, where nothing is told of it
OF_WRITER = re.compile(
    r"(?:the )?other day|yesterday|tonight|tomorrow|this (?:morning|afternoon|evening)|a (?:moment|"
    r"minute) ago",
    re.IGNORECASE,
)


def relative_faults(reading: Reading, figures: Figures) -> Iterator[str]:
    """Words like "today" said of the data, which is of its own date."""
    if not reading.makes_a_claim:
        return
    text = reading.text
    if CURRENT.search(reading.small_text) and any({"value", "now"} <= each.roles for each in figures.figures):
        text = blank(text, CURRENT_NAME)
    for words in relative_words(text):
        if OF_WRITER.fullmatch(words) and not reading.quantities and not reading.directions:
            continue
        yield f"{words}: the data is of its own date; name that"
    now = NOW.search(small_letters(text)) if reading.quantities else None
    if now and not re.search(
        r"\b(?:then|earlier|before|ago|previous\w*|from|against|after|last|bought|purchased?|paid)\b",
        reading.text,
        re.IGNORECASE,
    ):
        yield f"{text[now.start() : now.end()]}: the data is of its own date; name that"


DATED: frozenset[Unit] = frozenset({"date", "year"})
MONTHS: frozenset[Unit] = frozenset({"months"})
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
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b,?(?: the)? ?$")


def domains_of(roles: frozenset[str]) -> frozenset[str]:
    return frozenset(DOMAINS[role] for role in roles if role in DOMAINS)


def date_faults(reading: Reading, figures: Figures) -> Iterator[str]:
    for match in BROKEN_DATE.finditer(reading.masked):
        yield f"{match[0]} is no date"
    for found in reading.dates:
        if fault := date_fault(reading, found, figures):
            yield fault


def date_fault(reading: Reading, found: DateWords, figures: Figures) -> str:
    """What is wrong with one date: whose it is by the words around it, and of which day of the week."""
    said = reading.text[found.start : found.end]
    fitting = [each for each in figures.of_units(DATED) if date_fits(found, each)]
    if not fitting and is_within_months(reading, found, figures):
        return ""
    if not fitting:
        return f"{said} is no date of the data" if reading.makes_a_claim or not found.is_season else ""
    governed = governed_domain(reading, found, figures)
    if governed and not any(domains_of(each.roles) & governed for each in fitting):
        return f"{said} is {fitting[0].name}, and the text says otherwise"
    if is_untold_then(reading, found, fitting):
        return f"{said} is {fitting[0].name}, and the text does not say that it is an earlier date"
    weekday = WEEKDAY.search(reading.text[: found.start])
    days = [each.value for each in fitting if not isinstance(each.value, Decimal)]
    if weekday and not any(f"{day:%A}" == weekday[1] for day in days):
        return f"{weekday[0]}{said} was no {weekday[1]}"
    part = reading.part_at(found.start)
    if fault := edge_fault(reading, found, fitting):
        return fault
    return (
        period_fault(reading, found, part)
        or through_fault(reading, found, part)
        or other_date_fault(reading, found, part, fitting)
    )


def is_within_months(reading: Reading, found: DateWords, figures: Figures) -> bool:
    """ "During August, September and October": a month between the two in which a period begins and ends."""
    if found.day is not None or len(found.months) != 1 or found.year is not None:
        return False
    others = [day for day in reading.dates if day is not found and len(day.months) == 1]
    return any(
        each.start is not None
        and each.as_of is not None
        and found.months[0] == each.start.month % 12 + 1
        and {each.start.month, each.as_of.month} <= {day.months[0] for day in others}
        for each in figures.figures
    )


def other_date_fault(reading: Reading, found: DateWords, part: Part | None, fitting: list[Figure]) -> str:
    """Whether the date in the stretch of a figure is that of quite another."""
    if part is None or part.figure is None or found.is_season:
        return ""
    if any(found.fits(day) for day in (part.figure.since, part.figure.as_of) if day is not None):
        return ""
    wanted = wanted_domains(reading, part)
    if not wanted or any(domains_of(each.roles) & wanted for each in fitting):
        return ""
    said = reading.text[found.start : found.end]
    return f"{said} is {fitting[0].name}, and the text has it of another figure ({part.figure.name})"


BROKEN_DATE = re.compile(rf"\b(?:{NAMED_MONTHS}|May)\.? \d+")
BUILT_BEFORE = re.compile(
    r"\b(?:built|constructed|construction|(?:house|home|building|structure|"
    r"it) (?:\w+ )?dates? from)\b[^,;.]{0,25}$",
    re.IGNORECASE,
)
REPORT_BEFORE = re.compile(r"\breport(?: \w+ _+)? for $", re.IGNORECASE)
BOUGHT_BEFORE = re.compile(
    r"\b(?:bought|purchased?|acquired|(?<!have )paid (?:on|in)|last sold|"
    r"(?:last )?changed hands)\b[^,;.]{0,40}$",
    re.IGNORECASE,
)


def governed_domain(reading: Reading, found: DateWords, figures: Figures) -> frozenset[str]:
    """ "built in 1926", "bought in 2014": whose date it has to be by the words before it."""
    before = reading.text[: found.start]
    is_of_home = "home" in figures.roles
    if REPORT_BEFORE.search(before) and "e-mail" in figures.roles:
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


SINCE = re.compile(r"\bsince (?:the )?(?:week of )?$", re.IGNORECASE)
BEGINS = re.compile(
    r"\b(?:began|begins?|beginning|started|starting|commencing|opened|opening)(?: on| in|"
    r" with)? $",
    re.IGNORECASE,
)
ENDS = re.compile(r"\b(?:ended|ends?|ending|closed|closing|through|up to)(?: on| in| with)? $", re.IGNORECASE)
MONTH_OF = re.compile(r"\b(?:month|quarter|year) (?:of|ending|ended|to) (?:on )?$", re.IGNORECASE)
LAST_DAYS = ("date of the market figures", "week of the mortgage rates", "date of the estimate")


def edge_fault(reading: Reading, found: DateWords, fitting: list[Figure]) -> str:
    """ "Since" and "beginning" of the day on which the data ends, "ended" of the one on which it begins."""
    before, said = reading.text[: found.start], reading.text[found.start : found.end]
    if (SINCE.search(before) or BEGINS.search(before)) and all(each.name in LAST_DAYS for each in fitting):
        return f"{said} is {fitting[0].name}, and the text begins with it"
    if ENDS.search(before) and all(each.name.startswith("start of") for each in fitting):
        return f"{said} is {fitting[0].name}, and the text ends with it"
    if MONTH_OF.search(before) and all("rate" in each.roles for each in fitting):
        return f"{said}: the rates are those of a week"
    return ""


THROUGH = re.compile(r"\s*(?:through|thru)\s*$", re.IGNORECASE)


def through_fault(reading: Reading, found: DateWords, part: Part | None) -> str:
    """ "September through December" of the sales of three months: both months count."""
    if part is None or part.figure is None or part.figure.start is None or found.day is not None or not found.months:
        return ""
    following = [day for day in reading.dates if day.start >= found.end]
    if not following or not THROUGH.fullmatch(reading.text[found.end : following[0].start]):
        return ""
    if part.figure.start.month in found.months:
        return ""
    return f"{reading.text[found.start : following[0].end]} is more or less than the three months of the sales"


def wanted_domains(reading: Reading, part: Part) -> frozenset[str]:
    """Which dates can stand in the stretch of a figure: its own, and those of what its words name."""
    if part.figure is None:
        return frozenset()
    wanted = domains_of(part.figure.roles)
    if not wanted:
        return frozenset()
    return wanted | domains_of(reading.roles_between(part.start, part.end))


def date_fits(found: DateWords, figure: Figure) -> bool:
    if figure.unit == "year":
        return (found.year == int(figure.number) and not found.months and not found.is_season) or (
            found.is_decade and found.year is not None and found.year // 10 == int(figure.number) // 10
        )
    return not isinstance(figure.value, Decimal) and found.fits(figure.value)


THAN_LATER = re.compile(
    r"\b(?:than|compared with|compared to|versus|against|above|below|beneath)"
    r"(?: (?:the|its|level|of|figure|it|was|said|had|been|median|mark|rate|\$\S+ of|[\d.]+%? of))*"
    r" (?:a|one|three|four|six|twelve|\d+) (?:months?|weeks?|years?|quarters?) later\b"
)


BUILT_AGO = re.compile(
    r"\b(?:built|constructed) (?:about |some |roughly |nearly |"
    r"just )*[\w-]+(?: [\w-]+)? years? ago$",
    re.IGNORECASE,
)


WAITED = re.compile(
    r"\b(?:wait(?:ed|s)?|on the market|listed|sat|stayed|to (?:sell|find)|market time|took)\b", re.IGNORECASE
)
DAYS: frozenset[Unit] = frozenset({"days"})


def is_wait(span: Span, reading: Reading, figures: Figures) -> bool:
    """ "Homes waited about a month" of 31 days."""
    if WAITED.search(reading.text) is None:
        return False
    waits = [each.number for each in figures.of_units(DAYS) if each.kind == "level" and "now" in each.roles]
    return any(abs(days / DAYS_A_MONTH - span.months) <= span.months / 8 for days in waits)


def span_faults(reading: Reading, figures: Figures) -> Iterator[str]:
    """A span of time that no two dates of the data have between them."""
    if not reading.makes_a_claim and not reading.directions and not reading.dates:
        return
    known = figures.of_units(MONTHS)
    if later := THAN_LATER.search(reading.small_masked):
        yield f"{later[0]}: what is compared with lies before"
    for span in reading.spans:
        said = reading.text[span.start : span.end]
        if re.match(r"\s*(?:of|worth of) (?:inventory|supply)", reading.text[span.end :], re.IGNORECASE):
            yield f"{said}: the data does not say how long the supply lasts"
        fitting = [
            each
            for each in known
            if span.fits(each.number)
            and ("built" not in each.roles or OF_BUILDING.search(reading.text))
            and ("built" in each.roles or not BUILT_AGO.search(reading.text[: span.end]))
        ]
        if not fitting and is_wait(span, reading, figures):
            continue
        if not fitting:
            yield f"{said} is no span of the data"
            continue
        part = reading.part_at(span.start)
        if span.kind == "window" and part is not None and part.figure is not None:
            domains = domains_of(part.figure.roles)
            if domains and not any(domains_of(each.roles) & domains for each in fitting):
                yield f"{said} is no span of {part.figure.name}"
