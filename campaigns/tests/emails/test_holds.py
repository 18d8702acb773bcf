"""E-mails that wait for a person although their campaign requires no approval."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail

from campaigns.emails.approve import CannotApprove, approve_email
from campaigns.emails.create import Creation, create_email
from campaigns.emails.send import Sending, send_email
from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, Email, PropertyData
from campaigns.poller import poll_once
from campaigns.states import Actor
from campaigns.tests.emails.test_create import HOME, make_ready_campaign
from campaigns.tests.factories import NOW, make_campaign, make_email
from campaigns.transitions import campaign_change_status, campaign_lock

pytestmark = pytest.mark.django_db


def make_campaign_with_values(*values: int, sent_cycles: tuple[int, ...] = (), **overrides: Any) -> Campaign:
    """A campaign in its third cycle; `values` are those of its home in this cycle and in those before it."""
    campaign = make_ready_campaign(**overrides)
    PropertyData.objects.filter(campaign=campaign).delete()
    for cycle, value in zip((3, 2, 1), values, strict=False):
        row = {"formatted_address": HOME, "as_of": date(2026, 8 + cycle, 3), "source": "estimate"}
        made = PropertyData.objects.create(campaign=campaign, cycle=cycle, current_value=value, **row)
        if cycle == campaign.cycle:
            Campaign.objects.filter(pk=campaign.pk).update(property_data=made)
    for cycle in sent_cycles:
        period = date(2026, 8 + cycle, 1)
        make_email(campaign=campaign, cycle=cycle, period=period, delivery_status=DeliveryStatus.SENT)
    return campaign


def created(campaign: Campaign) -> tuple[Creation, str]:
    """What creating the e-mail came to, and why it is held."""
    creation = create_email(campaign.pk, 3, NOW)
    return creation, Email.objects.get(cycle=3).hold_reasons


def test_value_that_jumped_holds_the_email_and_both_figures_are_told() -> None:
    campaign = make_campaign_with_values(1_236_000, 940_000, sent_cycles=(2,))
    figures = "$940,000 (October 3, 2026) then, $1,236,000 (November 3, 2026) now."
    held = (Creation.WAITS_FOR_APPROVAL, f"The home's value is up 31.5% since cycle 2: {figures}")
    assert created(campaign) == held
    campaign.refresh_from_db()
    assert (campaign.campaign_status, campaign.send_due_datetime) == ("WAITING_FOR_MANUAL_APPROVAL", None)


@pytest.mark.parametrize(
    ("now", "before", "percent", "is_held"),
    [
        (1_200_000, 1_000_000, 20, False),
        (1_200_001, 1_000_000, 20, True),
        (800_000, 1_000_000, 20, False),
        (799_999, 1_000_000, 20, True),
        (1_060_000, 1_000_000, 5, True),
        (9_000_000, 1_000_000, 0, False),
    ],
)
def test_share_from_which_a_value_is_held_is_a_setting(
    settings: Any, now: int, before: int, percent: int, is_held: bool
) -> None:
    settings.PROPERTY_VALUE_JUMP_PERCENT = percent
    creation, reasons = created(make_campaign_with_values(now, before))
    assert (creation is Creation.WAITS_FOR_APPROVAL, bool(reasons)) == (is_held, is_held)


def test_value_that_no_reader_saw_is_no_measure() -> None:
    """It jumped in cycle 2 and was rejected then: in cycle 3 it has still jumped."""
    _, reasons = created(make_campaign_with_values(1_500_000, 1_490_000, 1_000_000, sent_cycles=(1,)))
    assert "$1,000,000 (September 3, 2026) then, $1,500,000" in reasons


def test_value_of_another_home_is_no_measure() -> None:
    campaign = make_campaign_with_values(1_500_000, 1_000_000)
    PropertyData.objects.filter(cycle=2).update(formatted_address="6209 6th Ave NW, Seattle, WA 98107")
    assert created(campaign) == (Creation.CREATED, "")


def test_held_email_stays_held_when_its_event_comes_again() -> None:
    campaign = make_campaign_with_values(1_500_000, 1_000_000)
    create_email(campaign.pk, 3, NOW)
    Campaign.objects.filter(pk=campaign.pk).update(campaign_status=CampaignStatus.READY_TO_CREATE_EMAIL)
    assert create_email(campaign.pk, 3, NOW) is Creation.WAITS_FOR_APPROVAL


def test_email_made_anew_is_judged_anew() -> None:
    campaign = make_campaign_with_values(1_010_000, 1_000_000)
    make_email(campaign=campaign, cycle=2, delivery_status=DeliveryStatus.EXPIRED, hold_reasons="The value jumped.")
    assert created(campaign) == (Creation.CREATED, "")


# --- Until a person says yes ----------


def make_held(**overrides: Any) -> Email:
    campaign = make_campaign(**{"campaign_status": CampaignStatus.WAITING_FOR_MANUAL_APPROVAL} | overrides)
    return make_email(campaign=campaign, hold_reasons="The value jumped.")


def sending(email: Email) -> Sending:
    return send_email(email.campaign_id, email.cycle, NOW)


def test_held_email_is_not_sent_unapproved_whatever_brought_it_to_sending() -> None:
    email = make_held(campaign_status=CampaignStatus.READY_TO_SEND_EMAIL)
    assert sending(email) is Sending.NOT_APPROVED
    email.refresh_from_db()
    assert (email.campaign.campaign_status, email.delivery_status) == ("WAITING_FOR_MANUAL_APPROVAL", "READY_TO_SEND")
    assert mail.outbox == []


def test_required_approval_is_asked_for_at_sending_too() -> None:
    """It was required while the campaign stood in ERROR, whence its sending was restarted."""
    email = make_held(campaign_status=CampaignStatus.READY_TO_SEND_EMAIL, requires_approval=True)
    Email.objects.update(hold_reasons="")
    assert (sending(email), mail.outbox) == (Sending.NOT_APPROVED, [])


def test_poller_leaves_a_held_email_waiting() -> None:
    email = make_held()
    poll_once(NOW, 100, lambda _step: False)
    email.campaign.refresh_from_db()
    assert email.campaign.campaign_status == CampaignStatus.WAITING_FOR_MANUAL_APPROVAL


def test_held_email_goes_once_a_person_approved_the_revision() -> None:
    email = make_held()
    user = get_user_model().objects.create_user("approver")
    with pytest.raises(CannotApprove, match="made anew"):
        approve_email(email.pk, 2, user, NOW)
    approve_email(email.pk, 1, user, NOW)
    poll_once(NOW, 100, lambda _step: False)
    assert sending(email) is Sending.SENT


@pytest.mark.parametrize("status", ["WAITING_FOR_MANUAL_APPROVAL", "DORMANT"])
def test_persons_override_to_sending_is_the_approval(status: str) -> None:
    """From rest it is “send again”, for a hand-over that nobody knows the fate of."""
    email = make_held(campaign_status=status)
    Email.objects.update(delivery_status="SENDING" if status == "DORMANT" else "READY_TO_SEND")
    user = get_user_model().objects.create_user("approver")
    campaign = campaign_lock(email.campaign_id)
    assert campaign is not None
    target = CampaignStatus.READY_TO_SEND_EMAIL
    campaign_change_status(campaign, target, actor=Actor.ADMIN, now=NOW, reason="go", user=user)
    assert Email.objects.get().approved_by == user
    assert sending(email) is Sending.SENT
