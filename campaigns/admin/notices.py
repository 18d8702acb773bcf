"""What the machine changed by itself: the flag on a campaign's page, and the list of all such changes."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.admin.base import LargeTableAdmin, ReadOnlyAdmin
from campaigns.admin.columns import CampaignColumn
from campaigns.admin.filters import NoticeFilter
from campaigns.models import CampaignNotice
from campaigns.notices import notices_seen
from campaigns.transitions import campaign_lock


class NoticePanel(LargeTableAdmin):
    """The flag on a campaign's page, with the button that clears it; whoever may change the campaign may press it."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.seen_view))
        return [path("<int:campaign_id>/seen/", view, name="campaigns_campaign_seen"), *super().get_urls()]

    def seen_view(self, request: HttpRequest, campaign_id: int) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        mark_seen(campaign_id, request.user)
        self.message_user(request, "Noted: the campaign is flagged no longer.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:campaigns_campaign_change", args=[campaign_id]))


class CampaignNoticeAdmin(CampaignColumn, ReadOnlyAdmin):
    list_display = ["id", "campaign_column", "cycle", "kind", "words", "occurred_at", "seen_at", "seen_by"]
    list_filter = [NoticeFilter, "kind"]
    list_select_related = ["seen_by"]
    search_fields = ["campaign_id__exact"]
    search_help_text = "Number of the campaign."
    actions = ["mark_selected_seen"]

    def has_see_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("campaigns.change_campaign")

    @admin.action(description="Mark the campaigns of the selected as seen", permissions=["see"])
    def mark_selected_seen(self, request: HttpRequest, queryset: QuerySet[CampaignNotice]) -> None:
        ids = sorted(set(queryset.values_list("campaign_id", flat=True)[: self.list_per_page]))
        seen = sum(mark_seen(campaign_id, request.user) for campaign_id in ids)
        self.message_user(request, f"{seen} notice{'s'[: seen != 1]} marked as seen.", messages.SUCCESS)


def mark_seen(campaign_id: int, user: Any) -> int:
    """On the locked row; how many notices that were."""
    with transaction.atomic():
        campaign = campaign_lock(campaign_id)
        return notices_seen(campaign, user, timezone.now()) if campaign else 0
