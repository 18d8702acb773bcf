"""What looks stalled, with real queues: a backlog restarts nothing, a loss restarts everything."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from campaigns import poller
from campaigns.models import Campaign, CampaignStatus, StatusChange
from campaigns.passes import waiting as queue_waits
from campaigns.stalls import PATIENCE, RESTARTS_PER_MINUTE
from campaigns.states import ALLOWANCE
from campaigns.tests.factories import make_campaign
from dripr import aws
from dripr.tests.chaos.cloud import LONG_AGO, Cloud, make_open_agent

ALLOWED = ALLOWANCE[CampaignStatus.WAITING_FOR_DATA]


@pytest.fixture
def began(cloud: Cloud) -> datetime:
    """When thirty campaigns began to wait for data; their events stand in the five queues."""
    agent = make_open_agent()
    for _ in range(30):
        make_campaign(agent=agent, next_send_datetime=LONG_AGO)
    now = timezone.now()
    assert cloud.poll(now) == {"started": 30}
    return now


def restarted() -> Counter[int]:
    """How many campaigns were restarted how often."""
    return Counter(Campaign.objects.values_list("republish_count", flat=True))


def lose_all_messages() -> None:
    for url in settings.SQS_QUEUE_URLS.values():
        aws.client("sqs").purge_queue(QueueUrl=url)


def test_deep_backlog_restarts_nothing(cloud: Cloud, began: datetime) -> None:
    late = began + ALLOWED + timedelta(minutes=1)
    for queue in ("property", "listings", "sales", "local_market"):
        cloud.messages(queue)  # these have done their work; the intro is behind
    assert cloud.poll(late, queue_waits) == {}
    assert restarted() == {0: 30}
    assert not StatusChange.objects.filter(published_at=None).exists()
    assert len(cloud.messages("intro")) == 30


def test_stopped_consumer_restarts_nothing_until_patience_ends(cloud: Cloud, began: datetime) -> None:
    now = began
    while now < began + (PATIENCE - 1) * ALLOWED:
        now += ALLOWED / 2
        assert cloud.poll(now, queue_waits) == {}
    assert restarted() == {0: 30}
    assert cloud.poll(began + PATIENCE * ALLOWED, queue_waits) == {"restarted": 30}


def test_queue_out_of_reach_restarts_nothing(cloud: Cloud, began: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    lose_all_messages()
    gone = dict.fromkeys(settings.SQS_QUEUE_URLS, f"{cloud.server.url}/123456789012/no-such-queue")
    monkeypatch.setattr(settings, "SQS_QUEUE_URLS", gone)
    assert cloud.poll(began + ALLOWED, queue_waits) == {}


def test_lost_queue_restarts_everything_under_the_same_event(cloud: Cloud, began: datetime) -> None:
    lose_all_messages()
    assert cloud.poll(began + ALLOWED, queue_waits) == {"restarted": 30}
    assert restarted() == {1: 30}
    arrived = {body["event_id"] for body in cloud.messages("intro")}
    assert arrived == {str(event_id) for event_id in StatusChange.objects.values_list("event_id", flat=True)}
    assert StatusChange.objects.count() == 30


def test_each_restart_waits_twice_as_long_as_the_last(cloud: Cloud, began: datetime) -> None:
    lose_all_messages()
    now, waits = began + ALLOWED, []
    for _ in range(3):
        assert poller.poll_once(now, 1000, queue_waits) == {"restarted": 30}  # and its events are lost again
        stalled_at = Campaign.objects.values_list("stalled_at", flat=True)[0]
        assert stalled_at is not None
        waits.append((stalled_at - now) / ALLOWED)
        now = stalled_at
    assert waits == [2, 4, 8]


def test_lost_queue_comes_back_at_a_pace(cloud: Cloud) -> None:
    agent, now = make_open_agent(), timezone.now()
    lost = {"campaign_status": CampaignStatus.WAITING_FOR_DATA, "status_since": now - ALLOWED, "stalled_at": now}
    Campaign.objects.bulk_create(
        Campaign(agent=agent, first_name="Kim", zip_code="98107", **lost) for _ in range(RESTARTS_PER_MINUTE + 50)
    )
    within = sum(poller.poll_once(now + timedelta(seconds=5 * n), 200, queue_waits)["restarted"] for n in range(10))
    assert within == RESTARTS_PER_MINUTE
    assert poller.poll_once(now + timedelta(seconds=61), 200, queue_waits) == {"restarted": 50}
