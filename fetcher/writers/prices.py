"""What an answer costs, by the table of prices in the settings, and what a month has cost."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from campaigns.text_costs import month_cost
from fetcher.allowance import usage_of, warn_hourly
from fetcher.writers.bedrock_call import Usage

PRICES = ("input", "output", "cache_read", "cache_write")
"""Dollars per million tokens; a model's cache may go without its own prices where no cache mark is sent."""
CACHE_PRICES = PRICES[2:]
HIGHEST_PRICE = Decimal(10_000)
CENTS = Decimal("0.000001")

logger = logging.getLogger(__name__)


def price(usage: Usage, model_id: str) -> Decimal | None:
    """In dollars; None where the settings know no price for the model."""
    prices = settings.BEDROCK_PRICES.get(model_id)
    if prices is None:
        return None
    tokens = (usage.input_tokens, usage.output_tokens, usage.cache_read_tokens, usage.cache_write_tokens)
    each = (prices.get(name, prices["input"]) for name in PRICES)
    dollars = sum((count * dollars for count, dollars in zip(tokens, each, strict=True)), Decimal(0))
    return (dollars / 1_000_000).quantize(CENTS)


def require_prices(model_id: str) -> None:
    """Before anything is paid for: raises ImproperlyConfigured where the model's prices cannot be read."""
    prices = settings.BEDROCK_PRICES.get(model_id)
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


def is_budget_spent(now: datetime) -> bool:
    """Whether the month's budget is used up, with one warning an hour; calls under way may still go beyond it."""
    budget: Decimal = settings.BEDROCK_MONTHLY_BUDGET_DOLLARS
    if not budget:
        return False
    dollars = month_cost(now.astimezone(UTC).date())
    if dollars < budget:
        return False
    facts: dict[str, object] = {"source": "bedrock", "dollars": f"{dollars:.2f}", "budget": f"{budget:.2f}"}
    usage = usage_of("bedrock", now)
    warn_hourly(logger, usage, "the month's budget for texts is used up: the offline writer writes", facts, now)
    return True
