"""An outage of SQS costs a consumer nothing but time: it waits, ever longer, and goes on."""

import json
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

import boto3
import pytest
from botocore.config import Config
from django.conf import settings

from campaigns.events import StatusChangeEvent
from dripr import aws
from dripr.queue_depth import queue_depth
from dripr.tests.chaos.cloud import Cloud, wait_until
from dripr.tests.chaos.flaky_sqs import FlakySqs
from dripr.worker import StopFlag
from fetcher.consumer import Consumer, Pace
from fetcher.queues import QUEUES

OUTAGE = "queue out of reach, will be tried again"
OVER = "queue within reach again"


@pytest.fixture
def sqs(cloud: Cloud) -> Iterator[FlakySqs]:
    with FlakySqs(cloud.server.url) as running:
        yield running
        running.mend()


@contextmanager
def at_work(sqs: FlakySqs, concurrency: int = 1) -> Iterator[list[int]]:
    """A consumer that knows SQS by that way only, and is not patient; yields the campaigns whose events it handled."""
    seen: list[int] = []

    def handle(event: StatusChangeEvent, _now: datetime) -> str:
        seen.append(event.campaign_id)
        return "done"

    config = Config(read_timeout=0.5, retries={"mode": "standard", "total_max_attempts": 1})
    client = boto3.client("sqs", endpoint_url=sqs.url, config=config)
    queue = replace(QUEUES["intro"], handler=handle)
    consumer = Consumer(queue, client, StopFlag(), Pace(concurrency, wait_seconds=0))
    consumer.start()
    try:
        yield seen
    finally:
        consumer.close()
        consumer.finish(time.monotonic() + 5)


def send() -> None:
    event = {"event_type": "STATUS_CHANGE", "campaign_id": 1, "cycle": 1, "to_status": "WAITING_FOR_DATA"}
    aws.client("sqs").send_message(QueueUrl=settings.SQS_QUEUE_URLS["intro"], MessageBody=json.dumps(event))


def depth() -> tuple[int, int]:
    found = queue_depth(aws.client("sqs"), settings.SQS_QUEUE_URLS["intro"])
    return found.visible, found.in_flight


def levels(caplog: pytest.LogCaptureFixture, message: str) -> set[str]:
    return {record.levelname for record in caplog.records if record.getMessage() == message}


@pytest.mark.parametrize("fault", ["500", "a page", "silent", "refused"])
def test_outage_is_waited_out(sqs: FlakySqs, fault: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    sqs.break_down(fault)
    with at_work(sqs) as seen:
        wait_until(lambda: levels(caplog, OUTAGE), "the outage is in the log")
        send()
        sqs.mend()
        wait_until(lambda: seen and depth() == (0, 0), "the message is handled and gone")
    assert (seen, levels(caplog, OUTAGE), levels(caplog, OVER)) == ([1], {"WARNING"}, {"INFO"})


@pytest.mark.parametrize("fault", ["500", "silent"])
def test_delete_that_fails_is_made_again_and_the_work_is_not(sqs: FlakySqs, fault: str) -> None:
    send()
    sqs.break_down(fault, only="DeleteMessageBatch")
    with at_work(sqs) as seen:
        wait_until(lambda: sqs.received["DeleteMessageBatch"] == 2, "the delete is tried again")
        assert depth() == (0, 1)
        sqs.mend()
        wait_until(lambda: depth() == (0, 0), "the message is gone")
    assert seen == [1]


def test_expired_credentials_are_named_and_asked_with_ever_more_slowly(
    sqs: FlakySqs, caplog: pytest.LogCaptureFixture
) -> None:
    sqs.break_down("expired")
    send()
    began = time.monotonic()
    with at_work(sqs, concurrency=4) as seen:
        wait_until(lambda: sqs.refused == 2, "it is tried again")
        sqs.mend()
        wait_until(lambda: seen, "it goes on with new credentials")
    assert time.monotonic() - began >= 0.75 * (1 + 2)
    errors = [record.__dict__["facts"]["error"] for record in caplog.records if record.levelno == logging.ERROR]
    assert errors == ["ExpiredTokenException: look at the credentials and their policy"] * 2
