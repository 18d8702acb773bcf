from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser

from campaigns import api
from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, SubStatus
from campaigns.states import SUB_STATUSES
from campaigns.tests.factories import NOW, make_campaign, make_email, make_waiting_campaign

pytestmark = pytest.mark.django_db
READY = dict.fromkeys(SUB_STATUSES, SubStatus.READY)


@pytest.fixture
def user() -> AbstractBaseUser:
    return get_user_model().objects.create_user("staff")


def fresh(campaign: Campaign) -> Campaign:
    return Campaign.objects.get(pk=campaign.pk)


def test_start_now_takes_the_next_period_and_keeps_its_planned_moment(user: AbstractBaseUser) -> None:
    campaign = make_campaign()
    api.start_now(campaign.pk, user=user, now=NOW)
    started = fresh(campaign)
    assert (started.campaign_status, started.period) == ("WAITING_FOR_DATA", date(2026, 12, 1))
    assert started.cycle_due_datetime == campaign.next_send_datetime
    assert started.next_period == date(2027, 1, 1)
    assert started.status_changes.get().changed_by_id == user.pk


def test_start_now_and_send_now_is_due_at_once() -> None:
    campaign = make_campaign()
    api.start_now(campaign.pk, and_send_now=True, now=NOW)
    assert fresh(campaign).cycle_due_datetime == NOW


def test_start_now_is_for_resting_campaigns() -> None:
    campaign = make_campaign(campaign_status=CampaignStatus.WAITING_FOR_DATA)
    with pytest.raises(api.IllegalMove, match="restart_cycle"):
        api.start_now(campaign.pk, now=NOW)


def test_pause_leaves_plan_dates_out_and_resuming_brings_none_back() -> None:
    campaign = make_campaign()
    api.pause_until(campaign.pk, datetime(2027, 2, 20, tzinfo=UTC), now=NOW)
    assert fresh(campaign).next_period == date(2027, 3, 1)
    api.resume(campaign.pk, now=datetime(2027, 1, 20, tzinfo=UTC))
    assert fresh(campaign).next_period == date(2027, 2, 1)


def test_pause_ends_a_running_cycle_and_expires_its_draft() -> None:
    campaign = make_campaign(campaign_status=CampaignStatus.READY_TO_CREATE_EMAIL, **READY)
    email = make_email(campaign=campaign)
    api.pause_until(campaign.pk, NOW + timedelta(days=40), now=NOW)
    email.refresh_from_db()
    assert (fresh(campaign).campaign_status, email.delivery_status) == ("DORMANT", DeliveryStatus.EXPIRED)


def test_skip_at_rest_leaves_the_next_period_out_for_good() -> None:
    campaign = make_campaign()
    api.skip(campaign.pk, now=NOW)
    assert fresh(campaign).next_period == date(2027, 1, 1)
    api.pause_until(campaign.pk, NOW + timedelta(hours=1), now=NOW)
    assert fresh(campaign).next_period == date(2027, 1, 1)


def test_skip_at_work_leaves_the_running_period_out() -> None:
    campaign = make_campaign(campaign_status=CampaignStatus.WAITING_FOR_DATA)
    api.skip(campaign.pk, now=NOW)
    assert (fresh(campaign).campaign_status, fresh(campaign).next_period) == ("DORMANT", date(2026, 12, 1))


def test_stop_disables_without_unsubscribing() -> None:
    campaign = make_campaign(campaign_status=CampaignStatus.WAITING_FOR_DATA)
    api.stop(campaign.pk, now=NOW)
    assert (fresh(campaign).campaign_status, fresh(campaign).enabled) == ("DORMANT", False)


def test_restart_step_does_only_the_failed_step_again() -> None:
    in_error = {"campaign_status": CampaignStatus.ERROR, "error_from_status": CampaignStatus.WAITING_FOR_DATA}
    campaign = make_campaign(**READY | {"intro_status": SubStatus.ERROR} | in_error)
    api.restart_step(campaign.pk, now=NOW)
    assert (fresh(campaign).intro_status, fresh(campaign).property_status) == ("WAITING_FOR_DATA", "READY")


def test_restart_cycle_keeps_the_period() -> None:
    campaign = make_campaign(campaign_status=CampaignStatus.READY_TO_CREATE_EMAIL, **READY)
    api.restart_cycle(campaign.pk, now=NOW)
    assert (fresh(campaign).cycle, fresh(campaign).period) == (4, date(2026, 11, 1))


def test_approve_names_the_revision_that_was_seen(user: AbstractBaseUser) -> None:
    campaign = make_waiting_campaign()
    make_email(campaign=campaign, revision=2)
    with pytest.raises(api.CannotApprove, match="made anew"):
        api.approve(campaign.pk, 1, user=user, now=NOW)
    api.approve(campaign.pk, 2, user=user, now=NOW)
    assert fresh(campaign).send_due_datetime == NOW


def test_unknown_campaign_is_named() -> None:
    with pytest.raises(api.CampaignNotFound, match=r"There is no campaign 42\."):
        api.skip(42)


def test_required_approval_holds_the_scheduled_email_and_says_so(user: AbstractBaseUser) -> None:
    campaign = make_campaign(campaign_status=CampaignStatus.READY_TO_SEND_EMAIL)
    make_email(campaign=campaign)
    news = api.require_approval(campaign.pk, user=user, now=NOW)
    assert news == "This month's e-mail was scheduled already; it waits for approval now."
    held = fresh(campaign)
    assert (held.campaign_status, held.requires_approval) == ("WAITING_FOR_MANUAL_APPROVAL", True)
    assert held.status_changes.get().changed_by_id == user.pk


def test_required_approval_lets_an_email_go_that_is_being_handed_over() -> None:
    campaign = make_campaign(campaign_status=CampaignStatus.READY_TO_SEND_EMAIL)
    make_email(campaign=campaign, delivery_status=DeliveryStatus.SENDING)
    assert "is just being handed over and goes" in api.require_approval(campaign.pk, now=NOW)
    assert fresh(campaign).campaign_status == "READY_TO_SEND_EMAIL"


def test_approval_that_is_required_no_longer_moves_nothing() -> None:
    email = make_email()
    assert api.require_approval(email.campaign_id, required=False, now=NOW) == ""
    assert fresh(email.campaign).campaign_status == "WAITING_FOR_MANUAL_APPROVAL"
