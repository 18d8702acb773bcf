"""Consuming with a handler that does nothing: near by, from afar, and against other libraries' workers."""

import sys
from collections.abc import Iterator
from functools import partial

from dripr.benchmarks import consuming, rivals
from dripr.benchmarks.distance import round_trip_of
from dripr.benchmarks.measuring import Row
from dripr.benchmarks.runs import Run, measure_runs, run_row
from dripr.benchmarks.sqs import BenchmarkQueue, event_body

QUEUE = "dripr-consuming"
COUNT = 3_000
ROUNDS = 15
ROUND_TRIP = 0.010
THREADS = 8
RIVALS_ROUNDS = 9
CONTROL = "(control: the bare boto3 loop against itself)"
NEAR = "consuming with a handler that does nothing, one thread, against a bare boto3 loop"
FAR_CONTROL = "(control: the bare boto3 loop with a 10 ms round trip and 8 threads against itself)"
FAR = "consuming with a handler that does nothing, 10 ms round trip, 8 threads, against a bare boto3 loop with 8"
AGAINST_RIVAL = "consuming with a handler that does nothing, one thread, against {}"


def near() -> Iterator[Row]:
    queue = BenchmarkQueue(QUEUE)
    with consuming.as_in_a_process_of_its_own():
        control = measure_runs(partial(_bare, queue), partial(_bare, queue), ROUNDS)
        yield run_row(CONTROL, control, None)
        yield run_row(NEAR, measure_runs(partial(_dripr, queue), partial(_bare, queue), ROUNDS), 0.8)


def far() -> Iterator[Row]:
    queue = BenchmarkQueue(QUEUE)
    with consuming.as_in_a_process_of_its_own(), round_trip_of(ROUND_TRIP) as endpoint:
        bare = partial(_bare, queue, threads=THREADS, endpoint=endpoint)
        control = measure_runs(bare, partial(_bare, queue, threads=THREADS, endpoint=endpoint), ROUNDS)
        yield run_row(FAR_CONTROL, control, None)
        yield run_row(FAR, measure_runs(partial(_dripr, queue, threads=THREADS), bare, ROUNDS), 0.9)


def against_rivals() -> Iterator[Row]:
    queue = BenchmarkQueue(QUEUE)
    with consuming.as_in_a_process_of_its_own():
        for name in rivals.SCRIPTS:
            yield _against_rival(queue, name)


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
