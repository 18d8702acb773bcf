"""The history of every move, which is also the outbox of events."""

from django.contrib import admin
from django.utils.safestring import SafeString

from campaigns.admin.badges import campaign_pill
from campaigns.admin.base import ReadOnlyAdmin, campaign_link
from campaigns.admin.filters import ActorFilter, OutboxFilter
from campaigns.models import StatusChange


class StatusChangeAdmin(ReadOnlyAdmin):
    list_display = [
        "id",
        "occurred_at",
        "campaign_column",
        "cycle",
        "move_from",
        "move_to",
        "actor",
        "changed_by",
        "reason",
        "published_at",
    ]
    list_filter = [OutboxFilter, ActorFilter, "to_status"]
    list_select_related = ["changed_by"]
    search_fields = ["=campaign__id", "event_id__exact"]
    search_help_text = "Number of the campaign."

    @admin.display(description="Campaign")
    def campaign_column(self, change: StatusChange) -> SafeString:
        return campaign_link(change.campaign_id)

    @admin.display(description="From")
    def move_from(self, change: StatusChange) -> SafeString:
        return campaign_pill(change.from_status)

    @admin.display(description="To")
    def move_to(self, change: StatusChange) -> SafeString:
        return campaign_pill(change.to_status)
