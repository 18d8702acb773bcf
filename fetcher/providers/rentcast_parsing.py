"""RentCast's answers read into facts: pure, and as lenient as their data is uneven.

The least that is needed: of a home's record an address, of a value a price (and three comparables where they are
listed), of a listing an address and an asking price, of a sale an address, a price that is none in name only and a day,
of a market a day and a median. What has less is left out. Owners, agents and deeds' words are never read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict

from campaigns import facts
from fetcher.providers.base import PassingFault
from fetcher.providers.rentcast_fields import (
    FIRST_YEAR,
    HIGHEST_PRICE,
    LAST_YEAR,
    Row,
    address,
    as_row,
    as_rows,
    coordinates,
    counted,
    day,
    hundredths,
    price,
    rounded,
    text,
)

RECORD_SOURCE = "RentCast, public property records"
SALES_SOURCE = "RentCast, recorded sales of public property records"
LISTINGS_SOURCE = "RentCast, asking prices of homes for sale"
MARKET_SOURCE = "RentCast, statistics of asking prices"

FEWEST_COMPARABLES = 3
NO_HOMES = frozenset({"Apartment", "Land"})
"""`Apartment` is a whole building of five homes or more."""


class Home(TypedDict):
    """What listings, sales and records tell alike."""

    bedrooms: int | None
    bathrooms: Decimal | None
    square_feet: int | None
    year_built: int | None


@dataclass(frozen=True, slots=True)
class HomeRecord:
    """A home as public records have it; `home` is without a value."""

    home: facts.PropertyData
    coordinates: facts.Coordinates | None
    property_type: str
    zip_code: str


@dataclass(frozen=True, slots=True)
class ValueEstimate:
    """Dollars. RentCast calls the range one of 85 %; its comparables are homes listed for sale, at asking prices."""

    value: int
    low: int | None
    high: int | None
    comparables_count: int | None


def rows_of(answer: Any) -> list[Any]:
    """The answer of a search; raises PassingFault where it is no list."""
    if not isinstance(answer, list):
        raise PassingFault("RentCast's answer is not the list that it should be.")
    return answer


def object_of(answer: Any) -> Row:
    """The answer about one thing; raises PassingFault where it is no object."""
    if not isinstance(answer, dict):
        raise PassingFault("RentCast's answer is not the object that it should be.")
    return answer


def read_records(rows: Iterable[Any]) -> list[HomeRecord]:
    return [_record(row) for row in as_rows(list(rows)) if address(row)]


def _record(row: Row) -> HomeRecord:
    last_price = row.get("lastSalePrice")
    is_token = last_price is not None and price(last_price) is None
    known = facts.PropertyData(
        formatted_address=address(row),
        source=RECORD_SOURCE,
        purchase_price=price(last_price),
        purchase_date=None if is_token else day(row.get("lastSaleDate")),
        **_home(row),
    )
    return HomeRecord(known, coordinates(row), text(row.get("propertyType")), text(row.get("zipCode"))[:5])


def read_value(answer: Any) -> ValueEstimate | None:
    """None where there is no price, or it rests on fewer than three comparables; a range that lacks it is left out."""
    row = object_of(answer)
    value = price(row.get("price"))
    comparables = row.get("comparables")
    count = sum(1 for home in as_rows(comparables) if price(home.get("price"))) if comparables is not None else None
    if value is None or (count is not None and count < FEWEST_COMPARABLES):
        return None
    low, high = price(row.get("priceRangeLow")), price(row.get("priceRangeHigh"))
    if low is None or high is None or not low <= value <= high:
        low = high = None
    return ValueEstimate(value, low, high, count)


def read_listings(zip_code: str, rows: Iterable[Any], asked_on: date) -> facts.ActiveListings:
    """The homes for sale, each once, as of the newest day on which one of them was seen; else of the day of asking."""
    homes = [row for row in as_rows(list(rows)) if _is_home(row) and row.get("status") in ("Active", None)]
    listings: dict[str, facts.ActiveListing] = {}
    for row in homes:
        listing = _listing(row)
        if listing is not None:
            listings.setdefault(listing.formatted_address.lower(), listing)
    seen = [seen for row in homes if (seen := day(row.get("lastSeenDate")))]
    return facts.ActiveListings(
        zip_code=zip_code,
        as_of=max(seen, default=asked_on) if listings else None,
        source=LISTINGS_SOURCE,
        listings=tuple(listings.values()),
    )


def _listing(row: Row) -> facts.ActiveListing | None:
    list_price = price(row.get("price"))
    if not address(row) or list_price is None:
        return None
    return facts.ActiveListing(
        formatted_address=address(row),
        list_price=list_price,
        listed_date=day(row.get("listedDate")),
        coordinates=coordinates(row),
        days_on_market=rounded(row.get("daysOnMarket"), 0, 10_000),
        **_home(row),
    )


def read_sales(zip_code: str, rows: Iterable[Any], first: date, last: date) -> facts.RecentSales:
    """The sales of these days, newest first and each home once, as of the newest; as of the last day where none is."""
    sales: dict[str, facts.RecentSale] = {}
    for row in as_rows(list(rows)):
        sale = _sale(row) if _is_home(row) else None
        if sale is not None and first <= sale.sale_date <= last:
            sales.setdefault(sale.formatted_address.lower(), sale)
    newest_first = sorted(sales.values(), key=lambda sale: sale.sale_date, reverse=True)
    as_of = newest_first[0].sale_date if newest_first else last
    return facts.RecentSales(zip_code=zip_code, as_of=as_of, source=SALES_SOURCE, sales=tuple(newest_first))


def _sale(row: Row) -> facts.RecentSale | None:
    sale_price, sale_date = price(row.get("lastSalePrice")), day(row.get("lastSaleDate"))
    if not address(row) or sale_price is None or sale_date is None:
        return None
    return facts.RecentSale(
        formatted_address=address(row),
        sale_price=sale_price,
        sale_date=sale_date,
        coordinates=coordinates(row),
        **_home(row),
    )


def read_market(zip_code: str, answer: Any) -> facts.LocalMarketData | None:
    """The newest month's asking prices beside those of three calendar months earlier; None below the minimum."""
    sale_data = as_row(object_of(answer).get("saleData"))
    as_of, median_price = day(sale_data.get("lastUpdatedDate")), price(sale_data.get("medianPrice"))
    if as_of is None or median_price is None:
        return None
    earlier = _month_of_history(sale_data, as_of, months_before=3)
    return facts.LocalMarketData(
        zip_code=zip_code,
        as_of=as_of,
        source=MARKET_SOURCE,
        price_kind="asking",
        median_price=median_price,
        median_price_3_months_ago=price(earlier.get("medianPrice")),
        median_price_per_sqft=_per_sqft(sale_data),
        median_price_per_sqft_3_months_ago=_per_sqft(earlier),
        average_days_on_market=_days(sale_data),
        average_days_on_market_3_months_ago=_days(earlier),
        total_listings=_listed(sale_data),
        total_listings_3_months_ago=_listed(earlier),
    )


def _month_of_history(sale_data: Row, as_of: date, months_before: int) -> Row:
    """That month's figures, by the key or by the date inside; none where the history lacks the very month."""
    year, month = divmod(as_of.year * 12 + as_of.month - 1 - months_before, 12)
    wanted = f"{year:04d}-{month + 1:02d}"
    history = as_row(sale_data.get("history"))
    by_date = (as_row(entry) for entry in history.values() if text(as_row(entry).get("date"))[:7] == wanted)
    return as_row(history.get(wanted)) or next(by_date, {})


def _per_sqft(row: Row) -> Decimal | None:
    return hundredths(row.get("medianPricePerSquareFoot"), 1, 100_000)


def _days(row: Row) -> int | None:
    """The average; a median of days is another figure."""
    return rounded(row.get("averageDaysOnMarket"), 0, 10_000)


def _listed(row: Row) -> int | None:
    return counted(row.get("totalListings"), 0, 10_000_000)


def _is_home(row: Row) -> bool:
    return text(row.get("propertyType")) not in NO_HOMES


def _home(row: Row) -> Home:
    return {
        "bedrooms": counted(row.get("bedrooms"), 0, 100),
        "bathrooms": hundredths(row.get("bathrooms"), 0, 99),
        "square_feet": rounded(row.get("squareFootage"), 1, HIGHEST_PRICE),
        "year_built": counted(row.get("yearBuilt"), FIRST_YEAR, LAST_YEAR),
    }
