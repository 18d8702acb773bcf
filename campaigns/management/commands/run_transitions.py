from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from campaigns import poller
from campaigns.passes import Pass
from campaigns.poller_metrics import PollerMetrics
from dripr import aws, outside, startup
from dripr.heartbeat import Heartbeat
from dripr.metrics import served
from dripr.worker import StopFlag, logger, run_until_stopped

LOOP = "poller"


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
        outside.add_arguments(parser)
        parser.add_argument(
            "--republish",
            action="store_true",
            help="First publish the event of every campaign at work again, after the queues lost their messages.",
        )

    def handle(
        self,
        *,
        interval: float,
        batch_size: int,
        once: bool,
        republish: bool,
        metrics_port: int | None,
        metrics_address: str,
        heartbeat: Path | None,
        **_options: Any,
    ) -> None:
        startup.require_database()
        topic = settings.SNS_CAMPAIGN_EVENTS_TOPIC_ARN
        if not topic:
            raise CommandError("SNS_CAMPAIGN_EVENTS_TOPIC_ARN is not set; `manage.py provision_queues` prints it")
        with startup.aws_at_start(f"the topic {topic}", "SNS_CAMPAIGN_EVENTS_TOPIC_ARN"):
            aws.client("sns").get_topic_attributes(TopicArn=topic)
        metrics = PollerMetrics(is_watched=metrics_port is not None)
        run = Pass(batch_size, topic, metrics)
        if republish:
            owed_again = poller.republish_unfinished(timezone.now())
            metrics.republished("asked for", owed_again)
            self.stdout.write(f"owed again: {owed_again}")
        if once:
            self.stdout.write(run.whole(timezone.now()))
            return
        beats = Heartbeat(heartbeat, "run_transitions", [LOOP])
        with StopFlag() as stop, beats, served(metrics.registry, metrics_port, metrics_address):
            outside.log_settings()
            logger.info("polling", extra={"facts": {"interval": interval, "batch_size": batch_size}})
            try:
                run_until_stopped(run.step, stop, interval, lambda: beats.beat(LOOP))
            except Exception as error:
                logger.exception("the poller died")
                raise CommandError("the poller ended by a bug; see the log above") from error
