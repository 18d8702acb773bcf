"""Fixtures that every test folder's conftest.py imports."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import LazySettings
from django.db import connection
from moto import mock_aws

from dripr import aws
from dripr.local.moto_server import MotoServer
from fetcher import area
from fetcher.provisioning import provision
from fetcher.queues import QUEUES

# How long an example takes says more of the machine than of the code: speed is the benchmark's.
hypothesis.settings.register_profile("dripr", deadline=None)
hypothesis.settings.load_profile("dripr")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """A fresh clone has no folder yet for the file of SQLite's test database."""
    if connection.vendor == "sqlite":
        Path(connection.settings_dict["TEST"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """No row of another test's database is known."""
    area.forget()


@pytest.fixture
def aws_in_process(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> Iterator[None]:
    """AWS in this process, with topic, queues and a verified sender."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    aws.forget_clients()
    with mock_aws():
        variables = provision(aws.client("sns"), aws.client("sqs"), QUEUES.values(), "test")
        settings.SNS_CAMPAIGN_EVENTS_TOPIC_ARN = variables["SNS_CAMPAIGN_EVENTS_TOPIC_ARN"]
        settings.SQS_QUEUE_URLS = {name: variables[queue.variable] for name, queue in QUEUES.items()}
        domain = settings.EMAIL_SENDER_ADDRESS.partition("@")[2]
        aws.client("sesv2").create_email_identity(EmailIdentity=domain)
        yield
    aws.forget_clients()


@pytest.fixture(scope="session")
def moto_server() -> Iterator[MotoServer]:
    """AWS over HTTP, for what crosses processes."""
    with MotoServer() as server:
        yield server
