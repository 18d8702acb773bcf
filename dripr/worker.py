"""What every long-running command shares: a stop flag that signals set, and a loop that ends with it. Knows no app."""

import logging
import os
import signal
import time
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Self

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.1
BEAT_SECONDS = 2.0


def end_well_on_signals() -> None:
    """Until a StopFlag takes over, end with exit code 0 where SIGTERM or Ctrl-C comes: nothing has begun.

    At once, since an exception out of a signal handler may be lost in whatever is being imported just then.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: os._exit(0))


class StopFlag:
    """Set by SIGTERM and Ctrl-C while its `with` block runs; a second signal ends the process at once.

    A plain value that waiters look at every tenth of a second: a threading.Event that a signal handler sets while the
    main thread waits for it can deadlock.
    """

    def __init__(self) -> None:
        self._is_set = False
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
        if self._is_set:
            os._exit(128 + number)  # at once, whatever the other threads are at
        self._is_set = True

    @property
    def is_set(self) -> bool:
        return self._is_set

    def set(self) -> None:
        self._is_set = True

    def wait(self, seconds: float) -> bool:
        """Sleep until the flag is set or the time is over; True if it is set."""
        deadline = time.monotonic() + seconds
        while not self._is_set and (left := deadline - time.monotonic()) > 0:
            time.sleep(min(left, LOOK_SECONDS))
        return self._is_set


def run_until_stopped(
    step: Callable[[], bool], stop: StopFlag, interval: float, beat: Callable[[], None] = lambda: None
) -> None:
    """Call `step` until the flag is set; it returns whether there is more to do at once.

    `beat` is called between steps, and every few seconds of a longer wait.
    """
    while not stop.is_set:
        beat()
        if not step():
            deadline = time.monotonic() + interval
            while not stop.is_set and (left := deadline - time.monotonic()) > 0:
                beat()
                stop.wait(min(left, BEAT_SECONDS))
