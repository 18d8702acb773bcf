"""Dead letters for tests."""

from typing import TYPE_CHECKING

from dripr import aws
from dripr.queue_depth import QueueDepth, queue_depth
from fetcher.dead_letters import REASON, dead_letter_url
from fetcher.queues import QUEUES

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs.type_defs import MessageTypeDef


def dead_letters_of(name: str) -> str:
    return dead_letter_url(aws.client("sqs"), QUEUES[name].url)


def bury(name: str, body: str, reason: str = "not JSON", **attributes: str) -> str:
    """Put a dead letter of a queue there; its message id."""
    sent = aws.client("sqs").send_message(
        QueueUrl=dead_letters_of(name),
        MessageBody=body,
        MessageAttributes={
            key: {"DataType": "String", "StringValue": value} for key, value in {REASON: reason, **attributes}.items()
        },
    )
    return sent["MessageId"]


def depth_of(name: str) -> QueueDepth:
    return queue_depth(aws.client("sqs"), QUEUES[name].url)


def depth_of_dead_letters(name: str) -> QueueDepth:
    return queue_depth(aws.client("sqs"), dead_letters_of(name))


def received(name: str) -> "list[MessageTypeDef]":
    """What is visible in a queue, up to ten."""
    answer = aws.client("sqs").receive_message(
        QueueUrl=QUEUES[name].url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]
    )
    return answer.get("Messages", [])
