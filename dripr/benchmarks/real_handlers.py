"""Real handlers with warm data, against a bare loop with the fewest statements and commits that write the same.

Each message is one campaign's, committed alone. The bare loop is given the area data that belongs to each campaign, in
place of looking for it; texts it has written by the same writer.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import connection

from campaigns.models import Campaign, PropertyData, Step, SubStatus
from campaigns.states import STEP_STATUS, STEP_SUB_STATUS
from dripr.benchmarks import consuming, databases
from dripr.benchmarks.databases import run, settle
from dripr.benchmarks.measuring import Row
from dripr.benchmarks.runs import Run, measure_runs, run_row
from dripr.benchmarks.sqs import BenchmarkQueue, event_body
from fetcher.writers import generate_home_report_analysis, generate_intro

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs.type_defs import MessageTypeDef

DATABASE = "dripr_handling"
CAMPAIGNS = 500
ROUNDS = 9
NAME = "the real handler of {}, data warm, against the bare loop with the fewest statements and commits"
PINS: dict[Step, tuple[str, ...]] = {
    Step.LISTINGS: ("active_listings",),
    Step.SALES: ("recent_sales",),
    Step.LOCAL_MARKET: ("local_market_data", "mortgage_rate"),
    Step.INTRO: ("local_market_data", "mortgage_rate"),
    Step.HOME_REPORT: (),
}
HOME = {"current_value": 1_236_000, "value_low": 1_098_000, "value_high": 1_374_000, "as_of": date(2026, 2, 3)}
Columns = dict[str, Any]
Gift = dict[int, Callable[[], Columns]]
"""By campaign, what makes the columns that are to be written."""


class DifferentRows(Exception):
    """Both sides must write the same, or their times say nothing."""


def rows() -> Iterator[Row]:
    databases.make(DATABASE, CAMPAIGNS)
    _value_homes()
    with consuming.as_in_a_process_of_its_own(), threads_on(DATABASE):
        yield from _rows(BenchmarkQueue("dripr-handling"))


def _rows(queue: BenchmarkQueue) -> Iterator[Row]:
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
            f"AND campaign_status = %s AND {sub_status} = 'WAITING_FOR_DATA'",
            *columns.values(),
            event["campaign_id"],
            event["cycle"],
            event["to_status"],
        )

    return consuming.bare(queue, _prepare(queue, step), 1, work=work)


def _prepare(queue: BenchmarkQueue, step: Step) -> int:
    """Every campaign waits for this step, and its event is in the queue."""
    unpinned = "".join(f", {name}_id = NULL" for name in PINS[step])
    waiting = "".join(f", {name} = 'WAITING_FOR_DATA'" for name in STEP_SUB_STATUS.values())
    status, texts = STEP_STATUS[step].value, "intro = '', home_report_analysis = ''"
    run(f"UPDATE campaigns_campaign SET cycle = 1, campaign_status = %s, {texts}{unpinned}{waiting}", status)  # noqa: S608 - no input
    settle()
    ids = list(Campaign.objects.order_by("pk").values_list("pk", flat=True))
    queue.fill([event_body(pk, to_status=status) for pk in ids])
    return len(ids)


def _value_homes() -> None:
    PropertyData.objects.bulk_create(
        PropertyData(
            campaign_id=pk, cycle=1, formatted_address=f"{pk} Main St, Seattle, WA 98107", source="bench", **HOME
        )
        for pk in Campaign.objects.values_list("pk", flat=True)
    )
    found = "SELECT p.id FROM campaigns_propertydata p WHERE p.campaign_id = campaigns_campaign.id"
    run(f"UPDATE campaigns_campaign SET property_data_id = ({found})")  # noqa: S608 - no input


def _gift(step: Step) -> Gift:
    """The pins, and what writes the text from facts that are at hand."""
    found = Campaign.objects.select_related("property_data", *PINS[step])
    return {campaign.pk: partial(_columns, step, campaign, _text(step, campaign)) for campaign in found}


def _columns(step: Step, campaign: Campaign, text: Callable[[], Columns] | None) -> Columns:
    columns: Columns = {f"{name}_id": getattr(campaign, f"{name}_id") for name in PINS[step]}
    return columns | (text() if text else {})


def _text(step: Step, campaign: Campaign) -> Callable[[], Columns] | None:
    if step == Step.INTRO:
        market, rate = campaign.local_market_data, campaign.mortgage_rate
        facts = (market.as_facts() if market else None, rate.as_facts() if rate else None)
        return lambda: {"intro": generate_intro(*facts, campaign.pk)}
    if step == Step.HOME_REPORT and campaign.property_data:
        home = campaign.property_data.as_facts()
        return lambda: {"home_report_analysis": generate_home_report_analysis(home)}
    return None


def _written() -> list[tuple[Any, ...]]:
    return list(Campaign.objects.order_by("pk").values_list())
