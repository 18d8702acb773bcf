"""Topic, queues, dead-letter queues, policies and filtered subscriptions, made or mended as often as one likes."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaigns.models import CampaignStatus
from fetcher.consumer import VISIBILITY_SECONDS
from fetcher.queues import Queue

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient

FOURTEEN_DAYS = 14 * 24 * 3600
MAX_RECEIVE_COUNT = 1000
"""High, since receives are not failures: dripr's own count of failures decides."""


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called in one environment; other systems know them by these names."""

    environment: str

    @property
    def topic(self) -> str:
        return f"dripr-campaign-events-{self.environment}"

    def queue(self, queue: Queue) -> str:
        return f"dripr-{queue.name.replace('_', '-')}-queue-{self.environment}"

    def dead_letter_queue(self, queue: Queue) -> str:
        return f"{self.queue(queue)}-dlq"


def provision(sns: "SNSClient", sqs: "SQSClient", queues: Iterable[Queue], environment: str) -> dict[str, str]:
    """Make what is missing, set what differs, and return the environment variables that name it all."""
    names = Names(environment)
    topic_arn = sns.create_topic(Name=names.topic)["TopicArn"]
    subscriptions = _subscriptions(sns, topic_arn)
    variables = {"SNS_CAMPAIGN_EVENTS_TOPIC_ARN": topic_arn}
    for queue in queues:
        url, arn = _make_queue(sqs, names, queue, topic_arn)
        if queue.to_status is not None:
            _subscribe(sns, topic_arn, arn, queue.to_status, subscriptions.get(arn))
        variables[queue.variable] = url
    return variables


def _make_queue(sqs: "SQSClient", names: Names, queue: Queue, topic_arn: str) -> tuple[str, str]:
    dead_letters = sqs.create_queue(QueueName=names.dead_letter_queue(queue))["QueueUrl"]
    dead_letters_arn = _arn(sqs, dead_letters)
    url = sqs.create_queue(QueueName=names.queue(queue))["QueueUrl"]
    arn = _arn(sqs, url)
    sqs.set_queue_attributes(
        QueueUrl=dead_letters,
        Attributes={"MessageRetentionPeriod": str(FOURTEEN_DAYS), "SqsManagedSseEnabled": "true"},
    )
    sqs.set_queue_attributes(
        QueueUrl=url,
        Attributes={
            "VisibilityTimeout": str(VISIBILITY_SECONDS),
            "ReceiveMessageWaitTimeSeconds": "20",
            "MessageRetentionPeriod": str(FOURTEEN_DAYS),
            "SqsManagedSseEnabled": "true",
            "RedrivePolicy": json.dumps(
                {"deadLetterTargetArn": dead_letters_arn, "maxReceiveCount": MAX_RECEIVE_COUNT}
            ),
            "Policy": json.dumps(_policy(arn, topic_arn)),
        },
    )
    return url, arn


def _arn(sqs: "SQSClient", url: str) -> str:
    return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def _policy(queue_arn: str, topic_arn: str) -> dict[str, object]:
    """Lets the topic in, and nobody else; without it SNS's deliveries fail silently."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "campaign-events",
                "Effect": "Allow",
                "Principal": {"Service": "sns.amazonaws.com"},
                "Action": "sqs:SendMessage",
                "Resource": queue_arn,
                "Condition": {"ArnEquals": {"aws:SourceArn": topic_arn}},
            }
        ],
    }


def _subscriptions(sns: "SNSClient", topic_arn: str) -> dict[str, str]:
    """The topic's subscriptions, by endpoint."""
    pages = sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic_arn)
    return {entry["Endpoint"]: entry["SubscriptionArn"] for page in pages for entry in page["Subscriptions"]}


def _subscribe(
    sns: "SNSClient", topic_arn: str, queue_arn: str, to_status: CampaignStatus, existing: str | None
) -> None:
    attributes = {"RawMessageDelivery": "true", "FilterPolicy": json.dumps({"to_status": [to_status.value]})}
    if existing is None:
        sns.subscribe(
            TopicArn=topic_arn, Protocol="sqs", Endpoint=queue_arn, Attributes=attributes, ReturnSubscriptionArn=True
        )
        return
    for name, value in attributes.items():
        sns.set_subscription_attributes(SubscriptionArn=existing, AttributeName=name, AttributeValue=value)
