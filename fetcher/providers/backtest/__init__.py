"""How good the offline valuation is: past sales, each valued from what was known before its day."""

from dataclasses import dataclass
from datetime import date

from fetcher.providers.backtest.measures import Measure, measured
from fetcher.providers.backtest.walk import METHODS, Valued, walk
from fetcher.providers.offline_sales import SalesFile

__all__ = ["Backtest", "NothingToMeasure", "backtest"]


class NothingToMeasure(Exception):
    """No sale from that day on could be valued."""


@dataclass(frozen=True, slots=True)
class Backtest:
    """Every sale that could be valued, before the first day measured and from it on, and each method's measure."""

    start: date
    earlier: list[Valued]
    valued: list[Valued]
    measures: list[Measure]


def backtest(sales: SalesFile, start: date) -> Backtest:
    """Measure every method on the sales from a day on; raises NothingToMeasure where there are none.

    The ranges come from the sales before that day, so that their coverage is no self-praise.
    """
    if start > sales.as_of:
        raise NothingToMeasure
    everything = list(walk(sales.sales, METHODS))
    earlier = [one for one in everything if one.sale.sale_date < start]
    valued = [one for one in everything if one.sale.sale_date >= start]
    if not valued:
        raise NothingToMeasure
    return Backtest(start, earlier, valued, measured(valued, earlier))
