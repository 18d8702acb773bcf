"""Area data: one fetch for a ZIP code and freshness period, shared by all its campaigns and pinned by each cycle."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from django.conf import settings

from campaigns import facts
from campaigns.models import ActiveListings, LocalMarketData, MortgageRate, RecentSales, SourceLease, payloads
from campaigns.steps import DueStep
from fetcher import providers
from fetcher.market_fallback import market_of_nearest
from fetcher.memory import Memory
from fetcher.single_flight import Question, fetch_once

SETTINGS = {ActiveListings: "LISTINGS", RecentSales: "SALES", LocalMarketData: "MARKET"}
"""How the settings of each are called: LISTINGS_PROVIDER, LISTINGS_FRESH_FOR, LISTINGS_OLDEST and so on."""

REMEMBERED_FOR = timedelta(minutes=1)
"""A row is remembered for so long, so that what staff delete or replace is out of use soon."""
REMEMBERED_ROWS = 5_000

Snapshot = TypeVar("Snapshot", ActiveListings, RecentSales, LocalMarketData)


@dataclass(frozen=True, slots=True)
class MarketAndRate:
    """What the local market step pins, and the introduction is written from."""

    pins: Mapping[str, int]
    market: facts.LocalMarketData | None
    rate: facts.MortgageRate


_ids: Memory[tuple[str, str, str], int] = Memory(REMEMBERED_ROWS, REMEMBERED_FOR)
_rows: Memory[tuple[str, int], Any] = Memory(REMEMBERED_ROWS, REMEMBERED_FOR)


def forget() -> None:
    """Ask the database again for everything."""
    _ids.clear()
    _rows.clear()


def listings(due: DueStep, now: datetime) -> dict[str, int]:
    """The listings that the cycle has pinned, or those it is to pin; raises NotReadyYet. So the others below."""
    found = due.active_listings_id
    return {"active_listings": found or _fresh(ActiveListings, settings.LISTINGS_PROVIDER, due, now, _listings)}


def sales(due: DueStep, now: datetime) -> dict[str, int]:
    found = due.recent_sales_id
    return {"recent_sales": found or _fresh(RecentSales, settings.SALES_PROVIDER, due, now, _sales)}


def market_and_rate(due: DueStep, now: datetime) -> MarketAndRate:
    """Local market data and mortgage rate belong together: the same queue fetches them, the intro needs both."""
    market_id = due.local_market_data_id or _fresh(
        LocalMarketData, settings.MARKET_PROVIDER, due, now, partial(_market, now=now)
    )
    rate_id = due.mortgage_rate_id or _fresh_rate(now)
    market: facts.LocalMarketData | None = _facts(LocalMarketData, market_id, now)
    rate: facts.MortgageRate = _facts(MortgageRate, rate_id, now)
    return MarketAndRate({"local_market_data": market_id, "mortgage_rate": rate_id}, market, rate)


def _facts(model: type[LocalMarketData | MortgageRate], pk: int, now: datetime) -> Any:
    """Of a row that is never changed; small, unlike listings and sales, of which only ids are remembered."""
    key = (model.__name__, pk)
    known = _rows.get(key, now)
    if known is not None:
        return known[0]
    found = model.objects.get(pk=pk).as_facts()
    _rows.put(key, (found,), now)
    return found


def _fresh(
    model: type[Snapshot], provider: str, due: DueStep, now: datetime, ask: Callable[[str], dict[str, Any]]
) -> int:
    """The id of the newest snapshot that is fresh enough, fetched where there is none."""
    zip_code, key = due.zip_code, (model.__name__, provider, due.zip_code)
    if (known := _ids.get(key, now)) is not None:
        return known
    newest = model.objects.filter(zip_code=zip_code, provider=provider).order_by("-fetched_at", "-pk")

    def not_older_than(limit: str) -> int | None:
        oldest = now - getattr(settings, f"{SETTINGS[model]}_{limit}")
        return newest.filter(fetched_at__gt=oldest).values_list("pk", flat=True).first()

    question = Question(
        f"{model._meta.verbose_name_plural} of {zip_code}",
        find=lambda: not_older_than("FRESH_FOR"),
        fetch=lambda: model.objects.create(zip_code=zip_code, provider=provider, fetched_at=now, **ask(zip_code)).pk,
        older=lambda: not_older_than("OLDEST"),
    )
    lease = {"kind": model.__name__, "provider": provider, "zip_code": zip_code}
    found = fetch_once(SourceLease, lease, question, now)
    _ids.put(key, found, now)
    return found


def _listings(zip_code: str) -> dict[str, Any]:
    found = providers.listings_provider().active_listings(zip_code)
    listings = [payloads.dump(listing) for listing in found.listings]
    return {"source": found.source, "as_of": found.as_of, "listings": listings}


def _sales(zip_code: str) -> dict[str, Any]:
    found = providers.sales_provider().recent_sales(zip_code)
    return {"source": found.source, "as_of": found.as_of, "sales": [payloads.dump(sale) for sale in found.sales]}


def _market(zip_code: str, now: datetime) -> dict[str, Any]:
    found = providers.market_provider().local_market(zip_code)
    found = found or market_of_nearest(zip_code, lambda near: _market_near_by(near, now))
    return _market_columns(zip_code, found)


def _market_columns(zip_code: str, found: facts.LocalMarketData | None) -> dict[str, Any]:
    if found is None:
        return {}
    values = {name: getattr(found, name) for name in facts.LocalMarketData.__slots__ if name != "zip_code"}
    return {**values, "figures_zip_code": "" if found.zip_code == zip_code else found.zip_code}


def _market_near_by(zip_code: str, now: datetime) -> facts.LocalMarketData | None:
    """A ZIP code's own figures for its neighbors: paid for once with its own campaigns, whoever comes first.

    That there are none is not kept, since its own campaigns then look further, among its neighbors.
    """
    provider = settings.MARKET_PROVIDER
    known = LocalMarketData.objects.filter(zip_code=zip_code, provider=provider).order_by("-fetched_at", "-pk")

    def ask() -> LocalMarketData:
        columns = _market_columns(zip_code, providers.market_provider().local_market(zip_code))
        row = LocalMarketData(zip_code=zip_code, provider=provider, fetched_at=now, **columns)
        if columns:
            row.save()
        return row

    question = Question(
        f"{LocalMarketData._meta.verbose_name_plural} of {zip_code}",
        find=known.filter(fetched_at__gt=now - settings.MARKET_FRESH_FOR).first,
        fetch=ask,
    )
    lease = {"kind": LocalMarketData.__name__, "provider": provider, "zip_code": zip_code}
    row = fetch_once(SourceLease, lease, question, now)
    return row.as_facts() if not row.figures_zip_code else None


def _fresh_rate(now: datetime) -> int:
    key = ("MortgageRate", settings.MORTGAGE_RATE_PROVIDER, "")
    if (known := _ids.get(key, now)) is not None:
        return known
    newest = MortgageRate.objects.order_by("-week_date").values_list("pk", flat=True)
    question = Question(
        "the mortgage rate",
        find=newest.filter(fetched_at__gt=now - settings.MORTGAGE_RATE_FRESH_FOR).first,
        fetch=partial(_fetch_rate, now),
        older=newest.filter(week_date__gt=(now - settings.MORTGAGE_RATE_OLDEST).date()).first,
    )
    lease = {"kind": "MortgageRate", "provider": settings.MORTGAGE_RATE_PROVIDER, "zip_code": ""}
    found = fetch_once(SourceLease, lease, question, now)
    _ids.put(key, found, now)
    return found


def _fetch_rate(now: datetime) -> int:
    found = providers.mortgage_rate_provider().mortgage_rate(now.date())
    values = {name: getattr(found, name) for name in facts.MortgageRate.__slots__}
    key = {name: values.pop(name) for name in ("week_date", "source")}
    row, is_new = MortgageRate.objects.get_or_create(**key, defaults={**values, "fetched_at": now})
    if not is_new:
        MortgageRate.objects.filter(pk=row.pk).update(fetched_at=now)
    return row.pk
