"""Fixtures that every test folder's conftest.py imports."""

import functools
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

import hypothesis
import pytest
from django.conf import LazySettings
from django.conf import settings as django_settings
from django.db import connection
from django.test import override_settings
from moto import mock_aws

from campaigns.emails.connection import forget_connection
from dripr import aws
from dripr.local.moto_server import MotoServer
from dripr.tests.moto_state import KEEP, PUT_BACK, KeepingMotoServer, State
from fetcher import area
from fetcher.provisioning import provision
from fetcher.queues import QUEUES

ENVIRONMENT = "test"
"""The name of what is provisioned for the tests."""
DATABASE_FIXTURES = {"db", "transactional_db", "scratch"}

# How long an example takes says more of the machine than of the code: speed is the benchmark's.
hypothesis.settings.register_profile("dripr", deadline=None)
hypothesis.settings.load_profile("dripr")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses the database; the others are refused it, so they say nothing new on a second kind of database."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if item.get_closest_marker("django_db") or not DATABASE_FIXTURES.isdisjoint(fixtures):
            item.add_marker("database")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """For the file of SQLite's test database a fresh clone has no folder yet; nor need it outlive a power cut."""
    if connection.vendor == "sqlite":
        Path(connection.settings_dict["TEST"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        connection.settings_dict["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"


@pytest.fixture(scope="session", autouse=True)
def quick_passwords(django_test_environment: None) -> Iterator[None]:
    """Passwords are Django's: no test of ours is about how slowly it hashes them."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """No row of another test's database is known, no connection to its mail service kept."""
    area.forget()
    forget_connection()


@pytest.fixture
def aws_in_process(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> Iterator[None]:
    """AWS in this process, with topic, queues and a verified sender."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    aws.forget_clients()
    with mock_aws():
        state, variables = _provisioned_in_process()
        state.put_back()
        use(settings, variables)
        yield
    aws.forget_clients()


@functools.cache
def _provisioned_in_process() -> tuple[State, dict[str, str]]:
    variables = _provision()
    return State(), variables


@pytest.fixture(scope="session")
def moto_server(pytestconfig: pytest.Config) -> MotoServer:
    """AWS over HTTP, for what crosses processes: one for all test folders, of which each has this fixture anew."""
    return _moto_server(pytestconfig)


@functools.cache
def _moto_server(config: pytest.Config) -> MotoServer:
    server = KeepingMotoServer()
    server.start()
    config.add_cleanup(server.stop)
    return server


@pytest.fixture
def provisioned(
    moto_server: MotoServer, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> Iterator[Mapping[str, str]]:
    """In the moto server topic, queues and a verified sender, and nothing else; yields the variables that name it."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_server.url)
    aws.forget_clients()
    variables = _provisioned_over_http(moto_server.url)
    post(moto_server.url + PUT_BACK)
    use(settings, variables)
    yield {**variables, "AWS_ENDPOINT_URL": moto_server.url}
    aws.forget_clients()


@functools.cache
def _provisioned_over_http(url: str) -> dict[str, str]:
    post(f"{url}/moto-api/reset")
    variables = _provision()
    post(url + KEEP)
    return variables


def _provision() -> dict[str, str]:
    variables = provision(aws.client("sns"), aws.client("sqs"), QUEUES.values(), ENVIRONMENT)
    sender: str = django_settings.EMAIL_SENDER_ADDRESS
    aws.client("sesv2").create_email_identity(EmailIdentity=sender.partition("@")[2])
    return variables


def use(settings: LazySettings, variables: Mapping[str, str]) -> None:
    """Have this process know the topic and the queues."""
    settings.SNS_CAMPAIGN_EVENTS_TOPIC_ARN = variables["SNS_CAMPAIGN_EVENTS_TOPIC_ARN"]
    settings.SQS_QUEUE_URLS = {name: variables[queue.variable] for name, queue in QUEUES.items()}


def post(url: str) -> None:
    urllib.request.urlopen(urllib.request.Request(url, method="POST"), timeout=10).close()
