from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from campaigns.explain import explain
from campaigns.models import Campaign
from dripr import startup


class Command(BaseCommand):
    help = "Says where a campaign stands, what it waits for, and when it moves next and by whom."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("campaign", type=int, help="The campaign's number, as the admin shows it.")

    def handle(self, *, campaign: int, **_options: Any) -> None:
        startup.require_database()
        found = Campaign.objects.select_related("agent").filter(pk=campaign).first()
        if found is None:
            raise CommandError(f"there is no campaign {campaign}")
        self.stdout.write(explain(found, timezone.now()))
