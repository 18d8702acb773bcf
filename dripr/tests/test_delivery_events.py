"""Delivery events across processes: sent, injected through the topic, consumed, and what became of everybody."""

from datetime import UTC, datetime, time
from typing import Any

from django.utils import timezone

from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, Email, SubStatus, SuppressedAddress
from campaigns.states import SUB_STATUSES
from campaigns.tests.factories import make_agent, make_campaign, make_email, make_status_change
from dripr.tests.chaos.cloud import Cloud, wait_until

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def make_email_to_send() -> Email:
    """The draft of a campaign whose sending event is owed."""
    agent = make_agent(sending_weekdays="1234567", window_start=time(0), window_end=time(0), observes_holidays=False)
    ready: dict[str, Any] = dict.fromkeys(SUB_STATUSES, SubStatus.READY)
    campaign = make_campaign(agent=agent, campaign_status=CampaignStatus.READY_TO_SEND_EMAIL, **ready)
    make_status_change(campaign=campaign, to_status=CampaignStatus.READY_TO_SEND_EMAIL, next_attempt_at=LONG_AGO)
    return make_email(campaign=campaign, created=timezone.now())


def standing(email: Email) -> tuple[str, str]:
    email = Email.objects.select_related("campaign").get(pk=email.pk)
    return email.delivery_status, email.campaign.campaign_status


def becomes(email: Email, *expected: str) -> None:
    wait_until(lambda: standing(email) == expected, f"the e-mail and its campaign are {expected}")


def test_sent_email_is_delivered_and_then_bounces(cloud: Cloud) -> None:
    email = make_email_to_send()
    cloud.start("consume_queue", "email_sending", "delivery_events")
    cloud.publish()
    becomes(email, "SENT", "DORMANT")
    cloud.commands.succeed("inject_delivery_event", str(email.pk), "delivery", "--times", "2")
    becomes(email, "DELIVERED", "DORMANT")
    cloud.commands.succeed("inject_delivery_event", str(email.pk), "bounce")
    becomes(email, "BOUNCED", "UNSUBSCRIBED")
    assert SuppressedAddress.objects.get().email == email.to_email
    assert list(email.news.order_by("pk").values_list("event_type", flat=True)) == ["Delivery", "Bounce"]


def test_sending_whose_answer_was_lost_is_settled_by_its_event(cloud: Cloud) -> None:
    email = make_email_to_send()
    unknown = {"delivery_status": DeliveryStatus.SENDING, "handover": 1, "claimed_at": timezone.now()}
    Email.objects.update(**unknown)
    cloud.commands.succeed("inject_delivery_event", str(email.pk), "send")
    cloud.drain("delivery_events")
    assert standing(email) == ("SENT", "DORMANT")
    assert Campaign.objects.get().status_changes.latest("pk").actor == "delivery events"
