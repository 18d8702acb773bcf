"""What can be said of the national mortgage rates."""

from collections.abc import Iterator

from campaigns.facts import MortgageRate
from campaigns.guards.placing.statement import Statement
from fetcher.writers.figure_words import (
    Chooser,
    Direction,
    Phrases,
    long_date,
    points,
    publisher,
    rate_direction,
    two_decimals,
)

THIRTY: Phrases = (
    "the national average 30-year fixed mortgage rate was {rate} for the week of {date}, according to {publisher}",
    "for the week of {date}, {publisher} put the national average 30-year mortgage rate at {rate}",
    "{publisher} reported a national average of {rate} on 30-year fixed loans for the week of {date}",
    "the national average 30-year mortgage rate, as published by {publisher}, was {rate} for the week of {date}",
)
FIFTEEN: Phrases = (
    "the national average 15-year fixed rate was {rate} for the week of {date}",
    "for the week of {date}, the national average on 15-year fixed loans was {rate}",
)
FIFTEEN_AGAIN: Phrases = ("the 15-year average was {rate}", "15-year fixed loans averaged {rate} nationally")
CHANGES: dict[Direction, Phrases] = {
    "rising": (
        "the national average 30-year rate was {points} higher in the week of {date}, than {span} earlier",
        "in the {span} to the week of {date}, the national average 30-year rate rose by {points}",
    ),
    "falling": (
        "the national average 30-year rate was {points} lower in the week of {date}, than {span} earlier",
        "in the {span} to the week of {date}, the national average 30-year rate fell by {points}",
    ),
    "flat": (
        "the national average 30-year rate for the week of {date}, was little changed from {span} earlier",
        "in the {span} to the week of {date}, the national average 30-year rate barely moved",
    ),
    "same": (
        "the national average 30-year rate for the week of {date}, was the same as {span} earlier",
        "in the {span} to the week of {date}, the national average 30-year rate did not change",
    ),
}
CHANGES_AGAIN: dict[Direction, Phrases] = {
    "rising": (
        "the 30-year average was {points} higher than {span} earlier",
        "the 30-year average rose by {points} over {span}",
    ),
    "falling": (
        "the 30-year average was {points} lower than {span} earlier",
        "the 30-year average fell by {points} over {span}",
    ),
    "flat": (
        "the 30-year average was little changed from {span} earlier",
        "the 30-year average barely moved over {span}",
    ),
    "same": ("the 30-year average was the same as {span} earlier", "the 30-year average did not change over {span}"),
}


def rate_statements(rate: MortgageRate, chooser: Chooser) -> Iterator[Statement]:
    """The 30-year rate, its changes, the 15-year rate."""
    date, topics = long_date(rate.week_date), frozenset({"rate"})
    thirty = chooser.pick("rate", THIRTY).format(
        rate=f"{two_decimals(rate.rate_30yr_pct)}%", date=date, publisher=publisher(rate)
    )
    yield Statement("rates", "30-year rate", thirty, topics)
    for span, change in (
        ("four weeks", rate.change_4_weeks),
        ("three months", rate.change_3_months),
        ("year", rate.change_1_year),
    ):
        if change is None:
            continue
        direction, filled = rate_direction(change), {"points": points(change), "date": date}
        slot = f"change over {_length(span)}"
        words = chooser.pick(slot, CHANGES[direction])
        of_span = span if words.startswith("in the") else _length(span)
        again = chooser.pick(slot, CHANGES_AGAIN[direction]).format(span=_length(span), **filled)
        yield Statement(
            "rates",
            slot,
            words.format(span=of_span, **filled),
            topics | {"change", "year"} if span == "year" else topics | {"change"},
            again,
        )
    if rate.rate_15yr_pct is not None:
        words, again = (
            chooser.pick("15-year", table).format(rate=f"{two_decimals(rate.rate_15yr_pct)}%", date=date)
            for table in (FIFTEEN, FIFTEEN_AGAIN)
        )
        yield Statement("rates", "15-year rate", words, topics, again)


def _length(span: str) -> str:
    return "a year" if span == "year" else span
