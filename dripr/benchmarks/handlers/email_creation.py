"""E-mail creation: by hand the e-mail's row, its introduction's and the campaign's UPDATE, in one commit.

The bare loop is given the e-mail's content, in place of looking for it and choosing homes nearby. It composes and
guards it by the same pure functions, whose time a row of its own tells.
"""

import json
import statistics
import time
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from campaigns.emails.compose import compose
from campaigns.emails.content import EmailContent
from campaigns.emails.create import email_content
from campaigns.emails.guarded import guarded
from campaigns.issue_intros import intro_columns
from campaigns.models import Campaign, Email, IssueIntro, Step, SubStatus
from campaigns.states import STEP_STATUS
from dripr.benchmarks.consuming import Work
from dripr.benchmarks.databases import run
from dripr.benchmarks.handlers import laying
from dripr.benchmarks.handlers.trial import CYCLE, Trial, Written, moment, one_commit, written
from dripr.benchmarks.measuring import Row, quartiles

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs.type_defs import MessageTypeDef

CAMPAIGNS = 60
"""Fewer than elsewhere: to guard one e-mail takes as long as a hundred other messages."""
ROUNDS = 5
PURE = "composing and guarding one e-mail, which both sides of email_creation do, in ms"
COLUMNS = (
    "campaign_id",
    "period",
    "cycle",
    "revision",
    "delivery_status",
    "created",
    "sender_name",
    "reply_to",
    "to_name",
    "to_email",
    "subject",
    "text_body",
    "html_body",
    "hold_reasons",
    "handover",
    "message_id",
    "error",
)
INSERT = f"INSERT INTO campaigns_email ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"  # noqa: S608 - names of ours
INTRO_COLUMNS = ("`key`", "agent_id", "zip_code", "period", "text")
KEEP_INTRO = f"INSERT IGNORE INTO campaigns_issueintro ({', '.join(INTRO_COLUMNS)}) VALUES (%s, %s, %s, %s, %s)"  # noqa: S608 - names of ours
SCHEDULE = """
UPDATE campaigns_campaign SET send_due_datetime = %s, stalled_at = NULL
WHERE id = %s AND cycle = %s AND campaign_status = %s
"""


def trial() -> Trial:
    """Every cycle has its data and its texts, from the steps before."""
    _forget_emails()
    return Trial(Step.EMAIL_CREATION.value, _lay_out, _floor, _written, ROUNDS)


def pure_row() -> Row:
    """What composing and guarding take; no bound, and not a comparison."""
    times = [_pure_times(content) for content in contents()]
    composing, guarding = (statistics.median(each) for each in zip(*times, strict=True))
    sums = [sum(each) for each in times]
    words = (f"{composing:.1f} ms composing", f"{guarding:.1f} ms guarding")
    return Row(PURE, *words, statistics.median(sums), quartiles(sums), None, ok=True)


def contents() -> list[EmailContent]:
    return [email_content(campaign, timezone.now()) for campaign in _campaigns()]


def _pure_times(content: EmailContent) -> tuple[float, float]:
    began = time.perf_counter()
    composed = compose(content)
    between = time.perf_counter()
    list(guarded(Campaign(), content, composed))
    return (between - began) * 1000, (time.perf_counter() - between) * 1000


def _campaigns() -> list[Campaign]:
    related = ("agent__brokerage", "property_data", "active_listings", "recent_sales", "local_market_data")
    return list(Campaign.objects.select_related(*related, "mortgage_rate").order_by("pk")[:CAMPAIGNS])


def _forget_emails() -> None:
    for table in ("campaigns_email", "campaigns_issueintro"):
        run(f"DELETE FROM {table}")  # noqa: S608 - names of ours


def _lay_out() -> list[str]:
    _forget_emails()
    ids = [campaign.pk for campaign in _campaigns()]
    return laying.lay_out(STEP_STATUS[Step.EMAIL_CREATION], SubStatus.READY.value, {}, ids)


def _floor() -> Work:
    gift = {campaign.pk: (campaign, email_content(campaign, timezone.now())) for campaign in _campaigns()}

    def work(message: "MessageTypeDef") -> None:
        event = json.loads(message["Body"])
        campaign, content = gift[event["campaign_id"]]
        composed = compose(content)
        reasons = "\n".join(guarded(campaign, content, composed))
        agent, now = campaign.agent, moment(timezone.now())
        head = (campaign.pk, str(content.period), CYCLE, 1, "READY_TO_SEND", now)
        people = (agent.name, agent.email, campaign.recipient_name, campaign.email)
        zip_code = content.market.zip_code if content.market else campaign.zip_code
        intro = intro_columns(campaign, content.period, zip_code, campaign.intro)
        with one_commit():
            run(INSERT, *head, *people, composed.subject, composed.text, composed.html, reasons, 0, "", "")
            run(KEEP_INTRO, *intro.values())
            run(SCHEDULE, now, campaign.pk, event["cycle"], event["to_status"])

    return work


def _written(began: datetime) -> Written:
    campaigns = written(Campaign.objects.order_by("pk"), began)
    emails = written(Email.objects.order_by("campaign_id"), began)
    return [*campaigns, *emails, *written(IssueIntro.objects.order_by("key"), began)]
