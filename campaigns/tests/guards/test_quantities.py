"""Numbers with their units, and how roughly they are meant."""

from decimal import Decimal

import pytest

from campaigns.guards.quantities import quantities_of


@pytest.mark.parametrize(
    ("text", "value", "unit", "rounding"),
    [
        ("at $1.2M.", "1200000", "dollars", ""),
        ("at 860,000 dollars.", "860000", "dollars", ""),
        ("at $592 per square foot.", "592", "dollars per square foot", ""),
        ("at $592 a square foot.", "592", "dollars per square foot", ""),
        ("with 1,840 square feet.", "1840", "square feet", ""),
        ("a 1,840-square-foot home.", "1840", "square feet", ""),
        ("at about 4 %.", "4", "percent", "about"),
        ("at six-and-a-half percent.", "6.5", "percent", ""),
        ("by 0.06 of a percentage point.", "0.06", "percentage points", ""),
        ("by half a point.", "0.5", "percentage points", ""),
        ("by a quarter of a point.", "0.25", "percentage points", ""),
        ("by 57 basis points.", "0.57", "percentage points", ""),
        ("in 34 days.", "34", "days", ""),
        ("in five weeks.", "35", "days", ""),
        ("by roughly a third.", "33.33", "percent", "about"),
        ("nearly $1.1 million.", "1100000", "dollars", "under"),
        ("a little over 19 percent.", "19", "percent", "over"),
        ("for $900,000 or so.", "900000", "dollars", "about"),
        ("within one percent of it.", "1", "percent", "within"),
        ("fourteen comparable homes.", "14", "count", ""),
        ("three times as much.", "3", "times", ""),
    ],
)
def test_quantity_has_value_unit_and_rounding(text: str, value: str, unit: str, rounding: str) -> None:
    [quantity] = quantities_of(text)

    assert round(quantity.value, 2) == Decimal(value)
    assert (quantity.unit, quantity.rounding) == (unit, rounding)


@pytest.mark.parametrize(("text", "sign"), [("-3.5%", -1), ("minus 0.06 points", -1), ("from 3.5%", 0)])
def test_quantity_has_its_sign(text: str, sign: int) -> None:
    assert [quantity.sign for quantity in quantities_of(text)] == [sign]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [("$1.1 to $1.3 million", 1_100_000, 1_300_000), ("28 to 34 days", 28, 34), ("6.1 to 6.3 percent", 6, 6)],
)
def test_range_shares_its_unit_and_scale(text: str, first: int, second: int) -> None:
    quantities = quantities_of(text)

    assert [int(quantity.value) for quantity in quantities] == [first, second]
    assert len({quantity.unit for quantity in quantities}) == 1


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("31 sales", "sales"),
        ("31 homes sold", "sales"),
        ("112 homes for sale", "listings"),
        ("112 listings", "listings"),
        ("8 comparable sales", "comparables"),
        ("3 bedrooms", "bedrooms"),
        ("2.5 baths", "bathrooms"),
        ("31 homes", ""),
        ("three neighbors", "something else"),
    ],
)
def test_count_has_the_role_of_its_noun(text: str, noun: str) -> None:
    assert [quantity.noun for quantity in quantities_of(text)] == [noun]


@pytest.mark.parametrize("text", ["two things to know", "the two belong together", "one home", "a quarter earlier"])
def test_turn_of_speech_is_no_quantity(text: str) -> None:
    assert quantities_of(text) == []


def test_comparison_is_no_rounding() -> None:
    assert [quantity.rounding for quantity in quantities_of("$40,000 more than $1,000,000")] == ["", ""]
