"""What the consumers of one process tell Prometheus, and their heartbeat."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from prometheus_client import Counter, Gauge, Histogram

from dripr.heartbeat import Heartbeat
from dripr.metrics import new_registry, served
from fetcher.observer import Observer

HANDLER_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
OUTCOMES = ("done", "dropped", "later", "waiting", "failed", "unreadable")


class ConsumerMetrics(Observer):
    """One process's numbers, in a registry of their own, all of a queue at 0 from the start."""

    def __init__(self, queues: list[str]) -> None:
        registry = self.registry = new_registry()
        received = Counter("dripr_messages_received", "Messages received.", ["queue"], registry=registry)
        self._handled = handled = Counter(
            "dripr_messages_handled", "Messages done with, by outcome.", ["queue", "outcome"], registry=registry
        )
        seconds = Histogram(
            "dripr_handler_seconds", "Duration of the work.", ["queue"], buckets=HANDLER_SECONDS, registry=registry
        )
        in_hand = Gauge("dripr_messages_in_hand", "Received and not finished.", ["queue"], registry=registry)
        oldest = Gauge(
            "dripr_oldest_message_seconds",
            "Age of the oldest message in the last receive, 0 where that was empty.",
            ["queue"],
            registry=registry,
        )
        # Looked up once: a look-up by label costs as much as the counting.
        self._received = {queue: received.labels(queue) for queue in queues}
        self._by_outcome = {
            (queue, outcome): handled.labels(queue, outcome) for queue in queues for outcome in OUTCOMES
        }
        self._seconds = {queue: seconds.labels(queue) for queue in queues}
        self._in_hand = {queue: in_hand.labels(queue) for queue in queues}
        self._oldest = {queue: oldest.labels(queue) for queue in queues}

    def received(self, queue: str, count: int) -> None:
        self._received[queue].inc(count)

    def waited(self, queue: str, seconds: float) -> None:
        self._oldest[queue].set(seconds)

    def handled(self, queue: str, outcome: str, seconds: float) -> None:
        (self._by_outcome.get((queue, outcome)) or self._handled.labels(queue, outcome)).inc()
        self._seconds[queue].observe(seconds)

    def in_hand(self, queue: str, count: int) -> None:
        self._in_hand[queue].set(count)


class MetricsAndHeartbeat(ConsumerMetrics):
    """What consume_queue has its consumers observed by."""

    def __init__(self, queues: list[str], heartbeat: Heartbeat) -> None:
        super().__init__(queues)
        self._heartbeat = heartbeat

    def beat(self, queue: str) -> None:
        self._heartbeat.beat(queue)


@contextmanager
def observed(queues: list[str], options: Mapping[str, Any]) -> Iterator[Observer]:
    """By the options of dripr.outside: metrics served, heartbeat written, while the block runs."""
    with Heartbeat(options["heartbeat"], "consume_queue", queues) as heartbeat:
        observer = MetricsAndHeartbeat(queues, heartbeat)
        with served(observer.registry, options["metrics_port"], options["metrics_address"]):
            yield observer
