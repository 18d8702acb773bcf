"""An outage of SNS stops nothing but publishing: moves go on, what is owed is told, and goes oldest first later."""

from collections.abc import Iterator

import pytest

from campaigns.models import Agent, Campaign, CampaignStatus, StatusChange
from campaigns.tests.factories import make_campaign, make_status_change
from dripr import aws
from dripr.tests.chaos.cloud import LONG_AGO, Cloud, make_open_agent, wait_until
from dripr.tests.chaos.flaky_sns import FlakySns

IN_A_ROW = 12


@pytest.fixture
def sns(cloud: Cloud) -> Iterator[FlakySns]:
    with FlakySns(cloud.server.url) as running:
        cloud.environment["AWS_ENDPOINT_URL_SNS"] = running.url
        yield running


def start_some(agent: Agent, expected: int) -> None:
    """More campaigns become due; wait until the poller has moved them all."""
    for _ in range(IN_A_ROW):
        make_campaign(agent=agent, next_send_datetime=LONG_AGO)
    moved = Campaign.objects.filter(campaign_status=CampaignStatus.WAITING_FOR_DATA)
    wait_until(lambda: moved.count() == expected, f"{expected} campaigns are moved")


@pytest.mark.parametrize("fault", ["500", "refused"])
def test_outage_stops_no_move_and_the_backlog_goes_oldest_first(cloud: Cloud, sns: FlakySns, fault: str) -> None:
    agent = make_open_agent()
    [poller] = cloud.start_pollers(1, "--interval", "0.1", "--batch-size", "10")  # one publish_batch a pass
    sns.break_down(fault)
    for round_number in (1, 2, 3):
        start_some(agent, round_number * IN_A_ROW)
    assert not StatusChange.objects.exclude(published_at=None).exists()
    wait_until(lambda: "publishing failed, will be tried again" in poller.log_text(), "the outage is in the log")

    sns.mend()
    wait_until(lambda: not StatusChange.objects.filter(published_at=None).exists(), "the backlog is published")
    assert cloud.end(poller) == [0]
    events = StatusChange.objects.order_by("pk").values_list("event_id", flat=True)
    assert [body["event_id"] for body in sns.published] == [str(event_id) for event_id in events]
    assert " ERROR " not in poller.log_text()


@pytest.mark.parametrize("fault", ["500", "a page", "refused"])
def test_outage_is_held_against_no_event(
    cloud: Cloud, sns: FlakySns, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_SNS", sns.url)
    aws.forget_clients()
    change = make_status_change(occurred_at=LONG_AGO, next_attempt_at=LONG_AGO)
    sns.break_down(fault)
    cloud.publish()
    change.refresh_from_db()
    assert (change.next_attempt_at, change.attempts, change.published_at) == (LONG_AGO, 0, None)


def test_backlog_is_told(cloud: Cloud, sns: FlakySns) -> None:
    sns.break_down("no publishing")
    make_campaign(agent=make_open_agent(), next_send_datetime=LONG_AGO)
    assert "started 1; published 0, owed 1 " in cloud.commands.succeed("run_transitions", "--once")
    sns.mend()
    assert "published 1, owed 0 " in cloud.commands.succeed("run_transitions", "--once")
