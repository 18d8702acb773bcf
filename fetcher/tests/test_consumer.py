import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError

from campaigns.events import StatusChangeEvent
from campaigns.models import Campaign, CampaignStatus, StepFailure, SubStatus
from campaigns.states import DATA_SUB_STATUSES
from campaigns.tests.factories import NOW, make_campaign
from dripr import aws
from dripr.queue_depth import queue_depth
from dripr.worker import StopFlag
from fetcher.consumer import Consumer, Pace
from fetcher.dead_letters import REASON, dead_letter_url
from fetcher.providers.base import PassingFault, PermanentFault
from fetcher.provisioning.documents import MAX_RECEIVE_COUNT
from fetcher.queues import QUEUES
from fetcher.retry import DEFAULT, NotReadyYet, RetryPolicy, Tally

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("provisioned")]

ATTRIBUTES: Any = {
    "event_type": {"DataType": "String", "StringValue": "STATUS_CHANGE"},
    "to_status": {"DataType": "String", "StringValue": "WAITING_FOR_DATA"},
}
Handler = Callable[[StatusChangeEvent, datetime], str]


def make_consumer(handler: Handler, **changes: Any) -> Consumer:
    queue = replace(QUEUES["intro"], handler=handler, **changes)
    return Consumer(queue, aws.client("sqs"), StopFlag(), Pace(wait_seconds=0))


def make_waiting() -> Campaign:
    waiting: dict[str, Any] = dict.fromkeys(DATA_SUB_STATUSES, SubStatus.WAITING_FOR_DATA)
    return make_campaign(campaign_status=CampaignStatus.WAITING_FOR_DATA, **waiting)


def send(body: object) -> None:
    """As the topic delivers it, with the attributes."""
    text = body if isinstance(body, str) else json.dumps(body)
    aws.client("sqs").send_message(
        QueueUrl=settings.SQS_QUEUE_URLS["intro"], MessageBody=text, MessageAttributes=ATTRIBUTES
    )


def send_event(campaign: Campaign, cycle: int = 3, to_status: str = "WAITING_FOR_DATA") -> None:
    event = {"event_type": "STATUS_CHANGE", "event_id": "e", "campaign_id": campaign.pk, "cycle": cycle}
    send(event | {"to_status": to_status})


def depth() -> tuple[int, int]:
    found = queue_depth(aws.client("sqs"), settings.SQS_QUEUE_URLS["intro"])
    return found.visible, found.in_flight


def raising(error: Exception) -> Handler:
    def handle(_event: StatusChangeEvent, _now: datetime) -> str:
        raise error

    return handle


def nothing(_event: StatusChangeEvent, _now: datetime) -> str:
    return "done"


def test_message_is_deleted_after_its_work() -> None:
    send_event(make_waiting())
    assert make_consumer(nothing).consume_once() == 1
    assert depth() == (0, 0)


def test_event_for_another_queue_is_dropped() -> None:
    send_event(make_waiting(), to_status="DORMANT")
    make_consumer(raising(AssertionError("must not be called"))).consume_once()
    assert depth() == (0, 0)


@pytest.mark.parametrize(
    "error",
    [PassingFault("throttled"), OperationalError("gone away"), ConnectionError("lost"), RuntimeError("a bug")],
    ids=["provider", "database", "connection", "bug"],
)
def test_passing_fault_and_bug_come_back_and_are_counted(error: Exception) -> None:
    campaign = make_waiting()
    send_event(campaign)
    make_consumer(raising(error)).consume_once()
    assert depth() == (0, 1)
    assert StepFailure.objects.get().attempts == 1
    campaign.refresh_from_db()
    assert campaign.campaign_status == "WAITING_FOR_DATA"


def test_not_ready_yet_comes_back_and_is_no_failure() -> None:
    send_event(make_waiting())
    make_consumer(raising(NotReadyYet("being fetched"))).consume_once()
    failure = StepFailure.objects.get()
    assert (depth(), failure.attempts, failure.waits) == ((0, 1), 0, 1)


def test_permanent_fault_is_an_error_at_once() -> None:
    campaign = make_waiting()
    send_event(campaign)
    make_consumer(raising(PermanentFault("the key is refused: renew it"))).consume_once()
    campaign.refresh_from_db()
    assert (campaign.campaign_status, campaign.intro_status, depth()) == ("ERROR", "ERROR", (0, 0))


def test_last_attempt_ends_in_error_with_words() -> None:
    campaign = make_waiting()
    policy = RetryPolicy(first_delay=0, most_attempts=2, least_age=timedelta())
    consumer = make_consumer(raising(PassingFault("the provider is down")), policy=policy)
    send_event(campaign)
    send_event(campaign)
    consumer.consume_once()
    campaign.refresh_from_db()
    assert (campaign.campaign_status, depth()[0]) == ("ERROR", 0)
    assert StepFailure.objects.get().error == "the provider is down (tried 2 times)"


@pytest.mark.parametrize(
    "body", ["not json", "[1]", '{"event_type": "LEVITATION"}', '{"event_type": "STATUS_CHANGE", "campaign_id": 1}']
)
def test_unreadable_message_goes_to_the_dead_letters_whole(body: str, caplog: pytest.LogCaptureFixture) -> None:
    campaign = make_waiting()
    send(body)
    send_event(campaign)
    assert make_consumer(nothing).consume_once() == 2
    assert depth() == (0, 0)
    sqs = aws.client("sqs")
    url = dead_letter_url(sqs, settings.SQS_QUEUE_URLS["intro"])
    dead = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"])["Messages"]
    assert [message["Body"] for message in dead] == [body]
    attributes = dict(dead[0]["MessageAttributes"])
    assert attributes.pop(REASON)["StringValue"]
    assert attributes == ATTRIBUTES
    assert [record.levelname for record in caplog.records if record.levelno >= logging.ERROR] == ["ERROR"]


def test_one_bad_message_costs_the_others_nothing() -> None:
    campaigns = [make_waiting() for _ in range(10)]
    bad = campaigns[4].pk

    def handle(event: StatusChangeEvent, _now: datetime) -> str:
        if event.campaign_id == bad:
            raise RuntimeError
        return "done"

    for campaign in campaigns:
        send_event(campaign)
    assert make_consumer(handle).consume_once() == 10
    assert depth() == (0, 1)
    assert StepFailure.objects.get().campaign_id == bad


def test_message_of_a_campaign_that_is_gone_is_dropped() -> None:
    campaign = make_waiting()
    send_event(campaign)
    campaign.delete()
    make_consumer(raising(PassingFault("throttled"))).consume_once()
    assert depth() == (0, 0)


def test_log_line_says_what_came_of_which_event_but_no_address(caplog: pytest.LogCaptureFixture) -> None:
    campaign = make_waiting()
    send_event(campaign)
    with caplog.at_level(logging.INFO):
        make_consumer(raising(OperationalError(f"Duplicate entry {campaign.email}"))).consume_once()
    facts = next(record.facts for record in caplog.records if hasattr(record, "facts"))
    assert (0 <= facts.pop("seconds") < 10, 4 <= facts.pop("delay") <= 6) == (True, True)
    assert facts == {
        "queue": "intro",
        "event": "e",
        "campaign": campaign.pk,
        "cycle": 3,
        "attempt": 1,
        "outcome": "failed, comes back",
        "failures": 1,
        "error": "OperationalError",
    }


def test_delays_grow_with_jitter_and_a_cap() -> None:
    policy = RetryPolicy(first_delay=4, longest_delay=100)
    delays = [policy.delay(attempts) for attempts in range(1, 12)]
    assert all(0.75 * min(4 * 2**n, 100) - 1 <= delay <= 1.25 * 100 for n, delay in enumerate(delays))
    assert policy.delay(1, PassingFault("slow down", retry_after=500)) == 500


def tally(attempts: int = 0, waits: int = 0, **age: float) -> Tally:
    return Tally(attempts, waits, NOW - timedelta(**age))


def test_failures_are_over_by_count_and_age_together() -> None:
    policy = RetryPolicy(most_attempts=12, least_age=timedelta(hours=1), longest_age=timedelta(days=1))
    assert policy.is_over(tally(attempts=12, hours=1), NOW)
    assert not policy.is_over(tally(attempts=100, minutes=59), NOW)
    assert not policy.is_over(tally(attempts=11, hours=23), NOW)
    assert policy.is_over(tally(attempts=8, days=1), NOW)
    assert not policy.is_over(tally(attempts=7, days=9), NOW)  # the clock may have jumped


def test_waits_have_a_limit_of_their_own() -> None:
    policy = RetryPolicy(most_waits=1800, least_age=timedelta(hours=1))
    assert not policy.is_over(tally(waits=5000, hours=9), NOW)
    assert policy.has_waited_enough(tally(waits=1800, hours=1), NOW)
    assert not policy.has_waited_enough(tally(waits=1799, days=2), NOW)
    assert not policy.has_waited_enough(tally(waits=5000, minutes=59), NOW)


def test_waiting_is_over_before_sqs_itself_moves_the_message_to_the_dead_letters() -> None:
    looks, waited = 0, 0
    while waited < DEFAULT.least_age.total_seconds() or looks < DEFAULT.most_waits:
        looks += 1
        waited += DEFAULT.wait(looks)
    assert looks + DEFAULT.most_attempts < 0.7 * MAX_RECEIVE_COUNT


def test_waits_come_back_in_seconds() -> None:
    assert all(1 <= DEFAULT.wait(waits) <= 3 for waits in range(1, 10))
    assert all(4 <= DEFAULT.wait(waits) <= 12 for waits in range(400, 600))


def test_every_queue_has_its_setting() -> None:
    assert set(settings.SQS_QUEUE_URLS) == set(QUEUES)
