"""Dates as people write them, and the words that claim a date without naming it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from campaigns.guards.normal import small_letters

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
YEAR = r"(?:18|19|20)\d\d"
SEASONS = {"winter": (12, 1, 2), "spring": (3, 4, 5), "summer": (6, 7, 8), "fall": (9, 10, 11), "autumn": (9, 10, 11)}
EDGE_WORDS = (
    r"(?:the |)(?P<edge{0}>(?:very |)(?:end|close|start|beginning|middle|first half|second half|"
    r"last (?:week|day|days)|first (?:week|day|days)|second week|third week)(?: of)?|late|early|"
    r"mid)[ -]"
)
EDGE1, EDGE2, EDGE3, EDGE4 = (EDGE_WORDS.replace("{0}", str(number)) for number in range(1, 5))
EDGES = ("edge1", "edge2", "edge3", "edge4")
NAMED_MONTHS = (
    "January|February|March|April|June|July|August|September|October|November|December|Jan|Feb|Mar|"
    "Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
MONTH_NAMES = NAMED_MONTHS.lower()
ORDINAL_QUARTERS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "last": 4,
    "final": 4,
}
# each way of writing a date, in small letters; what stands first wins where two begin at the same place
WRITTEN: dict[str, str] = {
    "iso": rf"(?P<iy>{YEAR})-(?P<im>\d\d)-(?P<id>\d\d)\b",
    "slash": r"(?P<sm>\d\d?)/(?P<sd>\d\d?)/(?P<sy>(?:20|19)?\d\d)\b",
    "quarter": (
        r"(?:the |)(?:q(?P<qn>[1-4])|(?P<qo>first|second|third|fourth|last|final|1st|2nd|3rd|"
        rf"4th) quarter)(?:,? of|,| in)? ?(?P<qy>{YEAR})"
    ),
    "full": (
        rf"(?:{EDGE1}|)\b(?P<month>{MONTH_NAMES}|may(?= \d| of \d|"
        rf",? {YEAR}))\.? (?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b(?!,\d{{3}}|\d|%|\.\d| homes| sales|"
        rf" listings)(?:,? (?:of )?(?P<year>{YEAR}))?"
    ),
    "turned": (
        r"(?:the |)(?P<tday>[0-3]?\d)(?:st|nd|rd|"
        rf"th)?(?: day)?(?: of)? (?P<tmonth>{MONTH_NAMES}|may)\b\.?(?:,? (?P<tyear>{YEAR}))?"
    ),
    "monthly": (
        rf"(?:{EDGE2}|)\b(?P<mmonth>{MONTH_NAMES}|(?:(?<=in )|(?<=of )|(?<=to )|(?<=and )|"
        r"(?<=by )|(?<=since )|(?<=through )|(?<=late )|(?<=early )|(?<=mid-)|(?<=last )|(?<=until ))may|"
        rf"may(?= {YEAR}))\b\.?(?:(?:,| of)? (?P<myear>{YEAR}))?"
    ),
    "seasonal": (
        rf"(?:{EDGE3}|)\b(?P<season>winter|spring|summer|autumn|(?:(?<=this )|(?<=last )|"
        r"(?<=the )|(?<=since )|(?<=for )|(?<=in )|(?<=late )|(?<=early )|(?<=by )|"
        rf"(?<=of ))fall)\b(?: (?:of )?(?P<seyear>{YEAR}))?"
    ),
    "decade": rf"(?:the |)(?P<dyear>{YEAR})s\b",
    "yearly": (
        rf"(?:{EDGE4}|)(?<![$\d,.])\b(?P<yyear>{YEAR})\b(?![\d,]\d|\.\d|%| ?(?:square|sq|sf|"
        r"percent|days|homes|sales|listings))"
    ),
}
# the group that tells the form stands behind it: the first letters of a form decide whether it is tried at all
PATTERN = re.compile("".join((r"\b(?:", "|".join(f"(?:{words})(?P<{form}>)" for form, words in WRITTEN.items()), ")")))
# no date is without one of these; most sentences are
ANCHOR = re.compile(rf"{YEAR}|\d/\d|\b(?:{MONTH_NAMES}|may|winter|spring|summer|autumn|fall)\b")
# in small letters
RELATIVE = re.compile(
    r"\b(?:today'?s?|currently|(?<!more )current|yesterday|tomorrow|tonight|nowadays|presently|"
    r"at (?:the moment|present)|right now|as of now|just now|at this (?:time|point|moment)|these days|"
    r"of late(?! (?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"spring|summer|fall|autumn|winter|\d))|"
    r"(?:this|last|next|the current)(?: \w+)? (?:week|weekend|month|year|quarter|morning|afternoon|evening)|"
    r"(?:this|last|next) (?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december|monday|tuesday|wednesday|thursday|friday)|"
    r"so far this|year to date|year-to-date|ytd|to date|up to the minute|in recent (?:days|weeks|months|years|times)|"
    r"as (?:i|we) (?:write|speak)|(?:at|as of) this writing|as things stand|"
    r"at press time|by now|to this day|at last (?:count|check|look)|"
    r"just (?:closed|sold|listed|dropped|rose|fell|hit)|a (?:moment|minute) ago|"
    r"(?:the )?(?:other day|present day)|the (?:present|current) (?:day|market|rate|price|median|value)|"
    r"up[- ]to[- ]date|real[- ]time)\b"
)
NOW = re.compile(
    r"(?!^now,? (?:for|to|divide|take|look|compare|add|subtract|let|on to|imagine|consider|comes|that|then)\b)"
    r"\bnow(?:adays)?\b(?! (?:listed|for sale|on the))|\bpresent\b(?=-day| value| price)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateWords:
    """A date as far as the text gives it; `edge` "end", "start" or "middle" of the month or year."""

    start: int
    end: int
    year: int | None = None
    months: tuple[int, ...] = ()
    day: int | None = None
    edge: str = ""
    is_season: bool = False
    is_decade: bool = False

    def fits(self, day: date) -> bool:
        if self.is_decade:
            return self.year is not None and day.year // 10 == self.year // 10
        if self.is_season:
            return self._season_fits(day)
        if self.year is not None and day.year != self.year:
            return False
        if self.months and day.month not in self.months:
            return False
        if self.day is not None:
            return day.day == self.day
        return not self.edge or self._edge_fits(day)

    def _season_fits(self, day: date) -> bool:
        near = {(month + shift - 1) % 12 + 1 for month in self.months for shift in (-1, 0, 1)}
        return day.month in near and (self.year is None or abs(day.year - self.year) <= 1)

    def _edge_fits(self, day: date) -> bool:
        if len(self.months) == 1:
            place = day.day
            return {"end": place >= 20, "start": place <= 10, "middle": 8 <= place <= 22}[self.edge]
        return {"end": day.month >= 9, "start": day.month <= 4, "middle": 4 <= day.month <= 9}[self.edge]


def month_number(name: str) -> int:
    return MONTHS.index(name.lower()[:3]) + 1


def edge_of(words: str) -> str:
    words = words.lower()
    if not words:
        return ""
    if re.search(r"mid", words):
        return "middle"
    return "end" if re.search(r"end|close|late|last|second", words) else "start"


def dates_of(sentence: str) -> list[DateWords]:
    small = small_letters(sentence)
    return [date_words(match) for match in PATTERN.finditer(small)] if ANCHOR.search(small) else []


def relative_words(sentence: str) -> list[str]:
    """The words that claim a date without naming it, as they are written."""
    return [sentence[match.start() : match.end()] for match in RELATIVE.finditer(small_letters(sentence))]


def date_words(match: re.Match[str]) -> DateWords:
    groups = {name: text for name, text in match.groupdict().items() if text}
    form = match.lastgroup or ""
    year, months, day = FORMS[form](groups)
    edge = edge_of(next((groups[name] for name in EDGES if name in groups), ""))
    return DateWords(
        match.start(), match.end(), year, months, day, edge, is_season=form == "seasonal", is_decade=form == "decade"
    )


Parts = tuple[int | None, tuple[int, ...], int | None]


def named(groups: dict[str, str], year: str, month: str, day: str = "") -> Parts:
    number = groups.get(month, "")
    month_of_year = int(number) if number.isdigit() else month_number(number)
    return whole(groups.get(year)), (month_of_year,), whole(groups.get(day))


def whole(digits: str | None) -> int | None:
    return int(digits) if digits else None


def slashed(groups: dict[str, str]) -> Parts:
    year, months, day = named(groups, "sy", "sm", "sd")
    return (year if year is None or year > 99 else 2000 + year), months, day


def quarterly(groups: dict[str, str]) -> Parts:
    quarter = whole(groups.get("qn")) or ORDINAL_QUARTERS[groups["qo"].lower()]
    return whole(groups["qy"]), (quarter * 3 - 2, quarter * 3 - 1, quarter * 3), None


# how each way of writing a date is read: year, months, day
FORMS: dict[str, Callable[[dict[str, str]], Parts]] = {
    "iso": lambda groups: named(groups, "iy", "im", "id"),
    "slash": slashed,
    "quarter": quarterly,
    "full": lambda groups: named(groups, "year", "month", "day"),
    "turned": lambda groups: named(groups, "tyear", "tmonth", "tday"),
    "monthly": lambda groups: named(groups, "myear", "mmonth"),
    "seasonal": lambda groups: (whole(groups.get("seyear")), SEASONS[groups["season"].lower()], None),
    "decade": lambda groups: (whole(groups["dyear"]), (), None),
    "yearly": lambda groups: (whole(groups["yyear"]), (), None),
}
