"""Marks are taken out of a text, and what is wrong with how they are written is said in words."""

import pytest

from campaigns.guards.claims.marks import read_claims, without_marks
from campaigns.guards.derived import intro_figures
from campaigns.guards.figure_list import keyed_figures, prompt_lines
from campaigns.tests.emails import samples

FIGURES = intro_figures(samples.MARKET, samples.RATE)
BROKEN = "a mark is [key: words], with one key of the data, one figure's words, closed, and in no other mark"


def test_figures_of_market_and_rates_are_numbered_each_in_their_order() -> None:
    keys = list(keyed_figures(FIGURES))
    market, rates = [key for key in keys if key[0] == "m"], [key for key in keys if key[0] == "r"]
    assert keys == [*market, *rates]
    assert market == [f"m{number + 1}" for number in range(len(market))]
    assert rates == [f"r{number + 1}" for number in range(len(rates))]


def test_key_stands_before_the_line_of_its_figure() -> None:
    line = "m1 = median sale price in ZIP code 98107, three months to January 31, 2026: $860,000"
    assert prompt_lines(FIGURES)[0] == line


def test_keys_of_the_rates_are_the_same_without_a_market() -> None:
    alone = prompt_lines(intro_figures(None, samples.RATE))
    assert prompt_lines(FIGURES)[-len(alone) :] == alone


def test_marks_are_taken_out_and_their_words_stay() -> None:
    marked = read_claims("It was [m1: $860,000], [ M4 : down 16.9% ] from then.", FIGURES)
    assert marked.plain == "It was $860,000, down 16.9% from then."
    assert marked.complaints == ()
    claimed = [(claim.key, marked.plain[claim.start : claim.end]) for claim in marked.claims]
    assert claimed == [("m1", "$860,000"), ("m4", "down 16.9%")]
    assert [claim.figure for claim in marked.claims] == [keyed_figures(FIGURES)[key] for key in ("m1", "m4")]
    assert without_marks("It was [m1: $860,000], [ M4 : down 16.9% ] from then.") == marked.plain


@pytest.mark.parametrize(
    ("text", "found", "reason"),
    [
        ("It was [m77: $860,000].", "[m77: $860,000]", "no line of the data has the key m77"),
        ("It was [m1: ].", "[m1: ]", "there are no words in the mark"),
        ("It was [m1: $860,000.", "[m1: $860,000.", BROKEN),
        ("It was m1: $860,000].", "].", BROKEN),
        ("It was [$860,000].", "[$860,000].", BROKEN),
        ("It was [the median: $860,000].", "[the median: $860,000].", BROKEN),
        ("It was [m1: [m2: $860,000]", "[m1: $860,000", BROKEN),
    ],
    ids=["unknown key", "empty", "not closed", "not opened", "no key", "a name for a key", "nested"],
)
def test_mark_that_is_none_is_a_complaint(text: str, found: str, reason: str) -> None:
    complaints = read_claims(text, FIGURES).complaints
    assert next((each.found, each.reason) for each in complaints) == (found, reason)
