"""What a real consumer process takes: until its first receive, and of memory after many messages."""

import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from dripr.benchmarks import databases
from dripr.benchmarks.measuring import Row, quartiles, rounds
from dripr.benchmarks.sns_server import FOLDER
from dripr.benchmarks.sqs import BenchmarkQueue, event_body
from dripr.local.processes import PROJECT, Child, stop_all, wait_patiently

DATABASE = "dripr_footprint"
CAMPAIGNS = 100
STARTS = 9
MOST_SECONDS = 2.0
FEW, MANY = 1_000, 100_000
MOST_GROWTH, MOST_MEGABYTES = 1.05, 120.0
NOBODYS_CAMPAIGN = 1_000_000_000
PATIENCE_SECONDS = 900.0
START_UP = "start-up of consume_queue to its first receive, in seconds"
MEMORY = "memory of consume_queue after 100,000 messages, against after 1,000"


class NotConsumed(Exception):
    """The process ended, or did not empty its queue."""


def rows() -> Iterator[Row]:
    databases.make(DATABASE, CAMPAIGNS)
    queue = BenchmarkQueue("dripr-footprint")
    seconds = [_start_up(queue) for _ in range(rounds(STARTS))]
    median = statistics.median(seconds)
    yield Row(START_UP, f"{median:.2f} s", "–", median, quartiles(seconds), MOST_SECONDS, median < MOST_SECONDS)
    few, many = _memory(queue)
    ratio = many / few
    ok = ratio <= MOST_GROWTH and many < MOST_MEGABYTES
    yield Row(MEMORY, f"{many:.1f} MB", f"{few:.1f} MB", ratio, (ratio, ratio), MOST_GROWTH, ok)


def _start_up(queue: BenchmarkQueue) -> float:
    queue.fill([event_body(NOBODYS_CAMPAIGN)])
    began = time.perf_counter()
    with _consumer(queue) as child:
        while queue.depth()[0]:
            _require_running(child)
            time.sleep(0.005)
        seconds = time.perf_counter() - began
        _await_empty(queue, child)
    return seconds


def _memory(queue: BenchmarkQueue) -> tuple[float, float]:
    """In MB after few and after many messages; the handler looks for a campaign that does not exist."""
    with _consumer(queue) as child:
        _consume(queue, child, FEW)
        few = _megabytes(child)
        _consume(queue, child, MANY - FEW)
        return few, _megabytes(child)


def _consume(queue: BenchmarkQueue, child: Child, count: int) -> None:
    queue.fill([event_body(NOBODYS_CAMPAIGN + number) for number in range(count)])
    _await_empty(queue, child)


@contextmanager
def _consumer(queue: BenchmarkQueue) -> Iterator[Child]:
    command = [sys.executable, str(PROJECT / "manage.py"), "consume_queue", "listings", "--grace", "3"]
    child = Child("consume_queue", command, FOLDER / "consume_queue.log", _environment(queue))
    child.start()
    try:
        yield child
    finally:
        stop_all([child], grace=5, wait=wait_patiently)


def _environment(queue: BenchmarkQueue) -> dict[str, str]:
    database_url = re.sub(r"/dripr\?", f"/{DATABASE}?", os.environ["DATABASE_URL"])
    return {**os.environ, "DATABASE_URL": database_url, "SQS_ACTIVE_LISTINGS_QUEUE_URL": queue.url}


def _await_empty(queue: BenchmarkQueue, child: Child) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while any(queue.depth()):
        _require_running(child)
        if time.monotonic() > deadline:
            raise NotConsumed(f"{queue.depth()} messages are left, visible and in flight")
        time.sleep(0.05)


def _require_running(child: Child) -> None:
    if not child.running:
        raise NotConsumed(f"consume_queue ended; the last lines of its log:\n{child.last_lines()}")


def _megabytes(child: Child) -> float:
    """Resident memory."""
    number = child.process.pid if child.process else 0
    done = subprocess.run(["ps", "-o", "rss=", "-p", str(number)], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024
