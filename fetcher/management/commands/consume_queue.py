import gc
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dripr import aws, outside, startup
from dripr.queue_depth import queue_depth
from dripr.worker import StopFlag, logger
from fetcher.consumer_metrics import observed
from fetcher.management.queue_names import NAMES, queues_named
from fetcher.queues import QUEUES, Queue
from fetcher.running import GRACE_SECONDS, run_consumers


def threads(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 64:
        raise ArgumentTypeError("takes a whole number from 1 to 64")
    return int(text)


def seconds(text: str) -> float:
    if not text.isdigit() or not 1 <= int(text) <= 3600:
        raise ArgumentTypeError("takes a whole number of seconds from 1 to 3600")
    return float(text)


class Command(BaseCommand):
    help = f"Works on one queue or several: {', '.join(QUEUES)}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME", help=f"Any of: {', '.join(QUEUES)}.")
        parser.add_argument("--all", action="store_true", help="All queues.")
        parser.add_argument("--concurrency", type=threads, default=1, help="Threads for each queue (default 1).")
        parser.add_argument(
            "--drain", action="store_true", help="Exit 0 once nothing is visible, delayed or in flight any more."
        )
        parser.add_argument(
            "--grace",
            type=seconds,
            default=GRACE_SECONDS,
            help="Seconds that handlers and receives have to end after SIGTERM or Ctrl-C (default 30); less than the "
            "supervisor's own patience.",
        )
        outside.add_arguments(parser)

    def handle(
        self, *, names: list[str], all: bool, concurrency: int, drain: bool, grace: float, **options: Any
    ) -> None:
        queues = _queues(names, all_queues=all)
        startup.require_database()
        for queue in queues:
            with startup.aws_at_start(f"the queue {queue.name} at {queue.url}", queue.variable):
                queue_depth(aws.client("sqs"), queue.url)
        facts = {"queues": ",".join(queue.name for queue in queues), "concurrency": concurrency, "grace": grace}
        outside.log_settings()
        logger.info("consuming", extra={"facts": facts})
        gc.collect()
        gc.freeze()  # what was imported stays: no collection between messages looks at it again
        with StopFlag() as stop, observed([queue.name for queue in queues], options) as observer:
            if not run_consumers(queues, concurrency, stop, drain=drain, grace=grace, observer=observer):
                raise CommandError("a consumer thread died; see the log above")
        logger.info("stopped", extra={"facts": facts})


def _queues(names: list[str], *, all_queues: bool) -> list[Queue]:
    """The queues asked for; exit code 2 and the list of names where that is none or an unknown one."""
    if names and all_queues:
        raise CommandError(f"give names or --all, not both. Known queues: {NAMES}.", returncode=2)
    if not names and not all_queues:
        raise CommandError(f"name a queue, or give --all. Known queues: {NAMES}.", returncode=2)
    return queues_named(QUEUES if all_queues else names)
