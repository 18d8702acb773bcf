"""The dead-letter queues: where what nobody can read is kept whole, for a person."""

import functools
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import (
        MessageAttributeValueOutputTypeDef,
        MessageAttributeValueTypeDef,
        MessageTypeDef,
    )

REASON = "dripr_reason"
MOST_ATTRIBUTES = 10
"""SQS takes no more on one message."""


class NoDeadLetterQueue(Exception):
    """The queue has no dead-letter queue; run `manage.py provision_queues`."""

    def __str__(self) -> str:
        return self.__doc__ or ""


def to_dead_letters(client: "SQSClient", queue_url: str, message: "MessageTypeDef", reason: str) -> str:
    """Put a message into its queue's dead-letter queue, body and attributes whole, with the reason as one more.

    Returns the reason as it is written there: it names what there was no room for. The caller deletes the original
    afterwards: a crash in between leaves it twice, never not at all.
    """
    own = [(name, value) for name, value in message.get("MessageAttributes", {}).items() if name != REASON]
    kept, left_out = own[: MOST_ATTRIBUTES - 1], own[MOST_ATTRIBUTES - 1 :]
    attributes: dict[str, MessageAttributeValueTypeDef] = {name: _value(value) for name, value in kept}
    note = "".join(f" (left out, since SQS takes ten attributes: {name})" for name, _ in left_out)
    reason = (reason[:500] or "unknown") + note
    attributes[REASON] = {"DataType": "String", "StringValue": reason}
    client.send_message(
        QueueUrl=dead_letter_url(client, queue_url), MessageBody=message["Body"], MessageAttributes=attributes
    )
    return reason


def _value(received: "MessageAttributeValueOutputTypeDef") -> "MessageAttributeValueTypeDef":
    """An attribute as it may be sent again."""
    if "BinaryValue" in received:
        return {"DataType": received["DataType"], "BinaryValue": received["BinaryValue"]}
    return {"DataType": received["DataType"], "StringValue": received.get("StringValue", "")}


@functools.cache
def dead_letter_url(client: "SQSClient", queue_url: str) -> str:
    """The address of the dead-letter queue that a queue's redrive policy names; raises NoDeadLetterQueue."""
    answer = client.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["RedrivePolicy"])
    policy = answer.get("Attributes", {}).get("RedrivePolicy")
    if not policy:
        raise NoDeadLetterQueue
    name = json.loads(policy)["deadLetterTargetArn"].rpartition(":")[2]
    return client.get_queue_url(QueueName=name)["QueueUrl"]
