"""Small servers of the benchmark's own, each a script in a process of its own."""

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dripr.benchmarks.sns_server import FOLDER, START_SECONDS
from dripr.local.processes import Child, stop_all, wait_patiently


class NoHelper(Exception):
    """The process did not start."""


@contextmanager
def running(script: str, address_line: re.Pattern[str], *arguments: str) -> Iterator[str]:
    """The script runs meanwhile; yields the address that it printed."""
    command = [sys.executable, str(Path(__file__).with_name(script)), *arguments]
    child = Child(script, command, FOLDER / f"{script}.log")
    child.start()
    try:
        yield _address(child, address_line)
    finally:
        stop_all([child], grace=5, wait=wait_patiently)


def _address(child: Child, address_line: re.Pattern[str]) -> str:
    deadline = time.monotonic() + START_SECONDS
    while not (found := address_line.search(child.log_text())):
        if not child.running or time.monotonic() > deadline:
            raise NoHelper(child.last_lines())
        time.sleep(0.02)
    return found[1]
