"""A queue that is deleted under a consumer's process: it says so, asks ever more slowly, and goes on with a new one."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings

from campaigns.models import Campaign
from dripr import aws
from dripr.local.processes import Child
from dripr.tests.chaos.cloud import Cloud, make_open_agent, make_startable, wait_until
from dripr.tests.chaos.flaky_sqs import FlakySqs
from dripr.tests.fixtures import ENVIRONMENT
from fetcher.provisioning import provision
from fetcher.queues import QUEUES


@pytest.fixture
def sqs(cloud: Cloud) -> Iterator[FlakySqs]:
    """The way to SQS of the processes; it counts what they ask for."""
    with FlakySqs(cloud.server.url) as running:
        cloud.environment["AWS_ENDPOINT_URL_SQS"] = running.url
        yield running


def complaints(consumer: Child) -> list[str]:
    """Without date and time."""
    lines = [line for line in consumer.log_text().splitlines() if re.search(" (WARNING|ERROR|CRITICAL) ", line)]
    return [re.sub(r"^.*? (?=WARNING|ERROR|CRITICAL)", "", line) for line in lines]


def complaint(pause: float) -> str:
    return (
        "ERROR fetcher.receiving: queue out of reach, will be tried again queue=property "
        'error="there is no such queue any more: `manage.py provision_queues` makes it anew" '
        f"pause={pause}"
    )


def test_deleted_queue_is_named_asked_for_ever_more_slowly_and_worked_on_once_it_is_back(
    cloud: Cloud, sqs: FlakySqs
) -> None:
    consumer = cloud.start("consume_queue", "property", "--concurrency", "4")
    wait_until(lambda: sqs.received["ReceiveMessage"], "the consumer is at work")
    aws.client("sqs").delete_queue(QueueUrl=settings.SQS_QUEUE_URLS["property"])
    wait_until(lambda: complaints(consumer), "it is in the log")
    before = sqs.received["ReceiveMessage"]
    wait_until(lambda: len(complaints(consumer)) == 2, "it is tried again")
    assert complaints(consumer) == [complaint(1.0), complaint(2.0)]
    assert sqs.received["ReceiveMessage"] == before + 1

    provision(aws.client("sns"), aws.client("sqs"), QUEUES.values(), ENVIRONMENT)
    make_startable(make_open_agent())
    cloud.poll()
    wait_until(lambda: Campaign.objects.filter(property_status="READY").exists(), "it goes on with the new queue")
    assert cloud.end(consumer) == [0]
    assert "queue within reach again queue=property" in consumer.log_text()
