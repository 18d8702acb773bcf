"""What things are called in one environment; other systems know them by these names."""

from dataclasses import dataclass

from fetcher.queues import Queue


@dataclass(frozen=True, slots=True)
class Names:
    environment: str

    @property
    def campaign_topic(self) -> str:
        return f"dripr-campaign-events-{self.environment}"

    @property
    def delivery_topic(self) -> str:
        return f"dripr-delivery-events-{self.environment}"

    def topic(self, queue: Queue) -> str:
        """The topic that feeds a queue: a queue that takes no status takes the mail service's notifications."""
        return self.delivery_topic if queue.to_status is None else self.campaign_topic

    def queue(self, queue: Queue) -> str:
        return f"dripr-{queue.name.replace('_', '-')}-queue-{self.environment}"

    def dead_letter_queue(self, queue: Queue) -> str:
        return f"{self.queue(queue)}-dlq"


def arn_beside(arn: str, service: str, name: str) -> str:
    """The ARN of a topic or queue in the account and region of another."""
    _, partition, _, region, account, _ = arn.split(":", 5)
    return f"arn:{partition}:{service}:{region}:{account}:{name}"
