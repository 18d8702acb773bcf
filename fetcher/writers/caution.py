"""Where a figure calls for a word of care."""

from datetime import date, timedelta

from campaigns.facts import LocalMarketData
from fetcher.writers.figure_words import percent_change

FEW_SALES = 15
LARGE_PERCENT = 10
SOON = timedelta(days=365)


def rests_on_few(market: LocalMarketData) -> bool:
    return market.price_kind == "sale" and market.sales_count is not None and 0 < market.sales_count < FEW_SALES


def moved_much(market: LocalMarketData) -> bool:
    old, new = market.median_price_3_months_ago, market.median_price
    return bool(old and new) and abs(percent_change(old or 1, new or 1)) >= LARGE_PERCENT


def is_soon_after_purchase(bought: date, as_of: date) -> bool:
    """Within a year: then an estimate's gap to the price paid is the estimate's rather than the market's."""
    return as_of - bought < SOON
