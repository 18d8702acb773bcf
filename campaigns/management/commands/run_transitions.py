import time
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error as AnyDatabaseError
from django.db import connection
from django.utils import timezone

from campaigns import events, poller
from campaigns.models import Step
from campaigns.transitions import MovedMeanwhile
from dripr import aws, queue_depth, startup
from dripr.worker import StopFlag, logger, run_until_stopped


def positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0
    if value <= 0:
        raise ArgumentTypeError(f"{text} is no positive number")
    return value


def positive_int(text: str) -> int:
    value = positive(text)
    if value != int(value):
        raise ArgumentTypeError(f"{text} is no whole number")
    return int(value)


class Command(BaseCommand):
    help = "Moves the campaigns that are due and publishes their STATUS_CHANGE events."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=positive, default=1.0, help="Seconds between passes (default 1).")
        parser.add_argument(
            "--batch-size", type=positive_int, default=1000, help="Campaigns moved in one transaction (default 1000)."
        )
        parser.add_argument("--once", action="store_true", help="Make one whole pass, print what moved, and exit.")
        parser.add_argument(
            "--republish",
            action="store_true",
            help="First publish the event of every campaign at work again, after the queues lost their messages.",
        )

    def handle(self, *, interval: float, batch_size: int, once: bool, republish: bool, **_options: Any) -> None:
        startup.require_database()
        topic = settings.SNS_CAMPAIGN_EVENTS_TOPIC_ARN
        if not topic:
            raise CommandError("SNS_CAMPAIGN_EVENTS_TOPIC_ARN is not set; `manage.py provision_queues` prints it")
        with startup.aws_at_start(f"the topic {topic}", "SNS_CAMPAIGN_EVENTS_TOPIC_ARN"):
            aws.client("sns").get_topic_attributes(TopicArn=topic)
        run = Pass(batch_size, topic)
        if republish:
            self.stdout.write(f"owed again: {poller.republish_unfinished(timezone.now())}")
        if once:
            self.stdout.write(run.whole(timezone.now()))
            return
        logger.info("polling", extra={"facts": {"interval": interval, "batch_size": batch_size}})
        with StopFlag() as stop:
            run_until_stopped(run.step, stop, interval)


class Pass:
    """One pass of the poller, as a step of a loop or as a whole."""

    def __init__(self, batch_size: int, topic: str) -> None:
        self.batch_size = batch_size
        self.topic = topic

    def step(self) -> bool:
        """Move and publish one batch of each; whether there is more to do at once. A fault is tried again."""
        try:
            moved, published = self._batch(timezone.now())
        except (AnyDatabaseError, MovedMeanwhile) as error:
            logger.warning("pass broken off, will be tried again", extra={"facts": {"error": str(error)}})
            connection.close()
            return False
        if moved or published:
            logger.info("pass", extra={"facts": {**_keys(moved), "published": published}})
        return max([published, *moved.values()]) >= self.batch_size

    def whole(self, now: datetime) -> str:
        """Move everything that is due now, publish everything that can be, and say what was done."""
        began = time.monotonic()
        total: Counter[str] = Counter()
        published = 0
        while True:
            moved, sent = self._batch(now)
            total += moved
            published += sent
            if not moved and not sent:
                break
        parts = [f"{label} {count}" for label, count in total.items()] or ["nothing to move"]
        owed = events.pending_count()
        return f"{', '.join(parts)}; published {published}, owed {owed} ({time.monotonic() - began:.1f} s)"

    def _batch(self, now: datetime) -> tuple[Counter[str], int]:
        moved = poller.poll_once(now, self.batch_size, _waiting)
        published = events.publish_pending(aws.client("sns"), self.topic, timezone.now(), self.batch_size)
        return moved, published


def _waiting(step: Step) -> bool:
    """Whether a step's queue holds messages; what cannot be asked counts as waiting, so that nothing is restarted."""
    try:
        depth = queue_depth.queue_depth(aws.client("sqs"), settings.SQS_QUEUE_URLS[step])
    except (ClientError, BotoCoreError) as error:
        logger.warning("queue depth unknown", extra={"facts": {"queue": step.value, "error": type(error).__name__}})
        return True
    return depth.visible + depth.delayed > 0


def _keys(moved: Counter[str]) -> dict[str, int]:
    return {label.replace(" ", "_"): count for label, count in moved.items()}
