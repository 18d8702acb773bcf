"""What failed, how often, and since when."""

from campaigns.admin.base import ReadOnlyAdmin
from campaigns.admin.columns import CampaignColumn


class StepFailureAdmin(CampaignColumn, ReadOnlyAdmin):
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
