"""Campaigns: what each client gets, where it stands, and what became of it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from campaigns import editing
from campaigns.admin.badges import campaign_pill, sub_status_marks, sub_status_words
from campaigns.admin.base import ReadOnlyInline, admin_link
from campaigns.admin.columns import DeliveryColumn, MoveColumns
from campaigns.admin.filters import AgentFilter, AttentionFilter
from campaigns.admin.home import HomeColumns
from campaigns.admin.notices import NoticePanel
from campaigns.admin.outbox import OutboxLine
from campaigns.admin.override_views import OverrideAdmin
from campaigns.admin.text_views import TextsAdmin, texts_path
from campaigns.explain import explain
from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, Email, StatusChange, StepFailure
from campaigns.transitions import campaign_lock


class CampaignForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        is_unsubscribed = self.instance.campaign_status == CampaignStatus.UNSUBSCRIBED
        if is_unsubscribed and cleaned and cleaned.get("enabled"):
            self.add_error(
                "enabled",
                "An unsubscribed campaign cannot be enabled: lift the suppression of its address, override the status "
                "to “Dormant”, then enable it.",
            )
        return cleaned


class EmailInline(DeliveryColumn, ReadOnlyInline):
    model = Email
    ordering = ["-period"]
    fields = ["link", "period", "revision", "delivery", "approved_by", "sent_at"]
    readonly_fields = ["link", "delivery"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Email]:
        emails: QuerySet[Email] = super().get_queryset(request)
        return emails.defer("html_body", "text_body").select_related("approved_by")

    @admin.display(description="E-mail")
    def link(self, email: Email) -> SafeString:
        return admin_link(email)


class StepFailureInline(ReadOnlyInline):
    model = StepFailure
    fields = ["cycle", "step", "error", "attempts", "waits", "first_failed_at", "last_failed_at", "is_final"]


class StatusChangeInline(MoveColumns, ReadOnlyInline):
    model = StatusChange
    verbose_name_plural = "history (the newest 50 moves)"
    fields = ["occurred_at", "cycle", "move_from", "move_to", "actor", "changed_by", "reason", "published_at"]
    readonly_fields = ["move_from", "move_to"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[StatusChange]:
        changes: QuerySet[StatusChange] = super().get_queryset(request)
        return changes.select_related("changed_by")


class CampaignAdmin(HomeColumns, OutboxLine, NoticePanel, TextsAdmin, OverrideAdmin):
    form = CampaignForm
    list_display = [
        "id",
        "recipient",
        "agent_name",
        "status_and_steps",
        "next_send",
        "send_due",
        "enabled",
    ]
    list_display_links = ["id", "recipient"]
    list_filter = [AttentionFilter, "campaign_status", "enabled", "no_address_newsletter", AgentFilter]
    list_select_related = ["agent"]
    sortable_by = ["id", "next_send"]
    search_fields = ["pk__exact", "first_name", "last_name", "email", "formatted_address", "zip_code__exact"]
    search_help_text = "Name, e-mail address, street, ZIP code or number of the campaign."
    autocomplete_fields = ["agent"]
    actions = ["override_selected"]
    inlines = [EmailInline, StepFailureInline, StatusChangeInline]
    deferred = ("intro", "home_report_analysis")
    editable_fieldsets = [
        (
            "Client",
            {
                "fields": [
                    "agent",
                    ("first_name", "last_name"),
                    "email",
                    "formatted_address",
                    "zip_code",
                    "no_address_newsletter",
                ]
            },
        ),
        (
            "Plan",
            {"fields": ["enabled", "requires_approval", ("fixed_send_day", "every_n_months"), "paused_until"]},
        ),
    ]
    machine_fieldsets = [
        (
            "Dates",
            {
                "fields": [
                    ("next_period", "next_send_datetime", "following_send_datetime"),
                    ("period", "cycle_due_datetime", "send_due_datetime"),
                ]
            },
        ),
        (
            "Where it stands",
            {
                "fields": [
                    "explanation",
                    ("status", "status_since", "cycle"),
                    "step_words",
                    ("stalled_at", "republish_count", "error_from_status"),
                ]
            },
        ),
        ("Home", {"fields": ["source_address", "home_values"]}),
        (
            "Data and texts of this cycle",
            {
                "classes": ["collapse"],
                "fields": [
                    "property_data",
                    "active_listings",
                    "recent_sales",
                    "local_market_data",
                    "mortgage_rate",
                    "intro",
                    "home_report_analysis",
                ],
            },
        ),
    ]
    readonly_fields = [
        "explanation",
        "source_address",
        "home_values",
        "status",
        "step_words",
        "status_since",
        "cycle",
        "period",
        "next_period",
        "next_send_datetime",
        "following_send_datetime",
        "cycle_due_datetime",
        "send_due_datetime",
        "stalled_at",
        "republish_count",
        "error_from_status",
        "property_data",
        "active_listings",
        "recent_sales",
        "local_market_data",
        "mortgage_rate",
        "intro",
        "home_report_analysis",
    ]

    @admin.display(description="In words")
    def explanation(self, campaign: Campaign) -> SafeString:
        return format_html('<pre class="explanation">{}</pre>', explain(campaign, timezone.now()))

    @admin.display(description="Recipient")
    def recipient(self, campaign: Campaign) -> SafeString:
        home = f"ZIP {campaign.zip_code}" if campaign.no_address_newsletter else campaign.formatted_address
        return format_html('{}<br><span class="quiet">{}</span>', campaign.recipient_name, home)

    @admin.display(description="Agent")
    def agent_name(self, campaign: Campaign) -> str:
        return campaign.agent.name

    @admin.display(description="Campaign status")
    def status(self, campaign: Campaign) -> SafeString:
        return campaign_pill(campaign.campaign_status)

    @admin.display(description="Status and steps")
    def status_and_steps(self, campaign: Campaign) -> SafeString:
        return format_html("{}<br>{}", campaign_pill(campaign.campaign_status), sub_status_marks(campaign))

    @admin.display(description="Steps")
    def step_words(self, campaign: Campaign) -> SafeString:
        return sub_status_words(campaign)

    @admin.display(description="Next send", ordering="next_send_datetime", empty_value="–")
    def next_send(self, campaign: Campaign) -> Any:
        return campaign.next_send_datetime

    @admin.display(description="Send due", empty_value="–")
    def send_due(self, campaign: Campaign) -> Any:
        return campaign.send_due_datetime

    def get_fieldsets(self, request: HttpRequest, obj: Campaign | None = None) -> Any:  # noqa: ARG002
        return self.editable_fieldsets + self.machine_fieldsets if obj else self.editable_fieldsets

    def get_inlines(self, request: HttpRequest, obj: Campaign | None) -> Any:  # noqa: ARG002
        return self.inlines if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:  # noqa: ARG002
        """A campaign's history and e-mails say to whom was written: it is disabled, never deleted here."""
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Campaign | None:
        """A form that is being saved is checked and saved on the locked row."""
        campaign: Campaign | None = super().get_object(request, object_id, from_field)
        if campaign and request.method == "POST" and transaction.get_connection().in_atomic_block:
            return campaign_lock(campaign.pk)
        return campaign

    def save_model(self, request: HttpRequest, obj: Campaign, form: Any, change: bool) -> None:
        now, user = timezone.now(), request.user
        if not user.is_authenticated:
            raise PermissionDenied
        if change:
            news = editing.campaign_save_edits(obj, form.changed_data, user, now)
        else:
            news = editing.campaign_add(obj, user, now)
        if news:
            self.message_user(request, news, messages.WARNING)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {"status_counts": _status_counts(), **(extra_context or {})}
        return super().changelist_view(request, context)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Campaign | None = None,
    ) -> HttpResponse:
        if obj:
            context |= {
                "subtitle": f"{obj}: {obj.recipient_name}",
                "can_override": self.has_override_status_permission(request),
                "texts_path": texts_path(request, obj),
                "restart_refusal": self.restart_refusal(obj),
                "status_pill": campaign_pill(obj.campaign_status),
                "failures": _failures(obj),
                "draft": _waiting_draft(obj),
                "unseen": obj.notices.filter(seen_at=None),
                "may_see": self.has_change_permission(request),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)


def _status_counts() -> list[tuple[str, SafeString, int]]:
    """Every status with the number of its campaigns: one grouped query, over an index."""
    grouped = Campaign.objects.order_by().values_list("campaign_status").annotate(number=Count("pk"))
    numbers: dict[str, int] = dict(grouped)
    return [(status.value, campaign_pill(status), numbers.get(status.value, 0)) for status in CampaignStatus]


def _failures(campaign: Campaign) -> list[StepFailure]:
    """What the person is told at the top of the page of a failed campaign."""
    if campaign.campaign_status != CampaignStatus.ERROR:
        return []
    return list(campaign.step_failures.filter(cycle=campaign.cycle, is_final=True))


def _waiting_draft(campaign: Campaign) -> Email | None:
    if campaign.campaign_status != CampaignStatus.WAITING_FOR_MANUAL_APPROVAL:
        return None
    drafts = campaign.emails.filter(cycle=campaign.cycle, delivery_status=DeliveryStatus.READY_TO_SEND)
    return drafts.defer("html_body", "text_body").first()
