"""How much a consumer takes in hand."""

import random
import time
from typing import TYPE_CHECKING

import pytest

from fetcher.hand import BATCH, STUCK_SECONDS, Hand, Held, Receive

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs.type_defs import MessageTypeDef


def messages(count: int) -> "list[MessageTypeDef]":
    return [{"MessageId": str(number), "ReceiptHandle": str(number)} for number in range(count)]


def fill(hand: Hand) -> None:
    """A receive that brings all it may."""
    job = hand.at_once()
    assert isinstance(job, Receive)
    hand.received(job, messages(job.count), visibility=120)


def start(hand: Hand) -> Held:
    job = hand.at_once()
    assert isinstance(job, Held)
    return job


def become_quick(hand: Hand) -> None:
    """As after many handlers that ended at once."""
    for _ in range(20):
        fill(hand)
        for _ in range(BATCH):
            hand.finished(start(hand))


def receives_in_flight(hand: Hand) -> int:
    """How many more receives its threads would make now."""
    count = 0
    while isinstance(hand.at_once(), Receive):
        count += 1
    return count


def test_empty_queue_is_asked_by_one_thread() -> None:
    hand = Hand(8)
    job = hand.at_once()
    assert job == Receive(BATCH)
    assert hand.at_once() is None


def test_stuck_handler_leaves_the_other_slots_to_the_others() -> None:
    hand = Hand(2)
    fill(hand)
    start(hand)
    for _ in range(BATCH - 1):
        hand.finished(start(hand))
    assert hand.at_once() == Receive(BATCH)


def test_receives_in_flight_count_with_what_they_may_bring() -> None:
    hand = Hand(8)
    fill(hand)
    for _ in range(BATCH):
        hand.finished(start(hand))
    assert receives_in_flight(hand) == 1


def test_threads_receive_side_by_side_while_handlers_end_at_once() -> None:
    hand = Hand(4)
    become_quick(hand)
    assert receives_in_flight(hand) == 4


def test_handler_that_has_become_slow_ends_that_at_once() -> None:
    hand = Hand(4)
    become_quick(hand)
    fill(hand)
    start(hand).started_at = time.monotonic() - STUCK_SECONDS
    for _ in range(BATCH - 1):
        hand.finished(start(hand))
    assert receives_in_flight(hand) == 1


def test_what_comes_side_by_side_and_has_no_place_is_not_taken_in() -> None:
    hand = Hand(2)
    become_quick(hand)
    receives = [hand.at_once() for _ in range(2)]
    without_place = []
    for job in receives:
        assert isinstance(job, Receive)
        without_place += hand.received(job, messages(BATCH), visibility=120)
    assert (hand.count, len(without_place)) == (hand.limit, 2 * BATCH - hand.limit)


@pytest.mark.parametrize("seed", range(20))
def test_hand_never_holds_more_than_can_be_started_plus_one_batch(seed: int) -> None:
    """Whatever handlers do, quick ones and then stuck ones, and however answers overlap."""
    chance, hand = random.Random(seed), Hand(4)
    become_quick(hand)
    receives: list[Receive] = []
    running: list[Held] = []
    for _ in range(500):
        if len(receives) + len(running) < hand.concurrency and (job := hand.at_once()):
            (receives if isinstance(job, Receive) else running).append(job)  # type: ignore[arg-type]
        elif receives and chance.random() < 0.5:
            brought = messages(chance.randint(1, BATCH))
            hand.received(receives.pop(), brought, visibility=120)
        elif running and chance.random() < 0.8:
            hand.finished(running.pop())
        assert hand.count <= 4 + BATCH


def test_failed_receive_is_followed_by_a_pause() -> None:
    hand = Hand(1)
    job = hand.at_once()
    assert isinstance(job, Receive)
    hand.received_nothing(job, pause=60)
    assert hand.at_once() is None


def test_closed_hand_gives_out_what_was_not_started() -> None:
    hand = Hand(1)
    fill(hand)
    start(hand)
    assert len(hand.close()) == BATCH - 1
    assert (hand.next(), hand.count) == (None, 1)


def test_receive_that_ends_after_the_closing_is_given_back_whole() -> None:
    hand = Hand(1)
    job = hand.at_once()
    assert isinstance(job, Receive)
    hand.close()
    assert len(hand.received(job, messages(3), visibility=120)) == 3


@pytest.mark.parametrize("concurrency", [1, 2, 8])
def test_hand_holds_its_limit_of_slow_messages(concurrency: int) -> None:
    hand = Hand(concurrency)
    running = 0
    while running < concurrency and (job := hand.at_once()):
        if isinstance(job, Receive):
            hand.received(job, messages(job.count), visibility=120)
        else:
            running += 1
    assert running == concurrency
    assert hand.count <= concurrency + BATCH
