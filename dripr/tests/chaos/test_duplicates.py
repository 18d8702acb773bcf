"""The same event a hundred times, for two consumers with four threads each: one result, paid for once."""

import json
from datetime import date
from typing import Any

from django.conf import settings

from campaigns.models import Campaign, CampaignStatus, PropertyData, RecentSales, StepFailure, StepLease, SubStatus
from campaigns.states import DATA_SUB_STATUSES
from campaigns.tests.factories import make_campaign
from dripr import aws
from dripr.queue_depth import queue_depth
from dripr.tests.chaos.cloud import ALL_READY, Cloud, wait_until
from fetcher.queues import QUEUES

NAMES = ("intro", "sales", "home_report")
COPIES = 100


def make_waiting_for_data() -> Campaign:
    waiting: dict[str, Any] = dict.fromkeys(DATA_SUB_STATUSES, SubStatus.WAITING_FOR_DATA)
    return make_campaign(campaign_status=CampaignStatus.WAITING_FOR_DATA, **waiting)


def make_waiting_for_analysis() -> Campaign:
    columns: dict[str, Any] = ALL_READY | {"home_report_analysis_status": SubStatus.WAITING_FOR_DATA}
    campaign = make_campaign(campaign_status=CampaignStatus.WAITING_FOR_HOME_ANALYSIS, **columns)
    campaign.property_data = PropertyData.objects.create(
        campaign=campaign, cycle=3, current_value=1_236_000, as_of=date(2026, 11, 1), source="the county's records"
    )
    campaign.save()
    return campaign


def send_copies(queue: str, campaign: Campaign) -> None:
    event = {"event_type": "STATUS_CHANGE", "event_id": "e", "campaign_id": campaign.pk, "cycle": campaign.cycle}
    body = json.dumps(event | {"to_status": QUEUES[queue].to_status})
    entries: Any = [{"Id": str(number), "MessageBody": body} for number in range(10)]
    for _ in range(COPIES // 10):
        aws.client("sqs").send_message_batch(QueueUrl=settings.SQS_QUEUE_URLS[queue], Entries=entries)


def is_complaint(line: str) -> bool:
    """But for the queue service's own: a copy that it handed to both is settled by one of them only."""
    return (" ERROR " in line or " WARNING " in line) and "a message was not settled" not in line


def is_empty(queue: str) -> bool:
    return queue_depth(aws.client("sqs"), settings.SQS_QUEUE_URLS[queue]).total == 0


def test_hundred_copies_for_two_consumers_give_one_result_paid_for_once(cloud: Cloud) -> None:
    started, analysed = make_waiting_for_data(), make_waiting_for_analysis()
    for queue in NAMES:
        send_copies(queue, analysed if queue == "home_report" else started)
    calls = cloud.folder / "calls"
    # A copy that the queue service hands to both at once may outlive its delete, and is back after this long.
    cloud.environment["SQS_VISIBILITY_SECONDS"] = "10"
    consumers = [cloud.start_counted(calls, "consume_queue", *NAMES, "--concurrency", "4") for _ in range(2)]
    wait_until(lambda: all(is_empty(queue) for queue in NAMES), "all copies are gone")
    assert cloud.end(*consumers) == [0, 0]

    started.refresh_from_db()
    analysed.refresh_from_db()
    assert (started.intro_status, started.recent_sale_status, analysed.home_report_analysis_status) == ("READY",) * 3
    assert (bool(started.intro), bool(analysed.home_report_analysis)) == (True, True)
    assert sorted(calls.read_text().splitlines()) == ["home report", "intro"]
    assert RecentSales.objects.count() == 1
    assert (StepFailure.objects.filter(attempts__gt=0).count(), StepLease.objects.count()) == (0, 0)
    for consumer in consumers:
        assert [line for line in consumer.log_text().splitlines() if is_complaint(line)] == []
