"""Several things at the same moment, each in a thread with a database connection of its own."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

Result = TypeVar("Result")


def run_at_once(works: Sequence[Callable[[], Result]]) -> list[Result]:
    """What each returned, in their order; raises what one of them raised."""
    begun = threading.Barrier(len(works))

    def run(work: Callable[[], Result]) -> Result:
        begun.wait()
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))
