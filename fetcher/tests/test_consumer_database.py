"""A consumer whose database connection is cut."""

import json
import logging
import time
from dataclasses import replace
from datetime import datetime

import pytest
from django.conf import settings
from django.db import connection

from campaigns.events import StatusChangeEvent
from campaigns.models import CampaignStatus
from campaigns.tests.factories import make_campaign
from dripr import aws
from dripr.queue_depth import queue_depth
from dripr.worker import StopFlag
from fetcher.consumer import Consumer, Pace
from fetcher.queues import QUEUES
from fetcher.retry import RetryPolicy

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("aws_in_process")]


def connection_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT CONNECTION_ID()")
        return int(cursor.fetchone()[0])


def test_killed_connection_costs_one_try_and_is_made_anew(caplog: pytest.LogCaptureFixture) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite is a file: there is no connection that could be cut")
    campaign = make_campaign(campaign_status=CampaignStatus.WAITING_FOR_DATA, intro_status="WAITING_FOR_DATA")
    event = {"event_type": "STATUS_CHANGE", "campaign_id": campaign.pk, "cycle": 3, "to_status": "WAITING_FOR_DATA"}
    used: list[int] = []

    def handle(_event: StatusChangeEvent, _now: datetime) -> str:
        used.append(connection_id())
        return "done"

    sqs, url = aws.client("sqs"), settings.SQS_QUEUE_URLS["intro"]
    queue = replace(QUEUES["intro"], handler=handle, policy=RetryPolicy(first_delay=1))
    consumer = Consumer(queue, sqs, StopFlag(), Pace(wait_seconds=0))
    consumer.start()
    for expected in (1, 2):
        sqs.send_message(QueueUrl=url, MessageBody=json.dumps(event))
        deadline = time.monotonic() + 10
        while len(used) < expected or queue_depth(sqs, url).total:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        if expected == 1:
            with connection.cursor() as cursor:
                cursor.execute(f"KILL {used[0]}")
    consumer.close()
    consumer.finish(time.monotonic() + 5)
    assert (len(used), len(set(used))) == (2, 2)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
