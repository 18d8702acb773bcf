"""Consumers at work in one process: a thread for each queue, ended together."""

import logging
import threading

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from dripr import aws
from dripr.queue_depth import queue_depth
from dripr.worker import StopFlag
from fetcher.consumer import NOBODY, Consumer
from fetcher.observer import Observer
from fetcher.queues import Queue

logger = logging.getLogger(__name__)

WHILE_DRAINING_SECONDS = 1
LONGEST_PAUSE_SECONDS = 60
CHECK_SECONDS = 0.2


def run_consumers(
    queues: list[Queue], concurrency: int, stop: StopFlag, *, drain: bool, observer: Observer = NOBODY
) -> bool:
    """Consume every queue in a thread of its own until stopped or drained; False if a thread died."""
    died = threading.Event()
    wait_seconds = WHILE_DRAINING_SECONDS if drain else settings.SQS_LONG_POLL_SECONDS
    consumers = [Consumer(queue, aws.client("sqs"), stop, concurrency, observer) for queue in queues]
    loops = [threading.Thread(target=_guarded, args=(consumer, died, wait_seconds)) for consumer in consumers]
    for loop in loops:
        loop.start()
    while not stop.wait(CHECK_SECONDS):
        if drain and _is_drained(queues):
            stop.set()
    for loop in loops:
        loop.join()
    return not died.is_set()


def _guarded(consumer: Consumer, died: threading.Event, wait_seconds: int) -> None:
    """A loop that ends by itself ends the process, so that none looks alive that does nothing."""
    try:
        _loop(consumer, wait_seconds)
    except Exception:
        logger.exception("consumer thread died", extra={"facts": {"queue": consumer.queue.name}})
        died.set()
    finally:
        consumer.stop.set()
        consumer.close()


def _loop(consumer: Consumer, wait_seconds: int) -> None:
    """Receive and handle until stopped; what goes away at the queue service is tried again, ever more slowly."""
    pause = 1
    while not consumer.stop.is_set:
        try:
            consumer.consume_once(wait_seconds)
            pause = 1
        except (ClientError, BotoCoreError) as error:
            facts = {"queue": consumer.queue.name, "error": type(error).__name__, "pause": pause}
            logger.warning("queue out of reach, will be tried again", extra={"facts": facts})
            consumer.stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


def _is_drained(queues: list[Queue]) -> bool:
    try:
        return all(queue_depth(aws.client("sqs"), queue.url).total == 0 for queue in queues)
    except (ClientError, BotoCoreError):
        return False
