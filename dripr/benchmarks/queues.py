"""Consuming: against a bare boto3 loop, against other libraries' workers, with a distance between, and its memory."""

import gc
import sys
from collections.abc import Iterator
from functools import partial

from dripr.benchmarks import consuming, databases, footprint, real_handlers, rivals
from dripr.benchmarks.distance import round_trip_of
from dripr.benchmarks.measuring import Row
from dripr.benchmarks.runs import Run, measure_runs, run_row
from dripr.benchmarks.sqs import BenchmarkQueue, event_body

DATABASE = "dripr_queues"
COUNT = 3_000
ROUNDS = 15
ROUND_TRIP = 0.010
THREADS = 8
RIVALS_ROUNDS = 5
CONTROL = "(control: the bare boto3 loop against itself)"
NEAR = "consuming with a handler that does nothing, one thread, against a bare boto3 loop"
FAR = "the same with a 10 ms round trip and 8 threads, against the bare loop with 8 threads"
AGAINST_RIVAL = "the same near by, one thread, against {}"


def rows() -> Iterator[Row]:
    databases.make(DATABASE, real_handlers.CAMPAIGNS)
    queue = BenchmarkQueue("dripr-consuming")
    with consuming.logged_to_a_file():
        gc.collect()
        gc.freeze()  # as consume_queue does, for both sides
        yield from _against_the_bare_loop(queue)
        yield from _from_afar(queue)
        for name in rivals.SCRIPTS:
            yield _against_rival(queue, name)
        with real_handlers.threads_on(DATABASE):
            yield from real_handlers.rows(queue)
        gc.unfreeze()
    yield from footprint.rows()


def _against_the_bare_loop(queue: BenchmarkQueue) -> Iterator[Row]:
    control = measure_runs(partial(_bare, queue), partial(_bare, queue), ROUNDS)
    yield run_row(CONTROL, control, None)
    yield run_row(NEAR, measure_runs(partial(_dripr, queue), partial(_bare, queue), ROUNDS), 0.8)


def _from_afar(queue: BenchmarkQueue) -> Iterator[Row]:
    with round_trip_of(ROUND_TRIP) as endpoint:
        dripr = partial(_dripr, queue, threads=THREADS)
        bare = partial(_bare, queue, threads=THREADS, endpoint=endpoint)
        yield run_row(FAR, measure_runs(dripr, bare, ROUNDS), 0.9)


def _against_rival(queue: BenchmarkQueue, name: str) -> Row:
    title = AGAINST_RIVAL.format(name)
    try:
        return run_row(title, measure_runs(partial(_dripr, queue), rivals.side(name), RIVALS_ROUNDS), 6)
    except rivals.NoRival as error:
        sys.stderr.write(f"dripr: {error}\n")
        return Row(title, "–", "not measured", 0.0, (0.0, 0.0), 6, ok=False)


def _dripr(queue: BenchmarkQueue, threads: int = 1) -> Run:
    _fill(queue)
    return consuming.dripr(queue, COUNT, threads, handler=consuming.handle_nothing)


def _bare(queue: BenchmarkQueue, threads: int = 1, endpoint: str | None = None) -> Run:
    _fill(queue)
    return consuming.bare(queue, COUNT, threads, endpoint)


def _fill(queue: BenchmarkQueue) -> None:
    queue.fill([event_body(number) for number in range(1, COUNT + 1)])
