"""A pass that finds nothing to do, with a million campaigns and with ten thousand."""

import statistics
from collections.abc import Iterator

from campaigns import events, poller
from dripr import aws
from dripr.benchmarks import databases
from dripr.benchmarks.measuring import Row, measure, quartiles
from dripr.benchmarks.moment import NOW

LARGE, SMALL = ("dripr_large", 1_000_000), ("dripr_small", 10_000)
ROUNDS = 60
PASSES = 5
MOST_TIMES, MORE_SECONDS, MOST_SECONDS = 1.3, 0.001, 0.010
NAME = "an idle pass at 1,000,000 campaigns, times the same at 10,000"


class NotIdle(Exception):
    """Something was due: the time of this pass says nothing."""


def rows() -> Iterator[Row]:
    for name, count in (SMALL, LARGE):
        databases.make(name, count)
    pairs = measure(lambda: _passes(LARGE[0]), lambda: _passes(SMALL[0]), ROUNDS)
    large, small = statistics.median(pairs.dripr), statistics.median(pairs.floor)
    ratios = pairs.ratios(of_speed=False)
    ratio, bound = statistics.median(ratios), max(MOST_TIMES, (small + MORE_SECONDS) / small)
    ok = ratio <= bound and large < MOST_SECONDS
    yield Row(NAME, f"{large * 1000:.2f} ms", f"{small * 1000:.2f} ms", ratio, quartiles(ratios), bound, ok)


def _passes(database: str) -> int:
    """A few passes in a row: one alone is too short to time."""
    databases.use(database)
    for _ in range(PASSES):
        _pass()
    return PASSES


def _pass() -> None:
    moved = poller.poll_once(NOW, 1000, _never_asked)
    if moved or events.publish_pending(aws.client("sns"), "topic", NOW, 1000):
        raise NotIdle(f"the pass moved {moved}")


def _never_asked(step: object) -> bool:
    raise NotIdle(f"{step} looked stalled")
