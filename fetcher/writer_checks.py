"""What must be right about the writer of texts before the first call to one."""

import os
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, register

from fetcher.writers import WRITERS
from fetcher.writers.prices import CACHE_PRICES, PRICES, wrong_prices
from fetcher.writers.store import MOST_ATTEMPTS

BOUNDS = {
    "BEDROCK_TEMPERATURE": (Decimal(0), Decimal(1), "from 0 to 1"),
    "BEDROCK_MAX_TOKENS": (Decimal(100), Decimal(10_000), "a whole number from 100 to 10,000"),
    "BEDROCK_TIMEOUT_SECONDS": (Decimal(1), Decimal(240), "from 1 to 240 seconds"),
    "BEDROCK_MONTHLY_BUDGET_DOLLARS": (Decimal(0), Decimal(10**9), "dollars, 0 for no limit"),
}
"""Two calls have to be over within the ten minutes that a handler has."""
EXAMPLE = '{"MODEL": {"input": 0.30, "output": 2.50}}'


@register
def check_writer(app_configs: Sequence[AppConfig] | None, **_options: Any) -> list[CheckMessage]:  # noqa: ARG001
    """The writer is one that exists, and a model has its id, sensible numbers and prices."""
    if settings.WRITER not in WRITERS:
        known = ", ".join(sorted(WRITERS))
        words = f"WRITER is {settings.WRITER!r}, and there is no such writer."
        return [Error(words, f"Set it to one of: {known}.", id="fetcher.E003")]
    return settings_of(settings.WRITER)


def settings_of(writer: str) -> list[CheckMessage]:
    """What is wrong with the settings of one writer, be it the chosen one or not."""
    if writer != "bedrock":
        return []
    return [*_without_model(), *_endpoint(), *_out_of_bounds(), *_lease(), *_prices(), *_cache_minimum()]


def _without_model() -> list[CheckMessage]:
    if settings.BEDROCK_MODEL_ID:
        return []
    return [
        Error(
            "The writer bedrock has no model: BEDROCK_MODEL_ID is empty.",
            "Set it to a model's or an inference profile's id, or choose another writer.",
            id="fetcher.E004",
        )
    ]


def _endpoint() -> list[CheckMessage]:
    """An endpoint for all of Amazon, such as local-dev.env has, knows no model."""
    if "AWS_ENDPOINT_URL" not in os.environ or "AWS_ENDPOINT_URL_BEDROCK_RUNTIME" in os.environ:
        return []
    return [
        checks.Warning(
            "The writer bedrock would ask its model at AWS_ENDPOINT_URL.",
            "Set AWS_ENDPOINT_URL_BEDROCK_RUNTIME to Bedrock's own, https://bedrock-runtime.REGION.amazonaws.com.",
            id="fetcher.W002",
        )
    ]


def _out_of_bounds() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for name, (least, most, words) in BOUNDS.items():
        value: Decimal | None = getattr(settings, name)
        if value is None:  # left out
            continue
        is_whole = name != "BEDROCK_MAX_TOKENS" or value == int(value)
        if not least <= value <= most or not is_whole:
            found.append(Error(f"{name} is {value}, and must be {words}.", "Mend it.", id="fetcher.E005"))
    return found


def _lease() -> list[CheckMessage]:
    """A step's lease is as long as its message stays hidden: it must not end while the model is still being asked."""
    longest = settings.BEDROCK_TIMEOUT_SECONDS * MOST_ATTEMPTS
    if longest < settings.SQS_VISIBILITY_SECONDS:
        return []
    words = f"SQS_VISIBILITY_SECONDS is {settings.SQS_VISIBILITY_SECONDS}, and a text may take {longest} seconds."
    hint = f"Set it to more than {MOST_ATTEMPTS} times BEDROCK_TIMEOUT_SECONDS, or lower that."
    return [Error(words, hint, id="fetcher.E010")]


def _prices() -> list[CheckMessage]:
    table, model = settings.BEDROCK_PRICES, settings.BEDROCK_MODEL_ID
    found: list[CheckMessage] = [
        Error(f"BEDROCK_PRICES of {name}: {why}.", f"Dollars per million tokens: {EXAMPLE}.", id="fetcher.E006")
        for name, prices in table.items()
        if (why := wrong_prices(prices))
    ]
    if model and model not in table:
        hint = f"Set BEDROCK_PRICES, in dollars per million tokens ({', '.join(PRICES)}): {EXAMPLE}."
        if settings.BEDROCK_MONTHLY_BUDGET_DOLLARS:
            words = f"BEDROCK_PRICES has none for {model}, so no budget can be kept."
            found.append(Error(words, hint, id="fetcher.E007"))
        else:
            words = f"BEDROCK_PRICES has none for {model}: what texts cost stays unknown."
            found.append(checks.Warning(words, hint, id="fetcher.W001"))
    return found


def _cache_minimum() -> list[CheckMessage]:
    wrong = [
        name
        for name, least in settings.BEDROCK_CACHE_MINIMUM_TOKENS.items()
        if not isinstance(least, Decimal) or least < 1
    ]
    hint = 'The tokens from which on the model caches a prefix: {"MODEL": 1024}.'
    return [
        *(
            Error(f"BEDROCK_CACHE_MINIMUM_TOKENS of {name} is no number of tokens.", hint, id="fetcher.E008")
            for name in wrong
        ),
        *([] if wrong else _cache_prices()),
    ]


def _cache_prices() -> list[CheckMessage]:
    """A model whose cache is used needs what that costs."""
    model, hint = settings.BEDROCK_MODEL_ID, "What is read from a cache, or written to one, is paid for as well."
    prices = settings.BEDROCK_PRICES.get(model)
    if model not in settings.BEDROCK_CACHE_MINIMUM_TOKENS or prices is None or wrong_prices(prices):
        return []
    missing = " and no ".join(name for name in CACHE_PRICES if name not in prices)
    words = f"BEDROCK_CACHE_MINIMUM_TOKENS names {model}, and BEDROCK_PRICES has no {missing} for it."
    return [Error(words, hint, id="fetcher.E009")] if missing else []
