"""No order of any prompt, and no line of its data, gets into a text by the model."""

import re
from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from campaigns.facts import PropertyData
from campaigns.guards.echoes import repeated_orders
from campaigns.tests.factories import make_agent, make_campaign
from campaigns.tests.guards.corpus import blind_correct_texts, correct_texts
from fetcher.tests import bedrock_texts as texts
from fetcher.tests.converse_server import MODEL_ID
from fetcher.tests.offline_text import HOME, MARKET, RATE
from fetcher.writers.asking import Asked, judged
from fetcher.writers.bedrock import home_report_asked, intro_asked
from fetcher.writers.bedrock_call import Answer, Usage

pytestmark = pytest.mark.django_db
SENTENCE_END = re.compile(r"(?<=\.)\s+|\n\s*\n|\n- ")
TO_SAY = re.compile(r"(?i)\bsay\b")
DATA_LINE = re.compile(r"^(?:- )?(?:\w+ = )?((?:[^\s:]+ ){3,}[^\s:]+: .+)$", re.MULTILINE)


@pytest.fixture(autouse=True)
def model(settings: LazySettings) -> None:
    settings.BEDROCK_MODEL_ID = MODEL_ID


def all_asked() -> list[Asked]:
    agent = make_agent(style_notes="Short sentences.", sample_sentences="I like to count.")
    campaigns = [
        make_campaign(agent=agent),
        make_campaign(agent=agent, no_address_newsletter=True, formatted_address=""),
    ]
    without_address = PropertyData("", current_value=1, as_of=HOME.as_of)
    return [
        *(intro_asked(MARKET, RATE, campaign.pk) for campaign in campaigns),
        home_report_asked(HOME),
        home_report_asked(without_address),
    ]


def good_text(asked: Asked) -> str:
    return texts.GOOD_INTRO if asked.kind == "intro" else texts.GOOD_REPORT


def complaints(asked: Asked, text: str) -> list[str]:
    answer = Answer(text, "end_turn", Usage(), 0)
    told = ("It repeats what the writer was told", "It is a line of the data")
    return [line for line in judged(asked, answer, ()).complaints if any(reason in line for reason in told)]


def orders(asked: Asked) -> Iterator[str]:
    for part in (asked.prompt.system, asked.prompt.user, asked.prompt.again):
        for sentence in SENTENCE_END.split(part):
            if len(re.findall(r"\w+", sentence)) > 5 and not TO_SAY.search(sentence):
                yield " ".join(sentence.strip("- ").split())


def test_each_order_of_each_prompt_is_found_in_a_text() -> None:
    missed = [
        order for asked in all_asked() for order in orders(asked) if not complaints(asked, good_text(asked) + order)
    ]
    assert missed == []


def test_each_line_of_the_data_is_found_in_a_text() -> None:
    lines = [(asked, line) for asked in all_asked() for line in DATA_LINE.findall(asked.user_text(()))]
    assert len(lines) > 20
    assert [line for asked, line in lines if not complaints(asked, f"{good_text(asked)} {line}.")] == []


def test_good_texts_repeat_nothing() -> None:
    assert [complaints(asked, good_text(asked)) for asked in all_asked()] == [[], [], [], []]
    assert complaints(all_asked()[0], texts.OTHER_INTRO) == []


def test_true_texts_in_the_manner_of_many_repeat_no_order() -> None:
    told = {asked.kind: asked.told for asked in all_asked()}
    correct = (*correct_texts(), *blind_correct_texts())
    assert [(text.id, found) for text in correct for found in repeated_orders(text.text, told[text.kind])] == []
