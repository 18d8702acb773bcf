"""Delivery events: how the mail service tells what became of an e-mail.

Only the type and the message id must be there; whatever else is missing or odd is taken for not said.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db import transaction

from campaigns import plain
from campaigns.emails.message_tag import HandOver, read_tag
from campaigns.emails.resting import rest_after_sending, waits_for_its_email
from campaigns.emails.unsubscribe import suppress
from campaigns.events import UnreadableEvent, json_object
from campaigns.models import Campaign, DeliveryNews, DeliveryStatus, Email
from campaigns.models.statuses import overtaken_by
from campaigns.retrying import retrying
from campaigns.states import Actor
from campaigns.transitions import campaign_lock

GREETING = "Successfully validated SNS topic for Amazon SES event publishing."
"""What the mail service sends once when events are switched on."""
LONGEST_MESSAGE_ID = 200

DETAILS = MappingProxyType(
    {
        "Send": "send",
        "Delivery": "delivery",
        "DeliveryDelay": "deliveryDelay",
        "Bounce": "bounce",
        "Complaint": "complaint",
        "Reject": "reject",
        "Rendering Failure": "failure",
        "Open": "open",
        "Click": "click",
        "Subscription": "subscription",
    }
)
"""Every type of event that there is, and the field that holds what is peculiar to it."""

NEWS = MappingProxyType(
    {
        "Delivery": DeliveryStatus.DELIVERED,
        "Open": DeliveryStatus.OPENED,
        "Click": DeliveryStatus.OPENED,
        "Bounce": DeliveryStatus.BOUNCED,
        "Complaint": DeliveryStatus.SPAM_COMPLAINT,
    }
)
"""What a type of event makes of an e-mail; every other says only that the mail service has it."""

WORTH_NOTING = frozenset({"Delivery", "DeliveryDelay", "Bounce", "Complaint", "Reject", "Rendering Failure"})

LOCKED = ("cycle", "campaign_status", "error_from_status")
DECIDES = ("id", "cycle", "delivery_status", "handover", "message_id")


class UnknownEmail(Exception):
    """No e-mail of ours has this message id, or none has it yet."""


class KnownEmail(NamedTuple):
    """What news reads of an e-mail; not locked."""

    id: int
    campaign_id: int
    cycle: int
    delivery_status: str
    handover: int
    message_id: str
    to_email: str
    created: datetime
    claimed_at: datetime | None
    sent_at: datetime | None


class Recorded(NamedTuple):
    """What was done with a piece of news, and of which e-mail it is."""

    words: str
    facts: dict[str, int]


@dataclass(frozen=True, slots=True)
class DeliveryEvent:
    """One piece of news; the greeting has no message id and is none."""

    event_type: str
    message_id: str = ""
    hand_over: HandOver | None = None
    sent_at: datetime | None = None
    occurred_at: datetime | None = None
    destinations: tuple[str, ...] = ()
    kind: str = ""
    words: str = ""

    @classmethod
    def from_body(cls, body: str) -> "DeliveryEvent":
        """Read a queue message's body, raw or in SNS's envelope; raises UnreadableEvent with the reason."""
        if body.strip() == GREETING:
            return cls("greeting")
        fields = json_object(body)
        if fields.get("Type") == "Notification" and isinstance(fields.get("Message"), str):
            return cls.from_body(fields["Message"])
        event_type, mail = fields.get("eventType"), fields.get("mail")
        if not isinstance(event_type, str) or event_type not in DETAILS:
            raise UnreadableEvent(f"eventType is {str(event_type)[:40]!r}, none that dripr knows")
        message_id = mail.get("messageId") if isinstance(mail, dict) else None
        if not isinstance(message_id, str) or not message_id.isascii() or not 0 < len(message_id) <= LONGEST_MESSAGE_ID:
            raise UnreadableEvent("mail.messageId is missing or no message id")
        mail, details = _fields(mail), _fields(fields.get(DETAILS[event_type]))
        sent_at = _moment(mail.get("timestamp"))
        return cls(
            event_type=event_type,
            message_id=message_id,
            hand_over=read_tag(_fields(mail.get("tags"))),
            sent_at=sent_at,
            occurred_at=_moment(details.get("timestamp")) or sent_at,
            destinations=tuple(text for text in _texts(mail.get("destination")) if "@" in text and len(text) <= 254),
            kind=_kind(details),
            words=_words(details),
        )

    @property
    def is_greeting(self) -> bool:
        return not self.message_id

    @property
    def news(self) -> DeliveryStatus:
        """What it makes of its e-mail. A bounce that may pass, or an absent reader's reply, hides nothing better."""
        is_serious = self.event_type not in ("Bounce", "Complaint") or self.forbids_writing
        return NEWS.get(self.event_type, DeliveryStatus.SENT) if is_serious else DeliveryStatus.SENT

    @property
    def forbids_writing(self) -> bool:
        """Whether nobody may write to the address again: a permanent bounce, or a complaint that is one."""
        if self.event_type == "Bounce":
            return self.kind.startswith("Permanent")
        return self.event_type == "Complaint" and self.kind != "not-spam"

    def facts(self) -> dict[str, object]:
        """What log lines say of it."""
        number = {"email": self.hand_over.email_id} if self.hand_over else {}
        return {"event": self.message_id, "type": self.event_type, **number}

    def as_news(self, email: KnownEmail) -> dict[str, Any] | None:
        """The columns of what people are shown of it; None where the e-mail's status says it all."""
        if self.event_type not in WORTH_NOTING:
            return None
        # Never the moment of receipt, which differs when the event comes twice.
        occurred_at = self.occurred_at or email.claimed_at or email.created
        words = ": ".join(part for part in (self.kind, self.words) if part)
        return {
            "email_id": email.id,
            "event_type": self.event_type,
            "occurred_at": occurred_at,
            "words": words[:500],
        }


def record_delivery_event(event: DeliveryEvent, now: datetime) -> Recorded:
    """Write down what became of an e-mail, and what follows from it. Raises UnknownEmail.

    1. A permanent bounce or a complaint: nobody writes to the address again, and its campaigns stop.
    2. The e-mail's status, if the news is worse; a campaign that waits to hear of this e-mail comes to rest.

    The status is written last, so that a crash in between does both again, and an event that comes twice does neither:
    what a person lifted meanwhile stays lifted. In whatever order events come, the end is the same.
    """
    if event.is_greeting:
        return Recorded("dropped: the mail service's greeting", {})
    email = _email_of(event)
    is_new = email.delivery_status in overtaken_by(event.news)
    if is_new and event.forbids_writing:
        reason = f"{'bounced' if event.event_type == 'Bounce' else 'complaint'} ({event.kind or 'no kind given'})"
        suppress(_address(email, event), None, actor=Actor.DELIVERY_EVENTS, reason=reason, now=now)
    status = _write_news(email, event, now)
    facts = {"email": email.id, "campaign": email.campaign_id, "cycle": email.cycle}
    return Recorded(status or "dropped: nothing new", facts)


def _email_of(event: DeliveryEvent) -> KnownEmail:
    """By the message id, or, where the answer with the message id was lost or is not written yet, by the tag."""
    # Compared again here, since MariaDB takes other letter cases and trailing blanks for the same.
    found = [email for email in _emails(message_id=event.message_id) if email.message_id == event.message_id]
    if not found and event.hand_over:
        found = [email for email in _emails(id=event.hand_over.email_id) if email.handover >= event.hand_over.number]
    if not found:
        raise UnknownEmail(UnknownEmail.__doc__)
    return found[0]


def _emails(**where: object) -> list[KnownEmail]:
    return [KnownEmail(*values) for values in plain.select(Email, KnownEmail._fields, where)]


def _address(email: KnownEmail, event: DeliveryEvent) -> str:
    """Where the e-mail went: after a hand-over it may have been made anew, to another address."""
    if not event.destinations or _plain(email.to_email) in map(_plain, event.destinations):
        return email.to_email
    return event.destinations[0]


def _plain(address: str) -> str:
    """An address as the mail service writes it, or as near to it as can be."""
    local, _, domain = address.strip().lower().rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return f"{local}@{domain}"


@retrying
def _write_news(email: KnownEmail, event: DeliveryEvent, now: datetime) -> str:
    """The status, if the news made it worse; empty where it did not."""
    with transaction.atomic():
        locked = plain.select(Campaign, LOCKED, {"id": email.campaign_id}, lock=True)
        if not locked:
            return ""  # deleted, and its e-mails with it
        email, changes = _change(email, event, now)
        if news := event.as_news(email):
            plain.insert_once(DeliveryNews, news)
        ((cycle, *statuses),) = locked
        if cycle == email.cycle and waits_for_its_email(*statuses):
            _rest(email, now)
    return event.news.value if "delivery_status" in changes else ""


def _change(email: KnownEmail, event: DeliveryEvent, now: datetime) -> tuple[KnownEmail, dict[str, Any]]:
    """Write what the news changes of an e-mail; where it is no longer as it was read, what it changes of it now."""
    changes = _changes(email, event, now)
    as_read = {name: getattr(email, name) for name in DECIDES}
    as_read |= {name: None for name in ("sent_at", "claimed_at") if name in changes}
    if not changes or plain.update(Email, as_read, changes):
        return email, changes
    for again in _emails(id=email.id):
        if changes := _changes(again, event, now):
            plain.update(Email, {"id": again.id}, changes)
        return again, changes
    raise UnknownEmail(UnknownEmail.__doc__)


def _changes(email: KnownEmail, event: DeliveryEvent, now: datetime) -> dict[str, Any]:
    """Worse news take the place of better; of the rest only what is not known yet."""
    sent_at, number = event.sent_at or now, event.hand_over.number if event.hand_over else None
    news = {
        "delivery_status": event.news if email.delivery_status in overtaken_by(event.news) else None,
        "sent_at": sent_at if email.sent_at is None else None,
        "claimed_at": sent_at if email.claimed_at is None else None,
        "message_id": event.message_id if not email.message_id and email.handover == number else None,
    }
    return {name: value for name, value in news.items() if value is not None}


def _rest(email: KnownEmail, now: datetime) -> None:
    if campaign := campaign_lock(email.campaign_id):
        reason = "the mail service tells that the e-mail went"
        rest_after_sending(campaign, email.cycle, actor=Actor.DELIVERY_EVENTS, now=now, reason=reason)


def _fields(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _texts(value: object) -> list[str]:
    """The texts of a list, without what no database takes."""
    texts = [text for text in value if isinstance(text, str)] if isinstance(value, list) else []
    return [text.encode(errors="replace").decode().replace("\0", "") for text in texts]


def _said(details: Mapping[str, Any], *names: str) -> list[str]:
    return [text for text in _texts([details.get(name) for name in names]) if text]


def _kind(details: Mapping[str, Any]) -> str:
    """ "Permanent/NoEmail", "abuse"."""
    return "/".join(
        _said(details, "bounceType", "bounceSubType", "complaintFeedbackType", "complaintSubType", "delayType")
    )


def _words(details: Mapping[str, Any]) -> str:
    """Why, as the other side put it."""
    said = _said(details, "smtpResponse", "reason", "errorMessage")
    for name in ("bouncedRecipients", "delayedRecipients"):
        recipients = details.get(name)
        for recipient in recipients if isinstance(recipients, list) else []:
            said += _said(_fields(recipient), "diagnosticCode")
    return "; ".join(said)


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        in_utc = moment and (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return in_utc if in_utc and 2000 <= in_utc.year < 2100 else None
