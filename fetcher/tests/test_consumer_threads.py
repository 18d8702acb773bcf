"""A consumer at work with its threads: nothing lost, nothing held back, nothing held too long."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings

from campaigns.events import StatusChangeEvent
from dripr import aws
from dripr.queue_depth import queue_depth
from dripr.worker import StopFlag
from fetcher.consumer import Consumer, Pace
from fetcher.hand import BATCH
from fetcher.queues import QUEUES

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("provisioned")]

QUEUE = "intro"


def send(count: int) -> None:
    """So many events, numbered as campaigns from 1 on."""
    bodies = [
        json.dumps({"event_type": "STATUS_CHANGE", "campaign_id": number, "cycle": 1, "to_status": "WAITING_FOR_DATA"})
        for number in range(1, count + 1)
    ]
    for start in range(0, count, 10):
        entries: Any = [
            {"Id": str(index), "MessageBody": body} for index, body in enumerate(bodies[start : start + 10])
        ]
        aws.client("sqs").send_message_batch(QueueUrl=settings.SQS_QUEUE_URLS[QUEUE], Entries=entries)


def depth() -> tuple[int, int]:
    found = queue_depth(aws.client("sqs"), settings.SQS_QUEUE_URLS[QUEUE])
    return found.visible, found.in_flight


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def end(consumer: Consumer, grace: float = 10) -> None:
    consumer.close()
    consumer.finish(time.monotonic() + grace)


class Handler:
    """Takes note of what it is given; works on the first campaign until it is told to go on."""

    def __init__(self) -> None:
        self.seen: Counter[int] = Counter()
        self.go_on = threading.Event()

    def __call__(self, event: StatusChangeEvent, _now: datetime) -> str:
        self.seen[event.campaign_id] += 1
        if event.campaign_id == 1:
            self.go_on.wait(20)
        return "done"


@contextmanager
def at_work(handler: Callable[[StatusChangeEvent, datetime], str], **pace: Any) -> Iterator[Consumer]:
    queue = replace(QUEUES[QUEUE], handler=handler)
    consumer = Consumer(queue, aws.client("sqs"), StopFlag(), Pace(wait_seconds=0, **pace))
    consumer.start()
    try:
        yield consumer
    finally:
        getattr(handler, "go_on", threading.Event()).set()
        end(consumer)


class Calls:
    """How many entries each call to SQS had."""

    def __init__(self, operation: str) -> None:
        self.sizes: list[int] = []
        aws.client("sqs").meta.events.register(f"provide-client-params.sqs.{operation}", self._note)

    def _note(self, params: dict[str, Any], **_facts: Any) -> None:
        self.sizes.append(len(params["Entries"]))


def test_stuck_message_holds_nothing_up() -> None:
    send(40)
    with at_work(handler := Handler(), concurrency=2):
        until(lambda: len(handler.seen) == 40 and depth() == (0, 1))
    assert depth() == (0, 0)


def test_single_thread_holds_a_batch_while_its_message_is_slow() -> None:
    send(40)
    with at_work(handler := Handler(), concurrency=1) as consumer:
        until(lambda: consumer.hand.count == 10 and handler.seen[1] == 1)
        assert depth() == (30, 10)


def test_handlers_that_become_slow_find_no_more_in_hand_than_one_batch_beside_what_runs() -> None:
    """Also while threads receive side by side, since handlers were quick; what has no place others may have."""
    send(200)
    most: list[int] = []
    go_on = threading.Event()

    def work(event: StatusChangeEvent, _now: datetime) -> str:
        most.append(consumer.hand.count)
        if len(most) > 100:
            go_on.wait(20)
        return "done"

    with at_work(work, concurrency=4) as consumer:
        until(lambda: len(most) == 104 and depth()[1] <= 4 + BATCH)
        most.append(consumer.hand.count)
        go_on.set()
        until(lambda: depth() == (0, 0))
    assert max(most) <= 4 + BATCH


def test_deletes_go_in_tens() -> None:
    send(40)
    calls = Calls("DeleteMessageBatch")
    with at_work(lambda _event, _now: "done"):
        until(lambda: depth() == (0, 0))
    assert calls.sizes == [10, 10, 10, 10]


def test_message_done_is_deleted_though_another_is_slow() -> None:
    send(3)
    with at_work(handler := Handler(), concurrency=2):
        until(lambda: len(handler.seen) == 3 and depth() == (0, 1))


def test_unstarted_messages_are_given_back_at_once_while_one_still_runs() -> None:
    send(10)
    with at_work(handler := Handler()) as consumer:
        until(lambda: handler.seen[1] == 1 and consumer.hand.count == 10)
        consumer.close()
        until(lambda: depth() == (9, 1))
        handler.go_on.set()
        end(consumer)
    assert (depth(), handler.seen) == ((9, 0), Counter({1: 1}))


def test_what_does_not_end_within_the_grace_is_given_back_and_not_deleted() -> None:
    send(1)
    with at_work(handler := Handler()) as consumer:
        until(lambda: handler.seen[1] == 1)
        end(consumer, grace=0)
        assert depth() == (1, 0)


def test_message_stays_hidden_while_its_handler_works() -> None:
    send(1)
    calls = Calls("ChangeMessageVisibilityBatch")
    with at_work(handler := Handler(), visibility=1):
        until(lambda: len(calls.sizes) >= 4)
        assert (depth(), handler.seen[1]) == ((0, 1), 1)


def test_unstarted_messages_stay_hidden_too_and_in_one_call() -> None:
    send(10)
    calls = Calls("ChangeMessageVisibilityBatch")
    with at_work(Handler(), visibility=1):
        until(lambda: len(calls.sizes) >= 4)
        assert depth() == (0, 10)
    assert calls.sizes[:4] == [10, 10, 10, 10]


def test_handler_past_its_limit_loses_its_message_and_is_named_once(caplog: pytest.LogCaptureFixture) -> None:
    send(1)
    with at_work(handler := Handler(), visibility=1, handler_limit=0.2):
        until(lambda: handler.seen[1] == 1 and depth() == (1, 0))
    errors = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert errors == ["a handler is past its limit; its message comes back"]


def test_what_waits_behind_a_handler_past_its_limit_is_there_for_others_and_none_is_received() -> None:
    send(10)
    with at_work(handler := Handler(), handler_limit=0.2) as consumer:
        until(lambda: handler.seen[1] == 1 and depth() == (9, 1))
        assert consumer.hand.count == 1


def test_thread_that_dies_stops_the_process(caplog: pytest.LogCaptureFixture) -> None:
    def die(_event: StatusChangeEvent, _now: datetime) -> str:
        raise SystemExit

    send(1)
    with at_work(die) as consumer:
        until(lambda: consumer.stop.is_set)
    assert (consumer.has_died, depth()) == (True, (1, 0))
    assert [record.getMessage() for record in caplog.records if record.levelname == "CRITICAL"]


def test_queues_do_not_starve_each_other() -> None:
    send(5)
    other = aws.client("sqs")
    body = json.dumps({"event_type": "STATUS_CHANGE", "campaign_id": 7, "cycle": 1, "to_status": "WAITING_FOR_DATA"})
    seen = threading.Event()

    def note(_event: StatusChangeEvent, _now: datetime) -> str:
        seen.set()
        return "done"

    with at_work(handler := Handler()):
        until(lambda: handler.seen[1] == 1)
        beside = Consumer(replace(QUEUES["sales"], handler=note), other, StopFlag(), Pace(wait_seconds=0))
        beside.start()
        other.send_message(QueueUrl=settings.SQS_QUEUE_URLS["sales"], MessageBody=body)
        assert seen.wait(5)
        end(beside)
