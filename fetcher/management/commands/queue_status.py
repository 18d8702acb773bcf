import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from dripr import aws
from dripr.worker import StopFlag
from fetcher.queue_report import Report, read_report
from fetcher.queues import QUEUES

WATCH_SECONDS = 2.0
CLEAR_SCREEN = "\x1b[H\x1b[2J"


def seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 0.1 <= value <= 3600:
        raise ArgumentTypeError("takes a number of seconds from 0.1 to 3600")
    return value


class Command(BaseCommand):
    help = (
        "Shows for every queue how many messages are visible, in flight and delayed, how old the oldest one is "
        "(from CloudWatch, where there is one), and how many dead letters there are. Exit code 1 if one cannot be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--watch",
            nargs="?",
            type=seconds,
            const=WATCH_SECONDS,
            metavar="SECONDS",
            help=f"Show it again every {WATCH_SECONDS:g} seconds, or as often as given, until Ctrl-C.",
        )
        parser.add_argument("--json", action="store_true", help="Print a JSON list, one a line with --watch.")

    def handle(self, *, watch: float | None, json: bool, **_options: Any) -> None:
        if watch is not None:
            self._watch(watch, as_json=json)
            return
        report = _read()
        self.stdout.write(report.as_json() if json else report.as_table())
        if not report.is_whole:
            sys.exit(1)  # the rows have said why

    def _watch(self, interval: float, *, as_json: bool) -> None:
        with StopFlag() as stop:
            while not stop.is_set:
                report = _read()
                self.stdout.write(report.as_json() if as_json else self._screen(report))
                self.stdout.flush()
                stop.wait(interval)

    def _screen(self, report: Report) -> str:
        heading = f"{timezone.now():%Y-%m-%d %H:%M:%S} UTC, Ctrl-C ends"
        clear = CLEAR_SCREEN if self.stdout.isatty() else ""
        return f"{clear}{heading}\n{report.as_table()}"


def _read() -> Report:
    return read_report(list(QUEUES.values()), aws.client("sqs"), lambda: aws.client("cloudwatch"), timezone.now())
