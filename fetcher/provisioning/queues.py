"""A queue with its dead-letter queue."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from fetcher.provisioning.changes import Changes, differences
from fetcher.provisioning.documents import queue_policy, redrive_policy
from fetcher.provisioning.names import Names, arn_beside
from fetcher.queues import Queue

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs import SQSClient

FOURTEEN_DAYS = 14 * 24 * 3600
LARGEST_EVENT = 256 * 1024
"""What a topic may hand on."""
Attributes = dict[str, str]


@dataclass(frozen=True, slots=True)
class FoundQueue:
    url: str
    arn: str


@dataclass(frozen=True, slots=True)
class QueueMaker:
    sqs: "SQSClient"
    names: Names
    changes: Changes

    def ensure(self, queue: Queue, topic_arn: str | None) -> FoundQueue | None:
        """Make or mend a queue and its dead-letter queue; None where a dry run finds it missing."""
        dead_letters = self.names.dead_letter_queue(queue)
        topic = self.names.topic(queue)
        self._ensure(dead_letters, lambda _arn: dead_letter_attributes())
        return self._ensure(
            self.names.queue(queue),
            lambda arn: queue_attributes(
                arn, arn_beside(arn, "sqs", dead_letters), topic_arn or arn_beside(arn, "sns", topic)
            ),
        )

    def _ensure(self, name: str, wanted: Callable[[str], Attributes]) -> FoundQueue | None:
        resource = f"queue {name}"
        if (url := self._url(name)) is None:
            return self.changes.make(resource, lambda: self._make(name, wanted))
        found = self._attributes(url)
        attributes = _fitting(found, wanted)
        # The policy goes along, since moto drops it from a call that does not name it; to SQS it makes no difference.
        policy = {"Policy": attributes["Policy"]}
        self.changes.mend(resource, found, attributes, lambda differing: self._set(url, policy | differing))
        return FoundQueue(url, found["QueueArn"])

    def _make(self, name: str, wanted: Callable[[str], Attributes]) -> FoundQueue:
        url = self.sqs.create_queue(QueueName=name)["QueueUrl"]
        found = self._attributes(url)
        self._set(url, differences(found, _fitting(found, wanted)))
        return FoundQueue(url, found["QueueArn"])

    def _url(self, name: str) -> str | None:
        try:
            return self.sqs.get_queue_url(QueueName=name)["QueueUrl"]
        except self.sqs.exceptions.QueueDoesNotExist:
            return None

    def _attributes(self, url: str) -> Attributes:
        answer = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
        return {str(name): value for name, value in answer["Attributes"].items()}

    def _set(self, url: str, attributes: Attributes) -> None:
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes=attributes)  # type: ignore[arg-type]


def queue_attributes(arn: str, dead_letters_arn: str, topic_arn: str) -> Attributes:
    return {
        "VisibilityTimeout": str(settings.SQS_VISIBILITY_SECONDS),
        "ReceiveMessageWaitTimeSeconds": "20",
        "DelaySeconds": "0",
        "MaximumMessageSize": str(LARGEST_EVENT),
        "MessageRetentionPeriod": str(FOURTEEN_DAYS),
        "SqsManagedSseEnabled": "true",
        "RedrivePolicy": redrive_policy(dead_letters_arn),
        "Policy": queue_policy(arn, topic_arn),
    }


def dead_letter_attributes() -> Attributes:
    """Its policy is none: only the account's own identities get in."""
    return {
        "VisibilityTimeout": "30",
        "DelaySeconds": "0",
        "MaximumMessageSize": str(LARGEST_EVENT),
        "MessageRetentionPeriod": str(FOURTEEN_DAYS),
        "SqsManagedSseEnabled": "true",
        "Policy": "",
    }


def _fitting(found: Attributes, wanted: Callable[[str], Attributes]) -> Attributes:
    """Without what is good as it is: a key of the operator's own (SQS allows one kind a queue), and more room."""
    attributes = wanted(found["QueueArn"])
    if found.get("KmsMasterKeyId"):
        del attributes["SqsManagedSseEnabled"]
    if int(found.get("MaximumMessageSize", LARGEST_EVENT)) >= LARGEST_EVENT:
        del attributes["MaximumMessageSize"]
    return attributes
