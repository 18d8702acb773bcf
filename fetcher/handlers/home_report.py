"""The home report, from property data. Without an address or a value there is none, and nothing is paid for."""

import logging
from datetime import datetime

from campaigns import steps
from campaigns.events import StatusChangeEvent
from campaigns.models import Step
from campaigns.steps import DueStep
from fetcher.handlers import quick_step
from fetcher.handlers.outcome import DONE, DROPPED
from fetcher.single_flight import by_one
from fetcher.writers import generate_home_report_analysis, writer

logger = logging.getLogger(__name__)


def handle(event: StatusChangeEvent, now: datetime) -> str:
    if writer().is_free:
        return quick_step.finish(event, Step.HOME_REPORT, lambda due: ({}, {"home_report_analysis": _report(due)}))
    return by_one(event, Step.HOME_REPORT, now, _write_once)


def _write_once(event: StatusChangeEvent, now: datetime) -> str:  # noqa: ARG001
    due = steps.step_due(event.campaign_id, event.cycle, Step.HOME_REPORT)
    if due is None:
        return DROPPED
    columns = {"home_report_analysis": _report(due)}
    finished = steps.step_finish(due.campaign_id, due.cycle, Step.HOME_REPORT, store=lambda _campaign: columns)
    return DONE if finished else DROPPED


def _report(due: DueStep) -> str:
    if due.no_address_newsletter:
        return ""
    home = steps.step_home(due)
    if home is None or home.current_value is None:
        logger.warning("no home report without a value", extra={"facts": {"campaign": due.campaign_id}})
        return ""
    return generate_home_report_analysis(home)
