"""The figures guard on finished e-mails: each sample passes, and no digit of it can be changed unseen."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.emails.compose import compose
from campaigns.emails.content import EmailContent
from campaigns.emails.figures import email_figures
from campaigns.guards.complaint import Complaint
from campaigns.guards.figures import figure_complaints
from campaigns.tests.emails import samples

FULL_TEXT = compose(samples.FULL).text
# in the street's name, which is no figure: "The maples on 3rd are bare"
DIGITS = [match.start() for match in re.finditer(r"\d(?!rd are bare)", FULL_TEXT)]
repeatable = settings(
    max_examples=100, derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def email_complaints(text: str, content: EmailContent) -> list[Complaint]:
    return figure_complaints(text, email_figures(content))


@pytest.mark.parametrize("content", samples.SAMPLES.values(), ids=samples.SAMPLES)
def test_finished_email_passes_the_figures_guard(content: EmailContent) -> None:
    assert email_complaints(compose(content).text, content) == []


@repeatable
@given(st.sampled_from(DIGITS), st.sampled_from("0123456789"))
def test_finished_email_with_another_digit_is_stopped(place: int, digit: str) -> None:
    changed = f"{FULL_TEXT[:place]}{digit}{FULL_TEXT[place + 1 :]}"

    assert (email_complaints(changed, samples.FULL) == []) == (changed == FULL_TEXT)


@pytest.mark.parametrize(
    ("true", "wrong"),
    [
        ("4602 6th Ave NW: $825,000", "4602 6th Ave NW: $825,001"),
        ("4602 6th Ave NW: $825,000 sale price", "4602 6th Ave NW: $825,000 asking price"),
        ("$1,195,000 asking price", "$1,195,000 sale price"),
        ("sold February 2, 2026", "sold January 27, 2026"),
        ("2 beds · 1 bath · 1,140 sq ft", "3 beds · 1 bath · 1,140 sq ft"),
        ("Down 16.9% from $1,034,500", "Up 16.9% from $1,034,500"),
        ("Range: $1,098,000 to $1,374,000", "Range: $1,374,000 to $1,098,000"),
        ("30-year fixed: 7.28%", "30-year fixed: 6.50%"),
        ("Up 0.42 in four weeks", "Up 0.70 in four weeks"),
        ("Down 0.06 in one year", "Up 0.06 in one year"),
        ("report for November 2026", "report for January 2026"),
    ],
)
def test_finished_email_with_a_figure_of_its_own_in_the_wrong_place_is_stopped(true: str, wrong: str) -> None:
    assert true in FULL_TEXT
    assert email_complaints(FULL_TEXT.replace(true, wrong), samples.FULL) != []
