"""One thing at two dates: both values, and what lies between them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from campaigns.guards.figure_list import Figure, Number, Unit

DAYS_A_YEAR = Decimal("365.25")
DAYS_A_MONTH = DAYS_A_YEAR / 12
MULTIPLE = Decimal("1.4")  # from here on people speak of times rather than of percent


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a series: its name in the prompt, and the roles that it alone has."""

    name: str
    value: Number | None
    roles: frozenset[str]
    as_of: date | None
    start: date | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One thing known at two dates; `roles` are those of both values and of what lies between them.

    `change_name` is what the difference is called in the prompt: "change of … from … to …".
    """

    change_name: str
    unit: Unit
    roles: frozenset[str]
    change_roles: frozenset[str]
    now: Value
    then: Value

    def figures(self) -> Iterator[Figure]:
        """Both values, the difference in units and in percent, and how many times the one is the other."""
        if self.now.value is not None:
            roles = self.roles | self.now.roles
            yield Figure(
                self.now.name, Decimal(self.now.value), self.unit, roles, as_of=self.now.as_of, start=self.now.start
            )
        if self.then.value is not None:
            trend = sign(Decimal(self.now.value) - Decimal(self.then.value)) if self.now.value is not None else 0
            yield Figure(
                self.then.name,
                Decimal(self.then.value),
                self.unit,
                self.roles | self.then.roles,
                as_of=self.then.as_of,
                months=self._months,
                since=self.then.as_of,
                start=self.then.start,
                trend=trend,
            )
        if self.now.value is not None and self.then.value is not None:
            yield from self._comparison(Decimal(self.now.value), Decimal(self.then.value))

    def _comparison(self, now: Decimal, then: Decimal) -> Iterator[Figure]:
        name = self.change_name
        yield self._change(name, now - then, self.unit)
        if then:
            yield self._change(f"{name}, in percent", (now - then) * 100 / then, "percent")
            yield self._share(f"{self.now.name} in percent of {self.then.name}", now * 100 / then, "of then")
            multiple = self._change(f"{self.now.name} as a multiple of {self.then.name}", now / then, "times")
            yield replace(multiple, is_minor=now / then < MULTIPLE, trend=sign(now - then))
        if now:
            yield self._share(f"{name}, in percent of the latter", abs(now - then) * 100 / now, "of now")
            yield self._share(f"{self.then.name} in percent of {self.now.name}", then * 100 / now, "of now")
            yield self._earlier_multiple(then / now)

    def _share(self, name: str, percent: Decimal, base: str) -> Figure:
        roles = self.roles | self.change_roles | {"share", base}
        return Figure(name, percent, "percent", roles, as_of=self.now.as_of, is_minor=True)

    def _earlier_multiple(self, times: Decimal) -> Figure:
        """How many times the present value the earlier one was."""
        name = f"{self.then.name} as a multiple of {self.now.name}"
        return Figure(name, times, "times", self.roles | self.then.roles, as_of=self.then.as_of, is_minor=True)

    @property
    def _months(self) -> Decimal | None:
        return months_between(self.then.as_of, self.now.as_of) if self.then.as_of and self.now.as_of else None

    def _change(self, name: str, value: Decimal, unit: Unit) -> Figure:
        roles = self.roles | self.change_roles
        return Figure(
            name, value, unit, roles, "change", self.now.as_of, self._months, self.then.as_of, trend=sign(value)
        )


def sign(number: Decimal) -> int:
    return (number > 0) - (number < 0)


def months_between(first: date, last: date) -> Decimal:
    return Decimal((last - first).days) / DAYS_A_MONTH


def date_figure(name: str, day: date, roles: Iterable[str]) -> Figure:
    return Figure(name, day, "date", frozenset(roles), as_of=day)


def span_figure(name: str, months: Decimal, roles: Iterable[str]) -> Figure:
    return Figure(name, months, "months", frozenset(roles))


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month; the last of a month stays the last."""
    number = day.year * 12 + day.month - 1 - months
    first = date(number // 12, number % 12 + 1, 1)
    last = date((number + 1) // 12, (number + 1) % 12 + 1, 1) - timedelta(days=1)
    ends_month = (day + timedelta(days=1)).day == 1
    return last if ends_month or day.day > last.day else first.replace(day=day.day)
