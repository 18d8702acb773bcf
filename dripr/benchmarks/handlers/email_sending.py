"""E-mail sending: by hand a claim and its commit, the mail service's call, and the result in one more commit.

The bare loop is given the e-mail's row, makes the same MIME message of it, and calls the mail service by a client of
its own that it keeps. It looks at no suppression list, no window and no approval.
"""

import json
import os
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from django.conf import settings
from django.utils import timezone

from campaigns.emails.compose import compose
from campaigns.emails.connection import mail_connection
from campaigns.emails.send import email_message
from campaigns.models import Campaign, Email, StatusChange, Step, SubStatus
from campaigns.states import STEP_STATUS, SUB_STATUSES, Actor
from dripr.benchmarks.consuming import Work
from dripr.benchmarks.databases import run
from dripr.benchmarks.handlers import email_creation, laying
from dripr.benchmarks.handlers.trial import CYCLE, Trial, Written, moment, one_commit, written
from dripr.benchmarks.helpers import running
from dripr.benchmarks.moment import NOW

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs.type_defs import MessageTypeDef

CAMPAIGNS = 200
"""Fewer than elsewhere: an e-mail takes as long as five other messages."""
ADDRESS_LINE = re.compile(r"^taking mail on (http://127\.0\.0\.1:\d+)$", re.MULTILINE)
ENDPOINT = "AWS_ENDPOINT_URL_SESV2"
CLAIM = """
UPDATE campaigns_email SET delivery_status = 'SENDING', handover = handover + 1, claimed_at = %s
WHERE campaign_id = %s AND cycle = %s AND delivery_status = 'READY_TO_SEND'
"""
SENT = """
UPDATE campaigns_email SET delivery_status = 'SENT', sent_at = %s, message_id = %s
WHERE id = %s AND handover = %s AND delivery_status = 'SENDING'
"""
REST = f"""
UPDATE campaigns_campaign SET campaign_status = 'DORMANT', status_since = %s, republish_count = 0,
    send_due_datetime = NULL, stalled_at = NULL, error_from_status = '',
    {", ".join(f"{name} = 'DORMANT'" for name in SUB_STATUSES)}
WHERE id = %s AND cycle = %s AND campaign_status = 'READY_TO_SEND_EMAIL'
"""  # noqa: S608 - names of ours
HISTORY = """
INSERT INTO campaigns_statuschange (
    event_id, campaign_id, cycle, from_status, to_status, actor, changed_by_id, reason,
    occurred_at, published_at, next_attempt_at, attempts
) VALUES (%s, %s, %s, 'READY_TO_SEND_EMAIL', 'DORMANT', %s, NULL, 'e-mail sent', %s, NULL, %s, 0)
"""


@contextmanager
def mail_service() -> Iterator[None]:
    """Both sides send to a service on this machine."""
    with running("mail_service.py", ADDRESS_LINE) as url:
        os.environ[ENDPOINT] = url
        try:
            yield
        finally:
            del os.environ[ENDPOINT]


def trial() -> Trial:
    """Every campaign has an e-mail as it is made, though not of its own figures; some of them are sent."""
    composed = compose(email_creation.contents()[0])
    Email.objects.all().delete()
    emails = (
        Email(
            campaign=campaign,
            period=campaign.period or NOW.date(),
            cycle=CYCLE,
            sender_name="Seeded Agent",
            reply_to="agent@agents.example",
            to_name=campaign.recipient_name,
            to_email=campaign.email,
            subject=composed.subject,
            text_body=composed.text,
            html_body=composed.html,
        )
        for campaign in Campaign.objects.order_by("pk")
    )
    Email.objects.bulk_create(emails, batch_size=100)
    return Trial(Step.EMAIL_SENDING.value, lay_out, _floor, _written)


def lay_out() -> list[str]:
    run(
        "UPDATE campaigns_email SET delivery_status = 'READY_TO_SEND', handover = 0, claimed_at = NULL, "
        "sent_at = NULL, message_id = '', created = %s",
        moment(timezone.now()),
    )
    run("DELETE FROM campaigns_statuschange WHERE actor = %s", Actor.EMAIL_SENDING.value)
    ids = list(Campaign.objects.order_by("pk").values_list("pk", flat=True)[:CAMPAIGNS])
    return laying.lay_out(STEP_STATUS[Step.EMAIL_SENDING], SubStatus.READY.value, {}, ids)


def _floor() -> Work:
    connection: Any = mail_connection()  # anymail makes the MIME message on both sides
    client = boto3.client("sesv2", config=Config(**settings.ANYMAIL["AMAZON_SES_CLIENT_PARAMS"]["config"]))
    gift = {email.campaign_id: email for email in Email.objects.all()}
    for email in gift.values():
        email.handover = 1

    def work(message: "MessageTypeDef") -> None:
        event = json.loads(message["Body"])
        email = gift[event["campaign_id"]]
        if not run(CLAIM, moment(timezone.now()), email.campaign_id, event["cycle"]):
            return
        payload = connection.build_message_payload(email_message(email), connection.send_defaults)
        payload.finalize_payload()
        answer = client.send_email(**payload.params)
        now = moment(timezone.now())
        with one_commit():
            run(SENT, now, answer["MessageId"], email.pk, email.handover)
            run(REST, now, email.campaign_id, event["cycle"])
            run(HISTORY, uuid.uuid4().hex, email.campaign_id, event["cycle"], Actor.EMAIL_SENDING.value, now, now)

    return work


def _written(began: datetime) -> Written:
    campaigns = written(Campaign.objects.order_by("pk"), began)
    history = StatusChange.objects.filter(actor=Actor.EMAIL_SENDING.value).order_by("campaign_id")
    emails = written(Email.objects.order_by("campaign_id"), began, without=["created"])
    return [*campaigns, *emails, *written(history, began)]
