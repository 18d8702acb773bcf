"""The e-mail, rendered and scheduled."""

from datetime import datetime

from campaigns.emails.create import AgentIncomplete, create_email
from campaigns.events import StatusChangeEvent
from fetcher.providers.base import PermanentFault


def handle(event: StatusChangeEvent, now: datetime) -> str:
    try:
        return create_email(event.campaign_id, event.cycle, now).value
    except AgentIncomplete as error:
        raise PermanentFault(str(error)) from error
