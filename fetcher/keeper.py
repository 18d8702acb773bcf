"""Keeps hidden what a consumer has in hand, makes the calls that no other thread makes in time, and beats."""

import logging
import time
from collections.abc import Callable

from dripr.logs import write_lines
from fetcher.hand import Hand, Held
from fetcher.observer import Observer
from fetcher.settling import Settling, hideable

logger = logging.getLogger(__name__)

BUSY_SECONDS = 0.05
IDLE_SECONDS = 1.0
BEAT_SECONDS = 1.0
LAST_SECONDS = 5.0


class Keeper:
    """Extends what is in hand at a third of the visibility time-out, until a handler is past its own limit.

    Once every slot has a handler past its limit, what waits behind them goes back at once, for others.
    """

    def __init__(
        self, queue: str, hand: Hand, settling: Settling, observer: Observer, visibility: int, limit: float
    ) -> None:
        self.queue = queue
        self.hand = hand
        self.settling = settling
        self.observer = observer
        self.visibility = visibility
        self.limit = limit
        self._extend_not_before = 0.0
        self._told = -1
        self.is_idle = False

    def run(self, is_over: Callable[[], bool], is_well: Callable[[], bool]) -> None:
        """Until it is over; then make the calls that are owed. Beats while no thread is dead and no handler overdue."""
        next_beat = last_busy = 0.0
        was_woken = False
        while not is_over():
            self.tick()
            now = time.monotonic()
            if now >= next_beat and is_well() and not any(held.is_overdue for held in self.hand.held()):
                self.observer.beat(self.queue)
                next_beat = now + BEAT_SECONDS
            if was_woken or self.hand.count or self.settling.count:
                last_busy = now
            self.is_idle = now - last_busy > IDLE_SECONDS
            was_woken = self.settling.wait(IDLE_SECONDS if self.is_idle else BUSY_SECONDS)
            self.is_idle = False
        self.settling.finish(LAST_SECONDS)

    def tick(self) -> None:
        write_lines()
        self.settling.flush()
        self.hand.wake_for_unstarted()
        held = self.hand.held()
        if len(held) != self._told:
            self._told = len(held)
            self.observer.in_hand(self.queue, self._told)
        now = time.monotonic()
        for item in held:
            self._mark_overdue(item, now)
        self._give_back_unstarted()
        due = [item for item in held if self._is_due(item, now)] if now >= self._extend_not_before else []
        if due and not self.settling.extend(due, self.visibility):
            self._extend_not_before = now + self.visibility / 20

    def _is_due(self, held: Held, now: float) -> bool:
        left = held.hidden_until - now
        is_ours = not (held.is_lost or held.is_overdue)
        return is_ours and left <= self.visibility * 2 / 3 and hideable(held, now) > left

    def _mark_overdue(self, held: Held, now: float) -> None:
        """Where its handler is past its limit; said once."""
        if not held.is_overdue and held.started_at is not None and now - held.started_at > self.limit:
            held.is_overdue = True
            facts = {"queue": self.queue, "message_id": held.message.get("MessageId"), "limit": self.limit}
            logger.error("a handler is past its limit; its message comes back", extra={"facts": facts})

    def _give_back_unstarted(self) -> None:
        """Where all handlers are past their limit: nobody here would come to it, nor is a thread free to receive."""
        if unstarted := self.hand.behind_overdue():
            facts = {"queue": self.queue, "messages": len(unstarted)}
            logger.error(
                "all handlers are past their limit; what was not started is given back", extra={"facts": facts}
            )
            self.settling.give_back(unstarted)
