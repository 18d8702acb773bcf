from datetime import datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser

from campaigns.emails.approve import CannotApprove, approve_email
from campaigns.models import CampaignStatus
from campaigns.tests.factories import NOW, make_email, make_waiting_campaign

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> AbstractBaseUser:
    return get_user_model().objects.create_user("approver")


def test_approved_email_goes_at_the_next_open_moment(user: AbstractBaseUser) -> None:
    email = make_email()
    saturday = datetime.fromisoformat("2026-11-28T20:00Z")
    approve_email(email.pk, 1, user, saturday)
    email.refresh_from_db()
    assert (email.approved_at, email.approved_by_id) == (saturday, user.pk)
    assert email.campaign.send_due_datetime == datetime.fromisoformat("2026-12-01T19:00Z")


def test_approval_names_the_revision_it_saw(user: AbstractBaseUser) -> None:
    email = make_email(revision=2)
    with pytest.raises(CannotApprove, match="made anew"):
        approve_email(email.pk, 1, user, NOW)


def test_email_that_no_longer_waits_cannot_be_approved(user: AbstractBaseUser) -> None:
    email = make_email(campaign=make_waiting_campaign(campaign_status=CampaignStatus.DORMANT))
    with pytest.raises(CannotApprove, match="does not wait"):
        approve_email(email.pk, 1, user, NOW + timedelta(days=1))
