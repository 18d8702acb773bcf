import pytest
from django.db import IntegrityError, models, transaction
from django.db.utils import OperationalError

from campaigns.models import Campaign, CampaignStatus, Email, StatusChange
from campaigns.states import SUB_STATUSES
from campaigns.tests.factories import make_campaign, make_email, make_status_change

pytestmark = pytest.mark.django_db
NEAR_MISSES = ["dormant", "DORMANT ", " DORMANT", "FETCHING", "", "Dormant"]


def assert_refused(row: models.Model, column: str, value: str) -> None:
    # MariaDB says OperationalError (4025) for a failed check, SQLite IntegrityError.
    with pytest.raises((IntegrityError, OperationalError), match=r"(?i)constraint"), transaction.atomic():
        type(row)._default_manager.filter(pk=row.pk).update(**{column: value})


@pytest.mark.parametrize("value", NEAR_MISSES)
@pytest.mark.parametrize("column", ["campaign_status", *SUB_STATUSES])
def test_campaign_refuses_unknown_status(column: str, value: str) -> None:
    assert_refused(make_campaign(), column, value)


@pytest.mark.parametrize("value", ["sent", "SENT ", "DORMANT"])
def test_email_refuses_unknown_delivery_status(value: str) -> None:
    assert_refused(make_email(), "delivery_status", value)


@pytest.mark.parametrize("column", ["from_status", "to_status"])
def test_history_refuses_unknown_status(column: str) -> None:
    assert_refused(make_status_change(), column, "dormant")


@pytest.mark.parametrize("status", CampaignStatus.values)
def test_campaign_takes_every_known_status(status: str) -> None:
    campaign = make_campaign(campaign_status=status)
    assert Campaign.objects.get(pk=campaign.pk).campaign_status == status


def test_email_is_one_for_a_campaign_and_period() -> None:
    email = make_email()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_email(campaign=email.campaign)
    assert Email.objects.count() == 1


def test_event_id_is_given_once() -> None:
    change = make_status_change()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_status_change(campaign=change.campaign, event_id=change.event_id)
    assert StatusChange.objects.count() == 1
