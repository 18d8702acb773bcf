"""A home's value from its assessed value and from other homes' sales.

How it was chosen and what it reaches on the shipped sales: docs/valuation.md; `manage.py backtest_valuation` measures
it again, and a test pins the figures.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from fetcher.providers.assessed_ratio import RatioSums, Tuning
from fetcher.providers.comparables import Comparables, comparable_sales, value_by_assessment, value_by_price
from fetcher.providers.offline_sales import RecordedSale

MINIMUM_COMPARABLES = 3
ENOUGH_SALES = 500  # for the regression
COMPARABLES_SHARE = 0.1  # of the logarithm, beside the regression
BLEND_COMPARABLES_SHARE = 0.4  # of the logarithm, beside the assessed value
ROUNDED_TO = 1_000


@dataclass(frozen=True, slots=True)
class Range:
    """Low and high end over the estimate: between them lay 80 % of the prices up to November 2025."""

    low: float
    high: float


REGRESSION_RANGE = Range(0.82, 1.23)
BLEND_RANGE = Range(0.80, 1.25)


class Market:
    """The sales known so far; add only to one that no other thread reads."""

    def __init__(self, sales: Iterable[RecordedSale] = (), tuning: Tuning | None = None) -> None:
        self.sales: list[RecordedSale] = []
        self._sums = RatioSums(tuning or Tuning())
        self._by_parcel: dict[str, list[RecordedSale]] = {}
        for sale in sales:
            self.add(sale)

    def add(self, sale: RecordedSale) -> None:
        self.sales.append(sale)
        self._sums.add(sale)
        self._by_parcel.setdefault(sale.parcel_id, []).append(sale)

    @property
    def is_enough(self) -> bool:
        """Whether there are enough sales for a regression."""
        return len(self.sales) >= ENOUGH_SALES

    def value_by_regression(self, home: RecordedSale) -> float:
        """The home's assessed value times what the regression on the other parcels' sales says of such homes."""
        own = self._by_parcel.get(home.parcel_id, ())
        return home.assessed_value * self._sums.ratio(home, without=own)


@dataclass(frozen=True, slots=True)
class Estimate:
    """Dollars: `value` as computed, the rest rounded to 1,000."""

    value: float
    rounded: int
    low: int
    high: int
    comparables: tuple[RecordedSale, ...]


def estimate_value(home: RecordedSale, market: Market) -> Estimate | None:
    """Value a home from its assessed value and the market's sales of other parcels.

    None where fewer than three sales are comparable. In a market of few sales it is the blend that values.
    """
    found = comparable_sales(home, market.sales)
    if len(found) < MINIMUM_COMPARABLES:
        return None
    if market.is_enough:
        return _estimate(regression_value(home, found, market), REGRESSION_RANGE, found)
    return _estimate(blend_value(home, found), BLEND_RANGE, found)


def regression_value(home: RecordedSale, found: Comparables, market: Market) -> float:
    """The regression's value, moved by a tenth (of the logarithm) towards the comparable sales' prices."""
    return mixed(value_by_price(home, found), market.value_by_regression(home), COMPARABLES_SHARE)


def blend_value(home: RecordedSale, found: Comparables) -> float:
    """The comparable sales' prices and the assessed value times their price over assessed value, 40 to 60."""
    return mixed(value_by_price(home, found), value_by_assessment(home, found), BLEND_COMPARABLES_SHARE)


def mixed(first: float, second: float, share_of_first: float) -> float:
    """The two values' mean by logarithms, the first one with that share."""
    return math.exp(share_of_first * math.log(first) + (1 - share_of_first) * math.log(second))


def _estimate(value: float, span: Range, found: Comparables) -> Estimate:
    return Estimate(
        value=value,
        rounded=_rounded(value),
        low=_rounded(value * span.low),
        high=_rounded(value * span.high),
        comparables=tuple(sale for sale, _ in found),
    )


def _rounded(dollars: float) -> int:
    return round(dollars / ROUNDED_TO) * ROUNDED_TO
