"""Runs a command whose writer leaves a line for each text: `python -m dripr.tests.chaos.counted FILE COMMAND…`."""

import os
import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.management import execute_from_command_line

SLOWLY_SECONDS = 0.3


def main(arguments: list[str]) -> None:
    file, *command = arguments
    django.setup()
    # after setup(): these modules import models
    from campaigns import facts
    from fetcher.writers import WRITERS
    from fetcher.writers.offline import OfflineWriter

    class CountedWriter(OfflineWriter):
        """Takes its time, so that whoever would do the same meanwhile has time to."""

        is_free = False

        def generate_intro(
            self,
            local_market_data: facts.LocalMarketData | None,
            mortgage_rate: facts.MortgageRate | None,
            campaign_id: int,
        ) -> str:
            note("intro")
            return super().generate_intro(local_market_data, mortgage_rate, campaign_id)

        def generate_home_report_analysis(self, property_data: facts.PropertyData) -> str:
            note("home report")
            return super().generate_home_report_analysis(property_data)

    def note(what: str) -> None:
        with Path(file).open("a", encoding="utf-8") as calls:
            calls.write(f"{what}\n")
        time.sleep(SLOWLY_SECONDS)

    WRITERS["counted"] = CountedWriter()
    settings.WRITER = "counted"
    execute_from_command_line(["manage.py", *command])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dripr.settings")
    main(sys.argv[1:])
