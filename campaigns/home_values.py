"""What a campaign's home was worth, cycle by cycle."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS

from campaigns import facts, plain
from campaigns.addresses import is_same_home
from campaigns.models import Campaign, PropertyData


class CycleValue(NamedTuple):
    """What a cycle's row says of its home's value; not all of it need be known."""

    id: int
    cycle: int
    formatted_address: str
    current_value: int | None
    as_of: date | None
    source: str

    @classmethod
    def of(cls, row: PropertyData) -> "CycleValue":
        return cls(*(getattr(row, name) for name in cls._fields))


HISTORY = plain.Linked(PropertyData, CycleValue._fields, "campaign_id")


def values_before(campaign: Campaign, address: str, cycle: int) -> list[CycleValue]:
    """The values of the cycles before one, newest first; of the same home only, where the address was corrected.

    A row that names no address counts as the same home's.
    """
    return earlier_values(property_history(campaign), address, cycle)


def property_history(campaign: Campaign) -> list[CycleValue]:
    """Every cycle's row, newest first."""
    return _newest_first(plain.select(PropertyData, CycleValue._fields, {"campaign_id": campaign.pk}))


def campaign_with_history(campaign_id: int, only: tuple[str, ...]) -> tuple[Campaign | None, list[CycleValue]]:
    """Some columns of a campaign, and every cycle's row, newest first, by one statement; nothing is locked."""
    columns = plain.columns_of(Campaign, only)
    found = plain.select_with(Campaign, columns, {"id": campaign_id}, HISTORY)
    if not found:
        return None, []
    campaign = Campaign.from_db(DEFAULT_DB_ALIAS, columns, found[0][0])
    return campaign, _newest_first(values for _, values in found if values)


def _newest_first(rows: Iterable[tuple[Any, ...]]) -> list[CycleValue]:
    return sorted((CycleValue(*row) for row in rows), key=lambda row: row.cycle, reverse=True)


def earlier_values(history: Iterable[CycleValue], address: str, cycle: int) -> list[CycleValue]:
    """As values_before, of rows that are at hand."""
    earlier = (row for row in history if row.cycle < cycle and row.current_value is not None)
    return [row for row in earlier if not row.formatted_address or is_same_home(row.formatted_address, address)]


def values_of_home(campaign: Campaign, newest: PropertyData) -> tuple[facts.HomeValue, ...]:
    """The values up to a cycle's row that can be set beside it: of the same home, by the same source, oldest first."""
    earlier = values_before(campaign, newest.formatted_address, newest.cycle)
    return value_history([CycleValue.of(newest), *(row for row in earlier if row.source == newest.source)])


def value_history(rows: Iterable[CycleValue]) -> tuple[facts.HomeValue, ...]:
    """The rows as values, oldest first and one a date: what several cycles took from one estimate is told once."""
    by_date: dict[date, facts.HomeValue] = {}
    for row in sorted(rows, key=lambda row: row.cycle):
        if row.current_value is not None and row.as_of is not None:
            by_date[row.as_of] = facts.HomeValue(row.as_of, row.current_value, row.source)
    return tuple(by_date[day] for day in sorted(by_date))
