from datetime import date

from fetcher.tests.bedrock_texts import GOOD_INTRO, OTHER_INTRO
from fetcher.writers.repetition import (
    MOST_SHARED,
    earlier_introductions,
    opening,
    repetition_complaints,
    shared_share,
)


def test_opening_is_the_first_sentence() -> None:
    assert opening("Prices rose 4.0% to $1.25M. They may not stay.") == "Prices rose 4.0% to $1.25M."


def test_same_text_with_new_figures_is_a_repetition() -> None:
    again = GOOD_INTRO.replace("$1,040,000", "$1,052,500").replace("4.0%", "1.2%")
    assert shared_share(again, GOOD_INTRO) == 1.0
    complaint = repetition_complaints(again, [OTHER_INTRO, GOOD_INTRO])[0]
    assert (complaint.guard, complaint.found) == ("repetition", opening(again))


def test_same_body_under_a_new_opening_is_a_repetition() -> None:
    again = GOOD_INTRO.replace(opening(GOOD_INTRO), "I have gone through the records again.")
    assert shared_share(again, GOOD_INTRO) > MOST_SHARED
    assert [complaint.better for complaint in repetition_complaints(again, [GOOD_INTRO])] == ["Say it in other words."]


def test_other_words_on_the_same_figures_are_none() -> None:
    assert shared_share(OTHER_INTRO, GOOD_INTRO) < MOST_SHARED / 2
    assert repetition_complaints(OTHER_INTRO, [GOOD_INTRO]) == []


def test_nobodys_introductions_are_none() -> None:
    assert earlier_introductions(None, "98107", date(2026, 11, 1)) == []
