"""What can be said of a home, its estimate and what that rests on."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from campaigns.facts import DatedPrice, PropertyData
from campaigns.guards.placing.statement import Statement
from fetcher.writers.caution import is_soon_after_purchase
from fetcher.writers.figure_words import (
    Chooser,
    Direction,
    Phrases,
    comparables,
    dollars,
    features,
    long_date,
    percent,
    percent_change,
    price_direction,
)

REMARKS = frozenset({"why estimates differ", "why the purchase differs"})
"""Of these the words point to the statement before: "over a span like that"."""
ESTIMATE: Phrases = (
    "as of {date}, the estimated value of {home} was {value}",
    "the estimate for {home} came to {value} as of {date}",
    "the value of {home} was estimated at {value} as of {date}",
    "an estimate as of {date}, puts the value of {home} at {value}",
    "{home} was valued at {value} by the estimate as of {date}",
)
RANGE: Phrases = (
    "the range around the estimate runs from {low} to {high}",
    "the estimate comes with a range of {low} to {high}",
    "the range that goes with the estimate is {low} to {high}",
)
NO_RANGE: Phrases = (
    "no range came with the estimate, so it is best taken as approximate",
    "the source gives no range around the estimate, which makes the single figure approximate at best",
)
WIDTH: Phrases = (
    "the range is {width} wide, about {pct} of the estimate",
    "the range spans {width} from its low end to its high end, or about {pct} of the estimate",
)
PER_SQUARE_FOOT: Phrases = (
    "the estimate comes to about {per_foot} per square foot",
    "the estimate is about {per_foot} per square foot",
)
BASIS: Phrases = ("the estimate is a computed figure, not an appraisal",)
BASIS_OF: Phrases = (
    "the estimate was worked out from {source}, and it is not an appraisal",
    "the estimate rests on {source}, and it is not an appraisal",
    "the estimate draws on {source}, and it is not an appraisal",
)
METHOD: Phrases = (
    "estimates of this kind look at homes alike in place, size and age, and give the closest ones more weight",
    "an estimate like this starts from homes alike in place, size and age, and the closest ones count most",
)
METHOD_ASSESSED: Phrases = (
    "estimates of this kind start from the assessed value and from how other homes' prices compare with theirs",
)
FEATURES: Phrases = (
    "on record, the home has {features}",
    "the data describes a home with {features}",
    "the estimate assumes a home with {features}",
)
BUILT: Phrases = ("on record, the home was built in {year}", "the data gives {year} as the year of construction")
PREVIOUS: dict[Direction, Phrases] = {
    "rising": (
        "the previous estimate, as of {date}, was {old}, so the newer one is {diff} higher, a rise of about {pct}",
        "the newer estimate is up by {diff}, or about {pct}, from the previous one of {old} as of {date}",
        "as of {date}, the previous estimate stood at {old}, and the newer one is about {pct} higher",
    ),
    "falling": (
        "the previous estimate, as of {date}, was {old}, so the newer one is {diff} lower, a decline of about {pct}",
        "the newer estimate is down by {diff}, or about {pct}, from the previous one of {old} as of {date}",
        "as of {date}, the previous estimate stood at {old}, and the newer one is about {pct} lower",
    ),
    "flat": (
        "the previous estimate, as of {date}, was {old}, so there is little change between the two",
        "the newer estimate has hardly moved from the previous one of {old} as of {date}",
        "as of {date}, the previous estimate stood at {old}, which is close to the newer one",
    ),
    "same": (
        "the previous estimate, as of {date}, was the same",
        "the newer estimate has not changed from the previous one as of {date}",
    ),
}
PURCHASE: dict[Direction, Phrases] = {
    "rising": (
        "the last recorded purchase, on {date}, was for {old}, and the estimate is {diff} above that, or about {pct}",
        "records show a purchase price of {old} on {date}, and the estimate is about {pct} higher",
        "the estimate is {diff} higher than the {old} recorded as the purchase price on {date}",
    ),
    "falling": (
        "the last recorded purchase, on {date}, was for {old}, and the estimate is {diff} below that, or about {pct}",
        "records show a purchase price of {old} on {date}, and the estimate is about {pct} lower",
        "the estimate is {diff} lower than the {old} recorded as the purchase price on {date}",
    ),
    "flat": (
        "the last recorded purchase, on {date}, was for {old}, which is close to the estimate",
        "records show a purchase price of {old} on {date}, within about one percent of the estimate",
        "the estimate sits close to the {old} recorded as the purchase price on {date}",
    ),
    "same": (
        "the last recorded purchase, on {date}, was for exactly the amount of the estimate",
        "records show a purchase on {date}, for the same amount as the estimate",
    ),
}
GAP_SOON: Phrases = (
    "a gap so close to a sale says more about the limits of an estimate than about the market",
    "when a sale is that recent, the price actually paid is the stronger evidence of the two",
)
GAP_LONG: Phrases = (
    "both the market and any work done on the home in between may have played a part",
    "over a span like that, general price movement and changes to the home can both matter",
)
TWO_ESTIMATES: Phrases = (
    "two estimates differ for more reasons than the market",
    "one estimate can differ from the next simply because other homes have sold in between",
)
NOTHING_TO_COMPARE: Phrases = (
    "there is no earlier estimate or purchase price on file to compare with",
    "no earlier estimate or purchase price is on file, so the estimate stands alone",
)
NOT_IN_THE_DATA: Phrases = (
    "condition, recent updates and finishes do not appear in the data",
    "the data says nothing about upkeep or improvements, and either can move a price a good deal",
    "records cannot show the condition of the home and the work done on it",
    "no formula sees the inside of a home, so upkeep and remodeling are not part of the figure",
)
NOBODY_LOOKED: Phrases = (
    "nobody has looked at the home for the estimate",
    "the estimate was made from records alone, without a look at the home",
)
ONE_DATE: Phrases = (
    "the estimate describes one date and makes no claim about where prices go next",
    "each new sale adds to the picture, and a later estimate may differ in either direction",
)


def home_statements(home: PropertyData, name: str, chooser: Chooser) -> Iterator[Statement]:
    """Of a home with a dated estimate; `name` is how the first statement calls it: "the home at 5807 3rd Ave NW"."""
    if not home.current_value or home.as_of is None:
        return
    yield from _estimate(home, name, home.current_value, home.as_of, chooser)
    yield from _features(home, chooser)
    compared = [
        *_previous(home, home.current_value, chooser),
        *_purchase(home, home.current_value, home.as_of, chooser),
    ]
    yield from compared
    if not home.previous_value and not home.purchase_price:
        yield _home("nothing to compare", NOTHING_TO_COMPARE, chooser, {"comparison"})
    yield from _basis(home, chooser)


def _home(
    about: str, options: Phrases, chooser: Chooser, topics: set[str], needs: str = "", **filled: str | int
) -> Statement:
    words = chooser.pick(about, options).format(**filled)
    return Statement("home", about, words, frozenset(topics | {"home"}), needs=needs, is_remark=about in REMARKS)


def _estimate(home: PropertyData, name: str, value: int, as_of: date, chooser: Chooser) -> Iterator[Statement]:
    yield _home(
        "estimate", ESTIMATE, chooser, {"estimate", "value"}, date=long_date(as_of), home=name, value=dollars(value)
    )
    if not home.value_low and not home.value_high:
        yield _home("no range", NO_RANGE, chooser, {"estimate", "range"}, "estimate")
    elif home.value_range:
        low, high = home.value_range
        topics = {"estimate", "range"}
        yield _home("range", RANGE, chooser, topics, "estimate", low=dollars(low), high=dollars(high))
        share = percent(Decimal(high - low) * 100 / value)
        yield _home("width of the range", WIDTH, chooser, topics, "estimate", width=dollars(high - low), pct=share)
    if home.square_feet:
        per_foot = dollars(Decimal(value) / home.square_feet)
        topics = {"estimate", "square foot"}
        yield _home("estimate per square foot", PER_SQUARE_FOOT, chooser, topics, "estimate", per_foot=per_foot)


def _previous(home: PropertyData, value: int, chooser: Chooser) -> Iterator[Statement]:
    earlier = home.earlier_value
    if earlier is None:
        return
    topics = {"estimate", "previous", "comparison"}
    yield _compared("previous estimate", PREVIOUS, earlier, value, topics, chooser)
    if earlier.dollars != value:
        yield _home("why estimates differ", TWO_ESTIMATES, chooser, topics, "previous estimate")


def _purchase(home: PropertyData, value: int, as_of: date, chooser: Chooser) -> Iterator[Statement]:
    bought = home.earlier_purchase
    if bought is None:
        return
    topics = {"purchase", "comparison", "price", "estimate"}
    yield _compared("purchase", PURCHASE, bought, value, topics, chooser)
    if price_direction(bought.dollars, value) not in {"flat", "same"}:
        gap = GAP_SOON if is_soon_after_purchase(bought.day, as_of) else GAP_LONG
        yield _home("why the purchase differs", gap, chooser, topics, "purchase")


def _compared(
    about: str,
    table: dict[Direction, Phrases],
    old: DatedPrice,
    value: int,
    topics: set[str],
    chooser: Chooser,
) -> Statement:
    return _home(
        about,
        table[price_direction(old.dollars, value)],
        chooser,
        topics,
        "estimate",
        old=dollars(old.dollars),
        date=long_date(old.day),
        diff=dollars(abs(value - old.dollars)),
        pct=percent(percent_change(old.dollars, value)),
    )


def _features(home: PropertyData, chooser: Chooser) -> Iterator[Statement]:
    if known := features(home):
        yield _home("features", FEATURES, chooser, {"features"}, features=known)
    if home.year_built:
        yield _home("year of construction", BUILT, chooser, {"features", "year"}, year=home.year_built)


def _basis(home: PropertyData, chooser: Chooser) -> Iterator[Statement]:
    topics = {"estimate", "basis"}
    source = _source(home)
    yield _home("basis", BASIS_OF if source else BASIS, chooser, topics, "estimate", source=source)
    method = METHOD_ASSESSED if home.is_from_assessed_value else METHOD
    yield _home("method", method, chooser, topics)
    yield _home("what nobody looked at", NOBODY_LOOKED, chooser, topics, "estimate")
    yield _home("what is not in the data", NOT_IN_THE_DATA, chooser, topics)
    yield _home("one date", ONE_DATE, chooser, topics, "estimate")


def _source(home: PropertyData) -> str:
    """What the estimate was made from; "" where that is not known."""
    assessed = "the home's assessed value" if home.is_from_assessed_value else ""
    others = comparables(home) or ("recorded sales" if home.is_from_recorded_sales else "")
    return " and ".join(filter(None, [assessed, others]))
