from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dripr.heartbeat import NotAlive, judge

MAX_AGE = 120.0
"""Longer than a call to a queue service that says nothing, with all its retries."""


def seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not value > 0:
        raise ArgumentTypeError(f"{text} is no positive number")
    return value


class Command(BaseCommand):
    help = "Exits 0 if the worker that writes a heartbeat file goes on, 1 if not. Asks neither database nor AWS."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--heartbeat", type=Path, required=True, metavar="PATH", help="The file that the worker was given."
        )
        parser.add_argument(
            "--max-age", type=seconds, default=MAX_AGE, help=f"Seconds that it may be old (default {MAX_AGE:.0f})."
        )

    def handle(self, *, heartbeat: Path, max_age: float, **_options: Any) -> None:
        try:
            self.stdout.write(judge(heartbeat, max_age, timezone.now()))
        except NotAlive as error:
            raise CommandError(str(error)) from error
