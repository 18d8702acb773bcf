"""What the texts by a model have cost: a month, and an e-mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, DateField, Q, Sum
from django.db.models.functions import TruncMonth

from campaigns.models import Email, TextAttempt, TextUse

MONTHS = 13
"""How many months are told: a year, and the month before it to set beside the running one."""


@dataclass(frozen=True, slots=True)
class TextCost:
    """One text of an e-mail: what its answers cost altogether (None where no price is known), and who shares that."""

    use: TextUse
    dollars: Decimal | None
    emails: int

    @property
    def share(self) -> Decimal | None:
        return None if self.dollars is None else self.dollars / max(self.emails, 1)


@dataclass(frozen=True, slots=True)
class MonthCost:
    """What the answers of a month (its first day) have cost, as far as prices are known: for `unpriced` none is."""

    month: date
    dollars: Decimal
    answers: int
    unpriced: int


def month_bounds(day: date) -> tuple[datetime, datetime]:
    """The month of a day, in UTC: from its beginning until before the next one's."""
    first = datetime(day.year, day.month, 1, tzinfo=UTC)
    return first, (first + timedelta(days=32)).replace(day=1)


def month_cost(day: date) -> Decimal:
    """What the answers of the day's month have cost, as far as prices are known."""
    first, following = month_bounds(day)
    answers = TextAttempt.objects.filter(called_at__gte=first, called_at__lt=following)
    return answers.aggregate(dollars=Sum("price"))["dollars"] or Decimal(0)


def month_costs(day: date) -> list[MonthCost]:
    """The day's month and those before it, newest first: those in which nothing was paid, too. One query."""
    months = last_months(day)
    answers = TextAttempt.objects.filter(called_at__gte=month_bounds(months[-1])[0], called_at__lt=month_bounds(day)[1])
    sums = answers.order_by().annotate(month=TruncMonth("called_at", output_field=DateField(), tzinfo=UTC))
    rows = sums.values("month").annotate(
        dollars=Sum("price"), answers=Count("pk"), unpriced=Count("pk", filter=Q(price=None))
    )
    found = {
        row["month"]: MonthCost(row["month"], row["dollars"] or Decimal(0), row["answers"], row["unpriced"])
        for row in rows
    }
    return [found.get(month, MonthCost(month, Decimal(0), 0, 0)) for month in months]


def last_months(day: date) -> list[date]:
    """The first days of the month and of those before it."""
    months = [day.replace(day=1)]
    while len(months) < MONTHS:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months


def email_costs(email: Email) -> list[TextCost]:
    """The paid texts of an e-mail, and those that the offline writer stood in for."""
    uses = TextUse.objects.filter(campaign=email.campaign_id, cycle=email.cycle).select_related("written_text")
    return [_cost(use) for use in uses.order_by("kind")]


def email_cost(costs: Iterable[TextCost]) -> Decimal:
    """An e-mail's share in all its texts, as far as prices are known."""
    return sum((cost.share for cost in costs if cost.share is not None), Decimal(0))


def _cost(use: TextUse) -> TextCost:
    if use.written_text is None:
        return TextCost(use, Decimal(0), 1)
    dollars = use.written_text.attempts.aggregate(dollars=Sum("price"))["dollars"]
    return TextCost(use, dollars, use.written_text.uses.aggregate(count=Count("pk"))["count"])
