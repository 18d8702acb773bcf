"""The dead-letter queues: where what nobody can read is kept whole, for a person."""

import functools
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

REASON = "dripr_reason"


class NoDeadLetterQueue(Exception):
    """The queue has no dead-letter queue; run `manage.py provision_queues`."""

    def __str__(self) -> str:
        return self.__doc__ or ""


def to_dead_letters(client: "SQSClient", queue_url: str, message: "MessageTypeDef", reason: str) -> None:
    """Put a message into its queue's dead-letter queue, body whole, with the reason as an attribute.

    The caller deletes the original afterwards: a crash in between leaves it twice, never not at all.
    """
    client.send_message(
        QueueUrl=dead_letter_url(client, queue_url),
        MessageBody=message["Body"],
        MessageAttributes={REASON: {"DataType": "String", "StringValue": reason}},
    )


@functools.cache
def dead_letter_url(client: "SQSClient", queue_url: str) -> str:
    """The address of the dead-letter queue that a queue's redrive policy names; raises NoDeadLetterQueue."""
    answer = client.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["RedrivePolicy"])
    policy = answer.get("Attributes", {}).get("RedrivePolicy")
    if not policy:
        raise NoDeadLetterQueue
    name = json.loads(policy)["deadLetterTargetArn"].rpartition(":")[2]
    return client.get_queue_url(QueueName=name)["QueueUrl"]
