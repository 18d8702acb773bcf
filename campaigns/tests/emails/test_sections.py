"""The e-mail's words about the home's value."""

from dataclasses import replace

import pytest

from campaigns import facts
from campaigns.emails.sections import home_value

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
