from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fetcher.providers.backtest import NothingToMeasure, backtest
from fetcher.providers.backtest.ideas import tried
from fetcher.providers.backtest.plot import scatter
from fetcher.providers.backtest.report import as_json, as_table, ideas_as_table
from fetcher.providers.backtest.walk import SHIPPED
from fetcher.providers.offline_sales import shipped_sales

DEFAULT_FROM = date(2025, 12, 1)


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"takes a date such as {DEFAULT_FROM}") from error


class Command(BaseCommand):
    help = (
        "Values the shipped sales from a day on, each from the sales before its own day, and shows for each method how "
        "far the estimates were from the prices paid (docs/valuation.md)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--from",
            dest="start",
            type=day,
            default=DEFAULT_FROM,
            metavar="DATE",
            help="The first day measured (default %(default)s). The ranges are taken from the sales before it.",
        )
        parser.add_argument("--ideas", action="store_true", help="Also what was tried beside the shipped method.")
        parser.add_argument("--plot", type=Path, metavar="PATH", help="Write estimate against price as an SVG picture.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *, start: date, ideas: bool, plot: Path | None, json: bool, **_options: Any) -> None:
        if plot and not plot.parent.is_dir():
            raise CommandError(f"--plot: there is no directory {plot.parent}; make it first.")
        sales = shipped_sales()
        try:
            result = backtest(sales, start)
        except NothingToMeasure as error:
            raise CommandError(
                f"No sale from {start} on can be valued; the shipped sales end on {sales.as_of}: name an earlier day."
            ) from error
        if ideas and not result.earlier:
            raise CommandError(f"No sale before {start} can be valued, so --ideas has nothing to choose by.")
        if plot:
            _write(plot, scatter(result.valued, SHIPPED))
        tries = tried(sales, start) if ideas else []
        if json:
            self.stdout.write(as_json(result, tries))
            return
        self.stdout.write(as_table(result))
        if tries:
            self.stdout.write(f"\n{ideas_as_table(tries)}")


def _write(path: Path, picture: str) -> None:
    try:
        path.write_text(picture, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"--plot: {path} cannot be written: {error.strerror}.") from error
