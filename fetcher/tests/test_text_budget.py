"""The month's budget for texts is a promise: booked before a call, put right after it, whatever becomes of the call."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import Sum

from campaigns.models import SourceUsage, TextAttempt, WrittenText
from campaigns.tests.factories import NOW, make_agent, make_campaign, make_text
from dripr import aws
from fetcher.faults import PassingFault
from fetcher.tests import bedrock_texts as texts
from fetcher.tests.converse_server import MODEL_ID, ConverseServer, Reply, error_reply, text_reply
from fetcher.tests.offline_text import MARKET, RATE
from fetcher.tests.test_bedrock_writer import Clock, offline_intro, write_intro
from fetcher.writers import budget
from fetcher.writers.base import Written
from fetcher.writers.bedrock import BedrockWriter

pytestmark = pytest.mark.django_db
DEAR_OUTPUT = {MODEL_ID: {"input": Decimal(0), "output": Decimal(10_000)}}
"""A text of 150 tokens is 1.50 dollars, and one of the most tokens, 700, is 7."""


def spent() -> Decimal | None:
    return SourceUsage.objects.get(source="bedrock", month=date(2026, 11, 1)).dollars


def prices() -> list[Decimal | None]:
    return list(TextAttempt.objects.values_list("price", flat=True))


def test_over_budget_the_offline_writer_takes_over_with_one_warning_an_hour(
    bedrock: ConverseServer, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.BEDROCK_PRICES = {MODEL_ID: {"input": Decimal(1), "output": Decimal(0)}}
    settings.BEDROCK_MONTHLY_BUDGET_DOLLARS = Decimal("4.00")
    used: dict[str, Any] = {"inputTokens": 2_000_000}
    bedrock.answers(text_reply(texts.PLACED_INTRO, **used), text_reply(texts.PLACED_OTHER_INTRO, **used))
    clock, agent = Clock(), make_agent()
    assert write_intro(clock, agent=agent).text == texts.GOOD_INTRO  # 2 dollars
    assert write_intro(clock).text == texts.OTHER_INTRO  # 4 dollars
    campaign = make_campaign()
    for minutes in (1, 20, 61):
        clock.now = NOW + timedelta(minutes=minutes)
        written = BedrockWriter(clock).write_intro(MARKET, RATE, campaign.pk)
        assert written == Written(offline_intro(campaign.pk))
    assert write_intro(clock, agent=agent).text == texts.GOOD_INTRO  # what is paid for is used
    warnings = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert [record.getMessage() for record in warnings] == [
        "the month's budget for texts is used up: the offline writer writes"
    ] * 2
    assert (len(bedrock.requests), spent()) == (2, Decimal(4))
    clock.now = datetime(2026, 12, 1, 1, tzinfo=UTC)
    assert BedrockWriter(clock).write_intro(MARKET, RATE, campaign.pk).text == texts.OTHER_INTRO


@pytest.mark.django_db(transaction=True)
def test_many_at_once_do_not_go_beyond_the_budget(bedrock: ConverseServer, settings: LazySettings) -> None:
    settings.BEDROCK_PRICES, settings.BEDROCK_MONTHLY_BUDGET_DOLLARS = DEAR_OUTPUT, Decimal(30)
    used: dict[str, Any] = {"outputTokens": 700}
    released = threading.Event()
    bedrock.answers(Reply(text_reply(texts.PLACED_INTRO, **used).body, waits_for=released))
    campaigns = [make_campaign().pk for _ in range(8)]
    found: list[str] = []

    def run(campaign_id: int) -> None:
        try:
            found.append(BedrockWriter(Clock()).generate_intro(MARKET, RATE, campaign_id))
            if len(found) == 6:
                released.set()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(campaigns)) as pool:
        list(pool.map(run, campaigns))
    assert (len(bedrock.requests), found.count(texts.GOOD_INTRO), spent()) == (2, 2, Decimal(14))


def test_budget_is_asked_before_the_second_attempt_too(bedrock: ConverseServer, settings: LazySettings) -> None:
    settings.BEDROCK_PRICES, settings.BEDROCK_MONTHLY_BUDGET_DOLLARS = DEAR_OUTPUT, Decimal(15)
    bedrock.says(texts.MARKDOWN, texts.PLACED_INTRO)
    clock, agent = Clock(), make_agent()
    campaign = make_campaign(agent=agent)
    written = BedrockWriter(clock).write_intro(MARKET, RATE, campaign.pk)
    assert (written, len(bedrock.requests)) == (Written(offline_intro(campaign.pk)), 1)
    settings.BEDROCK_MONTHLY_BUDGET_DOLLARS = Decimal(16)
    assert write_intro(clock, agent=agent).text == texts.GOOD_INTRO
    assert (len(bedrock.requests), spent()) == (2, Decimal(3))


def test_call_that_timed_out_is_booked_at_the_most_that_it_can_cost(
    bedrock: ConverseServer, settings: LazySettings
) -> None:
    settings.BEDROCK_PRICES, settings.BEDROCK_TIMEOUT_SECONDS = DEAR_OUTPUT, Decimal("0.3")
    released = threading.Event()
    bedrock.answers(Reply(text_reply(texts.PLACED_INTRO).body, waits_for=released), text_reply(texts.PLACED_INTRO))
    clock, agent = Clock(), make_agent()
    with pytest.raises(PassingFault, match="did not answer"):
        write_intro(clock, agent=agent)
    released.set()
    assert list(TextAttempt.objects.values_list("stop_reason", "price")) == [("no answer", Decimal(7))]
    clock.now += timedelta(minutes=1)
    settings.BEDROCK_TIMEOUT_SECONDS = Decimal(45)
    assert write_intro(clock, agent=agent).text == texts.GOOD_INTRO
    assert (prices(), spent()) == ([Decimal(7), Decimal("1.5")], Decimal("8.5"))


def test_call_that_was_throttled_first_costs_its_answer_alone(bedrock: ConverseServer, settings: LazySettings) -> None:
    settings.BEDROCK_PRICES = DEAR_OUTPUT
    bedrock.answers(error_reply("ThrottlingException", 429), text_reply(texts.PLACED_INTRO))
    write_intro()
    assert (len(bedrock.requests), prices(), spent()) == (2, [Decimal("1.5")], Decimal("1.5"))


def test_connection_that_was_lost_before_the_answer_may_have_been_charged(
    bedrock: ConverseServer, settings: LazySettings
) -> None:
    settings.BEDROCK_PRICES = DEAR_OUTPUT

    def hang_up(_request: object) -> Reply:
        raise ConnectionAbortedError

    bedrock.answers(hang_up, text_reply(texts.PLACED_INTRO))
    assert write_intro().text == texts.GOOD_INTRO
    assert (len(bedrock.requests), prices(), spent()) == (2, [Decimal(7), Decimal("1.5")], Decimal("8.5"))


def test_answer_that_does_not_say_what_it_used_is_booked_at_the_most(
    bedrock: ConverseServer, settings: LazySettings
) -> None:
    settings.BEDROCK_PRICES = DEAR_OUTPUT
    bedrock.answers(Reply(b"{}"))
    with pytest.raises(PassingFault, match="without a text"):
        write_intro()
    assert (prices(), spent()) == ([Decimal(7)], Decimal(7))


def test_call_that_never_got_there_costs_nothing(
    bedrock: ConverseServer, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BEDROCK_PRICES = DEAR_OUTPUT
    monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "http://127.0.0.1:9")
    aws.forget_clients()
    with pytest.raises(PassingFault, match="cannot be reached"):
        write_intro()
    assert (prices(), spent()) == ([], Decimal(0))


def test_what_a_killed_process_had_booked_stays_until_the_month_ends(settings: LazySettings) -> None:
    settings.BEDROCK_MONTHLY_BUDGET_DOLLARS = Decimal(14)
    budget.book(Decimal(7), NOW)  # and nobody settles it
    in_december = datetime(2026, 12, 1, tzinfo=UTC)
    assert [budget.is_spent(moment) for moment in (NOW, in_december - timedelta(seconds=1), in_december)] == [
        True,
        True,
        False,
    ]


def test_month_begins_with_what_its_answers_have_cost_already(settings: LazySettings) -> None:
    make_text(price=Decimal("13.000000"))
    settings.BEDROCK_MONTHLY_BUDGET_DOLLARS = Decimal(14)
    with pytest.raises(budget.BudgetSpent):
        budget.book(Decimal(1), NOW)
    budget.book(Decimal("0.5"), NOW)
    assert spent() == Decimal(14)


def test_budget_without_a_price_stops_before_anything_is_paid_for(
    bedrock: ConverseServer, settings: LazySettings
) -> None:
    settings.BEDROCK_MONTHLY_BUDGET_DOLLARS = Decimal(5)
    with pytest.raises(ImproperlyConfigured, match="no budget can be kept"):
        write_intro()
    assert (bedrock.requests, WrittenText.objects.get().token) == ([], None)


def test_row_and_answers_tell_the_same(bedrock: ConverseServer, settings: LazySettings) -> None:
    settings.BEDROCK_PRICES = {MODEL_ID: {"input": Decimal("0.3"), "output": Decimal("2.5")}}
    bedrock.says(texts.MARKDOWN, texts.PLACED_INTRO)
    write_intro()
    assert spent() == TextAttempt.objects.aggregate(sum=Sum("price"))["sum"] == Decimal("0.001470")
