"""What the texts by a model have cost: a month, and an e-mail."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Sum

from campaigns.models import Email, TextAttempt, TextUse


@dataclass(frozen=True, slots=True)
class TextCost:
    """One text of an e-mail: what its answers cost altogether (None where no price is known), and who shares that."""

    use: TextUse
    dollars: Decimal | None
    emails: int

    @property
    def share(self) -> Decimal | None:
        return None if self.dollars is None else self.dollars / max(self.emails, 1)


def month_bounds(day: date) -> tuple[datetime, datetime]:
    """The month of a day, in UTC: from its beginning until before the next one's."""
    first = datetime(day.year, day.month, 1, tzinfo=UTC)
    return first, (first + timedelta(days=32)).replace(day=1)


def month_cost(day: date) -> Decimal:
    """What the answers of the day's month have cost, as far as prices are known."""
    first, following = month_bounds(day)
    answers = TextAttempt.objects.filter(called_at__gte=first, called_at__lt=following)
    return answers.aggregate(dollars=Sum("price"))["dollars"] or Decimal(0)


def email_costs(email: Email) -> list[TextCost]:
    """The paid texts of an e-mail, and those that the offline writer stood in for."""
    uses = TextUse.objects.filter(campaign=email.campaign_id, cycle=email.cycle).select_related("written_text")
    return [_cost(use) for use in uses.order_by("kind")]


def email_cost(email: Email) -> Decimal:
    """The e-mail's share in all its texts, as far as prices are known."""
    return sum((cost.share for cost in email_costs(email) if cost.share is not None), Decimal(0))


def _cost(use: TextUse) -> TextCost:
    if use.written_text is None:
        return TextCost(use, Decimal(0), 1)
    dollars = use.written_text.attempts.aggregate(dollars=Sum("price"))["dollars"]
    return TextCost(use, dollars, use.written_text.uses.aggregate(count=Count("pk"))["count"])
