"""The topics, and the queues' subscriptions to them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaigns.models import CampaignStatus
from fetcher.provisioning.changes import Changes
from fetcher.provisioning.documents import filter_policy

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sns import SNSClient

Attributes = dict[str, str]


def topic_arns(sns: "SNSClient") -> dict[str, str]:
    """The account's topics, by name."""
    pages = sns.get_paginator("list_topics").paginate()
    arns = [topic["TopicArn"] for page in pages for topic in page["Topics"]]
    return {arn.rpartition(":")[2]: arn for arn in arns}


@dataclass(frozen=True, slots=True)
class TopicMaker:
    sns: "SNSClient"
    changes: Changes
    existing: dict[str, str]
    """What topic_arns() gave."""

    def ensure(self, name: str, policy: Callable[[str], str]) -> str | None:
        """Make or mend a topic; its ARN, or None where a dry run finds it missing."""
        resource = f"topic {name}"
        arn = self.existing.get(name)
        if arn is None:
            return self.changes.make(resource, lambda: self._make(name, policy))
        found = self.sns.get_topic_attributes(TopicArn=arn)["Attributes"]
        self.changes.mend(resource, found, {"Policy": policy(arn)}, lambda wanted: self._set(arn, wanted))
        return arn

    def _make(self, name: str, policy: Callable[[str], str]) -> str:
        arn = self.sns.create_topic(Name=name)["TopicArn"]
        self._set(arn, {"Policy": policy(arn)})
        return arn

    def _set(self, arn: str, attributes: Attributes) -> None:
        for name, value in attributes.items():
            self.sns.set_topic_attributes(TopicArn=arn, AttributeName=name, AttributeValue=value)


class SubscriptionMaker:
    """Subscribes queues to one topic; without the topic's ARN (a dry run) nothing is subscribed yet."""

    def __init__(self, sns: "SNSClient", changes: Changes, name: str, topic_arn: str | None) -> None:
        self.sns = sns
        self.changes = changes
        self.name = name
        self.topic_arn = topic_arn
        self.existing = _subscriptions(sns, topic_arn) if topic_arn else {}

    def ensure(self, queue_name: str, queue_arn: str | None, to_status: CampaignStatus | None) -> None:
        resource = f"subscription of {queue_name} to {self.name}"
        wanted = subscription_attributes(to_status)
        existing = self.existing.get(queue_arn or "")
        if existing is None:
            self.changes.make(resource, lambda: self._subscribe(queue_arn, wanted))
            return
        found = {
            "FilterPolicyScope": "MessageAttributes",
            **self.sns.get_subscription_attributes(SubscriptionArn=existing)["Attributes"],
        }
        self.changes.mend(resource, found, wanted, lambda differing: self._set(existing, differing))

    def _subscribe(self, queue_arn: str | None, attributes: Attributes) -> None:
        if self.topic_arn is None or queue_arn is None:
            raise ValueError("topic and queue are made before the subscription")
        self.sns.subscribe(
            TopicArn=self.topic_arn,
            Protocol="sqs",
            Endpoint=queue_arn,
            Attributes={name: value for name, value in attributes.items() if value},
            ReturnSubscriptionArn=True,
        )

    def _set(self, subscription_arn: str, attributes: Attributes) -> None:
        for name, value in attributes.items():
            # An empty filter policy is taken away by setting an empty document.
            self.sns.set_subscription_attributes(
                SubscriptionArn=subscription_arn, AttributeName=name, AttributeValue=value or "{}"
            )


def subscription_attributes(to_status: CampaignStatus | None) -> Attributes:
    """In the order in which they may be set: the scope only changes once the filter fits both scopes."""
    attributes = {"RawMessageDelivery": "true", "FilterPolicy": filter_policy(to_status)}
    if to_status is not None:
        attributes["FilterPolicyScope"] = "MessageAttributes"
    return attributes


def _subscriptions(sns: "SNSClient", topic_arn: str) -> dict[str, str]:
    """The topic's subscriptions, by endpoint."""
    pages = sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic_arn)
    return {entry["Endpoint"]: entry["SubscriptionArn"] for page in pages for entry in page["Subscriptions"]}
