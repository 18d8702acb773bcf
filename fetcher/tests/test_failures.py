from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from campaigns.message_failures import KEPT
from campaigns.models import MessageFailure
from campaigns.tests.factories import NOW
from dripr.tests.at_once import run_at_once
from fetcher.failures import Ending, MessageFailures
from fetcher.retry import RetryPolicy, Tally

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs.type_defs import MessageTypeDef

pytestmark = pytest.mark.django_db

POLICY = RetryPolicy.by_age(timedelta(days=2))


def sent(message_id: str = "1", **ago: float) -> "MessageTypeDef":
    """A message that was received often: by peeks in the console, or while the database was away."""
    sent_at = str(round((NOW - timedelta(**ago)).timestamp() * 1000))
    return {"MessageId": message_id, "Attributes": {"SentTimestamp": sent_at, "ApproximateReceiveCount": "99"}}


def fail(message: "MessageTypeDef", times: int = 1, *, is_wait: bool = False) -> Tally:
    """By a consumer that was restarted after each of them."""
    for _ in range(times):
        tally = MessageFailures("crm").count(object(), message, "throttled", NOW, is_wait=is_wait)
    return tally


def test_what_waited_for_days_in_an_outage_is_still_tried_eight_times_whatever_was_received() -> None:
    message = sent(days=9)
    ends = [POLICY.is_over(fail(message), NOW) for _ in range(8)]
    assert ends == [False] * 7 + [True]


def test_failures_are_counted_for_each_message_and_apart_from_waits() -> None:
    fail(sent("1"), 3)
    fail(sent("1"), 2, is_wait=True)
    fail(sent("2"))
    counts = MessageFailure.objects.order_by("message_id").values_list("queue", "message_id", "attempts", "waits")
    assert list(counts) == [("crm", "1", 3, 2), ("crm", "2", 1, 0)]


def test_age_ends_it_once_it_was_tried_eight_times() -> None:
    young, old = fail(sent("young", hours=47), 9), fail(sent("old", hours=48), 9)
    assert (POLICY.is_over(young, NOW), POLICY.is_over(old, NOW)) == (False, True)


def test_counts_of_messages_that_no_queue_can_have_any_more_go() -> None:
    fail(sent("old"))
    MessageFailure.objects.update(last_failed_at=NOW - KEPT - timedelta(seconds=1))
    fail(sent("new"))
    assert [failure.message_id for failure in MessageFailure.objects.all()] == ["new"]


@pytest.mark.django_db(transaction=True)
def test_copies_that_fail_at_the_same_moment_are_each_counted() -> None:
    message = sent()
    run_at_once([lambda: fail(message)] * 4)
    assert MessageFailure.objects.get().attempts == 4


def test_last_failure_is_not_written_down_but_kept_among_the_dead_letters() -> None:
    assert MessageFailures("crm").give_up(object(), "throttled", NOW) is Ending.DEAD
