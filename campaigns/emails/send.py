"""Sending an e-mail once: the claim, the hand-over, and its result.

`send_email` has no idempotency token at the mail service, so the claim is committed before the call, and a call whose
outcome is unknown counts as sent until news or a person says otherwise.
"""

import logging
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import formataddr
from enum import Enum
from typing import Any

from anymail.exceptions import AnymailAPIError, AnymailError
from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
)
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from campaigns import plain, planning, steps
from campaigns.emails import message_tag, unsubscribe
from campaigns.emails.connection import mail_connection
from campaigns.emails.holds import needs_approval
from campaigns.emails.resting import rest_after_sending
from campaigns.models import Agent, Campaign, CampaignStatus, DeliveryStatus, Email, Step
from campaigns.models.statuses import overtaken_by
from campaigns.retrying import retrying
from campaigns.schedule import SendingWindow
from campaigns.states import ALLOWANCE, UNCONFIRMED_AFTER, Actor, Mail
from campaigns.transitions import MovedMeanwhile, campaign_change_status, campaign_lock, is_suppressed, period_mail

logger = logging.getLogger(__name__)

CLOSED = frozenset(
    {
        "LimitExceededException",
        "AccountSuspendedException",
        "SendingPausedException",
        "MailFromDomainNotVerifiedException",
    }
)
"""The day's quota is used up, or the account is stopped: nothing goes before time has passed, or a person has acted."""
CLOSED_FOR = timedelta(minutes=15)
"""Nobody says for how long it is; so it is asked again then."""
NOT_SIGNED = frozenset({"ExpiredTokenException", "ExpiredToken", "RequestExpired"})
LONGEST_PAUSE_SECONDS = 120


class Sending(Enum):
    """What came of it, in the words of the log line."""

    SENT = "sent"
    NOT_WANTED = "dropped"
    DEFERRED = "outside the sending window, deferred"
    CLOSED = "the mail service takes nothing for now, deferred"
    STOPPED = "stopped: disabled, paused or suppressed"
    NOT_APPROVED = "not approved, waits for a person"
    FACTS_TOO_OLD = "facts too old, made anew"
    UNKNOWN = "hand-over unconfirmed"
    REFUSED = "refused by the mail service"


class NotAccepted(Exception):
    """The mail service did not take the e-mail; it may be tried again."""


class Busy(NotAccepted):
    """The mail service took too many others just now; the e-mail that met that so often had better wait for `pause`."""

    def __init__(self, words: str, times: int) -> None:
        super().__init__(words)
        self.pause = timedelta(seconds=min(4 * times, LONGEST_PAUSE_SECONDS) * random.uniform(0.5, 1.5))


class Closed(NotAccepted):
    """The mail service takes no e-mail at all for now: over quota, or stopped."""


class Refused(Exception):
    """The mail service refused the e-mail for good."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to hand one e-mail over, once; a result is written only under the same `handover` number."""

    email: Email
    handover: int
    cycle: int


def send_email(campaign_id: int, cycle: int, now: datetime) -> Sending:
    """Claim, hand over, write the result.

    Raises Busy where that is but a matter of waiting, any other NotAccepted for a fault that may pass, Refused for what
    may not be tried again. A service that takes nothing at all is waited for like the sending window.
    """
    claim = claim_email(campaign_id, cycle, now)
    if isinstance(claim, Sending):
        return claim
    try:
        message_id = hand_over(claim.email)
    except Closed as error:
        logger.warning("the mail service takes nothing for now", extra={"facts": {"why": str(error)}})
        write_not_accepted(claim, error, now)
        return Sending.CLOSED
    except (NotAccepted, Refused) as error:
        write_not_accepted(claim, error, now)
        raise
    except AnymailError as error:
        facts = {"campaign": campaign_id, "cycle": cycle, "error": type(error.__cause__ or error).__name__}
        logger.error("hand-over unconfirmed: the e-mail may have gone and is not sent again", extra={"facts": facts})
        return Sending.UNKNOWN
    write_sent(claim, message_id, now)
    return Sending.SENT


@retrying
def claim_email(campaign_id: int, cycle: int, now: datetime) -> Claim | Sending:
    """Claim the campaign's draft in a committed transaction, or say why it is not to be sent now; raises Refused."""
    with transaction.atomic():
        campaign = campaign_lock(campaign_id)
        if campaign is None or not steps.step_is_due(campaign, cycle, Step.EMAIL_SENDING):
            return Sending.NOT_WANTED
        drafts = {"campaign_id": campaign_id, "cycle": cycle, "delivery_status": DeliveryStatus.READY_TO_SEND}
        draft = plain.first(Email, drafts)
        if draft is None:
            _raise_if_refused(campaign, cycle)
            return _rest_if_gone(campaign, now)
        if hindrance := _hindrance(campaign, draft, now):
            return hindrance
        unclaimed = {"id": draft.pk, "delivery_status": DeliveryStatus.READY_TO_SEND, "handover": draft.handover}
        draft.handover += 1
        changes = {"delivery_status": DeliveryStatus.SENDING, "handover": draft.handover, "claimed_at": now}
        if not plain.update(Email, unclaimed, changes):
            raise MovedMeanwhile("the e-mail was changed by others while its campaign was locked")
        plain.update(Campaign, {"id": campaign_id}, {"stalled_at": now + UNCONFIRMED_AFTER})
        return Claim(draft, draft.handover, cycle)


def _rest_if_gone(campaign: Campaign, now: datetime) -> Sending:
    """Where the e-mail went and the move is still to be made, make it: late news may come at an earlier status."""
    if period_mail(campaign) is Mail.GONE:
        reason = "e-mail sent"
        rest_after_sending(campaign, campaign.cycle, actor=Actor.EMAIL_SENDING, now=now, reason=reason)
    return Sending.NOT_WANTED


def _raise_if_refused(campaign: Campaign, cycle: int) -> None:
    """An e-mail that was refused, by a consumer that was killed before it could say so, has still failed."""
    failed = campaign.emails.filter(cycle=cycle, delivery_status=DeliveryStatus.FAILED).first()
    if failed:
        raise Refused(failed.error)


def hand_over(email: Email) -> str:
    """Give the e-mail to the mail service and return its message id; the call is made once, never repeated inside.

    Raises NotAccepted or Refused where it surely was not taken, another AnymailError where nobody knows.
    """
    message = email_message(email)
    _require_renderable(message)
    try:
        mail_connection().send_messages([message])
    except AnymailError as error:
        _raise_known(error, email.handover)
        raise
    status: Any = getattr(message, "anymail_status", None)  # anymail adds it when it sends
    return str(status.message_id or "") if status else ""


def email_message(email: Email) -> EmailMultiAlternatives:
    """The message as Django and anymail take it."""
    message = EmailMultiAlternatives(
        subject=email.subject,
        body=email.text_body,
        from_email=_address(email.sender_name, settings.EMAIL_SENDER_ADDRESS),
        to=[_address(email.to_name, email.to_email)],
        reply_to=[_address(email.sender_name, email.reply_to)],
        headers=unsubscribe_headers(email),
    )
    message.attach_alternative(email.html_body, "text/html")
    # By the tag an event finds its e-mail also where the answer with the message id was lost.
    message.esp_extra = {"EmailTags": message_tag.email_tags(email)}  # type: ignore[attr-defined]
    return message


def _require_renderable(message: EmailMultiAlternatives) -> None:
    """What cannot be rendered is known before anything is sent; raises Refused."""
    try:
        message.message()
    except ValueError as error:
        raise Refused(f"the e-mail cannot be rendered ({type(error).__name__}): look at names and addresses") from error


def _address(name: str, address: str) -> str:
    return formataddr((" ".join(name.split()), address.strip()))


def unsubscribe_headers(email: Email) -> dict[str, str]:
    """One-click unsubscribing, RFC 8058."""
    return {
        "List-Unsubscribe": f"<{unsubscribe.url(email.campaign_id, email.period)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


@retrying
def write_sent(claim: Claim, message_id: str, now: datetime) -> None:
    """The e-mail went: always written to it; the campaign goes to rest if it still stands in the e-mail's cycle."""
    with transaction.atomic():
        campaign = campaign_lock(claim.email.campaign_id)
        found = plain.select(Email, ("delivery_status", "cycle"), {"id": claim.email.pk}, lock=True)
        if not found:
            return  # deleted, with its campaign
        # It may have been made anew meanwhile, in a later cycle of the same period.
        ((status, cycle),) = found
        # Also where it is no longer SENDING: a person said "send again" before this came, or withdrew it.
        went = {"delivery_status": DeliveryStatus.SENT} if status in overtaken_by(DeliveryStatus.SENT) else {}
        handed_over = {"id": claim.email.pk, "handover": claim.handover}
        plain.update(Email, handed_over, {**went, "sent_at": now, "message_id": message_id})
        if campaign:
            rest_after_sending(campaign, cycle, actor=Actor.EMAIL_SENDING, now=now, reason="e-mail sent")


@retrying
def write_not_accepted(claim: Claim, error: NotAccepted | Refused, now: datetime) -> None:
    """The e-mail did not go: it may be tried again, is FAILED, or, for a campaign that has gone on, EXPIRED."""
    with transaction.atomic():
        campaign = campaign_lock(claim.email.campaign_id)
        still_due = steps.step_is_due(campaign, claim.cycle, Step.EMAIL_SENDING)
        status = DeliveryStatus.FAILED if isinstance(error, Refused) else DeliveryStatus.READY_TO_SEND
        handed_over = Email.objects.filter(
            pk=claim.email.pk, handover=claim.handover, delivery_status=DeliveryStatus.SENDING
        )
        handed_over.update(
            delivery_status=status if still_due else DeliveryStatus.EXPIRED, error=str(error)[:1000], claimed_at=None
        )
        if still_due:
            found = Campaign.objects.filter(pk=claim.email.campaign_id)
            if isinstance(error, Closed):
                found.update(send_due_datetime=now + CLOSED_FOR, stalled_at=None)
            else:
                found.update(stalled_at=now + ALLOWANCE[CampaignStatus.READY_TO_SEND_EMAIL])


def _hindrance(campaign: Campaign, draft: Email, now: datetime) -> Sending | None:
    """Why a draft is not sent now, once what follows from it is written; None where it may go."""
    is_paused = campaign.paused_until is not None and campaign.paused_until > now
    if is_suppressed(campaign, draft.to_email) or not campaign.enabled or is_paused:
        reason = "disabled, paused or on the suppression list when its e-mail was due"
        campaign_change_status(campaign, CampaignStatus.DORMANT, actor=Actor.EMAIL_SENDING, now=now, reason=reason)
        return Sending.STOPPED
    if now - draft.created > settings.EMAIL_FACTS_MAX_AGE:
        reason = "the e-mail's facts are older than its limit"
        status = CampaignStatus.WAITING_FOR_DATA
        campaign_change_status(campaign, status, actor=Actor.EMAIL_SENDING, now=now, reason=reason)
        return Sending.FACTS_TOO_OLD
    if draft.approved_at is None and needs_approval(campaign, draft):
        reason = "nobody has approved this e-mail yet"
        status = CampaignStatus.WAITING_FOR_MANUAL_APPROVAL
        campaign_change_status(campaign, status, actor=Actor.EMAIL_SENDING, now=now, reason=reason)
        return Sending.NOT_APPROVED
    window = _window(campaign)
    if not window.is_open(now):
        Campaign.objects.filter(pk=campaign.pk).update(send_due_datetime=window.next_open(now), stalled_at=None)
        return Sending.DEFERRED
    return None


def _window(campaign: Campaign) -> SendingWindow:
    (agent,) = plain.rows(Agent, {"id": campaign.agent_id})
    return planning.agent_window(agent)


def _raise_known(error: AnymailError, times: int) -> None:
    """Raise what the fault surely means; return where it may have gone or not."""
    cause = error.__cause__
    if isinstance(cause, ClientError):
        code = cause.response.get("Error", {}).get("Code", "")
        http_status = cause.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500)
        if code in CLOSED or (http_status == 429 and "quota" in str(cause).lower()):
            raise Closed(f"over quota, or stopped ({code})") from error
        if http_status == 429:
            raise Busy(f"the mail service takes no more just now ({code})", times) from error
        if code in NOT_SIGNED:
            raise NotAccepted(f"the mail service refuses our credentials ({code})") from error
        if 400 <= http_status < 500:
            raise Refused(f"the mail service refused the e-mail ({code}): {_words(cause)}") from error
    elif isinstance(cause, EndpointConnectionError | ConnectTimeoutError | NoCredentialsError):
        raise NotAccepted(f"no connection to the mail service was made ({type(cause).__name__})") from error
    elif not isinstance(error, AnymailAPIError):
        raise Refused(f"the e-mail cannot be sent as it is ({type(error).__name__})") from error


def _words(error: ClientError) -> str:
    """The service's words, without addresses: they name the recipient at times."""
    words = error.response.get("Error", {}).get("Message", "").split()
    return " ".join("(address)" if "@" in word else word for word in words)[:300]
