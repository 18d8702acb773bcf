"""The nation's ZIP codes and where they lie: a table that ships with dripr, read once and only when first asked.

What it holds, from whom, and what it leaves out (ZIP codes of PO boxes alone): zip_data/README.md.
"""

import csv
import gzip
import heapq
import math
import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from campaigns.facts import Coordinates

SHIPPED_TABLE = Path(__file__).parent / "zip_data" / "zip_codes.csv.gz"
EARTH_RADIUS_MILES = 3958.8
OFFERED = 3
COLUMNS = ["zip", "latitude", "longitude", "city", "state"]
FIVE_DIGITS = re.compile(r"[0-9]{5}")
REGION_SIZES = (100, 1_000, 10_000, 100_000)
"""The first three digits are one sorting center's, the first two and the first ever larger regions."""


@dataclass(frozen=True, slots=True)
class ZipCode:
    """A ZIP code with a point in the middle of its area; `city` is "" where the table has no name."""

    code: str
    coordinates: Coordinates
    city: str
    state: str

    def __str__(self) -> str:
        return f"{self.code} ({self.city}, {self.state})" if self.city else f"{self.code} ({self.state})"


class ZipTable:
    """The table in columns, sorted by code: some megabytes less than one object a row would take."""

    def __init__(self, path: Path) -> None:
        """Raises ValueError where the file is not in the shipped table's form."""
        self._codes, self._latitudes, self._longitudes = array("I"), array("d"), array("d")
        self._place_numbers = array("I")
        numbers: dict[tuple[str, str], int] = {}
        with gzip.open(path, "rt", newline="", encoding="utf-8") as file:
            rows = csv.reader(file)
            if next(rows, None) != COLUMNS:
                raise ValueError(f"{path.name} must have the columns {', '.join(COLUMNS)}")
            for code, latitude, longitude, city, state in rows:
                self._codes.append(int(code))
                self._latitudes.append(float(latitude))
                self._longitudes.append(float(longitude))
                self._place_numbers.append(numbers.setdefault((city, state), len(numbers)))
        self._places = list(numbers)
        if any(code >= following for code, following in pairwise(self._codes)):
            raise ValueError(f"{path.name} must hold each ZIP code once, in rising order")

    def find(self, code: str) -> ZipCode | None:
        if not FIVE_DIGITS.fullmatch(code):
            return None
        position = bisect_left(self._codes, int(code))
        is_there = position < len(self._codes) and self._codes[position] == int(code)
        return self._at(position) if is_there else None

    def nearest(self, here: Coordinates, count: int) -> list[ZipCode]:
        """The ZIP codes whose middle is nearest, the nearest first."""
        distances = (
            (_miles(here.latitude, here.longitude, latitude, longitude), position)
            for position, (latitude, longitude) in enumerate(zip(self._latitudes, self._longitudes, strict=True))
        )
        return [self._at(position) for _, position in heapq.nsmallest(count, distances)]

    def nearest_by_number(self, code: str, count: int) -> list[ZipCode]:
        """The ZIP codes of the same region whose numbers are nearest, then those of regions that are numbered alike."""
        number = int(code)

        def distance(position: int) -> tuple[int, int, int]:
            other = self._codes[position]
            apart = next(place for place, size in enumerate(REGION_SIZES) if other // size == number // size)
            return apart, abs(other - number), position

        here = bisect_left(self._codes, number)
        # to either side both region and number only get farther
        around = range(max(here - count, 0), min(here + count, len(self._codes)))
        return [self._at(position) for position in sorted(around, key=distance)[:count]]

    def _at(self, position: int) -> ZipCode:
        city, state = self._places[self._place_numbers[position]]
        middle = Coordinates(self._latitudes[position], self._longitudes[position])
        return ZipCode(f"{self._codes[position]:05d}", middle, city, state)


@cache
def shipped_table() -> ZipTable:
    """The shipped table. Two threads that come first at once may both read the file; either result is the same."""
    return ZipTable(SHIPPED_TABLE)


def find(zip_code: str) -> ZipCode | None:
    return shipped_table().find(zip_code)


def is_known(zip_code: str) -> bool:
    return find(zip_code) is not None


def nearest(place: str | Coordinates, count: int) -> list[ZipCode]:
    """The nearest ZIP codes, the nearest first; of a ZIP code that is given itself left out.

    By miles between the middles. Where an unknown ZIP code lies nobody knows: for one, the nearest by number.
    """
    if isinstance(place, Coordinates):
        return shipped_table().nearest(place, count)
    known = find(place)
    if known is None:
        return shipped_table().nearest_by_number(place, count)
    return [other for other in shipped_table().nearest(known.coordinates, count + 1) if other.code != place][:count]


def refusal(zip_code: str) -> str:
    """Why a campaign may not have this ZIP code of five digits, in one line with three to choose from; else ""."""
    if is_known(zip_code):
        return ""
    first, second, third = nearest(zip_code, OFFERED)
    return (
        f"No homes are known in ZIP code {zip_code} (one of PO boxes alone has none). "
        f"The nearest by number: {first}, {second} or {third}."
    )


def miles_between(here: Coordinates, there: Coordinates) -> float:
    """Great-circle distance by the haversine formula."""
    return _miles(here.latitude, here.longitude, there.latitude, there.longitude)


def _miles(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    north, other_north = math.radians(latitude), math.radians(other_latitude)
    half_north = (other_north - north) / 2
    half_east = math.radians(other_longitude - longitude) / 2
    square = math.sin(half_north) ** 2 + math.cos(north) * math.cos(other_north) * math.sin(half_east) ** 2
    return 2 * EARTH_RADIUS_MILES * math.asin(math.sqrt(square))
