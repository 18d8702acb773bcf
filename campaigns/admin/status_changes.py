"""The history of every move, which is also the outbox of events."""

from campaigns.admin.base import ReadOnly
from campaigns.admin.columns import CampaignColumn, MoveColumns
from campaigns.admin.filters import ActorFilter, OutboxFilter
from campaigns.admin.outbox import OutboxLine


class StatusChangeAdmin(CampaignColumn, MoveColumns, ReadOnly, OutboxLine):
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
