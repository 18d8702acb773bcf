"""One campaign that cannot move stops no other: it is put off, and the log names it once."""

import logging
from datetime import datetime, timedelta
from typing import Any

import pytest

from campaigns import events, poller
from campaigns.batches import POSTPONED
from campaigns.models import Agent, Campaign, CampaignStatus, DeliveryStatus, SubStatus
from campaigns.schedule import WindowNeverOpens
from campaigns.states import SUB_STATUSES
from campaigns.tests.factories import NOW, make_agent, make_campaign, make_email

pytestmark = pytest.mark.django_db
Status = CampaignStatus
READY = dict.fromkeys(SUB_STATUSES, SubStatus.READY)


def poll(now: datetime = NOW) -> dict[str, int]:
    return dict(poller.poll_once(now, 100, lambda _step: False))


def lost_agent(**columns: str) -> Agent:
    """Its time zone, or what `columns` say, is none: whatever is worked out for its campaigns fails."""
    agent = make_agent()
    Agent.objects.filter(pk=agent.pk).update(**columns or {"time_zone": "Mars/Olympus_Mons"})
    return agent


def errors(caplog: pytest.LogCaptureFixture) -> list[int]:
    facts = [record.__dict__["facts"] for record in caplog.records if record.levelno >= logging.ERROR]
    return [fact["campaign"] for fact in facts]


@pytest.mark.parametrize("poison", ["time zone", "no period"])
def test_start_that_fails_is_put_off_and_the_others_start(poison: str, caplog: pytest.LogCaptureFixture) -> None:
    broken: dict[str, Any] = {"agent": lost_agent()} if poison == "time zone" else {"next_period": None}
    bad = make_campaign(next_send_datetime=NOW - timedelta(hours=1), **broken)
    good = [make_campaign(next_send_datetime=NOW) for _ in range(3)]
    assert poll() == {"started": 3, "put off": 1}
    assert (
        Campaign.objects.filter(pk__in=[each.pk for each in good], campaign_status=Status.WAITING_FOR_DATA).count() == 3
    )
    bad.refresh_from_db()
    assert (bad.campaign_status, bad.next_send_datetime) == ("DORMANT", NOW + POSTPONED)
    assert errors(caplog) == [bad.pk]


def test_start_in_a_window_that_never_opens_is_put_off_and_the_log_says_what_to_do(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bad = make_campaign(next_send_datetime=NOW, agent=lost_agent(sending_weekdays=""))
    make_campaign(next_send_datetime=NOW)
    assert poll() == {"started": 1, "put off": 1}
    [facts] = [record.__dict__["facts"] for record in caplog.records if record.levelno >= logging.ERROR]
    assert (facts["campaign"], facts["error"]) == (bad.pk, f"WindowNeverOpens: {WindowNeverOpens.__doc__}")


def test_put_off_start_is_tried_again_after_an_hour(caplog: pytest.LogCaptureFixture) -> None:
    bad = make_campaign(next_send_datetime=NOW, agent=lost_agent())
    assert [poll(), poll(), poll(now=NOW + POSTPONED - timedelta(seconds=1))] == [{"put off": 1}, {}, {}]
    Agent.objects.filter(pk=bad.agent_id).update(time_zone="America/Denver")
    assert poll(now=NOW + POSTPONED) == {"started": 1}
    assert errors(caplog) == [bad.pk]


def test_stop_that_fails_for_its_dates_leads_to_rest_without_new_ones() -> None:
    ready = {"campaign_status": Status.WAITING_FOR_DATA, "enabled": False, "next_send_datetime": NOW}
    bad, good = make_campaign(**ready, agent=lost_agent()), make_campaign(**ready)
    assert poll() == {"stopped": 1, "put off": 1}
    for campaign in (bad, good):
        campaign.refresh_from_db()
    assert (bad.campaign_status, bad.next_send_datetime, bad.enabled) == ("DORMANT", NOW, False)
    assert good.next_send_datetime is not None
    assert good.next_send_datetime > NOW


def test_unconfirmed_hand_over_that_cannot_go_on_is_put_off() -> None:
    waited = {"campaign_status": Status.READY_TO_SEND_EMAIL, "stalled_at": NOW, "next_send_datetime": NOW}
    bad, good = make_campaign(**waited, agent=lost_agent()), make_campaign(**waited)
    for campaign in (bad, good):
        make_email(campaign=campaign, delivery_status=DeliveryStatus.SENDING, claimed_at=NOW - timedelta(hours=1))
    assert poll() == {"unconfirmed": 1, "put off": 1}
    bad.refresh_from_db()
    assert (bad.campaign_status, bad.stalled_at) == ("READY_TO_SEND_EMAIL", NOW + POSTPONED)


def test_other_moves_go_on_beside_a_start_that_fails() -> None:
    make_campaign(next_send_datetime=NOW, next_period=None)
    make_campaign(campaign_status=Status.WAITING_FOR_DATA, **READY)
    assert poll() == {"put off": 1, "data ready": 1}
    assert events.pending_count() == 1
