"""Delivery events: by hand the e-mail's status and the row that people are shown, in one commit."""

import json
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from campaigns.models import Campaign, CampaignStatus, DeliveryNews, Email, SubStatus
from dripr.benchmarks.consuming import Work
from dripr.benchmarks.databases import run, settle
from dripr.benchmarks.handlers import email_sending, laying
from dripr.benchmarks.handlers.trial import Trial, Written, moment, one_commit, written
from fetcher.delivery_bodies import delivery_body

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs.type_defs import MessageTypeDef

DELIVERED = """
UPDATE campaigns_email SET delivery_status = 'DELIVERED'
WHERE id = %s AND message_id = %s AND delivery_status IN ('SENT', 'SENDING', 'READY_TO_SEND', 'FAILED', 'EXPIRED')
"""
NEWS = "INSERT INTO campaigns_deliverynews (email_id, event_type, occurred_at, words) VALUES (%s, 'Delivery', %s, %s)"


def trial() -> Trial:
    """The e-mails are sent, each campaign rests, and each e-mail's "Delivery" comes."""
    email_sending.lay_out()
    laying.lay_out(CampaignStatus.DORMANT, SubStatus.DORMANT.value, {})
    now = moment(timezone.now())
    run(
        "UPDATE campaigns_email SET handover = 1, claimed_at = %s, sent_at = %s, message_id = CONCAT('bench-', id)",
        now,
        now,
    )
    return Trial("delivery_events", _lay_out, _floor, _written)


def _lay_out() -> list[str]:
    run("DELETE FROM campaigns_deliverynews")
    run("UPDATE campaigns_email SET delivery_status = 'SENT'")
    settle()
    emails = Email.objects.order_by("pk")
    return [json.dumps(delivery_body(email, "delivery", email.sent_at or email.created)) for email in emails]


def _floor() -> Work:
    def work(message: "MessageTypeDef") -> None:
        event = json.loads(message["Body"])
        mail, delivery = event["mail"], event["delivery"]
        email_id = mail["tags"]["dripr_handover"][0].partition("-")[0]
        occurred_at = moment(datetime.fromisoformat(delivery["timestamp"]))
        with one_commit():
            run(DELIVERED, email_id, mail["messageId"])
            run(NEWS, email_id, occurred_at, delivery["smtpResponse"])

    return work


def _written(began: datetime) -> Written:
    campaigns = written(Campaign.objects.order_by("pk"), began)
    news = written(DeliveryNews.objects.order_by("email_id"), began)
    return [*campaigns, *written(Email.objects.order_by("campaign_id"), began), *news]
