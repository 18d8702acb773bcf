"""Area data for many campaigns: looked up once a minute, and never from what staff have deleted."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from pytest_django import DjangoAssertNumQueries

from campaigns.events import StatusChangeEvent
from campaigns.models import ActiveListings, Campaign, CampaignStatus, LocalMarketData, SubStatus
from campaigns.states import DATA_SUB_STATUSES
from campaigns.tests.factories import NOW, make_campaign
from fetcher import area
from fetcher.handlers import intro, listings
from fetcher.memory import Memory

WAITING: dict[str, Any] = {
    "campaign_status": CampaignStatus.WAITING_FOR_DATA,
    **dict.fromkeys(DATA_SUB_STATUSES, SubStatus.WAITING_FOR_DATA),
}


def waiting_event() -> StatusChangeEvent:
    campaign = make_campaign(**WAITING)
    return StatusChangeEvent(campaign.pk, campaign.cycle, CampaignStatus.WAITING_FOR_DATA)


@pytest.mark.django_db
@pytest.mark.parametrize("handler", [listings, intro], ids=["listings", "intro"])
def test_warm_step_takes_one_look_and_one_update(
    handler: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    handler.handle(waiting_event(), NOW)
    event = waiting_event()
    with django_assert_num_queries(2):
        assert handler.handle(event, NOW) == "done"


@pytest.mark.django_db
def test_snapshot_that_staff_put_in_is_used_within_a_minute() -> None:
    listings.handle(waiting_event(), NOW)
    newer = ActiveListings.objects.create(zip_code="98107", provider="offline", fetched_at=NOW)
    event = waiting_event()
    listings.handle(event, NOW + area.REMEMBERED_FOR)
    assert Campaign.objects.get(pk=event.campaign_id).active_listings_id == newer.pk


@pytest.mark.django_db(transaction=True)
def test_snapshot_that_staff_deleted_is_fetched_again() -> None:
    first = waiting_event()
    listings.handle(first, NOW)
    Campaign.objects.update(active_listings=None)
    ActiveListings.objects.all().delete()
    event = waiting_event()
    with pytest.raises(IntegrityError):
        listings.handle(event, NOW)
    assert listings.handle(event, NOW) == "done"


@pytest.mark.django_db
def test_intro_is_written_from_the_snapshot_that_the_cycle_has_pinned() -> None:
    event = waiting_event()
    pinned = LocalMarketData.objects.create(zip_code="98107", provider="offline", fetched_at=NOW - timedelta(days=30))
    Campaign.objects.filter(pk=event.campaign_id).update(local_market_data=pinned)
    intro.handle(event, NOW)
    campaign = Campaign.objects.get(pk=event.campaign_id)
    assert (campaign.local_market_data_id, "median" in campaign.intro) == (pinned.pk, False)


def test_memory_holds_no_more_than_it_may() -> None:
    memory: Memory[int, int] = Memory(2, timedelta(minutes=1))
    for number in (1, 2, 3):
        memory.put(number, number, NOW)
    assert [memory.get(number, NOW) for number in (1, 2, 3)] == [None, 2, 3]
    assert memory.get(3, NOW + timedelta(minutes=1)) is None
