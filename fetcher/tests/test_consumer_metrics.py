import json
import threading
import time
from dataclasses import replace
from datetime import datetime

import pytest
from django.utils import timezone

from campaigns.events import StatusChangeEvent
from campaigns.tests.factories import make_campaign
from dripr import aws
from dripr.heartbeat import Heartbeat
from dripr.tests.chaos.cloud import wait_until
from dripr.tests.metric_values import metric_values
from dripr.worker import StopFlag
from fetcher.consumer import Consumer, Pace
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
    status = {"campaign_status": "WAITING_FOR_DATA", "intro_status": "WAITING_FOR_DATA"}
    campaign = make_campaign(**status)
    fields = {"event_type": "STATUS_CHANGE", "campaign_id": campaign.pk, "cycle": 3, "to_status": "WAITING_FOR_DATA"}
    for event_id in event_ids:
        body = json.dumps(fields | {"event_id": event_id}) if event_id != "unreadable" else "no JSON"
        aws.client("sqs").send_message(QueueUrl=QUEUES["intro"].url, MessageBody=body)


def consume(observer: Observer) -> None:
    queue = replace(QUEUES["intro"], handler=handle)
    Consumer(queue, aws.client("sqs"), StopFlag(), Pace(wait_seconds=0), observer).consume_once()


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


def test_heart_beats_until_a_handler_is_overdue(caplog: pytest.LogCaptureFixture) -> None:
    go_on, beats = threading.Event(), []

    class Beats(Observer):
        def beat(self, queue: str) -> None:
            beats.append(queue)

    def stuck(_event: StatusChangeEvent, _now: datetime) -> str:
        go_on.wait(20)
        return "done"

    pace = Pace(wait_seconds=0, visibility=1, handler_limit=0.1)
    consumer = Consumer(replace(QUEUES["intro"], handler=stuck), aws.client("sqs"), StopFlag(), pace, Beats())
    consumer.start()
    wait_until(lambda: beats, "the first beat")
    send("done")
    wait_until(lambda: "a handler is past its limit" in caplog.text, "the handler is overdue")
    beats.clear()
    one_more_look = iter([False, True])
    consumer.keeper.run(lambda: next(one_more_look), lambda: True)
    assert beats == []
    go_on.set()
    consumer.stop.set()
    consumer.close()
    consumer.finish(time.monotonic() + 5)
