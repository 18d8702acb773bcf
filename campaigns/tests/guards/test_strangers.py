"""What the data does not have: stopped where something is said of it, let be where it is denied or supposed."""

import pytest

from campaigns.guards.derived import home_report_figures, intro_figures
from campaigns.guards.figures import figure_complaints
from campaigns.tests.guards.corpus import load_facts

FACTS = load_facts()
SALES = intro_figures(FACTS.markets["98107-2026-01"], FACTS.rates["2023-10-26"])
ASKING = intro_figures(FACTS.markets["98107-2026-07-asking"], None)
HOME = home_report_figures(FACTS.homes["98103-palatine"])


@pytest.mark.parametrize(
    "text",
    [
        "Condos asked a median of $949,000 as of July 20, 2026.",
        "142 offers came in by July 20, 2026.",
        "Buyers agreed to pay a median of $949,000.",
        "The 142 homes came on the market by July 20, 2026.",
        "The median asking price, $949,000, is a record.",
        "Prices kept rising.",
        "The homes next door asked $949,000.",
    ],
)
def test_what_is_said_of_a_stranger_is_stopped(text: str) -> None:
    assert figure_complaints(text, ASKING) != []


@pytest.mark.parametrize(
    "text",
    [
        "The rate was taken from the Federal Reserve.",
        "In 98107, the 30-year mortgage averaged 7.79%.",
        "The adjustable rate averaged 7.79%.",
    ],
)
def test_rate_of_another_place_source_or_loan_is_stopped(text: str) -> None:
    assert figure_complaints(text, SALES) != []


@pytest.mark.parametrize(
    "text",
    [
        "An appraiser walked through it and put it at $1,042,000.",
        "Somebody has been to see the home, and it is not an appraisal.",
        "It was made without a visit, and it is an appraisal.",
        "The estimate reflects the new roof and the kitchen remodel.",
    ],
)
def test_visit_that_nobody_made_is_stopped(text: str) -> None:
    assert figure_complaints(text, HOME) != []


@pytest.mark.parametrize(
    "text",
    [
        "It is not an appraisal, and no inspector has seen the home.",
        "A new roof would not show in the estimate of $1,042,000.",
        "My guess is that an upgraded kitchen explains some of it.",
        "The home offers three bedrooms and 1,370 square feet.",
        "Don't mistake it for an appraisal.",
    ],
)
def test_stranger_that_is_denied_or_supposed_is_no_claim(text: str) -> None:
    assert figure_complaints(text, HOME) == []
