"""The form guard: plain English prose of the right length, and nothing else."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from campaigns.guards.complaint import Complaint
from campaigns.guards.form import form_complaints
from campaigns.guards.form_marks import MARKS
from campaigns.tests.guards.corpus import blind_correct_texts, correct_texts, form_sentences

MARKET = (
    "The median recorded sale price in 98107 was $1,040,000 for the three months to January 31, 2026. That is about 4% "
    "more than three months earlier, though the mix of homes can move a median by itself."
)
RATE = (
    "Nationally, the average 30-year fixed rate was 6.23% for the week of November 5, 2026. If you would like to talk "
    "any of this over, just reply to this email."
)
TEXT = f"{MARKET}\n\n{RATE}"


CORPUS = Path(__file__).parent / "corpus"


def rows_of(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CORPUS / name).read_text(encoding="utf-8").splitlines()]


def reasons(text: str) -> list[str]:
    return [complaint.reason for complaint in form_complaints(text, "intro")]


def test_form_guard_keeps_its_bounds_on_texts_of_both_kinds() -> None:
    complained = [(row, bool(form_complaints(row["text"], row["kind"]))) for row in rows_of("form.jsonl")]
    missed = [row["id"] for row, is_found in complained if row["fault"] and not is_found]
    false_alarms = [row["id"] for row, is_found in complained if is_found and not row["fault"]]

    assert len(missed) <= 0.01 * len(complained), missed
    assert len(false_alarms) <= 0.01 * len(complained), false_alarms


def test_form_guard_lets_correct_texts_be() -> None:
    texts = (*correct_texts(), *blind_correct_texts())

    assert [text.id for text in texts if form_complaints(text.text, text.kind)] == []


def places(sentence: str) -> list[str]:
    """The sentence as the first of a text, and in the midst of it."""
    return [f"{sentence} {TEXT}", f"{MARKET} {sentence}\n\n{RATE}"]


RULES = ["link", "language", "refusal", "echo", "symbols", "name"]


@pytest.mark.parametrize("rule", RULES)
def test_sentence_of_bad_form_is_found_wherever_it_stands(rule: str) -> None:
    sentences = [each.sentence for each in form_sentences() if each.stopped and each.rule == rule]
    assert [text for sentence in sentences for text in places(sentence) if not reasons(text)] == []


@pytest.mark.parametrize("rule", RULES)
def test_sentence_that_looks_like_bad_form_is_let_be(rule: str) -> None:
    sentences = [each.sentence for each in form_sentences() if not each.stopped and each.rule == rule]
    assert [reasons(text) for sentence in sentences for text in places(sentence) if reasons(text)] == []


def test_plain_prose_is_fine() -> None:
    assert form_complaints(TEXT, "intro") == []


def test_form_complaint_says_where_why_and_how_better() -> None:
    assert form_complaints(f"{TEXT} Call 206-555-0100.", "intro") == [
        Complaint(
            "form",
            "206-555-0100",
            "It is a phone number; the e-mail has the agent's own at its foot.",
            '"reply to this email"',
        )
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"Hi there,\n\n{TEXT}",
        f"Dear Jane, {TEXT}",
        f"Jane,\n\n{TEXT}",
        f"{TEXT}\n\nBest,\nTom Baker",
        f"{TEXT}\n\n— Tom Baker",
        f"**Market.** {TEXT}",
        f"## Market\n\n{TEXT}",
        f"- {MARKET}\n- {RATE}",
        f"1. {MARKET}\n2. {RATE}",
        f"```\n{TEXT}\n```",
        f'{{"intro": "{MARKET}"}}',
        f"<p>{TEXT}</p>",
        f"{TEXT} Fish &amp; chips.",
        f"{TEXT} See https://example.org/a.",
        f"{TEXT} See example.com for more.",
        f"{TEXT} Write to tom@example.org.",
        f"{TEXT} Call (206) 555-0100.",
        f"{TEXT} Yours is [Address].",
        TEXT.replace("98107", "{zip}"),
        TEXT.replace("$1,040,000", "$XX"),
        TEXT.replace("$1,040,000", "TBD"),
        TEXT.replace("98107", "INSERT ZIP"),
        f"Here is the introduction you asked for:\n\n{TEXT}",
        f"Sure! {TEXT}",
        f"As a language model, I keep to the figures. {TEXT}",
        f"<data>98107</data> {TEXT}",
        f"I'm sorry, but I can't help with that. {TEXT}",
        f"{TEXT}\n\nLet me know if you'd like me to adjust the tone.",
        f"{TEXT} \U0001f3e1",
        f"{TEXT}\x07",
        f"{TEXT}\u200b",
        TEXT[:-12],
        f"“{TEXT}”",
        f"Market update\n\n{TEXT}",
        f"{TEXT} {MARKET}",
        f"{TEXT} SELLERS SHOULD TAKE NOTE OF THIS.",
        f"{TEXT} Прости.",
        f"{MARKET}\n\nLa tasa de interés subió en el mes y los precios de las casas se mantuvieron estables.",
        "El precio medio de las casas en 98107 fue de $1,040,000 en los tres meses hasta enero, un 4 por ciento más "
        "que hace tres meses, aunque la mezcla de casas puede mover la mediana por sí sola sin que cambie el precio.",
        "Too short.",
        "",
        f"{TEXT} " + "Each sale adds a little to what is known of the others. " * 12,
        "\n\n".join([*TEXT.split(". ")] * 2),
    ],
)
def test_whatever_is_not_plain_prose_is_told(text: str) -> None:
    assert reasons(text) != []


@pytest.mark.parametrize(
    "sentence",
    [
        "None of this tells anybody what comes next.",
        "It covers 98107-1234 alone.",
        "The home at 412 Pine St #5 was left out.",
        "The survey is FRED's, by Freddie Mac.",
        "I am sorry to say that there are no listings.",
        "I cannot say where rates go next.",
        "Here is what I make of it.",
        "The home has 2,540 square feet (4 bedrooms).",
        "Take care with small numbers.",
        "Best of all, it is free.",
        "Counts ran from 100-120 a month.",
    ],
)
def test_what_only_looks_like_a_fault_is_fine(sentence: str) -> None:
    assert reasons(f"{TEXT} {sentence}") == []


def test_bounds_of_length_depend_on_the_kind() -> None:
    text = " ".join(f"The sale number {number} was recorded." for number in range(33))

    assert form_complaints(text, "home_report") == []
    assert form_complaints(text, "intro")[0].better == "Write 25 to 170 words."


def test_marks_that_are_looked_for_in_small_letters_have_no_capitals() -> None:
    """One with a capital would find nothing."""
    patterns = [re.sub(r"\\[A-Za-z]", "", mark.pattern.pattern) for mark in MARKS if not mark.is_exact]
    assert [pattern for pattern in patterns if pattern != pattern.lower()] == []
