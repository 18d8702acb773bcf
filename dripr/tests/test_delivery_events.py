"""Delivery events across processes: sent, injected through the topic, consumed, and what became of everybody."""

import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, Email, SubStatus, SuppressedAddress
from campaigns.states import SUB_STATUSES
from campaigns.tests.factories import make_agent, make_campaign, make_email, make_status_change
from dripr import aws
from dripr.local.moto_server import MotoServer
from dripr.tests.processes import Commands

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def commands(moto_server: MotoServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Commands]:
    """The commands with an empty moto server, provisioned, its sender verified."""
    reset = urllib.request.Request(f"{moto_server.url}/moto-api/reset", method="POST")
    urllib.request.urlopen(reset, timeout=10).close()
    commands = Commands({"AWS_ENDPOINT_URL": moto_server.url})
    lines = commands.succeed("provision_queues").splitlines()
    commands.environment |= dict(line.split("=", 1) for line in lines if "=" in line)
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_server.url)
    aws.forget_clients()
    aws.client("sesv2").create_email_identity(EmailIdentity=settings.EMAIL_SENDER_ADDRESS.partition("@")[2])
    yield commands
    aws.forget_clients()


def make_email_to_send() -> Email:
    """The draft of a campaign whose sending event is owed."""
    agent = make_agent(sending_weekdays="1234567", window_start=time(0), window_end=time(0), observes_holidays=False)
    ready: dict[str, Any] = dict.fromkeys(SUB_STATUSES, SubStatus.READY)
    campaign = make_campaign(agent=agent, campaign_status=CampaignStatus.READY_TO_SEND_EMAIL, **ready)
    make_status_change(campaign=campaign, to_status=CampaignStatus.READY_TO_SEND_EMAIL, next_attempt_at=LONG_AGO)
    return make_email(campaign=campaign, created=timezone.now())


def standing(email: Email) -> tuple[str, str]:
    email = Email.objects.select_related("campaign").get(pk=email.pk)
    return email.delivery_status, email.campaign.campaign_status


def tell(commands: Commands, email: Email, *what: str) -> None:
    commands.succeed("inject_delivery_event", str(email.pk), *what)
    commands.succeed("consume_queue", "delivery_events", "--drain")


def test_sent_email_is_delivered_and_then_bounces(commands: Commands) -> None:
    email = make_email_to_send()
    commands.succeed("run_transitions", "--once")
    commands.succeed("consume_queue", "email_sending", "--drain")
    assert standing(email) == ("SENT", "DORMANT")
    tell(commands, email, "delivery", "--times", "2")
    assert standing(email) == ("DELIVERED", "DORMANT")
    tell(commands, email, "bounce")
    assert standing(email) == ("BOUNCED", "UNSUBSCRIBED")
    assert SuppressedAddress.objects.get().email == email.to_email
    assert list(email.news.order_by("pk").values_list("event_type", flat=True)) == ["Delivery", "Bounce"]


def test_sending_whose_answer_was_lost_is_settled_by_its_event(commands: Commands) -> None:
    email = make_email_to_send()
    unknown = {"delivery_status": DeliveryStatus.SENDING, "handover": 1, "claimed_at": timezone.now()}
    Email.objects.update(**unknown)
    tell(commands, email, "send")
    assert standing(email) == ("SENT", "DORMANT")
    assert Campaign.objects.get().status_changes.latest("pk").actor == "delivery events"
