"""The queues, by name. A campaign's step is one line of `_step`; anything else is a Queue written out.

A queue of another kind of event (`to_status` None) names how a body is read, the handler, and how its failures are
counted: MessageFailures and RetryPolicy.by_age where there is no step to put into ERROR.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.conf import settings

from campaigns.emails.delivery_events import DeliveryEvent
from campaigns.events import StatusChangeEvent
from campaigns.models import CampaignStatus, Step
from fetcher import retry
from fetcher.failures import Failures, MessageFailures, StepFailures
from fetcher.handlers import (
    delivery_events,
    email_creation,
    email_sending,
    home_report,
    intro,
    listings,
    local_market,
    sales,
)
from fetcher.handlers import property as property_handler
from fetcher.handlers.outcome import Outcome


class Event(Protocol):
    """What a queue's `read` makes of a body."""

    def facts(self) -> dict[str, object]:
        """What the log lines say of it; never an address."""
        ...


@dataclass(frozen=True, slots=True)
class Queue:
    """`read` raises UnreadableEvent with the reason; `handler` does one event's work and says what it did, in words or
    as an Outcome.

    A handler raises NotReadyYet, Postponed, PassingFault or PermanentFault; anything else counts as a bug. `to_status`
    is what the topic lets through to it, None where the queue hangs on another topic.
    """

    name: str
    variable: str
    read: Callable[[str], Event]
    handler: Callable[[Any, datetime], str | Outcome]
    failures: Failures[Any]
    to_status: CampaignStatus | None = None
    policy: retry.RetryPolicy = retry.DEFAULT

    @property
    def url(self) -> str:
        """The queue's address; empty where the environment variable is not set."""
        url: str = settings.SQS_QUEUE_URLS[self.name]
        return url

    def work(self, event: Event, now: datetime) -> str | Outcome:
        """Do an event's work, unless the topic let one through that is not for this queue."""
        if isinstance(event, StatusChangeEvent) and event.to_status != self.to_status:
            return f"dropped: not for this queue ({event.to_status[:40]})"
        return self.handler(event, now)


def _step(
    step: Step, variable: str, to_status: CampaignStatus, handler: Callable[[StatusChangeEvent, datetime], str]
) -> Queue:
    """The queue of one step of a campaign's cycle."""
    return Queue(step.value, variable, StatusChangeEvent.from_body, handler, StepFailures(step), to_status)


_DATA = CampaignStatus.WAITING_FOR_DATA
_ANALYSIS = CampaignStatus.WAITING_FOR_HOME_ANALYSIS
_CREATION = CampaignStatus.READY_TO_CREATE_EMAIL
_SENDING = CampaignStatus.READY_TO_SEND_EMAIL
_BY_AGE = retry.RetryPolicy.by_age(timedelta(days=4))

QUEUES: dict[str, Queue] = {
    "property": _step(Step.PROPERTY, "SQS_PROPERTY_QUEUE_URL", _DATA, property_handler.handle),
    "listings": _step(Step.LISTINGS, "SQS_ACTIVE_LISTINGS_QUEUE_URL", _DATA, listings.handle),
    "sales": _step(Step.SALES, "SQS_RECENT_SALES_QUEUE_URL", _DATA, sales.handle),
    "local_market": _step(Step.LOCAL_MARKET, "SQS_LOCAL_MARKET_QUEUE_URL", _DATA, local_market.handle),
    "intro": _step(Step.INTRO, "SQS_INTRO_QUEUE_URL", _DATA, intro.handle),
    "home_report": _step(Step.HOME_REPORT, "SQS_HOME_REPORT_QUEUE_URL", _ANALYSIS, home_report.handle),
    "email_creation": _step(Step.EMAIL_CREATION, "SQS_EMAIL_CREATION_QUEUE_URL", _CREATION, email_creation.handle),
    "email_sending": _step(Step.EMAIL_SENDING, "SQS_EMAIL_SENDING_QUEUE_URL", _SENDING, email_sending.handle),
    "delivery_events": Queue(
        "delivery_events",
        "SQS_DELIVERY_EVENTS_QUEUE_URL",
        DeliveryEvent.from_body,
        delivery_events.handle,
        MessageFailures("delivery_events"),
        policy=_BY_AGE,
    ),
}
