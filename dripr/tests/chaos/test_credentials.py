"""Credentials that end under a consumer's process: it says so, asks ever more slowly, and takes new ones."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Campaign
from dripr.local.processes import Child
from dripr.tests.chaos.cloud import Cloud, make_open_agent, make_startable, wait_until
from dripr.tests.chaos.flaky_sqs import FlakySqs
from fetcher.tests.http_server import Answer, ScriptedServer

KEYS = "/keys"


def keys(name: str) -> Answer:
    """A role's keys, as a container is given them; boto3 asks anew for keys that end within ten minutes."""
    ends = (timezone.now() + timedelta(minutes=5)).isoformat()
    return Answer.json({"AccessKeyId": name, "SecretAccessKey": "secret", "Token": "token", "Expiration": ends})


@pytest.fixture
def role() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        server.answer(KEYS, keys("OLD"))
        yield server


@pytest.fixture
def sqs(cloud: Cloud, role: ScriptedServer) -> Iterator[FlakySqs]:
    """The way to SQS of processes that have their keys from a role."""
    own = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"}
    with FlakySqs(cloud.server.url) as running:
        cloud.environment |= own | {
            "AWS_ENDPOINT_URL_SQS": running.url,
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": role.url + KEYS,
        }
        yield running


def complaints(consumer: Child) -> list[str]:
    """What it says and for how long it pauses, without date and time."""
    lines = [line for line in consumer.log_text().splitlines() if re.search(" (WARNING|ERROR|CRITICAL) ", line)]
    return [re.sub(r"^.*? (?=WARNING|ERROR|CRITICAL)", "", line) for line in lines if "fetcher." in line]


def complaint(name: str, pause: float) -> str:
    return (
        "ERROR fetcher.receiving: queue out of reach, will be tried again queue=property "
        f'error="{name}: look at the credentials and their policy" pause={pause}'
    )


def has_worked() -> bool:
    return Campaign.objects.filter(property_status="READY").exists()


def test_expired_keys_are_named_and_new_ones_taken(cloud: Cloud, sqs: FlakySqs, role: ScriptedServer) -> None:
    consumer = cloud.start("consume_queue", "property", "--concurrency", "4")
    wait_until(lambda: sqs.received["ReceiveMessage"], "the consumer is at work")
    sqs.expired_key = "OLD"
    wait_until(lambda: len(complaints(consumer)) == 2, "it is tried again")
    assert complaints(consumer) == [complaint("ExpiredTokenException", pause) for pause in (1.0, 2.0)]
    assert sqs.refused == 2

    role.answer(KEYS, keys("NEW"))
    make_startable(make_open_agent())
    cloud.poll()
    wait_until(has_worked, "it goes on with the new keys")
    assert cloud.end(consumer) == [0]


def test_role_that_gives_no_keys_is_named_and_waited_for(cloud: Cloud, sqs: FlakySqs, role: ScriptedServer) -> None:
    consumer = cloud.start("consume_queue", "property")
    wait_until(lambda: sqs.received["ReceiveMessage"], "the consumer is at work")
    role.answer(KEYS, Answer(status=503))
    wait_until(lambda: complaints(consumer), "it is in the log")
    assert complaints(consumer)[0] == complaint("CredentialRetrievalError", 1.0)

    role.answer(KEYS, keys("NEW"))
    make_startable(make_open_agent())
    cloud.poll()
    wait_until(has_worked, "it goes on")
    assert cloud.end(consumer) == [0]
