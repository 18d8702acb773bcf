"""Through the sales day by day: each is valued before its own day's prices are known."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from fetcher.providers.assessed_ratio import Tuning
from fetcher.providers.comparables import Comparables, comparable_sales, value_by_price
from fetcher.providers.offline_sales import RecordedSale
from fetcher.providers.valuation import MINIMUM_COMPARABLES, Market, blend_value, regression_value

Method = Callable[[RecordedSale, Comparables, Market], float]

BLEND = "blend"
SHIPPED = "dripr"
METHODS: dict[str, Method] = {
    "comparables only": lambda home, found, _market: value_by_price(home, found),
    "assessed value alone": lambda home, _found, _market: float(home.assessed_value),
    BLEND: lambda home, found, _market: blend_value(home, found),
    SHIPPED: regression_value,
}


@dataclass(frozen=True, slots=True)
class Valued:
    """A sale and its home's value in dollars by each method."""

    sale: RecordedSale
    values: dict[str, float]

    def error(self, method: str) -> float:
        """Estimate over price, less one."""
        return self.values[method] / self.sale.sale_price - 1


def walk(
    sales: Iterable[RecordedSale], methods: Mapping[str, Method], tuning: Tuning | None = None
) -> Iterator[Valued]:
    """Value what can be valued, oldest first.

    Left out are the first sales, until there are enough for a regression, and homes with too few comparable ones: so
    every method is measured on the same homes.
    """
    market = Market(tuning=tuning)
    for _, on_one_day in groupby(sorted(sales, key=lambda sale: sale.sale_date), key=lambda sale: sale.sale_date):
        subjects = list(on_one_day)
        if market.is_enough:
            yield from _valued(subjects, market, methods)
        for sale in subjects:
            market.add(sale)


def _valued(subjects: Iterable[RecordedSale], market: Market, methods: Mapping[str, Method]) -> Iterator[Valued]:
    for home in subjects:
        found = comparable_sales(home, market.sales)
        if len(found) >= MINIMUM_COMPARABLES:
            yield Valued(home, {name: method(home, found, market) for name, method in methods.items()})
