"""Weekly national average rates, whoever published them: the newest week of a day, and its changes by date."""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from campaigns import facts

NEAR_ENOUGH = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WeeklyRate:
    """One week's national averages, percent a year."""

    week_date: date
    rate_30yr_pct: Decimal
    rate_15yr_pct: Decimal | None


def by_date(week: WeeklyRate) -> date:
    return week.week_date


def newest_rate(on: date, weeks: Sequence[WeeklyRate], source: str) -> facts.MortgageRate | None:
    """The newest week up to a day, with its changes; None for a day before the first week. `weeks` are oldest first.

    A change is None where no week lies within seven days of the one to compare with.
    """
    newest = bisect_right(weeks, on, key=by_date) - 1
    if newest < 0:
        return None
    week = weeks[newest]
    return facts.MortgageRate(
        week_date=week.week_date,
        rate_30yr_pct=week.rate_30yr_pct,
        rate_15yr_pct=week.rate_15yr_pct,
        change_4_weeks=_change(week, week.week_date - timedelta(weeks=4), weeks),
        change_3_months=_change(week, months_earlier(week.week_date, 3), weeks),
        change_1_year=_change(week, months_earlier(week.week_date, 12), weeks),
        source=source,
    )


def months_earlier(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _change(week: WeeklyRate, wanted: date, weeks: Sequence[WeeklyRate]) -> Decimal | None:
    """Percentage points since the week nearest to a date."""
    at = bisect_left(weeks, wanted, key=by_date)
    nearest = min(weeks[max(at - 1, 0) : at + 1], key=lambda other: abs(other.week_date - wanted))
    if abs(nearest.week_date - wanted) > NEAR_ENOUGH:
        return None
    return week.rate_30yr_pct - nearest.rate_30yr_pct
