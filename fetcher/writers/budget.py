"""The month's budget for texts: what a call can cost is booked before it is made, and put right after it.

The sum stands in the month's row of SourceUsage and grows by an update that only takes place where the budget has
room, so that no number of processes goes beyond it. A process that is killed in a call leaves what it booked until the
month ends: the call may have been charged, and nobody saw its end.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from django.conf import settings
from django.db.models import F

from campaigns.models import SourceUsage
from campaigns.text_costs import month_cost
from fetcher.allowance import warn_hourly
from fetcher.writers.bedrock_call import MOST_SENDS
from fetcher.writers.prices import dollars_of

SOURCE = "bedrock"
BYTES_A_TOKEN = 2
"""Fewer than in any prompt of ours: prose has over four, and figures some 2.5."""
TOKENS_BEYOND_TEXT = 200
"""What the model's own form of a conversation may add to its texts."""

logger = logging.getLogger(__name__)


class BudgetSpent(Exception):
    """What the call can cost at most is more than the month's budget has left."""


@dataclass(frozen=True, slots=True)
class Booking:
    """What was put aside for a call: each of its sends at its dearest. Without a known price, nothing."""

    usage_id: int | None
    each: Decimal
    dollars: Decimal

    def settle(self, dollars: Decimal) -> None:
        """Put what the call has cost in its place."""
        if self.usage_id is not None:
            SourceUsage.objects.filter(pk=self.usage_id).update(dollars=F("dollars") + (dollars - self.dollars))


def is_spent(now: datetime) -> bool:
    """Whether nothing is left of the month's budget; a look that saves the work before a booking."""
    budget: Decimal = settings.BEDROCK_MONTHLY_BUDGET_DOLLARS
    if not budget:
        return False
    usage = _usage(now)
    if (usage.dollars or 0) < budget:
        return False
    _warn(usage, now)
    return True


def book(each: Decimal | None, now: datetime) -> Booking:
    """Put the dearest that a call can cost aside, its one repeat included; raises BudgetSpent, with nothing put aside.

    `each` is what one send can cost (`dearest`). Outside of any transaction.
    """
    if each is None:
        return Booking(None, Decimal(0), Decimal(0))
    usage, dollars = _usage(now), each * MOST_SENDS
    rows = SourceUsage.objects.filter(pk=usage.pk)
    if budget := settings.BEDROCK_MONTHLY_BUDGET_DOLLARS:
        rows = rows.filter(dollars__lte=budget - dollars)
    if not rows.update(dollars=F("dollars") + dollars, calls=F("calls") + 1):
        _warn(usage, now)
        raise BudgetSpent
    return Booking(usage.pk, each, dollars)


def dearest(model_id: str, texts: Sequence[str], most_tokens: int) -> Decimal | None:
    """What one send of these texts can cost. None where no price is known."""
    tokens = sum(len(text.encode()) for text in texts) // BYTES_A_TOKEN + TOKENS_BEYOND_TEXT
    by_kind = [dollars_of(model_id, **{kind: tokens}) for kind in ("input_tokens", "cache_write_tokens")]
    output = dollars_of(model_id, output_tokens=most_tokens)
    known = [dollars for dollars in by_kind if dollars is not None]
    return max(known) + output if known and output is not None else None


def _usage(now: datetime) -> SourceUsage:
    """The month's row; it begins with what the month's answers have cost already."""
    month = now.astimezone(UTC).date().replace(day=1)
    usage, _ = SourceUsage.objects.get_or_create(source=SOURCE, month=month, defaults={"next_call_at": now})
    if usage.dollars is None:
        SourceUsage.objects.filter(pk=usage.pk, dollars=None).update(dollars=month_cost(month))
        usage.refresh_from_db(fields=["dollars"])
    return usage


def _warn(usage: SourceUsage, now: datetime) -> None:
    usage.refresh_from_db(fields=["dollars"])
    facts: dict[str, object] = {
        "source": SOURCE,
        "dollars": f"{usage.dollars:.2f}",
        "budget": f"{settings.BEDROCK_MONTHLY_BUDGET_DOLLARS:.2f}",
    }
    warn_hourly(logger, usage, "the month's budget for texts is used up: the offline writer writes", facts, now)
