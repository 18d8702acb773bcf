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
    return texts.PLACED_INTRO if asked.kind == "intro" else texts.PLACED_REPORT


def goes_out_with(asked: Asked, addition: str) -> bool:
    """Whether a good text with this behind it goes out, and the addition with it."""
    attempt = judged(asked, Answer(good_text(asked) + addition, "end_turn", Usage(), 0), ())
    return attempt.is_good and addition.strip() in attempt.plain


def orders(asked: Asked) -> Iterator[str]:
    for part in (asked.prompt.system, asked.prompt.user, asked.prompt.again):
        for sentence in SENTENCE_END.split(part):
            if len(re.findall(r"\w+", sentence)) > 5 and not TO_SAY.search(sentence) and "[" not in sentence:
                yield " ".join(sentence.strip("- ").split())


def test_no_order_of_any_prompt_goes_out() -> None:
    assert [order for asked in all_asked() for order in orders(asked) if goes_out_with(asked, f" {order}")] == []


def test_no_line_of_the_data_goes_out() -> None:
    lines = [(asked, line) for asked in all_asked() for line in DATA_LINE.findall(asked.user_text(()))]
    assert len(lines) > 20
    assert [line for asked, line in lines if goes_out_with(asked, f" {line}.")] == []


def test_good_texts_go_out_whole() -> None:
    attempts = [judged(asked, Answer(good_text(asked), "end_turn", Usage(), 0), ()) for asked in all_asked()[:3]]
    assert [(attempt.complaints, attempt.left_out) for attempt in attempts[::2]] == [((), ()), ((), ())]


def test_orders_are_found_in_any_text() -> None:
    told = all_asked()[0].told
    assert list(repeated_orders("It speaks of you, of the reader, of this note and of what follows.", told))


def test_true_texts_in_the_manner_of_many_repeat_no_order() -> None:
    told = {asked.kind: asked.told for asked in all_asked()}
    correct = (*correct_texts(), *blind_correct_texts())
    assert [(text.id, found) for text in correct for found in repeated_orders(text.text, told[text.kind])] == []
