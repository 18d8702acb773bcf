"""Real handlers with warm data, against a bare loop with the fewest statements and commits that write the same.

Each message is one campaign's, committed alone. The bare loop is given the area data that belongs to each campaign, in
place of looking for it; the introduction's text it has written by the same writer.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import connection

from campaigns.models import Campaign, Step, SubStatus
from campaigns.states import STEP_SUB_STATUS
from dripr.benchmarks import consuming
from dripr.benchmarks.databases import run, settle
from dripr.benchmarks.measuring import Row
from dripr.benchmarks.runs import Run, measure_runs, run_row
from dripr.benchmarks.sqs import BenchmarkQueue, event_body
from fetcher.writers import generate_intro

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs.type_defs import MessageTypeDef

CAMPAIGNS = 500
ROUNDS = 9
NAME = "the real handler of {}, data warm, against the bare loop with the fewest statements and commits"
PINS = {
    Step.LISTINGS: ("active_listings",),
    Step.LOCAL_MARKET: ("local_market_data", "mortgage_rate"),
    Step.INTRO: ("local_market_data", "mortgage_rate"),
}
Columns = dict[str, Any]
Gift = dict[int, Callable[[], Columns]]
"""By campaign, what makes the columns that are to be written."""


class DifferentRows(Exception):
    """Both sides must write the same, or their times say nothing."""


def rows(queue: BenchmarkQueue) -> Iterator[Row]:
    for step in PINS:
        dripr = partial(_by_dripr, queue, step)
        dripr()  # warms the data
        gift, written = _gift(step), _written()
        floor = partial(_by_floor, queue, step, gift)
        floor()
        if _written() != written:
            raise DifferentRows(f"the handler of {step} and the statements by hand left different rows behind")
        yield run_row(NAME.format(step.value), measure_runs(dripr, floor, ROUNDS), 0.5)


@contextmanager
def threads_on(database: str) -> Iterator[None]:
    """Connections that threads open lead to this database, as this thread's already does."""
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.settings_dict["NAME"] = before


def _by_dripr(queue: BenchmarkQueue, step: Step) -> Run:
    return consuming.dripr(queue, _prepare(queue, step), 1, step.value)


def _by_floor(queue: BenchmarkQueue, step: Step, gift: Gift) -> Run:
    sub_status = STEP_SUB_STATUS[step]

    def work(message: "MessageTypeDef") -> None:
        event = json.loads(message["Body"])
        columns = gift[event["campaign_id"]]() | {sub_status: SubStatus.READY.value}
        changes = ", ".join(f"{column} = %s" for column in columns)
        run(
            f"UPDATE campaigns_campaign SET {changes} WHERE id = %s AND cycle = %s "  # noqa: S608 - no input
            f"AND campaign_status = 'WAITING_FOR_DATA' AND {sub_status} = 'WAITING_FOR_DATA'",
            *columns.values(),
            event["campaign_id"],
            event["cycle"],
        )

    return consuming.bare(queue, _prepare(queue, step), 1, work=work)


def _prepare(queue: BenchmarkQueue, step: Step) -> int:
    """Every campaign waits for this step, and its event is in the queue."""
    unpinned = "".join(f", {name}_id = NULL" for name in PINS[step])
    waiting = "".join(f", {name} = 'WAITING_FOR_DATA'" for name in ("campaign_status", *STEP_SUB_STATUS.values()))
    run(f"UPDATE campaigns_campaign SET cycle = 1, intro = ''{unpinned}{waiting}")  # noqa: S608 - no input
    settle()
    ids = list(Campaign.objects.order_by("pk").values_list("pk", flat=True))
    queue.fill([event_body(pk) for pk in ids])
    return len(ids)


def _gift(step: Step) -> Gift:
    found = Campaign.objects.select_related(*PINS[step])
    return {campaign.pk: partial(_columns, step, campaign, _facts(step, campaign)) for campaign in found}


def _columns(step: Step, campaign: Campaign, facts: tuple[Any, Any] | None) -> Columns:
    columns: Columns = {f"{name}_id": getattr(campaign, f"{name}_id") for name in PINS[step]}
    if facts:
        columns["intro"] = generate_intro(*facts, campaign.pk)
    return columns


def _facts(step: Step, campaign: Campaign) -> tuple[Any, Any] | None:
    if step != Step.INTRO:
        return None
    market, rate = campaign.local_market_data, campaign.mortgage_rate
    return market.as_facts() if market else None, rate.as_facts() if rate else None


def _written() -> list[tuple[Any, ...]]:
    return list(Campaign.objects.order_by("pk").values_list())
