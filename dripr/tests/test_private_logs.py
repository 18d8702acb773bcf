"""No e-mail address, name, street or secret reaches a log, over a whole cycle and its faults, at the lowest level."""

import json
import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from io import StringIO

import pytest
from botocore.exceptions import ClientError
from django.conf import settings
from django.core.management import call_command

from campaigns.events import StatusChangeEvent
from campaigns.models import Agent, Campaign, CampaignStatus, StatusChange, Step, SubStatus
from campaigns.states import DATA_SUB_STATUSES
from campaigns.tests.factories import make_agent, make_brokerage, make_campaign, make_suppressed
from dripr import aws
from dripr.logs import JsonFormatter, TextFormatter
from dripr.worker import StopFlag
from fetcher.consumer import Consumer
from fetcher.providers.offline import homes
from fetcher.queues import QUEUES

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("aws_in_process")]

STREET = homes()[0].formatted_address.partition(",")[0]
PRIVATE = {
    "first name": "Ottoline",
    "last name": "Quackenbush",
    "address": "ottoline.q@clients.example",
    "domain": "clients.example",
    "street": STREET,
    "agent": "Thaddeus",
    "agent's address": "thaddeus@agents.example",
    "agent's telephone": "(206) 555-0187",
    "brokerage's street": "77 Unlikely Plaza",
    "mail's name": "Your home",
    "secret key": settings.SECRET_KEY,
    "token": "/u/",
}


@pytest.fixture
def logged() -> Iterator[Callable[[], list[str]]]:
    """All that goes through any logger from DEBUG on, as text and as JSON."""
    root, streams = logging.getLogger(), []
    before = root.level
    handlers: list[logging.Handler] = []
    for formatter in (TextFormatter(), JsonFormatter()):
        streams.append(StringIO())
        handlers.append(logging.StreamHandler(streams[-1]))
        handlers[-1].setFormatter(formatter)
        root.addHandler(handlers[-1])
    root.setLevel(logging.DEBUG)
    yield lambda: [stream.getvalue() for stream in streams]
    root.setLevel(before)
    for handler in handlers:
        root.removeHandler(handler)


def make_private_agent() -> Agent:
    return make_agent(
        name=f"{PRIVATE['agent']} Salt",
        email=PRIVATE["agent's address"],
        phone=PRIVATE["agent's telephone"],
        brokerage=make_brokerage(street=PRIVATE["brokerage's street"]),
        sending_weekdays="1234567",
        window_start=time(0),
        window_end=time(0),
        observes_holidays=False,
    )


def make_private_campaign(**overrides: object) -> Campaign:
    home = homes()[0]
    fields: dict[str, object] = {
        "agent": make_private_agent(),
        "first_name": PRIVATE["first name"],
        "last_name": PRIVATE["last name"],
        "email": PRIVATE["address"],
        "formatted_address": home.formatted_address,
        "zip_code": home.zip_code,
    }
    return make_campaign(**fields | overrides)


def leaks(texts: list[str]) -> list[str]:
    secrets = PRIVATE | {"AWS key": os.environ["AWS_SECRET_ACCESS_KEY"]}
    return [name for name, value in secrets.items() if any(value in text for text in texts)]


def test_whole_cycle_leaves_nothing_private_in_the_log(logged: Callable[[], list[str]]) -> None:
    campaign = make_private_campaign(next_send_datetime=datetime(2026, 11, 1, tzinfo=UTC))
    make_private_campaign(agent=campaign.agent, first_name="", next_send_datetime=datetime(2026, 11, 1, tzinfo=UTC))
    while StatusChange.objects.count() < 10:
        call_command("run_transitions", once=True, stdout=StringIO())
        call_command("consume_queue", all=True, drain=True, concurrency=2)
    assert set(Campaign.objects.values_list("campaign_status", flat=True)) == {CampaignStatus.DORMANT}
    assert leaks(logged()) == []
    lines = [json.loads(line) for line in logged()[1].splitlines()]
    done = {line["queue"] for line in lines if line["message"] == "handled" and line["campaign"] == campaign.pk}
    assert done == {step.value for step in Step}


def duplicate_row() -> None:
    make_suppressed(email=PRIVATE["address"])
    make_suppressed(email=PRIVATE["address"])


def refused_by_aws() -> None:
    raise ClientError({"Error": {"Code": "Denied", "Message": f"{STREET} of {PRIVATE['last name']}"}}, "SendEmail")


def bug() -> None:
    try:
        {}[PRIVATE["last name"]]
    except KeyError as error:
        raise RuntimeError(f"no home at {STREET} of {PRIVATE['address']}") from error


@pytest.mark.parametrize("fault", [duplicate_row, refused_by_aws, bug])
def test_fault_that_quotes_a_row_leaves_nothing_private_in_the_log(
    fault: Callable[[], None], logged: Callable[[], list[str]]
) -> None:
    waiting = dict.fromkeys(DATA_SUB_STATUSES, SubStatus.WAITING_FOR_DATA)
    campaign = make_private_campaign(campaign_status=CampaignStatus.WAITING_FOR_DATA, **waiting)
    body = {"event_type": "STATUS_CHANGE", "campaign_id": campaign.pk, "cycle": 3, "to_status": "WAITING_FOR_DATA"}
    aws.client("sqs").send_message(QueueUrl=QUEUES["intro"].url, MessageBody=json.dumps(body))

    def handle(_event: StatusChangeEvent, _now: datetime) -> str:
        fault()
        raise AssertionError

    consumer = Consumer(replace(QUEUES["intro"], handler=handle), aws.client("sqs"), StopFlag())
    consumer.consume_once(0)
    consumer.close()
    assert leaks(logged()) == []
    outcomes = [json.loads(line).get("outcome") for line in logged()[1].splitlines()]
    assert outcomes[-1] == "failed, comes back"


@pytest.mark.parametrize("library", ["boto3", "botocore.endpoint", "django.db.backends", "httpx", "urllib3.util"])
def test_library_that_writes_bodies_or_urls_stays_quiet(library: str, logged: Callable[[], list[str]]) -> None:
    logging.getLogger(library).debug("POST /?api_key=the-key")
    assert logged() == ["", ""]
