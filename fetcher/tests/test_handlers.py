import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from campaigns.events import StatusChangeEvent
from campaigns.models import (
    ActiveListings,
    Campaign,
    CampaignStatus,
    LocalMarketData,
    MortgageRate,
    PropertyData,
    RecentSales,
    SubStatus,
)
from campaigns.states import DATA_SUB_STATUSES
from campaigns.tests.factories import NOW, make_agent, make_brokerage, make_campaign
from fetcher.handlers import email_creation, home_report, intro, listings, local_market, sales
from fetcher.handlers import property as property_handler
from fetcher.providers.base import PermanentFault

pytestmark = pytest.mark.django_db
WAITING: dict[str, Any] = {
    "campaign_status": CampaignStatus.WAITING_FOR_DATA,
    **dict.fromkeys(DATA_SUB_STATUSES, SubStatus.WAITING_FOR_DATA),
}


def event_for(campaign: Campaign, cycle: int = 3) -> StatusChangeEvent:
    return StatusChangeEvent(campaign.pk, cycle, campaign.campaign_status)


@pytest.mark.parametrize(
    ("handler", "model", "sub_status"),
    [
        (listings, ActiveListings, "active_listing_status"),
        (sales, RecentSales, "recent_sale_status"),
        (local_market, LocalMarketData, "local_market_data_status"),
    ],
    ids=["listings", "sales", "local_market"],
)
def test_area_data_is_fetched_once_for_a_zip_code(handler: Any, model: Any, sub_status: str) -> None:
    campaigns = [make_campaign(**WAITING) for _ in range(3)]
    assert [handler.handle(event_for(campaign), NOW) for campaign in campaigns] == ["done"] * 3
    assert model.objects.count() == 1
    assert set(Campaign.objects.values_list(sub_status, flat=True)) == {"READY"}


def test_market_that_is_missing_is_that_of_the_nearest_zip_code_and_says_so() -> None:
    campaign = make_campaign(**WAITING, zip_code="98155", formatted_address="1 Pine St, Shoreline, WA 98155")
    intro.handle(event_for(campaign), NOW)
    campaign.refresh_from_db()
    row = campaign.local_market_data
    assert row is not None
    assert (row.zip_code, row.as_facts().zip_code) == ("98155", "98133")  # type: ignore[union-attr]
    assert ("98133" in campaign.intro, "98155" in campaign.intro) == (True, False)


def test_area_data_is_fetched_again_once_it_is_stale() -> None:
    sales.handle(event_for(make_campaign(**WAITING)), NOW)
    sales.handle(event_for(make_campaign(**WAITING)), NOW + timedelta(days=8))
    assert RecentSales.objects.count() == 2


def test_intro_and_local_market_use_one_pinned_snapshot_whichever_comes_first() -> None:
    campaign = make_campaign(**WAITING)
    intro.handle(event_for(campaign), NOW)
    pinned = Campaign.objects.get(pk=campaign.pk).local_market_data_id
    LocalMarketData.objects.create(zip_code="98107", provider="offline", fetched_at=NOW)
    local_market.handle(event_for(campaign), NOW)
    campaign.refresh_from_db()
    assert campaign.local_market_data_id == pinned
    assert (campaign.intro_status, campaign.local_market_data_status) == ("READY", "READY")
    assert "98107" in campaign.intro
    assert MortgageRate.objects.count() == 1


@pytest.mark.parametrize("handler", [property_handler, listings, sales, local_market, intro])
def test_late_event_of_an_old_cycle_does_nothing(handler: Any) -> None:
    campaign = make_campaign(**WAITING)
    assert handler.handle(event_for(campaign, cycle=2), NOW) == "dropped"
    campaign.refresh_from_db()
    assert {getattr(campaign, name) for name in DATA_SUB_STATUSES} == {"WAITING_FOR_DATA"}
    assert not PropertyData.objects.exists()


def test_late_home_analysis_of_an_old_cycle_does_nothing() -> None:
    campaign = make_analysed()
    assert home_report.handle(event_for(campaign, cycle=2), NOW) == "dropped"
    campaign.refresh_from_db()
    assert campaign.home_report_analysis_status == "WAITING_FOR_DATA"


def make_analysed(**overrides: Any) -> Campaign:
    waiting = {
        "campaign_status": CampaignStatus.WAITING_FOR_HOME_ANALYSIS,
        "home_report_analysis_status": SubStatus.WAITING_FOR_DATA,
    }
    return make_campaign(**waiting | overrides)


def test_home_report_speaks_of_the_pinned_value() -> None:
    campaign = make_analysed()
    row = PropertyData.objects.create(
        campaign=campaign,
        cycle=3,
        formatted_address=campaign.formatted_address,
        current_value=1_236_000,
        value_low=1_098_000,
        value_high=1_374_000,
        as_of=NOW.date(),
        source="recorded sales",
    )
    Campaign.objects.update(property_data=row)
    assert home_report.handle(event_for(campaign), NOW) == "done"
    campaign.refresh_from_db()
    assert "$1,236,000" in campaign.home_report_analysis


@pytest.mark.parametrize("overrides", [{"no_address_newsletter": True, "formatted_address": ""}, {}])
def test_home_report_without_a_value_is_empty_and_ready(overrides: dict[str, Any]) -> None:
    campaign = make_analysed(**overrides)
    home_report.handle(event_for(campaign), NOW)
    campaign.refresh_from_db()
    assert (campaign.home_report_analysis_status, campaign.home_report_analysis) == ("READY", "")


def test_email_creation_for_an_incomplete_agent_stops_with_words() -> None:
    agent = make_agent(brokerage=make_brokerage(street=""))
    campaign = make_campaign(agent=agent, campaign_status=CampaignStatus.READY_TO_CREATE_EMAIL)
    with pytest.raises(PermanentFault, match="postal address"):
        email_creation.handle(event_for(campaign), NOW)


def test_examples_that_adding_a_queue_names_show_what_it_says() -> None:
    root: Path = settings.BASE_DIR
    words = " ".join((root / "docs" / "adding-a-queue.md").read_text().split())
    examples = dict(re.findall(r"`(\w+)(?:\.\w+)?` \(as in `(\w+\.py)`\)", words))
    shown = {name: name in (root / "fetcher" / "handlers" / file).read_text() for name, file in examples.items()}
    assert shown == {"quick_step": True, "by_one": True}
