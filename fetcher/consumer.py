"""The consumer of one queue: its threads receive, handle, delete and give back.

A message is deleted only after its work is committed, so a consumer may be killed at any moment. What fails comes back
with growing delay; what fails for good puts the campaign into ERROR first.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connections

from dripr.worker import StopFlag
from fetcher.hand import Hand, Held, Receive
from fetcher.handling import Handling
from fetcher.keeper import LAST_SECONDS, Keeper
from fetcher.observer import Observer
from fetcher.queues import Queue
from fetcher.receiving import OutOfReach, Receiving, age_of_oldest
from fetcher.settling import Settling

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs import SQSClient

logger = logging.getLogger(__name__)

VISIBILITY_SECONDS = 120
NOBODY = Observer()


@dataclass(frozen=True, slots=True)
class Pace:
    """How a consumer works: its threads, how long a receive waits and a message stays hidden, and a handler's limit."""

    concurrency: int = 1
    wait_seconds: int = 20
    visibility: int = VISIBILITY_SECONDS
    handler_limit: float = 600.0


STEADY = Pace()


class Consumer:
    """Threads that each take from one hand; any of them receives when it finds nothing to do. One more keeps house."""

    def __init__(
        self,
        queue: Queue,
        client: "SQSClient",
        stop: StopFlag,
        pace: Pace = STEADY,
        observer: Observer = NOBODY,
    ) -> None:
        self.queue = queue
        self.stop = stop
        self.observer = observer
        self.hand = Hand(pace.concurrency)
        self.handling = Handling(queue, client, observer)
        self.receiving = Receiving(client, queue.name, queue.url, pace.wait_seconds, pace.visibility)
        self.settling = Settling(client, queue.name, queue.url, is_shared=pace.concurrency > 1)
        self.keeper = Keeper(queue.name, self.hand, self.settling, observer, pace.visibility, pace.handler_limit)
        self.has_died = False
        self._is_over = False
        names = [f"{queue.name}-{number}" for number in range(pace.concurrency)]
        self._threads = [self._thread(name, self.work) for name in names]
        self._housekeeping = self._thread(f"{queue.name}-keeper", self._keep)

    def start(self) -> None:
        for thread in (self._housekeeping, *self._threads):
            thread.start()

    def close(self) -> None:
        """Receive and start nothing more; others may have at once what was not started."""
        self.settling.give_back(self.hand.close())

    def finish(self, deadline: float) -> None:
        """Let the threads end what they are at, until a moment of the monotonic clock; what is not done is given back.

        Messages that a receive still brings are given back by its thread.
        """
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        unfinished = self.hand.abandon()
        for held in unfinished:
            facts = {"queue": self.queue.name, "message_id": held.message.get("MessageId")}
            logger.warning("not finished in time, given back", extra={"facts": facts})
        self.settling.give_back(unfinished)
        self._is_over = True
        self.settling.wake.set()
        self._housekeeping.join(2 * LAST_SECONDS)

    @property
    def is_busy(self) -> bool:
        """Whether messages are in hand, or calls about them owed."""
        return bool(self.hand.count or self.settling.count)

    def work(self) -> None:
        """What each thread does, until the hand is closed."""
        while not self.stop.is_set and (job := self.hand.next()) is not None:
            if isinstance(job, Receive):
                self._receive(job)
            else:
                self._handle(job)

    def consume_once(self) -> int:
        """Receive up to ten messages, handle and settle them in this thread; returns how many there were."""
        job = self.hand.at_once()
        if isinstance(job, Receive):
            self._receive(job)
        count = self.hand.count
        while isinstance(job := self.hand.at_once() if self.hand.count else None, Held):
            self._handle(job)
        self.settling.flush(0.0)
        return count

    def _receive(self, receive: Receive) -> None:
        try:
            messages = self.receiving.receive(receive.count)
        except OutOfReach as error:
            self.hand.received_nothing(receive, error.pause)
            return
        self.observer.received(self.queue.name, len(messages))
        self.observer.waited(self.queue.name, age_of_oldest(messages))
        without_place = self.hand.received(receive, messages, self.receiving.visibility)
        if without_place:
            self.settling.give_back(without_place)
        if messages and self.keeper.is_idle:
            self.settling.wake.set()

    def _handle(self, held: Held) -> None:
        delay = self.handling.handle(held.message)
        unstarted = self.hand.finished(held)
        is_behind = self.settling.settle(held, delay)
        if not unstarted or is_behind:
            self.settling.call(whole=not self.hand.count)

    def _keep(self) -> None:
        self.keeper.run(lambda: self._is_over, lambda: all(thread.is_alive() for thread in self._threads))

    def _thread(self, name: str, work: Callable[[], None]) -> threading.Thread:
        return threading.Thread(target=self._guarded, args=(work,), name=name, daemon=True)

    def _guarded(self, work: Callable[[], None]) -> None:
        """A thread that dies ends the process, so that none looks alive that does nothing."""
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - whatever ended it, it is gone
            facts = {"queue": self.queue.name, "thread": threading.current_thread().name, "error": type(error).__name__}
            logger.critical("consumer thread died", extra={"facts": facts})
            self.has_died = True
            self.stop.set()
        finally:
            connections.close_all()
