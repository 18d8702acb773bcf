"""Topics, queues, dead-letter queues, policies and filtered subscriptions, made or mended as often as one likes."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from fetcher.provisioning.changes import Change, Changes
from fetcher.provisioning.documents import campaign_topic_policy, delivery_topic_policy
from fetcher.provisioning.names import Names
from fetcher.provisioning.queues import QueueMaker
from fetcher.provisioning.topics import SubscriptionMaker, TopicMaker, topic_arns
from fetcher.queues import Queue

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient

__all__ = ["Change", "Changes", "Names", "provision"]


def provision(
    sns: "SNSClient", sqs: "SQSClient", queues: Iterable[Queue], environment: str, changes: Changes | None = None
) -> dict[str, str]:
    """Make what is missing, set what differs, and return the environment variables that name it all.

    In a dry run what is missing is left out of them.
    """
    queues = list(queues)
    names = Names(environment)
    changes = changes or Changes()
    topics = _topics(sns, names, queues, changes)
    maker = QueueMaker(sqs, names, changes)
    variables = {"SNS_CAMPAIGN_EVENTS_TOPIC_ARN": topics[names.campaign_topic].topic_arn}
    for queue in queues:
        topic = topics[names.topic(queue)]
        found = maker.ensure(queue, topic.topic_arn)
        topic.ensure(names.queue(queue), found.arn if found else None, queue.to_status)
        variables[queue.variable] = found.url if found else None
    return {name: value for name, value in variables.items() if value}


def _topics(sns: "SNSClient", names: Names, queues: Iterable[Queue], changes: Changes) -> dict[str, SubscriptionMaker]:
    """The topics that the queues need, by name."""
    maker = TopicMaker(sns, changes, topic_arns(sns))
    arns = {names.campaign_topic: maker.ensure(names.campaign_topic, campaign_topic_policy)}
    if any(names.topic(queue) == names.delivery_topic for queue in queues):
        arns[names.delivery_topic] = maker.ensure(names.delivery_topic, delivery_topic_policy)
    return {name: SubscriptionMaker(sns, changes, name, arn) for name, arn in arns.items()}
