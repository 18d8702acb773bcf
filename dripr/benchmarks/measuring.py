"""Two ways of doing the same thing, timed in random order, round after round. The median of the ratios counts."""

import gc
import json
import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

Side = Callable[[], int]
"""Does the work and returns how many things it did; ratios are of the time for one."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Seconds for one thing, a round's two sides beside each other."""

    dripr: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)

    def ratios(self, *, of_speed: bool) -> list[float]:
        """dripr's speed as a share of the floor's, or its time as a multiple."""
        both = zip(self.dripr, self.floor, strict=True)
        return sorted(other / own if of_speed else own / other for own, other in both)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `bound` is at least for speeds, at most for times."""

    name: str
    dripr: str
    floor: str
    ratio: float
    spread: tuple[float, float]
    bound: float | None
    ok: bool


def rounds(usual: int) -> int:
    """How many rounds a row takes: fewer, or more, where BENCH_ROUNDS says so."""
    return int(os.environ.get("BENCH_ROUNDS", usual))


def measure(dripr: Side, floor: Side, usual_rounds: int, between: Callable[[], None] = lambda: None) -> Pairs:
    """Time both sides so many times after one round for warmth; `between` puts things back after each side."""
    pairs = Pairs()
    for number in range(-1, rounds(usual_rounds)):
        times: dict[Side, float] = {}
        for side in random.sample([dripr, floor], 2):
            gc.collect()
            began = time.perf_counter()
            count = side()
            times[side] = (time.perf_counter() - began) / count
            between()
        if number >= 0:
            pairs.dripr.append(times[dripr])
            pairs.floor.append(times[floor])
    return pairs


def speed_row(name: str, pairs: Pairs, at_least: float | None) -> Row:
    ratios = pairs.ratios(of_speed=True)
    ratio = statistics.median(ratios)
    own, other = (f"{1 / statistics.median(side):,.0f}/s" for side in (pairs.dripr, pairs.floor))
    return Row(name, own, other, ratio, quartiles(ratios), at_least, at_least is None or ratio >= at_least)


def quartiles(values: Sequence[float]) -> tuple[float, float]:
    """The middle half of the values."""
    first, _, third = statistics.quantiles(values, n=4)
    return first, third


def table(rows: Sequence[Row]) -> str:
    header = ("what", "dripr", "against", "ratio", "middle half", "bound", "ok")
    lines = [header, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)


def _cells(row: Row) -> tuple[str, ...]:
    low, high = row.spread
    bound, ok = ("–", "–") if row.bound is None else (f"{row.bound:.3g}", "yes" if row.ok else "NO")
    return (row.name, row.dripr, row.floor, f"{row.ratio:.2f}", f"{low:.2f} – {high:.2f}", bound, ok)


def write_json(rows: Sequence[Row], path: Path) -> None:
    """The rows that have a bound, as name, ratio, bound and ok."""
    wanted = ("name", "ratio", "bound", "ok")
    kept = [{name: asdict(row)[name] for name in wanted} for row in rows if row.bound is not None]
    path.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
