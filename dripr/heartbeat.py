"""A heartbeat file: what a worker writes while each of its loops goes on, and how its age is judged. Knows no app."""

import json
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from django.core.management.base import CommandError

logger = logging.getLogger(__name__)

WRITE_SECONDS = 5.0
"""At most so often the file is written; each loop beats at least as often."""


class Heartbeat:
    """Beats as its slowest loop: the file holds the moment that every loop has reached.

    A loop that is stuck or dead therefore stops the file, however well the others go on. The file appears with the
    first beat of every loop and is gone once the worker has ended in order. Without a path nothing is written.
    """

    def __init__(
        self,
        path: Path | None,
        command: str,
        loops: Iterable[str],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.path = path
        self.about = {"pid": os.getpid(), "command": command, "loops": list(loops)}
        self._clock = clock
        self._beats = dict.fromkeys(loops, 0.0)
        self._written = 0.0
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        """Make sure that the file can be written, and that none of an earlier process is taken for ours."""
        if self.path:
            try:
                self._write(self.path, 0.0)
                self.path.unlink()
            except OSError as error:
                raise CommandError(f"--heartbeat {self.path} cannot be written: {error.strerror}") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self.path:
            with self._lock, suppress(OSError):
                self._written = float("inf")  # a loop's last beat, still on its way, must not bring the file back
                self.path.unlink(missing_ok=True)

    def beat(self, loop: str) -> None:
        """A loop goes on; from any thread. Raises nothing."""
        if self.path is None:
            return
        with self._lock:
            self._beats[loop] = self._clock()
            reached = min(self._beats.values())
            if abs(reached - self._written) < WRITE_SECONDS or reached == 0.0 or self._written == float("inf"):
                return
            self._written = reached
            try:
                self._write(self.path, reached)
            except OSError as fault:
                facts = {"path": str(self.path), "error": fault.strerror}
                logger.warning("heartbeat not written", extra={"facts": facts})

    def _write(self, path: Path, moment: float) -> None:
        aside = path.with_name(f"{path.name}.{os.getpid()}")
        at = datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")
        aside.write_text(json.dumps({"time": at, **self.about}) + "\n", encoding="utf-8")
        aside.replace(path)


class NotAlive(Exception):
    """What a heartbeat file says of a worker that does not go on, or no more."""


def judge(path: Path, max_age: float, now: datetime) -> str:
    """Say how long ago the worker went on; NotAlive if that is more than `max_age` seconds away, ahead included."""
    try:
        beat: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        age = (now - datetime.fromisoformat(beat["time"])).total_seconds()
        who = f"{beat['command']} (pid {beat['pid']}; {', '.join(beat['loops'])})"
    except FileNotFoundError as error:
        raise NotAlive(f"no heartbeat at {path}: the worker is not running, or not at work yet") from error
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise NotAlive(f"{path} cannot be read as a heartbeat ({type(error).__name__})") from error
    if age > max_age:
        raise NotAlive(f"{who} last went on {age:.0f} s ago, more than {max_age:.0f} s")
    if age < -max_age:
        raise NotAlive(f"{who} went on {-age:.0f} s ahead of this clock: the clock was set back")
    return f"{who} went on {max(age, 0):.0f} s ago"
