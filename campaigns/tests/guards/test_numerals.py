"""Numbers in digits and in words."""

from decimal import Decimal

import pytest

from campaigns.guards.numerals import numbers_of


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("1,250,000", "1250000", "1"),
        ("1.25M", "1250000", "10000"),
        ("1.2 million", "1200000", "100000"),
        ("860K", "860000", "1000"),
        ("860 thousand", "860000", "1000"),
        ("4.6", "4.6", "0.1"),
        (".5", "0.5", "0.1"),
        ("7 1/4", "7.25", "0.1"),
        ("thirty-one", "31", "1"),
        ("one hundred and eleven", "111", "1"),
        ("twelve hundred", "1200", "1"),
        ("a dozen", "12", "1"),
        ("two dozen", "24", "1"),
        ("six-and-a-half", "6.5", "0.1"),
        ("seven and a quarter", "7.25", "0.1"),
        ("seven point two eight", "7.28", "0.01"),
        ("a million", "1000000", "1000000"),
        ("one point two five million", "1250000", "10000"),
        ("one million two hundred fifty thousand", "1250000", "1000"),
        ("one and a half million", "1500000", "100000"),
        ("half a million", "500000", "100000"),
        ("three quarters", "0.75", "0.1"),
        ("half", "0.5", "0.1"),
        ("nineteen twenty-six", "1926", "1"),
        ("twenty fourteen", "2014", "1"),
        ("two thousand fourteen", "2014", "1"),
    ],
)
def test_number_is_read_with_the_last_place_that_it_shows(text: str, value: str, step: str) -> None:
    [number] = numbers_of(f"It was {text}.")

    assert (number.value, number.step) == (Decimal(value), Decimal(step))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("from twenty to thirty", [20, 30]),
        ("one in four", [1, 4]),
        ("$1,040,000, up 4% from $1,000,000", [1_040_000, 4, 1_000_000]),
        ("the first of them, and a few more", []),
        ("anyone, someone, none", []),
    ],
)
def test_numbers_of_a_text_are_found_apart(text: str, values: list[int]) -> None:
    assert [int(number.value) for number in numbers_of(text)] == values
