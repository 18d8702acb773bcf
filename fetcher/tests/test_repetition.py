from datetime import date

import pytest

from campaigns.models import TextKind, WrittenText
from campaigns.tests.factories import make_agent
from fetcher.tests.bedrock_texts import GOOD_INTRO, OTHER_INTRO
from fetcher.writers.repetition import (
    EARLIER_TEXTS,
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


@pytest.mark.django_db
def test_earlier_introductions_are_those_of_the_agent_and_zip_code_in_earlier_periods() -> None:
    agent = make_agent()

    def row(text: str, month: int, **overrides: object) -> None:
        fields = {"agent": agent, "zip_code": "98107", "kind": TextKind.INTRO, "period": date(2026, month, 1)}
        WrittenText.objects.create(key=f"{WrittenText.objects.count()}", text=text, **fields | overrides)

    row("Newer.", 10)
    for number in range(EARLIER_TEXTS):
        row(f"Old {number}.", 9)
    row("Of this period.", 11)
    row("", 10)
    row("Of another agent.", 10, agent=make_agent())
    row("Of another ZIP code.", 10, zip_code="98117")
    row("A report.", 10, kind=TextKind.HOME_REPORT)
    found = earlier_introductions(agent.pk, "98107", date(2026, 11, 1))
    assert found == ["Newer.", "Old 5.", "Old 4.", "Old 3.", "Old 2.", "Old 1."]


def test_nobodys_introductions_are_none() -> None:
    assert earlier_introductions(None, "98107", date(2026, 11, 1)) == []
