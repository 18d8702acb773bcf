"""A database that is gone for a while costs a consumer nothing but time."""

import pytest
from django.conf import settings
from django.db import connection

from campaigns.models import Campaign, StepFailure
from dripr import aws
from dripr.queue_depth import queue_depth
from dripr.tests.chaos.cloud import Cloud, make_open_agent, make_startable, wait_until
from dripr.tests.chaos.database_gate import DatabaseGate


def is_done(count: int) -> bool:
    depth = queue_depth(aws.client("sqs"), settings.SQS_QUEUE_URLS["property"])
    return Campaign.objects.filter(property_status="READY").count() == count and depth.total == 0


def test_consumer_outlives_an_outage_of_the_database(cloud: Cloud) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite is a file: there is no server that could be gone")
    agent = make_open_agent()
    with DatabaseGate() as gate:
        consumer = cloud.start("consume_queue", "property", DATABASE_URL=gate.database_url)
        make_startable(agent)
        cloud.poll()
        wait_until(lambda: is_done(1), "the consumer is at work")
        gate.shut()
        make_startable(agent)
        cloud.poll()
        wait_until(lambda: "failure not recorded, comes back" in consumer.log_text(), "the outage is in the log")
        gate.open()
        wait_until(lambda: is_done(2), "the message came back and its work is done")
        assert cloud.end(consumer) == [0]
    assert not StepFailure.objects.exists()
    assert "Traceback" not in consumer.log_text()
