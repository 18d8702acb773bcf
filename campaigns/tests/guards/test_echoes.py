"""What a writer was told does not come back in its text, save what it was told to say."""

import pytest

from campaigns.guards.echoes import Told, repeated_lines, repeated_orders
from campaigns.guards.form import form_complaints
from campaigns.tests.guards.test_form import TEXT

ORDERS = (
    "Write two short paragraphs, and nothing else. Never forecast what prices or rates will do. "
    "Say that a median moves with the mix of homes that sold. Two estimates differ for many reasons; say so briefly. "
    "The sentence says what it is: the low or the high end of the range. For instance: The median was about "
    "$1.2 million in [m1: January].\n- Name nobody, and sign it with nothing at all."
)
DATA = (
    "- m1 = median sale price in 98107, three months: $1,040,000\n"
    "- living area: 2,310 square feet\nseason of the figures: winter"
)
TOLD = Told((ORDERS,), (DATA,))


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("Write two short paragraphs, and nothing else.", ["Write two short paragraphs, and nothing else"]),
        ("I never FORECAST what prices\nor rates will show.", ["never FORECAST what prices\nor rates will"]),
        ("I write two short paragraphs here. Prices or rates will do.", []),
        ("A median moves with the mix of homes that sold.", []),
        ("Say that a median moves with the mix.", ["Say that a median moves with"]),
        ("Two estimates differ for many reasons.", []),
        ("It is the high end of the range. The median was about $1.2 million in May.", []),
        ("Sign it with nothing at all.", ["Sign it with nothing at all"]),
        ("", []),
    ],
)
def test_six_words_of_the_orders_in_a_row_are_found_once(text: str, passages: list[str]) -> None:
    assert list(repeated_orders(text, TOLD)) == passages


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("median sale price in 98107, three months: $1,040,000.", ["median sale price in 98107, three months:"]),
        ("The season of the figures: winter.", ["season of the figures:"]),
        ("The season of the figures is winter.", []),
        ("Living area: 2,310 square feet.", []),
    ],
)
def test_name_of_a_line_of_data_is_found_where_its_colon_stands(text: str, names: list[str]) -> None:
    assert list(repeated_lines(text, TOLD)) == names


def test_form_guard_complains_of_echoes_if_it_is_told_of_what() -> None:
    echoing = f"{TEXT} Write two short paragraphs, and nothing else. Season of the figures: winter."

    assert form_complaints(echoing, "intro") == []
    assert [str(complaint) for complaint in form_complaints(echoing, "intro", TOLD)] == [
        "“Write two short paragraphs, and nothing else”: It repeats what the writer was told. Better: Leave it out.",
        "“Season of the figures:”: It is a line of the data. Better: Say it in a sentence of your own.",
    ]
