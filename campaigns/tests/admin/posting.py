"""What a browser posts from the pages of the admin."""

from typing import Any

from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign

INLINES = ("emails", "step_failures", "status_changes")


def change_path(campaign: Campaign) -> str:
    return reverse("admin:campaigns_campaign_change", args=[campaign.pk])


def campaign_form(campaign: Campaign, **changes: Any) -> dict[str, Any]:
    """The campaign's form as the page shows it, with some fields changed; None unticks a box."""
    fields: dict[str, Any] = {
        "agent": campaign.agent_id,
        "first_name": campaign.first_name,
        "last_name": campaign.last_name,
        "email": campaign.email,
        "formatted_address": campaign.formatted_address,
        "zip_code": campaign.zip_code,
        "fixed_send_day": campaign.fixed_send_day,
        "every_n_months": campaign.every_n_months,
        "paused_until_0": "",
        "paused_until_1": "",
    }
    boxes = ("enabled", "requires_approval", "no_address_newsletter")
    ticked = {name: "on" for name in boxes if getattr(campaign, name)}
    counts = {f"{prefix}-{kind}_FORMS": 0 for prefix in INLINES for kind in ("TOTAL", "INITIAL")}
    return {name: value for name, value in (fields | ticked | counts | changes).items() if value is not None}


def save_campaign(client: Client, campaign: Campaign, **changes: Any) -> None:
    """Save the campaign's page, and read the row again."""
    response = client.post(change_path(campaign), campaign_form(campaign, **changes))
    assert response.status_code == 302, response.context["errors"]
    campaign.refresh_from_db()
