"""The shipped file of recorded sales, read once, found by ZIP code and by address."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from campaigns import facts
from campaigns.addresses import address_key, zip_key

OFFLINE_DATA = Path(__file__).parent / "offline_data"
SALES_SOURCE = "recorded sales, King County Department of Assessments"


@dataclass(frozen=True, slots=True)
class RecordedSale:
    """One sale, and the home: dollars, square feet, WGS84 degrees; `sale_date` is the deed's recorded date.

    `assessed_value` is the county's own, for its taxes.
    """

    parcel_id: str
    sale_date: date
    sale_price: int
    address: str
    city: str
    state: str
    zip_code: str
    latitude: float
    longitude: float
    bedrooms: int
    bathrooms: Decimal
    square_feet: int
    lot_square_feet: int
    year_built: int
    assessed_value: int

    @property
    def formatted_address(self) -> str:
        return f"{self.address}, {self.city}, {self.state} {self.zip_code}"

    @property
    def coordinates(self) -> facts.Coordinates:
        return facts.Coordinates(self.latitude, self.longitude)


class SalesFile:
    """Recorded sales in memory; never changed once built, so any number of threads may read it."""

    def __init__(self, sales: Iterable[RecordedSale]) -> None:
        """Raises ValueError where there are no sales, since nothing could then be dated."""
        self.sales = tuple(sorted(sales, key=_newest_last))
        if not self.sales:
            raise ValueError("a file of sales needs at least one sale")
        self.first_date = self.sales[0].sale_date
        self.as_of = self.sales[-1].sale_date
        self._by_zip: dict[str, list[RecordedSale]] = {}
        self._by_address: dict[tuple[str, str], RecordedSale] = {}
        for sale in self.sales:
            self._by_zip.setdefault(sale.zip_code, []).append(sale)
            self._by_address[sale.zip_code, address_key(sale.address)] = sale

    def in_zip(self, zip_code: str) -> tuple[RecordedSale, ...]:
        """The ZIP code's sales, oldest first."""
        return tuple(self._by_zip.get(zip_key(zip_code), ()))

    def latest_sale_of(self, address: str, zip_code: str) -> RecordedSale | None:
        """The home's latest recorded sale, None for a home that is not in the file."""
        return self._by_address.get((zip_key(zip_code), address_key(address)))

    def homes(self) -> tuple[RecordedSale, ...]:
        """Each home once, with its latest sale."""
        return tuple(self._by_address.values())


def _newest_last(sale: RecordedSale) -> tuple[date, str, int]:
    return sale.sale_date, sale.parcel_id, sale.sale_price


def read_sales(path: Path) -> SalesFile:
    """Read a CSV of sales; raises KeyError or ValueError where it is not in the shipped file's form."""
    with path.open(newline="", encoding="utf-8") as file:
        return SalesFile(_recorded_sale(row) for row in csv.DictReader(file))


def _recorded_sale(row: dict[str, str]) -> RecordedSale:
    return RecordedSale(
        parcel_id=row["parcel_id"],
        sale_date=date.fromisoformat(row["sale_date"]),
        sale_price=int(row["sale_price"]),
        address=row["address"],
        city=row["city"],
        state=row["state"],
        zip_code=row["zip"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        bedrooms=int(row["beds"]),
        bathrooms=Decimal(row["baths"]),
        square_feet=int(row["sqft_living"]),
        lot_square_feet=int(row["sqft_lot"]),
        year_built=int(row["year_built"]),
        assessed_value=int(row["assessed_value"]),
    )


@cache
def shipped_sales() -> SalesFile:
    """The shipped sales. Two threads that come first at once may both read the file; either result is the same."""
    return read_sales(OFFLINE_DATA / "seattle_sales_2025_2026.csv")
