import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from dripr import aws, startup
from dripr.worker import StopFlag
from fetcher.dead_letters import NoDeadLetterQueue
from fetcher.management.queue_names import NAMES, queue_named
from fetcher.queues import Queue
from fetcher.redriving import DeadLetters, reason

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs.type_defs import MessageTypeDef

BODY_CHARACTERS = 2000


def limit(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError("takes a whole number from 1")
    return int(text)


def rate(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 0.01 <= value <= 10000:
        raise ArgumentTypeError("takes messages a second, from 0.01 to 10000")
    return value


class Command(BaseCommand):
    help = (
        "Shows the dead letters of a queue (body, error, how often received) and puts them back into it. "
        "Ctrl-C ends it after the messages in hand. A crash may leave one in both queues, which does no harm."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help=f"One of: {NAMES}.")
        parser.add_argument("--dry-run", action="store_true", help="Only show them; all stay where they are.")
        parser.add_argument("--limit", type=limit, metavar="N", help="At most so many (default: all there are now).")
        parser.add_argument("--rate", type=rate, metavar="N", help="At most so many a second (default: no bound).")

    def handle(self, *, name: str, dry_run: bool, limit: int | None, rate: float | None, **_options: Any) -> None:
        queue = queue_named(name)
        with startup.aws_at_start(f"the queue {name} at {queue.url}", queue.variable), StopFlag() as stop:
            try:
                letters = DeadLetters(aws.client("sqs"), queue.url, self._show, stop)
            except NoDeadLetterQueue as error:
                raise CommandError(f"{name}: {error}") from error
            if dry_run:
                self.stdout.write(f"{name}: {letters.look(limit)} dead letters shown; nothing was changed")
            else:
                self._redrive(queue, letters, limit, rate)

    def _redrive(self, queue: Queue, letters: DeadLetters, limit: int | None, rate: float | None) -> None:
        try:
            letters.redrive(limit, rate)
        finally:  # what was done before a fault is told as well
            self.stdout.write(f"{queue.name}: {letters.put_back} put back")
        if letters.not_sent:
            self.stderr.write(f"{letters.not_sent} not taken by the queue; they are dead letters still")
        if letters.not_deleted:
            self.stderr.write(f"{letters.not_deleted} put back, but not deleted: they are in both queues")
        if letters.not_sent or letters.not_deleted:
            sys.exit(1)

    def _show(self, message: "MessageTypeDef") -> None:
        facts = message.get("Attributes", {})
        sent = datetime.fromtimestamp(int(facts.get("SentTimestamp", 0)) / 1000, UTC)
        self.stdout.write(f"{message['MessageId']}  {sent:%Y-%m-%d %H:%M:%S} UTC")
        self.stdout.write(f"  received: {facts.get('ApproximateReceiveCount', '?')}")
        self.stdout.write(f"  error:    {printable(reason(message)) or 'none noted: received too often'}")
        self.stdout.write(f"  body:     {printable(message['Body'])}")


def printable(text: str) -> str:
    """A text on one line that cannot steer a terminal; a long one is cut."""
    shown = "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text[:BODY_CHARACTERS])
    return shown if len(text) <= BODY_CHARACTERS else f"{shown}… ({len(text)} characters)"
