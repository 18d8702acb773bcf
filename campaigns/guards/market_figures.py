"""The figures of one ZIP code's market."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from campaigns.facts import LocalMarketData
from campaigns.guards.figure_list import Figure, Number, Unit, long_date
from campaigns.guards.series import Series, Value, date_figure, months_before, span_figure


def market_figures(market: LocalMarketData) -> Iterator[Figure]:
    for series in market_series(market):
        yield from series.figures()
    yield from sales_figures(market)
    yield from market_dates(market)


def market_series(market: LocalMarketData) -> Iterator[Series]:
    kind, area = market.price_kind, f"in ZIP code {market.zip_code}"
    prices = frozenset({kind, "median", "zip"})
    price, per_sqft = f"median {kind} price {area}", f"median {kind} price per square foot {area}"
    before, before_per_sqft = market.median_price_3_months_ago, market.median_price_per_sqft_3_months_ago
    yield market_two(market, price, "dollars", prices | {"price"}, (market.median_price, before))
    yield market_two(
        market,
        per_sqft,
        "dollars per square foot",
        prices | {"price per square foot", "price"},
        (market.median_price_per_sqft, before_per_sqft),
    )
    yield market_two(
        market,
        f"average days on market {area}",
        "days",
        frozenset({"days on market", "average", "zip"}),
        (market.average_days_on_market, market.average_days_on_market_3_months_ago),
    )
    yield market_two(
        market,
        f"homes for sale {area}",
        "count",
        frozenset({"listings", "zip"}),
        (market.total_listings, market.total_listings_3_months_ago),
    )


def market_two(
    market: LocalMarketData, name: str, unit: Unit, roles: frozenset[str], values: tuple[Number | None, Number | None]
) -> Series:
    """A figure of the market with that of three months earlier."""
    earlier = months_before(market.as_of, 3)
    now_words, then_words = (
        (f"three months to {long_date(day)}" if market.price_kind == "sale" else f"as of {long_date(day)}")
        for day in (market.as_of, earlier)
    )
    return Series(
        f"change of the {name} from {long_date(earlier)} to {long_date(market.as_of)}",
        unit,
        roles,
        frozenset({"over three months"}),
        Value(f"{name}, {now_words}", values[0], frozenset({"now"}), market.as_of, first_day(market, market.as_of)),
        Value(f"{name}, {then_words}", values[1], frozenset({"then"}), earlier, first_day(market, earlier)),
    )


def first_day(market: LocalMarketData, last: date) -> date | None:
    """Sales are those of three months; asking prices are of their day."""
    return months_before(last, 3) + timedelta(days=1) if market.price_kind == "sale" else None


def sales_figures(market: LocalMarketData) -> Iterator[Figure]:
    if market.sales_count is None:
        return
    roles = frozenset({"sales", "zip", "now"})
    period = f"in ZIP code {market.zip_code}, three months to {long_date(market.as_of)}"
    sales = Decimal(market.sales_count)
    yield Figure(
        f"recorded sales {period}", sales, "count", roles, as_of=market.as_of, start=first_day(market, market.as_of)
    )
    yield Figure(f"recorded sales a month {period}", sales / 3, "count", roles | {"a month"}, as_of=market.as_of)


def market_dates(market: LocalMarketData) -> Iterator[Figure]:
    roles, then = frozenset({"market"}), frozenset({"market", "then"})
    earlier = months_before(market.as_of, 3)
    yield date_figure("date of the market figures", market.as_of, roles)
    yield date_figure("date three months before the market figures", earlier, then)
    if market.price_kind == "sale":
        yield date_figure("start of the three months", earlier + timedelta(days=1), roles)
        yield date_figure("start of the three months before those", months_before(earlier, 3) + timedelta(days=1), then)
    yield span_figure("time between the two market figures", Decimal(3), roles)
