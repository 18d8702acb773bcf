from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dripr import aws, startup
from dripr.queue_depth import queue_depth
from fetcher.dead_letters import NoDeadLetterQueue, dead_letter_url
from fetcher.management.queue_names import NAMES, queue_named


class Command(BaseCommand):
    help = (
        "Deletes all messages of a queue, or of its dead-letter queue. Events lost so are published again once their "
        "campaigns look stalled, or at once with `manage.py run_transitions --republish`."
    )

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> CommandParser:
        """What cannot be undone is asked for in full: --y is no --yes."""
        return super().create_parser(prog_name, subcommand, allow_abbrev=False, **options)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help=f"One of: {NAMES}.")
        parser.add_argument("--dead-letters", action="store_true", help="Delete its dead letters, not its messages.")
        parser.add_argument("--yes", action="store_true", help="Do it; without this, say what would be lost.")

    def handle(self, *, name: str, dead_letters: bool, yes: bool, **_options: Any) -> None:
        queue = queue_named(name)
        what = f"dead letters of {name}" if dead_letters else f"messages of {name}"
        with startup.aws_at_start(f"the queue {name} at {queue.url}", queue.variable):
            sqs = aws.client("sqs")
            try:
                url = dead_letter_url(sqs, queue.url) if dead_letters else queue.url
            except NoDeadLetterQueue as error:
                raise CommandError(f"{name}: {error}") from error
            depth = queue_depth(sqs, url)
            if not yes:
                raise CommandError(
                    f"{depth.total} {what} would be lost ({depth.visible} visible, {depth.in_flight} in flight, "
                    f"{depth.delayed} delayed); give --yes to do it",
                    returncode=2,
                )
            try:
                sqs.purge_queue(QueueUrl=url)
            except sqs.exceptions.PurgeQueueInProgress as error:
                raise CommandError(f"the {what} were purged less than a minute ago; try again later") from error
        self.stdout.write(f"about {depth.total} {what} deleted; SQS takes up to a minute for it")
