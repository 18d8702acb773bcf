import json

import pytest
from django.conf import settings

from dripr import aws
from fetcher.provisioning import provision
from fetcher.queues import QUEUES

pytestmark = pytest.mark.usefixtures("aws_in_process")


def attributes(name: str) -> dict[str, str]:
    answer = aws.client("sqs").get_queue_attributes(QueueUrl=settings.SQS_QUEUE_URLS[name], AttributeNames=["All"])
    return {str(name): value for name, value in answer["Attributes"].items()}


def subscriptions() -> list[dict[str, str]]:
    sns = aws.client("sns")
    listed = sns.list_subscriptions_by_topic(TopicArn=settings.SNS_CAMPAIGN_EVENTS_TOPIC_ARN)["Subscriptions"]
    return [
        dict(sns.get_subscription_attributes(SubscriptionArn=entry["SubscriptionArn"])["Attributes"])
        for entry in listed
    ]


def test_names_are_those_of_the_contract() -> None:
    variables = provision(aws.client("sns"), aws.client("sqs"), QUEUES.values(), "production")
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
    }


def test_each_queue_gets_only_the_events_of_its_status() -> None:
    filters = {entry["Endpoint"].rpartition(":")[2]: json.loads(entry["FilterPolicy"]) for entry in subscriptions()}
    assert filters["dripr-home-report-queue-test"] == {"to_status": ["WAITING_FOR_HOME_ANALYSIS"]}
    assert {entry["RawMessageDelivery"] for entry in subscriptions()} == {"true"}


def test_queue_has_dead_letters_and_lets_only_the_topic_in() -> None:
    found = attributes("intro")
    redrive = json.loads(found["RedrivePolicy"])
    statement = json.loads(found["Policy"])["Statement"]
    assert redrive["deadLetterTargetArn"].endswith(":dripr-intro-queue-test-dlq")
    assert int(redrive["maxReceiveCount"]) == 1000
    assert statement[0]["Condition"] == {"ArnEquals": {"aws:SourceArn": settings.SNS_CAMPAIGN_EVENTS_TOPIC_ARN}}


def test_provisioning_again_changes_nothing() -> None:
    before = (attributes("sales"), subscriptions())
    variables = provision(aws.client("sns"), aws.client("sqs"), QUEUES.values(), "test")
    assert variables["SQS_RECENT_SALES_QUEUE_URL"] == settings.SQS_QUEUE_URLS["sales"]
    after = attributes("sales")
    assert after | {"LastModifiedTimestamp": ""} == before[0] | {"LastModifiedTimestamp": ""}
    assert subscriptions() == before[1]


def test_provisioning_mends_a_filter() -> None:
    sns = aws.client("sns")
    arn = subscriptions()[0]["SubscriptionArn"]
    broken = json.dumps({"to_status": ["DORMANT"]})
    sns.set_subscription_attributes(SubscriptionArn=arn, AttributeName="FilterPolicy", AttributeValue=broken)
    provision(sns, aws.client("sqs"), QUEUES.values(), "test")
    assert broken not in [entry["FilterPolicy"] for entry in subscriptions()]
