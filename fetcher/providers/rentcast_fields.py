"""One field of RentCast's answers at a time, read leniently: None for what is missing or cannot be.

Numbers may come as text. Dollars, square feet and days are rounded to whole ones here, half up, once and nowhere again;
a fraction of what can only be counted (bedrooms, years, homes) is an error of the data. Dates are the days that the
data writes, whatever zone is written behind them.
"""

import math
import re
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from campaigns import facts

Row = Mapping[str, Any]

LOWEST_PRICE = 10_000
"""What is less is no price of a home: a gift, a transfer within a family, a test."""
HIGHEST_PRICE = 1_000_000_000
LONGEST_ADDRESS = 255
NUMBER = re.compile(r"-?\$?(\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(\.\d{1,15})?", re.ASCII)
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?", re.ASCII | re.DOTALL)
FIRST_YEAR, LAST_YEAR = 1700, 2100


def as_row(value: Any) -> Row:
    """The object's fields; none where it is no object."""
    return value if isinstance(value, dict) else {}


def as_rows(value: Any) -> list[Row]:
    """The list's objects; none where it is no list."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def text(value: Any) -> str:
    """On one line; "" where it is no text, or holds what cannot be shown."""
    line = " ".join(value.split()) if isinstance(value, str) else ""
    return line if line.isprintable() else ""


def number(value: Any) -> Decimal | None:
    """Also "1,236,000" and "$598.20"."""
    if isinstance(value, str):
        found = NUMBER.fullmatch(value.strip())
        return Decimal(value.strip().replace("$", "").replace(",", "")) if found else None
    if isinstance(value, float):
        return Decimal(repr(value)) if math.isfinite(value) else None
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else None


def between(value: Any, lowest: int, highest: int) -> Decimal | None:
    """The number, if it lies between these."""
    found = number(value)
    return found if found is not None and lowest <= found <= highest else None


def counted(value: Any, lowest: int, highest: int) -> int | None:
    found = between(value, lowest, highest)
    return int(found) if found is not None and found == int(found) else None


def rounded(value: Any, lowest: int, highest: int) -> int | None:
    found = between(value, lowest, highest)
    return int(found.quantize(Decimal(1), ROUND_HALF_UP)) if found is not None else None


def hundredths(value: Any, lowest: int, highest: int) -> Decimal | None:
    """With the two decimals that the database keeps at most."""
    found = between(value, lowest, highest)
    if found is None or found == round(found, 2):
        return found
    return found.quantize(Decimal("0.01"), ROUND_HALF_UP)


def price(value: Any) -> int | None:
    """Whole dollars that a home can cost."""
    return rounded(value, LOWEST_PRICE, HIGHEST_PRICE)


def day(value: Any) -> date | None:
    found = DAY.fullmatch(value) if isinstance(value, str) else None
    try:
        parsed = date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
    return parsed if parsed and FIRST_YEAR <= parsed.year <= LAST_YEAR else None


def coordinates(row: Row) -> facts.Coordinates | None:
    """None also for 0, 0, where databases put what they cannot find."""
    latitude, longitude = between(row.get("latitude"), -90, 90), between(row.get("longitude"), -180, 180)
    if latitude is None or longitude is None or not (latitude or longitude):
        return None
    return facts.Coordinates(float(latitude), float(longitude))


def address(row: Row) -> str:
    """As RentCast writes it, or put together from its parts; "" where these do not suffice."""
    found = text(row.get("formattedAddress")) or _address_of_parts(row)
    return found if len(found) <= LONGEST_ADDRESS else ""


def _address_of_parts(row: Row) -> str:
    street, unit, city, state, zip_code = (
        text(row.get(name)) for name in ("addressLine1", "addressLine2", "city", "state", "zipCode")
    )
    if not (street and city and state and zip_code):
        return ""
    return ", ".join(part for part in (street, unit, city, f"{state} {zip_code}") if part)
