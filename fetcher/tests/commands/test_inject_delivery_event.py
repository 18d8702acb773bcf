from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.core.management import CommandError, call_command

from campaigns.emails.delivery_events import GREETING, DeliveryEvent
from campaigns.models import DeliveryStatus, Email
from campaigns.tests.factories import make_campaign, make_email
from dripr import aws

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("aws_in_process")]


def make_sent() -> Email:
    return make_email(campaign=make_campaign(), delivery_status=DeliveryStatus.SENT, handover=1, message_id="message-1")


def inject(*arguments: object) -> str:
    out = StringIO()
    call_command("inject_delivery_event", *map(str, arguments), stdout=out)
    return out.getvalue()


def bodies() -> list[str]:
    url = settings.SQS_QUEUE_URLS["delivery_events"]
    received = aws.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=0)
    return [message["Body"] for message in received.get("Messages", [])]


def test_event_reaches_the_queue_through_the_topic() -> None:
    email = make_sent()
    assert inject(email.pk, "bounce", "--bounce-type", "Transient") == "published to dripr-delivery-events-test\n"
    [body] = bodies()
    event = DeliveryEvent.from_body(body)
    assert (event.event_type, event.message_id, event.kind) == ("Bounce", "message-1", "Transient/General")
    assert event.hand_over == (email.pk, 1)


def test_event_comes_as_often_as_asked() -> None:
    inject(make_sent().pk, "delivery", "--times", "3")
    assert len(bodies()) == 3


def test_greeting_and_files_go_as_they_are(tmp_path: Path) -> None:
    inject("--greeting")
    (tmp_path / "body.json").write_text("{}")
    inject("--file", tmp_path / "body.json")
    assert sorted(bodies()) == sorted([GREETING, "{}"])


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], 2, "give an e-mail's number and what became of it, or --greeting, or --file"),
        (["1", "bounce", "--greeting"], 2, "give an e-mail's number and what became of it, or --greeting, or --file"),
        (["1", "flood"], 2, "say what became of the e-mail; known: send, delivery, delay, bounce, complaint, reject, "),
        (["999999", "bounce"], 1, "there is no e-mail 999999"),
        (["--file", "/nowhere.json"], 1, "/nowhere.json cannot be read: No such file or directory"),
        (["--file", "/dev/null"], 1, "/dev/null is empty, and no topic takes an empty body"),
        (["--greeting", "--times", "0"], 1, "Error: argument --times: takes a whole number from 1 to 10,000"),
        (["--greeting", "--times=-3"], 1, "Error: argument --times: takes a whole number from 1 to 10,000"),
    ],
)
def test_mistake_is_one_clear_line(arguments: list[str], code: int, words: str) -> None:
    with pytest.raises(CommandError) as mistake:
        inject(*arguments)
    assert (mistake.value.returncode, str(mistake.value)[: len(words)]) == (code, words)


def test_email_that_was_never_handed_over_has_no_events() -> None:
    draft = make_email()
    with pytest.raises(CommandError, match=f"e-mail {draft.pk} was never handed to the mail service"):
        inject(draft.pk, "delivery")


def test_missing_topic_says_what_to_run(settings: LazySettings) -> None:
    settings.SNS_CAMPAIGN_EVENTS_TOPIC_ARN = "arn:aws:sns:us-west-2:123456789012:dripr-campaign-events-elsewhere"
    with pytest.raises(CommandError, match="provision_queues"):
        inject("--greeting")


def test_production_is_left_alone(settings: LazySettings) -> None:
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError, match="in production only the mail service says"):
        inject("--greeting")
    assert bodies() == []
