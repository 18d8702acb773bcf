"""The sending, once."""

from datetime import datetime

from campaigns.emails.send import NotAccepted, Refused, send_email
from campaigns.events import StatusChangeEvent
from fetcher.providers.base import PassingFault, PermanentFault


def handle(event: StatusChangeEvent, now: datetime) -> str:
    try:
        return send_email(event.campaign_id, event.cycle, now).value
    except NotAccepted as error:
        raise PassingFault(str(error)) from error
    except Refused as error:
        raise PermanentFault(str(error)) from error
