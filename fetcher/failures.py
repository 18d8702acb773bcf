"""How the failures of one kind of event are counted, and what becomes of the message after the last one."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from campaigns import steps
from campaigns.events import StatusChangeEvent
from campaigns.models import Step
from fetcher.retry import RetryPolicy, Tally

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs.type_defs import MessageTypeDef

Event_contra = TypeVar("Event_contra", contravariant=True)


class Failures(Protocol[Event_contra]):
    """Never SQS's own receive count: a peek in the console must use nothing up."""

    def count(
        self, event: Event_contra, message: "MessageTypeDef", words: str, now: datetime, *, is_wait: bool
    ) -> Tally | None:
        """Count a failure, or a wait that is nobody's fault; None where nobody wants the work any more."""
        ...

    def give_up(self, event: Event_contra, words: str, now: datetime) -> bool:
        """After the last failure: True where all is written down, False where the message is to be kept as dead."""
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

    def give_up(self, event: StatusChangeEvent, words: str, now: datetime) -> bool:
        steps.step_fail(event.campaign_id, event.cycle, self.step, words, now)
        return True


@dataclass(frozen=True, slots=True)
class MessageAge:
    """An event that is no campaign's step: its message's age stands for a count, and what fails to the end is kept."""

    policy: RetryPolicy

    def count(
        self,
        event: object,  # noqa: ARG002 - nothing is written down
        message: "MessageTypeDef",
        words: str,  # noqa: ARG002
        now: datetime,
        *,
        is_wait: bool,  # noqa: ARG002
    ) -> Tally:
        """As many failures, or waits, as the policy's delays would have made in that time."""
        sent_at = _sent_at(message, now)
        age = max(0.0, (now - sent_at).total_seconds())
        attempts = 1 + int(math.log2(1 + age / self.policy.first_delay))
        return Tally(attempts, int(age / self.policy.wait_delay), sent_at)

    def give_up(self, event: object, words: str, now: datetime) -> bool:  # noqa: ARG002
        return False


def _sent_at(message: "MessageTypeDef", now: datetime) -> datetime:
    milliseconds = message.get("Attributes", {}).get("SentTimestamp")
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC) if milliseconds else now
