import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from campaigns import events
from campaigns.events import StatusChangeEvent, UnreadableEvent
from campaigns.models import StatusChange
from campaigns.tests.factories import NOW, make_status_change
from dripr import aws

GOOD = {"event_type": "STATUS_CHANGE", "campaign_id": 42, "cycle": 7, "to_status": "WAITING_FOR_DATA"}


class RefusingSns:
    """An SNS that takes all but the events it was told to refuse."""

    def __init__(self, refused: set[str]) -> None:
        self.refused = refused
        self.batches: list[int] = []

    def publish_batch(self, TopicArn: str, PublishBatchRequestEntries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: ARG002, N803
        ids = [entry["Id"] for entry in PublishBatchRequestEntries]
        self.batches.append(len(ids))
        failed = [{"Id": name, "Code": "InternalError", "SenderFault": False} for name in ids if name in self.refused]
        return {"Successful": [{"Id": name} for name in ids if name not in self.refused], "Failed": failed}


@pytest.mark.django_db
def test_event_body_holds_the_fields_of_the_contract() -> None:
    change = make_status_change(cycle=7)
    (owed,) = events.as_owed(StatusChange.objects.all(), 10)
    assert json.loads(events.event_body(owed)) == {
        "event_type": "STATUS_CHANGE",
        "event_id": str(change.event_id),
        "campaign_id": change.campaign_id,
        "cycle": 7,
        "from_status": "DORMANT",
        "to_status": "WAITING_FOR_DATA",
        "occurred_at": "2026-11-24T20:00:00Z",
    }


@pytest.mark.parametrize("enveloped", [False, True], ids=["raw", "SNS envelope"])
def test_event_is_read_raw_and_in_the_envelope(enveloped: bool) -> None:
    body = json.dumps(GOOD | {"event_id": "e", "a_later_field": 1})
    if enveloped:
        body = json.dumps({"Type": "Notification", "Message": body})
    assert StatusChangeEvent.from_body(body) == StatusChangeEvent(42, 7, "WAITING_FOR_DATA", "e")


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        json.dumps(GOOD | {"event_type": "OTHER"}),
        json.dumps(GOOD | {"campaign_id": "42"}),
        json.dumps(GOOD | {"campaign_id": True}),
        json.dumps(GOOD | {"campaign_id": 0}),
        json.dumps(GOOD | {"campaign_id": 10**30}),
        json.dumps(GOOD | {"cycle": -1}),
        json.dumps(GOOD | {"cycle": 10**30}),
        json.dumps(GOOD | {"cycle": 7.0}),
        json.dumps({name: value for name, value in GOOD.items() if name != "cycle"}),
        json.dumps(GOOD | {"to_status": None}),
    ],
)
def test_unreadable_event_is_refused(body: str) -> None:
    with pytest.raises(UnreadableEvent):
        StatusChangeEvent.from_body(body)


@pytest.mark.parametrize("event_id", ["e" * 30_000, {"e": ["e"] * 30_000}], ids=["text", "object"])
def test_event_id_is_kept_only_as_far_as_one_can_be_ours(event_id: object) -> None:
    assert len(StatusChangeEvent.from_body(json.dumps(GOOD | {"event_id": event_id})).event_id) == 64


def test_reason_why_an_event_is_unreadable_stays_short() -> None:
    with pytest.raises(UnreadableEvent) as refused:
        StatusChangeEvent.from_body(json.dumps(GOOD | {"event_type": "x" * 30_000}))
    assert len(str(refused.value)) < 100


@pytest.mark.django_db
@pytest.mark.usefixtures("aws_in_process")
def test_publishing_marks_what_is_published_and_reaches_the_queues_of_the_status() -> None:
    make_status_change()
    published = events.publish_pending(aws.client("sns"), settings.SNS_CAMPAIGN_EVENTS_TOPIC_ARN, NOW, 100)
    assert published == 1
    assert StatusChange.objects.get().published_at == NOW
    queues = [name for name, url in settings.SQS_QUEUE_URLS.items() if _has_message(url)]
    assert queues == ["property", "listings", "sales", "local_market", "intro"]


@pytest.mark.django_db
def test_refused_events_alone_are_tried_again() -> None:
    changes = [make_status_change() for _ in range(12)]
    sns = RefusingSns({str(changes[3].pk)})
    assert events.publish_pending(sns, "topic", NOW, 100) == 11  # type: ignore[arg-type]
    assert sns.batches == [10, 2]
    owed = StatusChange.objects.get(published_at=None)
    assert (owed.pk, owed.next_attempt_at) == (changes[3].pk, NOW + timedelta(seconds=1))


@pytest.mark.django_db
def test_claimed_event_is_left_to_its_publisher_and_taken_over_after_a_crash() -> None:
    make_status_change()
    events._claim(NOW, 100)
    sns = RefusingSns(set())
    assert events.publish_pending(sns, "topic", NOW + timedelta(seconds=59), 100) == 0  # type: ignore[arg-type]
    assert events.publish_pending(sns, "topic", NOW + events.CLAIM, 100) == 1  # type: ignore[arg-type]


@pytest.mark.django_db
def test_oldest_events_are_published_first() -> None:
    young = make_status_change(next_attempt_at=NOW)
    old = make_status_change(next_attempt_at=NOW - timedelta(hours=1))
    events.publish_pending(RefusingSns(set()), "topic", NOW, 1)  # type: ignore[arg-type]
    assert list(StatusChange.objects.filter(published_at=None)) == [young]
    assert old.pk > young.pk


def _has_message(url: str) -> bool:
    answer = aws.client("sqs").receive_message(QueueUrl=url, WaitTimeSeconds=0)
    return bool(answer.get("Messages"))
