"""How often a source of data that costs money was asked."""

from django.db import models


class SourceUsage(models.Model):
    """One source's calls in one month (its first day, UTC), those reserved and never made included.

    The newest row of a source also says when its next call may begin, and until when the source wants none, for all
    processes of the installation.
    """

    source = models.CharField(max_length=20)
    month = models.DateField()
    calls = models.PositiveIntegerField(default=0)
    next_call_at = models.DateTimeField()
    closed_until = models.DateTimeField(null=True, help_text="The source asked to be left alone until then.")
    warned_at = models.DateTimeField(null=True, help_text="When a log line last said that the budget is used up.")

    class Meta:
        verbose_name_plural = "source usage"
        ordering = ["-month", "source"]
        constraints = [models.UniqueConstraint(fields=["source", "month"], name="source_usage_once")]

    def __str__(self) -> str:
        return f"{self.source}, {self.month:%Y-%m}: {self.calls} calls"
