"""What becomes of messages at the queue: deleted, hidden for a while, given back. Everything goes in tens."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dripr.logs import write_lines
from fetcher.hand import BATCH, Held
from fetcher.retry import LONGEST_HIDING_SECONDS
from fetcher.service_faults import in_words

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs import SQSClient

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 0.05
MOST_PENDING = 3 * BATCH
LONGEST_PAUSE_SECONDS = 15.0


@dataclass(slots=True)
class Pending:
    """What waits for one kind of call; after a call that failed, for a pause that grows."""

    items: list[tuple[Held, int]] = field(default_factory=list)
    since: float = 0.0
    not_before: float = 0.0
    pause: float = 0.0

    def add(self, items: Sequence[tuple[Held, int]]) -> None:
        if not self.items:
            self.since = time.monotonic()
        self.items += items

    def take(self) -> list[tuple[Held, int]]:
        taken, self.items = self.items[:BATCH], self.items[BATCH:]
        return taken

    def failed(self, items: Sequence[tuple[Held, int]]) -> None:
        """Keep what can still be settled; what was hidden for too long is in the queue again, and comes anew."""
        now = time.monotonic()
        self.pause = min(max(0.5, self.pause * 2), LONGEST_PAUSE_SECONDS)
        self.not_before = now + self.pause
        self.add([(held, delay) for held, delay in items if held.hidden_until > now])


class Settling:
    """Called from any thread; a call that fails is made again, as long as the message is hidden from others.

    Where several threads share it the housekeeping thread makes calls beside them; with a single one, two threads would
    only take turns at the interpreter.
    """

    def __init__(self, client: "SQSClient", queue: str, url: str, *, is_shared: bool = False) -> None:
        self.client = client
        self.queue = queue
        self.url = url
        self._lock = threading.Lock()
        self._changing = threading.Lock()
        self._deletes = Pending()
        self._hidings = Pending()
        self.wake = threading.Event()
        self.is_shared = is_shared
        self.helper_is_free = False

    def settle(self, held: Held, delay: int | None) -> bool:
        """Delete a message, or let it come back after so many seconds, with the next call; whether too much waits."""
        with self._lock:
            pending = self._deletes if delay is None else self._hidings
            pending.add([(held, delay or 0)])
            return len(pending.items) >= MOST_PENDING

    def call(self, *, whole: bool) -> None:
        """Have full tens settled, and with `whole` all that waits.

        For a thread with nothing to start: what it has in hand would wait for the call otherwise.
        """
        with self._lock:
            is_full = len(self._deletes.items) >= BATCH or len(self._hidings.items) >= BATCH
            if is_full and self.helper_is_free:
                self.helper_is_free = False
                self.wake.set()  # it calls while this thread goes on
                return
        if is_full or whole:
            self.flush(0.0, whole=whole)

    def wait(self, seconds: float) -> bool:
        """For the thread that keeps house: until something is owed at once (True), or for so long."""
        self.helper_is_free = self.is_shared
        was_woken = self.wake.wait(seconds)
        self.helper_is_free = False
        self.wake.clear()
        return was_woken

    def give_back(self, messages: Iterable[Held]) -> None:
        """Let others have messages: the housekeeping thread sees to it, so that nobody waits here for a call."""
        with self._lock:
            self._hidings.add([(held, 0) for held in messages])
        self.wake.set()

    def flush(self, patience: float = PATIENCE_SECONDS, *, whole: bool = True) -> None:
        """Make the calls that are due: full tens, and with `whole` also what has waited for so long."""
        for pending, call in ((self._deletes, self._delete), (self._hidings, self._hide)):
            while batch := self._due(pending, patience, whole=whole):
                self._make(pending, call, batch)

    def finish(self, seconds: float) -> None:
        """Flush until nothing is left, or for so long."""
        deadline = time.monotonic() + seconds
        while self.count and time.monotonic() < deadline:
            self.flush(0.0)
            time.sleep(0.02 if self.count else 0)
        if self.count:
            facts = {"queue": self.queue, "messages": self.count}
            logger.warning("not settled; they come again after their visibility time-out", extra={"facts": facts})

    @property
    def count(self) -> int:
        return len(self._deletes.items) + len(self._hidings.items)

    def extend(self, messages: Sequence[Held], seconds: int) -> bool:
        """Keep messages in hand hidden for so long from now on; False where that is to be tried again.

        Never for longer than SQS allows since their receipt.
        """
        is_done = True
        for start in range(0, len(messages), BATCH):
            with self._changing:
                batch = [(held, seconds) for held in messages[start : start + BATCH] if held.can_be_extended]
                if batch and self._try(self._change_visibility, batch, "visibility not extended, will be tried again"):
                    is_done = False
        return is_done

    def _due(self, pending: Pending, patience: float, *, whole: bool) -> list[tuple[Held, int]]:
        with self._lock:
            now = time.monotonic()
            is_due = len(pending.items) >= BATCH or (whole and now >= pending.since + patience)
            return pending.take() if is_due and pending.items and now >= pending.not_before else []

    def _make(self, pending: Pending, call: Callable[..., Any], batch: list[tuple[Held, int]]) -> None:
        write_lines()
        left = self._try(call, batch, "not settled, will be tried again")
        with self._lock:
            if left:
                pending.failed(left)
            else:
                pending.pause = 0.0

    def _try(self, call: Callable[..., Any], batch: list[tuple[Held, int]], complaint: str) -> list[tuple[Held, int]]:
        """Make one call; returns what is to be tried again. What the queue has no more is said once, and is lost."""
        try:
            refused = call(batch).get("Failed", [])
        except Exception as error:  # noqa: BLE001 - whatever it is, the others' work goes on
            facts = {"queue": self.queue, "messages": len(batch), "error": in_words(error)}
            logger.warning(complaint, extra={"facts": facts})
            return batch
        left = []
        for entry in refused:
            held, delay = batch[int(entry["Id"])]
            if not entry["SenderFault"]:
                left.append((held, delay))
                self._say_refused(held, complaint, entry["Code"])
            elif not held.is_lost:
                held.is_lost = True
                self._say_refused(
                    held, "a message is not ours any more: gone from the queue, or back in it", entry["Code"]
                )
        return left

    def _say_refused(self, held: Held, complaint: str, code: str) -> None:
        facts = {"queue": self.queue, "message_id": held.message.get("MessageId"), "error": code}
        logger.warning(complaint, extra={"facts": facts})

    def _delete(self, batch: list[tuple[Held, int]]) -> Any:
        return self.client.delete_message_batch(
            QueueUrl=self.url,
            Entries=[
                {"Id": str(index), "ReceiptHandle": held.message["ReceiptHandle"]}
                for index, (held, _) in enumerate(batch)
            ],
        )

    def _hide(self, batch: list[tuple[Held, int]]) -> Any:
        with self._changing:  # after an extension of the same message that is under way
            return self._change_visibility(batch)

    def _change_visibility(self, batch: list[tuple[Held, int]]) -> Any:
        now = time.monotonic()
        delays = [min(delay, hideable(held, now)) for held, delay in batch]
        answer = self.client.change_message_visibility_batch(
            QueueUrl=self.url,
            Entries=[
                {"Id": str(index), "ReceiptHandle": held.message["ReceiptHandle"], "VisibilityTimeout": delay}
                for index, ((held, _), delay) in enumerate(zip(batch, delays, strict=True))
            ],
        )
        refused = {int(entry["Id"]) for entry in answer.get("Failed", [])}
        for index, ((held, _), delay) in enumerate(zip(batch, delays, strict=True)):
            if index not in refused:
                held.hidden_until = now + delay
        return answer


def hideable(held: Held, now: float) -> int:
    """For how long SQS still lets a message be hidden."""
    return max(0, int(LONGEST_HIDING_SECONDS - (now - held.received_at)) - 1)
