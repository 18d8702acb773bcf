from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from campaigns.models import Campaign
from dripr import startup
from fetcher.faults import ProviderError
from fetcher.writer_checks import settings_of
from fetcher.writers import WRITERS
from fetcher.writers.preview import NothingToShow, preview


class Command(BaseCommand):
    help = (
        "Shows what a campaign's texts would be: prompt, text, what the guards say, tokens and price. Saves nothing; "
        "with --writer bedrock the model is asked, and costs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--campaign", type=int, required=True, help="The campaign's number, as the admin shows it.")
        parser.add_argument(
            "--writer", choices=sorted(WRITERS), help="Who writes; by default the one that WRITER names."
        )

    def handle(self, *, campaign: int, writer: str | None, **_options: Any) -> None:
        chosen = writer or settings.WRITER
        if wrong := [f"{each.msg} {each.hint}" for each in settings_of(chosen) if each.is_serious()]:
            raise CommandError("\n".join(wrong))
        startup.require_database()
        related = ("agent", "property_data", "local_market_data", "mortgage_rate")
        found = Campaign.objects.select_related(*related).filter(pk=campaign).first()
        if found is None:
            raise CommandError(f"there is no campaign {campaign}")
        try:
            for section in preview(found, chosen):
                self.stdout.write(f"{section}\n\n")
        except (NothingToShow, ProviderError, ImproperlyConfigured) as error:
            raise CommandError(str(error)) from error
