"""What follows from the facts: the list of figures that a text may use, worked out by code and handed to the model.

Nothing is worked out from what is unknown; no share is taken of zero.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from campaigns.facts import LocalMarketData, MortgageRate, PropertyData
from campaigns.guards.figure_list import Figure, Figures, Unit, long_date

THREE_MONTHS = "three months"
FOUR_WEEKS = "four weeks"
ONE_YEAR = "one year"
DAYS_A_YEAR = Decimal("365.25")
DAYS_A_MONTH = DAYS_A_YEAR / 12

Number = int | Decimal


MULTIPLE = Decimal("1.4")  # from here on people speak of times rather than of percent


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a series: its name in the prompt, and the roles that it alone has."""

    name: str
    value: Number | None
    roles: frozenset[str]
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Series:
    """One thing known at two dates; `roles` are those of both values and of what lies between them."""

    unit: Unit
    roles: frozenset[str]
    change_roles: frozenset[str]
    now: Value
    then: Value

    def figures(self) -> Iterator[Figure]:
        """Both values, the difference in units and in percent, and how many times the one is the other."""
        for each in (self.now, self.then):
            if each.value is not None:
                roles = self.roles | each.roles
                yield Figure(each.name, Decimal(each.value), self.unit, roles, as_of=each.as_of)
        if self.now.value is None or self.then.value is None:
            return
        now, then = Decimal(self.now.value), Decimal(self.then.value)
        name = f"change from {self.then.name} to {self.now.name}"
        yield self._between(name, now - then, self.unit)
        if then:
            yield self._between(f"{name}, in percent", (now - then) * 100 / then, "percent")
            if now / then >= MULTIPLE:
                yield self._between(f"{self.now.name} as a multiple of {self.then.name}", now / then, "times")

    def _between(self, name: str, value: Decimal, unit: Unit) -> Figure:
        return Figure(name, value, unit, self.roles | self.change_roles, "change", self.now.as_of)


def intro_figures(market: LocalMarketData | None, rate: MortgageRate | None) -> Figures:
    """What an introduction may say: of the ZIP code's market, and of the national mortgage rates."""
    found: list[Figure] = []
    if market is not None:
        found += market_figures(market)
    if rate is not None:
        found += rate_figures(rate)
    return Figures(tuple(found), frozenset({market.zip_code} if market else ()))


def home_report_figures(home: PropertyData) -> Figures:
    """What a home report may say."""
    passages = {home.formatted_address, home.formatted_address.partition(",")[0]} - {""}
    return Figures(tuple(home_figures(home)), frozenset(passages))


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
        prices | {"price per square foot"},
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
        unit,
        roles,
        frozenset({"over three months"}),
        Value(f"{name}, {now_words}", values[0], frozenset({"now"}), market.as_of),
        Value(f"{name}, {then_words}", values[1], frozenset({"three months ago"}), earlier),
    )


def sales_figures(market: LocalMarketData) -> Iterator[Figure]:
    if market.sales_count is None:
        return
    roles = frozenset({"sales", "zip", "now"})
    period = f"in ZIP code {market.zip_code}, three months to {long_date(market.as_of)}"
    sales = Decimal(market.sales_count)
    yield Figure(f"recorded sales {period}", sales, "count", roles, as_of=market.as_of)
    yield Figure(f"recorded sales a month {period}", sales / 3, "count", roles | {"a month"}, as_of=market.as_of)


def market_dates(market: LocalMarketData) -> Iterator[Figure]:
    roles = frozenset({"market"})
    yield date_figure("date of the market figures", market.as_of, roles | {"now"})
    yield date_figure(
        "date three months before the market figures", months_before(market.as_of, 3), roles | {"three months ago"}
    )
    yield span_figure("time between the two market figures", Decimal(3), roles | {"over three months"})


def rate_figures(rate: MortgageRate) -> Iterator[Figure]:
    week = f", week of {long_date(rate.week_date)}"
    common = frozenset({"rate", "nation", "average", "fixed"})
    loan = common | {"30-year"}
    now = rate.rate_30yr_pct
    yield Figure(
        f"national average 30-year fixed mortgage rate{week}", now, "percent", loan | {"now"}, as_of=rate.week_date
    )
    if rate.rate_15yr_pct is not None:
        fifteen = common | {"15-year", "now"}
        name = "national average 15-year fixed mortgage rate"
        yield Figure(f"{name}{week}", rate.rate_15yr_pct, "percent", fifteen, as_of=rate.week_date)
        both = common | {"30-year", "15-year", "now"}
        gap = now - rate.rate_15yr_pct
        yield Figure(f"30-year rate above the 15-year rate{week}", gap, "percentage points", both, as_of=rate.week_date)
    for span, change, then in (
        (FOUR_WEEKS, rate.change_4_weeks, rate.week_date - timedelta(weeks=4)),
        (THREE_MONTHS, rate.change_3_months, months_before(rate.week_date, 3)),
        (ONE_YEAR, rate.change_1_year, months_before(rate.week_date, 12)),
    ):
        if change is None:
            continue
        roles = loan | {f"over {span}"}
        yield Figure(
            f"change of the 30-year rate over {span}", change, "percentage points", roles, "change", rate.week_date
        )
        yield Figure(f"30-year rate {span} before{week}", now - change, "percent", loan | {f"{span} ago"}, as_of=then)
        yield date_figure(f"date {span} before the week of the rates", then, frozenset({"rate", f"{span} ago"}))
    yield date_figure("week of the mortgage rates", rate.week_date, frozenset({"rate", "now"}))


def home_figures(home: PropertyData) -> Iterator[Figure]:
    yield from home_value_figures(home)
    yield from home_range_figures(home)
    yield from feature_figures(home)
    yield from home_dates(home)


def home_value_figures(home: PropertyData) -> Iterator[Figure]:
    """The value, and how it stands to the value before and to the purchase."""
    of_home = frozenset({"home"})
    estimate = frozenset({"value", "estimate", "now"})
    value = Value(f"estimated value of the home{dated(home.as_of)}", home.current_value or None, estimate, home.as_of)
    previous = Value(
        f"previous estimate of the home's value{dated(home.previous_as_of)}",
        home.previous_value or None,
        frozenset({"value", "estimate", "previous"}),
        home.previous_as_of,
    )
    purchase = Value(
        f"purchase price of the home{dated(home.purchase_date)}",
        home.purchase_price or None,
        frozenset({"purchase"}),
        home.purchase_date,
    )
    for then, span in ((previous, "since previous"), (purchase, "since purchase")):
        yield from Series("dollars", of_home, frozenset({"value", "estimate", span}), value, then).figures()
    if home.current_value and home.square_feet:
        yield Figure(
            f"estimated value of the home per square foot{dated(home.as_of)}",
            Decimal(home.current_value) / home.square_feet,
            "dollars per square foot",
            of_home | estimate | {"price per square foot"},
            as_of=home.as_of,
        )


def dated(day: date | None) -> str:
    return f", {long_date(day)}" if day else ""


def home_range_figures(home: PropertyData) -> Iterator[Figure]:
    roles = frozenset({"value", "home", "estimate", "now"})
    value, low, high = home.current_value, home.value_low, home.value_high

    def figure(name: str, number: Number, unit: Unit, *more: str) -> Figure:
        return Figure(name, Decimal(number), unit, roles | set(more), as_of=home.as_of)

    if low:
        yield figure("low end of the range of the estimate", low, "dollars", "low")
    if high:
        yield figure("high end of the range of the estimate", high, "dollars", "high")
    if low and high:
        yield figure("width of the range of the estimate", high - low, "dollars", "range")
        yield figure("middle of the range of the estimate", Decimal(high + low) / 2, "dollars", "middle")
    if value and low:
        yield figure("low end of the range below the estimate", value - low, "dollars", "low", "range")
        share = Decimal(value - low) * 100 / value
        yield figure("low end of the range below the estimate, in percent", share, "percent", "low", "range")
    if value and high:
        yield figure("high end of the range above the estimate", high - value, "dollars", "high", "range")
        share = Decimal(high - value) * 100 / value
        yield figure("high end of the range above the estimate, in percent", share, "percent", "high", "range")


def feature_figures(home: PropertyData) -> Iterator[Figure]:
    features: tuple[tuple[str, Number | None, Unit, str], ...] = (
        ("bedrooms of the home", home.bedrooms, "count", "bedrooms"),
        ("bathrooms of the home", home.bathrooms, "count", "bathrooms"),
        ("size of the home", home.square_feet, "square feet", "size"),
        ("year in which the home was built", home.year_built, "year", "built"),
        ("comparable homes behind the estimate", home.comparables_count, "count", "comparables"),
    )
    for name, number, unit, role in features:
        if number is not None:
            yield Figure(name, Decimal(number), unit, frozenset({role, "home"}), as_of=home.as_of)
    if home.year_built and home.as_of:
        age = Decimal(home.as_of.year - home.year_built)
        yield Figure("age of the home", age, "years", frozenset({"built", "home"}), as_of=home.as_of)


def home_dates(home: PropertyData) -> Iterator[Figure]:
    if home.as_of:
        yield date_figure("date of the estimate", home.as_of, frozenset({"value", "now"}))
    for name, then, roles in (
        ("previous estimate", home.previous_as_of, frozenset({"value", "previous"})),
        ("purchase", home.purchase_date, frozenset({"purchase"})),
    ):
        if then is None:
            continue
        yield date_figure(f"date of the {name}", then, roles)
        if home.as_of:
            months = Decimal((home.as_of - then).days) / DAYS_A_MONTH
            yield span_figure(f"time from the {name} to the estimate", months, roles)


def date_figure(name: str, day: date, roles: Iterable[str]) -> Figure:
    return Figure(name, day, "date", frozenset(roles), as_of=day)


def span_figure(name: str, months: Decimal, roles: Iterable[str]) -> Figure:
    return Figure(name, months, "months", frozenset(roles))


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month; the last of a month stays the last."""
    number = day.year * 12 + day.month - 1 - months
    first = date(number // 12, number % 12 + 1, 1)
    last = date((number + 1) // 12, (number + 1) % 12 + 1, 1) - timedelta(days=1)
    ends_month = (day + timedelta(days=1)).day == 1
    return last if ends_month or day.day > last.day else first.replace(day=day.day)
