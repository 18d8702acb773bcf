"""The two sides of the consumer's rows: dripr's consumer, and a bare boto3 loop. Each empties a full queue once."""

import gc
import itertools
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import boto3
from django.conf import settings
from django.db import connections

from dripr import aws
from dripr.benchmarks.runs import Clock, Run
from dripr.benchmarks.sns_server import FOLDER
from dripr.benchmarks.sqs import BATCH, BenchmarkQueue
from dripr.worker import StopFlag
from fetcher.consumer import Consumer, Pace
from fetcher.consumer_metrics import ConsumerMetrics
from fetcher.handlers.outcome import Outcome
from fetcher.queues import QUEUES, Queue

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs.type_defs import MessageTypeDef

LOOK_SECONDS = 0.001
END_SECONDS = 10.0
WORST_SECONDS = 120.0

Work = Callable[["MessageTypeDef"], None]


class NotConsumed(Exception):
    """Messages were left: the time of this run says nothing."""


def nothing(_message: "MessageTypeDef") -> None:
    pass


def handle_nothing(_event: Any, _now: datetime) -> str:
    return "done"


@contextmanager
def as_in_a_process_of_its_own() -> Iterator[None]:
    """Both sides have the collector look at nothing that was there before, as consume_queue does for itself."""
    gc.collect()
    gc.freeze()
    try:
        with _logged_to_a_file():
            yield
    finally:
        gc.unfreeze()


@contextmanager
def _logged_to_a_file() -> Iterator[None]:
    """Log lines are made and written, but not into the table."""
    handler = next(each for each in logging.getLogger().handlers if isinstance(each, logging.StreamHandler))
    with (FOLDER / "consumer.log").open("w", encoding="utf-8") as file:
        before = handler.setStream(file)
        try:
            yield
        finally:
            handler.setStream(before)


def bare(queue: BenchmarkQueue, count: int, threads: int, endpoint: str | None = None, work: Work = nothing) -> Run:
    """Receive ten, delete ten, in each thread, until all are deleted."""
    client = boto3.client("sqs", endpoint_url=endpoint)
    deleted: list[MessageTypeDef] = []

    def loop() -> None:
        while len(deleted) < count:
            answer = client.receive_message(QueueUrl=queue.url, MaxNumberOfMessages=BATCH, WaitTimeSeconds=0)
            messages = answer.get("Messages", [])
            if not messages:
                return
            for message in messages:
                work(message)
            client.delete_message_batch(
                QueueUrl=queue.url,
                Entries=[
                    {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]}
                    for number, message in enumerate(messages)
                ],
            )
            deleted.extend(messages)

    def work_on() -> None:
        try:
            loop()
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work_on) for _ in range(threads)]
    clock = Clock()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    run = clock.run(count)
    _require_empty(queue)
    return run


def dripr(
    queue: BenchmarkQueue, count: int, threads: int, name: str = "intro", handler: Callable[..., str] | None = None
) -> Run:
    """The consumer of `consume_queue`, with its metrics, through this process's client."""
    handled = itertools.count(1)
    is_handled = threading.Event()
    handle = handler or QUEUES[name].handler

    def counted(event: Any, now: datetime) -> str | Outcome:
        outcome = handle(event, now)
        if next(handled) == count:
            is_handled.set()
        return outcome

    settings.SQS_QUEUE_URLS[name] = queue.url
    consumer = _consumer(replace(QUEUES[name], handler=counted), threads)
    clock = Clock()
    consumer.start()
    is_handled.wait(WORST_SECONDS)
    while consumer.is_busy:
        time.sleep(LOOK_SECONDS)
    run = clock.run(count)
    consumer.close()
    consumer.finish(time.monotonic() + END_SECONDS)
    _require_empty(queue)
    return run


def _consumer(queue: Queue, threads: int) -> Consumer:
    pace = Pace(threads, wait_seconds=1)
    return Consumer(queue, aws.client("sqs"), StopFlag(), pace, ConsumerMetrics([queue.name]))


def _require_empty(queue: BenchmarkQueue) -> None:
    if any(left := queue.depth()):
        raise NotConsumed(f"{left} messages are left, visible and in flight")
