"""What stands beside a statement names what it is about, and says nothing of it."""

import pytest

from campaigns.guards.passages import Passages
from campaigns.guards.placing.beside import beside_complaints
from campaigns.guards.placing.lead_in import lead_in_complaints
from campaigns.tests.guards.placing import HOME_WORDS, WORDS, placed

OWN = Passages(["98107"])
HARMLESS = [
    "[m1].",
    "[m1], and [m3].",
    "[m1], while [m3].",
    "As for prices, [m1].",
    "In 98107, [m1].",
    "Prices first: [m1].",
    "Prices come first: [m1].",
    "Here is the figure I read first: [m1].",
    "The records show that [m1].",
    "Keep in mind that [m4].",
    "On the mortgage side, [r1], with a note: [m4].",
    "The survey shows this: [r1].",
    "By the square foot, [m3].",
]
FAULTY = [
    ("Prices climbed: [m1].", "climbed"),
    ("Prices turn here: [m1].", "Prices turn here:"),
    ("Prices keep coming: [m1].", "Prices keep coming:"),
    ("Turning prices, [m1].", "Turning prices"),
    ("Rates come to a turn: [r1].", "Rates come to a turn:"),
    ("Listing days are short: [m1].", "Listing"),
    ("As for asking prices, [m1].", "asking"),
    ("On prices, [r1].", "prices"),
    ("It is not so that [m1].", "It"),
    ("In Ballard, [m1].", "Ballard"),
    ("Some 31 of them: [m1].", "31"),
    ("Last year, [m1].", "year"),
    ("Here is the rate on your loan: [r1].", "Here is the rate on your loan:"),
    ("The rate you are given: [r1].", "The rate you are given:"),
    ("First in prices is 98107: [m1].", "is _____"),
    ("Beside 98107, [m1].", "Beside _____"),
    ("98107 leads: [m1].", "_____"),
    ("I’m told that [m1].", "I'm told"),
    ("I'm told that [m1].", "I'm told"),
    ("A record for prices: [m1].", "A record"),
    ("For the next price, [m1].", "For the next price"),
]


def found(text: str) -> list[str]:
    (sentence,) = placed(text).sentences
    return [complaint.found for complaint in beside_complaints(sentence, OWN, WORDS)]


@pytest.mark.parametrize("text", HARMLESS)
def test_naming_a_subject_is_fine(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(("text", "fault"), FAULTY)
def test_saying_something_beside_a_statement_is_found(text: str, fault: str) -> None:
    assert fault in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "[m1], and that is a lot.",
        "[m1], which is a lot.",
        "The median price was [m1].",
        "About [m1].",
        "[m1] so [r1].",
        "[m1]?",
        "[m1]!",
    ],
)
def test_statement_is_a_clause_and_ends_its_sentence(text: str) -> None:
    assert text in found(text)


def test_few_words_stand_beside_a_statement() -> None:
    (sentence,) = placed("Here is the first figure of the page of the list of records I keep and read: [m1].").sentences
    assert any("at most 14 words" in each.reason for each in beside_complaints(sentence, OWN, WORDS))


@pytest.mark.parametrize(
    ("text", "is_fine"), [("For your home, [h1].", True), ("For the home next to this one, [h1].", False)]
)
def test_home_of_a_report_is_the_readers(text: str, is_fine: bool) -> None:
    lead_in = text.partition("[")[0]
    assert (not list(lead_in_complaints(lead_in, frozenset({"home", "estimate"}), HOME_WORDS))) == is_fine
