"""Consumers whose database connection is cut, or whose transactions get in each other's way."""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import F

from campaigns.events import StatusChangeEvent
from campaigns.models import Campaign, CampaignStatus, StepFailure
from campaigns.tests.factories import make_campaign
from dripr import aws
from dripr.queue_depth import queue_depth
from dripr.worker import StopFlag
from fetcher.consumer import Consumer, Pace
from fetcher.queues import QUEUES
from fetcher.retry import RetryPolicy

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("aws_in_process")]


DEADLOCK = 1213
"""What InnoDB calls it."""


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def make_waiting() -> Campaign:
    return make_campaign(campaign_status=CampaignStatus.WAITING_FOR_DATA, intro_status="WAITING_FOR_DATA")


def send(campaign: Campaign) -> None:
    event = {"event_type": "STATUS_CHANGE", "campaign_id": campaign.pk, "cycle": 3, "to_status": "WAITING_FOR_DATA"}
    aws.client("sqs").send_message(QueueUrl=settings.SQS_QUEUE_URLS["intro"], MessageBody=json.dumps(event))


def is_empty() -> bool:
    return queue_depth(aws.client("sqs"), settings.SQS_QUEUE_URLS["intro"]).total == 0


@contextmanager
def consumers_at_work(count: int, handler: Callable[[StatusChangeEvent, datetime], str]) -> Iterator[None]:
    queue = replace(QUEUES["intro"], handler=handler, policy=RetryPolicy(first_delay=1))
    consumers = [Consumer(queue, aws.client("sqs"), StopFlag(), Pace(wait_seconds=0)) for _ in range(count)]
    for consumer in consumers:
        consumer.start()
    try:
        yield
    finally:
        for consumer in consumers:
            consumer.close()
        for consumer in consumers:
            consumer.finish(time.monotonic() + 5)


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


def connection_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT CONNECTION_ID()")
        return int(cursor.fetchone()[0])


def test_killed_connection_costs_one_try_and_is_made_anew(caplog: pytest.LogCaptureFixture) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite is a file: there is no connection that could be cut")
    campaign = make_waiting()
    used: list[int] = []

    def handle(_event: StatusChangeEvent, _now: datetime) -> str:
        used.append(connection_id())
        return "done"

    with consumers_at_work(1, handle):
        send(campaign)
        until(lambda: len(used) == 1 and is_empty())
        with connection.cursor() as cursor:
            cursor.execute(f"KILL {used[0]}")
        send(campaign)
        until(lambda: len(used) == 2 and is_empty())
    assert (len(used), len(set(used)), errors(caplog)) == (2, 2, [])


class Crosswise:
    """Adds one to the event's own campaign and then to the other; at first only when both have changed their own."""

    def __init__(self, campaigns: Sequence[Campaign]) -> None:
        self.keys = {campaign.pk for campaign in campaigns}
        self.begun: set[int] = set()
        self.both_changed = threading.Barrier(len(campaigns))
        self.errors: list[int] = []

    def __call__(self, event: StatusChangeEvent, _now: datetime) -> str:
        own = event.campaign_id
        is_first = own not in self.begun
        self.begun.add(own)
        try:
            with transaction.atomic():
                Campaign.objects.filter(pk=own).update(republish_count=F("republish_count") + 1)
                if is_first:
                    self.both_changed.wait(10)
                Campaign.objects.filter(pk__in=self.keys - {own}).update(republish_count=F("republish_count") + 1)
        except OperationalError as error:
            self.errors.append(error.args[0])
            raise
        return "done"


def test_deadlock_of_two_consumers_is_tried_again_and_is_no_bug(caplog: pytest.LogCaptureFixture) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time: nobody waits crosswise")
    campaigns = [make_waiting(), make_waiting()]
    handler = Crosswise(campaigns)
    with consumers_at_work(2, handler):
        send(campaigns[0])
        until(lambda: handler.begun)  # by the one; the next is the other's
        send(campaigns[1])
        until(lambda: handler.errors and is_empty())
    assert handler.errors == [DEADLOCK]
    assert list(Campaign.objects.values_list("republish_count", flat=True)) == [2, 2]
    assert list(StepFailure.objects.values_list("attempts", "error")) == [(1, "OperationalError")]
    warnings = [record.__dict__["facts"]["outcome"] for record in caplog.records if record.levelno == logging.WARNING]
    assert (warnings, errors(caplog)) == (["failed, comes back"], [])
