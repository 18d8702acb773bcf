"""When a message in hand is kept hidden, and for how long."""

import time
from typing import TYPE_CHECKING

import pytest

from fetcher.hand import Hand, Held, Receive
from fetcher.keeper import Keeper
from fetcher.observer import Observer
from fetcher.settling import Settling
from fetcher.tests.test_settling import Sqs

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs.type_defs import MessageTypeDef

VISIBILITY = 120
HOUR = 3600


def holding(
    sqs: Sqs, visibility: int = VISIBILITY, limit: float = 600, count: int = 1, concurrency: int = 1
) -> tuple[Keeper, Held]:
    """Of a hand with messages that were just received; gives the first of them too."""
    hand = Hand(concurrency)
    receive = hand.at_once()
    assert isinstance(receive, Receive)
    messages: list[MessageTypeDef] = [{"MessageId": str(n), "ReceiptHandle": str(n)} for n in range(count)]
    hand.received(receive, messages, visibility)
    settling = Settling(sqs, "intro", "http://queue")  # type: ignore[arg-type]
    return Keeper("intro", hand, settling, Observer(), visibility, limit), hand.held()[0]


def hidden_for(sqs: Sqs) -> list[int]:
    return [entry["VisibilityTimeout"] for call in sqs.calls for entry in call]


@pytest.mark.parametrize(("left", "extended"), [(82, []), (78, [VISIBILITY])], ids=["not yet", "a third is over"])
def test_message_is_hidden_anew_once_a_third_of_its_time_is_over(left: float, extended: list[int]) -> None:
    keeper, held = holding(sqs := Sqs())
    held.hidden_until = time.monotonic() + left
    keeper.tick()
    assert hidden_for(sqs) == extended


def test_extension_that_failed_is_made_again_in_time() -> None:
    keeper, held = holding(sqs := Sqs(None), visibility=1)
    held.hidden_until = time.monotonic() + 0.6
    while len(sqs.calls) < 2:
        assert time.monotonic() < held.hidden_until
        keeper.tick()
    assert held.hidden_until > time.monotonic() + 0.9


@pytest.mark.parametrize(("minutes", "extended"), [(11, [VISIBILITY]), (1, [58]), (0.4, [])], ids=str)
def test_nothing_is_hidden_for_longer_than_sqs_allows(minutes: float, extended: list[int]) -> None:
    keeper, held = holding(sqs := Sqs())
    now = time.monotonic()
    held.received_at, held.hidden_until = now - 12 * HOUR + 60 * minutes, now + 30
    keeper.tick()
    assert hidden_for(sqs) == extended


def test_message_whose_handler_is_past_its_limit_is_left_to_come_back() -> None:
    keeper, held = holding(sqs := Sqs(), limit=600)
    now = time.monotonic()
    held.hidden_until = now + 30
    held.started_at = now - 601
    keeper.tick()
    assert (hidden_for(sqs), held.is_overdue) == ([], True)


def test_message_that_is_gone_from_the_queue_is_extended_no_more_and_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    gone = {"Failed": [{"Id": "0", "Code": "ReceiptHandleIsInvalid", "SenderFault": True}]}
    keeper, held = holding(sqs := Sqs(gone, gone, gone))
    held.hidden_until = time.monotonic() + 30
    for _ in range(3):
        keeper.tick()
    keeper.settling.settle(held, None)
    keeper.settling.flush(0.0)
    tried = ["VisibilityTimeout" in entry for call in sqs.calls for entry in call]
    assert (tried, len(caplog.records)) == ([True, False], 1)  # the delete is tried all the same


def past_their_limit(keeper: Keeper, count: int) -> None:
    for _ in range(count):
        started = keeper.hand.at_once()
        assert isinstance(started, Held)
        started.started_at = time.monotonic() - keeper.limit - 1


def test_what_waits_behind_stuck_handlers_alone_is_given_back_at_once() -> None:
    keeper, _ = holding(sqs := Sqs(), count=10, concurrency=2)
    past_their_limit(keeper, 2)
    keeper.tick()
    keeper.settling.flush(0.0)
    keeper.tick()
    given_back = [(entry["ReceiptHandle"], entry["VisibilityTimeout"]) for call in sqs.calls for entry in call]
    assert (given_back, keeper.hand.count) == ([(str(number), 0) for number in range(2, 10)], 2)


def test_what_waits_while_one_handler_is_well_or_a_slot_is_free_stays_in_hand() -> None:
    for concurrency, stuck in ((2, 1), (3, 2)):
        keeper, _ = holding(sqs := Sqs(), count=10, concurrency=concurrency)
        past_their_limit(keeper, stuck)
        if concurrency == 2:
            keeper.hand.at_once()
        keeper.tick()
        keeper.settling.flush(0.0)
        assert (sqs.calls, keeper.hand.count) == ([], 10)
