"""The same event a hundred times, at once, from two consumers: everything is done, and paid for, once."""

import json
import logging
import time
from datetime import date, timedelta
from datetime import time as clock_time
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.core import mail
from django.utils import timezone

from campaigns import facts
from campaigns.models import Campaign, CampaignStatus, Email, PropertyData, Step, StepLease, SubStatus
from campaigns.states import DATA_SUB_STATUSES
from campaigns.tests.factories import make_agent, make_campaign, make_email
from dripr import aws
from fetcher import providers, writers
from fetcher.providers.base import PropertyLookup
from fetcher.queues import QUEUES
from fetcher.tests.consuming import consume_all
from fetcher.writers.offline import OfflineWriter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("aws_in_process")]

COPIES = 100


class Paid(OfflineWriter):
    """A provider and writer that counts its calls, and takes its time."""

    is_free = False

    def __init__(self) -> None:
        self.calls = 0

    def property_data(self, address: str, zip_code: str) -> PropertyLookup:  # noqa: ARG002
        self._charge()
        return PropertyLookup(facts.PropertyData(formatted_address=address, current_value=1, as_of=date(2026, 1, 1)))

    def generate_intro(self, *arguments: Any) -> str:
        self._charge()
        return super().generate_intro(*arguments)

    def _charge(self) -> None:
        self.calls += 1
        time.sleep(0.3)


@pytest.fixture
def paid(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> Paid:
    counting = Paid()
    monkeypatch.setitem(providers.PROPERTY_PROVIDERS, "paid", counting)
    monkeypatch.setitem(writers.WRITERS, "paid", counting)
    settings.PROPERTY_PROVIDER = settings.WRITER = "paid"
    return counting


def make_waiting() -> Campaign:
    waiting: dict[str, Any] = dict.fromkeys(DATA_SUB_STATUSES, SubStatus.WAITING_FOR_DATA)
    return make_campaign(campaign_status=CampaignStatus.WAITING_FOR_DATA, **waiting)


def consume_copies(queue: str, campaign: Campaign, cycle: int = 3, copies: int = COPIES) -> None:
    """As many messages of one event, worked off at once."""
    sqs, url = aws.client("sqs"), settings.SQS_QUEUE_URLS[queue]
    event = {"event_type": "STATUS_CHANGE", "event_id": "e", "campaign_id": campaign.pk, "cycle": cycle}
    body = json.dumps(event | {"to_status": QUEUES[queue].to_status})
    for _ in range(copies // 10):
        sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": str(n), "MessageBody": body} for n in range(10)])
    consume_all(queue)


def complaints(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What went wrong, but for calls of the queue service, which in one process is no better than its locks."""
    records = [record for record in caplog.records if record.levelno >= logging.WARNING]
    return [record.getMessage() for record in records if record.name not in {"fetcher.receiving", "fetcher.settling"}]


def test_valuation_is_charged_once(paid: Paid, caplog: pytest.LogCaptureFixture) -> None:
    campaign = make_waiting()
    consume_copies("property", campaign)
    campaign.refresh_from_db()
    assert (campaign.property_status, PropertyData.objects.count(), paid.calls) == ("READY", 1, 1)
    assert (complaints(caplog), StepLease.objects.count()) == ([], 0)


def test_introduction_is_written_once(paid: Paid, caplog: pytest.LogCaptureFixture) -> None:
    campaign = make_waiting()
    consume_copies("intro", campaign)
    campaign.refresh_from_db()
    assert (campaign.intro_status, bool(campaign.intro), paid.calls) == ("READY", True, 1)
    assert (complaints(caplog), StepLease.objects.count()) == ([], 0)


def test_email_goes_once(caplog: pytest.LogCaptureFixture) -> None:
    agent = make_agent(
        sending_weekdays="1234567", window_start=clock_time(0), window_end=clock_time(0), observes_holidays=False
    )
    campaign = make_campaign(agent=agent, campaign_status=CampaignStatus.READY_TO_SEND_EMAIL)
    make_email(campaign=campaign, created=timezone.now())
    consume_copies("email_sending", campaign)
    assert (Email.objects.get().delivery_status, len(mail.outbox)) == ("SENT", 1)
    assert complaints(caplog) == []


def test_events_of_an_old_cycle_do_nothing(paid: Paid) -> None:
    campaign = make_waiting()
    consume_copies("intro", campaign, cycle=2, copies=10)
    campaign.refresh_from_db()
    assert (campaign.intro_status, paid.calls) == ("WAITING_FOR_DATA", 0)


def test_lease_of_a_crashed_consumer_ends_by_itself(paid: Paid) -> None:
    campaign = make_waiting()
    over = timezone.now() - timedelta(seconds=1)
    StepLease.objects.create(campaign=campaign, cycle=3, step=Step.INTRO, token=f"{0:032}", leased_until=over)
    consume_copies("intro", campaign, copies=10)
    assert paid.calls == 1
