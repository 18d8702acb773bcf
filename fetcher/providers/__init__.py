"""The sources of data; which one answers is a setting. A new provider is one file beside these and one line below."""

from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from fetcher.providers.base import (
    ListingsProvider,
    MarketProvider,
    MortgageRateProvider,
    PropertyProvider,
    SalesProvider,
)
from fetcher.providers.fred import FredProvider
from fetcher.providers.offline import OfflineProvider
from fetcher.providers.rentcast import RentCastProvider

_OFFLINE = OfflineProvider()
_RENTCAST = RentCastProvider()
PROPERTY_PROVIDERS: dict[str, PropertyProvider] = {"offline": _OFFLINE, "rentcast": _RENTCAST}
LISTINGS_PROVIDERS: dict[str, ListingsProvider] = {"offline": _OFFLINE, "rentcast": _RENTCAST}
SALES_PROVIDERS: dict[str, SalesProvider] = {"offline": _OFFLINE, "rentcast": _RENTCAST}
MARKET_PROVIDERS: dict[str, MarketProvider] = {"offline": _OFFLINE, "rentcast": _RENTCAST}
MORTGAGE_RATE_PROVIDERS: dict[str, MortgageRateProvider] = {"offline": _OFFLINE, "fred": FredProvider()}

PROVIDERS: dict[str, Mapping[str, object]] = {
    "PROPERTY_PROVIDER": PROPERTY_PROVIDERS,
    "LISTINGS_PROVIDER": LISTINGS_PROVIDERS,
    "SALES_PROVIDER": SALES_PROVIDERS,
    "MARKET_PROVIDER": MARKET_PROVIDERS,
    "MORTGAGE_RATE_PROVIDER": MORTGAGE_RATE_PROVIDERS,
}
API_KEYS = {"rentcast": "RENTCAST_API_KEY", "fred": "FRED_API_KEY"}
"""The setting that holds a provider's key, for those that need one."""


def property_provider() -> PropertyProvider:
    """The provider that PROPERTY_PROVIDER names; raises ImproperlyConfigured for a name that nobody has."""
    return PROPERTY_PROVIDERS[_checked("PROPERTY_PROVIDER", PROPERTY_PROVIDERS)]


def listings_provider() -> ListingsProvider:
    """The provider that LISTINGS_PROVIDER names; raises ImproperlyConfigured for a name that nobody has."""
    return LISTINGS_PROVIDERS[_checked("LISTINGS_PROVIDER", LISTINGS_PROVIDERS)]


def sales_provider() -> SalesProvider:
    """The provider that SALES_PROVIDER names; raises ImproperlyConfigured for a name that nobody has."""
    return SALES_PROVIDERS[_checked("SALES_PROVIDER", SALES_PROVIDERS)]


def market_provider() -> MarketProvider:
    """The provider that MARKET_PROVIDER names; raises ImproperlyConfigured for a name that nobody has."""
    return MARKET_PROVIDERS[_checked("MARKET_PROVIDER", MARKET_PROVIDERS)]


def mortgage_rate_provider() -> MortgageRateProvider:
    """The provider that MORTGAGE_RATE_PROVIDER names; raises ImproperlyConfigured for a name that nobody has."""
    return MORTGAGE_RATE_PROVIDERS[_checked("MORTGAGE_RATE_PROVIDER", MORTGAGE_RATE_PROVIDERS)]


def _checked(setting: str, providers: Mapping[str, object]) -> str:
    name = str(getattr(settings, setting))
    if name not in providers:
        raise ImproperlyConfigured(f"{setting} is {name!r}; it must be one of: {', '.join(sorted(providers))}.")
    return name
