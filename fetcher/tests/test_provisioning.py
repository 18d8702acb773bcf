import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings

from dripr import aws
from fetcher.provisioning import Changes, provision
from fetcher.queues import QUEUES, Queue

pytestmark = pytest.mark.usefixtures("aws_in_process")

OTHER_QUEUE = "arn:aws:sqs:us-west-2:123456789012:elsewhere"
ANYBODY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}],
}


def news_queue() -> Queue:
    """A queue on the mail service's topic, whatever its handler."""
    return replace(QUEUES["intro"], name="delivery_events", variable="SQS_DELIVERY_EVENTS_QUEUE_URL", to_status=None)


def queues() -> list[Queue]:
    return [QUEUES["intro"], news_queue()]


def mend(environment: str = "test", *, dry_run: bool = False) -> list[str]:
    """Provision two queues, and say what that changed."""
    told: list[str] = []
    changes = Changes(lambda change: told.append(str(change)), dry_run=dry_run)
    provision(aws.client("sns"), aws.client("sqs"), queues(), environment, changes)
    return told


@contextmanager
def counted_writes() -> Iterator[list[str]]:
    """The operations that change anything, while the block runs."""
    writes: list[str] = []

    def note(model: Any, **_facts: object) -> None:
        if not model.name.startswith(("Get", "List")):
            writes.append(model.name)

    events = [aws.client("sns").meta.events, aws.client("sqs").meta.events]
    for source in events:
        source.register("before-call", note)
    yield writes
    for source in events:
        source.unregister("before-call", note)


def queue_url(name: str) -> str:
    return aws.client("sqs").get_queue_url(QueueName=f"dripr-{name}")["QueueUrl"]


def topic_arn(name: str) -> str:
    return f"arn:aws:sns:us-west-2:123456789012:dripr-{name}"


def attributes(name: str) -> dict[str, str]:
    answer = aws.client("sqs").get_queue_attributes(QueueUrl=queue_url(name), AttributeNames=["All"])
    return {str(name): value for name, value in answer["Attributes"].items()}


def subscription(queue: str, topic: str) -> dict[str, str]:
    sns = aws.client("sns")
    listed = sns.list_subscriptions_by_topic(TopicArn=topic_arn(topic))["Subscriptions"]
    arn = next(entry["SubscriptionArn"] for entry in listed if entry["Endpoint"].endswith(f":dripr-{queue}"))
    return dict(sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"])


def set_queue(name: str, attribute: str, value: str) -> None:
    # The policy goes along, since moto drops it from a call that does not name it.
    wanted = {"Policy": attributes(name).get("Policy", ""), attribute: value}
    aws.client("sqs").set_queue_attributes(QueueUrl=queue_url(name), Attributes=wanted)  # type: ignore[arg-type]


def set_subscription(queue: str, topic: str, attribute: str, value: str) -> None:
    aws.client("sns").set_subscription_attributes(
        SubscriptionArn=subscription(queue, topic)["SubscriptionArn"], AttributeName=attribute, AttributeValue=value
    )


def set_topic_policy(topic: str, value: str) -> None:
    aws.client("sns").set_topic_attributes(TopicArn=topic_arn(topic), AttributeName="Policy", AttributeValue=value)


def test_names_are_those_of_the_contract() -> None:
    variables = provision(aws.client("sns"), aws.client("sqs"), [*QUEUES.values(), news_queue()], "production")
    names = {name: value.rpartition("/")[2].rpartition(":")[2] for name, value in variables.items()}
    assert names == {
        "SNS_CAMPAIGN_EVENTS_TOPIC_ARN": "dripr-campaign-events-production",
        "SQS_PROPERTY_QUEUE_URL": "dripr-property-queue-production",
        "SQS_ACTIVE_LISTINGS_QUEUE_URL": "dripr-listings-queue-production",
        "SQS_RECENT_SALES_QUEUE_URL": "dripr-sales-queue-production",
        "SQS_LOCAL_MARKET_QUEUE_URL": "dripr-local-market-queue-production",
        "SQS_INTRO_QUEUE_URL": "dripr-intro-queue-production",
        "SQS_HOME_REPORT_QUEUE_URL": "dripr-home-report-queue-production",
        "SQS_EMAIL_CREATION_QUEUE_URL": "dripr-email-creation-queue-production",
        "SQS_EMAIL_SENDING_QUEUE_URL": "dripr-email-sending-queue-production",
        "SQS_DELIVERY_EVENTS_QUEUE_URL": "dripr-delivery-events-queue-production",
    }


def test_each_queue_gets_only_the_events_of_its_status() -> None:
    found = subscription("home-report-queue-test", "campaign-events-test")
    assert json.loads(found["FilterPolicy"]) == {"to_status": ["WAITING_FOR_HOME_ANALYSIS"]}
    assert found["RawMessageDelivery"] == "true"


def test_queue_has_dead_letters_and_lets_only_the_topic_in() -> None:
    found = attributes("intro-queue-test")
    redrive = json.loads(found["RedrivePolicy"])
    statement = json.loads(found["Policy"])["Statement"]
    assert redrive["deadLetterTargetArn"].endswith(":dripr-intro-queue-test-dlq")
    assert int(redrive["maxReceiveCount"]) == 1000
    assert statement[0]["Condition"] == {"ArnEquals": {"aws:SourceArn": settings.SNS_CAMPAIGN_EVENTS_TOPIC_ARN}}


def test_news_of_the_mail_service_come_by_a_topic_of_their_own() -> None:
    mend()
    arn = topic_arn("delivery-events-test")
    policy = json.loads(aws.client("sns").get_topic_attributes(TopicArn=arn)["Attributes"]["Policy"])
    assert policy["Statement"] == [
        {
            "Sid": "mail-service",
            "Effect": "Allow",
            "Principal": {"Service": "ses.amazonaws.com"},
            "Action": "sns:Publish",
            "Resource": arn,
            "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}},
        }
    ]


def test_every_news_of_the_mail_service_reaches_its_queue_raw() -> None:
    mend()
    aws.client("sns").publish(TopicArn=topic_arn("delivery-events-test"), Message='{"eventType": "Bounce"}')
    received = aws.client("sqs").receive_message(QueueUrl=queue_url("delivery-events-queue-test"))["Messages"]
    assert [message["Body"] for message in received] == ['{"eventType": "Bounce"}']


def test_making_names_what_was_made() -> None:
    assert mend("new") == [
        "+ topic dripr-campaign-events-new",
        "+ topic dripr-delivery-events-new",
        "+ queue dripr-intro-queue-new-dlq",
        "+ queue dripr-intro-queue-new",
        "+ subscription of dripr-intro-queue-new to dripr-campaign-events-new",
        "+ queue dripr-delivery-events-queue-new-dlq",
        "+ queue dripr-delivery-events-queue-new",
        "+ subscription of dripr-delivery-events-queue-new to dripr-delivery-events-new",
    ]


def test_provisioning_again_writes_nothing() -> None:
    mend()
    with counted_writes() as writes:
        assert mend() == []
    assert writes == []


def test_dry_run_writes_nothing_and_names_the_same() -> None:
    with counted_writes() as writes:
        foreseen = mend("new", dry_run=True)
    assert writes == []
    assert foreseen == mend("new")


INTRO = "intro-queue-test"
NEWS = "delivery-events-queue-test"
DAMAGES: dict[str, tuple[Callable[[], None], str]] = {
    "visibility": (lambda: set_queue(INTRO, "VisibilityTimeout", "30"), f"queue dripr-{INTRO} VisibilityTimeout"),
    "long polling": (
        lambda: set_queue(INTRO, "ReceiveMessageWaitTimeSeconds", "0"),
        f"queue dripr-{INTRO} ReceiveMessageWaitTimeSeconds",
    ),
    "delay": (lambda: set_queue(INTRO, "DelaySeconds", "9"), f"queue dripr-{INTRO} DelaySeconds"),
    "retention": (
        lambda: set_queue(INTRO, "MessageRetentionPeriod", "60"),
        f"queue dripr-{INTRO} MessageRetentionPeriod",
    ),
    "encryption": (
        lambda: set_queue(INTRO, "SqsManagedSseEnabled", "false"),
        f"queue dripr-{INTRO} SqsManagedSseEnabled",
    ),
    "redrive policy": (
        lambda: set_queue(INTRO, "RedrivePolicy", attributes(INTRO)["RedrivePolicy"].replace("1000", "3")),
        f"queue dripr-{INTRO} RedrivePolicy",
    ),
    "access policy": (
        lambda: set_queue(INTRO, "Policy", json.dumps(ANYBODY)),
        f"queue dripr-{INTRO} Policy",
    ),
    "no access policy": (lambda: set_queue(INTRO, "Policy", ""), f"queue dripr-{INTRO} Policy"),
    "dead letters' retention": (
        lambda: set_queue(f"{INTRO}-dlq", "MessageRetentionPeriod", "345600"),
        f"queue dripr-{INTRO}-dlq MessageRetentionPeriod",
    ),
    "dead letters' encryption": (
        lambda: set_queue(f"{INTRO}-dlq", "SqsManagedSseEnabled", "false"),
        f"queue dripr-{INTRO}-dlq SqsManagedSseEnabled",
    ),
    "dead letters' access policy": (
        lambda: set_queue(f"{INTRO}-dlq", "Policy", json.dumps(ANYBODY)),
        f"queue dripr-{INTRO}-dlq Policy",
    ),
    "filter policy": (
        lambda: set_subscription(INTRO, "campaign-events-test", "FilterPolicy", '{"to_status": ["DORMANT"]}'),
        f"subscription of dripr-{INTRO} to dripr-campaign-events-test FilterPolicy",
    ),
    "filter scope": (
        lambda: set_subscription(INTRO, "campaign-events-test", "FilterPolicyScope", "MessageBody"),
        f"subscription of dripr-{INTRO} to dripr-campaign-events-test FilterPolicyScope",
    ),
    "raw delivery": (
        lambda: set_subscription(INTRO, "campaign-events-test", "RawMessageDelivery", "false"),
        f"subscription of dripr-{INTRO} to dripr-campaign-events-test RawMessageDelivery",
    ),
    "a filter on the mail service's news": (
        lambda: set_subscription(NEWS, "delivery-events-test", "FilterPolicy", '{"to_status": ["DORMANT"]}'),
        f"subscription of dripr-{NEWS} to dripr-delivery-events-test FilterPolicy",
    ),
    "dead letters' delay": (
        lambda: set_queue(f"{INTRO}-dlq", "DelaySeconds", "9"),
        f"queue dripr-{INTRO}-dlq DelaySeconds",
    ),
    "dead letters' visibility": (
        lambda: set_queue(f"{INTRO}-dlq", "VisibilityTimeout", "9"),
        f"queue dripr-{INTRO}-dlq VisibilityTimeout",
    ),
    "topic policy": (
        lambda: set_topic_policy("delivery-events-test", json.dumps(ANYBODY)),
        "topic dripr-delivery-events-test Policy",
    ),
    "campaign topic's policy": (
        lambda: set_topic_policy("campaign-events-test", json.dumps(ANYBODY)),
        "topic dripr-campaign-events-test Policy",
    ),
}


def everything() -> list[dict[str, str]]:
    """All attributes of what is looked after; a filter that was taken away is like one that never was."""
    found = [
        *(attributes(name) for name in (INTRO, f"{INTRO}-dlq", NEWS)),
        subscription(INTRO, "campaign-events-test"),
        subscription(NEWS, "delivery-events-test"),
        *(
            dict(aws.client("sns").get_topic_attributes(TopicArn=topic_arn(topic))["Attributes"])
            for topic in ("campaign-events-test", "delivery-events-test")
        ),
    ]
    for one in found:
        one.pop("LastModifiedTimestamp", None)
        if one.get("FilterPolicy") == "{}":
            del one["FilterPolicy"], one["FilterPolicyScope"]
    return found


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_mended_and_named(damage: str) -> None:
    mend()
    before = everything()
    act, named = DAMAGES[damage]
    act()
    assert [change.partition(":")[0] for change in mend()] == [f"~ {named}"]
    assert (everything(), mend()) == (before, [])


def test_dry_run_says_from_what_to_what_and_leaves_it() -> None:
    mend()
    set_queue(INTRO, "VisibilityTimeout", "30")
    with counted_writes() as writes:
        assert mend(dry_run=True) == ["~ queue dripr-intro-queue-test VisibilityTimeout: 30 -> 120"]
    assert writes == []


def test_documents_are_compared_by_what_they_say() -> None:
    mend()
    policy = json.loads(attributes(INTRO)["Policy"])
    policy["Statement"][0]["Action"] = [policy["Statement"][0]["Action"]]
    set_queue(INTRO, "Policy", json.dumps(dict(reversed(policy.items())), indent=4))
    assert mend() == []


def test_lost_subscription_is_made_again() -> None:
    mend()
    lost = subscription(INTRO, "campaign-events-test")["SubscriptionArn"]
    aws.client("sns").unsubscribe(SubscriptionArn=lost)
    assert mend() == [f"+ subscription of dripr-{INTRO} to dripr-campaign-events-test"]


@pytest.mark.parametrize("name", [INTRO, f"{INTRO}-dlq"])
def test_queue_has_room_for_every_event_and_keeps_what_it_has_more(name: str) -> None:
    mend()
    set_queue(name, "MaximumMessageSize", "2048")
    assert mend() == [f"~ queue dripr-{name} MaximumMessageSize: 2048 -> 262144"]
    set_queue(name, "MaximumMessageSize", "524288")
    assert mend() == []


def test_a_key_of_the_operators_own_stays() -> None:
    mend()
    set_queue(INTRO, "KmsMasterKeyId", "alias/own")
    set_queue(INTRO, "SqsManagedSseEnabled", "false")
    assert mend() == []
