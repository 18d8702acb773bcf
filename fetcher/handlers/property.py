"""The home's valuation. A no-address newsletter has none, and is READY at once.

A home that the source does not know makes the campaign a no-address newsletter, and staff are told.
"""

import logging
from datetime import datetime
from typing import Any

from campaigns import plain, steps
from campaigns.addresses import names_a_house
from campaigns.events import StatusChangeEvent
from campaigns.home_values import CycleValue, campaign_with_history, earlier_values, property_history
from campaigns.models import Campaign, PropertyData, Step
from campaigns.notices import notice_address_unknown
from fetcher import homes
from fetcher.handlers.outcome import DONE, DROPPED
from fetcher.providers.base import PermanentFault, PropertyLookup
from fetcher.retry import NotReadyYet

logger = logging.getLogger(__name__)


def handle(event: StatusChangeEvent, now: datetime) -> str:
    """Raises PermanentFault for an address that names no house: nothing is paid for it."""
    campaign, history = campaign_with_history(event.campaign_id, steps.READ_BY_STEPS)
    if campaign is None or not steps.step_is_due(campaign, event.cycle, Step.PROPERTY):
        return DROPPED
    if campaign.no_address_newsletter:
        finished = steps.step_finish(campaign.pk, event.cycle, Step.PROPERTY, store=lambda _campaign: {})
        return DONE if finished else DROPPED
    if not names_a_house(campaign.formatted_address):
        raise PermanentFault(
            "The address names no house, by a number and a street: correct it, or tick “no address newsletter”."
        )
    lookup = homes.look_up(campaign.formatted_address, campaign.zip_code, now)
    _tell(campaign, lookup)
    if lookup.is_known and _finish_at_once(campaign, history, lookup, now):
        return DONE
    finished = steps.step_finish(
        campaign.pk, event.cycle, Step.PROPERTY, store=lambda locked: _store(locked, campaign, lookup, now)
    )
    return DONE if finished else DROPPED


def _finish_at_once(read: Campaign, history: list[CycleValue], lookup: PropertyLookup, now: datetime) -> bool:
    """The usual case: the cycle has no row yet, and the campaign is still as it was read."""
    if any(row.cycle == read.cycle for row in history):
        return False
    columns = _columns(read, lookup, history, now)
    return steps.step_finish_with_row(read, Step.PROPERTY, "property_data_id", PropertyData, columns)


def _tell(campaign: Campaign, lookup: PropertyLookup) -> None:
    facts = {"campaign": campaign.pk, "cycle": campaign.cycle, "why": lookup.note}
    if not lookup.is_known:
        logger.warning("unknown address: the campaign becomes a no-address newsletter", extra={"facts": facts})
    elif lookup.note:
        logger.warning("no value for this home: the e-mail goes without value and home report", extra={"facts": facts})


def _store(campaign: Campaign, read: Campaign, lookup: PropertyLookup, now: datetime) -> dict[str, Any]:
    """Write the cycle's row, with the campaign locked.

    Raises NotReadyYet, and nothing is written, where the address was edited while its home was looked up.
    """
    if campaign.no_address_newsletter:
        return {}
    if (campaign.formatted_address, campaign.zip_code) != (read.formatted_address, read.zip_code):
        raise NotReadyYet("the address was edited while its home was looked up")
    if not lookup.is_known:
        notice_address_unknown(campaign, lookup.note, now)
        return {"no_address_newsletter": True}
    history = property_history(campaign)
    values = _columns(campaign, lookup, history, now)
    known = next((row.id for row in history if row.cycle == campaign.cycle), None)
    if known is None:
        key = {"campaign_id": campaign.pk, "cycle": campaign.cycle}
        return {"property_data_id": plain.insert(PropertyData, {**key, **values})}
    plain.update(PropertyData, {"id": known}, values)
    return {"property_data_id": known}


def _columns(campaign: Campaign, lookup: PropertyLookup, history: list[CycleValue], now: datetime) -> dict[str, Any]:
    """The row of the cycle, with the value of the last cycle that had one of an earlier date."""
    found = lookup.facts
    day = found.as_of or now.date()
    earlier = earlier_values(history, found.formatted_address, campaign.cycle)
    previous = next((row for row in earlier if row.as_of and row.as_of < day), None)
    return {
        **{name: getattr(found, name) for name in found.__slots__},
        "previous_value": previous.current_value if previous else None,
        "previous_as_of": previous.as_of if previous else None,
        "latitude": lookup.coordinates.latitude if lookup.coordinates else None,
        "longitude": lookup.coordinates.longitude if lookup.coordinates else None,
        "note": lookup.note[:300],
        "fetched_at": now,
    }
