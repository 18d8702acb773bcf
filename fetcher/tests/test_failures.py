from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from campaigns.tests.factories import NOW
from fetcher.failures import Ending, MessageAge
from fetcher.retry import RetryPolicy

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs.type_defs import MessageTypeDef

POLICY = RetryPolicy.by_age(timedelta(days=2))


def sent(received: int = 99, **ago: float) -> "MessageTypeDef":
    milliseconds = (NOW - timedelta(**ago)).timestamp() * 1000
    return {"Attributes": {"SentTimestamp": str(round(milliseconds)), "ApproximateReceiveCount": str(received)}}


@pytest.mark.parametrize(("seconds", "attempts"), [(0, 1), (5, 2), (15, 3), (35, 4), (75, 5)], ids=str)
def test_age_stands_for_the_failures_whose_delays_it_holds(seconds: int, attempts: int) -> None:
    tally = MessageAge(POLICY).count(object(), sent(seconds=seconds), "throttled", NOW, is_wait=False)
    assert tally.attempts == attempts


@pytest.mark.parametrize(("received", "is_over"), [(1, False), (7, False), (8, True)])
def test_what_waited_for_days_is_still_tried_some_times(received: int, is_over: bool) -> None:
    tally = MessageAge(POLICY).count(object(), sent(received, days=9), "throttled", NOW, is_wait=False)
    assert (tally.attempts, POLICY.is_over(tally, NOW)) == (received, is_over)


def test_age_ends_it() -> None:
    failures = MessageAge(POLICY)
    young = failures.count(object(), sent(hours=47), "throttled", NOW, is_wait=False)
    old = failures.count(object(), sent(hours=48), "throttled", NOW, is_wait=False)
    assert (POLICY.is_over(young, NOW), POLICY.is_over(old, NOW)) == (False, True)


def test_last_failure_is_not_written_down_but_kept_among_the_dead_letters() -> None:
    assert MessageAge(POLICY).give_up(object(), "throttled", NOW) is Ending.DEAD
