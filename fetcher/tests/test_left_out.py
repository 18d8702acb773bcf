"""What a model says around statements and is not known to be harmless does not go out, and costs no second call."""

from dataclasses import replace

import pytest

from campaigns.models import TextAttempt, WrittenText
from campaigns.tests.factories import make_agent, make_campaign
from fetcher.tests import bedrock_texts as texts
from fetcher.tests.converse_server import ConverseServer
from fetcher.tests.offline_text import MARKET
from fetcher.tests.test_bedrock_writer import write_intro
from fetcher.writers.base import Written
from fetcher.writers.bedrock import BedrockWriter
from fetcher.writers.offline import OfflineWriter

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("faulty", "passage"),
    [
        (texts.OWN_DIRECTION, "While prices climb"),
        (texts.OWN_STATE, "quiet market"),
        (texts.OTHER_SUBJECT, "asking prices"),
        (texts.FORBIDDEN_WORDING, "young families"),
        (texts.BETWEEN_STATEMENTS, "You read that"),
    ],
    ids=["direction", "state", "other subject", "wording", "between statements"],
)
def test_passage_that_may_say_something_is_left_out(bedrock: ConverseServer, faulty: str, passage: str) -> None:
    bedrock.says(faulty)
    written = write_intro()
    attempt = TextAttempt.objects.get()
    assert passage not in written.text
    assert "median home sold" in written.text
    assert (written.flag, attempt.text, attempt.complaints) == ("", faulty, "")
    assert attempt.left_out.startswith("- “")


def test_text_of_which_little_would_be_left_is_asked_for_once_more_with_all_reasons(bedrock: ConverseServer) -> None:
    little = "Prices are soaring, says everyone. [m2]. Buyers, beware.\n\nSkyrocketing rates ahead. [r1]."
    bedrock.says(little, texts.PLACED_INTRO)
    assert write_intro().text == texts.GOOD_INTRO
    again = bedrock.requests[1].turns[2][1]
    for passage in ("“soaring”", "“Buyers”", "of your own words could stay"):
        assert passage in again


def test_newsletter_without_an_address_leads_to_no_report(bedrock: ConverseServer) -> None:
    bedrock.says(texts.PLACED_INTRO)
    written = write_intro(no_address_newsletter=True, formatted_address="")
    assert "report" not in written.text
    assert written.flag == ""


def test_answer_with_a_figure_of_its_own_is_asked_for_once_more_though_the_figure_is_right(
    bedrock: ConverseServer,
) -> None:
    bedrock.says(texts.OWN_FIGURE, texts.PLACED_INTRO)
    assert write_intro().text == texts.GOOD_INTRO
    assert "it gives a figure" in bedrock.requests[1].turns[2][1]


def test_market_of_which_nothing_can_be_said_is_not_paid_for(bedrock: ConverseServer) -> None:
    campaign = make_campaign()
    bare = replace(MARKET, median_price=None, median_price_per_sqft=None, sales_count=0)
    written = BedrockWriter().write_intro(bare, None, campaign.pk)
    assert written == Written(OfflineWriter().generate_intro(bare, None, campaign.pk))
    assert bedrock.requests == []


def test_what_is_left_out_is_told_as_of_today(bedrock: ConverseServer) -> None:
    bedrock.says(texts.BETWEEN_STATEMENTS)
    agent = make_agent()
    write_intro(agent=agent)
    TextAttempt.objects.update(left_out="- “another passage”: by rules of yesterday")
    WrittenText.objects.update(judged_by="other guards")
    write_intro(agent=agent)
    assert "You read that with care." in TextAttempt.objects.get().left_out
