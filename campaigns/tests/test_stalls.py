"""A lost queue's campaigns come back at a bounded pace; a backlog is left alone; the queues are asked once and late."""

from datetime import timedelta

import pytest

from campaigns import stalls
from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, StatusChange, Step, SubStatus
from campaigns.stalls import RESTARTS_PER_MINUTE, restart_stalled
from campaigns.states import ALLOWANCE, SUB_STATUSES
from campaigns.tests.factories import NOW, make_agent, make_campaign, make_email, make_status_change

pytestmark = pytest.mark.django_db
Status = CampaignStatus
MINUTE = timedelta(minutes=1)


def nothing_waits(_step: Step) -> bool:
    return False


def lose(count: int, status: Status = Status.WAITING_FOR_HOME_ANALYSIS) -> None:
    """Campaigns of one agent whose published events are gone."""
    agent = make_agent()
    numbers = range(count)
    Campaign.objects.bulk_create(
        Campaign(
            agent=agent, email=f"c{number}@clients.example", campaign_status=status, stalled_at=NOW, status_since=NOW
        )
        for number in numbers
    )
    StatusChange.objects.bulk_create(
        StatusChange(campaign_id=pk, cycle=0, from_status=Status.DORMANT, to_status=status, actor="", published_at=NOW)
        for pk in Campaign.objects.values_list("pk", flat=True)
    )


def test_lost_queue_restarts_everything_at_a_bounded_pace() -> None:
    lose(RESTARTS_PER_MINUTE + 50)
    restarted = [restart_stalled(NOW + n * MINUTE / 4, 500, nothing_waits)["restarted"] for n in range(5)]
    assert restarted == [500, 100, 0, 0, 50]
    assert StatusChange.objects.filter(published_at=None).count() == RESTARTS_PER_MINUTE + 50


def test_pace_is_one_for_all_statuses() -> None:
    lose(RESTARTS_PER_MINUTE)
    stuck = make_campaign(campaign_status=Status.READY_TO_CREATE_EMAIL, stalled_at=NOW, status_since=NOW)
    make_status_change(campaign=stuck, published_at=NOW)
    assert restart_stalled(NOW, 1000, nothing_waits) == {"restarted": RESTARTS_PER_MINUTE}
    assert restart_stalled(NOW + MINUTE, 1000, nothing_waits) == {"restarted": 1}


def test_unconfirmed_hand_over_goes_on_whatever_the_pace() -> None:
    lose(RESTARTS_PER_MINUTE, Status.READY_TO_SEND_EMAIL)
    restart_stalled(NOW, 1000, nothing_waits)
    campaign = make_campaign(campaign_status=Status.READY_TO_SEND_EMAIL, stalled_at=NOW)
    make_email(campaign=campaign, delivery_status=DeliveryStatus.SENDING, claimed_at=NOW)
    assert restart_stalled(NOW, 1000, nothing_waits) == {"unconfirmed": 1}


def test_delay_doubles_with_every_restart() -> None:
    lose(1)
    campaign, allowance, now = Campaign.objects.get(), ALLOWANCE[Status.WAITING_FOR_HOME_ANALYSIS], NOW
    for doubled in (2, 4, 8):
        restart_stalled(now, 10, nothing_waits)
        campaign.refresh_from_db()
        assert campaign.stalled_at == now + allowance * doubled
        now = campaign.stalled_at


def test_clock_that_jumps_ahead_and_back_costs_one_restart() -> None:
    lose(1)
    jumped = NOW + timedelta(days=10)
    done = [restart_stalled(now, 10, nothing_waits) for now in (jumped, jumped + MINUTE, NOW + MINUTE, jumped + MINUTE)]
    assert done == [{"restarted": 1}, {}, {}, {}]


def test_each_step_is_asked_at_most_once_and_only_if_owed() -> None:
    ready_but_intro = dict.fromkeys(SUB_STATUSES, SubStatus.READY) | {"intro_status": SubStatus.WAITING_FOR_DATA}
    for _ in range(3):
        make_campaign(campaign_status=Status.WAITING_FOR_DATA, stalled_at=NOW, status_since=NOW, **ready_but_intro)
    asked: list[Step] = []

    def waiting(step: Step) -> bool:
        asked.append(step)
        return True

    assert restart_stalled(NOW, 10, waiting) == {}
    assert asked == [Step.INTRO]
    assert set(Campaign.objects.values_list("stalled_at", flat=True)) == {NOW + timedelta(hours=6) / 4}


def test_nothing_is_asked_while_nothing_looks_stalled() -> None:
    make_campaign(campaign_status=Status.WAITING_FOR_DATA, stalled_at=NOW + MINUTE)
    make_campaign(stalled_at=None)

    def waiting(step: Step) -> bool:
        raise AssertionError(step)

    assert restart_stalled(NOW, 10, waiting) == {}


def test_stalled_sending_without_a_period_is_restarted() -> None:
    campaign = make_campaign(campaign_status=Status.READY_TO_SEND_EMAIL, stalled_at=NOW, status_since=NOW, period=None)
    make_status_change(campaign=campaign, published_at=NOW)
    assert restart_stalled(NOW, 10, nothing_waits) == {"restarted": 1}


def test_campaigns_are_given_up_together_each_with_its_own_reason() -> None:
    stalled = {"stalled_at": NOW, "status_since": NOW, "republish_count": stalls.MOST_RESTARTS}
    make_campaign(campaign_status=Status.WAITING_FOR_HOME_ANALYSIS, **stalled)
    make_campaign(campaign_status=Status.READY_TO_CREATE_EMAIL, **stalled)
    assert restart_stalled(NOW, 10, nothing_waits) == {"stalled out": 2}
    assert set(StatusChange.objects.values_list("reason", flat=True)) == {
        "nothing came of 5 restarts; still waiting for: Home report",
        "nothing came of 5 restarts; still waiting for: E-mail creation",
    }
