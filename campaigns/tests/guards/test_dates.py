"""Dates and spans of time in words."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.guards.dates import dates_of, relative_words
from campaigns.guards.quantities import quantities_of
from campaigns.guards.spans import spans_of


@pytest.mark.parametrize(
    ("text", "fits", "fits_not"),
    [
        ("as of January 31, 2026", date(2026, 1, 31), date(2026, 1, 30)),
        ("as of Jan. 31", date(2025, 1, 31), date(2025, 2, 28)),
        ("on the 31st of January", date(2026, 1, 31), date(2026, 1, 1)),
        ("on 2026-01-31", date(2026, 1, 31), date(2026, 3, 1)),
        ("on 1/31/2026", date(2026, 1, 31), date(2026, 3, 1)),
        ("on 1/31/26", date(2026, 1, 31), date(2025, 1, 31)),
        ("the end of January", date(2026, 1, 31), date(2026, 1, 2)),
        ("in early May 2025", date(2025, 5, 4), date(2025, 5, 28)),
        ("in mid-August", date(2026, 8, 17), date(2026, 8, 31)),
        ("in January 2026", date(2026, 1, 5), date(2025, 1, 5)),
        ("the fourth quarter of 2025", date(2025, 12, 31), date(2026, 1, 31)),
        ("in Q4 2025", date(2025, 10, 1), date(2025, 9, 30)),
        ("bought in 2014", date(2014, 5, 12), date(2015, 5, 12)),
        ("this fall", date(2026, 10, 1), date(2026, 3, 1)),
        ("the 1990s", date(1996, 10, 25), date(2001, 7, 27)),
    ],
)
def test_date_fits_as_far_as_it_is_given(text: str, fits: date, fits_not: date) -> None:
    [found] = dates_of(text)

    assert found.fits(fits)
    assert not found.fits(fits_not)


@pytest.mark.parametrize("text", ["prices may rise", "they fall", "$2,014", "2,026 square feet", "12 of 31"])
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert dates_of(text) == []


@pytest.mark.parametrize("text", ["today", "currently", "last month", "this year", "right now", "year to date"])
def test_words_for_the_present_are_relative(text: str) -> None:
    assert relative_words(f"The median {text} is higher.") != []


@pytest.mark.parametrize("text", ["three months earlier", "over the past four weeks", "as of late October"])
def test_spans_and_dates_are_not_relative(text: str) -> None:
    assert relative_words(f"The median of {text} is higher.") == []


@pytest.mark.parametrize(
    ("text", "months", "kind"),
    [
        ("Three months earlier it was lower", 3, "then"),
        ("higher than three months earlier", 3, "base"),
        ("in the three months to January", 3, "window"),
        ("over four weeks", 1, "over"),
        ("a year ago", 12, "then"),
        ("over the past quarter", 3, "over"),
        ("a quarter before", 3, "then"),
        ("year over year", 12, "over"),
    ],
)
def test_span_has_its_length_and_what_it_is_for(text: str, months: int, kind: str) -> None:
    [span] = spans_of(text, quantities_of(text))

    assert (round(span.months), span.kind) == (months, kind)


def test_span_in_weeks_fits_four_weeks_and_no_month_more() -> None:
    [span] = spans_of("four weeks earlier", quantities_of("four weeks earlier"))

    assert span.fits(Decimal(28) / Decimal("30.44"))
    assert not span.fits(Decimal(2))
