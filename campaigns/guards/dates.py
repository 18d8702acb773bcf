"""Dates as people write them, and the words that claim a date without naming it."""

import re
from dataclasses import dataclass
from datetime import date

MONTHS = "january february march april may june july august september october november december".split()
YEAR = r"(?:18|19|20)\d\d"
SEASONS = {"winter": (12, 1, 2), "spring": (3, 4, 5), "summer": (6, 7, 8), "fall": (9, 10, 11), "autumn": (9, 10, 11)}
EDGE_WORDS = r"(?:the )?(?P<edge{0}>(?:very )?(?:end|close|start|beginning|middle|first half|second half|last (?:week|day|days)|first (?:week|day|days)|second week|third week)(?: of)?|late|early|mid)[ -]"
EDGE1, EDGE2, EDGE3, EDGE4 = (EDGE_WORDS.replace("{0}", str(number)) for number in range(1, 5))
NAMED_MONTHS = "January|February|March|April|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
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
PATTERN = re.compile(
    rf"(?P<iso>\b(?P<iy>{YEAR})-(?P<im>\d\d)-(?P<id>\d\d)\b)"
    rf"|(?P<slash>\b(?P<sm>\d\d?)/(?P<sd>\d\d?)/(?P<sy>(?:20|19)?\d\d)\b)"
    rf"|(?P<quarter>\b(?:the )?(?:Q(?P<qn>[1-4])|(?P<qo>first|second|third|fourth|last|final|1st|2nd|3rd|4th) quarter)(?:,? of|,| in)? ?(?P<qy>{YEAR}))"
    rf"|(?P<full>(?:\b{EDGE1})?\b(?P<month>{NAMED_MONTHS}|May(?= \d| of \d|,? {YEAR}))\.? (?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b(?!,\d{{3}}|\d|%|\.\d| homes| sales| listings)(?:,? (?:of )?(?P<year>{YEAR}))?)"
    rf"|(?P<turned>\b(?:the )?(?P<tday>[0-3]?\d)(?:st|nd|rd|th)?(?: day)?(?: of)? (?P<tmonth>{NAMED_MONTHS}|May)\b\.?(?:,? (?P<tyear>{YEAR}))?)"
    rf"|(?P<monthly>(?:\b{EDGE2})?\b(?P<mmonth>{NAMED_MONTHS}|(?:(?<=in )|(?<=of )|(?<=to )|(?<=and )|(?<=by )|(?<=since )|(?<=through )|(?<=late )|(?<=early )|(?<=mid-)|(?<=last )|(?<=until ))May|May(?= {YEAR}))\b\.?(?:(?:,| of)? (?P<myear>{YEAR}))?)"
    rf"|(?P<seasonal>(?:\b{EDGE3})?\b(?P<season>winter|spring|summer|autumn|(?:(?<=this )|(?<=last )|(?<=the )|(?<=since )|(?<=for )|(?<=in )|(?<=late )|(?<=early )|(?<=by )|(?<=of ))fall)\b(?: (?:of )?(?P<seyear>{YEAR}))?)"
    rf"|(?P<decade>\b(?:the )?(?P<dyear>{YEAR})s\b)"
    rf"|(?P<yearly>(?:\b{EDGE4})?(?<![$\d,.])\b(?P<yyear>{YEAR})\b(?![\d,]\d|\.\d|%| ?(?:square|sq|sf|percent|days|homes|sales|listings)))",
    re.IGNORECASE,
)
RELATIVE = re.compile(
    r"\b(?:today'?s?|currently|(?<!more )current|yesterday|tomorrow|tonight|nowadays|presently|"
    r"at (?:the moment|present)|right now|as of now|just now|at this (?:time|point|moment)|these days|of late(?! (?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|fall|autumn|winter|\d))|"
    r"(?:this|last|next|the current)(?: \w+)? (?:week|weekend|month|year|quarter|morning|afternoon|evening)|"
    r"(?:this|last|next) (?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday)|"
    r"so far this|year to date|year-to-date|ytd|to date|up to the minute|in recent (?:days|weeks|months|years)|"
    r"just (?:closed|sold|listed|dropped|rose|fell|hit)|a (?:moment|minute) ago|"
    r"(?:the )?(?:other day|present day)|the (?:present|current) (?:day|market|rate|price|median|value)|up[- ]to[- ]date|real[- ]time)\b",
    re.IGNORECASE,
)
NOW = re.compile(r"\bnow(?:adays)?\b(?! (?:listed|for sale|on the))|\bpresent\b(?=-day| value| price)", re.IGNORECASE)


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
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name.lower().rstrip(".")[:3]))


def edge_of(words: str | None) -> str:
    words = (words or "").lower()
    if not words:
        return ""
    if re.search(r"mid", words):
        return "middle"
    return "end" if re.search(r"end|close|late|last|second", words) else "start"


def dates_of(sentence: str) -> list[DateWords]:
    return [date_words(match) for match in PATTERN.finditer(sentence)]


def date_words(match: re.Match[str]) -> DateWords:
    groups = match.groupdict()
    start, end = match.span()

    def number(name: str) -> int | None:
        return int(groups[name]) if groups[name] else None

    edge = edge_of(next((groups[f"edge{number}"] for number in range(1, 5) if groups[f"edge{number}"]), None))
    if groups["iso"]:
        return DateWords(start, end, number("iy"), (int(groups["im"]),), number("id"))
    if groups["slash"]:
        year = number("sy") or 0
        return DateWords(start, end, year if year > 99 else 2000 + year, (int(groups["sm"]),), number("sd"))
    if groups["quarter"]:
        quarter = number("qn") or ORDINAL_QUARTERS[groups["qo"].lower()]
        return DateWords(start, end, number("qy"), (quarter * 3 - 2, quarter * 3 - 1, quarter * 3), edge="")
    if groups["full"]:
        return DateWords(start, end, number("year"), (month_number(groups["month"]),), number("day"))
    if groups["turned"]:
        return DateWords(start, end, number("tyear"), (month_number(groups["tmonth"]),), number("tday"))
    if groups["monthly"]:
        return DateWords(start, end, number("myear"), (month_number(groups["mmonth"]),), None, edge)
    if groups["seasonal"]:
        return DateWords(start, end, number("seyear"), SEASONS[groups["season"].lower()], None, edge, is_season=True)
    if groups["decade"]:
        return DateWords(start, end, number("dyear"), (), None, edge, is_decade=True)
    return DateWords(start, end, number("yyear"), (), None, edge)
