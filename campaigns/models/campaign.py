from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone

from campaigns import zip_codes
from campaigns.models.agent import Agent
from campaigns.models.constraints import only_choices
from campaigns.models.fields import AddressKeyField
from campaigns.models.statuses import CampaignStatus, SubStatus
from campaigns.zip_codes import FIVE_DIGITS


def sub_status_field() -> "models.CharField[str, str]":
    return models.CharField(max_length=20, choices=SubStatus.choices, default=SubStatus.DORMANT, editable=False)


class Campaign(models.Model):
    """One client's series of e-mails.

    The columns of the machine (statuses, cycle, dates, pinned data) are written by campaigns.transitions,
    campaigns.steps and campaigns.planning only; forms and imports fill the rest.
    """

    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="campaigns")
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100, blank=True)
    email = AddressKeyField(db_index=True)
    formatted_address = models.CharField(
        max_length=255, blank=True, help_text="Street, city, state and ZIP code; empty for a no-address newsletter."
    )
    zip_code = models.CharField(
        "ZIP code", max_length=5, validators=[RegexValidator(r"^\d{5}$", "A ZIP code has five digits.")]
    )
    no_address_newsletter = models.BooleanField(
        default=False, help_text="Only the ZIP code is known: no home value and no home report."
    )
    enabled = models.BooleanField(default=True)
    requires_approval = models.BooleanField(default=False, help_text="A person approves each e-mail before it goes.")
    paused_until = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now, editable=False)

    # The plan
    fixed_send_day = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(28)], help_text="Day of the month, 1 to 28."
    )
    every_n_months = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    skipped_through = models.DateField(
        null=True, editable=False, help_text="The last period that a person left out; none up to it is sent any more."
    )
    next_period = models.DateField(null=True, editable=False)
    next_send_datetime = models.DateTimeField(null=True, editable=False)
    following_send_datetime = models.DateTimeField(null=True, editable=False)

    # The machine
    campaign_status = models.CharField(
        max_length=40, choices=CampaignStatus.choices, default=CampaignStatus.DORMANT, editable=False
    )
    property_status = sub_status_field()
    active_listing_status = sub_status_field()
    recent_sale_status = sub_status_field()
    local_market_data_status = sub_status_field()
    intro_status = sub_status_field()
    home_report_analysis_status = sub_status_field()
    status_since = models.DateTimeField(default=timezone.now, editable=False)
    cycle = models.PositiveIntegerField(default=0, editable=False)
    period = models.DateField(null=True, editable=False)
    cycle_due_datetime = models.DateTimeField(null=True, editable=False)
    send_due_datetime = models.DateTimeField(null=True, editable=False)
    stalled_at = models.DateTimeField(null=True, editable=False)
    republish_count = models.PositiveIntegerField(default=0, editable=False)
    error_from_status = models.CharField(
        max_length=40, choices=CampaignStatus.choices, blank=True, default="", editable=False
    )

    # What this cycle read and wrote
    intro = models.TextField(blank=True, default="", editable=False)
    home_report_analysis = models.TextField(blank=True, default="", editable=False)
    property_data = models.ForeignKey(
        "PropertyData", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    active_listings = models.ForeignKey(
        "ActiveListings", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    recent_sales = models.ForeignKey(
        "RecentSales", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    local_market_data = models.ForeignKey(
        "LocalMarketData", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    mortgage_rate = models.ForeignKey(
        "MortgageRate", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        permissions = [
            ("override_status", "Can override the status of a campaign"),
            ("approve_email", "Can approve an e-mail that waits for it"),
            ("edit_texts", "Can edit the texts of an e-mail that waits"),
        ]
        indexes = [
            models.Index(fields=["campaign_status", "enabled", "next_send_datetime"], name="campaign_start"),
            models.Index(
                fields=[
                    "campaign_status",
                    "property_status",
                    "active_listing_status",
                    "recent_sale_status",
                    "local_market_data_status",
                    "intro_status",
                ],
                name="campaign_data_ready",
            ),
            models.Index(fields=["campaign_status", "home_report_analysis_status"], name="campaign_report_ready"),
            models.Index(fields=["campaign_status", "send_due_datetime"], name="campaign_send_due"),
            models.Index(fields=["campaign_status", "stalled_at"], name="campaign_stalled"),
            models.Index(fields=["campaign_status", "paused_until"], name="campaign_paused"),
        ]
        constraints = [
            only_choices("campaign_status", CampaignStatus),
            only_choices("error_from_status", CampaignStatus, blank=True),
            only_choices("property_status", SubStatus),
            only_choices("active_listing_status", SubStatus),
            only_choices("recent_sale_status", SubStatus),
            only_choices("local_market_data_status", SubStatus),
            only_choices("intro_status", SubStatus),
            only_choices("home_report_analysis_status", SubStatus),
        ]

    def __str__(self) -> str:
        return f"Campaign {self.pk}"

    @property
    def recipient_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def clean(self) -> None:
        errors = {}
        if not self.no_address_newsletter and not self.formatted_address:
            errors["formatted_address"] = (
                "Give the home's address, or tick “no address newsletter” for a ZIP code alone."
            )
        if refusal := self._zip_code_refusal():
            errors["zip_code"] = refusal
        if errors:
            raise ValidationError(errors)

    def _zip_code_refusal(self) -> str:
        """Why this ZIP code may not be entered; one that stands in the row already is taken as it is."""
        if not FIVE_DIGITS.fullmatch(self.zip_code):
            return ""  # the field says so itself
        refusal = zip_codes.refusal(self.zip_code)
        is_kept = bool(refusal) and Campaign.objects.filter(pk=self.pk, zip_code=self.zip_code).exists()
        return "" if is_kept else refusal
