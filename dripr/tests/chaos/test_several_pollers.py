"""Several pollers at once, as processes: each due campaign moves once, and nobody trips over the others' locks."""

from collections import Counter

import pytest
from django.db import connection, transaction

from campaigns.models import Agent, Campaign, CampaignStatus, StatusChange
from campaigns.tests.factories import make_campaign
from dripr.local.processes import Child
from dripr.tests.chaos.cloud import (
    LONG_AGO,
    Cloud,
    histories_are_whole,
    make_open_agent,
    make_startable,
    make_with_all_data,
    wait_until,
)

EACH = 100
EXPECTED = {
    ("DORMANT", "WAITING_FOR_DATA"): EACH,
    ("WAITING_FOR_DATA", "WAITING_FOR_HOME_ANALYSIS"): EACH,
    ("READY_TO_CREATE_EMAIL", "READY_TO_SEND_EMAIL"): EACH,
}


def make_due(agent: Agent) -> None:
    """What is due by three of the poller's moves, all of it visible at the same moment."""
    with transaction.atomic():
        for _ in range(EACH):
            make_startable(agent)
            make_with_all_data(agent)
            make_campaign(agent=agent, campaign_status=CampaignStatus.READY_TO_CREATE_EMAIL, send_due_datetime=LONG_AGO)


def is_settled() -> bool:
    return StatusChange.objects.exclude(published_at=None).count() >= sum(EXPECTED.values())


def troubles(pollers: list[Child]) -> list[str]:
    lines = [line for poller in pollers for line in poller.log_text().splitlines()]
    return [line for line in lines if " ERROR " in line or "Traceback" in line]


@pytest.mark.parametrize("count", [2, 8])
def test_several_pollers_move_each_due_campaign_once(cloud: Cloud, count: int) -> None:
    if connection.vendor == "sqlite" and count > 2:
        pytest.skip("many pollers are a promise of MariaDB's")
    agent = make_open_agent()
    pollers = cloud.start_pollers(count, "--interval", "0.05", "--batch-size", "7")
    make_due(agent)
    wait_until(is_settled, "everything that is due is moved and published")
    assert cloud.end(*pollers) == [0] * count

    assert Counter(StatusChange.objects.values_list("from_status", "to_status")) == EXPECTED
    assert set(Campaign.objects.values_list("status_changes__cycle", "cycle")) == {(3, 3), (4, 4)}
    histories_are_whole()
    assert troubles(pollers) == []
    arrived = Counter(body["event_id"] for body in cloud.messages("home_report"))
    assert (len(arrived), set(arrived.values())) == (EACH, {1})
