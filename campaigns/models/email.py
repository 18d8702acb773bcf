from django.conf import settings
from django.db import models
from django.utils import timezone

from campaigns.models.agent import Agent
from campaigns.models.campaign import Campaign
from campaigns.models.constraints import only_choices
from campaigns.models.fields import AddressKeyField
from campaigns.models.statuses import DeliveryStatus


class Email(models.Model):
    """The one e-mail of a campaign and period, as it was made and as it goes; never altered once approved or shown.

    `revision` counts how often it was made anew in its period, `handover` how often it was claimed for sending.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="emails")
    period = models.DateField()
    cycle = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(default=1)
    delivery_status = models.CharField(
        max_length=20, choices=DeliveryStatus.choices, default=DeliveryStatus.READY_TO_SEND
    )
    created = models.DateTimeField(default=timezone.now)
    sender_name = models.CharField(max_length=200)
    reply_to = models.EmailField()
    to_name = models.CharField(max_length=201, blank=True)
    to_email = models.EmailField()
    subject = models.CharField(max_length=255)
    text_body = models.TextField()
    html_body = models.TextField()
    hold_reasons = models.TextField(
        blank=True, default="", help_text="Why a person has to approve it although its campaign does not require that."
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    handover = models.PositiveIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=200, blank=True, db_index=True)
    error = models.CharField(max_length=1000, blank=True)

    class Meta:
        verbose_name = "e-mail"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "period"], name="email_once_per_period"),
            only_choices("delivery_status", DeliveryStatus),
        ]
        indexes = [models.Index(fields=["delivery_status", "claimed_at"], name="email_claimed")]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_held(self) -> bool:
        """Whether it goes only after a person's yes, whatever its campaign requires."""
        return bool(self.hold_reasons)


class SuppressedAddress(models.Model):
    """An address that is never written to: by one agent, or by anybody (`agent` None)."""

    ALL_AGENTS = "all"

    email = AddressKeyField()
    agent = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    # MySQL takes two NULLs for different, so a unique key needs a column that is never NULL.
    scope = models.CharField(max_length=20, editable=False)
    reason = models.CharField(max_length=200)
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "suppressed addresses"
        constraints = [models.UniqueConstraint(fields=["email", "scope"], name="suppressed_once")]

    def __str__(self) -> str:
        return f"{self.email} ({self.scope})"

    @staticmethod
    def scope_of(agent_id: int | None) -> str:
        return SuppressedAddress.ALL_AGENTS if agent_id is None else str(agent_id)

    def clean(self) -> None:
        self.scope = self.scope_of(self.agent_id)
