"""manage.py write_preview: what would be written, and nothing of it saved."""

from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from campaigns.guards.placing.placed import read_placed
from campaigns.models import Campaign, LocalMarketData, MortgageRate, PropertyData
from campaigns.schedule import issue_number
from campaigns.tests.factories import NOW, PERIOD, make_campaign
from fetcher.tests import bedrock_texts as texts
from fetcher.tests.converse_server import MODEL_ID, ConverseServer, text_reply
from fetcher.tests.offline_text import HOME, MARKET, RATE
from fetcher.writers import WRITERS
from fetcher.writers.offline import OfflineWriter

pytestmark = pytest.mark.django_db


def values(found: Any) -> dict[str, Any]:
    return {name: getattr(found, name) for name in found.__slots__}


def make_campaign_with_data(**overrides: Any) -> Campaign:
    campaign = make_campaign(**overrides)
    LocalMarketData.objects.create(provider="offline", fetched_at=NOW, **values(MARKET))
    MortgageRate.objects.create(fetched_at=NOW, **values(RATE))
    PropertyData.objects.create(campaign=campaign, cycle=2, **values(HOME))
    return campaign


def run(campaign: Campaign, writer: str) -> str:
    out = StringIO()
    call_command("write_preview", campaign=campaign.pk, writer=writer, stdout=out)
    return out.getvalue()


def counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in apps.get_app_config("campaigns").get_models()}


def test_model_is_shown_with_prompt_text_verdict_tokens_and_price_and_saves_nothing(
    bedrock: ConverseServer, settings: LazySettings
) -> None:
    settings.BEDROCK_PRICES = {settings.BEDROCK_MODEL_ID: {"input": Decimal("0.5"), "output": Decimal(2)}}
    bedrock.says(texts.REFUSED_INTRO, texts.PLACED_INTRO, texts.PLACED_REPORT)
    campaign = make_campaign_with_data()
    before = counts()
    shown = run(campaign, "bedrock")
    for part in (
        "=== Introduction by us.amazon.nova-2-lite-v1:0, prompt intro-",
        f"- {texts.STATEMENTS.lines()[0]}\n",
        f"--- Answer 1, as the model wrote it\n{texts.REFUSED_INTRO}\n",
        f"--- As a reader gets it\n{read_placed(texts.REFUSED_INTRO, texts.STATEMENTS).plain}\n\nGuards:\n- “",
        f"--- Answer 2, as the model wrote it\n{texts.PLACED_INTRO}\n",
        f"--- As a reader gets it\n{texts.GOOD_INTRO}\n\nGuards: nothing against it.\nTokens: 1,200 in, 150 out, 0 "
        "from the cache, 0 into it; 1,830 ms; $0.000900; ended with end_turn.",
        "--- Prompt of the second try\nThat text cannot go out. What is wrong with it, passage by passage:\n- “",
        "the home at 5807 3rd Ave NW",
        f"--- As a reader gets it\n{texts.GOOD_REPORT}",
        "Nothing was saved: what Bedrock charges for this is in no figure of the admin and not in the month's budget.",
    ):
        assert part in shown
    assert counts() == before


def test_offline_writer_is_shown_with_its_verdict_and_saves_nothing() -> None:
    campaign = make_campaign_with_data()
    before = counts()
    shown = run(campaign, "offline")
    intro = OfflineWriter().generate_intro(MARKET, RATE, campaign.pk, issue_number(PERIOD))
    assert f"{intro}\n\nGuards: nothing against it." in shown
    assert shown.endswith("Nothing was saved.\n\n")
    assert counts() == before


class AcmeWriter:
    """One that somebody adds: its texts tell it from the offline ones."""

    def __init__(self, *, is_free: bool) -> None:
        self.is_free = is_free

    def generate_intro(self, *_data: object) -> str:
        return "An introduction by Acme."

    def generate_home_report_analysis(self, *_data: object) -> str:
        return "A home report by Acme."


def test_writer_that_was_added_is_shown_with_its_own_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WRITERS, "acme", AcmeWriter(is_free=True))
    shown = run(make_campaign_with_data(), "acme")
    assert "=== Introduction by the acme writer, which takes no prompt and costs nothing" in shown
    assert "A home report by Acme." in shown


def test_writer_that_costs_and_has_no_preview_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WRITERS, "acme", AcmeWriter(is_free=False))
    with pytest.raises(CommandError, match="the writer acme costs and has no preview"):
        run(make_campaign_with_data(), "acme")


def test_answer_without_a_text_is_told_as_the_failure_that_it_is(bedrock: ConverseServer) -> None:
    bedrock.answers(text_reply(""))
    shown = run(make_campaign_with_data(no_address_newsletter=True, formatted_address=""), "bedrock")
    assert "An answer without a text is a failure that passes" in shown
    assert "offline" not in shown.partition("--- Answer 1")[2]
    assert len(bedrock.requests) == 1


def test_newsletter_without_an_address_has_no_home_report() -> None:
    shown = run(make_campaign_with_data(no_address_newsletter=True, formatted_address=""), "offline")
    assert "No home report: there is no home with a dated value." in shown


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("BEDROCK_CACHE_MINIMUM_TOKENS", {MODEL_ID: "x"}, "is no number of tokens"),
        ("BEDROCK_TIMEOUT_SECONDS", Decimal(10**12), "must be from 1 to 240 seconds"),
        ("BEDROCK_TIMEOUT_SECONDS", Decimal(-1), "must be from 1 to 240 seconds"),
        ("BEDROCK_TEMPERATURE", Decimal(9), "must be from 0 to 1"),
        ("BEDROCK_MAX_TOKENS", Decimal("1.5"), "must be a whole number"),
        ("BEDROCK_MODEL_ID", "", "BEDROCK_MODEL_ID is empty"),
    ],
)
def test_model_is_not_asked_by_wrong_settings_though_the_offline_writer_is_the_chosen_one(
    bedrock: ConverseServer, settings: LazySettings, name: str, value: Any, words: str
) -> None:
    settings.WRITER = "offline"
    setattr(settings, name, value)
    bedrock.says(texts.PLACED_INTRO)
    campaign = make_campaign_with_data()
    with pytest.raises(CommandError, match=words):
        run(campaign, "bedrock")
    assert bedrock.requests == []


@pytest.mark.parametrize(
    ("make", "words"), [(lambda: 10**9, "there is no campaign"), (lambda: make_campaign().pk, "has no data yet")]
)
def test_what_cannot_be_shown_is_one_clear_error(make: Any, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("write_preview", campaign=make(), writer="offline", stdout=StringIO())


def test_model_that_is_not_set_or_refuses_is_one_clear_error(bedrock: ConverseServer, settings: LazySettings) -> None:
    campaign = make_campaign_with_data()
    bedrock.fails("AccessDeniedException", 403)
    with pytest.raises(CommandError, match="allow bedrock:InvokeModel"):
        run(campaign, "bedrock")
    settings.BEDROCK_MODEL_ID = ""
    with pytest.raises(CommandError, match="BEDROCK_MODEL_ID is empty"):
        run(campaign, "bedrock")
