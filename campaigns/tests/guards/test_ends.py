"""Figures beside each other: ends of a range, changes and levels, an amount and its percentage, a value and itself."""

import pytest

from campaigns.guards.derived import home_report_figures, intro_figures
from campaigns.guards.figures import figure_complaints
from campaigns.tests.guards.corpus import load_facts

FACTS = load_facts()
HOME = home_report_figures(FACTS.homes["98103-palatine"])
SALES = intro_figures(FACTS.markets["98107-2026-01"], FACTS.rates["2023-10-26"])


@pytest.mark.parametrize(
    "text",
    [
        "The estimate is $1,042,000, in a range of $948,000 to $1,136,000.",
        "The range begins at $948,000 and ends at $1,136,000.",
        "The home was bought for $612,000; the estimate is $430,000 more, or 70%.",
        "The estimate of September 15, 2026 is $14,000 more than the previous one, a rise of 1.4 percent.",
        "The results were $1,028,000 and $1,042,000.",
        "Of the estimate, the purchase price makes up 59 percent.",
    ],
)
def test_figures_in_their_places_pass(text: str) -> None:
    assert figure_complaints(text, HOME) == []


@pytest.mark.parametrize(
    "text",
    [
        "The range is $1,042,000 to $1,136,000.",
        "The range begins at $1,042,000 and ends at $1,136,000.",
        "The estimate as of September 15, 2026 is $948,000, or 70% more than the purchase price.",
        "The previous estimate was $14,000.",
        "The source gives $612,000 as the lower limit.",
        "The home was bought for $612,000; the estimate is $430,000 more, or 1.4%.",
        "The last estimate, from August 14, 2026, was $1,042,000.",
        "The estimate is $14,000 more than the purchase.",
        "The estimate is $1,042,000, and the newer of the two estimates is the lower one.",
    ],
)
def test_true_figure_in_the_place_of_another_is_stopped(text: str) -> None:
    assert figure_complaints(text, HOME) != []


@pytest.mark.parametrize(
    "text",
    [
        "The median was $860,000, compared with $860,000 three months earlier.",
        "In the window before, the median was $860,000.",
        "The 30-year rate climbed 0.76 points.",
        "Over the year, the median fell.",
        "The median fell by 0.2 percent.",
        "Homes in 98107 gave ground: each square foot brought less, $592.",
    ],
)
def test_figure_of_another_time_or_thing_is_stopped(text: str) -> None:
    assert figure_complaints(text, SALES) != []
