"""A call that is over by a moment, however slowly its answer drips in.

A socket's own time-out counts anew with each byte, so the call runs in a thread that is left behind when its time is
over. Such a thread makes no further attempt and ends with its connection; there are never more than MOST_AT_ONCE.
"""

import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

MOST_AT_ONCE = 64
_slots = threading.BoundedSemaphore(MOST_AT_ONCE)
_own = threading.local()

Result = TypeVar("Result")


class TooLate(Exception):
    """The time for this call is over."""


class _Call(Generic[Result]):
    """One call in its thread: its result or its error, once it is done."""

    def __init__(self, work: Callable[[], Result], ends: float) -> None:
        self.done = threading.Event()
        self.results: list[Result] = []
        self.error: BaseException | None = None
        self._work = work
        self._ends = ends

    def run(self) -> None:
        _own.ends = self._ends
        try:
            self.results.append(self._work())
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that asked
            self.error = error
        finally:
            self.done.set()
            _slots.release()


def by_deadline(seconds: float, work: Callable[[], Result]) -> Result:
    """What `work` returns or raises; TooLate once the seconds are over. `work` must not use the database."""
    ends = time.monotonic() + seconds
    if not _slots.acquire(timeout=seconds):
        raise TooLate
    call = _Call(work, ends)
    try:
        threading.Thread(target=call.run, name="by_deadline", daemon=True).start()
    except RuntimeError:  # no thread to be had
        _slots.release()
        raise
    if not call.done.wait(max(0.0, ends - time.monotonic())):
        raise TooLate
    if call.error is not None:
        raise call.error
    return call.results[0]


def still_in_time(**_event: Any) -> None:
    """Called inside `work` ahead of each attempt: raises TooLate where nobody waits for it any more."""
    if time.monotonic() >= getattr(_own, "ends", float("inf")):
        raise TooLate
