"""Publishing the outbox, against a bare publish_batch loop with as many threads."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from campaigns import events
from campaigns.models import Campaign, CampaignStatus, StatusChange
from dripr import aws
from dripr.benchmarks import databases
from dripr.benchmarks.databases import run
from dripr.benchmarks.measuring import Row, measure, speed_row
from dripr.benchmarks.moment import NOW

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sns.type_defs import PublishBatchRequestEntryTypeDef

CAMPAIGNS, OWED = 10_000, 5_000
ROUNDS = 9
LIMIT = 1_000
NAME = "publishing the outbox, against a bare publish_batch loop with as many threads"


def rows() -> Iterator[Row]:
    databases.make("dripr_publishing", CAMPAIGNS)
    topic = aws.client("sns").create_topic(Name="dripr-benchmark")["TopicArn"]
    _owe()
    batches = _batches()

    def by_floor() -> int:
        with ThreadPoolExecutor(events.PUBLISHERS) as pool:
            answers = pool.map(
                lambda entries: aws.client("sns").publish_batch(TopicArn=topic, PublishBatchRequestEntries=entries),
                batches,
            )
            return sum(len(answer["Successful"]) for answer in answers)

    def by_dripr() -> int:
        done = 0
        while published := events.publish_pending(aws.client("sns"), topic, NOW, LIMIT):
            done += published
        return done

    yield speed_row(NAME, measure(by_dripr, by_floor, ROUNDS, _owe_again), 0.85)


def _batches() -> "list[list[PublishBatchRequestEntryTypeDef]]":
    """The entries that dripr publishes, made before the clock runs."""
    entries = [events.entry(event) for event in events.as_owed(_benchmarks_own(), OWED)]
    return [entries[start : start + events.BATCH] for start in range(0, len(entries), events.BATCH)]


def _benchmarks_own() -> QuerySet[StatusChange]:
    return StatusChange.objects.filter(actor="benchmark")


def _owe() -> None:
    campaigns = Campaign.objects.order_by("pk").values_list("pk", "cycle")[:OWED]
    StatusChange.objects.bulk_create(
        StatusChange(
            campaign_id=pk,
            cycle=cycle,
            from_status=CampaignStatus.DORMANT,
            to_status=CampaignStatus.WAITING_FOR_DATA,
            actor="benchmark",
            occurred_at=NOW,
            next_attempt_at=NOW,
        )
        for pk, cycle in campaigns
    )


def _owe_again() -> None:
    run(
        "UPDATE campaigns_statuschange SET published_at = NULL, next_attempt_at = occurred_at, attempts = 0 "
        "WHERE actor = 'benchmark'"
    )
    databases.settle()
