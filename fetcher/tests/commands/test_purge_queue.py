from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from dripr import aws
from fetcher.queues import QUEUES
from fetcher.tests.dead_letters import bury, depth_of, depth_of_dead_letters

pytestmark = pytest.mark.usefixtures("aws_in_process")


def fill() -> None:
    """Three messages, one of them in flight, and a dead letter."""
    sqs = aws.client("sqs")
    for number in range(3):
        sqs.send_message(QueueUrl=QUEUES["intro"].url, MessageBody=str(number))
    sqs.receive_message(QueueUrl=QUEUES["intro"].url)
    bury("intro", "dead")


def purge(*arguments: str) -> str:
    output = StringIO()
    call_command("purge_queue", "intro", *arguments, stdout=output)
    return output.getvalue()


def depths() -> tuple[int, int]:
    return depth_of("intro").total, depth_of_dead_letters("intro").total


def test_without_yes_it_says_what_would_be_lost() -> None:
    fill()
    with pytest.raises(CommandError) as caught:
        purge()
    assert str(caught.value) == (
        "3 messages of intro would be lost (2 visible, 1 in flight, 0 delayed); give --yes to do it"
    )
    assert (caught.value.returncode, depths()) == (2, (3, 1))


def test_with_yes_the_messages_are_gone_and_the_dead_letters_stay() -> None:
    fill()
    assert purge("--yes") == "about 3 messages of intro deleted; SQS takes up to a minute for it\n"
    assert depths() == (0, 1)


def test_dead_letters_can_be_purged_alone() -> None:
    fill()
    assert (
        purge("--dead-letters", "--yes") == "about 1 dead letters of intro deleted; SQS takes up to a minute for it\n"
    )
    assert depths() == (3, 0)
