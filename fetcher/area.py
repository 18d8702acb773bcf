"""Area data: one fetch for a ZIP code and freshness period, shared by all its campaigns and pinned by each cycle."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from django.conf import settings

from campaigns import facts, steps
from campaigns.models import ActiveListings, Campaign, LocalMarketData, MortgageRate, RecentSales, payloads
from fetcher import providers
from fetcher.market_fallback import market_of_nearest
from fetcher.single_flight import fetch_once

FRESH_FOR = {
    ActiveListings: timedelta(days=1),
    RecentSales: timedelta(days=7),
    LocalMarketData: timedelta(days=7),
}
RATE_FRESH_FOR = timedelta(hours=12)

Snapshot = TypeVar("Snapshot", ActiveListings, RecentSales, LocalMarketData)


def pin_listings(campaign: Campaign, now: datetime) -> bool:
    """Pin the listings of the campaign's ZIP code for its cycle; False where the cycle is over. So the others below."""
    if campaign.active_listings_id:
        return True
    row = _snapshot(ActiveListings, settings.LISTINGS_PROVIDER, campaign.zip_code, now, _listings)
    return steps.step_pin(campaign.pk, campaign.cycle, active_listings=row.pk)


def pin_sales(campaign: Campaign, now: datetime) -> bool:
    if campaign.recent_sales_id:
        return True
    row = _snapshot(RecentSales, settings.SALES_PROVIDER, campaign.zip_code, now, _sales)
    return steps.step_pin(campaign.pk, campaign.cycle, recent_sales=row.pk)


def pin_market_and_rate(campaign: Campaign, now: datetime) -> bool:
    """Local market data and mortgage rate belong together: the same queue fetches them, the intro needs both."""
    if campaign.local_market_data_id and campaign.mortgage_rate_id:
        return True
    market = _snapshot(LocalMarketData, settings.MARKET_PROVIDER, campaign.zip_code, now, _market)
    rate = _mortgage_rate(now)
    return steps.step_pin(campaign.pk, campaign.cycle, local_market_data=market.pk, mortgage_rate=rate.pk)


def _snapshot(
    model: type[Snapshot], provider: str, zip_code: str, now: datetime, ask: Callable[[str], dict[str, Any]]
) -> Snapshot:
    newest = model.objects.filter(zip_code=zip_code, provider=provider, fetched_at__gt=now - FRESH_FOR[model])
    return fetch_once(
        model.__name__,
        provider,
        zip_code,
        now,
        find=lambda: newest.order_by("-fetched_at", "-pk").first(),
        fetch=lambda: model.objects.create(zip_code=zip_code, provider=provider, fetched_at=now, **ask(zip_code)),
    )


def _listings(zip_code: str) -> dict[str, Any]:
    found = providers.listings_provider().active_listings(zip_code)
    listings = [payloads.dump(listing) for listing in found.listings]
    return {"source": found.source, "as_of": found.as_of, "listings": listings}


def _sales(zip_code: str) -> dict[str, Any]:
    found = providers.sales_provider().recent_sales(zip_code)
    return {"source": found.source, "as_of": found.as_of, "sales": [payloads.dump(sale) for sale in found.sales]}


def _market(zip_code: str) -> dict[str, Any]:
    ask = providers.market_provider().local_market
    found = ask(zip_code) or market_of_nearest(zip_code, ask)
    if found is None:
        return {}
    values = {name: getattr(found, name) for name in facts.LocalMarketData.__slots__ if name != "zip_code"}
    return {**values, "figures_zip_code": "" if found.zip_code == zip_code else found.zip_code}


def _mortgage_rate(now: datetime) -> MortgageRate:
    newest = MortgageRate.objects.filter(fetched_at__gt=now - RATE_FRESH_FOR).order_by("-week_date")
    fetch = partial(_fetch_rate, now)
    return fetch_once("MortgageRate", settings.MORTGAGE_RATE_PROVIDER, "", now, find=newest.first, fetch=fetch)


def _fetch_rate(now: datetime) -> MortgageRate:
    found = providers.mortgage_rate_provider().mortgage_rate(now.date())
    values = {name: getattr(found, name) for name in facts.MortgageRate.__slots__}
    key = {name: values.pop(name) for name in ("week_date", "source")}
    row, is_new = MortgageRate.objects.get_or_create(**key, defaults={**values, "fetched_at": now})
    if not is_new:
        MortgageRate.objects.filter(pk=row.pk).update(fetched_at=now)
    return row
