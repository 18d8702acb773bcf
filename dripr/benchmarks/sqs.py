"""A queue at the fast server, to be filled and emptied."""

import json
from typing import TYPE_CHECKING
from uuid import UUID

from dripr import aws
from dripr.queue_depth import queue_depth

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs import SQSClient

BATCH = 10


class BenchmarkQueue:
    """`client` leads straight to the server, whatever the sides that are measured go through."""

    def __init__(self, name: str) -> None:
        self.client: SQSClient = aws.client("sqs")
        self.url = self.client.create_queue(QueueName=name)["QueueUrl"]

    def fill(self, bodies: list[str]) -> None:
        for start in range(0, len(bodies), BATCH):
            entries = enumerate(bodies[start : start + BATCH])
            self.client.send_message_batch(
                QueueUrl=self.url, Entries=[{"Id": str(number), "MessageBody": body} for number, body in entries]
            )

    def take(self, patience: float) -> str | None:
        """The body of the next message that comes, which is deleted; None where none comes in time."""
        wait = min(int(patience), aws.LONG_POLL_SECONDS)
        answer = self.client.receive_message(QueueUrl=self.url, MaxNumberOfMessages=1, WaitTimeSeconds=wait)
        for message in answer.get("Messages", []):
            self.client.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
            return message["Body"]
        return None

    def depth(self) -> tuple[int, int]:
        """How many messages are visible, and how many in flight."""
        depth = queue_depth(self.client, self.url)
        return depth.visible, depth.in_flight


def event_body(campaign_id: int, cycle: int = 1, to_status: str = "WAITING_FOR_DATA") -> str:
    """An event as the poller publishes it; by default a start's."""
    return json.dumps(
        {
            "event_type": "STATUS_CHANGE",
            "event_id": str(UUID(int=campaign_id, version=4)),
            "campaign_id": campaign_id,
            "cycle": cycle,
            "from_status": "DORMANT",
            "to_status": to_status,
            "occurred_at": "2026-11-24T20:00:00Z",
        }
    )
