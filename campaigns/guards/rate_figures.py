"""The figures of the national mortgage rates."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from campaigns.facts import MortgageRate
from campaigns.guards.figure_list import Figure, long_date
from campaigns.guards.series import DAYS_A_MONTH, date_figure, months_before, sign, span_figure

FOUR_WEEKS = 28 / DAYS_A_MONTH
RATE_ROLES = frozenset({"rate", "nation", "average", "fixed"})


def rate_figures(rate: MortgageRate) -> Iterator[Figure]:
    week = f", week of {long_date(rate.week_date)}"
    thirty, fifteen = RATE_ROLES | {"30-year"}, RATE_ROLES | {"15-year"}
    yield rate_level(f"national average 30-year fixed mortgage rate{week}", rate.rate_30yr_pct, thirty, rate)
    yield date_figure("week of the mortgage rates", rate.week_date, {"rate"})
    if rate.rate_15yr_pct is not None:
        yield rate_level(f"national average 15-year fixed mortgage rate{week}", rate.rate_15yr_pct, fifteen, rate)
        gap = rate.rate_30yr_pct - rate.rate_15yr_pct
        name = f"30-year rate above the 15-year rate{week}"
        yield Figure(name, gap, "percentage points", thirty | fifteen | {"gap"}, as_of=rate.week_date)
    yield from rate_changes(rate, thirty)


def rate_level(name: str, percent: Decimal, roles: frozenset[str], rate: MortgageRate) -> Figure:
    return Figure(name, percent, "percent", roles, as_of=rate.week_date)


def rate_changes(rate: MortgageRate, roles: frozenset[str]) -> Iterator[Figure]:
    """The changes of the 30-year rate, and the earlier rates that follow from them."""
    for span, change, months, then in (
        ("four weeks", rate.change_4_weeks, FOUR_WEEKS, rate.week_date - timedelta(weeks=4)),
        ("three months", rate.change_3_months, Decimal(3), months_before(rate.week_date, 3)),
        ("one year", rate.change_1_year, Decimal(12), months_before(rate.week_date, 12)),
    ):
        if change is None:
            continue
        name, trend = f"change of the 30-year rate over {span}", sign(change)
        yield Figure(name, change, "percentage points", roles, "change", rate.week_date, months, then, trend=trend)
        name, level = f"30-year rate {span} before the week of {long_date(rate.week_date)}", rate.rate_30yr_pct - change
        yield Figure(name, level, "percent", roles | {"then"}, "level", then, months, then, trend=trend)
        yield date_figure(f"date {span} before the week of the rates", then, {"rate", "then"})
        yield span_figure(f"time of the change over {span}", months, {"rate"})
