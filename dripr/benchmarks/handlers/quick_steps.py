"""Listings, sales, local market, intro and home report: by hand one UPDATE and commit for each message.

The bare loop is given the area data that belongs to each campaign, in place of looking for it; texts it has written by
the same writer.
"""

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from campaigns.models import Campaign, Step, SubStatus
from campaigns.schedule import issue_number
from campaigns.states import STEP_STATUS, STEP_SUB_STATUS
from dripr.benchmarks.consuming import Work
from dripr.benchmarks.databases import run
from dripr.benchmarks.handlers import laying
from dripr.benchmarks.handlers.trial import Trial, Written, assignments, written
from fetcher.writers import generate_home_report_analysis, generate_intro

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs.type_defs import MessageTypeDef

PINS: dict[Step, tuple[str, ...]] = {
    Step.LISTINGS: ("active_listings",),
    Step.SALES: ("recent_sales",),
    Step.LOCAL_MARKET: ("local_market_data", "mortgage_rate"),
    Step.INTRO: ("local_market_data", "mortgage_rate"),
    Step.HOME_REPORT: (),
}
TEXT: dict[Step, dict[str, str]] = {Step.INTRO: {"intro": ""}, Step.HOME_REPORT: {"home_report_analysis": ""}}
Columns = dict[str, Any]
Gift = dict[int, Callable[[], Columns]]
"""By campaign, what makes the columns that are to be written."""


def trial(step: Step) -> Trial:
    return Trial(step.value, partial(lay_out, step), partial(_floor, step), _written)


def lay_out(step: Step) -> list[str]:
    """Every campaign waits for this step, and has nothing of what it makes."""
    unpinned = {f"{name}_id": None for name in PINS[step]}
    return laying.lay_out(STEP_STATUS[step], SubStatus.WAITING_FOR_DATA.value, {**unpinned, **TEXT.get(step, {})})


def _floor(step: Step) -> Work:
    sub_status = STEP_SUB_STATUS[step]
    gift = _gift(step)

    def work(message: "MessageTypeDef") -> None:
        event = json.loads(message["Body"])
        columns = gift[event["campaign_id"]]() | {sub_status: SubStatus.READY.value}
        run(
            f"UPDATE campaigns_campaign SET {assignments(list(columns))} WHERE id = %s AND cycle = %s "  # noqa: S608 - no input
            f"AND campaign_status = %s AND {sub_status} = 'WAITING_FOR_DATA'",
            *columns.values(),
            event["campaign_id"],
            event["cycle"],
            event["to_status"],
        )

    return work


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
        issue = issue_number(campaign.period, campaign.every_n_months) if campaign.period else None
        return lambda: {"intro": generate_intro(*facts, campaign.pk, issue)}
    if step == Step.HOME_REPORT and campaign.property_data:
        home = campaign.property_data.as_facts()
        return lambda: {"home_report_analysis": generate_home_report_analysis(home)}
    return None


def _written(began: datetime) -> Written:
    return written(Campaign.objects.order_by("pk"), began)
