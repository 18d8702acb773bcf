"""The JSON documents among the attributes: what they say, and whether two say the same."""

import json

from campaigns.models import CampaignStatus

MAX_RECEIVE_COUNT = 1000
"""High, since receives are not failures: dripr's own count of failures decides."""


def same(one: str, other: str) -> bool:
    """Whether two attributes mean the same: JSON by value, whatever its spacing, order and number format."""
    return _meaning(one) == _meaning(other)


def _meaning(text: str) -> object:
    if not text.startswith("{"):
        return text
    try:
        return _plain(json.loads(text)) or ""
    except ValueError:
        return text


def _plain(value: object) -> object:
    """A value without the liberties that AWS takes: 1000 or "1000", a list of one or its only element."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return _plain(value[0]) if len(value) == 1 else [_plain(inner) for inner in value]
    return json.dumps(value) if isinstance(value, bool | int) else value


def compact(document: object) -> str:
    return json.dumps(document, separators=(",", ":"))


def redrive_policy(dead_letters_arn: str) -> str:
    return compact({"deadLetterTargetArn": dead_letters_arn, "maxReceiveCount": MAX_RECEIVE_COUNT})


def filter_policy(to_status: CampaignStatus | None) -> str:
    """Empty for a queue that takes everything of its topic."""
    return "" if to_status is None else compact({"to_status": [to_status.value]})


def queue_policy(queue_arn: str, topic_arn: str) -> str:
    """Lets the topic in, and nobody else; without it SNS's deliveries fail silently."""
    return _policy(
        {
            "Sid": "events",
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": queue_arn,
            "Condition": {"ArnEquals": {"aws:SourceArn": topic_arn}},
        }
    )


def campaign_topic_policy(topic_arn: str) -> str:
    """Lets the account's own identities in, as far as their policies go, and nobody else."""
    _, partition, _, _, account, _ = topic_arn.split(":", 5)
    return _policy(
        {
            "Sid": "account",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:{partition}:iam::{account}:root"},
            "Action": "sns:Publish",
            "Resource": topic_arn,
        }
    )


def delivery_topic_policy(topic_arn: str) -> str:
    """Lets the mail service in, and only on behalf of the topic's own account."""
    return _policy(
        {
            "Sid": "mail-service",
            "Effect": "Allow",
            "Principal": {"Service": "ses.amazonaws.com"},
            "Action": "sns:Publish",
            "Resource": topic_arn,
            "Condition": {"StringEquals": {"aws:SourceAccount": topic_arn.split(":")[4]}},
        }
    )


def _policy(statement: dict[str, object]) -> str:
    return compact({"Version": "2012-10-17", "Statement": [statement]})
