"""Ctrl-C and its like, as something that can be waited for."""

import os
import select
import signal
from types import FrameType, TracebackType
from typing import Self

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked to stop."""


class StopRequest:
    """Counts the requests to stop, from its `with` on; the handlers that were there before are put back.

    A pipe, not threading.Event: an event set by a handler while the main thread waits for it can deadlock.
    """

    def __init__(self) -> None:
        self.count = 0

    def __enter__(self) -> Self:
        self.read_end, self.write_end = os.pipe()
        os.set_blocking(self.write_end, False)
        self.previous = {number: signal.signal(number, self._note) for number in STOP_SIGNALS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self.previous.items():
            signal.signal(number, handler)
        os.close(self.read_end)
        os.close(self.write_end)

    def _note(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - the shape of a signal handler
        self.count += 1
        os.write(self.write_end, b"!")

    def wait(self, seconds: float) -> bool:
        """Wait, or less if a request comes; whether one came since the last call."""
        ready, _, _ = select.select([self.read_end], [], [], seconds)
        if ready:
            os.read(self.read_end, 100)
        return bool(ready)

    def pause(self, seconds: float) -> None:
        """Wait; raise Stopped if there was a request at any time."""
        self.wait(seconds)
        if self.count:
            raise Stopped
