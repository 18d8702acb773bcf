"""Which of a ZIP code's homes an e-mail shows: the nearest to the reader's and the most like it; pure.

How unlike two homes are is a sum of squares, each of a difference in steps. One step is half a mile, a living area
larger by a quarter, one and a half bedrooms, or one and a half bathrooms. What is unknown of the reader's home does
not count; what is unknown of the other one counts as two steps. Of homes equally alike the newest comes first.
"""

import heapq
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from campaigns import facts
from campaigns.addresses import address_keys
from campaigns.emails.content import NearbyListing, NearbySale
from campaigns.zip_codes import miles_between

MOST_SHOWN = 5
MILES_STEP = 0.5
AREA_STEP = math.log(1.25)
BEDROOMS_STEP = 1.5
BATHROOMS_STEP = 1.5
UNKNOWN_STEPS = 2.0
SAME_PLACE_MILES = 10 / 5280
"""Ten feet. A neighbor written at the same point is left out as well: the reader's own home must not show."""

Home = TypeVar("Home", facts.RecentSale, facts.ActiveListing)
Known = TypeVar("Known")


@dataclass(frozen=True, slots=True)
class OwnHome:
    """The reader's home as far as it is known; `addresses` are as typed and as a source writes it.

    `place` is the home's own, or, where only the ZIP code is known, its middle: then no distance is told.
    """

    addresses: tuple[str, ...] = ()
    place: facts.Coordinates | None = None
    is_own_place: bool = True
    bedrooms: int | None = None
    bathrooms: Decimal | None = None
    square_feet: int | None = None


def nearby_sales(sales: Iterable[facts.RecentSale], own: OwnHome) -> tuple[NearbySale, ...]:
    """At most five sales, without the reader's own home and without doubles; the same in whatever order they come."""
    return tuple(NearbySale(sale, told_miles(own, sale)) for sale in chosen(sales, own))


def nearby_listings(listings: Iterable[facts.ActiveListing], own: OwnHome) -> tuple[NearbyListing, ...]:
    """At most five listings, chosen as the sales are."""
    return tuple(NearbyListing(listing, told_miles(own, listing)) for listing in chosen(listings, own))


def chosen(homes: Iterable[Home], own: OwnHome) -> list[Home]:
    own_keys = {key for address in own.addresses for key in address_keys(address)}
    newest: dict[str, Home] = {}
    for home in homes:
        keys = address_keys(home.formatted_address)
        if keys and not own_keys.intersection(keys) and not is_same_place(own, home):
            other = newest.setdefault(keys[0], home)
            if other is not home and told_before(home, other):
                newest[keys[0]] = home

    def rank(address: str) -> tuple[float, tuple[int, int], str]:
        return unlikeness(own, newest[address]), newness(newest[address]), address

    return [newest[address] for address in heapq.nsmallest(MOST_SHOWN, newest, key=rank)]


def unlikeness(own: OwnHome, home: facts.RecentSale | facts.ActiveListing) -> float:
    """How far the other home is from the reader's and how different, 0 for the same home at the same place."""
    parts = (
        steps(own.place, home.coordinates, lambda here, there: miles_between(here, there) / MILES_STEP),
        steps(
            own.square_feet or None, home.square_feet or None, lambda area, other: math.log(other / area) / AREA_STEP
        ),
        steps(own.bedrooms, home.bedrooms, lambda count, other: (other - count) / BEDROOMS_STEP),
        steps(own.bathrooms, home.bathrooms, lambda count, other: float(other - count) / BATHROOMS_STEP),
    )
    return sum(part**2 for part in parts)


def steps(own: Known | None, other: Known | None, apart: Callable[[Known, Known], float]) -> float:
    """How many steps apart the two are, where both are known."""
    if own is None:
        return 0.0
    return UNKNOWN_STEPS if other is None else apart(own, other)


def told_miles(own: OwnHome, home: facts.RecentSale | facts.ActiveListing) -> float | None:
    if own.place is None or home.coordinates is None or not own.is_own_place:
        return None
    return miles_between(own.place, home.coordinates)


def is_same_place(own: OwnHome, home: facts.RecentSale | facts.ActiveListing) -> bool:
    miles = told_miles(own, home)
    return miles is not None and miles <= SAME_PLACE_MILES


def newness(home: facts.RecentSale | facts.ActiveListing) -> tuple[int, int]:
    """Smaller for a newer home, and of the same day for a cheaper one."""
    if isinstance(home, facts.RecentSale):
        return -home.sale_date.toordinal(), home.sale_price
    return -home.listed_date.toordinal() if home.listed_date else 0, home.list_price


def told_before(home: Home, other: Home) -> bool:
    """Which of two that are told of one address is taken; where both are as new, whatever else is said decides."""
    return (newness(home), repr(home)) < (newness(other), repr(other))
