import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from campaigns.models.campaign import Campaign
from campaigns.models.constraints import only_choices
from campaigns.models.statuses import CampaignStatus, Step


class StatusChange(models.Model):
    """One move of one campaign: its history, and at once the outbox of its STATUS_CHANGE event.

    `published_at` None means that the event is owed; `next_attempt_at` says from when on it may be tried.
    """

    event_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="status_changes")
    cycle = models.PositiveIntegerField()
    from_status = models.CharField(max_length=40, choices=CampaignStatus.choices)
    to_status = models.CharField(max_length=40, choices=CampaignStatus.choices)
    actor = models.CharField(max_length=40)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)
    occurred_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["published_at", "next_attempt_at", "id"], name="status_change_outbox")]
        constraints = [only_choices("from_status", CampaignStatus), only_choices("to_status", CampaignStatus)]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"


class StepFailure(models.Model):
    """How often and since when one step of one cycle failed; written only on failure."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="step_failures")
    cycle = models.PositiveIntegerField()
    step = models.CharField(max_length=20, choices=Step.choices)
    attempts = models.PositiveIntegerField(default=0, help_text="Failures counted so far.")
    waits = models.PositiveIntegerField(default=0, help_text="Times the step was not ready yet; no failures.")
    first_failed_at = models.DateTimeField()
    last_failed_at = models.DateTimeField()
    error = models.CharField(max_length=1000)
    is_final = models.BooleanField(default=False, help_text="The campaign went to ERROR over this.")

    class Meta:
        ordering = ["-last_failed_at"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "cycle", "step"], name="step_failure_once"),
            only_choices("step", Step),
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.error}"


class StepLease(models.Model):
    """Somebody works on one step of one cycle just now, and is to be the only one: its source is paid for.

    Written and removed with the campaign's row locked; after a crash it ends by itself.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    cycle = models.PositiveIntegerField()
    step = models.CharField(max_length=20, choices=Step.choices)
    token = models.UUIDField()
    leased_until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "cycle", "step"], name="step_lease_once")]

    def __str__(self) -> str:
        return f"{self.step} until {self.leased_until:%H:%M:%S}"
