"""kill -9 of a poller at every point between claim and mark: no move is half made, no event is lost."""

from collections import Counter

import pytest

from campaigns.models import Campaign, StatusChange
from dripr.tests.chaos.cloud import (
    LONG_AGO,
    Cloud,
    histories_are_whole,
    let_publishers_claims_run_out,
    make_open_agent,
    make_startable,
    make_with_all_data,
    wait_until,
)

WHILE_MOVING = ("claimed", "updated", "recorded", "committed")
BEFORE_PUBLISHING = ("claiming events", "events claimed", "publishing")
AFTER_PUBLISHING = ("published", "marking")
POINTS = (*WHILE_MOVING, *BEFORE_PUBLISHING, *AFTER_PUBLISHING, "marked")


def make_due_campaigns() -> None:
    agent = make_open_agent()
    for _ in range(3):
        make_startable(agent)
        make_with_all_data(agent)


def poll_again(cloud: Cloud) -> None:
    """Another poller goes on, in this process, until nothing is due and nothing is owed."""

    def is_done() -> bool:
        cloud.poll()
        owed = StatusChange.objects.filter(published_at=None)
        return not owed.exists() and not Campaign.objects.filter(next_send_datetime=LONG_AGO).exists()

    let_publishers_claims_run_out()
    wait_until(is_done, "everything that is due is moved and published")


@pytest.mark.parametrize("point", POINTS)
def test_killed_poller_leaves_whole_histories_and_loses_no_event(cloud: Cloud, point: str) -> None:
    make_due_campaigns()
    cloud.die_at(point, "run_transitions", "--once")
    histories_are_whole()
    assert StatusChange.objects.exists() is (point not in ("claimed", "updated", "recorded"))

    poll_again(cloud)
    histories_are_whole()
    assert Counter(Campaign.objects.values_list("campaign_status", flat=True)) == {
        "WAITING_FOR_DATA": 3,
        "WAITING_FOR_HOME_ANALYSIS": 3,
    }
    assert StatusChange.objects.count() == 6

    arrived = cloud.messages("listings") + cloud.messages("home_report")
    events = {body["event_id"]: body for body in arrived}
    assert set(events) == {str(event_id) for event_id in StatusChange.objects.values_list("event_id", flat=True)}
    assert all(events[body["event_id"]] == body for body in arrived)
    assert len(arrived) == (12 if point in AFTER_PUBLISHING else 6)
