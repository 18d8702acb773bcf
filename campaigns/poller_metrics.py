"""What the poller tells Prometheus: moves, published and republished events, and the backlog of the outbox."""

import time
from collections import Counter
from datetime import datetime

from prometheus_client import Counter as MetricCounter
from prometheus_client import Gauge, Histogram

from campaigns.backlog import backlog
from dripr.metrics import new_registry

MEASURE_SECONDS = 10.0
"""At most so often the backlog is looked at."""
PASS_SECONDS = (0.005, 0.02, 0.1, 0.5, 2, 10, 60)
REPUBLISHED = {"restarted": "stalled", "deferred again": "deferred"}
"""What poll_once counts that is no move: an event published again, and why."""


class PollerMetrics:
    """One process's numbers, in a registry of their own. Where nobody watches, the backlog is not looked at."""

    def __init__(self, *, is_watched: bool = True) -> None:
        self._is_watched = is_watched
        self.registry = new_registry()
        self._moved = MetricCounter(
            "dripr_campaigns_moved", "Campaigns moved, by the kind of move.", ["move"], registry=self.registry
        )
        self._published = MetricCounter("dripr_events_published", "Events published.", registry=self.registry)
        self._republished = MetricCounter(
            "dripr_events_republished", "Events owed again, by the reason.", ["reason"], registry=self.registry
        )
        self._broken_off = MetricCounter(
            "dripr_passes_broken_off", "Passes that ended with a fault of the database.", registry=self.registry
        )
        self._pass_seconds = Histogram(
            "dripr_pass_seconds", "Duration of a pass.", buckets=PASS_SECONDS, registry=self.registry
        )
        self._backlog = Gauge("dripr_events_owed", "Events owed and not published.", registry=self.registry)
        self._oldest = Gauge(
            "dripr_events_oldest_owed_seconds", "How long the oldest owed event waits.", registry=self.registry
        )
        for reason in (*REPUBLISHED.values(), "asked for"):
            self._republished.labels(reason)
        self._measured_at = float("-inf")

    def passed(self, moved: Counter[str], published: int, seconds: float) -> None:
        """A pass has moved and published so many."""
        for label, count in moved.items():
            if label in REPUBLISHED:
                self.republished(REPUBLISHED[label], count)
            else:
                self._moved.labels(label).inc(count)
        self._published.inc(published)
        self._pass_seconds.observe(seconds)

    def republished(self, reason: str, count: int) -> None:
        self._republished.labels(reason).inc(count)

    def broken_off(self) -> None:
        self._broken_off.inc()

    def measure(self, now: datetime) -> None:
        """Look at the outbox, if the last look was long enough ago."""
        if not self._is_watched or time.monotonic() - self._measured_at < MEASURE_SECONDS:
            return
        self._measured_at = time.monotonic()
        owed = backlog(now)
        self._backlog.set(owed.count)
        self._oldest.set(owed.oldest.total_seconds())
