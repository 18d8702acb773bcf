"""The sales that a home may be compared with, each weighted by its likeness, and the values that they give it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from fetcher.providers.offline_sales import RecordedSale

ENOUGH_COMPARABLES = 5
MOST_COMPARABLES = 8
MOST_BEDROOMS_APART = 2
AREA_ELASTICITY = 0.6
MILES_PER_DEGREE = 69.09  # of latitude, on a sphere of 3,958.8 miles

Comparables = list[tuple[RecordedSale, float]]


@dataclass(frozen=True, slots=True)
class Ring:
    """How far a comparable may be from the home: miles, share of the living area, years of age."""

    miles: float
    area: float
    years: int


RINGS = (Ring(0.75, 0.25, 25), Ring(1.5, 0.30, 40), Ring(3.0, 0.40, 80))


def comparable_sales(home: RecordedSale, pool: Iterable[RecordedSale]) -> Comparables:
    """The eight other parcels' sales most like the home with their weights, the most alike first.

    They come from the narrowest ring that holds five, else from the widest; fewer than eight where there are no more.
    """
    near = [(sale, miles_between(home.latitude, home.longitude, sale)) for sale in pool if _may_compare(home, sale)]
    found: Comparables = []
    for ring in RINGS:
        found = [(sale, _weight(home, sale, miles)) for sale, miles in near if _in_ring(home, sale, miles, ring)]
        if len(found) >= ENOUGH_COMPARABLES:
            break
    return sorted(found, key=lambda pair: pair[1], reverse=True)[:MOST_COMPARABLES]


def value_by_price(home: RecordedSale, found: Comparables) -> float:
    """The weighted median of the prices, each scaled to the home's area by (area ratio) ** 0.6."""
    return weighted_median([(_price_at_area(home, sale), weight) for sale, weight in found])


def value_by_assessment(home: RecordedSale, found: Comparables) -> float:
    """The home's assessed value times the weighted median of price over assessed value."""
    return home.assessed_value * weighted_median(
        [(sale.sale_price / sale.assessed_value, weight) for sale, weight in found]
    )


def weighted_median(pairs: list[tuple[float, float]]) -> float:
    """The first value, in rising order, at which half of the weight is reached; pairs are (value, weight)."""
    half = sum(weight for _, weight in pairs) / 2
    reached = 0.0
    for value, weight in sorted(pairs):
        reached += weight
        if reached >= half:
            return value
    raise ValueError("a median needs at least one value")


def miles_between(latitude: float, longitude: float, sale: RecordedSale) -> float:
    """Distance in miles on a flat map of the place, exact to a few feet over the three miles it is used for."""
    north = (sale.latitude - latitude) * MILES_PER_DEGREE
    east = (sale.longitude - longitude) * MILES_PER_DEGREE * math.cos(math.radians(latitude))
    return math.hypot(north, east)


def _may_compare(home: RecordedSale, sale: RecordedSale) -> bool:
    """A cheap look before the distance is computed: another parcel, north or south by no more than the widest ring."""
    widest = RINGS[-1]
    return (
        sale.parcel_id != home.parcel_id
        and abs(sale.latitude - home.latitude) * MILES_PER_DEGREE <= widest.miles
        and abs(sale.square_feet / home.square_feet - 1) <= widest.area
        and abs(sale.bedrooms - home.bedrooms) <= MOST_BEDROOMS_APART
    )


def _in_ring(home: RecordedSale, sale: RecordedSale, miles: float, ring: Ring) -> bool:
    return (
        miles <= ring.miles
        and abs(sale.square_feet / home.square_feet - 1) <= ring.area
        and abs(sale.year_built - home.year_built) <= ring.years
    )


def _weight(home: RecordedSale, sale: RecordedSale, miles: float) -> float:
    """Likeness from 1 (the same home next door) towards 0."""
    unlike = (
        (miles / 0.5) ** 2
        + (math.log(sale.square_feet / home.square_feet) / 0.15) ** 2
        + 0.25 * (sale.bedrooms - home.bedrooms) ** 2
        + 0.25 * float(sale.bathrooms - home.bathrooms) ** 2
        + 0.5 * ((sale.year_built - home.year_built) / 20) ** 2
        + (math.log((sale.lot_square_feet + 500) / (home.lot_square_feet + 500)) / 0.5) ** 2
    )
    return math.exp(-unlike / 4)


def _price_at_area(home: RecordedSale, sale: RecordedSale) -> float:
    return float(sale.sale_price * (home.square_feet / sale.square_feet) ** AREA_ELASTICITY)
