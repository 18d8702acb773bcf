"""What failed, how often, and since when; and who is just at work."""

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


class StepLeaseAdmin(CampaignColumn, ReadOnlyAdmin):
    list_display = ["id", "campaign_column", "cycle", "step", "leased_until"]
    list_filter = ["step"]
    search_fields = ["campaign_id__exact"]
    search_help_text = "Number of the campaign."


class MessageFailureAdmin(ReadOnlyAdmin):
    list_display = ["id", "queue", "message_id", "error", "attempts", "waits", "first_failed_at", "last_failed_at"]
    list_filter = ["queue"]
    search_fields = ["message_id__exact", "error"]
    search_help_text = "Number of the message, or words of the error."
