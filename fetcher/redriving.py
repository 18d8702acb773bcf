"""Dead letters looked at, and put back into their queue by receive, send, delete: not every server runs move tasks."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dripr.queue_depth import queue_depth
from dripr.worker import StopFlag
from fetcher.dead_letters import REASON, dead_letter_url

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageAttributeValueOutputTypeDef, MessageTypeDef

BATCH = 10
BATCH_BYTES = 256 * 1024
"""What every SQS takes in one call; a longer message goes alone."""
HIDDEN_SECONDS = 60
POLL_SECONDS = 1
"""A receive that waits asks all of SQS's servers; one that does not may miss messages."""

Show = Callable[["MessageTypeDef"], None]


@dataclass
class DeadLetters:
    """The dead letters of one queue. What arrives while it works is left for the next time, so that it ends."""

    client: "SQSClient"
    queue_url: str
    show: Show
    stop: StopFlag
    url: str = field(init=False)
    put_back: int = 0
    not_sent: int = 0
    not_deleted: int = 0

    def __post_init__(self) -> None:
        self.url = dead_letter_url(self.client, self.queue_url)

    def redrive(self, limit: int | None, rate: float | None) -> None:
        """Show and put back up to `limit` messages, at most `rate` a second; a crash leaves one twice, never nowhere.

        The counts are kept up to date, for whoever has to tell what was done before a fault.
        """
        left = self._at_most(limit)
        began, handled = time.monotonic(), 0
        while left > 0 and not self.stop.is_set:
            messages = self._receive(min(left, _at_once(rate)))
            if not messages:
                return
            for batch in batches(messages):
                self._put_back(batch)
            left -= len(messages)
            handled += len(messages)
            if rate and left > 0:
                self.stop.wait(began + handled / rate - time.monotonic())

    def look(self, limit: int | None) -> int:
        """Show up to `limit` messages and leave all where they are; how many there were.

        They stay hidden until the last one was shown: given back at once, they would be received again and again.
        """
        left = self._at_most(limit)
        held: dict[str, str] = {}
        try:
            while left > len(held) and not self.stop.is_set:
                messages = self._receive(min(left - len(held), BATCH))
                unseen = [message for message in messages if message["MessageId"] not in held]
                held |= {message["MessageId"]: message["ReceiptHandle"] for message in messages}
                for message in unseen:
                    self.show(message)
                if not unseen:
                    break
        finally:
            self._give_back(list(held.values()))
        return len(held)

    def _at_most(self, limit: int | None) -> int:
        visible = queue_depth(self.client, self.url).visible
        return visible if limit is None else min(limit, visible)

    def _receive(self, number: int) -> "list[MessageTypeDef]":
        answer = self.client.receive_message(
            QueueUrl=self.url,
            MaxNumberOfMessages=number,
            WaitTimeSeconds=POLL_SECONDS,
            VisibilityTimeout=HIDDEN_SECONDS,
            MessageAttributeNames=["All"],
            MessageSystemAttributeNames=["ApproximateReceiveCount", "SentTimestamp"],
        )
        return answer.get("Messages", [])

    def _put_back(self, messages: "list[MessageTypeDef]") -> None:
        """Send, then delete what was taken; what was not taken is a dead letter again at once."""
        for message in messages:
            self.show(message)
        sent: set[str] = set()
        try:
            sent = self._send(messages)
        finally:
            unsent = [message["ReceiptHandle"] for number, message in enumerate(messages) if str(number) not in sent]
            self.not_sent += len(unsent)
            self._give_back(unsent)
        self.put_back += len(sent)
        self._delete([message["ReceiptHandle"] for number, message in enumerate(messages) if str(number) in sent])

    def _send(self, messages: "list[MessageTypeDef]") -> set[str]:
        answer = self.client.send_message_batch(
            QueueUrl=self.queue_url,
            Entries=[
                {"Id": str(number), "MessageBody": message["Body"], "MessageAttributes": {**own_attributes(message)}}
                for number, message in enumerate(messages)
            ],
        )
        return {entry["Id"] for entry in answer.get("Successful", [])}

    def _delete(self, handles: list[str]) -> None:
        if not handles:
            return
        answer = self.client.delete_message_batch(
            QueueUrl=self.url,
            Entries=[{"Id": str(number), "ReceiptHandle": handle} for number, handle in enumerate(handles)],
        )
        self.not_deleted += len(answer.get("Failed", []))

    def _give_back(self, handles: list[str]) -> None:
        """Let messages be seen again at once; one for which that fails comes back by itself within a minute."""
        for start in range(0, len(handles), BATCH):
            self.client.change_message_visibility_batch(
                QueueUrl=self.url,
                Entries=[
                    {"Id": str(number), "ReceiptHandle": handle, "VisibilityTimeout": 0}
                    for number, handle in enumerate(handles[start : start + BATCH])
                ],
            )


def reason(message: "MessageTypeDef") -> str:
    """Why a message was put among the dead letters; empty where SQS did that."""
    attribute = message.get("MessageAttributes", {}).get(REASON)
    return attribute.get("StringValue", "") if attribute else ""


def own_attributes(message: "MessageTypeDef") -> "dict[str, MessageAttributeValueOutputTypeDef]":
    """The attributes that a message came with, without the reason that was added."""
    return {name: value for name, value in message.get("MessageAttributes", {}).items() if name != REASON}


def batches(messages: "list[MessageTypeDef]") -> "Iterator[list[MessageTypeDef]]":
    """Messages in groups that fit into one call."""
    batch: list[MessageTypeDef] = []
    filled = 0
    for message in messages:
        size = _size(message)
        if batch and filled + size > BATCH_BYTES:
            yield batch
            batch, filled = [], 0
        batch.append(message)
        filled += size
    if batch:
        yield batch


def _size(message: "MessageTypeDef") -> int:
    """In bytes, with the names, types and values of the attributes, as SQS counts."""
    size = len(message["Body"].encode())
    for name, value in own_attributes(message).items():
        size += len(f"{name}{value['DataType']}{value.get('StringValue', '')}".encode())
        size += len(value.get("BinaryValue", b""))
    return size


def _at_once(rate: float | None) -> int:
    """How many to take at once, so that none waits hidden for its turn for longer than about a second."""
    return BATCH if rate is None else max(1, min(BATCH, int(rate)))
