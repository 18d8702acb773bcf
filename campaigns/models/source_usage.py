"""How often a source of data that costs money was asked."""

from decimal import Decimal

from django.db import models


class SourceUsage(models.Model):
    """One source's calls in one month (its first day, UTC), those reserved and never made included.

    `dollars` is kept where each call has a price of its own; None until it is first counted. The newest row of a source
    also says when its next call may begin, and until when the source wants none, for all processes of the installation.
    """

    source = models.CharField(max_length=20)
    month = models.DateField()
    calls = models.PositiveIntegerField(default=0)
    next_call_at = models.DateTimeField()
    dollars: "models.DecimalField[Decimal | None, Decimal | None]" = models.DecimalField(
        max_digits=14,
        decimal_places=6,
        null=True,
        blank=True,
        help_text="Calls under way, and those whose end nobody saw, count with the most that they can cost.",
    )
    closed_until = models.DateTimeField(null=True, help_text="The source asked to be left alone until then.")
    warned_at = models.DateTimeField(null=True, help_text="When a log line last said that the budget is used up.")

    class Meta:
        verbose_name_plural = "source usage"
        ordering = ["-month", "source"]
        constraints = [models.UniqueConstraint(fields=["source", "month"], name="source_usage_once")]

    def __str__(self) -> str:
        return f"{self.source}, {self.month:%Y-%m}: {self.calls} calls"
