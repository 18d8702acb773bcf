import time
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError
from django.core.management import CommandError, call_command

from dripr import aws
from dripr.worker import StopFlag
from fetcher.queues import QUEUES
from fetcher.redriving import BATCH_BYTES, DeadLetters, Show, batches
from fetcher.tests.dead_letters import bury, depth_of, depth_of_dead_letters, received

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs.type_defs import MessageTypeDef

pytestmark = pytest.mark.usefixtures("aws_in_process")


def redrive(*arguments: str) -> list[str]:
    output = StringIO()
    call_command("redrive_queue", "intro", *arguments, stdout=output)
    return output.getvalue().splitlines()


def unseen(_message: "MessageTypeDef") -> None:
    """Shows nothing."""


def letters(show: Show = unseen) -> DeadLetters:
    return DeadLetters(aws.client("sqs"), QUEUES["intro"].url, show, StopFlag())


def test_dead_letter_comes_back_whole_with_its_own_attributes() -> None:
    bury("intro", "body ü", event_type="STATUS_CHANGE")
    redrive()
    assert depth_of_dead_letters("intro").total == 0
    message = received("intro")[0]
    assert message["Body"] == "body ü"
    assert message["MessageAttributes"] == {"event_type": {"StringValue": "STATUS_CHANGE", "DataType": "String"}}


def test_output_shows_error_count_and_body_and_says_what_was_done() -> None:
    bury("intro", "two\nlines\x9b2J", reason="the body is no JSON")
    lines = redrive()
    assert [line.strip() for line in lines[1:]] == [
        "received: 1",
        "error:    the body is no JSON",
        r"body:     two\nlines\x9b2J",
        "intro: 1 put back",
    ]


def test_long_body_is_shown_cut_and_put_back_whole() -> None:
    bury("intro", "x" * 5000)
    assert redrive()[3].endswith("xxx… (5000 characters)")
    assert received("intro")[0]["Body"] == "x" * 5000


def test_all_come_back_in_tens() -> None:
    for number in range(23):
        bury("intro", str(number))
    assert redrive()[-1] == "intro: 23 put back"
    assert (depth_of("intro").visible, depth_of_dead_letters("intro").total) == (23, 0)


def test_limit_leaves_the_rest() -> None:
    for number in range(13):
        bury("intro", str(number))
    assert redrive("--limit", "11")[-1] == "intro: 11 put back"
    assert (depth_of("intro").visible, depth_of_dead_letters("intro").visible) == (11, 2)


def test_rate_is_kept() -> None:
    for number in range(4):
        bury("intro", str(number))
    began = time.monotonic()
    letters().redrive(limit=None, rate=5 / 2)
    assert time.monotonic() - began >= 0.8  # two, a pause of 2 / 2.5 seconds, two


def test_no_dead_letters_is_no_fault() -> None:
    assert redrive() == ["intro: 0 put back"]


def test_dry_run_shows_each_once_and_all_are_visible_again_at_once() -> None:
    buried = {bury("intro", str(number)) for number in range(23)}
    lines = redrive("--dry-run")
    assert {line.split()[0] for line in lines[:-1:4]} == buried
    assert lines[-1] == "intro: 23 dead letters shown; nothing was changed"
    assert (depth_of_dead_letters("intro").visible, depth_of("intro").total) == (23, 0)


def test_dry_run_keeps_to_the_limit() -> None:
    for number in range(13):
        bury("intro", str(number))
    assert redrive("--dry-run", "--limit", "2")[-1] == "intro: 2 dead letters shown; nothing was changed"
    assert depth_of_dead_letters("intro").visible == 13


def test_messages_too_long_for_one_call_go_in_several() -> None:
    bodies = ["a" * BATCH_BYTES, "b", "ü" * (BATCH_BYTES // 2), "c" * (BATCH_BYTES - 1), "d"]
    messages: list[MessageTypeDef] = [{"Body": body} for body in bodies]
    assert [[message["Body"][0] for message in batch] for batch in batches(messages)] == [
        ["a"],
        ["b"],
        ["ü"],
        ["c", "d"],
    ]


def test_what_the_queue_does_not_take_stays_a_visible_dead_letter() -> None:
    sqs = aws.client("sqs")
    bury("intro", "kept")
    working = letters()
    sqs.delete_queue(QueueUrl=QUEUES["intro"].url)
    with pytest.raises(ClientError):
        working.redrive(limit=None, rate=None)
    assert (working.put_back, working.not_sent) == (0, 1)
    assert depth_of_dead_letters("intro").visible == 1


def test_crash_between_send_and_delete_leaves_a_message_twice_never_nowhere() -> None:
    sqs = aws.client("sqs")
    bury("intro", "twice")

    def crash(**_facts: object) -> None:
        raise KeyboardInterrupt

    sqs.meta.events.register("before-call.sqs.DeleteMessageBatch", crash)
    with pytest.raises(KeyboardInterrupt):
        letters().redrive(limit=None, rate=None)
    sqs.meta.events.unregister("before-call.sqs.DeleteMessageBatch", crash)
    assert (depth_of("intro").visible, depth_of_dead_letters("intro").total) == (1, 1)


def test_one_that_the_queue_refuses_keeps_nobody_else() -> None:
    for number in range(3):
        bury("intro", str(number))

    def refuse_one(parsed: Any, **_facts: object) -> None:
        refused = parsed["Successful"].pop()
        parsed["Failed"] = [{"Id": refused["Id"], "Code": "InternalError", "SenderFault": False}]

    events = aws.client("sqs").meta.events
    events.register("after-call.sqs.SendMessageBatch", refuse_one)
    output, errors = StringIO(), StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("redrive_queue", "intro", stdout=output, stderr=errors)
    events.unregister("after-call.sqs.SendMessageBatch", refuse_one)
    assert output.getvalue().splitlines()[-1] == "intro: 2 put back"
    assert errors.getvalue() == "1 not taken by the queue; they are dead letters still\n"
    assert depth_of_dead_letters("intro").visible == 1


def test_queue_without_dead_letter_queue_is_one_clear_line() -> None:
    url = QUEUES["intro"].url
    aws.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": ""})
    with pytest.raises(CommandError, match=r"^intro: The queue has no dead-letter queue; run `manage.py provision"):
        redrive()


def test_dead_letters_that_come_meanwhile_are_left_for_the_next_time() -> None:
    for number in range(2):
        bury("intro", str(number))

    def bury_again(message: "MessageTypeDef") -> None:
        bury("intro", message["Body"])

    working = letters(bury_again)
    working.redrive(limit=None, rate=None)
    assert (working.put_back, depth_of_dead_letters("intro").visible) == (2, 2)
