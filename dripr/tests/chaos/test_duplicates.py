"""The same event a hundred times, for two consumers with four threads each: one result, paid for once, of each step."""

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from campaigns.models import (
    ActiveListings,
    Campaign,
    CampaignStatus,
    DeliveryNews,
    Email,
    LocalMarketData,
    MortgageRate,
    PropertyData,
    RecentSales,
    StatusChange,
    StepFailure,
    StepLease,
    SubStatus,
    SuppressedAddress,
)
from campaigns.states import DATA_SUB_STATUSES
from campaigns.tests.factories import make_campaign, make_email
from dripr import aws
from dripr.local.processes import Child
from dripr.queue_depth import queue_depth
from dripr.tests.chaos.cloud import ALL_READY, Cloud, make_open_agent, wait_until
from dripr.tests.chaos.counted import CALLS
from fetcher.delivery_bodies import delivery_body
from fetcher.queues import QUEUES
from fetcher.writers import generate_home_report_analysis, generate_intro

Status = CampaignStatus
DATA = ("property", "listings", "sales", "local_market", "intro")
STEPS = (*DATA, "home_report", "email_creation", "email_sending")
COPIES = 100


def make_campaigns() -> dict[CampaignStatus, Campaign]:
    """One in each status in which the steps work, with a value to report of, an e-mail's contents, and a draft."""
    agent = make_open_agent()
    waiting: dict[str, Any] = dict.fromkeys(DATA_SUB_STATUSES, SubStatus.WAITING_FOR_DATA)
    analysing: dict[str, Any] = ALL_READY | {"home_report_analysis_status": SubStatus.WAITING_FOR_DATA}
    columns = {
        Status.WAITING_FOR_DATA: waiting,
        Status.WAITING_FOR_HOME_ANALYSIS: analysing,
        Status.READY_TO_CREATE_EMAIL: ALL_READY,
        Status.READY_TO_SEND_EMAIL: ALL_READY,
    }
    campaigns = {
        status: make_campaign(agent=agent, campaign_status=status, **columns[status])  # each in cycle 3
        for status in columns
    }
    for status in (Status.WAITING_FOR_HOME_ANALYSIS, Status.READY_TO_CREATE_EMAIL):
        pin_value(campaigns[status])
    give_texts(campaigns[Status.READY_TO_CREATE_EMAIL])
    make_email(campaign=campaigns[Status.READY_TO_SEND_EMAIL], created=timezone.now())
    return campaigns


def pin_value(campaign: Campaign) -> None:
    campaign.property_data = PropertyData.objects.create(
        campaign=campaign, cycle=3, current_value=1_236_000, as_of=date(2026, 11, 1), source="the county's records"
    )
    campaign.save()


def give_texts(campaign: Campaign) -> None:
    """Without them its e-mail would be held for a person."""
    assert campaign.property_data is not None
    campaign.intro = generate_intro(None, None, campaign.pk)
    campaign.home_report_analysis = generate_home_report_analysis(campaign.property_data.as_facts())
    campaign.save()


def make_bounced() -> Email:
    """An e-mail of an earlier period, of which the mail service has news."""
    handed_over = {"delivery_status": "SENT", "handover": 1, "message_id": "message-1", "claimed_at": timezone.now()}
    return make_email(campaign=make_campaign(), **handed_over)


def event_for(campaign: Campaign) -> dict[str, Any]:
    event = {"event_type": "STATUS_CHANGE", "event_id": "e", "campaign_id": campaign.pk, "cycle": campaign.cycle}
    return event | {"to_status": campaign.campaign_status}


def send_copies(queue: str, event: dict[str, Any]) -> None:
    body = json.dumps(event)
    entries: Any = [{"Id": str(number), "MessageBody": body} for number in range(10)]
    for _ in range(COPIES // 10):
        aws.client("sqs").send_message_batch(QueueUrl=settings.SQS_QUEUE_URLS[queue], Entries=entries)


def complaints(consumer: Child) -> list[str]:
    """But for the queue service's own: a copy that it handed to both is settled by one of them only."""
    lines = [line for line in consumer.log_text().splitlines() if " ERROR " in line or " WARNING " in line]
    return [line for line in lines if "a message was not settled" not in line]


def is_empty(queue: str) -> bool:
    return queue_depth(aws.client("sqs"), settings.SQS_QUEUE_URLS[queue]).total == 0


def test_hundred_copies_for_two_consumers_give_one_result_paid_for_once(cloud: Cloud) -> None:
    campaigns = make_campaigns()
    for queue in STEPS:
        status = QUEUES[queue].to_status
        assert status is not None
        send_copies(queue, event_for(campaigns[status]))
    bounced = make_bounced()
    send_copies("delivery_events", delivery_body(bounced, "bounce", timezone.now()))
    calls = cloud.folder / "calls"
    # A copy that the queue service hands to both at once may outlive its delete, and is back after this long.
    cloud.environment["SQS_VISIBILITY_SECONDS"] = "10"
    consumers = [cloud.start_counted(calls, "consume_queue", "--all", "--concurrency", "4") for _ in range(2)]
    wait_until(lambda: all(is_empty(queue) for queue in QUEUES), "all copies are gone")
    assert cloud.end(*consumers) == [0, 0]

    assert sorted(calls.read_text().splitlines()) == CALLS
    for campaign in campaigns.values():
        campaign.refresh_from_db()
    started, analysed = campaigns[Status.WAITING_FOR_DATA], campaigns[Status.WAITING_FOR_HOME_ANALYSIS]
    assert {getattr(started, name) for name in DATA_SUB_STATUSES} == {analysed.home_report_analysis_status} == {"READY"}
    assert (bool(started.intro), bool(analysed.home_report_analysis)) == (True, True)
    areas = [model.objects.count() for model in (ActiveListings, RecentSales, LocalMarketData, MortgageRate)]
    assert (areas, PropertyData.objects.filter(campaign=started).count()) == ([1, 1, 1, 1], 1)
    created, sent = campaigns[Status.READY_TO_CREATE_EMAIL], campaigns[Status.READY_TO_SEND_EMAIL]
    emails = Email.objects.exclude(pk=bounced.pk).values_list("campaign_id", "delivery_status", "revision", "handover")
    assert sorted(emails) == sorted([(sent.pk, "SENT", 1, 1), (created.pk, "READY_TO_SEND", 1, 0)])
    moves = StatusChange.objects.order_by("campaign_id").values_list("campaign_id", "to_status")
    assert list(moves) == [(sent.pk, "DORMANT"), (bounced.campaign_id, "UNSUBSCRIBED")]
    assert (cloud.mails(), SuppressedAddress.objects.count(), DeliveryNews.objects.count()) == (1, 1, 1)
    assert (StepFailure.objects.filter(attempts__gt=0).count(), StepLease.objects.count()) == (0, 0)
    assert [complaints(consumer) for consumer in consumers] == [[], []]
