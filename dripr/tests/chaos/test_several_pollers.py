"""Several pollers at once, as processes: each due campaign moves once, and nobody trips over the others' locks."""

from collections import Counter
from typing import Any

import pytest
from django.db import connection, transaction

from campaigns.models import Agent, Campaign, CampaignStatus, StatusChange, SubStatus
from campaigns.states import SUB_STATUSES
from campaigns.tests.factories import NOW, make_campaign
from dripr.local.processes import Child
from dripr.tests.chaos.cloud import LONG_AGO, Cloud, histories_are_whole, make_open_agent, wait_until

EACH = 40
EXPECTED = {
    ("DORMANT", "WAITING_FOR_DATA"): EACH,
    ("WAITING_FOR_DATA", "WAITING_FOR_HOME_ANALYSIS"): EACH,
    ("READY_TO_CREATE_EMAIL", "READY_TO_SEND_EMAIL"): EACH,
}


def make_due(agent: Agent) -> None:
    """What is due by three of the poller's moves, all of it visible at the same moment."""
    ready: dict[str, Any] = dict.fromkeys(SUB_STATUSES, SubStatus.READY)
    with transaction.atomic():
        for _ in range(EACH):
            make_campaign(agent=agent, next_send_datetime=LONG_AGO)
            make_campaign(agent=agent, campaign_status=CampaignStatus.WAITING_FOR_DATA, stalled_at=NOW, **ready)
            make_campaign(agent=agent, campaign_status=CampaignStatus.READY_TO_CREATE_EMAIL, send_due_datetime=LONG_AGO)


def is_settled() -> bool:
    return StatusChange.objects.exclude(published_at=None).count() >= sum(EXPECTED.values())


def troubles(pollers: list[Child]) -> list[str]:
    lines = [line for poller in pollers for line in poller.log_text().splitlines()]
    return [line for line in lines if " ERROR " in line or "Traceback" in line]


@pytest.mark.parametrize("count", [2, 4, 8])
def test_several_pollers_move_each_due_campaign_once(cloud: Cloud, count: int) -> None:
    if connection.vendor == "sqlite" and count > 2:
        pytest.skip("many pollers are a promise of MariaDB's")
    agent = make_open_agent()
    options = ("run_transitions", "--interval", "0.05", "--batch-size", "7")
    pollers = [cloud.start(*options) for _ in range(count)]
    wait_until(lambda: all("polling" in poller.log_text() for poller in pollers), "all pollers are at work")

    make_due(agent)
    wait_until(is_settled, "everything that is due is moved and published")
    assert cloud.end(*pollers) == [0] * count

    assert Counter(StatusChange.objects.values_list("from_status", "to_status")) == EXPECTED
    assert set(Campaign.objects.values_list("status_changes__cycle", "cycle")) == {(3, 3), (4, 4)}
    histories_are_whole()
    assert troubles(pollers) == []
    arrived = Counter(body["event_id"] for body in cloud.messages("home_report"))
    assert (len(arrived), set(arrived.values())) == (EACH, {1})
