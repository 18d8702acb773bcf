"""The pages and buttons by which a person overrides a status."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.admin import overrides
from campaigns.admin.badges import campaign_pill
from campaigns.admin.base import LargeTableAdmin, admin_path
from campaigns.models import Campaign, CampaignStatus
from campaigns.transitions import circumstances, refusal

MOST_AT_ONCE = 200
TEMPLATE = "admin/campaigns/campaign/override.html"


class OverrideForm(forms.Form):
    to_status = forms.ChoiceField(
        choices=CampaignStatus.choices, error_messages={"required": "Choose the status that the campaign goes to."}
    )
    reason = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text="Kept in the history, with your name.",
        error_messages={"required": "Say why: the history keeps it."},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class OverrideAdmin(LargeTableAdmin):
    """A campaign admin's pages for overriding; each needs the permission campaigns.override_status."""

    def get_urls(self) -> list[URLPattern]:
        one = "<int:campaign_id>/"
        own = [
            path(f"{one}override/", self.admin_site.admin_view(self.override_view), name="campaigns_campaign_override"),
            path(
                f"{one}restart/",
                self.admin_site.admin_view(require_POST(self.restart_view)),
                name="campaigns_campaign_restart",
            ),
        ]
        return own + super().get_urls()

    def has_override_status_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("campaigns.override_status")

    def override_view(self, request: HttpRequest, campaign_id: int) -> HttpResponse:
        """A GET shows what can be chosen now and why the rest cannot; a POST moves the campaign."""
        if not self.has_override_status_permission(request):
            raise PermissionDenied
        campaign = get_object_or_404(Campaign.objects.select_related("agent"), pk=campaign_id)
        form = OverrideForm(request.POST or None, initial={"seen": campaign.campaign_status})
        if form.is_valid() and self._override(request, campaign_id, form):
            return HttpResponseRedirect(admin_path(campaign))
        context = {
            "title": f"Override the status of campaign {campaign_id}",
            "form": form,
            "campaign": campaign,
            "choices": overrides.choices(campaign),
            "status_pill": campaign_pill(campaign.campaign_status),
            "original": campaign,
        }
        return TemplateResponse(request, TEMPLATE, self._context(request) | context)

    def restart_view(self, request: HttpRequest, campaign_id: int) -> HttpResponse:
        """Back from ERROR to where the campaign failed."""
        if not self.has_override_status_permission(request):
            raise PermissionDenied
        campaign = get_object_or_404(Campaign, pk=campaign_id)
        if campaign.campaign_status != CampaignStatus.ERROR or not campaign.error_from_status:
            self.message_user(request, "The campaign is not in error any more.", messages.WARNING)
        else:
            data = {"to_status": campaign.error_from_status, "reason": "failed step restarted", "seen": "ERROR"}
            form = OverrideForm(data)
            if form.is_valid():
                self._override(request, campaign_id, form)
            for error in form.non_field_errors():
                self.message_user(request, str(error), messages.ERROR)
        return HttpResponseRedirect(admin_path(campaign))

    @admin.action(description="Override the status of the selected campaigns", permissions=["override_status"])
    def override_selected(self, request: HttpRequest, queryset: QuerySet[Campaign]) -> HttpResponse | None:
        """First asks for status and reason, then moves each campaign that may move, and tells of the others."""
        ids = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        if len(ids) > MOST_AT_ONCE:
            self.message_user(request, f"Select at most {MOST_AT_ONCE} campaigns at a time.", messages.ERROR)
            return None
        form = OverrideForm(request.POST if "apply" in request.POST else None)
        if form.is_valid():
            self._override_many(request, ids, form)
            return None
        context = {
            "title": f"Override the status of {len(ids)} campaign{'s'[: len(ids) != 1]}",
            "form": form,
            "choices": overrides.every_choice(),
            "ids": ids,
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, TEMPLATE, self._context(request) | context)

    def restart_refusal(self, campaign: Campaign) -> str | None:
        """Why a failed campaign's step cannot be restarted; empty where it can, None where nothing failed."""
        if campaign.campaign_status != CampaignStatus.ERROR or not campaign.error_from_status:
            return None
        return refusal(campaign, CampaignStatus(campaign.error_from_status), circumstances(campaign))

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts}

    def _override(self, request: HttpRequest, campaign_id: int, form: OverrideForm) -> bool:
        status = CampaignStatus(form.cleaned_data["to_status"])
        reason, seen = form.cleaned_data["reason"], form.cleaned_data["seen"]
        user = request.user
        if not user.is_authenticated:
            raise PermissionDenied
        try:
            overrides.override_status(campaign_id, status, reason=reason, user=user, now=timezone.now(), seen=seen)
        except overrides.CannotOverride as error:
            form.add_error(None, f"The campaign was not moved: {error}.")
            return False
        self.message_user(request, f"The campaign was moved to “{status.label}”.", messages.SUCCESS)
        return True

    def _override_many(self, request: HttpRequest, ids: list[int], form: OverrideForm) -> None:
        status = CampaignStatus(form.cleaned_data["to_status"])
        reason, user = form.cleaned_data["reason"], request.user
        if not user.is_authenticated:
            raise PermissionDenied
        moved, refused = overrides.override_many(ids, status, reason=reason, user=user, now=timezone.now())
        level = messages.SUCCESS if moved else messages.WARNING
        self.message_user(request, f"{moved} of {len(ids)} campaigns were moved to “{status.label}”.", level)
        for why, left in refused.items():
            named = ", ".join(str(campaign_id) for campaign_id in left[:20]) + (", …" if len(left) > 20 else "")
            self.message_user(request, f"Not moved ({len(left)}: {named}): {why}.", messages.WARNING)
