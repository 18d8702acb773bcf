"""The wording guard: what it stops, what it lets be, and how well, on sentences of both kinds."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from campaigns.guards.complaint import Complaint
from campaigns.guards.wording import wording_complaints, wording_rules

CORPUS = Path(__file__).parent / "corpus"


class Measure(NamedTuple):
    missed: list[str]
    false_alarms: list[str]
    recall: float
    precision: float


def rows_of(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CORPUS / name).read_text(encoding="utf-8").splitlines()]


def measured(name: str) -> Measure:
    rows = rows_of(name)
    complained = [bool(wording_complaints(row["sentence"])) for row in rows]
    both = list(zip(rows, complained, strict=True))
    missed = [row["sentence"] for row, is_found in both if row["stopped"] and not is_found]
    false_alarms = [row["sentence"] for row, is_found in both if is_found and not row["stopped"]]
    to_stop = sum(row["stopped"] for row in rows)
    right = to_stop - len(missed)
    return Measure(missed, false_alarms, right / to_stop, right / (right + len(false_alarms)))


def found(text: str) -> list[str]:
    return [complaint.found for complaint in wording_complaints(text)]


@pytest.mark.parametrize("name", ["wording.jsonl", "wording_more.jsonl"])
def test_wording_guard_keeps_its_bounds_on_sentences_of_both_kinds(name: str) -> None:
    measure = measured(name)

    assert measure.recall >= 0.99, measure.missed
    assert measure.precision >= 0.98, measure.false_alarms


def test_wording_guard_lets_correct_texts_be() -> None:
    stopped = [row["id"] for row in rows_of("correct.jsonl") if wording_complaints(row["text"])]

    assert len(stopped) <= 0.01 * len(rows_of("correct.jsonl")), stopped


def test_wording_complaint_says_where_why_and_how_better() -> None:
    assert wording_complaints("It lies within walking distance of the lake.") == [
        Complaint(
            "wording",
            "walking distance",
            '"Walking distance" leaves out readers who do not walk; a distance says the same to everybody.',
            'Give the distance: "0.4 miles from the station".',
        )
    ]


@pytest.mark.parametrize(
    ("stopped", "fine"),
    [
        ("A home for a young family.", "A single-family home with a family room."),
        ("The kids can bike to the park.", "A couple of unusual sales can shift a median."),
        ("Steps from the Lutheran church.", "The home at 412 Church St sold for $900,000."),
        ("It is a safe area.", "It is safe to say that the median hardly moved."),
        ("An exclusive address.", "The median, exclusive of condominiums, was $900,000."),
        ("Retirees have moved in.", "Senior economists disagree on the cause."),
        ("A diverse neighborhood.", "The housing stock is diverse."),
        ("The schools are excellent.", "The old school building was left out."),
        ("It is an easy walk to the station.", "I can walk you through the figures."),
        ("Your home will gain value.", "You will find the details below."),
        ("You can deduct the interest.", "A tax adviser can say what applies to you."),
        ("You should refinance now.", "A lender can tell you whether refinancing makes sense."),
        ("You have the right to cancel the contract.", "An attorney can answer questions about the contract."),
        ("Only 5% down.", "The median was 5% down on the quarter before."),
        ("Payments of $2,900 a month.", "The dues are $290 a month."),
    ],
)
def test_wording_guard_tells_look_alikes_apart(stopped: str, fine: str) -> None:
    assert (bool(found(stopped)), found(fine)) == (True, [])


@pytest.mark.parametrize(
    "text",
    [
        "I make no promise about where prices go.",
        "Nobody can say whether prices will rise.",
        "No one, including me, can say that prices will rise.",
        "I can't tell you that your home will gain value.",
        "It is an estimate, not a guarantee.",
    ],
)
def test_not_undoes_a_promise(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "There is no doubt that prices will rise.",
        "I make no promise, but values will climb.",
        "I make no promise: prices will rise.",
        "Not only did sales pick up, prices will rise.",
        "Prices won't fall.",
        "You can't lose.",
        "Don't wait to buy.",
    ],
)
def test_not_undoes_no_promise_beyond_its_reach(text: str) -> None:
    assert found(text) != []


@pytest.mark.parametrize(
    "text", ["It is not a safe area.", "It is no place for children.", "Not an easy walk to shops."]
)
def test_not_undoes_no_fair_housing_term(text: str) -> None:
    assert found(text) != []


@pytest.mark.parametrize(
    "text",
    [
        "A fam\u00adily-friendly street",  # soft hyphen
        "A FAMILY\u2011FRIENDLY street",  # hyphen that does not break
        "A family \u2013 friendly street",
        "A \u201cfamily\u201d street",
        "A f\u0430mily street",  # a Cyrillic a
        "A f\u200bamily street",  # a blank without width
    ],
)
def test_wording_guard_reads_through_letters_that_hide_a_word(text: str) -> None:
    assert "family" in found(text)[0].lower().replace("\u0430", "a")


def test_wording_guard_reads_over_line_ends_and_doubled_blanks_but_not_over_paragraphs() -> None:
    assert found("within walking\ndistance") == ["walking distance"]
    assert found("within walking \u00a0 distance") == ["walking distance"]
    assert found("Your home\n\nwill rise") == []


def test_curly_and_straight_apostrophes_are_the_same() -> None:
    assert (found("It can’t go wrong."), found("It can't go wrong.")) == (["can’t go wrong"], ["can't go wrong"])


def test_credit_terms_with_their_disclosure_are_fine() -> None:
    terms = "With $80,000 down, 360 payments of $2,100 at 6.2% APR"

    assert found("Only 360 payments of $2,100.") != []
    assert found(f"{terms}.") == []


def test_average_rate_of_the_market_is_a_statistic() -> None:
    text = "Freddie Mac put the national average 30-year fixed mortgage rate at 6.23% for the week of November 5, 2026."

    assert found(text) == []


def test_wording_is_told_once_for_each_rule_and_place() -> None:
    assert found("Safe streets. A safe home. Safe.") == ["Safe"]


def test_every_rule_has_its_words() -> None:
    rules, _ = wording_rules()

    assert len({rule.id for rule in rules}) == len(rules) > 10
    assert [rule.id for rule in rules if not (rule.reason and rule.better and rule.patterns)] == []
