"""The guards on the finished e-mail: what they find holds it for a person, and nothing in order is held."""

from dataclasses import replace

import pytest

from campaigns.emails.compose import compose
from campaigns.emails.content import EmailContent
from campaigns.emails.guarded import MOST_REASONS, guarded
from campaigns.models import Campaign
from campaigns.tests.emails import samples


def reasons(content: EmailContent) -> list[str]:
    return list(guarded(Campaign(), content, compose(content)))


def with_intro(old: str, new: str) -> EmailContent:
    assert old in samples.INTRO
    return replace(samples.FULL, intro=samples.INTRO.replace(old, new))


@pytest.mark.parametrize("content", [samples.FULL, samples.OFFLINE], ids=["full", "offline"])
def test_email_in_order_is_not_held(content: EmailContent) -> None:
    assert reasons(content) == []


def test_text_of_other_data_than_the_emails_is_a_reason() -> None:
    text_of_other_data = replace(samples.BARE, intro=samples.INTRO)

    assert "$1,034,500 is not in the data" in " ".join(reasons(text_of_other_data))


def test_wrong_figure_of_a_text_is_a_reason() -> None:
    found = reasons(with_intro("$1,034,500", "$1,134,500"))
    assert next(reason for reason in found if "$1,134,500" in reason).startswith("Guard of figures: “")


def test_wording_of_either_text_is_a_reason() -> None:
    report = f"{samples.HOME_REPORT} It is a safe street."
    found = reasons(replace(samples.FULL, home_report=report))
    assert [reason.partition(":")[0] for reason in found] == ["Guard of wording"]


def test_names_of_streets_and_people_are_no_wording() -> None:
    agent = replace(samples.AGENT, name="Christian Church", brokerage_name="Safe Harbor Family Realty")
    assert reasons(replace(samples.FULL, agent=agent)) == []


def test_names_that_code_knows_are_no_wording_in_a_text_either() -> None:
    signed = f"{samples.HOME_REPORT} It was Christian who wrote, and Faith at Safe Harbor Realty who looked it up."
    agent = replace(samples.AGENT, name="Faith Young", brokerage_name="Safe Harbor Realty")
    known = replace(samples.FULL, agent=agent, recipient_first_name="Christian", home_report=signed)

    assert reasons(known) == []
    assert len(reasons(replace(samples.FULL, home_report=signed))) == 2


def test_markup_in_a_text_is_a_reason() -> None:
    found = reasons(with_intro("median", "**median**"))
    assert "Guard of form" in [reason.partition(":")[0] for reason in found]


def test_reasons_are_lines_and_no_more_than_a_person_reads() -> None:
    wrong = " ".join(f"It cost ${number},000,000." for number in range(70, 90))
    found = reasons(replace(samples.FULL, intro=f"{samples.INTRO}\n\n{wrong}"))
    assert len(found) == MOST_REASONS
    assert not [reason for reason in found if "\n" in reason]


def test_wrong_figure_of_subject_preview_or_html_alone_is_a_reason() -> None:
    composed = compose(samples.FULL)
    wrong = (
        replace(composed, subject="Your home is worth $9,999,999"),
        replace(composed, html=composed.html.replace("Estimated value $1,236,000", "Estimated value $1,336,000")),
        replace(composed, html=composed.html.replace(">$860,000<", ">$680,000<")),
    )
    assert [each for each in wrong if each == composed] == []
    assert [each.subject for each in wrong if not list(guarded(Campaign(), samples.FULL, each))] == []


@pytest.mark.parametrize(
    "intro",
    [
        "",
        samples.INTRO[:-12],
        f"Kim, {samples.INTRO[0].lower()}{samples.INTRO[1:]}",
        f"{samples.INTRO} Gracias por su confianza.",
        f"{samples.INTRO} I have to decline this task.",
        f"{samples.INTRO} See mysite.xyz for more.",
    ],
    ids=["empty", "cut off", "name", "language", "refusal", "link"],
)
def test_form_of_a_text_is_a_reason(intro: str) -> None:
    found = reasons(replace(samples.FULL, intro=intro))
    assert {reason.partition(":")[0] for reason in found} == {"Guard of form"}


def test_empty_report_is_a_reason_only_where_the_home_has_a_dated_value() -> None:
    without_report = replace(samples.FULL, home_report="")
    unknown = replace(samples.HOME, current_value=None, value_low=None, value_high=None, as_of=None)

    assert [reason.partition(":")[0] for reason in reasons(without_report)] == ["Guard of form"]
    assert reasons(replace(without_report, home=unknown, home_values=())) == []


def test_short_text_is_its_writers_business() -> None:
    assert reasons(replace(samples.FULL, intro="Here are the figures.")) == []
