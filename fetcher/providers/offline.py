"""All data without network or account, from the files that ship with dripr.

The files end on fixed days, and every answer carries the day of its data. What they hold and whose they are:
offline_data/ATTRIBUTION.md.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from campaigns import facts
from campaigns.addresses import zip_key
from fetcher.providers.base import PropertyLookup
from fetcher.providers.offline_market import Windows, market_windows, shipped_windows
from fetcher.providers.offline_rates import rate_on, shipped_rates
from fetcher.providers.offline_sales import SALES_SOURCE, RecordedSale, SalesFile, shipped_sales
from fetcher.providers.valuation import MINIMUM_COMPARABLES, Estimate, Market, estimate_value

ESTIMATE_SOURCE = f"dripr estimate from assessed values and {SALES_SOURCE}"
MARKET_SOURCE = f"medians of {SALES_SOURCE}"


@dataclass(frozen=True, slots=True)
class OfflineHome:
    """A real home of the shipped data, for demonstrations: `address` is the street line of `formatted_address`."""

    address: str
    city: str
    state: str
    zip_code: str
    formatted_address: str
    coordinates: facts.Coordinates


def homes() -> tuple[OfflineHome, ...]:
    """Every home of the shipped data once."""
    return tuple(
        OfflineHome(sale.address, sale.city, sale.state, sale.zip_code, sale.formatted_address, sale.coordinates)
        for sale in shipped_sales().homes()
    )


class OfflineProvider:
    """Every kind of provider at once; keeps nothing, so one object serves all threads."""

    def property_data(self, address: str, zip_code: str) -> PropertyLookup:
        """Value a home of the shipped data; another home is answered without a value, and the note says why."""
        return value_home(address, zip_code, shipped_sales())

    def recent_sales(self, zip_code: str) -> facts.RecentSales:
        """The ZIP code's recorded sales, newest first."""
        return sales_in_zip(zip_code, shipped_sales())

    def active_listings(self, zip_code: str) -> facts.ActiveListings:
        """No homes: no list of homes for sale may be shipped."""
        return facts.ActiveListings(zip_code=zip_code, as_of=None, source="")

    def local_market(self, zip_code: str) -> facts.LocalMarketData | None:
        """The ZIP code's medians of recorded sales; None outside the shipped data."""
        return market_of_zip(zip_code, shipped_windows(), shipped_sales())

    def mortgage_rate(self, on: date) -> facts.MortgageRate:
        """The newest shipped week up to that day; raises PermanentFault for a day before 1971-04-02."""
        return rate_on(on, shipped_rates())


@lru_cache(maxsize=2)
def market_of(sales: SalesFile) -> Market:
    """All the file's sales, summed up once. Two threads that come first at once may both do so, with one result."""
    return Market(sales.sales)


def value_home(address: str, zip_code: str, sales: SalesFile) -> PropertyLookup:
    """Value a home by its assessed value and the other homes' sales up to the file's last day."""
    own = sales.latest_sale_of(address, zip_code)
    if own is None:
        as_given = facts.PropertyData(formatted_address=" ".join(address.split()))
        return PropertyLookup(as_given, note="the shipped data does not hold this address", is_known=False)
    estimate = estimate_value(own, market_of(sales))
    if estimate is None:
        note = f"fewer than {MINIMUM_COMPARABLES} comparable sales in the shipped data"
        return PropertyLookup(
            _property_data(own, None, sales.as_of), own.coordinates, note, canonical_address=own.formatted_address
        )
    return PropertyLookup(
        _property_data(own, estimate, sales.as_of), own.coordinates, canonical_address=own.formatted_address
    )


def _property_data(own: RecordedSale, estimate: Estimate | None, as_of: date) -> facts.PropertyData:
    return facts.PropertyData(
        formatted_address=own.formatted_address,
        current_value=estimate.rounded if estimate else None,
        value_low=estimate.low if estimate else None,
        value_high=estimate.high if estimate else None,
        as_of=as_of,
        source=ESTIMATE_SOURCE if estimate else SALES_SOURCE,
        purchase_price=own.sale_price,
        purchase_date=own.sale_date,
        bedrooms=own.bedrooms,
        bathrooms=own.bathrooms,
        square_feet=own.square_feet,
        year_built=own.year_built,
        comparables_count=len(estimate.comparables) if estimate else None,
    )


def sales_in_zip(zip_code: str, sales: SalesFile) -> facts.RecentSales:
    """The ZIP code's sales, newest first.

    A deed may be recorded twice: of a home's sales at one price only the newest is told.
    """
    once = {(sale.parcel_id, sale.sale_price): sale for sale in sales.in_zip(zip_code)}
    newest_first = sorted(once.values(), key=lambda sale: sale.sale_date, reverse=True)
    return facts.RecentSales(
        zip_code=zip_code,
        as_of=sales.as_of,
        source=SALES_SOURCE,
        sales=tuple(_recent_sale(sale) for sale in newest_first),
    )


def _recent_sale(sale: RecordedSale) -> facts.RecentSale:
    return facts.RecentSale(
        formatted_address=sale.formatted_address,
        sale_price=sale.sale_price,
        sale_date=sale.sale_date,
        coordinates=sale.coordinates,
        bedrooms=sale.bedrooms,
        bathrooms=sale.bathrooms,
        square_feet=sale.square_feet,
        year_built=sale.year_built,
    )


def market_of_zip(zip_code: str, windows: Windows, sales: SalesFile) -> facts.LocalMarketData | None:
    """The last three months' medians beside those of three months earlier.

    County records know neither listings nor days on the market.
    """
    found = market_windows(zip_key(zip_code), windows, sales)
    if found is None:
        return None
    last, earlier = found
    return facts.LocalMarketData(
        zip_code=zip_code,
        as_of=last.end,
        source=MARKET_SOURCE,
        price_kind="sale",
        median_price=last.median_price,
        median_price_3_months_ago=earlier.median_price,
        median_price_per_sqft=last.median_price_per_sqft,
        median_price_per_sqft_3_months_ago=earlier.median_price_per_sqft,
        sales_count=last.sales,
    )
