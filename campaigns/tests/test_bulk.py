from typing import Any
from uuid import uuid4

import pytest

from campaigns import bulk
from campaigns.models import Campaign, StatusChange
from campaigns.tests.factories import NOW, PERIOD, make_campaign

pytestmark = pytest.mark.django_db


def test_each_row_gets_its_own_values() -> None:
    campaigns = [make_campaign(first_name="Kim") for _ in range(3)]
    names = ["“Ö'Hara”", "back\\slash", "😀 %s"]
    rows = [(campaign.pk, name, NOW, PERIOD) for campaign, name in zip(campaigns, names, strict=True)]
    columns = ("first_name", "next_send_datetime", "next_period")
    assert bulk.update_rows(Campaign, columns, rows[:2]) == 2
    assert list(Campaign.objects.order_by("pk").values_list("first_name", flat=True)) == [*names[:2], "Kim"]
    assert bulk.update_rows(Campaign, columns, rows) == 3
    assert Campaign.objects.filter(next_send_datetime=NOW, next_period=PERIOD, first_name=names[2]).count() == 1


def test_none_and_empty_are_kept_apart() -> None:
    campaign = make_campaign()
    bulk.update_rows(Campaign, ("intro", "next_period"), [(campaign.pk, "", None)])
    campaign.refresh_from_db()
    assert (campaign.intro, campaign.next_period) == ("", None)


def test_no_rows_ask_the_database_nothing(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert bulk.update_rows(Campaign, ("intro",), []) == 0


def test_inserted_rows_hold_what_is_theirs_and_what_is_the_same() -> None:
    campaigns = [make_campaign(), make_campaign()]
    rows = [(uuid4(), campaign.pk, 4) for campaign in campaigns]
    same: dict[str, Any] = {"from_status": "DORMANT", "to_status": "ERROR", "actor": "poller", "reason": "it's 100 %"}
    same |= {"changed_by_id": None, "occurred_at": NOW, "next_attempt_at": NOW, "published_at": None, "attempts": 0}
    bulk.insert_rows(StatusChange, ("event_id", "campaign_id", "cycle"), rows, same)
    found = StatusChange.objects.order_by("pk").values_list("event_id", "campaign_id", "cycle")
    assert list(found) == rows
    assert StatusChange.objects.filter(reason="it's 100 %", occurred_at=NOW, published_at=None).count() == 2


def test_row_for_each_has_the_sources_values_and_an_id_of_its_own() -> None:
    campaigns = [make_campaign(cycle=number) for number in range(3)]
    same: dict[str, Any] = {"from_status": "DORMANT", "to_status": "ERROR", "actor": "poller", "reason": "it's 100 %"}
    same |= {"changed_by_id": None, "occurred_at": NOW, "next_attempt_at": NOW, "published_at": None, "attempts": 0}
    for _ in range(2):
        keys = [campaign.pk for campaign in campaigns[:2]]
        bulk.insert_for_each(
            StatusChange, Campaign, keys, {"campaign_id": "id", "cycle": "cycle"}, uuid="event_id", same=same
        )
    found = StatusChange.objects.order_by("pk")
    assert [row.campaign_id for row in found] == [campaigns[0].pk, campaigns[1].pk] * 2
    assert [(row.cycle, row.reason) for row in found] == [(0, "it's 100 %"), (1, "it's 100 %")] * 2
    assert len({row.event_id for row in found}) == 4
    assert {row.event_id.version for row in found} == {4}
