from collections import Counter
from datetime import datetime, timedelta

import pytest

from campaigns import poller
from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, Step, SubStatus
from campaigns.stalls import MOST_RESTARTS, Waiting
from campaigns.states import DATA_SUB_STATUSES, SUB_STATUSES
from campaigns.tests.factories import NOW, make_campaign, make_email, make_status_change, make_suppressed

pytestmark = pytest.mark.django_db
Status = CampaignStatus
READY = dict.fromkeys(SUB_STATUSES, SubStatus.READY)


def nothing_waits(_step: Step) -> bool:
    return False


def everything_waits(_step: Step) -> bool:
    return True


def poll(now: datetime = NOW, batch_size: int = 100, waiting: Waiting = nothing_waits) -> Counter[str]:
    return poller.poll_once(now, batch_size, waiting)


def status_of(campaign: Campaign) -> str:
    campaign.refresh_from_db()
    return campaign.campaign_status


@pytest.mark.parametrize("status", [Status.DORMANT, Status.ERROR, Status.WAITING_FOR_MANUAL_APPROVAL])
def test_due_campaign_starts(status: Status) -> None:
    campaign = make_campaign(campaign_status=status, next_send_datetime=NOW)
    poll()
    assert status_of(campaign) == "WAITING_FOR_DATA"


@pytest.mark.parametrize(
    "hindrance",
    [
        {"enabled": False},
        {"paused_until": NOW + timedelta(minutes=1)},
        {"next_send_datetime": NOW + timedelta(seconds=1)},
        {"campaign_status": Status.UNSUBSCRIBED},
        {"campaign_status": Status.WAITING_FOR_MANUAL_APPROVAL, "send_due_datetime": NOW + timedelta(hours=1)},
    ],
    ids=["disabled", "paused", "not due", "unsubscribed", "approved"],
)
def test_campaign_that_may_not_start_stays(hindrance: dict[str, object]) -> None:
    campaign = make_campaign(**{"next_send_datetime": NOW} | hindrance)
    before = campaign.campaign_status
    poll()
    assert status_of(campaign) == before or hindrance == {"enabled": False}
    assert campaign.cycle == 3


def test_suppressed_address_is_unsubscribed_before_anything_is_paid() -> None:
    campaign = make_campaign(next_send_datetime=NOW)
    make_suppressed(email=campaign.email.upper())
    assert poll() == {"unsubscribed": 1}
    assert status_of(campaign) == "UNSUBSCRIBED"


def test_address_suppressed_for_another_agent_is_written_to() -> None:
    campaign = make_campaign(next_send_datetime=NOW)
    make_suppressed(email=campaign.email, agent=make_campaign().agent)
    assert poll() == {"started": 1}


def test_preparation_starts_its_lead_ahead(settings: object) -> None:
    settings.PREPARATION_LEAD = timedelta(hours=24)  # type: ignore[attr-defined]
    make_campaign(next_send_datetime=NOW + timedelta(hours=24))
    assert poll() == {"started": 1}


@pytest.mark.parametrize("missing", DATA_SUB_STATUSES)
def test_data_ready_waits_for_all_five(missing: str) -> None:
    campaign = make_campaign(campaign_status=Status.WAITING_FOR_DATA, **READY | {missing: SubStatus.WAITING_FOR_DATA})
    poll()
    assert status_of(campaign) == "WAITING_FOR_DATA"


def test_data_ready_sets_the_home_report_going() -> None:
    campaign = make_campaign(campaign_status=Status.WAITING_FOR_DATA, **READY)
    poll(batch_size=1)
    campaign.refresh_from_db()
    assert campaign.campaign_status == "WAITING_FOR_HOME_ANALYSIS"
    assert campaign.home_report_analysis_status == "WAITING_FOR_DATA"


def test_report_ready_leads_to_email_creation() -> None:
    campaign = make_campaign(campaign_status=Status.WAITING_FOR_HOME_ANALYSIS, **READY)
    poll()
    assert status_of(campaign) == "READY_TO_CREATE_EMAIL"


@pytest.mark.parametrize("status", [Status.READY_TO_CREATE_EMAIL, Status.WAITING_FOR_MANUAL_APPROVAL])
def test_scheduled_email_goes_when_its_hour_comes(status: Status) -> None:
    campaign = make_campaign(campaign_status=status, send_due_datetime=NOW)
    poll(NOW - timedelta(seconds=1))
    assert status_of(campaign) == status
    poll(NOW)
    assert status_of(campaign) == "READY_TO_SEND_EMAIL"


def test_deferred_sending_is_published_again_uncounted() -> None:
    campaign = make_campaign(campaign_status=Status.READY_TO_SEND_EMAIL, send_due_datetime=NOW)
    change = make_status_change(campaign=campaign, published_at=NOW)
    assert poll() == {"deferred again": 1}
    change.refresh_from_db()
    campaign.refresh_from_db()
    assert (change.published_at, campaign.send_due_datetime, campaign.republish_count) == (None, None, 0)


STOPPED_BY_THE_POLLER = [
    Status.WAITING_FOR_DATA,
    Status.WAITING_FOR_HOME_ANALYSIS,
    Status.READY_TO_CREATE_EMAIL,
    Status.WAITING_FOR_MANUAL_APPROVAL,
]
"""In READY_TO_SEND_EMAIL the sending stops, since the e-mail may just be on its way."""


@pytest.mark.parametrize("status", STOPPED_BY_THE_POLLER)
@pytest.mark.parametrize(
    "why", [{"enabled": False}, {"paused_until": NOW + timedelta(days=40)}], ids=["disabled", "paused"]
)
def test_disabled_or_paused_campaign_at_work_goes_to_rest(status: Status, why: dict[str, object]) -> None:
    campaign = make_campaign(campaign_status=status, **why)
    assert poll() == {"stopped": 1}
    assert (status_of(campaign), poll()) == ("DORMANT", {})


def test_stop_of_a_paused_campaign_moves_its_date_behind_the_pause() -> None:
    until = NOW + timedelta(days=40)
    campaign = make_campaign(campaign_status=Status.WAITING_FOR_DATA, paused_until=until)
    poll()
    campaign.refresh_from_db()
    assert campaign.next_send_datetime is not None
    assert campaign.next_send_datetime > until


def test_campaign_at_work_whose_pause_is_over_goes_on() -> None:
    campaign = make_campaign(campaign_status=Status.WAITING_FOR_DATA, paused_until=NOW)
    assert poll() == {}
    assert status_of(campaign) == "WAITING_FOR_DATA"


def test_batch_size_bounds_one_pass() -> None:
    for _ in range(5):
        make_campaign(next_send_datetime=NOW)
    assert [poll(batch_size=2)["started"] for _ in range(3)] == [2, 2, 1]


def test_unconfirmed_hand_over_lets_the_campaign_go_on_and_the_email_stay() -> None:
    campaign = make_campaign(campaign_status=Status.READY_TO_SEND_EMAIL, stalled_at=NOW)
    email = make_email(campaign=campaign, delivery_status=DeliveryStatus.SENDING, claimed_at=NOW)
    assert poll() == {"unconfirmed": 1}
    email.refresh_from_db()
    assert (status_of(campaign), email.delivery_status) == ("DORMANT", "SENDING")


def test_stalled_campaign_is_published_again_with_the_same_event() -> None:
    campaign = make_campaign(campaign_status=Status.WAITING_FOR_DATA, stalled_at=NOW, status_since=NOW)
    change = make_status_change(campaign=campaign, published_at=NOW)
    assert poll() == {"restarted": 1}
    campaign.refresh_from_db()
    assert campaign.republish_count == 1
    assert campaign.status_changes.get(published_at=None).event_id == change.event_id


def test_backlog_is_no_stall() -> None:
    campaign = make_campaign(campaign_status=Status.WAITING_FOR_DATA, stalled_at=NOW, status_since=NOW)
    make_status_change(campaign=campaign, published_at=NOW)
    assert poll(waiting=everything_waits) == {}
    assert campaign.status_changes.filter(published_at=None).count() == 0


def test_queue_of_finished_work_is_no_excuse_for_a_stall() -> None:
    ready_but_intro = READY | {"intro_status": SubStatus.WAITING_FOR_DATA}
    make_campaign(campaign_status=Status.WAITING_FOR_DATA, stalled_at=NOW, status_since=NOW, **ready_but_intro)
    assert poll(waiting=lambda step: step == Step.SALES) == {"restarted": 1}


def test_stall_that_no_restart_mends_ends_in_error_with_words() -> None:
    stalled = {"stalled_at": NOW, "status_since": NOW, "republish_count": MOST_RESTARTS}
    campaign = make_campaign(campaign_status=Status.WAITING_FOR_HOME_ANALYSIS, **stalled)
    assert poll() == {"stalled out": 1}
    assert status_of(campaign) == "ERROR"
    assert campaign.status_changes.get().reason == "nothing came of 5 restarts; still waiting for: Home report"


def test_republish_unfinished_owes_each_working_campaigns_newest_event() -> None:
    working = make_campaign(campaign_status=Status.WAITING_FOR_DATA)
    resting = make_campaign()
    for campaign in (working, working, resting):
        make_status_change(campaign=campaign, published_at=NOW)
    assert poller.republish_unfinished(NOW) == 1
    assert working.status_changes.filter(published_at=None).get() == working.status_changes.first()
