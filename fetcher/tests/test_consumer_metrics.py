import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from campaigns.events import StatusChangeEvent
from campaigns.tests.factories import make_campaign
from dripr import aws
from dripr.heartbeat import Heartbeat
from dripr.tests.metric_values import metric_values
from dripr.worker import StopFlag
from fetcher.consumer import Consumer
from fetcher.consumer_metrics import OUTCOMES, MetricsAndHeartbeat
from fetcher.observer import Observer
from fetcher.providers.base import PassingFault, PermanentFault
from fetcher.queues import QUEUES
from fetcher.retry import NotReadyYet, Postponed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("aws_in_process")]

NOWHERE = Heartbeat(None, "consume_queue", ["intro"])
FAULTS = {
    "waiting": NotReadyYet("being fetched"),
    "put off": Postponed(timezone.now(), "no budget"),
    "later": PassingFault("throttled"),
    "failed": PermanentFault("the key is refused"),
}


def handle(event: StatusChangeEvent, _now: datetime) -> str:
    """The event's id says what becomes of it."""
    if event.event_id in FAULTS:
        raise FAULTS[event.event_id]
    return event.event_id


def send(*event_ids: str) -> None:
    campaign = make_campaign()
    fields = {"event_type": "STATUS_CHANGE", "campaign_id": campaign.pk, "cycle": 3, "to_status": "WAITING_FOR_DATA"}
    for event_id in event_ids:
        body = json.dumps(fields | {"event_id": event_id}) if event_id != "unreadable" else "no JSON"
        aws.client("sqs").send_message(QueueUrl=QUEUES["intro"].url, MessageBody=body)


def consume(observer: Observer) -> None:
    consumer = Consumer(replace(QUEUES["intro"], handler=handle), aws.client("sqs"), StopFlag(), observer=observer)
    consumer.consume_once(0)
    consumer.close()


def test_messages_are_counted_by_outcome() -> None:
    send("done", "dropped: late", *FAULTS, "unreadable")
    observer = MetricsAndHeartbeat(["intro"], NOWHERE)
    consume(observer)
    observer.waited("intro", 0)
    assert metric_values(observer.registry) == {
        "dripr_messages_received_total intro": 7,
        "dripr_messages_handled_total intro done": 1,
        "dripr_messages_handled_total intro dropped": 1,
        "dripr_messages_handled_total intro waiting": 2,
        "dripr_messages_handled_total intro later": 1,
        "dripr_messages_handled_total intro failed": 1,
        "dripr_messages_handled_total intro unreadable": 1,
        "dripr_handler_seconds_count intro": 7,
    }


def test_every_outcome_and_queue_is_there_from_the_start() -> None:
    registry = MetricsAndHeartbeat(["intro", "sales"], NOWHERE).registry
    samples = [sample for metric in registry.collect() for sample in metric.samples]
    found = [tuple(each.labels.values()) for each in samples if each.name == "dripr_messages_handled_total"]
    assert found == [(queue, outcome) for queue in ("intro", "sales") for outcome in OUTCOMES]


def test_age_is_that_of_the_oldest_message_in_the_last_receive() -> None:
    ages: list[tuple[str, float]] = []

    class Ages(Observer):
        def waited(self, queue: str, seconds: float) -> None:
            ages.append((queue, seconds))

    send("done")
    consume(Ages())
    consume(Ages())
    assert (0 < ages[0][1] < 60, ages[1]) == (True, ("intro", 0))


def test_numbers_of_in_hand_and_age_are_the_last_ones() -> None:
    observer = MetricsAndHeartbeat(["intro"], NOWHERE)
    for count, age in ((10, 5), (4, 90)):
        observer.in_hand("intro", count)
        observer.waited("intro", age)
    assert metric_values(observer.registry) == {
        "dripr_messages_in_hand intro": 4,
        "dripr_oldest_message_seconds intro": 90,
    }


def test_consumers_beat_the_heart(tmp_path: Path) -> None:
    with Heartbeat(tmp_path / "beat.json", "consume_queue", ["intro"]) as heartbeat:
        consume(MetricsAndHeartbeat(["intro"], heartbeat))
        assert json.loads((tmp_path / "beat.json").read_text())["loops"] == ["intro"]
