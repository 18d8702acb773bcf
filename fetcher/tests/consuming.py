"""Consumers in this process, at work on one queue until it is empty."""

import time
from dataclasses import replace

from django.conf import settings

from dripr import aws
from dripr.queue_depth import queue_depth
from dripr.worker import StopFlag
from fetcher.consumer import Consumer, Pace
from fetcher.queues import QUEUES
from fetcher.retry import RetryPolicy


def consume_all(queue: str) -> None:
    """Two consumers with four threads each, until nothing is left; what fails comes back soon."""
    sqs, url = aws.client("sqs"), settings.SQS_QUEUE_URLS[queue]
    soon = replace(QUEUES[queue], policy=RetryPolicy(first_delay=1, wait_delay=1))
    consumers = [Consumer(soon, sqs, StopFlag(), Pace(concurrency=4, wait_seconds=0, visibility=4)) for _ in range(2)]
    for consumer in consumers:
        consumer.start()
    deadline = time.monotonic() + 60
    while queue_depth(sqs, url).total:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    for consumer in consumers:
        consumer.close()
        consumer.finish(time.monotonic() + 5)
