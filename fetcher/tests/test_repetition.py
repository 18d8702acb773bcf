from datetime import date

from campaigns.guards.placing.placed import read_placed
from fetcher.tests.bedrock_texts import GOOD_INTRO, OTHER_INTRO, PLACED_INTRO, PLACED_OTHER_INTRO, STATEMENTS
from fetcher.writers.repetition import (
    earlier_introductions,
    opening,
    repetition_complaints,
    shared_share,
)


def test_opening_is_the_first_sentence() -> None:
    assert opening("Prices rose 4.0% to $1.25M. They may not stay.") == "Prices rose 4.0% to $1.25M."


def shared(text: str, earlier: list[str]) -> list[str]:
    placed = read_placed(text, STATEMENTS)
    return [str(found) for found in repetition_complaints(placed.plain, tuple(placed.own_stretches), earlier)]


def test_same_text_with_new_figures_is_a_repetition() -> None:
    again = GOOD_INTRO.replace("$1,040,000", "$1,052,500").replace("4.0%", "1.2%")
    assert shared_share([again], GOOD_INTRO) == 1.0
    (complaint,) = shared(PLACED_INTRO, [OTHER_INTRO, again])
    assert "began with the same sentence" in complaint


def test_same_body_under_a_new_opening_is_a_repetition() -> None:
    again = PLACED_INTRO.replace("I sat at my desk", "With my boots by the door I sat")
    (complaint,) = shared(again, [GOOD_INTRO])
    assert "of your own words stand in an earlier issue" in complaint


def test_statements_are_no_repetition_since_code_words_them() -> None:
    own = "Coffee first, then the records for you. [m2], and [m4].\n\nNow to mortgage rates. [r1]. Call me if you like."
    assert shared(own, [GOOD_INTRO]) == []


def test_other_words_on_the_same_figures_are_none() -> None:
    assert shared(PLACED_OTHER_INTRO, [GOOD_INTRO]) == []


def test_nobodys_introductions_are_none() -> None:
    assert earlier_introductions(None, "98107", date(2026, 11, 1)) == []
