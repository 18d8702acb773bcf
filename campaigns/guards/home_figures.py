"""The figures of one home: its value, its purchase, its rooms."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from campaigns.facts import PropertyData
from campaigns.guards.figure_list import Figure, Number, Unit, long_date
from campaigns.guards.series import DAYS_A_YEAR, Series, Value, date_figure, months_between, sign, span_figure

DOLLARS_AND_PERCENT: tuple[Unit, Unit] = ("dollars", "percent")


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
    for then, name, roles in (
        (previous, moment("the previous estimate", home.previous_as_of), since_previous),
        (purchase, moment("the purchase", home.purchase_date), since_purchase),
    ):
        change = f"change of the value of the home from {name} to {moment('the estimate', home.as_of)}"
        yield from Series(change, "dollars", of_home, roles, value, then).figures()
    yield from since_purchase_figures(home, since_purchase | of_home)
    yield from previous_since_purchase(home, since_purchase | of_home)
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
    if home.square_feet and home.current_value:
        name = "value per square foot above the purchase price per square foot"
        change = Decimal(home.current_value - price) / home.square_feet
        more = roles | {"price per square foot"}
        yield Figure(
            name,
            change,
            "dollars per square foot",
            more,
            "change",
            home.as_of,
            None,
            day,
            trend=sign(change),
            is_minor=True,
        )
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


def previous_since_purchase(home: PropertyData, roles: frozenset[str]) -> Iterator[Figure]:
    """How the previous estimate stood to the purchase price."""
    price, value, day = home.purchase_price, home.previous_value, home.previous_as_of
    if not price or not value:
        return
    change = Decimal(value - price)
    name = f"change from the purchase to {moment('the previous estimate', day)}"
    more = roles | {"then"}
    for number, unit in zip((change, change * 100 / price), DOLLARS_AND_PERCENT, strict=True):
        figure = Figure(name, number, unit, more, "change", day, since=home.purchase_date, trend=sign(change))
        yield replace(figure, is_minor=True)


def dated(day: date | None) -> str:
    return f", {long_date(day)}" if day else ""


def moment(words: str, day: date | None) -> str:
    return f"{words} of {long_date(day)}" if day else words


def home_range_figures(home: PropertyData) -> Iterator[Figure]:
    roles = frozenset({"value", "price", "home", "estimate", "now"})
    value, low, high = home.current_value, home.value_low, home.value_high

    def figure(name: str, number: Number, unit: Unit, *more: str) -> Figure:
        return Figure(name, Decimal(number), unit, roles | set(more), as_of=home.as_of)

    for name, end in (("low", low), ("high", high)):
        if end and home.square_feet:
            per_foot = figure(
                f"{name} end of the range per square foot",
                Decimal(end) / home.square_feet,
                "dollars per square foot",
                name,
                "price per square foot",
            )
            yield replace(per_foot, is_minor=True)
    if low:
        yield figure("low end of the range of the estimate", low, "dollars", "low")
    if high:
        yield figure("high end of the range of the estimate", high, "dollars", "high")
    if low and high:
        yield figure("width of the range of the estimate", high - low, "dollars", "range")
        if value:
            share = Decimal(high - low) * 100 / value
            yield figure("width of the range in percent of the estimate", share, "percent", "range", "share", "of now")
            yield from shares_of_range(home, high - low, roles | {"range", "share"})
        yield replace(
            figure("high end as a multiple of the low end", Decimal(high) / low, "times", "range"), is_minor=True
        )
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
    if home.year_built and home.purchase_date and home.purchase_date.year > home.year_built:
        age = Decimal(home.purchase_date.year - home.year_built)
        yield replace(span_figure("age of the home at the purchase", age * 12, {"built", "purchase"}), is_minor=True)
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
