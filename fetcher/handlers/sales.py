"""Homes sold nearby."""

from datetime import datetime

from campaigns import steps
from campaigns.events import StatusChangeEvent
from campaigns.models import Step
from fetcher import area
from fetcher.handlers.outcome import DONE, DROPPED


def handle(event: StatusChangeEvent, now: datetime) -> str:
    campaign = steps.step_campaign(event.campaign_id, event.cycle, Step.SALES)
    if campaign is None or not area.pin_sales(campaign, now):
        return DROPPED
    finished = steps.step_finish(campaign.pk, event.cycle, Step.SALES, store=lambda _campaign: {})
    return DONE if finished else DROPPED
