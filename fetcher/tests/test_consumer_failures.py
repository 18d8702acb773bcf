"""When a failed message comes back, how failures are counted, and what no clock, restart or onlooker changes."""

import json
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from campaigns.events import StatusChangeEvent
from campaigns.models import Campaign, CampaignStatus, StepFailure, SubStatus
from campaigns.states import ALLOWANCE, DATA_SUB_STATUSES
from campaigns.tests.factories import make_campaign
from dripr import aws
from dripr.queue_depth import queue_depth
from dripr.worker import StopFlag
from fetcher.consumer import Consumer, Pace
from fetcher.providers.base import PassingFault
from fetcher.queues import QUEUES
from fetcher.retry import DEFAULT, Postponed, RetryPolicy

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("provisioned")]

SECOND_IS_LAST = RetryPolicy(most_attempts=2, least_age=timedelta())


@pytest.fixture
def campaign() -> Campaign:
    waiting: dict[str, Any] = dict.fromkeys(DATA_SUB_STATUSES, SubStatus.WAITING_FOR_DATA)
    return make_campaign(campaign_status=CampaignStatus.WAITING_FOR_DATA, **waiting)


def send_event(campaign: Campaign) -> None:
    event = {"event_type": "STATUS_CHANGE", "event_id": "e", "campaign_id": campaign.pk, "cycle": campaign.cycle}
    body = json.dumps(event | {"to_status": "WAITING_FOR_DATA"})
    aws.client("sqs").send_message(QueueUrl=settings.SQS_QUEUE_URLS["intro"], MessageBody=body)


def consume(work: Callable[[], str], policy: RetryPolicy = DEFAULT) -> None:
    """What a consumer that was just started does with the messages that wait."""

    def handle(_event: StatusChangeEvent, _now: datetime) -> str:
        return work()

    queue = replace(QUEUES["intro"], handler=handle, policy=policy)
    Consumer(queue, aws.client("sqs"), StopFlag(), Pace(wait_seconds=0)).consume_once()


def raising(error: Exception) -> Callable[[], str]:
    def work() -> str:
        raise error

    return work


def depth() -> tuple[int, int]:
    found = queue_depth(aws.client("sqs"), settings.SQS_QUEUE_URLS["intro"])
    return found.visible, found.in_flight


def status(campaign: Campaign) -> str:
    campaign.refresh_from_db()
    return campaign.campaign_status


@pytest.fixture
def delays() -> list[int]:
    """For how long messages were hidden after their work failed."""
    found: list[int] = []

    def note(params: dict[str, Any], **_facts: Any) -> None:
        found.extend(entry["VisibilityTimeout"] for entry in params["Entries"])

    aws.client("sqs").meta.events.register("provide-client-params.sqs.ChangeMessageVisibilityBatch", note)
    return found


def test_postponed_work_comes_back_at_its_moment_and_is_never_counted(campaign: Campaign) -> None:
    moment = timezone.now() + timedelta(seconds=1)
    send_event(campaign)
    consume(raising(Postponed(moment, "no budget left today")))
    assert (depth(), StepFailure.objects.count()) == ((0, 1), 0)
    while depth() != (1, 0):
        assert timezone.now() < moment + timedelta(seconds=3)
        time.sleep(0.01)
    assert timezone.now() >= moment


def test_work_postponed_a_hundred_times_is_no_failure(campaign: Campaign, delays: list[int]) -> None:
    for _ in range(100):
        send_event(campaign)
    for _ in range(10):
        consume(raising(Postponed(timezone.now() + timedelta(hours=20), "the window is shut")), SECOND_IS_LAST)
    assert (len(delays), StepFailure.objects.count(), status(campaign)) == (100, 0, "WAITING_FOR_DATA")
    assert min(delays) >= 12 * 3600 - 10  # SQS hides nothing for longer


def test_work_postponed_for_weeks_does_not_look_stalled(campaign: Campaign) -> None:
    next_month = timezone.now() + timedelta(days=20)
    Campaign.objects.filter(pk=campaign.pk).update(stalled_at=timezone.now())
    send_event(campaign)
    consume(raising(Postponed(next_month, "the month's calls are used up")))
    campaign.refresh_from_db()
    assert campaign.stalled_at == next_month + ALLOWANCE[CampaignStatus.WAITING_FOR_DATA]


def test_retry_after_is_obeyed(campaign: Campaign, delays: list[int]) -> None:
    send_event(campaign)
    consume(raising(PassingFault("slow down", retry_after=500)))
    assert delays == [500]


def test_traceback_of_a_bug_is_logged_once_for_an_event(campaign: Campaign, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(3):
        send_event(campaign)
    consume(raising(KeyError(campaign.email)))
    [record] = [record for record in caplog.records if record.exc_info]
    assert (record.levelname, record.__dict__["facts"]["event"]) == ("ERROR", "e")
    assert (StepFailure.objects.get().attempts, campaign.email in caplog.text) == (3, False)


def test_restarted_consumer_has_forgotten_no_failure(campaign: Campaign) -> None:
    send_event(campaign)
    consume(raising(PassingFault("down")), SECOND_IS_LAST)
    assert status(campaign) == "WAITING_FOR_DATA"
    send_event(campaign)
    consume(raising(PassingFault("down")), SECOND_IS_LAST)
    assert status(campaign) == "ERROR"


def test_peeks_use_no_attempt_up(campaign: Campaign) -> None:
    send_event(campaign)
    sqs, url = aws.client("sqs"), settings.SQS_QUEUE_URLS["intro"]
    for _ in range(30):
        assert sqs.receive_message(QueueUrl=url, VisibilityTimeout=0)["Messages"]
    consume(raising(PassingFault("down")), SECOND_IS_LAST)
    assert (StepFailure.objects.get().attempts, status(campaign), depth()) == (1, "WAITING_FOR_DATA", (0, 1))


@pytest.mark.parametrize("jump", [timedelta(days=10), timedelta(days=-10)], ids=["ahead", "back"])
def test_clock_that_jumps_gives_nothing_up_and_hurries_nothing(
    campaign: Campaign, delays: list[int], jump: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_event(campaign)
    consume(raising(PassingFault("down")))
    moved = timezone.now() + jump
    monkeypatch.setattr(timezone, "now", lambda: moved)
    send_event(campaign)
    consume(raising(PassingFault("down")))
    assert (StepFailure.objects.get().attempts, status(campaign), depth()) == (2, "WAITING_FOR_DATA", (0, 2))
    assert 4 <= delays[0] <= 6
    assert 7 <= delays[1] <= 13


@pytest.mark.parametrize("error", [PassingFault("down"), RuntimeError()], ids=["passing", "bug"])
def test_only_the_last_failure_is_an_error_for_a_person(
    campaign: Campaign, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    for expected in ("WARNING", "ERROR"):
        send_event(campaign)
        caplog.clear()
        consume(raising(error), SECOND_IS_LAST)
        handled = [record.levelname for record in caplog.records if record.getMessage() == "handled"]
        assert handled == [expected]
    assert [record for record in caplog.records if record.levelno > logging.ERROR] == []
