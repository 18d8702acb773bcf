"""What providers give and writers take: frozen values, nothing of ours imported.

Money is integer dollars, areas are square feet, rates are percent a year and their changes percentage points, dates are
those of the data and never of the day it was read. None means unknown.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

PriceKind = Literal["sale", "asking"]


@dataclass(frozen=True, slots=True)
class LocalMarketData:
    """The market of one ZIP code: sales of the three months that end at `as_of`, or asking prices of its month."""

    zip_code: str
    as_of: date
    source: str
    price_kind: PriceKind
    median_price: int | None = None
    median_price_3_months_ago: int | None = None
    median_price_per_sqft: Decimal | None = None
    median_price_per_sqft_3_months_ago: Decimal | None = None
    average_days_on_market: int | None = None
    average_days_on_market_3_months_ago: int | None = None
    total_listings: int | None = None
    total_listings_3_months_ago: int | None = None
    sales_count: int | None = None


@dataclass(frozen=True, slots=True)
class MortgageRate:
    """One week's national average rates, and the change of the 30-year rate since three earlier dates."""

    week_date: date
    rate_30yr_pct: Decimal
    rate_15yr_pct: Decimal | None = None
    change_4_weeks: Decimal | None = None
    change_3_months: Decimal | None = None
    change_1_year: Decimal | None = None
    source: str = ""


class DatedPrice(NamedTuple):
    """What a home was worth, or was bought for, on a day."""

    dollars: int
    day: date


@dataclass(frozen=True, slots=True)
class PropertyData:
    """One home, and what it is worth by `source` at `as_of`; `current_value` None where no estimate could be made."""

    formatted_address: str
    current_value: int | None = None
    value_low: int | None = None
    value_high: int | None = None
    as_of: date | None = None
    source: str = ""
    previous_value: int | None = None
    previous_as_of: date | None = None
    purchase_price: int | None = None
    purchase_date: date | None = None
    bedrooms: int | None = None
    bathrooms: Decimal | None = None
    square_feet: int | None = None
    year_built: int | None = None
    comparables_count: int | None = None

    @property
    def is_from_assessed_value(self) -> bool:
        """Whether the source says that an assessed value went into the value."""
        return "assessed value" in self.source.lower()

    @property
    def is_from_recorded_sales(self) -> bool:
        """Whether the source says so; one that does not may work from asking prices."""
        return "recorded sales" in self.source.lower()

    @property
    def value_range(self) -> tuple[int, int] | None:
        """Low and high, where the two are apart and enclose the value."""
        value, low, high = self.current_value, self.value_low, self.value_high
        if not value or not low or not high or low == high or not low <= value <= high:
            return None
        return low, high

    @property
    def earlier_value(self) -> DatedPrice | None:
        """The previous value, where it has a date that is before that of the value."""
        if not self.previous_value or self.previous_as_of is None:
            return None
        is_later = self.as_of is not None and self.previous_as_of >= self.as_of
        return None if is_later else DatedPrice(self.previous_value, self.previous_as_of)

    @property
    def earlier_purchase(self) -> DatedPrice | None:
        """The purchase, where it has a price and a date that is not behind that of the value."""
        if not self.purchase_price or self.purchase_date is None:
            return None
        is_later = self.as_of is not None and self.purchase_date > self.as_of
        return None if is_later else DatedPrice(self.purchase_price, self.purchase_date)


@dataclass(frozen=True, slots=True)
class HomeValue:
    """What one home was worth by a source at a date."""

    as_of: date
    value: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Coordinates:
    """WGS84 degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class RecentSale:
    """A home that was sold; `sale_price` is the recorded price, never an asking price."""

    formatted_address: str
    sale_price: int
    sale_date: date
    coordinates: Coordinates | None = None
    bedrooms: int | None = None
    bathrooms: Decimal | None = None
    square_feet: int | None = None
    year_built: int | None = None


@dataclass(frozen=True, slots=True)
class ActiveListing:
    """A home that is for sale; `list_price` is an asking price."""

    formatted_address: str
    list_price: int
    listed_date: date | None = None
    coordinates: Coordinates | None = None
    bedrooms: int | None = None
    bathrooms: Decimal | None = None
    square_feet: int | None = None
    year_built: int | None = None
    days_on_market: int | None = None


@dataclass(frozen=True, slots=True)
class RecentSales:
    """The recent sales of one ZIP code, newest first."""

    zip_code: str
    as_of: date
    source: str
    sales: tuple[RecentSale, ...] = ()


@dataclass(frozen=True, slots=True)
class ActiveListings:
    """The homes for sale in one ZIP code; empty where the source has none."""

    zip_code: str
    as_of: date | None
    source: str
    listings: tuple[ActiveListing, ...] = ()
