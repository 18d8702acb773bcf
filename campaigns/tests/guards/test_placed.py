"""A text whose statements are named by key: how it is put together, and what is wrong with keys."""

import pytest

from campaigns.tests.guards.placing import STATEMENTS, placed


def test_keys_number_the_statements_of_each_subject() -> None:
    assert list(STATEMENTS.by_key) == ["m1", "m2", "m3", "m4", "r1", "r2"]
    assert STATEMENTS.lines()[4] == "r1 (30-year rate): Freddie Mac put the 30-year rate at 7.28%"


def test_statement_stands_word_for_word_with_a_capital_where_a_sentence_begins() -> None:
    text = placed("[m1]. As for rates, [r1].\n\n“[m3].”")
    assert text.plain == (
        "Homes in 98107 sold for a median of $860,000. As for rates, Freddie Mac put the 30-year rate at 7.28%.\n\n"
        "“The median price per square foot was $592.”"
    )
    assert text.complaints == ()


def test_date_is_told_by_the_first_statement_of_a_subject_alone() -> None:
    assert placed("[m3].").plain.startswith("In the three months to January 31, 2026")
    assert placed("[m1], and [m3].").plain.endswith(", and the median price per square foot was $592.")
    assert "January 31, 2026" in placed("[r1], and [m3].").plain


@pytest.mark.parametrize(
    ("lead_in", "is_left_out"),
    [("In 98107, ", True), ("In ZIP code 98107, ", True), ("Beside 98107, ", False), ("For 98107: ", False)],
)
def test_place_is_left_out_behind_a_lead_in_that_says_in_it(lead_in: str, is_left_out: bool) -> None:
    assert ("homes in 98107 sold" in placed(f"{lead_in}[m1].").plain) != is_left_out


def test_marks_around_a_sentence_stay_and_a_blank_stands_before_a_statement() -> None:
    assert placed("(My notes are below.) “I read the records.” As ever,[r1].").plain == (
        "(My notes are below.) “I read the records.” As ever, Freddie Mac put the 30-year rate at 7.28%."
    )


@pytest.mark.parametrize(
    ("text", "found", "reason"),
    [
        ("[m9].", "[m9]", "no statement of the data has this key"),
        ("[m1]. [m1].", "[m1]", "a statement on this already (price)"),
        ("[m1]. And [m2].", "[m2]", "a statement on this already (price)"),
        ("[m4]. [m1].", "[m4]", "place it behind the one on the price"),
        ("[r1]. [m1]. [r2].", "[r2]", "place it right behind the one on the 30-year rate"),
        ("[m1: $860,000].", "[m1: $860,000].", "the key of one statement"),
        ("[m1.", "[m1.", "the key of one statement"),
        ("Of prices [].", "[].", "the key of one statement"),
    ],
)
def test_key_that_cannot_be_placed_is_a_complaint(text: str, found: str, reason: str) -> None:
    complaint = placed(text).complaints[0]
    assert (complaint.guard, complaint.found) == ("statements", found)
    assert reason in complaint.reason


def test_remark_behind_what_it_needs_is_none() -> None:
    assert placed("[m1]. [r1]. [r2]. [m4].").complaints == ()
