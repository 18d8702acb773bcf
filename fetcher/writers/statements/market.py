"""What can be said of a ZIP code's market."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TypeVar

from campaigns.facts import LocalMarketData
from campaigns.guards.placing.statement import Statement
from fetcher.writers.caution import rests_on_few
from fetcher.writers.figure_words import (
    Chooser,
    Direction,
    Phrases,
    amount,
    count,
    count_of,
    days,
    dollars,
    long_date,
    percent,
    percent_change,
    price_direction,
)

Known = TypeVar("Known", int, Decimal)

SALE_PRICE: Phrases = (
    "the median recorded sale price in {zip} was {price} in the three months to {date}",
    "homes in {zip} sold for a median of {price} in the three months to {date}, going by recorded sales",
    "over the three months ending {date}, the median price of recorded sales in {zip} was {price}",
    "recorded sales in {zip} had a median price of {price} in the three months that ended on {date}",
    "the median home sold in {zip} in the three months to {date}, had a recorded price of {price}",
)
ASKING_PRICE: Phrases = (
    "the median asking price in {zip} was {price} as of {date}",
    "homes for sale in {zip} had a median asking price of {price} as of {date}",
    "sellers in {zip} were asking a median of {price} as of {date}",
    "as of {date}, the median asking price in {zip} was {price}",
    "as of {date}, the homes listed in {zip} carried a median asking price of {price}",
)
CHANGES: dict[Direction, Phrases] = {
    "rising": (
        ", about {pct} more than the {old} of three months earlier",
        ", up about {pct} from {old} three months earlier",
        ", against {old} three months earlier, a rise of about {pct}",
    ),
    "falling": (
        ", about {pct} less than the {old} of three months earlier",
        ", down about {pct} from {old} three months earlier",
        ", against {old} three months earlier, a decline of about {pct}",
    ),
    "flat": (
        ", close to the {old} of three months earlier",
        ", within one percent of the {old} of three months earlier",
        ", little changed from {old} three months earlier",
    ),
    "same": (
        ", against the same {old} three months earlier",
        ", exactly the figure of three months earlier",
    ),
}
PER_SQUARE_FOOT: Phrases = (
    "the median {kind} price per square foot in {zip} was about {now} {when}{then}",
    "the median {kind} price in {zip} came to about {now} per square foot {when}{then}",
)
PER_SQUARE_FOOT_AGAIN: Phrases = (
    "the median price per square foot was about {now}{then}",
    "the median came to about {now} per square foot{then}",
)
DAYS: Phrases = (
    "homes in {zip} had been on the market for an average of {now} {when}{then}",
    "the average time on the market in {zip} was {now} {when}{then}",
)
DAYS_AGAIN: Phrases = (
    "homes had been on the market for an average of {now}{then}",
    "the average time on the market was {now}{then}",
)
LISTINGS: Phrases = (
    "the number of homes for sale in {zip} was {now} {when}{then}",
    "the count of homes for sale in {zip} stood at {now} {when}{then}",
)
LISTINGS_AGAIN: Phrases = (
    "the number of homes for sale was {now}{then}",
    "the count of homes for sale stood at {now}{then}",
)
THEN: Phrases = (", compared with {then} three months earlier", ", against {then} three months earlier")
SAME_THEN = ", against the same {then} three months earlier"
SALES: Phrases = (
    "there {were} {sales} recorded in {zip} in the three months to {date}",
    "there {were} {sales} on record in {zip} for the three months that ended on {date}",
)
SALES_AGAIN: Phrases = (
    "there {were} {sales} recorded in those three months",
    "there {were} {sales} on record for those three months",
)
FEW_SALES: Phrases = (
    "with only {sales} behind it, the median is a rough guide",
    "the median rests on only {sales}, so one unusual home can shift it",
    "the median is based on only {sales}, and with so few the mix of homes matters a great deal",
)
ONE_SALE: Phrases = FEW_SALES[:2]
MIX_OF_HOMES: Phrases = (
    "a median depends on which homes are in it",
    "part of any change in a median is simply a different mix of homes",
    "the mix of homes alone can move a median, even when prices hold still",
    "a median says little about any one house, since the mix of homes moves it",
)
MIX_OF_HOMES_STILL: Phrases = (MIX_OF_HOMES[0], MIX_OF_HOMES[3])


def market_statements(market: LocalMarketData, chooser: Chooser) -> Iterator[Statement]:
    """The price, with and without its change; then what else is known; then a word of care."""
    yield from _prices(market, chooser)
    yield from _sales(market, chooser)
    yield from _others(market, chooser)
    yield from _cautions(market, chooser)


def _prices(market: LocalMarketData, chooser: Chooser) -> Iterator[Statement]:
    if not market.median_price:
        return
    topics = frozenset({"market", "price", market.price_kind})
    level = chooser.pick("median", SALE_PRICE if market.price_kind == "sale" else ASKING_PRICE).format(
        zip=market.zip_code, date=long_date(market.as_of), price=dollars(market.median_price)
    )
    about = f"median {market.price_kind} price"
    yield _of_market(market, about, level, topics)
    old = market.median_price_3_months_ago
    if old:
        change = chooser.pick("change", CHANGES[price_direction(old, market.median_price)]).format(
            old=dollars(old), pct=percent(percent_change(old, market.median_price))
        )
        yield _of_market(market, about, f"{level}{change}", topics | {"change"})


def _of_market(market: LocalMarketData, about: str, words: str, topics: frozenset[str], again: str = "") -> Statement:
    return Statement("market", about, words, topics, again, place=market.zip_code)


def _sales(market: LocalMarketData, chooser: Chooser) -> Iterator[Statement]:
    if not market.sales_count:
        return
    filled = {
        "sales": count_of(market.sales_count, "sale"),
        "were": "was" if market.sales_count == 1 else "were",
        "zip": market.zip_code,
        "date": long_date(market.as_of),
    }
    words, again = (chooser.pick("sales", table).format(**filled) for table in (SALES, SALES_AGAIN))
    yield _of_market(market, "recorded sales", words, frozenset({"market", "sale"}), again)


def _others(market: LocalMarketData, chooser: Chooser) -> Iterator[Statement]:
    date = long_date(market.as_of)
    yield from _now_and_then(
        market,
        chooser,
        f"median {market.price_kind} price per square foot",
        (PER_SQUARE_FOOT, PER_SQUARE_FOOT_AGAIN),
        (market.median_price_per_sqft, market.median_price_per_sqft_3_months_ago),
        amount,
        f"in the three months to {date}" if market.price_kind == "sale" else f"as of {date}",
        frozenset({"market", "price", "square foot", market.price_kind}),
    )
    yield from _now_and_then(
        market,
        chooser,
        "days on market",
        (DAYS, DAYS_AGAIN),
        (market.average_days_on_market, market.average_days_on_market_3_months_ago),
        days,
        f"as of {date}",
        frozenset({"market", "pace"}),
    )
    yield from _now_and_then(
        market,
        chooser,
        "homes for sale",
        (LISTINGS, LISTINGS_AGAIN),
        (market.total_listings, market.total_listings_3_months_ago),
        count,
        f"as of {date}",
        frozenset({"market", "listings"}),
    )


def _now_and_then(
    market: LocalMarketData,
    chooser: Chooser,
    about: str,
    tables: tuple[Phrases, Phrases],
    values: tuple[Known | None, Known | None],
    say: Callable[[Known], str],
    when: str,
    topics: frozenset[str],
) -> Iterator[Statement]:
    """A figure that is known, with that of three months earlier where it is known too."""
    now, then = values
    if not now:
        return
    end = ""
    if then:
        end = (SAME_THEN if then == now else chooser.pick("then", THEN)).format(then=say(then))
        topics |= {"change"}
    filled = {"now": say(now), "then": end, "zip": market.zip_code, "kind": market.price_kind, "when": when}
    words, again = (chooser.pick(about, table).format(**filled) for table in tables)
    yield _of_market(market, about, words, topics, again)


def _cautions(market: LocalMarketData, chooser: Chooser) -> Iterator[Statement]:
    if not market.median_price:
        return
    topics, needs = frozenset({"market", "price", market.price_kind}), f"median {market.price_kind} price"
    if rests_on_few(market):
        options = ONE_SALE if market.sales_count == 1 else FEW_SALES
        few = chooser.pick("few", options).format(sales=count_of(market.sales_count or 0, "sale"))
        yield Statement("market", "few sales", few, topics, needs=needs, is_dated=False)
    options = MIX_OF_HOMES if market.median_price_3_months_ago else MIX_OF_HOMES_STILL
    yield Statement("market", "what a median is", chooser.pick("mix", options), topics, is_dated=False)
