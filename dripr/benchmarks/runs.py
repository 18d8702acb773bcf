"""Two sides that time themselves, with the CPU they used: for work whose beginning and end are not a function's."""

import gc
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dripr.benchmarks.measuring import Row, quartiles, rounds


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds for one message, on the clock and of CPU."""

    seconds: float
    cpu: float


Pair = tuple[Run, Run]
"""Of one round: dripr's run, and the other side's."""


class Clock:
    """Started when it is made."""

    def __init__(self) -> None:
        self.began, self.cpu_began = time.perf_counter(), time.process_time()

    def run(self, count: int) -> Run:
        return Run((time.perf_counter() - self.began) / count, (time.process_time() - self.cpu_began) / count)


def measure_runs(dripr: Callable[[], Run], other: Callable[[], Run], usual_rounds: int) -> list[Pair]:
    """Both sides in random order, round after round, after one round for warmth."""
    pairs: list[Pair] = []
    for number in range(-1, rounds(usual_rounds)):
        runs: dict[Callable[[], Run], Run] = {}
        for side in random.sample([dripr, other], 2):
            gc.collect()
            runs[side] = side()
        if number >= 0:
            pairs.append((runs[dripr], runs[other]))
    return pairs


def run_row(name: str, pairs: Sequence[Pair], at_least: float | None) -> Row:
    ratios = sorted(other.seconds / own.seconds for own, other in pairs)
    ratio = statistics.median(ratios)
    own, other = (_in_words([pair[side] for pair in pairs]) for side in (0, 1))
    return Row(name, own, other, ratio, quartiles(ratios), at_least, at_least is None or ratio >= at_least)


def _in_words(runs: Sequence[Run]) -> str:
    speed = 1 / statistics.median(run.seconds for run in runs)
    return f"{speed:,.0f}/s, {statistics.median(run.cpu for run in runs) * 1e6:,.0f} µs CPU"
