"""What one consumer has in hand: received and not finished. Its threads take from here what to do next."""

import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs.type_defs import MessageTypeDef

BATCH = 10
LONGEST_WAIT_SECONDS = 1.0
QUICK_SECONDS = 0.002
STUCK_SECONDS = 0.05
USUAL_OF = 20
"""How many messages the usual time of a handler is taken from, at the least and about."""


@dataclass(slots=True, eq=False)
class Held:
    """A message in hand; moments are those of the monotonic clock, which no clock change moves."""

    message: "MessageTypeDef"
    received_at: float
    hidden_until: float
    started_at: float | None = None
    is_settled: bool = False
    is_overdue: bool = False
    is_lost: bool = False
    """The queue knows its receipt no more; what is done about it further is a delete, tried once."""

    @property
    def can_be_extended(self) -> bool:
        return not (self.is_settled or self.is_lost)


@dataclass(frozen=True, slots=True)
class Receive:
    """Leave to receive so many messages."""

    count: int


class Hand:
    """Never holds more messages than can be started at once plus one batch.

    Receives in flight count with what they may bring, so that nothing comes that has no place; but for one case. While
    every handler ends within QUICK_SECONDS the round trips are what takes time, and each thread may receive a batch of
    its own as soon as a whole one would have a place. What then comes at the same moment and has none is never taken
    in: others may have it at once.
    """

    def __init__(self, concurrency: int) -> None:
        self.limit = concurrency + BATCH
        self.concurrency = concurrency
        self.is_closed = False
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._unstarted: deque[Held] = deque()
        self._running: set[Held] = set()
        self._coming = 0
        self._receives = 0
        self._is_flowing = False
        self._no_receive_before = 0.0
        self._usual_seconds = 0.0
        self._finished = 0

    def next(self) -> Held | Receive | None:
        """What a thread does next; waits for something to do, and is None once the hand is closed."""
        with self._lock:
            while not self.is_closed:
                if job := self._job():
                    return job
                pause = self._no_receive_before - time.monotonic()
                self._changed.wait(min(pause, LONGEST_WAIT_SECONDS) if pause > 0 else LONGEST_WAIT_SECONDS)
            return None

    def at_once(self) -> Held | Receive | None:
        """The same, but None where it would have to wait."""
        with self._lock:
            return None if self.is_closed else self._job()

    def received(self, receive: Receive, messages: "Sequence[MessageTypeDef]", visibility: float) -> list[Held]:
        """Take in what a receive brought; returns what has no place in it and is to be given back."""
        now = time.monotonic()
        came = [Held(message, now, now + visibility) for message in messages]
        with self._lock:
            self._ended(receive)
            self._is_flowing = bool(came)
            if self.is_closed:
                return came
            room = self.limit - self.count
            self._unstarted.extend(came[:room])
            if not self._is_quick(now):
                self._changed.notify()
        return came[room:]

    def received_nothing(self, receive: Receive, pause: float) -> None:
        """A receive failed: none is tried again before the pause is over."""
        with self._lock:
            self._ended(receive)
            self._is_flowing = False
            self._no_receive_before = time.monotonic() + pause
            self._changed.notify()

    def finished(self, held: Held) -> int:
        """A message's work is done; returns how many are not yet started."""
        with self._lock:
            self._running.discard(held)
            held.is_settled = True
            seconds = time.monotonic() - (held.started_at or 0.0)
            self._finished = min(self._finished + 1, USUAL_OF)
            self._usual_seconds += (seconds - self._usual_seconds) / self._finished
            return len(self._unstarted)

    def wake_for_unstarted(self) -> None:
        """Wake a thread for what waits behind a handler that was quick until now.

        While handlers are quick nobody is woken for single messages: the thread that received them is done sooner.
        """
        with self._lock:
            if self._unstarted and not self._is_quick(time.monotonic()):
                self._changed.notify()

    def close(self) -> list[Held]:
        """No thread starts anything any more; returns what was not started."""
        with self._lock:
            self.is_closed = True
            self._changed.notify_all()
            return self._take_unstarted()

    def behind_overdue(self) -> list[Held]:
        """Take out what was not started, where every slot has a handler past its limit; nothing while one has not."""
        with self._lock:
            is_stuck = len(self._running) >= self.concurrency and all(held.is_overdue for held in self._running)
            return self._take_unstarted() if is_stuck else []

    def abandon(self) -> list[Held]:
        """What is under way and will not be waited for."""
        with self._lock:
            running = list(self._running)
            self._running.clear()
            for held in running:
                held.is_settled = True
        return running

    def held(self) -> list[Held]:
        """All that is in hand."""
        with self._lock:
            return [*self._running, *self._unstarted]

    @property
    def count(self) -> int:
        return len(self._running) + len(self._unstarted)

    def _job(self) -> Held | Receive | None:
        if self._unstarted:
            return self._start()
        now = time.monotonic()
        count = self._receivable(now)
        if not count or now < self._no_receive_before:
            return None
        self._receives += 1
        self._coming += count
        if self._is_flowing:
            self._changed.notify()  # another may receive as well
        return Receive(count)

    def _take_unstarted(self) -> list[Held]:
        unstarted = list(self._unstarted)
        self._unstarted.clear()
        for held in unstarted:
            held.is_settled = True
        return unstarted

    def _start(self) -> Held:
        held = self._unstarted.popleft()
        self._running.add(held)
        held.started_at = time.monotonic()
        if self._unstarted and not self._is_quick(held.started_at):
            self._changed.notify()  # one thread wakes the next, so that none wakes for nothing
        return held

    def _receivable(self, now: float) -> int:
        """How many messages a thread with nothing else to do may receive.

        A second receive at the same time only while messages flow, and only a whole one: an empty queue is asked by one
        thread, and a full hand does not ask for single messages.
        """
        room = self.limit - self._coming - self.count
        if not self._receives:
            return max(0, min(BATCH, room))
        if not self._is_flowing:
            return 0
        has_place = self._receives < self.concurrency and self.count + BATCH <= self.limit
        return BATCH if room >= BATCH or (has_place and self._is_quick(now)) else 0

    def _is_quick(self, now: float) -> bool:
        if self._finished < USUAL_OF or self._usual_seconds > QUICK_SECONDS:
            return False
        return all(now - (held.started_at or now) < STUCK_SECONDS for held in self._running)

    def _ended(self, receive: Receive) -> None:
        self._receives -= 1
        self._coming -= receive.count
