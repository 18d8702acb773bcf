"""Consumers at work in one process: each with threads and a budget of its own, ended together."""

import logging
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from dripr import aws
from dripr.queue_depth import queue_depth
from dripr.worker import StopFlag
from fetcher.consumer import NOBODY, Consumer, Pace
from fetcher.observer import Observer
from fetcher.queues import Queue

logger = logging.getLogger(__name__)

WHILE_DRAINING_SECONDS = 1
GRACE_SECONDS = 30.0
CHECK_SECONDS = 0.2
LAST_CALLS_SECONDS = 2.0
"""Of the grace, so much is left for giving back what a long poll has just brought."""


class Finishing(Protocol):
    """A consumer that was told to end."""

    def finish(self, deadline: float) -> None: ...


def run_consumers(
    queues: Sequence[Queue],
    concurrency: int,
    stop: StopFlag,
    *,
    drain: bool = False,
    grace: float = GRACE_SECONDS,
    observer: Observer = NOBODY,
) -> bool:
    """Consume queues until stopped or drained; False if a thread died.

    1. Receive and start nothing more; give back at once what was not started.
    2. For up to `grace` seconds let handlers end, and receives, whose messages are given back: a message that came to a
       receive nobody waits for would stay invisible. So no receive is longer than the grace.
    3. Give back what is not finished, and make the deletes that are owed.
    """
    pace = Pace(concurrency, _wait_seconds(grace, drain=drain), settings.SQS_VISIBILITY_SECONDS)
    consumers = [Consumer(queue, aws.client("sqs"), stop, pace, observer) for queue in queues]
    for consumer in consumers:
        consumer.start()
    while not stop.wait(CHECK_SECONDS):
        if drain and not any(consumer.is_busy for consumer in consumers) and _is_drained(queues):
            stop.set()
    deadline = time.monotonic() + grace
    for consumer in consumers:
        consumer.close()
    logger.info("ending: nothing more is started", extra={"facts": {"grace": grace}})
    finish_all(consumers, deadline)
    return not any(consumer.has_died for consumer in consumers)


def finish_all(consumers: Sequence[Finishing], deadline: float) -> None:
    """Side by side: a queue service that does not answer holds the last calls of each up, and must not so in turn."""
    with ThreadPoolExecutor(len(consumers)) as pool:
        list(pool.map(lambda consumer: consumer.finish(deadline), consumers))


def _wait_seconds(grace: float, *, drain: bool) -> int:
    longest = WHILE_DRAINING_SECONDS if drain else settings.SQS_LONG_POLL_SECONDS
    return max(0, min(longest, int(grace - LAST_CALLS_SECONDS)))


def _is_drained(queues: Sequence[Queue]) -> bool:
    try:
        return all(queue_depth(aws.client("sqs"), queue.url).total == 0 for queue in queues)
    except (ClientError, BotoCoreError):
        return False
