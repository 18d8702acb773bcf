#!/usr/bin/env python
"""Runs dripr's commands: `manage.py help` lists them."""

import os
import sys
from collections.abc import Sequence

from dripr.worker import end_well_on_signals

READER_HAS_GONE = 141
"""The exit code of a program whose output nobody reads any more, as the shell tells it."""


def main() -> None:
    """Run one command; a reader who has gone, as in `… | head`, ends it without a word."""
    if is_long_running(sys.argv[1:]):
        end_well_on_signals()
    try:
        try:
            run()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):  # so that Python's own last flush finds somebody
            os.dup2(nowhere, stream)
        sys.exit(READER_HAS_GONE)


def is_long_running(arguments: Sequence[str]) -> bool:
    """Whether the command runs until it is told to end, which is then no failure."""
    command, *options = arguments or [""]
    return command == "consume_queue" or (command == "run_transitions" and "--once" not in options)


def run() -> None:
    """A wrong setting is one line on stderr and exit code 1, never a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dripr.settings")
    try:
        # Inside the function: without Django installed the newcomer gets the sentence below.
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError:
        sys.exit("dripr: Django is not installed here. Run `make setup`, then use .venv/bin/python manage.py …")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"dripr: {error}")


if __name__ == "__main__":
    main()
