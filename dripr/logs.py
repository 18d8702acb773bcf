"""Log lines: a sentence and the facts that belong to it, for people or as JSON.

Facts go in as `extra={"facts": {...}}`: campaign, cycle, queue, event. Never an address or a secret: of an error that a
library raised only the kind is written, since its text may quote a row, and whatever still looks like an e-mail address
is taken out of the whole line.
"""

import functools
import json
import logging
import re
import threading
import time
import traceback
from collections import deque
from contextlib import suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO

from django.db import Error as AnyDatabaseError

OURS = ("campaigns.", "dripr.", "fetcher.")
ABOUT_CODE = (AttributeError, ImportError, NameError, NotImplementedError, TypeError)
"""Python's own errors whose text names code, never data."""
EMAIL_ADDRESS = re.compile(r"(?<![^\s\"'<>(),;:=\\/])[^\s\"'<>(),;:=\\/]+@[^\s\"'<>(),;:=\\/@]+")
"""Begins only where a word begins: tried from each letter on, it would take minutes over a long word."""
NEEDS_QUOTES = re.compile(r'[ "\n\r\t=]').search
HIDDEN = "(address)"
LONGEST_FACT = 1000


def error_in_words(error: BaseException) -> str:
    """An error's kind, with its text where that was written by us or names only code, or its code from the database."""
    kind = type(error)
    if kind.__module__.startswith(OURS) or (isinstance(error, ABOUT_CODE) and kind.__module__ == "builtins"):
        return f"{kind.__name__}: {error}"
    if isinstance(error, AnyDatabaseError) and error.args and isinstance(error.args[0], int):
        return f"{kind.__name__} {error.args[0]}"
    return kind.__name__


class ConsoleHandler(logging.StreamHandler[TextIO]):
    """Writes a line at once; one whose record has `may_wait` goes with the next that has not, or with `write_lines`.

    A write lets other threads have the interpreter, so many small ones cost a busy process much more than one.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        super().__init__(stream)
        self._waiting: deque[str] = deque()
        self._writing = threading.Lock()

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._waiting.append(self.format(record))
            if not getattr(record, "may_wait", False):
                self.flush()
        except Exception:  # noqa: BLE001 - as every handler of the library does
            self.handleError(record)

    def flush(self) -> None:
        """From any thread, also while others log: nobody who has this lock waits for the handler's own."""
        with self._writing:
            if lines := [self._waiting.popleft() for _ in range(len(self._waiting))]:
                self.stream.write("\n".join([*lines, ""]))
                self.stream.flush()


def write_lines() -> None:
    """Write what waits, in the order in which it was logged."""
    for handler in logging.root.handlers:
        if isinstance(handler, ConsoleHandler):
            with suppress(OSError, ValueError):  # as for every line: who cannot log still works
                handler.flush()


class SafeFormatter(logging.Formatter):
    """What both kinds of line share: the facts, tracebacks without the errors' texts, no e-mail address."""

    def format(self, record: logging.LogRecord) -> str:
        facts = getattr(record, "facts", {})
        line = self.line(record, facts)
        if len(line) > LONGEST_FACT:  # looked at once a line: each of a message's facts would cost
            line = self.line(record, {name: _bounded(value) for name, value in facts.items()})
        return EMAIL_ADDRESS.sub(HIDDEN, line) if "@" in line else line

    def line(self, record: logging.LogRecord, facts: dict[str, Any]) -> str:
        raise NotImplementedError


class TextFormatter(SafeFormatter):
    """12:00:00 INFO fetcher.consumer: handled queue=intro campaign=42 outcome="not ready yet" """

    def line(self, record: logging.LogRecord, facts: dict[str, Any]) -> str:
        sentence = f"{_clock(int(record.created))} {record.levelname} {record.name}: {_one_line(record.getMessage())}"
        line = " ".join([sentence, *[f"{name}={_shown(value)}" for name, value in facts.items()]])
        return f"{line}\n{_traceback(record)}" if record.exc_info else line


class JsonFormatter(SafeFormatter):
    """One JSON object a line. A fact that is called like one of the line's own fields gets an underscore behind."""

    def line(self, record: logging.LogRecord, facts: dict[str, Any]) -> str:
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["traceback"] = _traceback(record)
        return json.dumps(
            entry | {f"{name}_" if name in entry else name: value for name, value in facts.items()}, default=str
        )


@functools.lru_cache(maxsize=2)
def _clock(second: int) -> str:
    """The time of day; kept, since many lines are written in one second."""
    return time.strftime("%H:%M:%S", time.localtime(second))


def _shown(value: object) -> str:
    if type(value) is int:
        return str(value)
    text = value if type(value) is str else str(value)
    return json.dumps(text, ensure_ascii=False) if not text or NEEDS_QUOTES(text) else text


def _bounded(value: object) -> object:
    """A fact as it is, unless it is too long. Addresses go before it is cut: of one cut in two, a half would stay."""
    text = value if type(value) is str else json.dumps(value, default=str)
    return (
        value
        if len(text) <= LONGEST_FACT
        else f"{EMAIL_ADDRESS.sub(HIDDEN, text)[:LONGEST_FACT]}… ({len(text)} characters)"
    )


def _one_line(text: str) -> str:
    return text if text.isprintable() else " ".join(text.splitlines())


def _traceback(record: logging.LogRecord) -> str:
    """Where it happened and what kinds of error, causes first, as Python prints it, but without the errors' texts."""
    error = record.exc_info[1] if record.exc_info else None
    parts: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        parts.insert(0, f"{_frames(error.__traceback__)}{error_in_words(error)}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\nThis led to:\n\n".join(parts)


def _frames(where: TracebackType | None) -> str:
    return "Traceback (most recent call last):\n" + "".join(traceback.format_tb(where)) if where else ""
