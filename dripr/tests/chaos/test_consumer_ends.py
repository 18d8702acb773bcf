"""How a consumer's process ends: killed, told to stop, told twice; no message is lost or stays invisible."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from django.conf import settings
from django.db import transaction

from campaigns.models import Campaign
from campaigns.tests.factories import make_campaign
from campaigns.transitions import campaign_lock
from dripr import aws
from dripr.local.processes import Child
from dripr.queue_depth import queue_depth
from dripr.tests.chaos.cloud import LONG_AGO, Cloud, make_open_agent, wait_until

VISIBILITY = "2"
SIGNALS = pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])


def depth() -> tuple[int, int]:
    found = queue_depth(aws.client("sqs"), settings.SQS_QUEUE_URLS["property"])
    return found.visible, found.in_flight


def make_started(cloud: Cloud) -> Campaign:
    """Its event waits in the queue. Each has a home of its own: one home is asked for by one handler at a time."""
    number = Campaign.objects.count()
    address = f"{number} Main St, Seattle, WA 98107" if number else "5807 3rd Ave NW, Seattle, WA 98107"
    campaign = make_campaign(agent=make_open_agent(), next_send_datetime=LONG_AGO, formatted_address=address)
    cloud.poll()
    return campaign


@contextmanager
def held_up(cloud: Cloud, campaigns: list[Campaign], *options: str, dying_at: str = "") -> Iterator[Child]:
    """A consumer whose handlers wait for the campaigns' rows."""
    with transaction.atomic():
        for campaign in campaigns:
            campaign_lock(campaign.pk)
        command, variables = ("consume_queue", "property", *options), {"SQS_VISIBILITY_SECONDS": VISIBILITY}
        start = partial(cloud.start_dying, dying_at) if dying_at else cloud.start
        consumer = start(*command, **variables)
        wait_until(lambda: depth() == (0, len(campaigns)), "the messages are in hand")
        yield consumer


def ended(consumer: Child) -> int | None:
    wait_until(lambda: not consumer.running, "the consumer ends")
    return consumer.exit_code


def tell(consumer: Child, number: int) -> None:
    assert consumer.process is not None
    consumer.process.send_signal(number)


def told_to_end(consumer: Child, number: int) -> bool:
    tell(consumer, number)
    return not consumer.running


def ready() -> int:
    return Campaign.objects.filter(property_status="READY").count()


def test_killed_consumers_message_is_back_within_one_visibility_time_out(cloud: Cloud) -> None:
    with held_up(cloud, [make_started(cloud)]) as consumer:
        consumer.kill()
        ended(consumer)
        wait_until(lambda: depth() == (1, 0), "the message is back", seconds=float(VISIBILITY) + 1)


@SIGNALS
def test_idle_consumer_ends_and_gives_back_what_its_long_poll_still_brings(cloud: Cloud, number: int) -> None:
    make_started(cloud)
    consumer = cloud.start("consume_queue", "property", SQS_LONG_POLL_SECONDS="4")
    wait_until(lambda: ready() == 1 and depth() == (0, 0), "the consumer has nothing more to do")
    tell(consumer, number)
    wait_until(lambda: "nothing more is started" in consumer.log_text(), "the consumer starts nothing more")
    make_started(cloud)
    assert (ended(consumer), depth(), ready()) == (0, (1, 0), 1)


def test_long_poll_is_over_before_the_grace_is(cloud: Cloud) -> None:
    """A message that came to a receive nobody waits for any more would stay invisible."""
    make_started(cloud)
    consumer = cloud.start("consume_queue", "property", "--grace", "4", SQS_LONG_POLL_SECONDS="20")
    wait_until(lambda: ready() == 1 and depth() == (0, 0), "the consumer has nothing more to do")
    consumer.terminate()
    wait_until(lambda: not consumer.running, "it ends before its grace is over", seconds=4)
    assert consumer.exit_code == 0


@SIGNALS
def test_handlers_end_and_what_was_not_started_is_given_back_at_once(cloud: Cloud, number: int) -> None:
    with held_up(cloud, [make_started(cloud) for _ in range(5)], "--concurrency", "2") as consumer:
        tell(consumer, number)
        wait_until(lambda: depth() == (3, 2), "others may have what was not started", seconds=1.5)
    assert (ended(consumer), depth(), ready()) == (0, (3, 0), 2)


def test_after_the_grace_the_message_is_given_back_unfinished(cloud: Cloud) -> None:
    campaign = make_started(cloud)
    with held_up(cloud, [campaign], "--grace", "1") as consumer:
        consumer.terminate()
        assert ended(consumer) == 0
        assert depth() == (1, 0)
    campaign.refresh_from_db()
    assert campaign.property_status == "WAITING_FOR_DATA"


@SIGNALS
def test_second_signal_ends_at_once(cloud: Cloud, number: int) -> None:
    with held_up(cloud, [make_started(cloud)]) as consumer:
        wait_until(lambda: told_to_end(consumer, number), "it ends, told again")
        assert consumer.exit_code == 128 + number


@pytest.mark.parametrize("thread", ["worker thread", "receiving thread"])
def test_thread_that_dies_ends_the_process_and_its_message_is_back(cloud: Cloud, thread: str) -> None:
    make_started(cloud)
    consumer = cloud.start_dying(thread, "consume_queue", "property", "sales", "--concurrency", "2")
    assert (ended(consumer), depth(), ready()) == (1, (1, 0), 0)
    lines = consumer.log_text().splitlines()
    assert lines[-1] == "CommandError: a consumer thread died; see the log above"
    assert [line for line in lines if "CRITICAL fetcher.consumer: consumer thread died" in line]


def test_housekeeping_thread_that_dies_ends_the_process(cloud: Cloud) -> None:
    with held_up(cloud, [make_started(cloud)], "--grace", "1", dying_at="keeper thread") as consumer:
        assert ended(consumer) == 1
