"""What nobody can read is kept whole, said in one line like every other message, and counted once."""

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

from dripr import aws
from dripr.worker import StopFlag
from fetcher.consumer import Consumer, Pace
from fetcher.dead_letters import REASON
from fetcher.observer import Observer
from fetcher.queues import QUEUES
from fetcher.tests.dead_letters import dead_letters_of

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs.type_defs import MessageAttributeValueTypeDef

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("provisioned")]


class Counts(Observer):
    def __init__(self) -> None:
        self.handled_as: list[tuple[str, bool]] = []

    def handled(self, queue: str, outcome: str, seconds: float) -> None:  # noqa: ARG002
        self.handled_as.append((outcome, seconds > 0))


def send(attributes: int = 0) -> str:
    value: MessageAttributeValueTypeDef = {"DataType": "String", "StringValue": "v"}
    named = {f"name-{number}": value for number in range(attributes)}
    sent = aws.client("sqs").send_message(QueueUrl=QUEUES["intro"].url, MessageBody="no JSON", MessageAttributes=named)
    return sent["MessageId"]


def consume(observer: Observer) -> None:
    Consumer(QUEUES["intro"], aws.client("sqs"), StopFlag(), Pace(wait_seconds=0), observer).consume_once()


@pytest.fixture
def no_dead_letters(provisioned: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where somebody has taken the redrive policy away."""
    url = aws.client("sqs").create_queue(QueueName="without-dead-letters")["QueueUrl"]
    monkeypatch.setitem(settings.SQS_QUEUE_URLS, "intro", url)


def facts_of(caplog: pytest.LogCaptureFixture) -> dict[str, Any]:
    [record] = [record for record in caplog.records if record.name == "fetcher.handling"]
    assert (record.getMessage(), record.levelno) == ("handled", logging.ERROR)
    facts: dict[str, Any] = record.__dict__["facts"]
    return facts


def test_line_of_an_unreadable_message_says_what_every_line_says(caplog: pytest.LogCaptureFixture) -> None:
    message_id = send()
    consume(Counts())
    facts = facts_of(caplog)
    assert facts.pop("seconds") >= 0
    assert facts == {
        "queue": "intro",
        "message_id": message_id,
        "attempt": 1,
        "outcome": "unreadable, moved to the dead letters",
        "why": "the body is not JSON",
    }


@pytest.mark.usefixtures("no_dead_letters")
def test_message_is_counted_as_unreadable_only_once_it_has_moved(caplog: pytest.LogCaptureFixture) -> None:
    sqs, counts, dead_letters = aws.client("sqs"), Counts(), dead_letters_of("sales")
    send()
    consume(counts)
    assert (counts.handled_as, facts_of(caplog)["outcome"]) == (
        [("later", True)],
        "unreadable, comes back: no dead letters",
    )
    arn = sqs.get_queue_attributes(QueueUrl=dead_letters, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 1000})
    sqs.set_queue_attributes(QueueUrl=QUEUES["intro"].url, Attributes={"RedrivePolicy": policy})
    send()
    consume(counts)
    assert counts.handled_as == [("later", True), ("unreadable", True)]


def test_attribute_for_which_there_is_no_room_is_named_in_the_reason_and_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    send(attributes=10)
    consume(Counts())
    answer = aws.client("sqs").receive_message(QueueUrl=dead_letters_of("intro"), MessageAttributeNames=["All"])
    attributes = answer["Messages"][0]["MessageAttributes"]
    [missing] = {f"name-{number}" for number in range(10)} - set(attributes)
    assert len(attributes) == 10
    assert attributes[REASON]["StringValue"] == facts_of(caplog)["why"]
    assert facts_of(caplog)["why"] == f"the body is not JSON (left out, since SQS takes ten attributes: {missing})"
