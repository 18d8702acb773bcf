"""The home report, from property data. Without an address or a value there is none, and nothing is paid for."""

import logging
from datetime import datetime

from campaigns import facts, steps
from campaigns.events import StatusChangeEvent
from campaigns.models import Step, TextKind
from campaigns.steps import DueStep
from fetcher.handlers import quick_step
from fetcher.handlers.outcome import DONE, DROPPED
from fetcher.handlers.text_results import text_result
from fetcher.single_flight import by_one
from fetcher.writers import Written, generate_home_report_analysis, write_home_report, writer

logger = logging.getLogger(__name__)


def handle(event: StatusChangeEvent, now: datetime) -> str:
    if writer().is_free:
        return quick_step.finish(event, Step.HOME_REPORT, lambda due: ({}, {"home_report_analysis": _report(due)}))
    return by_one(event, Step.HOME_REPORT, now, _write_once)


def _write_once(event: StatusChangeEvent, now: datetime) -> str:  # noqa: ARG001
    due = steps.step_due(event.campaign_id, event.cycle, Step.HOME_REPORT)
    if due is None:
        return DROPPED
    home = _home(due)
    written = write_home_report(home) if home else Written("")
    store = text_result("home_report_analysis", TextKind.HOME_REPORT, written)
    return DONE if steps.step_finish(due.campaign_id, due.cycle, Step.HOME_REPORT, store=store) else DROPPED


def _report(due: DueStep) -> str:
    home = _home(due)
    return generate_home_report_analysis(home) if home else ""


def _home(due: DueStep) -> facts.PropertyData | None:
    """The home that the cycle has pinned, where there is something to report on."""
    if due.no_address_newsletter:
        return None
    home = steps.step_home(due)
    if home is None or home.current_value is None:
        logger.warning("no home report without a value", extra={"facts": {"campaign": due.campaign_id}})
        return None
    return home
