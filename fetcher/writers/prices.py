"""What an answer costs, by the table of prices in the settings."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from fetcher.writers.bedrock_call import Usage

PRICES = ("input", "output", "cache_read", "cache_write")
"""Dollars per million tokens; a model's cache may go without its own prices where no cache mark is sent."""
CACHE_PRICES = PRICES[2:]
HIGHEST_PRICE = Decimal(10_000)
CENTS = Decimal("0.000001")


def price(usage: Usage, model_id: str) -> Decimal | None:
    """In dollars; None where the settings know no price for the model."""
    return dollars_of(model_id, **{name: getattr(usage, name) for name in usage.__slots__})


def dollars_of(
    model_id: str,
    *,
    input_tokens: int = 0,
    output_tokens: int = 0,
    cache_read_tokens: int = 0,
    cache_write_tokens: int = 0,
) -> Decimal | None:
    """What so many tokens cost; None where no price is known."""
    prices = settings.BEDROCK_PRICES.get(model_id)
    if prices is None:
        return None
    tokens = (input_tokens, output_tokens, cache_read_tokens, cache_write_tokens)
    each = (prices.get(name, prices["input"]) for name in PRICES)
    dollars = sum((count * dollars for count, dollars in zip(tokens, each, strict=True)), Decimal(0))
    return (dollars / 1_000_000).quantize(CENTS)


def require_prices(model_id: str) -> None:
    """Before anything is paid for: raises ImproperlyConfigured where prices cannot be read, or a budget needs one."""
    prices = settings.BEDROCK_PRICES.get(model_id)
    if prices is None and settings.BEDROCK_MONTHLY_BUDGET_DOLLARS:
        raise ImproperlyConfigured(f"BEDROCK_PRICES has none for {model_id}, so no budget can be kept.")
    if prices is not None and (why := wrong_prices(prices)):
        raise ImproperlyConfigured(f"BEDROCK_PRICES of {model_id}: {why}.")


def wrong_prices(prices: Any) -> str:
    """Why these are no prices of a model; empty where they are."""
    if not isinstance(prices, Mapping):
        return "it must be an object with input and output"
    if unknown := sorted(set(prices) - set(PRICES)):
        return f"there is no {', '.join(unknown)}; it holds {', '.join(PRICES)}"
    if missing := [name for name in PRICES[:2] if name not in prices]:
        return f"{' and '.join(missing)} is missing"
    if any(not isinstance(value, Decimal) or not 0 <= value <= HIGHEST_PRICE for value in prices.values()):
        return f"each price is a number of dollars per million tokens, from 0 to {HIGHEST_PRICE:,}"
    return ""
