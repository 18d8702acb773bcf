import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from dripr import aws
from fetcher.queues import QUEUES
from fetcher.tests.dead_letters import bury

pytestmark = pytest.mark.usefixtures("aws_in_process")


def fill() -> None:
    """Three messages in the intro queue, one in flight and one delayed, and two dead letters."""
    sqs = aws.client("sqs")
    url = QUEUES["intro"].url
    sqs.send_message(QueueUrl=url, MessageBody="1")
    sqs.receive_message(QueueUrl=url)
    sqs.send_message(QueueUrl=url, MessageBody="2")
    sqs.send_message(QueueUrl=url, MessageBody="3", DelaySeconds=60)
    bury("intro", "4")
    bury("intro", "5")


def note_age(queue: str, seconds: int) -> None:
    """What SQS told CloudWatch a minute ago."""
    aws.client("cloudwatch").put_metric_data(
        Namespace="AWS/SQS",
        MetricData=[
            {
                "MetricName": "ApproximateAgeOfOldestMessage",
                "Dimensions": [{"Name": "QueueName", "Value": queue}],
                "Timestamp": datetime.now(UTC) - timedelta(minutes=1),
                "Value": seconds,
            }
        ],
    )


def status(*arguments: str) -> str:
    output = StringIO()
    call_command("queue_status", *arguments, stdout=output)
    return output.getvalue()


def row(name: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = json.loads(status("--json"))
    return next(row for row in rows if row["queue"] == name)


def test_table_has_a_row_for_every_queue() -> None:
    fill()
    lines = status().splitlines()
    assert [line.split()[0] for line in lines[1:]] == list(QUEUES)
    assert lines[0].split() == ["QUEUE", "VISIBLE", "IN", "FLIGHT", "DELAYED", "OLDEST", "DEAD", "LETTERS"]
    assert lines[5].split() == ["intro", "1", "1", "1", "–", "2"]
    assert len({len(line) for line in lines}) == 1


def test_json_says_the_same() -> None:
    fill()
    assert row("intro") == {
        "queue": "intro",
        "visible": 1,
        "in_flight": 1,
        "delayed": 1,
        "oldest_seconds": None,
        "dead_letters": 2,
        "trouble": None,
    }


def test_age_is_what_cloudwatch_knows() -> None:
    fill()
    note_age("dripr-intro-queue-test", 3725)
    assert row("intro")["oldest_seconds"] == 3725
    assert status().splitlines()[5].split() == ["intro", "1", "1", "1", "1", "h", "02", "m", "2"]


def test_age_of_an_empty_queue_is_none() -> None:
    note_age("dripr-sales-queue-test", 99)
    assert row("sales")["oldest_seconds"] is None


def test_looking_counts_as_no_receive() -> None:
    aws.client("sqs").send_message(QueueUrl=QUEUES["intro"].url, MessageBody="1")
    status()
    received = aws.client("sqs").receive_message(
        QueueUrl=QUEUES["intro"].url, MessageSystemAttributeNames=["ApproximateReceiveCount"]
    )
    assert received["Messages"][0]["Attributes"]["ApproximateReceiveCount"] == "1"


def test_one_queue_that_is_not_set_leaves_the_other_rows(settings: LazySettings) -> None:
    fill()
    settings.SQS_QUEUE_URLS = {**settings.SQS_QUEUE_URLS, "sales": ""}
    output = StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("queue_status", stdout=output)
    lines = output.getvalue().splitlines()
    assert lines[3].split() == ["sales", "–", "–", "–", "–", "–"]
    assert lines[5].split() == ["intro", "1", "1", "1", "–", "2"]
    assert lines[-1] == "sales: SQS_RECENT_SALES_QUEUE_URL is not set; `manage.py provision_queues` prints the lines"


def test_deleted_queue_and_lost_dead_letters_are_told_in_their_rows() -> None:
    sqs = aws.client("sqs")
    sqs.delete_queue(QueueUrl=QUEUES["sales"].url)
    sqs.set_queue_attributes(QueueUrl=QUEUES["intro"].url, Attributes={"RedrivePolicy": ""})
    output = StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("queue_status", stdout=output)
    lines = output.getvalue().splitlines()
    assert lines[5].split() == ["intro", "0", "0", "0", "–", "–"]
    assert lines[-2].startswith("sales: the queue cannot be used (")
    assert lines[-1] == "intro: The queue has no dead-letter queue; run `manage.py provision_queues`."


def test_trouble_of_all_queues_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    aws.forget_clients()
    output = StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("queue_status", stdout=output)
    *_, last, trouble = output.getvalue().splitlines()
    assert last.split()[0] == list(QUEUES)[-1]
    assert trouble.startswith(f"{', '.join(QUEUES)}: the queue cannot be reached (")
