"""The home's valuation. A no-address newsletter has none, and is READY at once."""

import logging
from datetime import datetime
from typing import Any

from campaigns import steps
from campaigns.events import StatusChangeEvent
from campaigns.models import Campaign, PropertyData, Step
from fetcher import providers
from fetcher.handlers.outcome import DONE, DROPPED
from fetcher.providers.base import PropertyLookup
from fetcher.single_flight import by_one

logger = logging.getLogger(__name__)


def handle(event: StatusChangeEvent, now: datetime) -> str:
    return by_one(event, Step.PROPERTY, now, _work)


def _work(event: StatusChangeEvent, now: datetime) -> str:
    campaign = steps.step_campaign(event.campaign_id, event.cycle, Step.PROPERTY)
    if campaign is None:
        return DROPPED
    if campaign.no_address_newsletter:
        finished = steps.step_finish(campaign.pk, event.cycle, Step.PROPERTY, store=lambda _campaign: {})
        return DONE if finished else DROPPED
    lookup = providers.property_provider().property_data(campaign.formatted_address, campaign.zip_code)
    if lookup.note:
        facts = {"campaign": campaign.pk, "cycle": event.cycle, "why": lookup.note}
        logger.warning("no value for this home: the e-mail goes without value and home report", extra={"facts": facts})
    finished = steps.step_finish(
        campaign.pk, event.cycle, Step.PROPERTY, store=lambda locked: _store(locked, lookup, now)
    )
    return DONE if finished else DROPPED


def _store(campaign: Campaign, lookup: PropertyLookup, now: datetime) -> dict[str, Any]:
    """Write the cycle's row, with the value of the last cycle that had one of an earlier date."""
    found = lookup.facts
    earlier = campaign.property_history.filter(current_value__isnull=False, as_of__lt=found.as_of or now.date())
    previous = earlier.order_by("-cycle").first()
    values = {name: getattr(found, name) for name in found.__slots__}
    values |= {
        "previous_value": previous.current_value if previous else None,
        "previous_as_of": previous.as_of if previous else None,
        "latitude": lookup.coordinates.latitude if lookup.coordinates else None,
        "longitude": lookup.coordinates.longitude if lookup.coordinates else None,
        "note": lookup.note[:300],
        "fetched_at": now,
    }
    row, _ = PropertyData.objects.update_or_create(campaign=campaign, cycle=campaign.cycle, defaults=values)
    return {"property_data": row}
