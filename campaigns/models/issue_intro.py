from django.db import models

from campaigns.models.agent import Agent


class IssueIntro(models.Model):
    """An introduction as the e-mails of an agent, ZIP code and period have it, whoever wrote it; each text once.

    What a new one must not repeat. `key` is a hash of all the rest, and no client's name stands in the text.
    """

    key = models.CharField(max_length=64, unique=True)
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    zip_code = models.CharField("ZIP code", max_length=5)
    period = models.DateField()
    text = models.TextField()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["agent", "zip_code", "period"], name="issue_intro_earlier"),
            models.Index(fields=["period"], name="issue_intro_period"),
        ]

    def __str__(self) -> str:
        return f"Introduction of {self.period:%B %Y} for {self.zip_code}"
