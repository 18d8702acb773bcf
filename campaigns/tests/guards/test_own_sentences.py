"""A sentence without a statement: small talk, and what the text turns to; nothing of prices, rates or a home."""

import pytest

from campaigns.guards.placing.forms import bases_of
from campaigns.guards.placing.own_sentences import own_sentence_complaints
from campaigns.guards.placing.vocabulary import vocabulary
from campaigns.tests.guards.placing import HOME_WORDS, WORDS

TOPICS = frozenset({"market", "price", "sale", "rate"})


def found(text: str, topics: frozenset[str] = TOPICS) -> list[str]:
    return [complaint.found for complaint in own_sentence_complaints(text, WORDS, topics)]


@pytest.mark.parametrize(
    "text",
    [
        "I sat at my desk with a mug of coffee and the records for _____.",
        "Here is a look at prices in _____, as always.",
        "You asked me about mortgage rates, and I opened the survey for you.",
        "Let me turn to mortgage rates.",
        "A page on mortgage rates is next.",
        "My winter letter is a short letter.",
        "I've a few lines for you, and we can talk them through whenever you like.",
        "The report on your own home is right below.",
        "Call me with any question.",
    ],
)
def test_small_talk_and_what_the_text_turns_to_are_fine(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("I saw prices climb.", "climb"),
        ("Things went up again.", "up"),
        ("There are two of them.", "two"),
        ("Prices are on my desk, and they like it there.", "they"),
        ("A page has turned in mortgage rates.", "A page has turned"),
        ("There is a pull on the rate.", "There is a pull on the rate."),
        ("The snow is gone from sales in _____.", "The snow is gone from sales in _____."),
        ("_____ leads the county in prices.", "_____ leads the county in prices."),
        ("A page is about mortgage rates of this hour.", "A page is about mortgage rates of this hour."),
        ("I have a page on prices, simple as toast.", "I have a page on prices, simple as toast."),
        ("The figures below were gathered for you.", "The figures below were gathered for you."),
        ("Winter is here, and I write to you.", "Winter is here, and I write to you."),
        ("In summer I write to you.", "summer"),
        ("I hear that buyers have the pen.", "buyers"),
        ("Yesterday I read the records.", "Yesterday"),
        ("Let's say I read them.", "Let's say"),
        ("A client of mine wants your place.", "place"),
    ],
)
def test_what_says_something_of_the_data_is_found(text: str, fault: str) -> None:
    assert fault in found(text)


@pytest.mark.parametrize("word", ["I", "my", "we", "let's"])
def test_home_report_has_no_first_person(word: str) -> None:
    assert WORDS.knows(word.lower())
    assert not HOME_WORDS.knows(word.lower())
    assert not HOME_WORDS.joins(word.lower())


def test_subject_without_a_statement_is_not_named() -> None:
    assert found("Here is a look at listings.") == ["listings"]
    assert found("Here is a look at prices.", frozenset({"rate"})) == ["prices"]


def test_letter_without_a_report_below_leads_to_none() -> None:
    words = vocabulary("intro")
    assert [each.found for each in own_sentence_complaints("Read the report below.", words, TOPICS)] == ["report"]


@pytest.mark.parametrize(
    ("word", "base"), [("copies", "copy"), ("making", "make"), ("sitting", "sit"), ("asked", "ask"), ("wishes", "wish")]
)
def test_any_form_of_a_listed_word_is_known(word: str, base: str) -> None:
    assert base in set(bases_of(word))
