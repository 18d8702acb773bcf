"""The queues: name -> environment variable, to_status, handler. docs/adding-a-queue.md says what a new one needs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from campaigns.events import StatusChangeEvent
from campaigns.models import CampaignStatus, Step
from fetcher.handlers import (
    email_creation,
    email_sending,
    home_report,
    intro,
    listings,
    local_market,
    sales,
)
from fetcher.handlers import property as property_handler

Handler = Callable[[StatusChangeEvent, datetime], str]
"""Does one event's work and says what it did; raises NotReadyYet, PassingFault or PermanentFault."""


@dataclass(frozen=True, slots=True)
class Queue:
    step: Step
    variable: str
    to_status: CampaignStatus
    handler: Handler

    @property
    def name(self) -> str:
        return self.step.value

    @property
    def url(self) -> str:
        """The queue's address; empty where the environment variable is not set."""
        url: str = settings.SQS_QUEUE_URLS[self.name]
        return url


_WAITING = CampaignStatus.WAITING_FOR_DATA

QUEUES: dict[str, Queue] = {
    "property": Queue(Step.PROPERTY, "SQS_PROPERTY_QUEUE_URL", _WAITING, property_handler.handle),
    "listings": Queue(Step.LISTINGS, "SQS_ACTIVE_LISTINGS_QUEUE_URL", _WAITING, listings.handle),
    "sales": Queue(Step.SALES, "SQS_RECENT_SALES_QUEUE_URL", _WAITING, sales.handle),
    "local_market": Queue(Step.LOCAL_MARKET, "SQS_LOCAL_MARKET_QUEUE_URL", _WAITING, local_market.handle),
    "intro": Queue(Step.INTRO, "SQS_INTRO_QUEUE_URL", _WAITING, intro.handle),
    "home_report": Queue(
        Step.HOME_REPORT,
        "SQS_HOME_REPORT_QUEUE_URL",
        CampaignStatus.WAITING_FOR_HOME_ANALYSIS,
        home_report.handle,
    ),
    "email_creation": Queue(
        Step.EMAIL_CREATION,
        "SQS_EMAIL_CREATION_QUEUE_URL",
        CampaignStatus.READY_TO_CREATE_EMAIL,
        email_creation.handle,
    ),
    "email_sending": Queue(
        Step.EMAIL_SENDING,
        "SQS_EMAIL_SENDING_QUEUE_URL",
        CampaignStatus.READY_TO_SEND_EMAIL,
        email_sending.handle,
    ),
}
