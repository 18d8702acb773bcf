from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Campaign, CampaignStatus, DeliveryStatus
from campaigns.notices import notice_address_unknown
from campaigns.tests.factories import NOW, make_campaign, make_email, make_waiting_campaign


def late() -> dict[str, object]:
    return {"next_send_datetime": timezone.now() - timedelta(hours=2)}


def make_flagged() -> Campaign:
    campaign = make_campaign()
    for _ in range(2):
        notice_address_unknown(campaign, "the source does not know this address", NOW)
    return campaign


ANSWERS: dict[str, Callable[[], Campaign]] = {
    "failed": lambda: make_campaign(campaign_status=CampaignStatus.ERROR, cycle_due_datetime=None),
    "approval": lambda: make_waiting_campaign(cycle_due_datetime=None),
    "overdue": lambda: make_campaign(**late()),
    "stalled": lambda: make_campaign(
        campaign_status=CampaignStatus.WAITING_FOR_DATA, stalled_at=timezone.now(), cycle_due_datetime=None
    ),
    "changed": make_flagged,
}


@pytest.mark.django_db
@pytest.mark.parametrize("question", ANSWERS)
def test_attention_filter_finds_what_answers_it(admin_client: Client, question: str) -> None:
    made = {key: make() for key, make in ANSWERS.items()}
    page = admin_client.get(reverse("admin:campaigns_campaign_changelist"), {"attention": question})
    assert list(page.context["cl"].queryset) == [made[question]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "harmless",
    [{"enabled": False}, {"paused_until": timezone.now() + timedelta(days=9)}],
    ids=["disabled", "paused"],
)
def test_overdue_leaves_out_what_is_meant_to_rest(admin_client: Client, harmless: dict[str, object]) -> None:
    make_campaign(**late() | harmless)
    page = admin_client.get(reverse("admin:campaigns_campaign_changelist"), {"attention": "overdue"})
    assert list(page.context["cl"].queryset) == []


@pytest.mark.django_db
def test_agent_filter_finds_that_agents_campaigns(admin_client: Client) -> None:
    campaign, _ = make_campaign(), make_campaign()
    page = admin_client.get(reverse("admin:campaigns_campaign_changelist"), {"agent": campaign.agent_id})
    assert list(page.context["cl"].queryset) == [campaign]


@pytest.mark.django_db
def test_unconfirmed_filter_finds_handovers_without_news(admin_client: Client) -> None:
    sending = {"delivery_status": DeliveryStatus.SENDING}
    silent = make_email(claimed_at=timezone.now() - timedelta(minutes=31), **sending)
    make_email(claimed_at=timezone.now(), **sending)
    page = admin_client.get(reverse("admin:campaigns_email_changelist"), {"attention": "unconfirmed"})
    assert list(page.context["cl"].queryset) == [silent]
