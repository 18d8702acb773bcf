from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from campaigns import steps
from campaigns.models import (
    ActiveListings,
    Campaign,
    CampaignStatus,
    DeliveryStatus,
    PropertyData,
    Step,
    StepFailure,
    SubStatus,
)
from campaigns.states import DATA_SUB_STATUSES
from campaigns.tests.factories import NOW, make_campaign, make_email

pytestmark = pytest.mark.django_db
WAITING: dict[str, Any] = {
    "campaign_status": CampaignStatus.WAITING_FOR_DATA,
    **dict.fromkeys(DATA_SUB_STATUSES, SubStatus.WAITING_FOR_DATA),
}


def finish_intro(campaign: Campaign, cycle: int = 3, text: str = "Hello") -> bool:
    return steps.step_finish(campaign.pk, cycle, Step.INTRO, store=lambda _campaign: {"intro": text})


def test_result_and_sub_status_are_written_together() -> None:
    campaign = make_campaign(**WAITING)
    assert finish_intro(campaign)
    campaign.refresh_from_db()
    assert (campaign.intro, campaign.intro_status, campaign.property_status) == ("Hello", "READY", "WAITING_FOR_DATA")


def test_second_result_is_dropped() -> None:
    campaign = make_campaign(**WAITING)
    finish_intro(campaign, text="first")
    assert not finish_intro(campaign, text="second")
    campaign.refresh_from_db()
    assert campaign.intro == "first"


@pytest.mark.parametrize(
    "unwanted",
    [
        {"cycle": 4},
        {"campaign_status": CampaignStatus.DORMANT},
        {"campaign_status": CampaignStatus.ERROR, "error_from_status": CampaignStatus.READY_TO_SEND_EMAIL},
        {"intro_status": SubStatus.ERROR},
    ],
    ids=["other cycle", "moved on", "in error elsewhere", "failed"],
)
def test_late_result_is_dropped(unwanted: dict[str, Any]) -> None:
    campaign = make_campaign(**WAITING | unwanted)
    assert not finish_intro(campaign)
    campaign.refresh_from_db()
    assert campaign.intro == ""


def test_result_is_kept_while_another_step_is_in_error() -> None:
    in_error = {
        "campaign_status": CampaignStatus.ERROR,
        "error_from_status": CampaignStatus.WAITING_FOR_DATA,
        "property_status": SubStatus.ERROR,
    }
    assert finish_intro(make_campaign(**WAITING | in_error))


def test_failure_puts_the_step_and_the_campaign_into_error_with_words() -> None:
    campaign = make_campaign(**WAITING)
    assert steps.step_fail(campaign.pk, 3, Step.PROPERTY, "the key is refused", NOW)
    campaign.refresh_from_db()
    assert (campaign.campaign_status, campaign.property_status) == ("ERROR", "ERROR")
    assert campaign.status_changes.get().reason == "Property data: the key is refused"
    assert StepFailure.objects.get().is_final


def test_second_failing_step_adds_no_second_move() -> None:
    campaign = make_campaign(**WAITING)
    steps.step_fail(campaign.pk, 3, Step.PROPERTY, "one", NOW)
    steps.step_fail(campaign.pk, 3, Step.SALES, "two", NOW)
    campaign.refresh_from_db()
    assert campaign.recent_sale_status == "ERROR"
    assert campaign.status_changes.count() == 1


def test_failure_after_the_work_was_done_is_dropped() -> None:
    campaign = make_campaign(**WAITING)
    finish_intro(campaign)
    assert not steps.step_fail(campaign.pk, 3, Step.INTRO, "late", NOW)
    campaign.refresh_from_db()
    assert campaign.campaign_status == "WAITING_FOR_DATA"


def test_sending_that_was_claimed_does_not_fail() -> None:
    campaign = make_campaign(campaign_status=CampaignStatus.READY_TO_SEND_EMAIL)
    make_email(campaign=campaign, delivery_status=DeliveryStatus.SENDING)
    assert not steps.step_fail(campaign.pk, 3, Step.EMAIL_SENDING, "lost", NOW)


@pytest.mark.parametrize(
    ("ahead", "is_ours"),
    [(timedelta(), True), (timedelta(seconds=1), False), (timedelta(hours=1), False), (timedelta(days=10), True)],
    ids=["over", "held", "held by a slower one", "of a clock that went wrong"],
)
def test_lease_is_left_to_its_holder_while_it_can_be_one(ahead: timedelta, is_ours: bool) -> None:
    campaign, until = make_campaign(**WAITING), NOW + timedelta(minutes=2)
    assert steps.step_lease(campaign.pk, 3, Step.INTRO, uuid4(), NOW - timedelta(days=1), NOW + ahead)
    assert steps.step_lease(campaign.pk, 3, Step.INTRO, uuid4(), NOW, until) is is_ours


def test_failures_and_waits_are_counted_apart() -> None:
    campaign = make_campaign(**WAITING)
    for counts in (True, False, False):
        steps.step_record_failure(campaign.pk, 3, Step.INTRO, "throttled", NOW, counts=counts)
    failure = StepFailure.objects.get()
    assert (failure.attempts, failure.waits) == (1, 2)


@pytest.mark.parametrize(("before", "after"), [(1, 16), (20, 20)], ids=["sooner", "later"])
def test_postponed_step_is_no_stall_before_its_moment_and_the_time_it_may_take(before: int, after: int) -> None:
    campaign = make_campaign(**WAITING, stalled_at=NOW + timedelta(hours=before))
    steps.step_postpone(campaign.pk, 3, Step.INTRO, NOW + timedelta(hours=10))
    campaign.refresh_from_db()
    assert campaign.stalled_at == NOW + timedelta(hours=after)


def test_postponed_step_of_an_old_cycle_changes_nothing() -> None:
    campaign = make_campaign(**WAITING, stalled_at=NOW)
    steps.step_postpone(campaign.pk, 2, Step.INTRO, NOW + timedelta(hours=10))
    campaign.refresh_from_db()
    assert campaign.stalled_at == NOW


def test_what_a_cycle_pinned_stays() -> None:
    campaign = make_campaign(**WAITING)
    assert steps.step_pin(campaign.pk, 3)
    assert not steps.step_pin(campaign.pk, 2)


def finish_pinning(
    campaign: Campaign, due: steps.DueStep | None, snapshot: ActiveListings
) -> tuple[bool, int | None, str]:
    """Whether it was written; and the campaign's pin and sub-status after it."""
    assert due is not None
    is_done = steps.step_finish_pinning(due, {"active_listings": snapshot.pk})
    campaign.refresh_from_db()
    return is_done, campaign.active_listings_id, campaign.active_listing_status


def test_area_step_is_pinned_and_ready_by_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    campaign, snapshot = make_campaign(**WAITING), ActiveListings.objects.create(zip_code="98107")
    with django_assert_num_queries(2):
        due = steps.step_due(campaign.pk, 3, Step.LISTINGS)
        assert due is not None
        assert steps.step_finish_pinning(due, {"active_listings": snapshot.pk})
    campaign.refresh_from_db()
    assert (campaign.active_listings_id, campaign.active_listing_status) == (snapshot.pk, "READY")


def test_home_of_a_cycle_is_read_by_one_statement_and_as_the_model_has_it(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    campaign = make_campaign(**WAITING)
    home = PropertyData.objects.create(
        campaign=campaign, cycle=3, current_value=1_236_000, as_of=date(2026, 2, 3), bathrooms=Decimal("2.25")
    )
    assert steps.step_pin(campaign.pk, 3, property_data=home.pk)
    due = steps.step_due(campaign.pk, 3, Step.LISTINGS)
    assert due is not None
    with django_assert_num_queries(1):
        found = steps.step_home(due)
    assert found == home.as_facts()
    home.delete()
    assert steps.step_home(due) is None


@pytest.mark.parametrize(
    "meanwhile",
    [
        {"cycle": 4},
        {"campaign_status": CampaignStatus.DORMANT},
        {"campaign_status": CampaignStatus.ERROR, "error_from_status": CampaignStatus.WAITING_FOR_DATA},
        {"active_listing_status": SubStatus.ERROR},
    ],
    ids=["other cycle", "moved on", "in error beside", "failed"],
)
def test_area_step_writes_nothing_where_the_campaign_changed_since_it_was_read(meanwhile: dict[str, Any]) -> None:
    campaign, snapshot = make_campaign(**WAITING), ActiveListings.objects.create(zip_code="98107")
    due = steps.step_due(campaign.pk, 3, Step.LISTINGS)
    Campaign.objects.filter(pk=campaign.pk).update(**meanwhile)
    assert finish_pinning(campaign, due, snapshot)[:2] == (False, None)


def test_area_step_never_changes_what_the_cycle_has_pinned() -> None:
    campaign, snapshot = make_campaign(**WAITING), ActiveListings.objects.create(zip_code="98107")
    other = ActiveListings.objects.create(zip_code="98107")
    due = steps.step_due(campaign.pk, 3, Step.LISTINGS)
    steps.step_pin(campaign.pk, 3, active_listings=other.pk)
    assert finish_pinning(campaign, due, snapshot) == (False, other.pk, "WAITING_FOR_DATA")
    assert finish_pinning(campaign, due, other) == (True, other.pk, "READY")


@pytest.mark.parametrize("status", CampaignStatus)
@pytest.mark.parametrize("sub_status", SubStatus)
@pytest.mark.parametrize("error_from", ["", CampaignStatus.WAITING_FOR_DATA, CampaignStatus.READY_TO_SEND_EMAIL])
def test_area_step_is_due_when_any_step_is(status: CampaignStatus, sub_status: SubStatus, error_from: str) -> None:
    in_state = {"campaign_status": status, "error_from_status": error_from, "active_listing_status": sub_status}
    campaign = make_campaign(**WAITING | in_state)
    looked = steps.step_due(campaign.pk, 3, Step.LISTINGS) is not None
    assert looked == steps.step_is_due(campaign, 3, Step.LISTINGS)
