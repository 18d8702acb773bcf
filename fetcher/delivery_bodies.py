"""Delivery events as the mail service would write them of an e-mail of ours; the servers for development write none."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from campaigns.emails import message_tag
from campaigns.models import Email

Details = dict[str, Any]


def delivery_body(email: Email, kind: str, now: datetime, bounce_type: str = "Permanent") -> Details:
    """The event of one of KINDS for the e-mail's last hand-over, happening now."""
    event_type, field, describe = KINDS[kind]
    details = describe(email, _in_iso(now))
    if kind == "bounce":
        details["bounceType"] = bounce_type
    return {"eventType": event_type, "mail": _mail(email, now), field: details}


def message_id(email: Email) -> str:
    """That of the e-mail, or one that the mail service may have given it where its answer was lost."""
    return email.message_id or f"injected-{email.pk}-{email.handover}"


def _mail(email: Email, now: datetime) -> Details:
    sent_at = email.sent_at or email.claimed_at or now - timedelta(seconds=2)
    return {
        "timestamp": _in_iso(sent_at),
        "source": email.reply_to,
        "sendingAccountId": "123456789012",
        "messageId": message_id(email),
        "destination": [email.to_email],
        "headersTruncated": False,
        "headers": [{"name": "Subject", "value": email.subject}],
        "commonHeaders": {"to": [email.to_email], "subject": email.subject},
        "tags": {"ses:configuration-set": ["dripr"], message_tag.NAME: [message_tag.tag_value(email)]},
    }


def _send(_email: Email, _moment: str) -> Details:
    return {}


def _delivery(email: Email, moment: str) -> Details:
    answer = "250 2.6.0 Message received"
    return {
        "timestamp": moment,
        "processingTimeMillis": 820,
        "recipients": [email.to_email],
        "smtpResponse": answer,
        "reportingMTA": "mta.dripr.example",
    }


def _delay(email: Email, moment: str) -> Details:
    recipient = {"emailAddress": email.to_email, "status": "4.2.2", "diagnosticCode": "smtp; 452 4.2.2 mailbox full"}
    return {"timestamp": moment, "delayType": "MailboxFull", "expirationTime": moment, "delayedRecipients": [recipient]}


def _bounce(email: Email, moment: str) -> Details:
    code = "smtp; 550 5.1.1 user unknown"
    recipient = {"emailAddress": email.to_email, "action": "failed", "status": "5.1.1", "diagnosticCode": code}
    return {
        "bounceSubType": "General",
        "timestamp": moment,
        "feedbackId": f"bounce-{message_id(email)}",
        "reportingMTA": "dns; mx.clients.example",
        "bouncedRecipients": [recipient],
    }


def _complaint(email: Email, moment: str) -> Details:
    return {
        "complainedRecipients": [{"emailAddress": email.to_email}],
        "complaintFeedbackType": "abuse",
        "complaintSubType": None,
        "timestamp": moment,
        "arrivalDate": moment,
        "feedbackId": f"complaint-{message_id(email)}",
        "userAgent": "a mailbox provider's feedback loop",
    }


def _reject(_email: Email, _moment: str) -> Details:
    return {"reason": "Bad content"}


def _open(_email: Email, moment: str) -> Details:
    return {"timestamp": moment, "ipAddress": "192.0.2.1", "userAgent": "Mozilla/5.0"}


def _click(email: Email, moment: str) -> Details:
    return {**_open(email, moment), "link": "https://dripr.example/", "linkTags": None}


KINDS: Mapping[str, tuple[str, str, Callable[[Email, str], Details]]] = MappingProxyType(
    {
        "send": ("Send", "send", _send),
        "delivery": ("Delivery", "delivery", _delivery),
        "delay": ("DeliveryDelay", "deliveryDelay", _delay),
        "bounce": ("Bounce", "bounce", _bounce),
        "complaint": ("Complaint", "complaint", _complaint),
        "reject": ("Reject", "reject", _reject),
        "open": ("Open", "open", _open),
        "click": ("Click", "click", _click),
    }
)
"""What can be injected: the name, the event's type, its field, and what stands there."""


def _in_iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
