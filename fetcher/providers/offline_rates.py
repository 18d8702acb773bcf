"""The shipped weekly mortgage rates."""

import csv
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from campaigns import facts
from fetcher.providers.base import PermanentFault
from fetcher.providers.offline_sales import OFFLINE_DATA

RATES_SOURCE = "Freddie Mac Primary Mortgage Market Survey(R)"
NEAR_ENOUGH = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WeeklyRate:
    """One week's national averages, percent a year."""

    week_date: date
    rate_30yr_pct: Decimal
    rate_15yr_pct: Decimal | None


def read_rates(path: Path) -> tuple[WeeklyRate, ...]:
    """The weeks of a CSV, oldest first; raises KeyError, ValueError or ArithmeticError where it has another form."""
    with path.open(newline="", encoding="utf-8") as file:
        weeks = [
            WeeklyRate(
                week_date=date.fromisoformat(row["week_date"]),
                rate_30yr_pct=Decimal(row["rate_30yr_pct"]),
                rate_15yr_pct=Decimal(row["rate_15yr_pct"]) if row["rate_15yr_pct"] else None,
            )
            for row in csv.DictReader(file)
        ]
    return tuple(sorted(weeks, key=_week_date))


@cache
def shipped_rates() -> tuple[WeeklyRate, ...]:
    """The shipped weeks; never changed once read."""
    return read_rates(OFFLINE_DATA / "pmms_weekly.csv")


def rate_on(on: date, weeks: Sequence[WeeklyRate]) -> facts.MortgageRate:
    """The newest week up to a day, with its changes; raises PermanentFault for a day before the first week."""
    newest = bisect_right(weeks, on, key=_week_date) - 1
    if newest < 0:
        raise PermanentFault(
            f"The weekly mortgage rates that ship with dripr hold no week on or before {on.isoformat()}."
        )
    week = weeks[newest]
    return facts.MortgageRate(
        week_date=week.week_date,
        rate_30yr_pct=week.rate_30yr_pct,
        rate_15yr_pct=week.rate_15yr_pct,
        change_4_weeks=_change(week, week.week_date - timedelta(weeks=4), weeks),
        change_3_months=_change(week, months_earlier(week.week_date, 3), weeks),
        change_1_year=_change(week, months_earlier(week.week_date, 12), weeks),
        source=RATES_SOURCE,
    )


def months_earlier(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _change(week: WeeklyRate, wanted: date, weeks: Sequence[WeeklyRate]) -> Decimal | None:
    """Percentage points since the week nearest to a date; None where none lies within seven days of it."""
    at = bisect_left(weeks, wanted, key=_week_date)
    nearest = min(weeks[max(at - 1, 0) : at + 1], key=lambda other: abs(other.week_date - wanted))
    if abs(nearest.week_date - wanted) > NEAR_ENOUGH:
        return None
    return week.rate_30yr_pct - nearest.rate_30yr_pct


def _week_date(week: WeeklyRate) -> date:
    return week.week_date
