"""What a campaign's home was worth, cycle by cycle."""

from collections.abc import Iterable
from datetime import date

from campaigns import facts, plain
from campaigns.addresses import is_same_home
from campaigns.models import Campaign, PropertyData

TOLD = ("id", "campaign_id", "cycle", "formatted_address", "current_value", "as_of", "source")


def values_before(campaign: Campaign, address: str, cycle: int) -> list[PropertyData]:
    """The values of the cycles before one, newest first; of the same home only, where the address was corrected.

    A row that names no address counts as the same home's.
    """
    return earlier_values(property_history(campaign), address, cycle)


def property_history(campaign: Campaign) -> list[PropertyData]:
    """What the campaign's cycles knew of its home's value, newest first."""
    rows = plain.rows(PropertyData, {"campaign_id": campaign.pk}, only=TOLD)
    return sorted(rows, key=lambda row: row.cycle, reverse=True)


def earlier_values(history: Iterable[PropertyData], address: str, cycle: int) -> list[PropertyData]:
    """The same of rows that are at hand."""
    earlier = (row for row in history if row.cycle < cycle and row.current_value is not None)
    return [row for row in earlier if not row.formatted_address or is_same_home(row.formatted_address, address)]


def values_of_home(campaign: Campaign, newest: PropertyData) -> tuple[facts.HomeValue, ...]:
    """The values up to a cycle's row that can be set beside it: of the same home, by the same source, oldest first."""
    earlier = values_before(campaign, newest.formatted_address, newest.cycle)
    return value_history([newest, *(row for row in earlier if row.source == newest.source)])


def value_history(rows: Iterable[PropertyData]) -> tuple[facts.HomeValue, ...]:
    """The rows as values, oldest first and one a date: what several cycles took from one estimate is told once."""
    by_date: dict[date, facts.HomeValue] = {}
    for row in sorted(rows, key=lambda row: row.cycle):
        if row.current_value is not None and row.as_of is not None:
            by_date[row.as_of] = facts.HomeValue(row.as_of, row.current_value, row.source)
    return tuple(by_date[day] for day in sorted(by_date))
