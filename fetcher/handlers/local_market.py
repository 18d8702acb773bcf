"""The ZIP code's market, and the mortgage rate."""

from datetime import datetime

from campaigns.events import StatusChangeEvent
from campaigns.models import Step
from fetcher import area
from fetcher.handlers import quick_step


def handle(event: StatusChangeEvent, now: datetime) -> str:
    return quick_step.finish(event, Step.LOCAL_MARKET, lambda due: (area.market_and_rate(due, now).pins, {}))
