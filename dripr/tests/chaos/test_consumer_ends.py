"""How a consumer's process ends: killed, told to stop, told twice; no message is lost or stays invisible."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

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


def depth() -> tuple[int, int]:
    found = queue_depth(aws.client("sqs"), settings.SQS_QUEUE_URLS["property"])
    return found.visible, found.in_flight


def make_started(cloud: Cloud) -> Campaign:
    """Its event waits in the queue."""
    campaign = make_campaign(agent=make_open_agent(), next_send_datetime=LONG_AGO)
    cloud.poll()
    return campaign


@contextmanager
def held_up(cloud: Cloud, campaign: Campaign, *options: str) -> Iterator[Child]:
    """A consumer whose handler waits for the campaign's row."""
    with transaction.atomic():
        campaign_lock(campaign.pk)
        consumer = cloud.start("consume_queue", "property", *options, SQS_VISIBILITY_SECONDS=VISIBILITY)
        wait_until(lambda: depth() == (0, 1), "the message is in hand")
        yield consumer


def ended(consumer: Child) -> int | None:
    wait_until(lambda: not consumer.running, "the consumer ends")
    return consumer.exit_code


def told_to_end(consumer: Child) -> bool:
    consumer.terminate()
    return not consumer.running


def test_killed_consumers_message_is_back_within_one_visibility_time_out(cloud: Cloud) -> None:
    with held_up(cloud, make_started(cloud)) as consumer:
        consumer.kill()
        ended(consumer)
        wait_until(lambda: depth() == (1, 0), "the message is back", seconds=float(VISIBILITY) + 1)


def test_sigterm_lets_the_handler_end_and_nothing_is_left(cloud: Cloud) -> None:
    campaign = make_started(cloud)
    with held_up(cloud, campaign) as consumer:
        consumer.terminate()
    assert (ended(consumer), depth()) == (0, (0, 0))
    campaign.refresh_from_db()
    assert campaign.property_status == "READY"


def test_after_the_grace_the_message_is_given_back_unfinished(cloud: Cloud) -> None:
    campaign = make_started(cloud)
    with held_up(cloud, campaign, "--grace", "1") as consumer:
        consumer.terminate()
        assert ended(consumer) == 0
        assert depth() == (1, 0)
    campaign.refresh_from_db()
    assert campaign.property_status == "WAITING_FOR_DATA"


def test_second_signal_ends_at_once(cloud: Cloud) -> None:
    with held_up(cloud, make_started(cloud)) as consumer:
        wait_until(lambda: told_to_end(consumer), "it ends, told again")
        assert consumer.exit_code == 128 + signal.SIGTERM
