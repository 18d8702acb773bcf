from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from campaigns.history import prune_history
from campaigns.text_history import prune_intros, prune_texts
from dripr import startup


def days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise ArgumentTypeError(f"{text} is no positive whole number of days")
    return int(text)


class Command(BaseCommand):
    help = (
        "Deletes old published moves from the history (each campaign's last move stays), and texts that no e-mail "
        "since then uses."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        kept = settings.HISTORY_RETENTION_DAYS
        parser.add_argument("--older-than-days", type=days, default=kept, help=f"What is older goes (default {kept}).")
        parser.add_argument("--dry-run", action="store_true", help="Only say how many there are.")

    def handle(self, *, older_than_days: int, dry_run: bool, **_options: Any) -> None:
        startup.require_database()
        now = timezone.now()
        before = now - timedelta(days=older_than_days)
        done = "would go" if dry_run else "deleted"
        moves = prune_history(before, dry_run=dry_run)
        self.stdout.write(f"{moves} moves {done}: published before {before:%Y-%m-%d}")
        texts = prune_texts(before, now, dry_run=dry_run)
        self.stdout.write(f"{texts} texts by a model {done}: used by no e-mail since {before:%Y-%m-%d}")
        intros = prune_intros(before, now, dry_run=dry_run)
        self.stdout.write(f"{intros} introductions {done}: of issues that no new one is compared with")
