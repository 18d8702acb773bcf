"""How the failures of one kind of event are counted, and what becomes of the message after the last one."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Protocol, TypeVar

from campaigns import steps
from campaigns.events import StatusChangeEvent
from campaigns.message_failures import message_failure_record
from campaigns.models import Step
from fetcher.retry import Tally

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs.type_defs import MessageTypeDef


class Ending(Enum):
    """What became of work that was given up."""

    NOTED = "written down; the message may go"
    UNWANTED = "nobody waits for the work any more"
    DEAD = "the message is to be kept among the dead letters"


Event_contra = TypeVar("Event_contra", contravariant=True)


class Failures(Protocol[Event_contra]):
    """Never SQS's own receive count: a peek in the console must use nothing up."""

    def count(
        self, event: Event_contra, message: "MessageTypeDef", words: str, now: datetime, *, is_wait: bool
    ) -> Tally | None:
        """Count a failure, or a wait that is nobody's fault; None where nobody wants the work any more."""
        ...

    def postpone(self, event: Event_contra, until: datetime) -> None:
        """The work waits for a moment, through nobody's fault: nothing is counted."""
        ...

    def give_up(self, event: Event_contra, words: str, now: datetime) -> Ending:
        """After the last failure."""
        ...


@dataclass(frozen=True, slots=True)
class StepFailures:
    """A campaign's step: counted in StepFailure, which no consumer forgets; the last one puts it into ERROR."""

    step: Step

    def count(
        self,
        event: StatusChangeEvent,
        message: "MessageTypeDef",  # noqa: ARG002 - the row knows
        words: str,
        now: datetime,
        *,
        is_wait: bool,
    ) -> Tally | None:
        failure = steps.step_record_failure(event.campaign_id, event.cycle, self.step, words, now, counts=not is_wait)
        return Tally(failure.attempts, failure.waits, failure.first_failed_at) if failure else None

    def postpone(self, event: StatusChangeEvent, until: datetime) -> None:
        steps.step_postpone(event.campaign_id, event.cycle, self.step, until)

    def give_up(self, event: StatusChangeEvent, words: str, now: datetime) -> Ending:
        has_failed = steps.step_fail(event.campaign_id, event.cycle, self.step, words, now)
        return Ending.NOTED if has_failed else Ending.UNWANTED


@dataclass(frozen=True, slots=True)
class MessageFailures:
    """An event that is no campaign's step: counted for its message in MessageFailure; what fails to the end is kept.

    Its age is the message's own, so that the end comes before the queue has kept the message for as long as it can.
    """

    queue: str

    def count(
        self,
        event: object,  # noqa: ARG002 - the message is what is counted
        message: "MessageTypeDef",
        words: str,
        now: datetime,
        *,
        is_wait: bool,
    ) -> Tally:
        failure = message_failure_record(self.queue, message["MessageId"], words, now, counts=not is_wait)
        return Tally(failure.attempts, failure.waits, min(_sent_at(message, now), failure.first_failed_at))

    def postpone(self, event: object, until: datetime) -> None:
        """Nothing is counted, and nothing stalls."""

    def give_up(self, event: object, words: str, now: datetime) -> Ending:  # noqa: ARG002
        return Ending.DEAD


def receive_count(message: "MessageTypeDef") -> int:
    return int(message.get("Attributes", {}).get("ApproximateReceiveCount", 1))


def _sent_at(message: "MessageTypeDef", now: datetime) -> datetime:
    milliseconds = message.get("Attributes", {}).get("SentTimestamp")
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC) if milliseconds else now
