"""One receive from one queue; what fails is tried again, ever more slowly, and stops nothing else."""

import logging
import random
import time
from typing import TYPE_CHECKING

from fetcher.service_faults import in_words, needs_somebody

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

logger = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0


def age_of_oldest(messages: "list[MessageTypeDef]") -> float:
    """In seconds since it was sent, by the queue service's clock and ours; 0 where there is no message."""
    sent = [int(message.get("Attributes", {}).get("SentTimestamp", 0)) for message in messages]
    oldest = min(sent, default=0)
    return max(0.0, time.time() - oldest / 1000) if oldest else 0.0


class OutOfReach(Exception):
    """A receive failed; the next one has to wait for `pause` seconds."""

    def __init__(self, pause: float) -> None:
        super().__init__(pause)
        self.pause = pause


class Receiving:
    """Long polls, for every thread of one consumer."""

    def __init__(self, client: "SQSClient", queue: str, url: str, wait_seconds: int, visibility: int) -> None:
        self.client = client
        self.queue = queue
        self.url = url
        self.wait_seconds = wait_seconds
        self.visibility = visibility
        self._pause = 0.0

    def receive(self, count: int) -> "list[MessageTypeDef]":
        """Up to so many messages, as soon as there is one; raises OutOfReach."""
        try:
            answer = self.client.receive_message(
                QueueUrl=self.url,
                MaxNumberOfMessages=count,
                WaitTimeSeconds=self.wait_seconds,
                VisibilityTimeout=self.visibility,
                MessageAttributeNames=["All"],
                MessageSystemAttributeNames=["ApproximateReceiveCount", "SentTimestamp"],
            )
        except Exception as error:
            raise OutOfReach(self._failed(error)) from error
        if self._pause:
            logger.info("queue within reach again", extra={"facts": {"queue": self.queue}})
        self._pause = 0.0
        return answer.get("Messages", [])

    def _failed(self, error: Exception) -> float:
        self._pause = min(max(FIRST_PAUSE_SECONDS, self._pause * 2), LONGEST_PAUSE_SECONDS)
        facts = {"queue": self.queue, "error": in_words(error), "pause": self._pause}
        level = logging.ERROR if needs_somebody(error) else logging.WARNING
        logger.log(level, "queue out of reach, will be tried again", extra={"facts": facts})
        return self._pause * random.uniform(0.75, 1.25)
