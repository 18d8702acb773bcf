"""A source of area data that is down: what stands in for it, how old that may be, and what the reader is told."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from campaigns import facts
from campaigns.emails.create import create_email
from campaigns.events import StatusChangeEvent
from campaigns.models import (
    ActiveListings,
    Campaign,
    CampaignStatus,
    Email,
    LocalMarketData,
    MortgageRate,
    RecentSales,
    SubStatus,
    payloads,
)
from campaigns.states import DATA_SUB_STATUSES, SUB_STATUSES
from campaigns.tests.emails import samples
from campaigns.tests.factories import NOW, make_campaign
from fetcher import area, providers
from fetcher.faults import PassingFault, PermanentFault
from fetcher.handlers import listings, local_market, sales
from fetcher.retry import Postponed

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
WAITING: dict[str, Any] = {
    "campaign_status": CampaignStatus.WAITING_FOR_DATA,
    **dict.fromkeys(DATA_SUB_STATUSES, SubStatus.WAITING_FOR_DATA),
}


class Down:
    """Every kind of source, none of which can answer."""

    def __init__(self) -> None:
        self.fault: Exception = PassingFault("HTTP 503")

    def fail(self, *_question: Any) -> Any:
        raise self.fault

    active_listings = recent_sales = local_market = mortgage_rate = fail


@pytest.fixture
def down(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> Down:
    source = Down()
    for known in (providers.LISTINGS_PROVIDERS, providers.SALES_PROVIDERS, providers.MARKET_PROVIDERS):
        monkeypatch.setitem(known, "down", source)
    monkeypatch.setitem(providers.MORTGAGE_RATE_PROVIDERS, "down", source)
    settings.LISTINGS_PROVIDER = settings.SALES_PROVIDER = settings.MARKET_PROVIDER = "down"
    settings.MORTGAGE_RATE_PROVIDER = "down"
    settings.SOURCE_DOWN_AFTER = timedelta(minutes=10)
    return source


def handle(handler: Any, campaign: Campaign, minutes: float) -> None:
    area.forget()
    event = StatusChangeEvent(campaign.pk, 3, CampaignStatus.WAITING_FOR_DATA)
    handler.handle(event, NOW + timedelta(minutes=minutes))
    campaign.refresh_from_db()


def snapshot(model: Any, days_old: float, **fields: Any) -> Any:
    common = {"zip_code": "98107", "provider": "down", "source": "county", "as_of": NOW.date() - days_old * A_DAY}
    return model.objects.create(**common | fields, fetched_at=NOW - days_old * A_DAY)


def make_rate(days_old: int) -> MortgageRate:
    week = NOW.date() - days_old * A_DAY
    return MortgageRate.objects.create(
        week_date=week, source="PMMS", rate_30yr_pct="7.28", fetched_at=NOW - days_old * A_DAY
    )


@pytest.mark.parametrize(
    ("handler", "model", "column", "days_old"),
    [
        (listings, ActiveListings, "active_listings", 6),
        (sales, RecentSales, "recent_sales", 29),
        (local_market, LocalMarketData, "local_market_data", 29),
    ],
    ids=["listings", "sales", "market"],
)
@pytest.mark.usefixtures("down")
def test_older_data_stands_in_after_ten_minutes_up_to_its_age(
    handler: Any, model: Any, column: str, days_old: int
) -> None:
    make_rate(0)
    older, campaign = snapshot(model, days_old), make_campaign(**WAITING)
    for minutes in (0, 9):
        with pytest.raises(PassingFault):
            handle(handler, campaign, minutes)
    handle(handler, campaign, 10)
    assert getattr(campaign, column) == older
    model.objects.update(fetched_at=NOW - (days_old + 1) * A_DAY)
    with pytest.raises(PassingFault):
        handle(handler, make_campaign(**WAITING), 20)


@pytest.mark.usefixtures("down")
def test_last_stored_week_stands_in_for_the_mortgage_rate(settings: LazySettings) -> None:
    settings.MARKET_PROVIDER, settings.MORTGAGE_RATE_OLDEST = "offline", 30 * A_DAY
    make_rate(35)
    campaign = make_campaign(**WAITING)
    with pytest.raises(PassingFault):
        handle(local_market, campaign, 0)
    with pytest.raises(PassingFault):
        handle(local_market, campaign, 10)
    older = make_rate(29)
    handle(local_market, campaign, 20)
    assert campaign.mortgage_rate == older


@pytest.mark.parametrize("fault", [PermanentFault("check RENTCAST_API_KEY"), Postponed(NOW, "the budget is used up")])
def test_nothing_stands_in_for_a_refused_key_or_a_used_up_budget(down: Down, fault: Exception) -> None:
    snapshot(ActiveListings, 2)
    down.fault = fault
    for minutes in (0, 10, 20):
        with pytest.raises(type(fault)):
            handle(listings, make_campaign(**WAITING), minutes)


@pytest.mark.usefixtures("down")
def test_email_shows_older_data_with_its_own_date() -> None:
    rows = [payloads.dump(nearby.listing) for nearby in samples.LISTINGS]
    snapshot(ActiveListings, 6, listings=rows)
    campaign = make_campaign(**WAITING)
    with pytest.raises(PassingFault):
        handle(listings, campaign, 0)
    handle(listings, campaign, 10)
    ready = dict.fromkeys(SUB_STATUSES, SubStatus.READY)
    Campaign.objects.update(campaign_status=CampaignStatus.READY_TO_CREATE_EMAIL, **ready)
    create_email(campaign.pk, 3, NOW)
    assert f"Asking prices as of {date(2026, 11, 18):%B %d, %Y}" in Email.objects.get().text_body


# --- Markets of neighbors ----------


class OneMarket:
    """Knows one ZIP code's market alone, and keeps what it is asked for."""

    def __init__(self, known: str = "98133") -> None:
        self.known = known
        self.asked: list[str] = []

    def local_market(self, zip_code: str) -> facts.LocalMarketData | None:
        self.asked.append(zip_code)
        return (
            facts.LocalMarketData(zip_code, NOW.date(), "county", "sale", 700_000) if zip_code == self.known else None
        )


@pytest.mark.parametrize("order", [("98155", "98133"), ("98133", "98155")], ids=["neighbor first", "neighbor last"])
def test_market_that_serves_a_neighbor_too_is_paid_for_once(
    monkeypatch: pytest.MonkeyPatch, settings: LazySettings, order: tuple[str, ...]
) -> None:
    source = OneMarket()
    monkeypatch.setitem(providers.MARKET_PROVIDERS, "one", source)
    settings.MARKET_PROVIDER = "one"
    for zip_code in order:
        campaign = make_campaign(**WAITING, zip_code=zip_code)
        handle(local_market, campaign, 0)
        row = campaign.local_market_data
        assert row is not None
        assert (row.zip_code, row.median_price) == (zip_code, 700_000)
    assert (source.asked.count("98133"), source.asked.count("98155")) == (1, 1)


def test_neighbor_without_a_market_still_looks_for_one_of_its_own(
    monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    neighbor, known = "98133", "98125"  # each among the nearest of the other and of 98155
    source = OneMarket(known)
    monkeypatch.setitem(providers.MARKET_PROVIDERS, "one", source)
    settings.MARKET_PROVIDER = "one"
    for zip_code in ("98155", neighbor):
        campaign = make_campaign(**WAITING, zip_code=zip_code)
        handle(local_market, campaign, 0)
        assert (campaign.local_market_data and campaign.local_market_data.figures_zip_code) == known
    assert source.asked.count(known) == 1


# --- Freshness ----------


@pytest.mark.parametrize(
    ("handler", "model", "setting"),
    [
        (listings, ActiveListings, "LISTINGS_FRESH_FOR"),
        (sales, RecentSales, "SALES_FRESH_FOR"),
        (local_market, LocalMarketData, "MARKET_FRESH_FOR"),
    ],
    ids=["listings", "sales", "market"],
)
def test_how_long_data_is_fresh_is_a_setting(settings: LazySettings, handler: Any, model: Any, setting: str) -> None:
    setattr(settings, setting, 3 * A_DAY)
    for days in (0, 2, 4):
        handle(handler, make_campaign(**WAITING), days * 24 * 60)
        assert model.objects.count() == (1 if days < 3 else 2)


def test_new_snapshot_in_mid_cycle_changes_nothing_of_the_email() -> None:
    """Text and e-mail use what the cycle read first, whatever is fetched meanwhile."""
    campaign = make_campaign(**WAITING)
    handle(local_market, campaign, 0)
    handle(sales, campaign, 0)
    Campaign.objects.filter(pk=campaign.pk).update(intro="Hello.", intro_status=SubStatus.READY)
    pinned = (campaign.local_market_data_id, campaign.recent_sales_id)
    newer = {"zip_code": "98107", "provider": "offline", "source": "newer", "fetched_at": NOW + A_DAY}
    day = {"as_of": date(2026, 11, 24)}
    LocalMarketData.objects.create(**newer, **day, price_kind="sale", median_price=1)
    RecentSales.objects.create(**newer, **day, sales=[])
    for handler in (local_market, sales):
        handle(handler, campaign, 60)
    ready = dict.fromkeys(SUB_STATUSES, SubStatus.READY)
    Campaign.objects.update(campaign_status=CampaignStatus.READY_TO_CREATE_EMAIL, **ready)
    create_email(campaign.pk, 3, NOW + A_DAY)
    campaign.refresh_from_db()
    assert (campaign.local_market_data_id, campaign.recent_sales_id) == pinned
    text = Email.objects.get().text_body
    assert ("newer" in text, "SOLD NEAR YOU" in text or "SOLD IN 98107" in text) == (False, True)
