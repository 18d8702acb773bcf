"""What the mail service told, of all e-mails."""

from campaigns.admin.base import ReadOnlyAdmin


class DeliveryNewsAdmin(ReadOnlyAdmin):
    list_display = ["id", "email", "event_type", "words", "occurred_at"]
    list_filter = ["event_type"]
    list_select_related = ["email"]
    search_fields = ["email__pk__exact", "words"]
    search_help_text = "Number of the e-mail, or words of the news."
