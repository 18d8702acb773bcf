"""Which of a ZIP code's homes an e-mail shows: the nearest to the reader's, pure."""

import math
from collections.abc import Iterable
from typing import TypeVar

from campaigns import facts
from campaigns.emails.content import NearbyListing, NearbySale

MOST_SHOWN = 5
EARTH_RADIUS_MILES = 3958.8

Home = TypeVar("Home", facts.RecentSale, facts.ActiveListing)


def nearby_sales(
    sales: Iterable[facts.RecentSale], own_address: str, home: facts.Coordinates | None
) -> tuple[NearbySale, ...]:
    """The nearest sales, without the reader's own home and without doubles; where its place is unknown, the newest."""
    shown = [NearbySale(sale, distance) for sale, distance in _nearest(sales, own_address, home)]
    return tuple(shown[:MOST_SHOWN])


def nearby_listings(
    listings: Iterable[facts.ActiveListing], own_address: str, home: facts.Coordinates | None
) -> tuple[NearbyListing, ...]:
    """The nearest listings, chosen as the sales are."""
    shown = [NearbyListing(listing, distance) for listing, distance in _nearest(listings, own_address, home)]
    return tuple(shown[:MOST_SHOWN])


def distance_miles(here: facts.Coordinates, there: facts.Coordinates) -> float:
    """Great-circle distance by the haversine formula."""
    latitude, other_latitude = math.radians(here.latitude), math.radians(there.latitude)
    half_north = (other_latitude - latitude) / 2
    half_east = math.radians(there.longitude - here.longitude) / 2
    square = math.sin(half_north) ** 2 + math.cos(latitude) * math.cos(other_latitude) * math.sin(half_east) ** 2
    return 2 * EARTH_RADIUS_MILES * math.asin(math.sqrt(square))


def _nearest(
    homes: Iterable[Home], own_address: str, home: facts.Coordinates | None
) -> list[tuple[Home, float | None]]:
    others: dict[str, Home] = {}
    for other in homes:
        key = _address_key(other.formatted_address)
        if key != _address_key(own_address):
            others.setdefault(key, other)
    if home is None:
        return [(other, None) for other in others.values()]
    placed = [(other, distance_miles(home, other.coordinates)) for other in others.values() if other.coordinates]
    return [(other, distance) for other, distance in sorted(placed, key=lambda pair: pair[1])]


def _address_key(address: str) -> str:
    return " ".join(address.replace(",", " ").lower().split())
