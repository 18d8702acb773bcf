"""What of a home's facts may be set beside its value."""

from dataclasses import replace
from datetime import date

import pytest

from campaigns.facts import DatedPrice, PropertyData

DAY = date(2026, 2, 1)
HOME = PropertyData("1 Pine St", 900_000, as_of=DAY, previous_value=800_000, purchase_price=700_000)


@pytest.mark.parametrize(
    ("low", "high", "is_told"),
    [
        (850_000, 950_000, True),
        (900_000, 950_000, True),
        (None, 950_000, False),
        (0, 950_000, False),
        (910_000, 950_000, False),
        (950_000, 850_000, False),
        (900_000, 900_000, False),
    ],
)
def test_range_is_one_that_encloses_the_value(low: int | None, high: int, is_told: bool) -> None:
    ends = replace(HOME, value_low=low, value_high=high).value_range
    assert ends == ((low, high) if is_told else None)


@pytest.mark.parametrize(
    ("day", "is_previous", "is_bought"),
    [(None, False, False), (date(2026, 1, 31), True, True), (DAY, False, True), (date(2026, 2, 2), False, False)],
    ids=["undated", "the day before", "the same day", "the day after"],
)
def test_earlier_price_is_one_of_an_earlier_day(day: date | None, is_previous: bool, is_bought: bool) -> None:
    home = replace(HOME, previous_as_of=day, purchase_date=day)
    assert home.earlier_value == (DatedPrice(800_000, day) if day and is_previous else None)
    assert home.earlier_purchase == (DatedPrice(700_000, day) if day and is_bought else None)
