"""Texts by the model: paid for once, looked over, asked for once more, and replaced where nothing helps."""

import threading
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection

from campaigns.guards.placing.placed import read_placed
from campaigns.issue_intros import issue_keep_intro
from campaigns.models import TextAttempt, WrittenText
from campaigns.tests.factories import NOW, make_agent, make_campaign
from fetcher import writers
from fetcher.faults import PassingFault, PermanentFault
from fetcher.retry import NotReadyYet
from fetcher.tests import bedrock_texts as texts
from fetcher.tests.converse_server import MODEL_ID, ConverseServer, Reply, error_reply, text_reply
from fetcher.tests.offline_text import HOME, MARKET, RATE
from fetcher.writers.base import Written
from fetcher.writers.bedrock import BedrockWriter
from fetcher.writers.offline import OfflineWriter
from fetcher.writers.repetition import opening
from fetcher.writers.statements.texts import intro_statements

pytestmark = pytest.mark.django_db
PRICES = {
    MODEL_ID: {
        "input": Decimal("0.30"),
        "output": Decimal("2.50"),
        "cache_read": Decimal("0.03"),
        "cache_write": Decimal("0.40"),
    }
}
UNAVAILABLE = error_reply("ServiceUnavailableException", 503)


class Clock:
    """The time, as a test walks it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def offline_intro(campaign_id: int) -> str:
    return OfflineWriter().generate_intro(MARKET, RATE, campaign_id)


def write_intro(clock: Clock | None = None, **overrides: Any) -> Written:
    campaign = make_campaign(**overrides)
    return BedrockWriter(clock or Clock()).write_intro(MARKET, RATE, campaign.pk)


def test_both_texts_are_plain_text_by_the_functions_that_all_use(bedrock: ConverseServer) -> None:
    bedrock.says(texts.PLACED_INTRO, texts.PLACED_REPORT)
    assert writers.generate_intro(MARKET, RATE, make_campaign().pk) == texts.GOOD_INTRO
    assert writers.generate_home_report_analysis(HOME) == texts.GOOD_REPORT


def test_clients_of_one_agent_in_one_zip_code_share_one_call(bedrock: ConverseServer) -> None:
    bedrock.says(texts.PLACED_INTRO)
    agent = make_agent()
    found = [write_intro(agent=agent) for _ in range(20)]
    assert {written.text for written in found} == {texts.GOOD_INTRO}
    assert (len(bedrock.requests), WrittenText.objects.count(), TextAttempt.objects.count()) == (1, 1, 1)


def test_another_agent_period_snapshot_prompt_or_model_is_another_text(
    bedrock: ConverseServer, settings: LazySettings
) -> None:
    bedrock.answers(
        lambda _request: text_reply(texts.PLACED_INTRO if len(bedrock.requests) != 2 else texts.PLACED_OTHER_INTRO)
    )
    agent = make_agent()
    write_intro(agent=agent)
    write_intro()
    write_intro(agent=agent, period=date(2026, 10, 1))
    write_intro(agent=agent, no_address_newsletter=True, formatted_address="")
    BedrockWriter().write_intro(replace(MARKET, sales_count=32), RATE, make_campaign(agent=agent).pk)
    settings.BEDROCK_MODEL_ID = "eu.amazon.nova-2-lite-v1:0"
    write_intro(agent=agent)
    assert WrittenText.objects.count() == 6


def test_home_report_is_one_for_a_home(bedrock: ConverseServer) -> None:
    bedrock.says(texts.PLACED_REPORT)
    writer = BedrockWriter(Clock())
    assert writer.write_home_report(HOME) == writer.write_home_report(HOME)
    writer.write_home_report(replace(HOME, formatted_address="5809 3rd Ave NW, Seattle, WA 98107"))
    assert WrittenText.objects.count() == 2


def test_what_has_no_figures_is_not_asked_for(bedrock: ConverseServer) -> None:
    campaign = make_campaign()
    writer = BedrockWriter(Clock())
    assert writer.generate_intro(None, None, campaign.pk) == OfflineWriter().generate_intro(None, None, campaign.pk)
    assert writer.generate_home_report_analysis(replace(HOME, as_of=None)) == ""
    assert writer.generate_home_report_analysis(replace(HOME, current_value=None)) == ""
    assert (bedrock.requests, WrittenText.objects.count()) == ([], 0)


def test_usage_and_price_are_kept_with_each_text(bedrock: ConverseServer, settings: LazySettings) -> None:
    settings.BEDROCK_PRICES = PRICES
    usage: dict[str, Any] = {
        "inputTokens": 1000,
        "outputTokens": 200,
        "cacheReadInputTokens": 2000,
        "cacheWriteInputTokens": 100,
    }
    bedrock.answers(text_reply(texts.PLACED_INTRO, **usage))
    written = write_intro()
    attempt = TextAttempt.objects.select_related("written_text").get()
    assert attempt.written_text_id == written.written_text_id
    assert (attempt.input_tokens, attempt.output_tokens, attempt.cache_read_tokens, attempt.cache_write_tokens) == (
        1000,
        200,
        2000,
        100,
    )
    assert attempt.price == Decimal("0.000900")
    assert (attempt.latency_ms, attempt.stop_reason, attempt.called_at) == (1830, "end_turn", NOW)
    row = attempt.written_text
    assert (row.model_id, row.prompt_version[:6], row.zip_code, row.finished_at) == (MODEL_ID, "intro-", "98107", NOW)


def test_price_that_nobody_set_is_unknown(bedrock: ConverseServer) -> None:
    bedrock.says(texts.PLACED_INTRO)
    write_intro()
    assert TextAttempt.objects.get().price is None


def test_cached_tokens_without_a_price_of_their_own_cost_like_others(
    bedrock: ConverseServer, settings: LazySettings
) -> None:
    settings.BEDROCK_PRICES = {MODEL_ID: {"input": Decimal(1), "output": Decimal(2)}}
    used: dict[str, Any] = {
        "inputTokens": 0,
        "outputTokens": 0,
        "cacheReadInputTokens": 100_000,
        "cacheWriteInputTokens": 100_000,
    }
    bedrock.answers(text_reply(texts.PLACED_INTRO, **used))
    write_intro()
    assert TextAttempt.objects.get().price == Decimal("0.2")


def test_dearest_price_of_the_most_tokens_can_be_kept(bedrock: ConverseServer, settings: LazySettings) -> None:
    settings.BEDROCK_PRICES = {MODEL_ID: {"input": Decimal(10_000), "output": Decimal(10_000)}}
    names = ("inputTokens", "outputTokens", "cacheReadInputTokens", "cacheWriteInputTokens")
    used: dict[str, Any] = dict.fromkeys(names, 2**31)
    bedrock.answers(text_reply(texts.PLACED_INTRO, **used))
    write_intro()
    assert TextAttempt.objects.get().price == Decimal(400_000)


def test_prices_that_cannot_be_read_stop_before_anything_is_paid_for(
    bedrock: ConverseServer, settings: LazySettings
) -> None:
    settings.BEDROCK_PRICES = {MODEL_ID: {"input": Decimal(1)}}
    with pytest.raises(Exception, match="output is missing"):
        write_intro()
    assert bedrock.requests == []


BAD_TEXTS = {
    "figure": texts.OWN_FIGURE,
    "markdown": texts.MARKDOWN,
    "json": texts.JSON_TEXT,
    "long": texts.TOO_LONG,
    "refused": texts.REFUSAL,
    "obeyed": texts.OBEYED,
    "copied statement": texts.COPIED_STATEMENT,
    "unknown key": texts.UNKNOWN_KEY,
    "twice": texts.REFUSED_INTRO,
    "open bracket": texts.OPEN_BRACKET,
    "nested keys": texts.NESTED_KEYS,
    "empty brackets": texts.EMPTY_BRACKETS,
    "words in brackets": texts.WORDS_IN_BRACKETS,
    "obeyed in keys": texts.OBEYED_IN_KEYS,
}


@pytest.mark.parametrize("bad", BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_bad_text_is_asked_for_once_more_with_the_complaints(bedrock: ConverseServer, bad: str) -> None:
    bedrock.says(bad, texts.PLACED_INTRO)
    written = write_intro()
    assert (written.text, written.flag) == (texts.GOOD_INTRO, "")
    first, second = TextAttempt.objects.all()
    assert (first.text, bool(first.complaints), second.complaints) == (bad, True, "")
    roles = [role for role, _ in bedrock.requests[1].turns]
    again = bedrock.requests[1].turns[2][1]
    assert (roles, bedrock.requests[1].turns[1][1]) == (["user", "assistant", "user"], bad)
    assert first.complaints in again


def test_text_that_fails_twice_is_the_offline_writers_and_flagged(bedrock: ConverseServer) -> None:
    bedrock.says(texts.REFUSED_INTRO, texts.OWN_FIGURE)
    campaign = make_campaign()
    writer = BedrockWriter(Clock())
    written = writer.write_intro(MARKET, RATE, campaign.pk)
    assert written.text == offline_intro(campaign.pk)
    assert written.flag.startswith("The model's introduction was refused, so the offline one stands: “")
    assert [attempt.text for attempt in TextAttempt.objects.all()] == [texts.REFUSED_INTRO, texts.OWN_FIGURE]
    assert writer.write_intro(MARKET, RATE, campaign.pk) == written
    assert len(bedrock.requests) == 2


@pytest.mark.parametrize(
    ("stop_reason", "calls"), [("max_tokens", 2), ("guardrail_intervened", 1), ("content_filtered", 1)]
)
def test_text_that_the_model_did_not_end_is_none(bedrock: ConverseServer, stop_reason: str, calls: int) -> None:
    bedrock.answers(text_reply(texts.PLACED_INTRO, stop_reason))
    written = write_intro()
    assert (written.text == texts.GOOD_INTRO, bool(written.flag), len(bedrock.requests)) == (False, True, calls)


def test_answer_without_a_text_passes_and_is_paid_for_all_the_same(bedrock: ConverseServer) -> None:
    clock = Clock()
    bedrock.answers(text_reply(""), text_reply(texts.PLACED_INTRO))
    campaign = make_campaign()
    with pytest.raises(PassingFault, match="without a text"):
        BedrockWriter(clock).write_intro(MARKET, RATE, campaign.pk)
    clock.now += timedelta(minutes=1)
    assert BedrockWriter(clock).write_intro(MARKET, RATE, campaign.pk).text == texts.GOOD_INTRO
    assert [attempt.output_tokens for attempt in TextAttempt.objects.all()] == [150, 150]


def test_after_a_crash_the_answer_that_was_paid_for_is_used(bedrock: ConverseServer) -> None:
    clock = Clock()
    bedrock.says(texts.PLACED_INTRO)
    agent = make_agent()
    write_intro(clock, agent=agent)
    in_two_minutes = NOW + timedelta(minutes=2)
    WrittenText.objects.update(text="", finished_at=None, token=f"{0:032}", leased_until=in_two_minutes)
    with pytest.raises(NotReadyYet):
        write_intro(clock, agent=agent)
    clock.now = in_two_minutes
    assert write_intro(clock, agent=agent).text == texts.GOOD_INTRO
    assert len(bedrock.requests) == 1


def test_lease_of_a_clock_that_was_years_ahead_is_not_waited_for(bedrock: ConverseServer) -> None:
    bedrock.says(texts.PLACED_INTRO)
    clock, agent = Clock(), make_agent()
    write_intro(clock, agent=agent)
    TextAttempt.objects.all().delete()
    in_ten_years = NOW + timedelta(days=3652)
    WrittenText.objects.update(text="", finished_at=None, token=f"{0:032}", leased_until=in_ten_years)
    assert write_intro(clock, agent=agent).text == texts.GOOD_INTRO


def test_failure_of_a_clock_that_was_years_ahead_ends_the_tries_all_the_same(bedrock: ConverseServer) -> None:
    bedrock.answers(UNAVAILABLE)
    clock, agent = Clock(), make_agent()
    with pytest.raises(PassingFault):
        write_intro(clock, agent=agent)
    WrittenText.objects.update(failures=7, first_failed_at=NOW + timedelta(days=3652), leased_until=NOW)
    with pytest.raises(PassingFault):
        write_intro(clock, agent=agent)
    clock.now += timedelta(minutes=31)
    assert write_intro(clock, agent=agent).flag.startswith("The model could not be asked")


def test_while_the_model_fails_all_who_want_a_text_ask_it_together(bedrock: ConverseServer) -> None:
    bedrock.answers(UNAVAILABLE)
    clock, agent = Clock(), make_agent()
    with pytest.raises(PassingFault, match="not available"):
        write_intro(clock, agent=agent)
    asked = len(bedrock.requests)
    with pytest.raises(PassingFault) as raised:
        write_intro(clock, agent=agent)
    assert len(bedrock.requests) == asked
    assert 3 < (raised.value.retry_after or 0) < 8


def test_model_that_stays_unavailable_gives_the_offline_text_flagged(bedrock: ConverseServer) -> None:
    bedrock.answers(UNAVAILABLE)
    clock, agent = Clock(), make_agent()
    written = None
    while written is None:
        try:
            written = write_intro(clock, agent=agent)
        except PassingFault as fault:
            clock.now += timedelta(seconds=fault.retry_after or 0, minutes=5)
    assert (WrittenText.objects.get().failures, clock.now - NOW >= timedelta(minutes=30)) == (8, True)
    assert written.flag == (
        "The model could not be asked for the introduction, so the offline one stands: "
        "Bedrock's model is not available at the moment (ServiceUnavailableException)."
    )
    calls = len(bedrock.requests)
    assert write_intro(clock, agent=agent).flag == written.flag
    assert len(bedrock.requests) == calls
    bedrock.says(texts.PLACED_INTRO)
    clock.now += timedelta(minutes=20)
    assert write_intro(clock, agent=agent).text == texts.GOOD_INTRO


@pytest.mark.parametrize(
    ("code", "status", "words", "tokens"),
    [
        ("ModelTimeoutException", 408, "took too long over this text", [700, 466]),
        ("ModelErrorException", 424, "failed over this text", [700, 700]),
    ],
)
def test_model_that_fails_over_a_text_is_asked_once_more_and_then_the_offline_text_stands(
    bedrock: ConverseServer, code: str, status: int, words: str, tokens: list[int]
) -> None:
    bedrock.fails(code, status)
    clock, agent = Clock(), make_agent()
    with pytest.raises(PassingFault, match=words):
        write_intro(clock, agent=agent)
    clock.now += timedelta(seconds=7)
    assert words in write_intro(clock, agent=agent).flag
    assert words in write_intro(clock, agent=agent).flag
    assert [request.body["inferenceConfig"]["maxTokens"] for request in bedrock.requests] == tokens
    bedrock.says(texts.PLACED_INTRO)
    clock.now += timedelta(minutes=20)
    assert write_intro(clock, agent=agent).text == texts.GOOD_INTRO


def test_model_that_is_not_ready_is_waited_for(bedrock: ConverseServer) -> None:
    bedrock.fails("ModelNotReadyException", 429)
    with pytest.raises(NotReadyYet, match="just being made ready"):
        write_intro()


def test_wrong_configuration_is_for_a_person_and_leaves_the_text_to_be_asked_for(bedrock: ConverseServer) -> None:
    clock, agent = Clock(), make_agent()
    bedrock.fails("AccessDeniedException", 403)
    with pytest.raises(PermanentFault, match="allow bedrock:InvokeModel"):
        write_intro(clock, agent=agent)
    bedrock.says(texts.PLACED_INTRO)
    assert write_intro(clock, agent=agent).text == texts.GOOD_INTRO


def test_next_issue_is_asked_not_to_repeat_the_last_and_refused_where_it_does(bedrock: ConverseServer) -> None:
    agent = make_agent()
    issue_keep_intro(make_campaign(agent=agent), "98107", texts.GOOD_INTRO)
    bedrock.says(texts.PLACED_INTRO, texts.PLACED_OTHER_INTRO)
    december: dict[str, Any] = {"agent": agent, "period": date(2026, 12, 1)}
    statements = intro_statements(MARKET, RATE, december["period"], leads_to_report=True)
    following = read_placed(texts.PLACED_OTHER_INTRO, statements).plain
    assert write_intro(**december).text == following
    assert f"- {opening(texts.GOOD_INTRO)}\n" in bedrock.requests[0].prompt
    assert "An earlier issue began with the same sentence." in bedrock.requests[1].turns[2][1]
    assert write_intro(**december).text == following
    assert len(bedrock.requests) == 2


@pytest.mark.django_db(transaction=True)
def test_many_at_once_pay_once(bedrock: ConverseServer) -> None:
    released = threading.Event()
    bedrock.answers(Reply(text_reply(texts.PLACED_INTRO).body, waits_for=released))
    agent = make_agent()
    campaigns = [make_campaign(agent=agent).pk for _ in range(8)]
    started, outcomes = threading.Barrier(8), []

    def run(campaign_id: int) -> None:
        started.wait()
        try:
            outcomes.append(BedrockWriter().generate_intro(MARKET, RATE, campaign_id))
        except NotReadyYet:
            outcomes.append("not ready yet")
            if outcomes.count("not ready yet") == 7:
                released.set()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[campaign_id]) for campaign_id in campaigns]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == sorted([texts.GOOD_INTRO, *["not ready yet"] * 7])
    assert (len(bedrock.requests), TextAttempt.objects.count()) == (1, 1)
