"""What stands in the queues, for people: a row for each queue, whatever is wrong with the others."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError

from dripr import startup
from dripr.queue_depth import QueueDepth, oldest_ages, queue_depth
from fetcher.dead_letters import NoDeadLetterQueue, dead_letter_url
from fetcher.queues import Queue

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs import SQSClient

HEADINGS = ("QUEUE", "VISIBLE", "IN FLIGHT", "DELAYED", "OLDEST", "DEAD LETTERS")
UNKNOWN = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """One queue; None is what could not be read, `trouble` says why."""

    queue: Queue
    depth: QueueDepth | None = None
    dead_letters: int | None = None
    oldest_seconds: int | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    rows: list[Row]
    note: str = ""

    @property
    def is_whole(self) -> bool:
        return not any(row.trouble for row in self.rows)

    def as_table(self) -> str:
        cells = [HEADINGS, *[_cells(row) for row in self.rows]]
        widths = [max(len(cell) for cell in column) for column in zip(*cells, strict=True)]
        lines = [_line(row, widths) for row in cells]
        return "\n".join([*lines, *self._troubles(), *([self.note] if self.note else [])])

    def _troubles(self) -> list[str]:
        """Each trouble once, with the queues that have it."""
        found: dict[str, list[str]] = {}
        for row in self.rows:
            if row.trouble:
                found.setdefault(row.trouble, []).append(row.queue.name)
        return [f"{', '.join(names)}: {trouble}" for trouble, names in found.items()]

    def as_json(self) -> str:
        return json.dumps([_facts(row) for row in self.rows])


def read_report(queues: Sequence[Queue], sqs: "SQSClient", cloudwatch: Callable[[], Any], now: datetime) -> Report:
    """Read all queues at once, so that one that does not answer holds nobody up.

    The age of the oldest message comes from CloudWatch, asked once for all; without it the column stays empty.
    """
    with ThreadPoolExecutor(len(queues)) as pool:
        rows = list(pool.map(lambda queue: _read_row(queue, sqs), queues))
    names = {row.queue.name: _aws_name(row.queue) for row in rows if row.depth is not None and row.depth.total}
    try:
        ages = oldest_ages(cloudwatch(), list(names.values()), now) if names else {}
    except (ClientError, BotoCoreError, ImproperlyConfigured) as error:
        return Report(rows, f"No ages: CloudWatch cannot be asked ({_kind(error)}).")
    return Report([replace(row, oldest_seconds=ages.get(names.get(row.queue.name, ""))) for row in rows])


def _read_row(queue: Queue, sqs: "SQSClient") -> Row:
    row = Row(queue)
    if not queue.url:
        return replace(row, trouble=f"{queue.variable} is not set; `manage.py provision_queues` prints the lines")
    try:
        with startup.aws_at_start("the queue", queue.variable):
            row = replace(row, depth=queue_depth(sqs, queue.url))
        with startup.aws_at_start("the dead-letter queue", queue.variable):
            return replace(row, dead_letters=queue_depth(sqs, dead_letter_url(sqs, queue.url)).total)
    except (CommandError, NoDeadLetterQueue) as error:
        return replace(row, trouble=str(error))


def _aws_name(queue: Queue) -> str:
    return queue.url.rpartition("/")[2]


def _cells(row: Row) -> tuple[str, ...]:
    depth = row.depth
    numbers = (None, None, None) if depth is None else (depth.visible, depth.in_flight, depth.delayed)
    return (
        row.queue.name,
        *[_number(number) for number in numbers],
        _age(row.oldest_seconds),
        _number(row.dead_letters),
    )


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    name, *others = [
        cell.rjust(width) if place else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join([name, *others])


def _facts(row: Row) -> dict[str, object]:
    depth = row.depth
    return {
        "queue": row.queue.name,
        "visible": depth and depth.visible,
        "in_flight": depth and depth.in_flight,
        "delayed": depth and depth.delayed,
        "oldest_seconds": row.oldest_seconds,
        "dead_letters": row.dead_letters,
        "trouble": row.trouble or None,
    }


def _number(value: int | None) -> str:
    return UNKNOWN if value is None else str(value)


def _age(seconds: int | None) -> str:
    if seconds is None:
        return UNKNOWN
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} m"
    return f"{minutes} m {seconds:02} s" if minutes else f"{seconds} s"


def _kind(error: Exception) -> str:
    if isinstance(error, ClientError):
        return error.response.get("Error", {}).get("Code", "unknown error")
    return type(error).__name__
