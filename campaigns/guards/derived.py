"""What follows from the facts: the list of figures that a text may use, worked out by code and handed to the model.

Nothing is worked out from what is unknown; no share is taken of zero.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from campaigns.facts import LocalMarketData, MortgageRate, PropertyData
from campaigns.guards.figure_list import Figure, Figures, Number, Unit, long_date

DAYS_A_YEAR = Decimal("365.25")
DAYS_A_MONTH = DAYS_A_YEAR / 12
FOUR_WEEKS = 28 / DAYS_A_MONTH
RATE_ROLES = frozenset({"rate", "nation", "average", "fixed"})


MULTIPLE = Decimal("1.4")  # from here on people speak of times rather than of percent


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a series: its name in the prompt, and the roles that it alone has."""

    name: str
    value: Number | None
    roles: frozenset[str]
    as_of: date | None
    start: date | None = None


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
        if self.now.value is not None:
            roles = self.roles | self.now.roles
            yield Figure(
                self.now.name, Decimal(self.now.value), self.unit, roles, as_of=self.now.as_of, start=self.now.start
            )
        if self.then.value is not None:
            trend = sign(Decimal(self.now.value) - Decimal(self.then.value)) if self.now.value is not None else 0
            yield Figure(
                self.then.name,
                Decimal(self.then.value),
                self.unit,
                self.roles | self.then.roles,
                as_of=self.then.as_of,
                months=self._months,
                since=self.then.as_of,
                start=self.then.start,
                trend=trend,
            )
        if self.now.value is not None and self.then.value is not None:
            yield from self._comparison(Decimal(self.now.value), Decimal(self.then.value))

    def _comparison(self, now: Decimal, then: Decimal) -> Iterator[Figure]:
        name = f"change from {self.then.name} to {self.now.name}"
        yield self._change(name, now - then, self.unit)
        if then:
            yield self._change(f"{name}, in percent", (now - then) * 100 / then, "percent")
            yield self._share(f"{self.now.name} in percent of {self.then.name}", now * 100 / then)
            if now / then >= MULTIPLE:
                yield self._change(f"{self.now.name} as a multiple of {self.then.name}", now / then, "times")
        if now:
            yield self._share(f"{name}, in percent of the latter", abs(now - then) * 100 / now)

    def _share(self, name: str, percent: Decimal) -> Figure:
        roles = self.roles | self.change_roles | {"share"}
        return Figure(name, percent, "percent", roles, as_of=self.now.as_of, is_minor=True)

    @property
    def _months(self) -> Decimal | None:
        return months_between(self.then.as_of, self.now.as_of) if self.then.as_of and self.now.as_of else None

    def _change(self, name: str, value: Decimal, unit: Unit) -> Figure:
        roles = self.roles | self.change_roles
        return Figure(
            name, value, unit, roles, "change", self.now.as_of, self._months, self.then.as_of, trend=sign(value)
        )


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
    return Figures(tuple(dict.fromkeys(home_figures(home))), frozenset(passages))


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


def rate_figures(rate: MortgageRate) -> Iterator[Figure]:
    week = f", week of {long_date(rate.week_date)}"
    thirty, fifteen = RATE_ROLES | {"30-year"}, RATE_ROLES | {"15-year"}
    yield rate_level(f"national average 30-year fixed mortgage rate{week}", rate.rate_30yr_pct, thirty, rate)
    yield date_figure("week of the mortgage rates", rate.week_date, {"rate"})
    if rate.rate_15yr_pct is not None:
        yield rate_level(f"national average 15-year fixed mortgage rate{week}", rate.rate_15yr_pct, fifteen, rate)
        gap = rate.rate_30yr_pct - rate.rate_15yr_pct
        name = f"30-year rate above the 15-year rate{week}"
        yield Figure(name, gap, "percentage points", thirty | fifteen | {"gap"}, as_of=rate.week_date)
    yield from rate_changes(rate, thirty)


def rate_level(name: str, percent: Decimal, roles: frozenset[str], rate: MortgageRate) -> Figure:
    return Figure(name, percent, "percent", roles, as_of=rate.week_date)


def rate_changes(rate: MortgageRate, roles: frozenset[str]) -> Iterator[Figure]:
    """The changes of the 30-year rate, and the earlier rates that follow from them."""
    for span, change, months, then in (
        ("four weeks", rate.change_4_weeks, FOUR_WEEKS, rate.week_date - timedelta(weeks=4)),
        ("three months", rate.change_3_months, Decimal(3), months_before(rate.week_date, 3)),
        ("one year", rate.change_1_year, Decimal(12), months_before(rate.week_date, 12)),
    ):
        if change is None:
            continue
        name, trend = f"change of the 30-year rate over {span}", sign(change)
        yield Figure(name, change, "percentage points", roles, "change", rate.week_date, months, then, trend=trend)
        name, level = f"30-year rate {span} before the week of {long_date(rate.week_date)}", rate.rate_30yr_pct - change
        yield Figure(name, level, "percent", roles | {"then"}, "level", then, months, then, trend=trend)
        yield date_figure(f"date {span} before the week of the rates", then, {"rate", "then"})
        yield span_figure(f"time of the change over {span}", months, {"rate"})


def home_figures(home: PropertyData) -> Iterator[Figure]:
    yield from home_value_figures(home)
    yield from home_range_figures(home)
    yield from feature_figures(home)
    yield from home_dates(home)


def home_value_figures(home: PropertyData) -> Iterator[Figure]:
    """The value, and how it stands to the value before and to the purchase."""
    of_home = frozenset({"home", "price"})
    estimate = frozenset({"value", "estimate", "now", "single"})
    value = Value(f"estimated value of the home{dated(home.as_of)}", home.current_value or None, estimate, home.as_of)
    previous = Value(
        f"previous estimate of the home's value{dated(home.previous_as_of)}",
        home.previous_value or None,
        frozenset({"value", "estimate", "then", "single"}),
        home.previous_as_of,
    )
    purchase = Value(
        f"purchase price of the home{dated(home.purchase_date)}",
        home.purchase_price or None,
        frozenset({"purchase", "sale", "single"}),
        home.purchase_date,
    )
    since_previous = frozenset({"value", "estimate", "since previous"})
    since_purchase = frozenset({"value", "estimate", "purchase", "sale", "since purchase"})
    yield from Series("dollars", of_home, since_previous, value, previous).figures()
    yield from Series("dollars", of_home, since_purchase, value, purchase).figures()
    yield from since_purchase_figures(home, since_purchase | of_home)
    if home.current_value and home.square_feet:
        yield Figure(
            f"estimated value of the home per square foot{dated(home.as_of)}",
            Decimal(home.current_value) / home.square_feet,
            "dollars per square foot",
            of_home | estimate | {"price per square foot", "price"},
            as_of=home.as_of,
        )


def since_purchase_figures(home: PropertyData, roles: frozenset[str]) -> Iterator[Figure]:
    """What else follows from the purchase: per square foot, a year's part of the change, the ends of the range."""
    price, day = home.purchase_price, home.purchase_date
    if not price:
        return
    if home.square_feet:
        per_foot = frozenset({"home", "purchase", "sale", "single", "price", "price per square foot"})
        name = f"purchase price per square foot{dated(day)}"
        yield Figure(name, Decimal(price) / home.square_feet, "dollars per square foot", per_foot, as_of=day)
    for name, end, role in (("low", home.value_low, "low"), ("high", home.value_high, "high")):
        if end:
            change = Decimal(end - price)
            more = roles | {role, "range"}
            end_name = f"{name} end of the range above the purchase price"
            yield Figure(end_name, change, "dollars", more, "change", trend=sign(change), is_minor=True)
    if home.current_value and home.as_of and day and (home.as_of - day).days > DAYS_A_YEAR:
        change = (home.current_value - price) * DAYS_A_YEAR / (home.as_of - day).days
        name = "change since the purchase, a year on average"
        yield Figure(name, change, "dollars", roles | {"a year", "average"}, "change", home.as_of, trend=sign(change))


def dated(day: date | None) -> str:
    return f", {long_date(day)}" if day else ""


def home_range_figures(home: PropertyData) -> Iterator[Figure]:
    roles = frozenset({"value", "price", "home", "estimate", "now"})
    value, low, high = home.current_value, home.value_low, home.value_high

    def figure(name: str, number: Number, unit: Unit, *more: str) -> Figure:
        return Figure(name, Decimal(number), unit, roles | set(more), as_of=home.as_of)

    if low:
        yield figure("low end of the range of the estimate", low, "dollars", "low")
    if high:
        yield figure("high end of the range of the estimate", high, "dollars", "high")
    if low and high:
        yield figure("width of the range of the estimate", high - low, "dollars", "range")
        if value:
            share = Decimal(high - low) * 100 / value
            yield figure("width of the range in percent of the estimate", share, "percent", "range", "share")
            yield from shares_of_range(home, high - low, roles | {"range", "share"})
        yield figure("middle of the range of the estimate", Decimal(high + low) / 2, "dollars", "middle")
    if value and low:
        yield figure("low end of the range below the estimate", value - low, "dollars", "low", "range")
        share = Decimal(value - low) * 100 / value
        yield figure("low end of the range below the estimate, in percent", share, "percent", "low", "range")
    if value and high:
        yield figure("high end of the range above the estimate", high - value, "dollars", "high", "range")
        share = Decimal(high - value) * 100 / value
        yield figure("high end of the range above the estimate, in percent", share, "percent", "high", "range")


def shares_of_range(home: PropertyData, width: int, roles: frozenset[str]) -> Iterator[Figure]:
    """How large a change is beside the range around the estimate."""
    for words, then in (("previous estimate", home.previous_value), ("purchase", home.purchase_price)):
        if width and then and home.current_value:
            share = Decimal(abs(home.current_value - then)) * 100 / width
            name = f"change since the {words} in percent of the width of the range"
            yield Figure(name, share, "percent", roles, as_of=home.as_of, is_minor=True)


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
            roles = frozenset({role, "home"})
            if role == "comparables":
                roles |= {"sales"} if "recorded sales" in home.source.lower() else {"listings"}
            yield Figure(name, Decimal(number), unit, roles, as_of=home.as_of)
    if home.year_built and home.as_of:
        age = Decimal(home.as_of.year - home.year_built)
        yield Figure("age of the home", age, "years", frozenset({"built", "home"}), as_of=home.as_of)
        yield span_figure("time since the home was built", age * 12, {"built"})


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
        if home.as_of and home.as_of > then:
            months = months_between(then, home.as_of)
            yield span_figure(f"time from the {name} to the estimate", months, roles)


def sign(number: Decimal) -> int:
    return (number > 0) - (number < 0)


def months_between(first: date, last: date) -> Decimal:
    return Decimal((last - first).days) / DAYS_A_MONTH


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
