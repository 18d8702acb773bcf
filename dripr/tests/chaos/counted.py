"""Runs a command whose sources leave a line for each call: `python -m dripr.tests.chaos.counted FILE COMMAND…`."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import execute_from_command_line

SLOWLY_SECONDS = 0.3
PROVIDERS = {
    "PROPERTY_PROVIDER": "property_data",
    "LISTINGS_PROVIDER": "active_listings",
    "SALES_PROVIDER": "recent_sales",
    "MARKET_PROVIDER": "local_market",
    "MORTGAGE_RATE_PROVIDER": "mortgage_rate",
}
TEXTS = ("generate_intro", "generate_home_report_analysis")
CALLS = sorted([*PROVIDERS.values(), *TEXTS])


class Counted:
    """A provider and writer that costs something and takes its time, so that whoever would do the same has time to."""

    is_free = False

    def __init__(self, source: object, file: Path) -> None:
        self._source = source
        self._file = file

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call: Callable[..., Any] = getattr(self._source, name)

        def noted(*arguments: Any) -> Any:
            with self._file.open("a", encoding="utf-8") as calls:
                calls.write(f"{name}\n")
            time.sleep(SLOWLY_SECONDS)
            return call(*arguments)

        return noted


def main(arguments: list[str]) -> None:
    file, *command = arguments
    django.setup()
    # after setup(): these modules import models
    from fetcher import providers, writers

    for setting in PROVIDERS:
        known: Any = providers.PROVIDERS[setting]
        known["counted"] = Counted(known["offline"], Path(file))
        setattr(settings, setting, "counted")
    texts: Any = writers.WRITERS
    texts["counted"] = Counted(texts["offline"], Path(file))
    settings.WRITER = "counted"
    execute_from_command_line(["manage.py", *command])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dripr.settings")
    main(sys.argv[1:])
