"""What failed, how often, and since when."""

from django.contrib import admin
from django.utils.safestring import SafeString

from campaigns.admin.base import ReadOnlyAdmin, campaign_link
from campaigns.models import StepFailure


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
