"""The home report: the estimate, what it compares with, and what it cannot know."""

from datetime import date

from campaigns.facts import DatedPrice, PropertyData
from fetcher.writers import offline_home_phrases as phrases
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


def home_report_text(home: PropertyData) -> str:
    """Three paragraphs, 80 to 170 words; "" where there is no estimate, or none with a date to tell."""
    if not home.current_value or home.as_of is None:
        return ""
    chooser = Chooser(home.formatted_address, home.as_of)
    last_words = phrases.LAST_WORDS_WITH_RANGE if home.value_range else phrases.LAST_WORDS
    paragraphs = (
        [_estimate(home, home.current_value, home.as_of, chooser), _range(home, chooser), _basis(home, chooser)],
        _comparisons(home, home.current_value, home.as_of, chooser),
        [chooser.pick("not in the data", phrases.NOT_IN_THE_DATA), chooser.pick("last words", last_words)],
    )
    return "\n\n".join(" ".join(sentences) for sentences in paragraphs)


def _estimate(home: PropertyData, value: int, as_of: date, chooser: Chooser) -> str:
    street = home.formatted_address.partition(",")[0].strip()
    return chooser.pick("estimate", phrases.ESTIMATE).format(
        date=long_date(as_of), home=f"the home at {street}" if street else "this home", value=dollars(value)
    )


def _range(home: PropertyData, chooser: Chooser) -> str:
    if home.value_range is None:
        return chooser.pick("range", phrases.RANGE_UNKNOWN)
    low, high = home.value_range
    return chooser.pick("range", phrases.RANGE).format(low=dollars(low), high=dollars(high))


def _basis(home: PropertyData, chooser: Chooser) -> str:
    """A source that does not name recorded sales may work from asking prices: then the text does not claim sales."""
    counted = comparables(home)
    kind = "an estimate from recorded sales" if home.is_from_recorded_sales else "a computed estimate"
    if home.is_from_assessed_value:
        kind = "an estimate from public records" if counted else "an estimate from its assessed value"
    basis = phrases.BASIS_COUNTED if counted else phrases.BASIS
    made_from = f"the home's assessed value and {counted}" if home.is_from_assessed_value else counted
    return chooser.pick("basis", basis).format(kind=kind, comparables=made_from)


def _method(home: PropertyData, chooser: Chooser) -> str:
    return chooser.pick("method", phrases.METHOD_ASSESSED if home.is_from_assessed_value else phrases.METHOD)


def _comparisons(home: PropertyData, value: int, as_of: date, chooser: Chooser) -> list[str]:
    """The home as recorded, the previous estimate and the purchase; with both of those the first is left out."""
    since_previous = _previous(home, value, chooser)
    since_purchase = _purchase(home, value, as_of, chooser)
    features = [] if since_previous and since_purchase else _features(home, chooser)
    sentences = [*features, *since_previous, *since_purchase]
    if since_previous or since_purchase:
        return sentences if len(sentences) > 1 else [*sentences, _method(home, chooser)]
    return [
        *features,
        chooser.pick("nothing to compare", phrases.NOTHING_TO_COMPARE),
        _method(home, chooser),
    ]


def _previous(home: PropertyData, value: int, chooser: Chooser) -> list[str]:
    earlier = home.earlier_value
    return [_compared(phrases.PREVIOUS, "previous", earlier, value, chooser)] if earlier else []


def _purchase(home: PropertyData, value: int, as_of: date, chooser: Chooser) -> list[str]:
    bought = home.earlier_purchase
    if bought is None:
        return []
    sentence = _compared(phrases.PURCHASE, "purchase", bought, value, chooser)
    if price_direction(bought.dollars, value) in {"flat", "same"}:
        return [sentence]
    soon = is_soon_after_purchase(bought.day, as_of)
    gap = phrases.GAP_SOON_AFTER_PURCHASE if soon else phrases.GAP_LONG_AFTER_PURCHASE
    return [sentence, chooser.pick("gap", gap)]


def _compared(table: dict[Direction, Phrases], slot: str, old: DatedPrice, value: int, chooser: Chooser) -> str:
    return chooser.pick(slot, table[price_direction(old.dollars, value)]).format(
        old=dollars(old.dollars),
        date=long_date(old.day),
        diff=dollars(abs(value - old.dollars)),
        pct=percent(percent_change(old.dollars, value)),
    )


def _features(home: PropertyData, chooser: Chooser) -> list[str]:
    known = features(home)
    if known and home.year_built:
        options = phrases.FEATURES_AND_YEAR
    elif known:
        options = phrases.FEATURES
    elif home.year_built:
        options = phrases.YEAR
    else:
        return []
    return [chooser.pick("features", options).format(features=known, year=home.year_built)]
