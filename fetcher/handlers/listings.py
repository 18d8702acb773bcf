"""Homes for sale nearby."""

from datetime import datetime

from campaigns.events import StatusChangeEvent
from campaigns.models import Step
from fetcher import area
from fetcher.handlers import quick_step


def handle(event: StatusChangeEvent, now: datetime) -> str:
    return quick_step.finish(event, Step.LISTINGS, lambda due: (area.listings(due, now), {}))
