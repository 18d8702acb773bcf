"""What every provider promises: its methods, its answers, and the ways in which it fails."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from campaigns.facts import ActiveListings, Coordinates, LocalMarketData, MortgageRate, PropertyData, RecentSales
from fetcher.faults import PassingFault, PermanentFault, ProviderError

__all__ = [
    "ListingsProvider",
    "MarketProvider",
    "MortgageRateProvider",
    "PassingFault",
    "PermanentFault",
    "PropertyLookup",
    "PropertyProvider",
    "ProviderError",
    "SalesProvider",
]


@dataclass(frozen=True, slots=True)
class PropertyLookup:
    """What a source knows about one home. `note` says why there is no value, for a log line; "" where there is one.

    `is_known` False: the source knows no home at this address. `canonical_address` is how the source writes the
    address; "" where it does not know it.
    """

    facts: PropertyData
    coordinates: Coordinates | None = None
    note: str = ""
    is_known: bool = True
    canonical_address: str = ""


class PropertyProvider(Protocol):
    """Values homes. A home that the source does not know is an answer without a value, not an error."""

    def property_data(self, address: str, zip_code: str) -> PropertyLookup:
        """Value the home at this address; raises ProviderError."""
        ...


class ListingsProvider(Protocol):
    """Knows the homes for sale."""

    def active_listings(self, zip_code: str) -> ActiveListings:
        """Homes for sale in the ZIP code, none where the source has none; raises ProviderError."""
        ...


class SalesProvider(Protocol):
    """Knows the homes that were sold."""

    def recent_sales(self, zip_code: str) -> RecentSales:
        """Recorded sales in the ZIP code, newest first; raises ProviderError."""
        ...


class MarketProvider(Protocol):
    """Knows a ZIP code's market as a whole."""

    def local_market(self, zip_code: str) -> LocalMarketData | None:
        """The ZIP code's figures, None where the source does not know it; raises ProviderError."""
        ...


class MortgageRateProvider(Protocol):
    """Knows the national average mortgage rates."""

    def mortgage_rate(self, on: date) -> MortgageRate:
        """The newest rate published on or before that day; raises ProviderError."""
        ...
