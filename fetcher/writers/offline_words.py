"""Figures as words, and the choice among phrases that say the same."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from typing import Literal

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
