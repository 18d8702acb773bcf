"""The shipped weekly mortgage rates."""

import csv
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from campaigns import facts
from fetcher.providers.base import PermanentFault
from fetcher.providers.offline_sales import OFFLINE_DATA
from fetcher.providers.weekly_rates import WeeklyRate, by_date, newest_rate

RATES_SOURCE = "Freddie Mac Primary Mortgage Market Survey(R)"


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
    return tuple(sorted(weeks, key=by_date))


@cache
def shipped_rates() -> tuple[WeeklyRate, ...]:
    """The shipped weeks; never changed once read."""
    return read_rates(OFFLINE_DATA / "pmms_weekly.csv")


def rate_on(on: date, weeks: Sequence[WeeklyRate]) -> facts.MortgageRate:
    """The newest week up to a day, with its changes; raises PermanentFault for a day before the first week."""
    rate = newest_rate(on, weeks, RATES_SOURCE)
    if rate is None:
        raise PermanentFault(
            f"The weekly mortgage rates that ship with dripr hold no week on or before {on.isoformat()}."
        )
    return rate
