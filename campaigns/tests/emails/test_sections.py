"""The e-mail's words about the home's value."""

from dataclasses import replace
from datetime import date

import pytest

from campaigns import facts
from campaigns.emails import sections
from campaigns.emails.sections import home_value
from campaigns.tests.emails import samples

HOME = facts.PropertyData(formatted_address="1 Pine St", current_value=900_000)


@pytest.mark.parametrize(
    ("source", "count", "basis"),
    [
        ("", None, "An estimate, not an appraisal."),
        ("a model", 8, "An estimate from 8 comparable homes, not an appraisal. Source: a model."),
        ("assessed values", None, "An estimate from the assessed value, not an appraisal. Source: assessed values."),
        (
            "assessed values and recorded sales",
            8,
            "An estimate from the assessed value and 8 comparable homes, not an appraisal. "
            "Source: assessed values and recorded sales.",
        ),
    ],
    ids=["of unknown origin", "from homes", "from the assessed value", "from both"],
)
def test_value_says_what_it_was_made_from(source: str, count: int | None, basis: str) -> None:
    value = home_value(replace(HOME, source=source, comparables_count=count))

    assert value is not None
    assert value.basis == basis


def test_value_chart_sets_each_estimate_between_the_lowest_and_the_highest() -> None:
    marks = [(mark.day, mark.value, mark.marker) for mark in sections.value_chart(samples.HOME_VALUES[:4])]
    assert marks == [
        ("August 31, 2025", "$1,190,000", 2),
        ("September 30, 2025", "$1,204,000", 44),
        ("October 31, 2025", "$1,222,000", 97),
        ("December 31, 2025", "$1,215,000", 78),
    ]


def test_value_chart_needs_three_estimates_that_differ_and_shows_twelve() -> None:
    months = [facts.HomeValue(date(2025 + n // 12, n % 12 + 1, 1), 1_000_000 + n) for n in range(15)]
    same = [facts.HomeValue(value.as_of, 1_000_000) for value in months]
    assert (sections.value_chart(months[:2]), sections.value_chart(same)) == ((), ())
    assert [mark.value for mark in sections.value_chart(months)][::11] == ["$1,000,003", "$1,000,014"]


@pytest.mark.parametrize(
    ("previous_day", "purchase_day", "expected"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), ["from $800,000 on January 1, 2026", "from $700,000 on January 1, 2026"]),
        (date(2026, 5, 1), date(2026, 5, 1), []),
        (None, None, ["from $700,000"]),
    ],
    ids=["earlier", "later than the value", "undated"],
)
def test_value_is_compared_with_nothing_of_a_later_date(
    previous_day: date | None, purchase_day: date | None, expected: list[str]
) -> None:
    dated = replace(HOME, as_of=date(2026, 2, 1), previous_value=800_000, previous_as_of=previous_day)
    value = home_value(replace(dated, purchase_price=700_000, purchase_date=purchase_day))
    assert value is not None
    assert [change.note for change in value.changes] == expected
