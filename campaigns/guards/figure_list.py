"""The figures that a text may use: those of the data, and those that code has worked out from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Literal

Unit = Literal[
    "dollars",
    "dollars per square foot",
    "percent",
    "percentage points",
    "days",
    "months",
    "years",
    "count",
    "times",
    "square feet",
    "miles",
    "year",
    "date",
]
Kind = Literal["level", "change"]
Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its value and all that a text must not get wrong about it.

    `roles` names what it is a figure of (`roles.py`): a word of the text that names another role of the same dimension
    contradicts it. A change is signed: what has fallen is below zero; `months` is the time over which it went, `since`
    its first day, `trend` its sign. An earlier level (role "then") has the same three: how far back it lies, and which
    way things went since. `start` is the first day that a figure covers. `home` is the street of the listing or sale
    that it belongs to, "" for all others. A minor figure may be told, but is not shown as data.
    """

    name: str
    value: Decimal | date
    unit: Unit
    roles: frozenset[str]
    kind: Kind = "level"
    as_of: date | None = None
    months: Decimal | None = None
    since: date | None = None
    start: date | None = None
    trend: int = 0
    home: str = ""
    is_minor: bool = False

    @property
    def number(self) -> Decimal:
        """The value of what is no date."""
        if isinstance(self.value, Decimal):
            return self.value
        raise TypeError(f"{self.name} is a date")

    def line(self) -> str:
        """As a line of data: "median sale price in ZIP code 98107, January 31, 2026: $1,040,000"."""
        return f"{self.name}: {shown(self)}"


@dataclass(frozen=True)
class Figures:
    """Figures, and the passages of code's own (an address, a phone number) in which digits are no figures."""

    figures: tuple[Figure, ...] = ()
    passages: frozenset[str] = frozenset()

    def __or__(self, other: "Figures") -> "Figures":
        return Figures.of_all((self, other))

    @staticmethod
    def of_all(parts: Iterable["Figures"]) -> "Figures":
        """Each figure and passage of them once."""
        parts = tuple(parts)
        figures = dict.fromkeys(figure for each in parts for figure in each.figures)
        return Figures(tuple(figures), frozenset[str]().union(*(each.passages for each in parts)))

    def of_home(self, home: str) -> "Figures":
        """Only the figures of one listing or sale; with "" only those that are of none."""
        return self.by_home.get(home) or Figures((), self.passages)

    def of_units(self, units: frozenset[Unit]) -> tuple[Figure, ...]:
        """Those in one of the units, in their order."""
        if units not in self._by_units:
            self._by_units[units] = tuple(each for each in self.figures if each.unit in units)
        return self._by_units[units]

    @cached_property
    def by_home(self) -> dict[str, "Figures"]:
        """The figures of each listing and sale, and under "" those of none."""
        found: dict[str, list[Figure]] = {}
        for figure in self.figures:
            found.setdefault(figure.home, []).append(figure)
        return {home: Figures(tuple(figures), self.passages) for home, figures in found.items()}

    @cached_property
    def roles(self) -> frozenset[str]:
        """All that any of them is a figure of."""
        return frozenset[str]().union(*(each.roles for each in self.figures))

    @cached_property
    def changes(self) -> tuple[Figure, ...]:
        return tuple(each for each in self.figures if each.kind == "change")

    @cached_property
    def _by_units(self) -> dict[frozenset[Unit], tuple[Figure, ...]]:
        return {}


def figure_lines(figures: Figures) -> list[str]:
    """One line a figure, each once, without those that are for the guard alone."""
    shown_figures = (each for each in figures.figures if not each.is_minor and not is_for_the_guard(each))
    return list(dict.fromkeys(each.line() for each in shown_figures))


def is_for_the_guard(figure: Figure) -> bool:
    """Whether a text may say it, but nobody is shown it as data, where it would only mislead.

    Lengths of time; a month's part of a count; and how far dollars per square foot went, whose rounded form seldom is
    the difference of the two rounded values beside it.
    """
    of_square_feet = figure.unit == "dollars per square foot" and figure.kind == "change"
    return figure.unit == "months" or "a month" in figure.roles or of_square_feet


def long_date(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def shown(figure: Figure) -> str:
    """The value in words; a change says which way it went."""
    if isinstance(figure.value, date):
        return long_date(figure.value)
    size = _size(abs(figure.value), figure)
    if figure.kind == "level" or figure.unit == "times":
        return size if figure.value >= 0 else f"minus {size}"
    if not figure.value:
        return "unchanged"
    return f"{'up' if figure.value > 0 else 'down'} {size}"


def _size(value: Decimal, figure: Figure) -> str:
    match figure.unit:
        case "dollars":
            return f"${_rounded(value, '1'):,}"
        case "dollars per square foot":
            return f"${_rounded(value, '1'):,} per square foot"
        case "percent":
            return f"{_rounded(value, '0.1' if figure.kind == 'change' else '0.01')}%"
        case "percentage points":
            return f"{_rounded(value, '0.01')} percentage points"
        case "year":
            return str(value)
        case "count":
            return f"{_rounded(value, '0.01').normalize():,f}"
        case "times" | "miles" as unit:
            return f"{_rounded(value, '0.1')} {unit}"
        case unit:
            whole = _rounded(value, "1") if value == value.to_integral() else _rounded(value, "0.1")
            return f"{whole:,} {unit}"


def _rounded(value: Decimal, places: str) -> Decimal:
    return value.quantize(Decimal(places), ROUND_HALF_UP)
