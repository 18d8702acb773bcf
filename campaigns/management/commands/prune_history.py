from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from campaigns.history import prune_history
from dripr import startup


def days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise ArgumentTypeError(f"{text} is no positive whole number of days")
    return int(text)


class Command(BaseCommand):
    help = "Deletes old published moves from the history; each campaign's last move stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        kept = settings.HISTORY_RETENTION_DAYS
        parser.add_argument(
            "--older-than-days", type=days, default=kept, help=f"Moves published longer ago go (default {kept})."
        )
        parser.add_argument("--dry-run", action="store_true", help="Only say how many there are.")

    def handle(self, *, older_than_days: int, dry_run: bool, **_options: Any) -> None:
        startup.require_database()
        published_before = timezone.now() - timedelta(days=older_than_days)
        count = prune_history(published_before, dry_run=dry_run)
        self.stdout.write(
            f"{count} moves {'would go' if dry_run else 'deleted'}: published before {published_before:%Y-%m-%d}"
        )
