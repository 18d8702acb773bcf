from decimal import Decimal
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.checks import run_checks

from fetcher.tests.converse_server import MODEL_ID

NO_PRICE = "each price is a number of dollars per million tokens, from 0 to 10,000"
GOOD = {"input": Decimal("0.3"), "output": Decimal("2.5")}


@pytest.fixture(autouse=True)
def in_order(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "https://bedrock-runtime.us-west-2.amazonaws.com")
    settings.WRITER = "bedrock"
    settings.BEDROCK_MODEL_ID = MODEL_ID
    settings.BEDROCK_PRICES = {MODEL_ID: GOOD}


def found() -> list[tuple[str, str]]:
    messages = [message for message in run_checks() if str(message.id).startswith("fetcher.")]
    assert all(message.hint for message in messages)
    return [(str(message.id), str(message.msg)) for message in messages]


def test_settings_in_order_are_no_complaint() -> None:
    assert found() == []


def test_offline_writer_needs_none_of_it(settings: LazySettings) -> None:
    settings.WRITER, settings.BEDROCK_MODEL_ID, settings.BEDROCK_TEMPERATURE = "offline", "", Decimal(9)
    assert found() == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("WRITER", "gpt", ("fetcher.E003", "WRITER is 'gpt', and there is no such writer.")),
        ("BEDROCK_MODEL_ID", "", ("fetcher.E004", "The writer bedrock has no model: BEDROCK_MODEL_ID is empty.")),
        (
            "BEDROCK_TEMPERATURE",
            Decimal("1.5"),
            ("fetcher.E005", "BEDROCK_TEMPERATURE is 1.5, and must be from 0 to 1."),
        ),
        (
            "BEDROCK_MAX_TOKENS",
            Decimal("700.5"),
            ("fetcher.E005", "BEDROCK_MAX_TOKENS is 700.5, and must be a whole number from 100 to 10,000."),
        ),
        (
            "BEDROCK_TIMEOUT_SECONDS",
            Decimal(0),
            ("fetcher.E005", "BEDROCK_TIMEOUT_SECONDS is 0, and must be from 1 to 240 seconds."),
        ),
        (
            "BEDROCK_MONTHLY_BUDGET_DOLLARS",
            Decimal(-1),
            ("fetcher.E005", "BEDROCK_MONTHLY_BUDGET_DOLLARS is -1, and must be dollars, 0 for no limit."),
        ),
        (
            "BEDROCK_PRICES",
            {MODEL_ID: {"input": Decimal(1)}},
            ("fetcher.E006", f"BEDROCK_PRICES of {MODEL_ID}: output is missing."),
        ),
        (
            "BEDROCK_PRICES",
            {MODEL_ID: {**GOOD, "cached": Decimal(1)}},
            (
                "fetcher.E006",
                f"BEDROCK_PRICES of {MODEL_ID}: there is no cached; it holds input, output, cache_read, cache_write.",
            ),
        ),
        (
            "BEDROCK_PRICES",
            {MODEL_ID: {**GOOD, "output": "2.5"}},
            (
                "fetcher.E006",
                f"BEDROCK_PRICES of {MODEL_ID}: {NO_PRICE}.",
            ),
        ),
        (
            "BEDROCK_PRICES",
            {MODEL_ID: {**GOOD, "output": Decimal(10_001)}},
            (
                "fetcher.E006",
                f"BEDROCK_PRICES of {MODEL_ID}: {NO_PRICE}.",
            ),
        ),
        (
            "BEDROCK_CACHE_MINIMUM_TOKENS",
            {MODEL_ID: Decimal(1024)},
            (
                "fetcher.E009",
                f"BEDROCK_CACHE_MINIMUM_TOKENS names {MODEL_ID}, "
                "and BEDROCK_PRICES has no cache_read and no cache_write for it.",
            ),
        ),
        (
            "BEDROCK_PRICES",
            {},
            ("fetcher.W001", f"BEDROCK_PRICES has none for {MODEL_ID}: what texts cost stays unknown."),
        ),
        (
            "BEDROCK_CACHE_MINIMUM_TOKENS",
            {MODEL_ID: "many"},
            ("fetcher.E008", f"BEDROCK_CACHE_MINIMUM_TOKENS of {MODEL_ID} is no number of tokens."),
        ),
    ],
)
def test_what_is_wrong_is_named(settings: LazySettings, name: str, value: Any, expected: tuple[str, str]) -> None:
    setattr(settings, name, value)
    assert found() == [expected]


def test_budget_without_a_price_is_an_error(settings: LazySettings) -> None:
    settings.BEDROCK_PRICES, settings.BEDROCK_MONTHLY_BUDGET_DOLLARS = {}, Decimal(20)
    assert found() == [("fetcher.E007", f"BEDROCK_PRICES has none for {MODEL_ID}, so no budget can be kept.")]


def test_endpoint_that_is_meant_for_all_of_amazon_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:5000")
    monkeypatch.delenv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME")
    assert found() == [("fetcher.W002", "The writer bedrock would ask its model at AWS_ENDPOINT_URL.")]


def test_temperature_that_is_left_out_is_in_order(settings: LazySettings) -> None:
    settings.BEDROCK_TEMPERATURE = None
    assert found() == []


@pytest.mark.parametrize(("visible", "is_fine"), [(90, False), (91, True)])
def test_step_stays_leased_for_as_long_as_a_text_may_take(settings: LazySettings, visible: int, is_fine: bool) -> None:
    settings.BEDROCK_TIMEOUT_SECONDS, settings.SQS_VISIBILITY_SECONDS = Decimal(45), visible
    wrong = [("fetcher.E010", "SQS_VISIBILITY_SECONDS is 90, and a text may take 90 seconds.")]
    assert found() == ([] if is_fine else wrong)
