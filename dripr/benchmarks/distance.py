"""The server as it is from afar: a round trip takes longer."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

from dripr import aws
from dripr.benchmarks.helpers import running

ADDRESS_LINE = re.compile(r"^delaying on (http://127\.0\.0\.1:\d+)$", re.MULTILINE)


@contextmanager
def round_trip_of(seconds: float) -> Iterator[str]:
    """This process's clients go through a delay; yields the endpoint."""
    before = os.environ["AWS_ENDPOINT_URL"]
    with running("delay_proxy.py", ADDRESS_LINE, before.rpartition(":")[2], str(seconds)) as endpoint:
        try:
            os.environ["AWS_ENDPOINT_URL"] = endpoint
            aws.forget_clients()
            yield endpoint
        finally:
            os.environ["AWS_ENDPOINT_URL"] = before
            aws.forget_clients()
