"""The consumer of one queue: receive, decode, handle, delete, give back.

A message is deleted only after its work is committed. What fails comes back with growing delay; what fails for good
puts the campaign into ERROR first. What nobody can read goes to the dead-letter queue whole, at first sight.
"""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError
from django.db import Error as AnyDatabaseError
from django.db import close_old_connections, connection
from django.utils import timezone

from campaigns.events import UnreadableEvent
from campaigns.transitions import MovedMeanwhile
from dripr.worker import StopFlag
from fetcher import retry
from fetcher.dead_letters import to_dead_letters
from fetcher.observer import Observer
from fetcher.providers.base import PassingFault, PermanentFault
from fetcher.queues import Event, Queue

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

logger = logging.getLogger(__name__)

BATCH = 10
VISIBILITY_SECONDS = 120
NOBODY = Observer()
PASSING = (PassingFault, AnyDatabaseError, MovedMeanwhile, ClientError, BotoCoreError, ConnectionError, TimeoutError)


class Fate(Enum):
    """What becomes of a message."""

    DELETE = "delete"
    GIVE_BACK = "give back"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Handled:
    """A message after its handler; `delay` in seconds where its fate is LATER."""

    message: "MessageTypeDef"
    fate: Fate
    delay: int = 0


class Consumer:
    """One queue's consumer. It keeps nothing between messages, so it can be killed at any moment."""

    def __init__(
        self,
        queue: Queue,
        client: "SQSClient",
        stop: StopFlag,
        concurrency: int = 1,
        observer: Observer = NOBODY,
    ) -> None:
        self.queue = queue
        self.client = client
        self.stop = stop
        self.observer = observer
        self.policy = queue.policy
        self.pool = ThreadPoolExecutor(concurrency, thread_name_prefix=queue.name)

    def consume_once(self, wait_seconds: int) -> int:
        """Receive up to ten messages, handle them, settle each by its fate; returns how many there were."""
        answer = self.client.receive_message(
            QueueUrl=self.queue.url,
            MaxNumberOfMessages=BATCH,
            WaitTimeSeconds=wait_seconds,
            VisibilityTimeout=VISIBILITY_SECONDS,
            MessageAttributeNames=["All"],
            MessageSystemAttributeNames=["ApproximateReceiveCount", "SentTimestamp"],
        )
        messages = answer.get("Messages", [])
        self.observer.beat(self.queue.name)
        self.observer.received(self.queue.name, len(messages))
        self.observer.waited(self.queue.name, _age_of_oldest(messages))
        self.observer.in_hand(self.queue.name, len(messages))
        handled = list(self.pool.map(self._handle, messages))
        self._delete([item.message for item in handled if item.fate is Fate.DELETE])
        self._hide([item for item in handled if item.fate is not Fate.DELETE])
        self.observer.in_hand(self.queue.name, 0)
        return len(messages)

    def close(self) -> None:
        """Let the threads end, their database connections with them."""
        self.pool.shutdown()

    def _handle(self, message: "MessageTypeDef") -> Handled:
        """Do one message's work in a thread of the pool. Raises nothing: one bad message costs the others nothing."""
        if self.stop.is_set:
            return Handled(message, Fate.GIVE_BACK)
        try:
            event = self.queue.read(message["Body"])
        except UnreadableEvent as error:
            return self._unreadable(message, error)
        close_old_connections()
        began = time.monotonic()
        try:
            return self._work(message, event, began)
        except Exception as error:  # noqa: BLE001 - whatever it was, the message comes back
            self._log(logging.ERROR, event, began, "failure not recorded, comes back", error=type(error).__name__)
            connection.close()
            return Handled(message, Fate.LATER, self.policy.delay(1))

    def _work(self, message: "MessageTypeDef", event: Event, began: float) -> Handled:
        try:
            outcome = self.queue.work(event, timezone.now())
        except retry.Postponed as error:
            delay = self.policy.until(error.until, timezone.now())
            self._log(logging.INFO, event, began, "postponed", delay=delay, why=str(error))
            return self._done(Handled(message, Fate.LATER, delay), "waiting", began)
        except retry.NotReadyYet as error:
            return self._wait(message, event, began, error)
        except PermanentFault as error:
            return self._give_up(message, event, began, str(error))
        except PASSING as error:
            connection.close()
            return self._fail(message, event, began, error)
        except Exception as error:
            logger.exception("bug in a handler", extra={"facts": self._facts(event)})
            connection.close()
            return self._fail(message, event, began, error)
        self._log(logging.INFO, event, began, outcome)
        return self._done(Handled(message, Fate.DELETE), "dropped" if outcome.startswith("dropped") else "done", began)

    def _fail(self, message: "MessageTypeDef", event: Event, began: float, error: Exception) -> Handled:
        """Count the failure and let the message come back; after the last one, give the work up."""
        words, now = _words(error), timezone.now()
        tally = self.queue.failures.count(event, message, words, now, is_wait=False)
        if tally is None:
            return self._gone(message, event, began)
        if self.policy.is_over(tally, now):
            return self._give_up(message, event, began, f"{words} (tried {tally.attempts} times)")
        delay = self.policy.delay(tally.attempts, error)
        facts = {"attempt": tally.attempts, "delay": delay, "error": words}
        self._log(logging.WARNING, event, began, "failed, comes back", **facts)
        return self._done(Handled(message, Fate.LATER, delay), "later", began)

    def _wait(self, message: "MessageTypeDef", event: Event, began: float, error: retry.NotReadyYet) -> Handled:
        words, now = str(error), timezone.now()
        tally = self.queue.failures.count(event, message, words, now, is_wait=True)
        if tally is None:
            return self._gone(message, event, began)
        if self.policy.has_waited_enough(tally, now):
            return self._give_up(message, event, began, f"{words} (looked {tally.waits} times)")
        delay = self.policy.wait()
        self._log(logging.INFO, event, began, "not ready yet, comes back", delay=delay, why=words)
        return self._done(Handled(message, Fate.LATER, delay), "waiting", began)

    def _gone(self, message: "MessageTypeDef", event: Event, began: float) -> Handled:
        self._log(logging.INFO, event, began, "dropped: the campaign is gone")
        return self._done(Handled(message, Fate.DELETE), "dropped", began)

    def _give_up(self, message: "MessageTypeDef", event: Event, began: float, words: str) -> Handled:
        if not self.queue.failures.give_up(event, words, timezone.now()):
            to_dead_letters(self.client, self.queue.url, message, words)
        self._log(logging.ERROR, event, began, "failed for good", error=words)
        return self._done(Handled(message, Fate.DELETE), "failed", began)

    def _done(self, handled: Handled, outcome: str, began: float) -> Handled:
        self.observer.handled(self.queue.name, outcome, time.monotonic() - began)
        return handled

    def _unreadable(self, message: "MessageTypeDef", error: UnreadableEvent) -> Handled:
        facts = {"queue": self.queue.name, "message": message.get("MessageId"), "why": str(error)}
        try:
            to_dead_letters(self.client, self.queue.url, message, str(error))
        except (ClientError, BotoCoreError) as fault:
            facts["error"] = type(fault).__name__
            logger.error("unreadable message, dead-letter queue out of reach", extra={"facts": facts})
            return Handled(message, Fate.LATER, self.policy.delay(1))
        self.observer.handled(self.queue.name, "unreadable", 0)
        logger.error("unreadable message moved to the dead-letter queue", extra={"facts": facts})
        return Handled(message, Fate.DELETE)

    def _delete(self, messages: "list[MessageTypeDef]") -> None:
        if not messages:
            return
        answer = self.client.delete_message_batch(
            QueueUrl=self.queue.url,
            Entries=[
                {"Id": str(index), "ReceiptHandle": message["ReceiptHandle"]} for index, message in enumerate(messages)
            ],
        )
        for entry in answer.get("Failed", []):
            facts = {"queue": self.queue.name, "error": entry["Code"]}
            logger.warning("not deleted; it comes again and is dropped then", extra={"facts": facts})

    def _hide(self, handled: list[Handled]) -> None:
        """Let messages come back after their delay, the unstarted ones at once."""
        for item in handled:
            self.client.change_message_visibility(
                QueueUrl=self.queue.url,
                ReceiptHandle=item.message["ReceiptHandle"],
                VisibilityTimeout=item.delay,
            )

    def _facts(self, event: Event) -> dict[str, object]:
        return {"queue": self.queue.name, **event.facts()}

    def _log(self, level: int, event: Event, began: float, outcome: str, **facts: object) -> None:
        duration = round(time.monotonic() - began, 3)
        facts = {**self._facts(event), "outcome": outcome, "seconds": duration, **facts}
        logger.log(level, "handled", extra={"facts": facts})


def _age_of_oldest(messages: "list[MessageTypeDef]") -> float:
    """In seconds, by the queue service's clock and ours; 0 where there is no message."""
    sent = [int(message["Attributes"].get("SentTimestamp", 0)) for message in messages if "Attributes" in message]
    return max(0.0, time.time() - min(sent) / 1000) if sent else 0.0


def _words(error: Exception) -> str:
    """A fault in words for staff; of what a library raised only the kind, since its text may hold an address."""
    if isinstance(error, PassingFault | retry.NotReadyYet | MovedMeanwhile):
        return str(error)
    if isinstance(error, ClientError):
        return f"{error.operation_name}: {error.response.get('Error', {}).get('Code', 'unknown error')}"
    return type(error).__name__
