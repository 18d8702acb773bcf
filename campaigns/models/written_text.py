"""Texts that a model was paid for: each asked for once, every answer kept, and who uses them."""

from decimal import Decimal

from django.db import models
from django.utils import timezone

from campaigns.models.agent import Agent
from campaigns.models.campaign import Campaign
from campaigns.models.constraints import only_choices


class TextKind(models.TextChoices):
    INTRO = "intro", "Introduction"
    HOME_REPORT = "home_report", "Home report"


class WrittenText(models.Model):
    """One text by a model. `key` is a hash of prompt version, model and data: whoever asks for the same shares it.

    Unfinished while it is being written (`token`, `leased_until`) or while the model fails (`failures`). Finished
    without a text: no answer passed the guards, for the reasons in `complaints`. `judged_by` names guards and limits:
    under others it is judged again, and a refused one asked for anew. Then another row takes its place and its key.
    """

    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=20, choices=TextKind.choices)
    model_id = models.CharField("model", max_length=255)
    prompt_version = models.CharField(max_length=80)
    agent = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    zip_code = models.CharField("ZIP code", max_length=5, blank=True)
    period = models.DateField(null=True, blank=True)
    text = models.TextField(blank=True)
    complaints = models.TextField(blank=True)
    judged_by = models.CharField(max_length=80, blank=True, default="")
    created = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(
        default=0, help_text="Times that the model gave no answer, since it last did."
    )
    model_failures = models.PositiveIntegerField(
        default=0, help_text="Those of them in which the model took too long or failed over this text."
    )
    first_failed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=1000, blank=True)
    leased_until = models.DateTimeField(default=timezone.now)
    token = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["agent", "zip_code", "kind", "period"], name="written_text_earlier")]
        constraints = [only_choices("kind", TextKind)]

    def __str__(self) -> str:
        return f"{TextKind(self.kind).label} {self.pk}"


class TextAttempt(models.Model):
    """One answer of a model, as it wrote it, with what it used and cost; `price` None where no price is known.

    With `complaints` it cannot go out; without any it does, save what was `left_out`.
    """

    written_text = models.ForeignKey(WrittenText, on_delete=models.CASCADE, related_name="attempts")
    called_at = models.DateTimeField(default=timezone.now)
    text = models.TextField(blank=True)
    stop_reason = models.CharField(max_length=40, blank=True)
    complaints = models.TextField(blank=True)
    left_out = models.TextField(
        blank=True, default="", help_text="What was left out of the text before it went out, and why."
    )
    input_tokens = models.PositiveIntegerField(default=0)
    output_tokens = models.PositiveIntegerField(default=0)
    cache_read_tokens = models.PositiveIntegerField(default=0)
    cache_write_tokens = models.PositiveIntegerField(default=0)
    latency_ms = models.PositiveIntegerField("latency in ms", default=0)
    price: "models.DecimalField[Decimal | None, Decimal | None]" = models.DecimalField(
        "price in dollars", max_digits=12, decimal_places=6, null=True, blank=True
    )

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["called_at", "price"], name="text_attempt_month")]

    def __str__(self) -> str:
        return f"Attempt {self.pk}"


class TextUse(models.Model):
    """Which text a campaign's cycle uses; `flag` says why it is the offline writer's, where that is not by choice."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="text_uses")
    cycle = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=TextKind.choices)
    written_text = models.ForeignKey(WrittenText, null=True, blank=True, on_delete=models.SET_NULL, related_name="uses")
    flag = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "cycle", "kind"], name="text_use_once"),
            only_choices("kind", TextKind),
        ]

    def __str__(self) -> str:
        return f"{TextKind(self.kind).label} of campaign {self.campaign_id}, cycle {self.cycle}"
