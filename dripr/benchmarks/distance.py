"""The server as it is from afar: a round trip takes longer."""

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dripr import aws
from dripr.benchmarks.sns_server import FOLDER, START_SECONDS
from dripr.local.processes import Child, stop_all, wait_patiently

ADDRESS_LINE = re.compile(r"^delaying on (http://127\.0\.0\.1:\d+)$", re.MULTILINE)


class NoProxy(Exception):
    """The delaying process did not start."""


@contextmanager
def round_trip_of(seconds: float) -> Iterator[str]:
    """This process's clients go through a delay; yields the endpoint."""
    before = os.environ["AWS_ENDPOINT_URL"]
    port = before.rpartition(":")[2]
    command = [sys.executable, str(Path(__file__).with_name("delay_proxy.py")), port, str(seconds)]
    child = Child("delay", command, FOLDER / "delay.log")
    child.start()
    try:
        os.environ["AWS_ENDPOINT_URL"] = _address(child)
        aws.forget_clients()
        yield os.environ["AWS_ENDPOINT_URL"]
    finally:
        os.environ["AWS_ENDPOINT_URL"] = before
        aws.forget_clients()
        stop_all([child], grace=5, wait=wait_patiently)


def _address(child: Child) -> str:
    deadline = time.monotonic() + START_SECONDS
    while not (found := ADDRESS_LINE.search(child.log_text())):
        if not child.running or time.monotonic() > deadline:
            raise NoProxy(child.last_lines())
        time.sleep(0.02)
    return found[1]
