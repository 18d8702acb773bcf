"""What failed, how often, and since when; and who is just at work."""

from django.contrib import admin
from django.utils.safestring import SafeString

from campaigns.admin.base import ReadOnlyAdmin, campaign_link
from campaigns.models import StepFailure, StepLease


class StepFailureAdmin(ReadOnlyAdmin):
    list_display = [
        "id",
        "campaign_column",
        "cycle",
        "step",
        "error",
        "attempts",
        "waits",
        "last_failed_at",
        "is_final",
    ]
    list_filter = ["is_final", "step"]
    search_fields = ["campaign_id__exact", "error"]
    search_help_text = "Number of the campaign, or words of the error."

    @admin.display(description="Campaign")
    def campaign_column(self, failure: StepFailure) -> SafeString:
        return campaign_link(failure.campaign_id)


class StepLeaseAdmin(ReadOnlyAdmin):
    list_display = ["id", "campaign_column", "cycle", "step", "leased_until"]
    list_filter = ["step"]
    search_fields = ["campaign_id__exact"]
    search_help_text = "Number of the campaign."

    @admin.display(description="Campaign")
    def campaign_column(self, lease: StepLease) -> SafeString:
        return campaign_link(lease.campaign_id)
