"""A ZIP code's three-month medians: from the shipped file, and computed from the sales where that file has no row."""

import csv
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from statistics import median

from fetcher.providers.offline_sales import OFFLINE_DATA, SalesFile

CITY = "ALL"
FEWEST_SALES = 5


@dataclass(frozen=True, slots=True)
class MarketWindow:
    """Three calendar months that end at `end`: a count of sales, and medians in dollars and dollars per square foot."""

    end: date
    sales: int
    median_price: int | None
    median_price_per_sqft: Decimal | None


Windows = dict[str, dict[date, MarketWindow]]


def read_windows(path: Path) -> Windows:
    """ZIP code -> end of window -> figures; raises KeyError or ValueError where the file has another form."""
    windows: Windows = {}
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            window = MarketWindow(
                end=date.fromisoformat(row["window_end"]),
                sales=int(row["sales"]),
                median_price=int(row["median_sale_price"]),
                median_price_per_sqft=Decimal(row["median_price_per_sqft"]),
            )
            windows.setdefault(row["zip"], {})[window.end] = window
    return windows


@cache
def shipped_windows() -> Windows:
    """The shipped market file; never changed once read."""
    return read_windows(OFFLINE_DATA / "seattle_market_from_sales.csv")


def market_windows(zip_code: str, windows: Windows, sales: SalesFile) -> tuple[MarketWindow, MarketWindow] | None:
    """The ZIP code's last window and the one that ended three months earlier; None where neither file has it."""
    known = windows.get(zip_code, {})
    if not known and not sales.in_zip(zip_code):
        return None
    last = max(known or windows[CITY])
    earlier = month_end(last, months_before=3)
    return (
        known.get(last) or computed_window(zip_code, last, sales),
        known.get(earlier) or computed_window(zip_code, earlier, sales),
    )


def computed_window(zip_code: str, end: date, sales: SalesFile) -> MarketWindow:
    """The three calendar months up to `end`, from the sales themselves; no medians of fewer than five."""
    after = month_end(end, months_before=3)
    inside = [sale for sale in sales.in_zip(zip_code) if after < sale.sale_date <= end]
    if len(inside) < FEWEST_SALES:
        return MarketWindow(end, len(inside), None, None)
    per_sqft = median(Decimal(sale.sale_price) / sale.square_feet for sale in inside)
    return MarketWindow(
        end=end,
        sales=len(inside),
        median_price=round(median(sale.sale_price for sale in inside)),
        median_price_per_sqft=per_sqft.quantize(Decimal("0.1"), ROUND_HALF_UP),
    )


def month_end(day: date, months_before: int) -> date:
    """The last day of the month that lies so many months before the day's own."""
    months = day.year * 12 + day.month - 1 - months_before
    year, month = divmod(months, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])
