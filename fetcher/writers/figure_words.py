"""Figures as words, and the choice among phrases that say the same."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from typing import Literal

from campaigns.facts import MortgageRate, PropertyData

Direction = Literal["rising", "flat", "falling", "same"]
Phrases = tuple[str, ...]

FLAT_PERCENT = Decimal(1)
FLAT_POINTS = Decimal("0.10")
NUMBER_WORDS = {0: "no", 1: "one"}


class Chooser:
    """Picks phrases by a hash of what the text is about, so that it is the same on every machine and every day.

    With each turn a slot goes on to its next option, so that of one turn and the next no two picks are the same.
    """

    def __init__(self, *about: object, turn: int = 0) -> None:
        self._seed = "|".join(str(part) for part in about)
        self._turn = turn

    def pick(self, slot: str, options: Sequence[str]) -> str:
        """One of the options; another slot picks independently."""
        digest = sha256(f"{self._seed}|{slot}".encode()).digest()
        return options[(int.from_bytes(digest[:8], "big") + self._turn) % len(options)]


def dollars(amount: int | Decimal) -> str:
    """Whole dollars: "$1,236,000"."""
    return f"${_whole(Decimal(amount)):,}"


def long_date(day: date) -> str:
    """ "January 31, 2026"."""
    return f"{day:%B} {day.day}, {day.year}"


def count_of(number: int, noun: str) -> str:
    """ "no sales", "one sale", "31 sales"."""
    return f"{NUMBER_WORDS.get(number, f'{number:,}')} {noun}{'' if number == 1 else 's'}"


def amount(dollars_known: int | Decimal | None) -> str:
    """Whole dollars, "" where unknown or nothing."""
    return dollars(dollars_known) if dollars_known else ""


def days(number: int | None) -> str:
    """ "31 days", "" where unknown or none."""
    return count_of(number, "day") if number else ""


def count(number: int | None) -> str:
    """ "1,204", "" where unknown or none."""
    return f"{number:,}" if number else ""


def bathrooms(number: Decimal) -> str:
    """ "one bathroom", "2.25 bathrooms"."""
    return count_of(int(number), "bathroom") if number == int(number) else f"{number.normalize():f} bathrooms"


def features(home: PropertyData) -> str:
    """ "3 bedrooms, 2.25 bathrooms and 1,370 square feet", what is known of it."""
    parts = [
        count_of(home.bedrooms, "bedroom") if home.bedrooms else "",
        bathrooms(home.bathrooms) if home.bathrooms else "",
        f"{home.square_feet:,} square feet" if home.square_feet else "",
    ]
    *first, last = [part for part in parts if part] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def comparables(home: PropertyData) -> str:
    """ "31 comparable sales", or homes where the source may have taken some that were only offered; "" where none."""
    noun = "comparable sale" if home.is_from_recorded_sales else "comparable home"
    return count_of(home.comparables_count, noun) if home.comparables_count else ""


def publisher(rate: MortgageRate) -> str:
    return "Freddie Mac" if "freddie mac" in rate.source.lower() else "the published survey"


def percent_change(old: int, new: int) -> Decimal:
    """Signed percent; `old` is above 0."""
    return (Decimal(new) - Decimal(old)) * 100 / Decimal(old)


def percent(change: Decimal) -> str:
    """The size of a change: one decimal below 10 % ("8.5%"), whole from there on ("17%")."""
    tenths = abs(change).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{tenths}%" if tenths < 10 else f"{_whole(abs(change)):,}%"


def points(change: Decimal) -> str:
    """The size of a rate's change: "0.57 percentage points"."""
    return f"{two_decimals(abs(change))} percentage points"


def two_decimals(number: Decimal) -> str:
    return str(number.quantize(Decimal("0.01"), ROUND_HALF_UP))


def price_direction(old: int, new: int) -> Direction:
    """Flat within one percent."""
    return _direction(percent_change(old, new), FLAT_PERCENT)


def rate_direction(change: Decimal) -> Direction:
    """Flat within 0.10 percentage points."""
    return _direction(change, FLAT_POINTS)


def _direction(change: Decimal, flat: Decimal) -> Direction:
    if change == 0:
        return "same"
    if abs(change) <= flat:
        return "flat"
    return "rising" if change > 0 else "falling"


def _whole(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))
