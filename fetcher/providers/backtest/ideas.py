"""What was tried beside the shipped method, each idea measured on the homes before a day and on those from it on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from math import exp, log
from statistics import median

from fetcher.providers.assessed_ratio import Features, Tuning, all_features, home_features
from fetcher.providers.backtest.measures import Measure, measured
from fetcher.providers.backtest.walk import BLEND, METHODS, SHIPPED, Method, Valued, walk
from fetcher.providers.comparables import Comparables, value_by_assessment, value_by_price
from fetcher.providers.offline_sales import RecordedSale, SalesFile
from fetcher.providers.valuation import Market, mixed, regression_value

BIAS_DAYS = 30


@dataclass(frozen=True, slots=True)
class Idea:
    """A method, and how the regression is fitted for it."""

    name: str
    method: Method = regression_value
    tuning: Tuning = Tuning()  # noqa: RUF009 # it is frozen


@dataclass(frozen=True, slots=True)
class Tried:
    """An idea's measures on both spans; the choice may look at the first alone."""

    before: Measure
    since: Measure


def ideas(sales: SalesFile) -> list[Idea]:
    shipped = Tuning()
    return [
        Idea("blend, comparable sales 20 %", partial(_blend, share=0.2)),
        Idea("blend, comparable sales 30 %", partial(_blend, share=0.3)),
        Idea("one ratio for the city", partial(_regression, share=0), replace(shipped, features=no_features)),
        Idea("by the home, not the place", tuning=replace(shipped, features=home_features)),
        Idea("by the ZIP code, not the map", tuning=replace(shipped, features=zip_features(sales))),
        Idea("a trend over time", tuning=replace(shipped, features=features_and_day)),
        Idea("old sales count as new ones", tuning=replace(shipped, half_life_days=None)),
        Idea("half-life of 30 days", tuning=replace(shipped, half_life_days=30)),
        Idea("odd prices in full", tuning=replace(shipped, farthest=10)),
        Idea("no comparable sales", partial(_regression, share=0)),
        Idea("comparable sales 20 %", partial(_regression, share=0.2)),
        Idea("comparable sales 40 %", partial(_regression, share=0.4)),
    ]


def tried(sales: SalesFile, start: date) -> list[Tried]:
    """The shipped method first, then each idea, then the correction of the last month's bias."""
    base = list(walk(sales.sales, METHODS))
    runs = [(SHIPPED, [one.values[SHIPPED] for one in base])]
    for idea in ideas(sales):
        found = walk(sales.sales, {idea.name: idea.method}, idea.tuning)
        runs.append((idea.name, [one.values[idea.name] for one in found]))
    runs.append((f"less the bias of {BIAS_DAYS} days", without_bias(base)))
    return [_tried(name, values, base, start) for name, values in runs]


def without_bias(valued: Sequence[Valued]) -> list[float]:
    """The shipped values less the median error (of the logarithm) of the thirty days before each."""
    logs = [(one.sale.sale_date, log(one.values[SHIPPED] / one.sale.sale_price)) for one in valued]
    corrected = []
    for one in valued:
        first = one.sale.sale_date - timedelta(days=BIAS_DAYS)
        recent = [error for day, error in logs if first <= day < one.sale.sale_date]
        corrected.append(one.values[SHIPPED] * exp(-median(recent or [0.0])))
    return corrected


def no_features(_sale: RecordedSale) -> list[float]:
    return []


def features_and_day(sale: RecordedSale) -> list[float]:
    return [*all_features(sale), (sale.sale_date - date(2025, 11, 1)).days / 60]


def zip_features(sales: SalesFile) -> Features:
    """The home, and a column for each ZIP code: the penalty shrinks those of few sales towards the city's ratio."""
    codes = sorted({sale.zip_code for sale in sales.sales})
    return lambda sale: [*home_features(sale), *[float(sale.zip_code == code) for code in codes]]


def _regression(home: RecordedSale, found: Comparables, market: Market, share: float) -> float:
    return mixed(value_by_price(home, found), market.value_by_regression(home), share)


def _blend(home: RecordedSale, found: Comparables, _market: Market, share: float) -> float:
    return mixed(value_by_price(home, found), value_by_assessment(home, found), share)


def _tried(name: str, values: Sequence[float], base: Sequence[Valued], start: date) -> Tried:
    both = [Valued(one.sale, {name: value, BLEND: one.values[BLEND]}) for one, value in zip(base, values, strict=True)]
    before = [one for one in both if one.sale.sale_date < start]
    since = [one for one in both if one.sale.sale_date >= start]
    return Tried(measured(before, [])[0], measured(since, before)[0])
