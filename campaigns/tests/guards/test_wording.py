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


@pytest.mark.parametrize("name", ["wording.jsonl", "wording_more.jsonl", "wording_blind.jsonl"])
def test_wording_guard_keeps_its_bounds_on_sentences_of_both_kinds(name: str) -> None:
    measure = measured(name)

    assert measure.recall >= 0.99, measure.missed
    assert measure.precision >= 0.98, measure.false_alarms


@pytest.mark.parametrize("name", ["correct.jsonl", "blind_correct.jsonl"])
def test_wording_guard_lets_correct_texts_be(name: str) -> None:
    stopped = [row["id"] for row in rows_of(name) if wording_complaints(row["text"])]

    assert len(stopped) <= 0.01 * len(rows_of(name)), stopped


def test_wording_complaint_says_where_why_and_how_better() -> None:
    assert wording_complaints("It lies within walking distance of the lake.") == [
        Complaint(
            "wording",
            "walking distance",
            '"Walking distance" leaves out readers who do not walk; a distance says the same to everybody. HUD does '
            "not object (memorandum of January 9, 1995), many brokers and listing services do.",
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
        ("Rates could come down in 2027.", "Rates could rise or fall from here."),
        ("Economists expect a dip next spring.", "Prices had been expected to fall, and rose."),
        ("Rents are unlikely to drop.", "The figure is likely to change as more sales are recorded."),
        ("If you have thought of selling, don't wait.", "Homes did not wait: half sold in six days."),
        ("Consider a loan against the house.", "Consider the small number of sales."),
        ("Most of the sellers were Korean.", "The sellers kept the Korean cabinet."),
        ("I would steer clear of those blocks.", "The blocks east of 8th had nine sales."),
        ("A quiet neighborhood.", "The house stands on a quiet street."),
        ("Hikers and dog lovers feel at home here.", "A trail of two miles runs along the lake."),
        ("It is a haven with stunning views.", "The view takes in the bay; I haven't seen it myself."),
        ("Buyers will have more power.", "You will notice that the range is wider."),
        ("The market may cool by June.", "In May the market cooled."),
        ("Demand could pick up.", "Two late sales could move the median."),
        ("A rebound is on the horizon.", "The house has a view of the horizon."),
        ("Prices are bound to settle.", "The report is bound in green."),
        ("Sellers need to be flexible.", "You should know that the record is from 2009."),
        ("Repaint the kitchen before you list the house.", "Read the range before the number in the middle."),
        ("You could save thousands at the closing.", "You could look at the range first."),
        ("It makes sense to wait for spring.", "It makes sense of the two figures."),
        ("A new roof adds value to your home.", "The roof was replaced in 2016."),
        ("Homes are flying off the shelves.", "Half of the homes sold within six days."),
        ("Overpriced listings go stale.", "Eleven listings had a price cut."),
        ("It is a smart strategy.", "The district has a plan for the park."),
        ("An adjustable loan often wins.", "An adjustable loan has a rate that changes."),
        ("Keep an eye on your credit score.", "The survey is of borrowers with good credit."),
        ("Your gain may be tax free.", "The county lists taxable values."),
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
    ("text", "complained_of"),
    [
        ("Rates rose in May, and I will send the next figures in June.", []),
        ("Rates rose in May, and buyers will feel it.", ["will feel it"]),
        ("The list will follow. Buyers had more choice.", []),
        ("The county will publish its values in June.", []),
        ("The market might turn.", ["market might turn"]),
        ("Nobody can say whether the market might turn.", []),
        ("The median might have moved for that reason.", []),
    ],
)
def test_a_sign_of_the_future_is_read_with_what_its_clause_is_about(text: str, complained_of: list[str]) -> None:
    assert found(text) == complained_of


def test_a_sign_says_nothing_of_what_another_rule_has_found() -> None:
    assert [complaint.found for complaint in wording_complaints("Prices will rise.")] == ["Prices will rise"]


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
    assert found("It has the right address") == ["the right address"]
    assert found("It has the right\n\naddress") == []


def test_curly_and_straight_apostrophes_are_the_same() -> None:
    assert (found("It can’t go wrong."), found("It can't go wrong.")) == (["can’t go wrong"], ["can't go wrong"])


def test_credit_terms_with_their_disclosure_are_fine() -> None:
    terms = "With $80,000 down, 360 payments of $2,100 at 6.2% APR"

    assert found("Only 360 payments of $2,100.") != []
    assert found(f"{terms}.") == []


def test_average_rate_of_the_market_is_a_statistic() -> None:
    text = "Freddie Mac put the national average 30-year fixed mortgage rate at 6.23% for the week of November 5, 2026."

    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "names", "still_found"),
    [
        ("Thank you to Christian Olsen for the photographs.", [], []),
        ("Thank you to Sue Parker, and to Faith Lindqvist.", [], []),
        ("Christian was at the closing.", [], ["Christian"]),
        ("Christian was at the closing.", ["Christian"], []),
        ("Christian, at 12 Safe Harbor Ln, is no Christian home.", ["12 Safe Harbor Ln"], ["Christian"]),
        ("A christian home.", ["Christian"], ["christian"]),
        ("The Christian Community Center is near.", [], ["Christian"]),
        ("The O’Neill family sold.", ["O'Neill family"], []),
    ],
)
def test_a_name_is_no_wording(text: str, names: list[str], still_found: list[str]) -> None:
    assert [complaint.found for complaint in wording_complaints(text, names)] == still_found


def test_wording_is_told_once_for_each_rule_and_place() -> None:
    assert found("Safe streets. A safe home. Safe.") == ["Safe"]


def test_every_rule_has_its_words() -> None:
    rules, _ = wording_rules()

    assert len({rule.id for rule in rules}) == len(rules) > 20
    assert [rule.id for rule in rules if not (rule.reason and rule.better and rule.patterns)] == []
