"""The introduction, from local market data and mortgage rate.

Whichever of this and the local market consumer comes first has the data fetched; neither waits for the other.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from campaigns import steps
from campaigns.events import StatusChangeEvent
from campaigns.models import Step, TextKind
from campaigns.steps import DueStep
from fetcher import area
from fetcher.handlers import quick_step
from fetcher.handlers.outcome import DONE, DROPPED
from fetcher.handlers.text_results import text_result
from fetcher.single_flight import by_one
from fetcher.writers import generate_intro, write_intro, writer


def handle(event: StatusChangeEvent, now: datetime) -> str:
    """A text that costs something is written by one consumer only, upon data that is pinned before."""
    if writer().is_free:
        return quick_step.finish(event, Step.INTRO, lambda due: _write(due, now))
    return by_one(event, Step.INTRO, now, _write_once)


def _write(due: DueStep, now: datetime) -> tuple[Mapping[str, int], Mapping[str, Any]]:
    found = area.market_and_rate(due, now)
    return found.pins, {"intro": generate_intro(found.market, found.rate, due.campaign_id, due.issue)}


def _write_once(event: StatusChangeEvent, now: datetime) -> str:
    due = steps.step_due(event.campaign_id, event.cycle, Step.INTRO)
    if due is None or not steps.step_pin(due.campaign_id, due.cycle, **area.market_and_rate(due, now).pins):
        return DROPPED
    pinned = steps.step_due(event.campaign_id, event.cycle, Step.INTRO)
    if pinned is None:
        return DROPPED
    found = area.market_and_rate(pinned, now)
    written = write_intro(found.market, found.rate, due.campaign_id, due.issue)
    finished = steps.step_finish(
        due.campaign_id, due.cycle, Step.INTRO, store=text_result("intro", TextKind.INTRO, written)
    )
    return DONE if finished else DROPPED
