"""What became of an e-mail, as the mail service tells."""

from datetime import datetime, timedelta

from campaigns.emails.delivery_events import DeliveryEvent, UnknownEmail, record_delivery_event
from fetcher.handlers.outcome import Outcome
from fetcher.retry import NotReadyYet

LATE = timedelta(minutes=1)
"""By then the message id of an e-mail of ours is written; where the answer with it was lost, the tag tells anyway."""


def handle(event: DeliveryEvent, now: datetime) -> Outcome:
    """Raises NotReadyYet for news that came before the message id of its e-mail was written."""
    try:
        return Outcome(*record_delivery_event(event, now))
    except UnknownEmail as error:
        if event.sent_at and abs(now - event.sent_at) < LATE:
            raise NotReadyYet(str(error)) from error
        return Outcome("dropped: no e-mail of ours")
