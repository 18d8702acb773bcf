"""The whole cycle across processes: a poller and a consumer of all queues, to the mail that went out."""

import email
import email.policy
import json
import urllib.request
from datetime import UTC, datetime, time
from email.message import EmailMessage
from typing import Any

from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, Email, StatusChange
from campaigns.tests.factories import make_agent, make_campaign
from dripr.local.moto_server import MotoServer
from dripr.tests.chaos.cloud import LONG_AGO, Cloud, wait_until
from fetcher.providers.offline import homes


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


def is_at_rest() -> bool:
    at_rest = Campaign.objects.filter(campaign_status=CampaignStatus.DORMANT)
    sent = Email.objects.filter(delivery_status=DeliveryStatus.SENT)
    return at_rest.count() == sent.count() == 4


def test_every_due_campaign_comes_to_rest_with_exactly_one_email_however_often_it_is_told(cloud: Cloud) -> None:
    campaigns = make_due_campaigns()
    cloud.environment["SITE_URL"] = "https://reports.dripr.example"
    workers = [
        cloud.start("run_transitions", "--interval", "0.1"),
        cloud.start("consume_queue", "--all", "--concurrency", "2"),
    ]
    wait_until(is_at_rest, "all e-mails are sent")
    assert cloud.end(*workers) == [0, 0]
    check_what_went_out(campaigns, mails(cloud.server))

    StatusChange.objects.update(published_at=None, next_attempt_at=LONG_AGO)
    cloud.commands.succeed("run_transitions", "--republish", "--once")
    assert not StatusChange.objects.filter(published_at=None).exists()
    cloud.commands.succeed("consume_queue", "--all", "--drain")
    assert len(mails(cloud.server)) == cloud.mails() == Email.objects.count() == 4
    assert StatusChange.objects.count() == 20


def check_what_went_out(campaigns: list[Campaign], sent: dict[str, EmailMessage]) -> None:
    assert {campaign.email for campaign in campaigns} == set(sent)
    walked = StatusChange.objects.filter(campaign=campaigns[0]).order_by("id").values_list("to_status", flat=True)
    assert list(walked) == [
        "WAITING_FOR_DATA",
        "WAITING_FOR_HOME_ANALYSIS",
        "READY_TO_CREATE_EMAIL",
        "READY_TO_SEND_EMAIL",
        "DORMANT",
    ]
    _check_mime(campaigns, sent)


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
