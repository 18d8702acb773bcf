"""Transactions that lost a lock are done again: a conflict between two workers is nobody's fault."""

import functools
import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection

ATTEMPTS = 5
FIRST_DELAY_SECONDS = 0.05
# MySQL and MariaDB: lock wait timeout, deadlock, and "record has changed since last read".
LOCK_ERRORS = frozenset({1205, 1213, 1020})

Result = TypeVar("Result")
Parameters = ParamSpec("Parameters")


def is_lock_conflict(error: OperationalError) -> bool:
    """Whether the transaction failed only because another held its locks."""
    code = error.args[0] if error.args else None
    return code in LOCK_ERRORS or "is locked" in str(error)


def retried(work: Callable[[], Result], first_delay: float = FIRST_DELAY_SECONDS) -> Result:
    """Run one whole transaction, a few times with jittered pauses where it loses a lock; the last loss is raised.

    Inside somebody else's transaction it is run once: what the database rolled back there cannot be done again here.
    """
    for attempt in range(0 if connection.in_atomic_block else ATTEMPTS - 1):
        try:
            return work()
        except OperationalError as error:
            if not is_lock_conflict(error):
                raise
        time.sleep(first_delay * 2**attempt * random.uniform(0.5, 1.5))
    return work()


def retrying(transaction: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """For a function that is one whole transaction: done again as by `retried` where it loses a lock."""

    @functools.wraps(transaction)
    def done(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        return retried(lambda: transaction(*args, **kwargs))

    return done
