from collections import Counter
from datetime import timedelta

import pytest

from campaigns.backlog import Backlog, backlog
from campaigns.poller_metrics import PollerMetrics
from campaigns.tests.factories import NOW, make_status_change
from dripr.tests.metric_values import metric_values

pytestmark = pytest.mark.django_db


def test_moves_are_counted_by_kind_and_restarts_as_events_published_again() -> None:
    metrics = PollerMetrics()
    metrics.passed(Counter({"started": 3, "restarted": 2}), 5, 0.1)
    metrics.passed(Counter({"started": 1, "deferred again": 1}), 2, 0.1)
    assert metric_values(metrics.registry) == {
        "dripr_campaigns_moved_total started": 4,
        "dripr_events_republished_total stalled": 2,
        "dripr_events_republished_total deferred": 1,
        "dripr_events_published_total": 7,
        "dripr_pass_seconds_count": 2,
    }


def test_backlog_is_looked_at_once_in_a_while_and_only_if_watched() -> None:
    make_status_change(next_attempt_at=NOW - timedelta(minutes=3))
    watched, unwatched = PollerMetrics(), PollerMetrics(is_watched=False)
    for _ in range(2):
        watched.measure(NOW)
        unwatched.measure(NOW)
        make_status_change()
    assert metric_values(watched.registry) == {"dripr_events_owed": 1, "dripr_events_oldest_owed_seconds": 180}
    assert metric_values(unwatched.registry) == {}


def test_backlog_is_what_is_owed_and_its_age_that_of_the_first_in_line() -> None:
    make_status_change(published_at=NOW, next_attempt_at=NOW - timedelta(hours=9))
    make_status_change(next_attempt_at=NOW - timedelta(hours=1))
    make_status_change(next_attempt_at=NOW + timedelta(hours=1))
    assert backlog(NOW) == Backlog(2, timedelta(hours=1))


def test_no_backlog_and_one_that_is_just_being_published_have_no_age() -> None:
    assert backlog(NOW) == Backlog(0, timedelta())
    make_status_change(next_attempt_at=NOW + timedelta(minutes=1))
    assert backlog(NOW) == Backlog(1, timedelta())
