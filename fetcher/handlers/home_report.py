"""The home report, from property data. Without an address or a value there is none, and nothing is paid for."""

import logging
from datetime import datetime

from campaigns import steps
from campaigns.events import StatusChangeEvent
from campaigns.models import Campaign, Step
from fetcher.handlers.outcome import DONE, DROPPED
from fetcher.single_flight import by_one
from fetcher.writers import generate_home_report_analysis, writer

logger = logging.getLogger(__name__)


def handle(event: StatusChangeEvent, now: datetime) -> str:
    return _work(event, now) if writer().is_free else by_one(event, Step.HOME_REPORT, now, _work)


def _work(event: StatusChangeEvent, now: datetime) -> str:  # noqa: ARG001
    campaign = steps.step_campaign(event.campaign_id, event.cycle, Step.HOME_REPORT)
    if campaign is None:
        return DROPPED
    text = _report(campaign)
    finished = steps.step_finish(
        campaign.pk, event.cycle, Step.HOME_REPORT, store=lambda _campaign: {"home_report_analysis": text}
    )
    return DONE if finished else DROPPED


def _report(campaign: Campaign) -> str:
    property_data = campaign.property_data
    if campaign.no_address_newsletter:
        return ""
    if property_data is None or property_data.current_value is None:
        logger.warning("no home report without a value", extra={"facts": {"campaign": campaign.pk}})
        return ""
    return generate_home_report_analysis(property_data.as_facts())
