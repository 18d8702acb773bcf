"""What `make run` says: to a terminal in colour, to a pipe plainly and at once."""

import os
import signal
import sys

BOLD = "1"
GREEN = "32"
RED = "31"


class Trouble(Exception):
    """What keeps `make run` from going on, in words for the person who typed it."""


def prepare_output() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(line_buffering=True, errors="replace")


def say(text: str = "", style: str = "") -> None:
    """Write a line. When nobody reads any more (`make run | head`), stop as if asked to."""
    coloured = style and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    try:
        sys.stdout.write(f"\033[{style}m{text}\033[0m\n" if coloured else f"{text}\n")
    except OSError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - stays open until the process ends
        signal.raise_signal(signal.SIGTERM)
