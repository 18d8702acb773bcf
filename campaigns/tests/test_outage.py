"""While SNS is away nothing stops but publishing; when it is back the oldest events go first, and soon."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from campaigns import events, poller
from campaigns.events import LONGEST_SILENCE
from campaigns.models import StatusChange
from campaigns.tests.factories import NOW, make_campaign, make_status_change

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


class Sns:
    """An SNS that fails as it is told to, and remembers what it took."""

    def __init__(self, failure: Callable[[list[str]], Exception | None] = lambda _ids: None) -> None:
        self.failure = failure
        self.taken: list[str] = []
        self.calls = 0

    def publish_batch(self, TopicArn: str, PublishBatchRequestEntries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: ARG002, N803
        ids = [entry["Id"] for entry in PublishBatchRequestEntries]
        self.calls += 1
        if error := self.failure(ids):
            raise error
        self.taken += ids
        return {"Successful": [{"Id": name} for name in ids], "Failed": []}


def away(_ids: list[str]) -> Exception:
    return EndpointConnectionError(endpoint_url="http://127.0.0.1:9")


def refuses(name: str, code: str) -> Callable[[list[str]], Exception | None]:
    answer: Any = {"Error": {"Code": code, "Message": "no"}}
    return lambda ids: ClientError(answer, "PublishBatch") if name in ids else None


def publish(sns: Sns, now: Any = NOW, limit: int = 1000) -> int:
    return events.publish_pending(sns, "topic", now, limit)  # type: ignore[arg-type]


def owe(count: int) -> list[int]:
    campaign = make_campaign()
    return [make_status_change(campaign=campaign).pk for _ in range(count)]


def test_outage_stops_no_move_and_the_backlog_is_seen() -> None:
    owe(3)
    assert publish(Sns(away)) == 0
    make_campaign(next_send_datetime=NOW)
    assert poller.poll_once(NOW, 10, lambda _step: False) == {"started": 1}
    assert events.pending_count() == 4


def test_backlog_of_a_long_outage_is_worked_off_oldest_first_within_half_a_minute() -> None:
    old = owe(5)
    sns, now = Sns(away), NOW
    for _ in range(200):
        publish(sns, now)
        now += 5 * SECOND
    young = make_status_change(occurred_at=now, next_attempt_at=now).pk
    sns.failure = lambda _ids: None
    assert [publish(sns, now + LONGEST_SILENCE, limit=3), publish(sns, now + LONGEST_SILENCE, limit=3)] == [3, 3]
    assert sns.taken == [str(pk) for pk in (*old, young)]


def test_service_that_is_away_is_asked_ever_less_often() -> None:
    owe(1)
    sns = Sns(away)
    for second in range(120):
        publish(sns, NOW + second * SECOND)
    assert sns.calls == 8  # after 1, 2, 4, 8, 16 and then every 30 seconds


@pytest.mark.parametrize("code", ["Throttled", "InternalError", "AuthorizationError", "NotFound"])
def test_fault_of_the_service_counts_against_no_event(code: str) -> None:
    first, *_ = owe(25)
    assert publish(Sns(refuses(str(first), code))) < 25
    held = StatusChange.objects.filter(published_at=None)
    assert set(held.values_list("next_attempt_at", "attempts")) == {(NOW, 0)}


def test_another_publisher_need_not_wait() -> None:
    owe(2)
    publish(Sns(away))
    assert publish(Sns()) == 2


def test_event_that_spoils_its_batch_is_put_off_alone() -> None:
    bad, *_ = owe(25)
    assert publish(Sns(refuses(str(bad), "InvalidParameter"))) == 24
    owed = StatusChange.objects.get(published_at=None)
    assert (owed.pk, owed.next_attempt_at, owed.attempts) == (bad, NOW + SECOND, 1)


def test_event_that_is_refused_again_and_again_waits_at_most_a_quarter_of_an_hour() -> None:
    (bad,) = owe(1)
    sns, now = Sns(refuses(str(bad), "InvalidParameter")), NOW
    for _ in range(15):
        assert publish(sns, now) == 0
        waited = StatusChange.objects.get().next_attempt_at - now
        now += waited
    assert waited == events.LONGEST_DELAY


def test_hundred_events_are_marked_by_few_queries(django_assert_max_num_queries: Any) -> None:
    owe(100)
    with django_assert_max_num_queries(10):
        assert publish(Sns()) == 100
