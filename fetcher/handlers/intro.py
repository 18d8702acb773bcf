"""The introduction, from local market data and mortgage rate."""

from datetime import datetime

from campaigns import steps
from campaigns.events import StatusChangeEvent
from campaigns.models import Step
from fetcher import area
from fetcher.handlers.outcome import DONE, DROPPED
from fetcher.single_flight import by_one
from fetcher.writers import generate_intro


def handle(event: StatusChangeEvent, now: datetime) -> str:
    """Whichever of this and the local market consumer comes first has the data fetched; neither waits for the other."""
    return by_one(event, Step.INTRO, now, _work)


def _work(event: StatusChangeEvent, now: datetime) -> str:
    campaign = steps.step_campaign(event.campaign_id, event.cycle, Step.INTRO)
    if campaign is None or not area.pin_market_and_rate(campaign, now):
        return DROPPED
    pinned = steps.step_campaign(event.campaign_id, event.cycle, Step.INTRO)
    if pinned is None:
        return DROPPED
    market = pinned.local_market_data.as_facts() if pinned.local_market_data else None
    rate = pinned.mortgage_rate.as_facts() if pinned.mortgage_rate else None
    text = generate_intro(market, rate, pinned.pk)
    finished = steps.step_finish(pinned.pk, event.cycle, Step.INTRO, store=lambda _campaign: {"intro": text})
    return DONE if finished else DROPPED
