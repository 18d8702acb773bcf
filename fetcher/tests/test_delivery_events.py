"""The queue of the delivery events: what its consumer makes of bodies, and what comes back."""

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from campaigns.emails.delivery_events import GREETING, DeliveryEvent
from campaigns.models import DeliveryStatus, Email
from campaigns.tests.factories import make_campaign, make_email
from dripr import aws
from dripr.queue_depth import queue_depth
from dripr.worker import StopFlag
from fetcher.consumer import Consumer, Pace
from fetcher.dead_letters import dead_letter_url
from fetcher.delivery_bodies import KINDS, delivery_body
from fetcher.handlers import delivery_events
from fetcher.queues import QUEUES
from fetcher.retry import NotReadyYet

pytestmark = pytest.mark.django_db


def make_sent(**overrides: Any) -> Email:
    handed_over = {"delivery_status": DeliveryStatus.SENT, "handover": 1, "message_id": "message-1"}
    return make_email(campaign=make_campaign(), **handed_over | overrides)


def decoded(body: dict[str, Any]) -> DeliveryEvent:
    return DeliveryEvent.from_body(json.dumps(body))


@pytest.mark.parametrize("kind", KINDS)
def test_composed_bodies_are_read_and_find_their_email(kind: str) -> None:
    email = make_sent(message_id="")
    outcome = delivery_events.handle(decoded(delivery_body(email, kind, timezone.now())), timezone.now())
    email.refresh_from_db()
    assert outcome.words.startswith(email.delivery_status) or kind in ("send", "delay", "reject")
    assert email.message_id == f"injected-{email.pk}-1"


def test_event_before_its_message_id_comes_back_for_a_short_while() -> None:
    now = timezone.now()
    body = delivery_body(make_sent(sent_at=now), "delivery", now)
    body["mail"] |= {"messageId": "not-written-yet", "tags": {}}
    with pytest.raises(NotReadyYet):
        delivery_events.handle(decoded(body), now)
    late = now + delivery_events.LATE
    assert delivery_events.handle(decoded(body), late).words == "dropped: no e-mail of ours"


@pytest.mark.parametrize("timestamp", [None, "2099-01-01T00:00:00Z"])
def test_stranger_of_no_known_age_is_dropped_at_once(timestamp: str | None) -> None:
    body = {"eventType": "Send", "mail": {"messageId": "strange", "timestamp": timestamp}}
    assert delivery_events.handle(decoded(body), timezone.now()).words == "dropped: no e-mail of ours"


@pytest.fixture
def consumer(aws_in_process: None) -> Consumer:
    return Consumer(QUEUES["delivery_events"], aws.client("sqs"), StopFlag(), Pace(wait_seconds=0))


def depths() -> tuple[int, int]:
    """How many messages are in the queue, and in its dead-letter queue."""
    sqs, url = aws.client("sqs"), settings.SQS_QUEUE_URLS["delivery_events"]
    return queue_depth(sqs, url).total, queue_depth(sqs, dead_letter_url(sqs, url)).total


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("body", "left"),
    [
        (GREETING, (0, 0)),
        (json.dumps({"eventType": "Send", "mail": {"messageId": "strange"}}), (0, 0)),
        (json.dumps({"eventType": "Levitation", "mail": {"messageId": "strange"}}), (0, 1)),
        ("nonsense", (0, 1)),
    ],
    ids=["greeting", "stranger", "unknown type", "nonsense"],
)
def test_what_is_no_news_is_dropped_and_only_the_unreadable_is_kept(
    consumer: Consumer, body: str, left: tuple[int, int]
) -> None:
    aws.client("sqs").send_message(QueueUrl=consumer.queue.url, MessageBody=body)
    assert consumer.consume_once() == 1
    assert depths() == left


@pytest.mark.django_db(transaction=True)
def test_log_line_says_of_which_campaign_and_cycle_the_news_is(
    consumer: Consumer, caplog: pytest.LogCaptureFixture
) -> None:
    email = make_sent()
    body = json.dumps({"eventType": "Delivery", "mail": {"messageId": "message-1"}})
    for _ in range(2):
        aws.client("sqs").send_message(QueueUrl=consumer.queue.url, MessageBody=body)
    with caplog.at_level(logging.INFO):
        consumer.consume_once()
    lines = [record.__dict__["facts"] for record in caplog.records if record.getMessage() == "handled"]
    assert [line["outcome"] for line in lines] == ["DELIVERED", "dropped: nothing new"]
    for line in lines:
        assert (line["email"], line["campaign"], line["cycle"]) == (email.pk, email.campaign_id, email.cycle)


def test_event_that_fails_is_tried_for_four_days() -> None:
    queue, now = QUEUES["delivery_events"], timezone.now()
    message: Any = {"MessageId": "1", "Attributes": {"SentTimestamp": str(int(now.timestamp() * 1000))}}
    for _ in range(20):
        queue.failures.count(None, message, "throttled", now, is_wait=False)
    for later, is_over in ((timedelta(days=3, hours=23), False), (timedelta(days=4, seconds=1), True)):
        tally = queue.failures.count(None, message, "the database is away", now + later, is_wait=False)
        assert tally is not None
        assert queue.policy.is_over(tally, now + later) is is_over
