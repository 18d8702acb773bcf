import time
from argparse import ArgumentParser, ArgumentTypeError
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from campaigns import seeding


def positive_int(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise ArgumentTypeError(f"{text} is no positive whole number")
    return int(text)


def moment(text: str) -> datetime:
    try:
        value = datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is no moment like 2026-11-24T20:00Z") from error
    return value if value.tzinfo else value.replace(tzinfo=UTC)


class Command(BaseCommand):
    help = "Adds invented campaigns in bulk, every status well filled, to try dripr with many. Not in production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--count", type=positive_int, required=True, help="Campaigns to add.")
        parser.add_argument("--due", type=positive_int, default=0, help="How many of them are due at once (default 0).")
        parser.add_argument("--at", type=moment, help="The moment that the rows are made for (default now).")

    def handle(self, *, count: int, due: int, at: datetime | None, **_options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("these campaigns are invented, and DRIPR_ENVIRONMENT says that this is production")
        began = time.monotonic()
        seeding.seed(count, at or timezone.now(), due=due, progress=lambda done: self._show(done, count))
        self.stdout.write(f"{count:,} campaigns added in {time.monotonic() - began:.0f} s")

    def _show(self, done: int, count: int) -> None:
        if self.stderr.isatty():
            filled = done * 40 // count
            self.stderr.write(f"\r[{'#' * filled}{'.' * (40 - filled)}] {done:,} of {count:,}", ending="")
            self.stderr.write("", ending="\n" if done == count else "")
