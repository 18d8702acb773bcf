"""Calls that fail are made again, as long as that makes sense."""

import logging
import time
from io import StringIO
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from dripr.logs import ConsoleHandler
from fetcher.hand import Held
from fetcher.settling import MOST_PENDING, Settling, hideable


class Sqs:
    """Answers each call with the next of its answers, or with a time-out where that is None."""

    def __init__(self, *answers: dict[str, Any] | None) -> None:
        self.answers = list(answers)
        self.calls: list[list[dict[str, Any]]] = []

    def delete_message_batch(self, QueueUrl: str, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        self.calls.append(Entries)
        answer = self.answers.pop(0) if self.answers else {}
        if answer is None:
            raise ReadTimeoutError(endpoint_url=QueueUrl)
        return answer

    change_message_visibility_batch = delete_message_batch


def settling(sqs: Sqs) -> Settling:
    return Settling(sqs, "intro", "http://queue")  # type: ignore[arg-type]


def held(number: int = 0, hidden_for: float = 120, age: float = 0) -> Held:
    now = time.monotonic()
    return Held({"MessageId": str(number), "ReceiptHandle": str(number)}, now - age, now + hidden_for)


def test_deletes_are_made_in_full_tens() -> None:
    sqs = Sqs()
    one = settling(sqs)
    for number in range(25):
        one.settle(held(number), None)
    one.call(whole=False)
    assert [len(call) for call in sqs.calls] == [10, 10]
    assert one.count == 5


def test_thread_with_more_to_start_makes_no_call_until_too_much_waits() -> None:
    one = settling(Sqs())
    assert [one.settle(held(number), None) for number in range(MOST_PENDING)] == [False] * (MOST_PENDING - 1) + [True]


def test_line_of_a_message_is_written_before_its_delete(monkeypatch: pytest.MonkeyPatch) -> None:
    log = StringIO()
    monkeypatch.setattr(logging.root, "handlers", [ConsoleHandler(log)])
    written: list[str] = []

    class LookingSqs(Sqs):
        def delete_message_batch(self, QueueUrl: str, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
            written.append(log.getvalue())
            return super().delete_message_batch(QueueUrl, Entries)

    one = settling(LookingSqs())
    logging.getLogger("fetcher").warning("handled", extra={"may_wait": True})
    one.settle(held(), None)
    one.call(whole=True)
    assert written == ["handled\n"]


def test_delete_that_failed_is_made_again() -> None:
    sqs = Sqs(None)
    one = settling(sqs)
    one.settle(held(), None)
    one.call(whole=True)
    one.finish(5)
    assert [[entry["ReceiptHandle"] for entry in call] for call in sqs.calls] == [["0"], ["0"]]


def test_only_what_was_refused_for_a_fault_of_the_service_is_tried_again() -> None:
    failed = [
        {"Id": "0", "Code": "InternalError", "SenderFault": False},
        {"Id": "1", "Code": "ReceiptHandleIsInvalid", "SenderFault": True},
    ]
    sqs = Sqs({"Failed": failed})
    one = settling(sqs)
    for number in range(10):
        one.settle(held(number), None)
    one.finish(5)
    assert [len(call) for call in sqs.calls] == [10, 1]


def test_what_was_hidden_for_too_long_is_not_tried_again() -> None:
    one = settling(Sqs(None))
    one.settle(held(hidden_for=-1), None)
    one.call(whole=True)
    assert one.count == 0


def test_messages_come_back_each_after_its_own_delay_in_one_call() -> None:
    sqs = Sqs()
    one = settling(sqs)
    for delay in (5, 900):
        one.settle(held(), delay)
    one.flush(0.0)
    assert [[entry["VisibilityTimeout"] for entry in call] for call in sqs.calls] == [[5, 900]]


def test_nothing_is_hidden_beyond_twelve_hours_since_its_receipt() -> None:
    sqs = Sqs()
    eleven_hours = 11 * 3600
    one = settling(sqs)
    one.settle(held(age=eleven_hours), 12 * 3600)
    one.call(whole=True)
    assert 3590 <= sqs.calls[0][0]["VisibilityTimeout"] <= 3600
    assert hideable(held(age=13 * 3600), time.monotonic()) == 0
