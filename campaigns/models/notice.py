"""What the machine changed of a campaign by itself, beyond its status: an audit trail, and a flag for staff."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from campaigns.models.campaign import Campaign
from campaigns.models.constraints import only_choices


class NoticeKind(models.TextChoices):
    """What was changed."""

    ADDRESS_UNKNOWN = "ADDRESS_UNKNOWN", "Address unknown: now a no-address newsletter"


class CampaignNotice(models.Model):
    """One such change, kept for good; it flags its campaign until a person has seen it.

    Neither of the other trails fits: StatusChange is of moves, and each row an event that is published; Django's
    LogEntry needs a user, and is no flag.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="notices")
    cycle = models.PositiveIntegerField()
    kind = models.CharField(max_length=40, choices=NoticeKind.choices)
    words = models.CharField(max_length=500)
    occurred_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["seen_at", "campaign"], name="notice_unseen")]
        constraints = [only_choices("kind", NoticeKind)]

    def __str__(self) -> str:
        return f"{NoticeKind(self.kind).label} (cycle {self.cycle})"
