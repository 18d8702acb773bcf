"""Spans of time: "three months earlier", "over four weeks", "a year ago", "in the three months to"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from campaigns.guards.normal import small_letters
from campaigns.guards.quantities import Quantity

# "then" back at that time; "base" what a thing is compared with; "window" a period of sales; "over" any other
SpanKind = Literal["then", "base", "window", "over"]
WEEKS_A_MONTH = Decimal("4.348")
# in small letters, with their months
NAMED: tuple[tuple[str, str], ...] = (
    (
        r"(?:a|one|the|last|past|previous|prior|preceding|that|single|full|"
        r"the same)\s+quarter\b(?![ -](?:of a )?(?:point|percent|times)| (?:higher|lower|more|less)| of (?:the|"
        r"them|all))",
        "3",
    ),
    (r"quarter-(?:over|on)-quarter|quarterly\b", "3"),
    (
        r"(?:a|one|(?<=over )the|(?<=in )the|(?<=for )the|(?<=during )the|(?<=within )the|(?<=and )the(?! year (?:of|"
        r"it|in|when))|"
        r"the(?= year (?:before|earlier|ago|to|"
        r"ended(?! (?:on|with) an?\b| \w+ly\b)|ending|prior|alone|since))|last|past|full|previous|"
        r"prior|preceding|whole|the same) (?:full |whole |calendar )?(?:year|twelvemonth)\b(?! {3}| as\b|"
        r" (?:of (?:the|its|your|construction|"
        r"building|purchase)|it was|when|built))|year-ago|"
        r"year-(?:over|on)-year|year over year|\bannual(?:ly|ized)?\b|a year's",
        "12",
    ),
    (
        r"(?:a|one|last|past|full|previous|prior|preceding|whole|the) (?:full |whole |calendar )?month\b|"
        r"month-(?:over|on)-month|month-ago|monthly",
        "1",
    ),
    (
        r"(?:a|one|last|past|previous|prior|preceding|whole) (?:full |whole )?week\b(?! of)|week-(?:over|"
        r"on)-week|week-ago",
        "0.23",
    ),
    (r"(?:a|one|last|the last|full|whole) decade\b", "120"),
    (r"half a year|six-month", "6"),
    (r"a quarter of a century|quarter[- ]century", "300"),
    (r"half a century", "600"),
)
# the group that tells which of them it is stands behind the words: their first letters decide what is tried at all
NAMED_PATTERN = re.compile("|".join(rf"(?:\b{words})(?P<n{number}>)" for number, (words, _) in enumerate(NAMED)))
NAMED_MONTHS = {f"n{number}": Decimal(months) for number, (_, months) in enumerate(NAMED)}
# no span is named without one of these; most sentences are
ANCHORS = ("quarter", "year", "annual", "month", "week", "decade", "century")
AGO = re.compile(
    r"^(?:,? (?:or so|later))?[ -]*(?:ago|earlier|sooner|before(?! (?:the(?! week)|its|that|this|a|it|they|any)\b)|"
    r"prior|"
    r"previously|back|previous|beforehand|in the past)\b",
    re.IGNORECASE,
)
WINDOW = re.compile(
    r"^ ?(?:to|through|ended|ending|that (?:ended|closed|ran)|up to|until|period|window|between|of)\b", re.IGNORECASE
)
BASE = re.compile(
    r"\b(?:than|from|versus|vs\.?|against|compared (?:with|to)|relative to|over|since|on|as|"
    r"where it (?:was|stood)|it (?:was|stood)|level of|mark of|match(?:es|ed))"
    r"(?: (?:about|around|roughly|nearly|almost|exactly|some|just|the|in|they were|it was|was|were|a|that|"
    r"those|figure|rate|level|of|prior|previous))*\s*$",
    re.IGNORECASE,
)
LESS_THAN = re.compile(r"\b(?:less than|under|within|almost|nearly|not quite|just under|barely) $")
OR_MORE = re.compile(
    r"(?: or more| and more| and then some| and some (?:months|weeks|days)| and change| and counting|"
    r", (?:and|or) more)\b"
)


@dataclass(frozen=True, slots=True)
class Span:
    """`months` as long as the text says, give or take `slack`."""

    start: int
    end: int
    months: Decimal
    slack: Decimal
    kind: SpanKind
    or_more: bool = False
    or_less: bool = False

    def fits(self, months: Decimal) -> bool:
        if self.or_less and self.months / 2 <= months < self.months:
            return True
        if self.or_more and self.months <= months <= self.months * 3:
            return True
        return abs(self.months - months) <= self.slack


def spans_of(sentence: str, quantities: list[Quantity]) -> list[Span]:
    found = [
        span_of(sentence, match.start(), match.end(), NAMED_MONTHS[match.lastgroup or ""])
        for match in named_spans(small_letters(sentence))
        if not any(each.per and each.end <= match.start() <= each.end + 6 for each in quantities)
    ]
    for quantity in quantities:
        months = in_months(quantity)
        if months is not None:
            found.append(span_of(sentence, quantity.start, quantity.end, months, slack_of(quantity, months)))
    return sorted(found, key=lambda span: span.start)


def named_spans(small: str) -> Iterator[re.Match[str]]:
    return NAMED_PATTERN.finditer(small) if any(each in small for each in ANCHORS) else iter(())


def in_months(quantity: Quantity) -> Decimal | None:
    match quantity.unit:
        case "months":
            return quantity.value
        case "years":
            return quantity.value * 12
        case "days":
            return quantity.value / 7 / WEEKS_A_MONTH
        case _:
            return None


def slack_of(quantity: Quantity, months: Decimal) -> Decimal:
    """Half of the unit in which the span is told; more where it is told roughly."""
    unit = in_months(replace(quantity, value=quantity.step)) or Decimal(1)
    slack = unit * Decimal("0.55") + Decimal("0.03")
    return max(slack, months * Decimal("0.12")) if quantity.rounding else slack


def span_of(sentence: str, start: int, end: int, months: Decimal, slack: Decimal = Decimal("0.5")) -> Span:
    slack = min(slack, months / 4) if months >= 1 else slack
    before, behind = sentence[:start], sentence[end:]
    said_before = sentence[start:end].lower()
    ago = AGO.match(behind)
    if ago or "ago" in said_before or re.match(r"(?:the )?(?:previous|prior|preceding|last)\b", said_before):
        kind: SpanKind = "base" if BASE.search(before) else "then"
        return Span(start, end + (ago.end() if ago else 0), months, slack, kind)
    if re.search(r"\b(?:previous|prior|preceding|earlier)\s*$", before, re.IGNORECASE):
        return Span(start, end, months, slack, "base" if BASE.search(before) else "then")
    if WINDOW.match(behind):
        return Span(start, end, months, slack, "window")
    return Span(
        start, end, months, slack, "over", or_more=bool(OR_MORE.match(behind)), or_less=bool(LESS_THAN.search(before))
    )
