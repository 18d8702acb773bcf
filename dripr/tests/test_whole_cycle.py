"""The whole cycle across processes: provision, poll, consume until drained, and so on, to the mail that went out."""

import email
import email.policy
import json
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, time
from email.message import EmailMessage
from typing import Any

import pytest
from django.conf import settings

from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, Email, StatusChange
from campaigns.tests.factories import make_agent, make_campaign
from dripr import aws
from dripr.local.moto_server import MotoServer
from dripr.tests.processes import Commands
from fetcher.providers.offline import homes

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6


@pytest.fixture
def commands(moto_server: MotoServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Commands]:
    """The commands with an empty moto server, provisioned, its sender verified."""
    reset = urllib.request.Request(f"{moto_server.url}/moto-api/reset", method="POST")
    urllib.request.urlopen(reset, timeout=10).close()
    commands = Commands({"AWS_ENDPOINT_URL": moto_server.url, "SITE_URL": "https://reports.dripr.example"})
    lines = commands.succeed("provision_queues").splitlines()
    commands.environment |= dict(line.split("=", 1) for line in lines)
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_server.url)
    aws.forget_clients()
    aws.client("sesv2").create_email_identity(EmailIdentity=settings.EMAIL_SENDER_ADDRESS.partition("@")[2])
    yield commands
    aws.forget_clients()


def make_due_campaigns() -> list[Campaign]:
    """Four campaigns that are due: two real homes, an unknown home, and a ZIP code alone."""
    agent = make_agent(sending_weekdays="1234567", window_start=time(0), window_end=time(0), observes_holidays=False)
    first, second = homes()[0], homes()[700]
    due: dict[str, Any] = {"agent": agent, "next_send_datetime": datetime(2026, 11, 1, tzinfo=UTC)}
    return [
        make_campaign(**due, formatted_address=first.formatted_address, zip_code=first.zip_code),
        make_campaign(**due, formatted_address=second.formatted_address, zip_code=second.zip_code),
        make_campaign(**due, formatted_address="1 Nowhere Rd, Seattle, WA 98107", zip_code="98107"),
        make_campaign(**due, formatted_address="", zip_code="98115", no_address_newsletter=True),
    ]


def mails(server: MotoServer) -> dict[str, EmailMessage]:
    """What the mail service holds, by recipient."""
    with urllib.request.urlopen(f"{server.url}/moto-api/data.json", timeout=10) as answer:
        sent = json.load(answer)["ses"]["RawMessage"]
    parsed = [email.message_from_string(message["raw_data"], policy=email.policy.default) for message in sent]
    return {message["To"].addresses[0].addr_spec: message for message in parsed if isinstance(message, EmailMessage)}


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def run_until_at_rest(commands: Commands) -> None:
    for _ in range(ROUNDS):
        commands.succeed("run_transitions", "--once")
        commands.succeed("consume_queue", "--all", "--drain", "--concurrency", "2")
        if not Campaign.objects.exclude(campaign_status=CampaignStatus.DORMANT).exists():
            return


def test_every_due_campaign_comes_to_rest_with_exactly_one_email(commands: Commands, moto_server: MotoServer) -> None:
    campaigns = make_due_campaigns()
    run_until_at_rest(commands)
    assert set(Campaign.objects.values_list("campaign_status", flat=True)) == {"DORMANT"}
    assert list(Email.objects.values_list("delivery_status", flat=True)) == [DeliveryStatus.SENT] * 4
    assert {campaign.email for campaign in campaigns} == set(mails(moto_server))
    walked = StatusChange.objects.filter(campaign=campaigns[0]).order_by("id").values_list("to_status", flat=True)
    assert list(walked) == [
        "WAITING_FOR_DATA",
        "WAITING_FOR_HOME_ANALYSIS",
        "READY_TO_CREATE_EMAIL",
        "READY_TO_SEND_EMAIL",
        "DORMANT",
    ]
    _check_mime(campaigns, mails(moto_server))


def _check_mime(campaigns: list[Campaign], sent: dict[str, EmailMessage]) -> None:
    known, _, unknown, newsletter = campaigns
    known.refresh_from_db()
    value = known.property_history.get().current_value
    message = sent[known.email]
    assert message["Subject"].startswith(known.formatted_address.partition(",")[0])
    assert message["List-Unsubscribe"].strip().startswith("<https://reports.dripr.example/u/")
    assert f"${value:,}" in body(message, "plain")
    assert f"${value:,}" in body(message, "html")
    assert "King County Department of Assessments" in body(message, "plain")
    for without_value in (unknown, newsletter):
        assert "not an appraisal" not in body(sent[without_value.email], "plain")


def test_second_pass_of_everything_sends_nothing_more(commands: Commands, moto_server: MotoServer) -> None:
    make_due_campaigns()
    run_until_at_rest(commands)
    StatusChange.objects.update(published_at=None)
    run_until_at_rest(commands)
    commands.succeed("run_transitions", "--republish", "--once")
    commands.succeed("consume_queue", "--all", "--drain")
    assert len(mails(moto_server)) == Email.objects.count() == 4
    assert StatusChange.objects.count() == 20
