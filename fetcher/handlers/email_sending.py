"""The sending, once."""

from datetime import datetime

from campaigns.emails.send import Busy, NotAccepted, Refused, send_email
from campaigns.events import StatusChangeEvent
from fetcher.providers.base import PassingFault, PermanentFault
from fetcher.retry import Postponed


def handle(event: StatusChangeEvent, now: datetime) -> str:
    try:
        return send_email(event.campaign_id, event.cycle, now).value
    except Busy as error:
        raise Postponed(now + error.pause, str(error)) from error
    except NotAccepted as error:
        raise PassingFault(str(error)) from error
    except Refused as error:
        raise PermanentFault(str(error)) from error
