"""One handler's row: what puts the rows back, what the bare loop does by hand, and what both have to leave behind."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from django.utils import timezone

from dripr.benchmarks import consuming
from dripr.benchmarks.consuming import Work
from dripr.benchmarks.databases import run
from dripr.benchmarks.measuring import Row
from dripr.benchmarks.runs import Run, measure_runs, run_row
from dripr.benchmarks.sqs import BenchmarkQueue

ROUNDS = 9
AT_LEAST = 0.5
CYCLE = 3
"""Of every campaign: its home has values of two earlier ones."""
NAME = "the real handler of {}, data warm, against the bare loop with the fewest statements and commits"
MADE_EACH_TIME = ("event_id",)
"""What is random, and never the same on both sides."""

Written = list[tuple[Any, ...]]


class DifferentRows(Exception):
    """Both sides must write the same, or their times say nothing."""


@dataclass(frozen=True, slots=True)
class Trial:
    """`lay_out` puts all rows back to before the work, and returns the bodies of the messages.

    `floor` is called once, when the handler has done its work and all data is warm; it returns what the bare loop does
    with a message. `written` reads what is left behind, given the moment before the work began.
    """

    queue: str
    lay_out: Callable[[], list[str]]
    floor: Callable[[], Work]
    written: Callable[[datetime], Written]
    rounds: int = ROUNDS


def row(queue: BenchmarkQueue, trial: Trial) -> Row:
    """Raises DifferentRows where the two sides do not leave the same rows."""

    def filled() -> int:
        bodies = trial.lay_out()
        queue.fill(bodies)
        return len(bodies)

    def by_dripr() -> Run:
        return consuming.dripr(queue, filled(), 1, trial.queue)

    by_dripr()  # warms the data
    work = trial.floor()

    def by_floor() -> Run:
        return consuming.bare(queue, filled(), 1, work=work)

    if _left_by(by_dripr, trial) != _left_by(by_floor, trial):
        raise DifferentRows(f"the handler of {trial.queue} and the statements by hand left different rows behind")
    return run_row(NAME.format(trial.queue), measure_runs(by_dripr, by_floor, trial.rounds), AT_LEAST)


def _left_by(side: Callable[[], Run], trial: Trial) -> Written:
    began = timezone.now()
    side()
    return trial.written(began)


def written(
    rows: "QuerySet[Any]", began: datetime, *, instead: Sequence[str] = (), without: Sequence[str] = ()
) -> Written:
    """The rows' columns but their own keys; a moment since `began` is that of the work. `instead` is read beside."""
    model: type[Model] = rows.model
    left_out = {model._meta.pk.attname, *MADE_EACH_TIME, *without}
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in left_out]
    ended = timezone.now()

    def told(value: object) -> object:
        return "during the work" if isinstance(value, datetime) and began <= value <= ended else value

    return [tuple(told(value) for value in values) for values in rows.values_list(*names, *instead)]


@contextmanager
def one_commit() -> Iterator[None]:
    """A transaction by its own two statements."""
    run("BEGIN")
    try:
        yield
    except BaseException:
        run("ROLLBACK")
        raise
    run("COMMIT")


def moment(at: datetime) -> str:
    """As MariaDB takes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def assignments(columns: Sequence[str]) -> str:
    return ", ".join(f"{connection.ops.quote_name(column)} = %s" for column in columns)
