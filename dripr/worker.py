"""What every long-running command shares: a stop flag that signals set, and a loop that ends with it. Knows no app."""

import logging
import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Self

logger = logging.getLogger(__name__)


class StopFlag:
    """Set by SIGTERM and Ctrl-C while its `with` block runs; a second signal ends the process at once."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._previous: dict[int, Any] = {}

    def __enter__(self) -> Self:
        for number in (signal.SIGTERM, signal.SIGINT):
            self._previous[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for number, handler in self._previous.items():
            signal.signal(number, handler)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if self._event.is_set():
            raise SystemExit(128 + number)
        self._event.set()

    @property
    def is_set(self) -> bool:
        return self._event.is_set()

    def set(self) -> None:
        self._event.set()

    def wait(self, seconds: float) -> bool:
        """Sleep until the flag is set or the time is over; True if it is set."""
        return self._event.wait(seconds)


def run_until_stopped(step: Callable[[], bool], stop: StopFlag, interval: float) -> None:
    """Call `step` until the flag is set; it returns whether there is more to do at once."""
    while not stop.is_set:
        if not step():
            stop.wait(interval)
