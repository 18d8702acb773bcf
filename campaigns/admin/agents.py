"""Brokerages and agents: who writes, from where, and when."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from campaigns.admin.badges import pill
from campaigns.models import Agent, Brokerage
from campaigns.planning import agent_replan

WINDOW_FIELDS = frozenset({"time_zone", "sending_weekdays", "window_start", "window_end", "observes_holidays"})
VOICE_FIELDS = frozenset({"style_notes", "sample_sentences"})
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class BrokerageAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["name", "address", "licence_number"]
    search_fields = ["name", "city"]

    @admin.display(description="Postal address")
    def address(self, brokerage: Brokerage) -> str | SafeString:
        return ", ".join(brokerage.postal_address) or pill("missing: no e-mail may go", "bad")


class AgentAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["name", "brokerage", "email", "window", "complete", "campaigns"]
    list_select_related = ["brokerage"]
    search_fields = ["name", "email", "brokerage__name"]
    autocomplete_fields = ["brokerage"]
    show_full_result_count = False
    readonly_fields = ["complete", "campaigns"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name", "title"),
                    "brokerage",
                    ("email", "phone"),
                    "licence_number",
                    "observes_holidays",
                    "complete",
                    "campaigns",
                ]
            },
        ),
        ("Voice", {"fields": ["style_notes", "sample_sentences"]}),
        ("Sending window", {"fields": ["time_zone", "sending_weekdays", ("window_start", "window_end")]}),
    ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name in VOICE_FIELDS:
            options["widget"] = AdminTextareaWidget(attrs={"rows": 4})
        return super().formfield_for_dbfield(db_field, request, **options)

    @admin.display(description="Sending window")
    def window(self, agent: Agent) -> str:
        days = ", ".join(_DAYS[int(digit) - 1] for digit in sorted(agent.sending_weekdays))
        return f"{days} {agent.window_start:%H:%M}–{agent.window_end:%H:%M} {agent.time_zone}"

    @admin.display(description="For sending")
    def complete(self, agent: Agent) -> SafeString:
        if agent._state.adding:
            return pill("not saved yet", "quiet")
        missing = agent.missing_for_sending
        return pill(f"missing: {', '.join(missing)}", "bad") if missing else pill("complete", "good")

    @admin.display(description="Campaigns")
    def campaigns(self, agent: Agent) -> SafeString:
        if agent._state.adding:
            return format_html("–")
        return format_html(
            '<a href="{}?agent={}">Campaigns</a>', reverse("admin:campaigns_campaign_changelist"), agent.pk
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Agent]:
        """With the brokerage, which an agent's name shows in every list of choices."""
        agents: QuerySet[Agent] = super().get_queryset(request).select_related("brokerage")
        return agents

    def save_model(self, request: HttpRequest, obj: Agent, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and WINDOW_FIELDS.intersection(form.changed_data):
            count = agent_replan(obj, timezone.now())
            words = f"The window holds at once for every sending; the next dates of {count} campaigns were recomputed."
            self.message_user(request, words, messages.INFO)
