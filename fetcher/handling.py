"""One message's work: read, handled, and where it fails, the failure counted. Says what is to become of the message."""

import logging
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as AnyDatabaseError
from django.db import close_old_connections, connection
from django.utils import timezone

from campaigns.events import UnreadableEvent
from campaigns.transitions import MovedMeanwhile
from fetcher import retry
from fetcher.dead_letters import to_dead_letters
from fetcher.failures import Ending, receive_count
from fetcher.handlers.outcome import Outcome
from fetcher.observer import Observer
from fetcher.providers.base import PassingFault, PermanentFault
from fetcher.queues import Event, Queue
from fetcher.service_faults import in_words

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

logger = logging.getLogger(__name__)

PASSING = (PassingFault, AnyDatabaseError, MovedMeanwhile, ClientError, BotoCoreError, ConnectionError, TimeoutError)
PERMANENT = (PermanentFault, ImproperlyConfigured)
LONGEST_UNCOUNTED_DELAY = 60
CONNECTION_LOOK_SECONDS = 5.0
REMEMBERED_BUGS = 1000
DELETE = None


class HandlerBug(Exception):
    """Stands for an exception whose own words are not logged: they may hold an address."""


class Unread:
    """Stands for the event of a body that nobody can read."""

    def __init__(self, message: "MessageTypeDef") -> None:
        self.message_id = message.get("MessageId")

    def facts(self) -> dict[str, object]:
        return {"message_id": self.message_id}


class Work:
    """One message under way."""

    __slots__ = ("attempt", "began", "event", "message")

    def __init__(self, message: "MessageTypeDef", event: Event) -> None:
        self.message = message
        self.event = event
        self.attempt = receive_count(message)
        self.began = time.monotonic()


class Handling:
    """Called from any thread. A message's fate is None where it may be deleted, else the seconds until it is back."""

    def __init__(self, queue: Queue, client: "SQSClient", observer: Observer) -> None:
        self.queue = queue
        self.client = client
        self.observer = observer
        self._bugs: OrderedDict[str, None] = OrderedDict()
        self._looked = threading.local()

    def handle(self, message: "MessageTypeDef") -> int | None:
        """Do one message's work. Raises nothing: one bad message costs the others nothing."""
        try:
            event = self.queue.read(message["Body"])
        except UnreadableEvent as error:
            return self._unreadable(message, str(error))
        except Exception as error:  # noqa: BLE001 - such as a body nested too deeply for the parser
            return self._unreadable(message, f"the reader failed: {type(error).__name__}")
        work = Work(message, event)
        try:
            return self._work(work)
        except Exception as error:  # noqa: BLE001 - whatever it was, the message comes back
            connection.close()
            delay = min(self.queue.policy.delay(work.attempt), LONGEST_UNCOUNTED_DELAY)
            words = in_words(error)
            return self._end(work, "later", logging.ERROR, "failure not recorded, comes back", delay, error=words)

    def _work(self, work: Work) -> int | None:
        self._look_at_connection()
        try:
            done = self.queue.work(work.event, timezone.now())
        except retry.Postponed as error:
            self.queue.failures.postpone(work.event, error.until)
            delay = self.queue.policy.until(error.until, timezone.now())
            return self._end(work, "waiting", logging.INFO, "postponed", delay, why=str(error))
        except retry.NotReadyYet as error:
            return self._wait(work, str(error))
        except PERMANENT as error:
            return self._give_up(work, str(error))
        except PASSING as error:
            connection.close()
            return self._fail(work, error)
        except Exception as error:  # noqa: BLE001 - a bug
            self._log_bug(work, error)
            connection.close()
            return self._fail(work, error)
        words, facts = done if isinstance(done, Outcome) else Outcome(done)
        kind = "dropped" if words.startswith("dropped") else "done"
        return self._end(work, kind, logging.INFO, words, DELETE, **facts)

    def _fail(self, work: Work, error: Exception) -> int | None:
        """Count the failure and let the message come back; after the last one, give the work up."""
        words, now = _words(error), timezone.now()
        tally = self.queue.failures.count(work.event, work.message, words, now, is_wait=False)
        if tally is None:
            return self._unwanted(work)
        if self.queue.policy.is_over(tally, now):
            return self._give_up(work, f"{words} (tried {tally.attempts} times)")
        delay = self.queue.policy.delay(tally.attempts, error)
        facts = {"failures": tally.attempts, "error": words}
        return self._end(work, "later", logging.WARNING, "failed, comes back", delay, **facts)

    def _wait(self, work: Work, words: str) -> int | None:
        now = timezone.now()
        tally = self.queue.failures.count(work.event, work.message, words, now, is_wait=True)
        if tally is None:
            return self._unwanted(work)
        if self.queue.policy.has_waited_enough(tally, now):
            return self._give_up(work, f"{words} (looked {tally.waits} times)")
        delay = self.queue.policy.wait(tally.waits)
        return self._end(work, "waiting", logging.INFO, "not ready yet, comes back", delay, why=words)

    def _unwanted(self, work: Work) -> int | None:
        return self._end(work, "dropped", logging.INFO, "dropped: nobody waits for it any more", DELETE)

    def _give_up(self, work: Work, words: str) -> int | None:
        """The last failure is written down first, and the message deleted then."""
        ending = self.queue.failures.give_up(work.event, words, timezone.now())
        if ending is Ending.UNWANTED:
            return self._unwanted(work)
        if ending is Ending.DEAD:
            words = to_dead_letters(self.client, self.queue.url, work.message, words)
        return self._end(work, "failed", logging.ERROR, "failed for good", DELETE, error=words)

    def _unreadable(self, message: "MessageTypeDef", why: str) -> int | None:
        """Counted as unreadable once it has moved: without a place for it, it stays in the queue."""
        work = Work(message, Unread(message))
        try:
            why = to_dead_letters(self.client, self.queue.url, message, why)
        except Exception as error:  # noqa: BLE001 - whatever it was, the message comes back
            facts = {"why": why, "error": in_words(error)}
            delay = self.queue.policy.delay(work.attempt)
            return self._end(work, "later", logging.ERROR, "unreadable, comes back: no dead letters", delay, **facts)
        return self._end(work, "unreadable", logging.ERROR, "unreadable, moved to the dead letters", DELETE, why=why)

    def _end(self, work: Work, kind: str, level: int, outcome: str, delay: int | None, **more: object) -> int | None:
        """The message's one log line."""
        seconds = time.monotonic() - work.began
        self.observer.handled(self.queue.name, kind, seconds)
        if logger.isEnabledFor(level):
            facts = self._facts(work)
            facts["outcome"] = outcome
            facts["seconds"] = round(seconds, 3)
            if delay is not None:
                facts["delay"] = delay
            if more:
                facts.update(more)
            logger.log(level, "handled", extra={"facts": facts, "may_wait": level < logging.WARNING})
        return delay

    def _log_bug(self, work: Work, error: Exception) -> None:
        """The traceback, once for an event; without the exception's own words, which may hold an address."""
        key = str(work.event.facts())
        if key in self._bugs:
            return
        self._bugs[key] = None
        if len(self._bugs) > REMEMBERED_BUGS:
            self._bugs.popitem(last=False)
        stand_in = HandlerBug(type(error).__name__)
        where = (HandlerBug, stand_in, error.__traceback__)
        logger.error("bug in a handler", exc_info=where, extra={"facts": self._facts(work)})

    def _facts(self, work: Work) -> dict[str, object]:
        return {"queue": self.queue.name, **work.event.facts(), "attempt": work.attempt}

    def _look_at_connection(self) -> None:
        """Have the thread's database connection checked, every few seconds: each check costs a round trip."""
        now = time.monotonic()
        if now - getattr(self._looked, "at", 0.0) > CONNECTION_LOOK_SECONDS:
            self._looked.at = now
            close_old_connections()


def _words(error: Exception) -> str:
    """A fault in words for staff; of what a library raised only the kind, since its text may hold an address."""
    if isinstance(error, PassingFault | MovedMeanwhile):
        return str(error)
    if isinstance(error, ClientError):
        return f"{error.operation_name}: {error.response.get('Error', {}).get('Code', 'unknown error')}"
    return type(error).__name__
