"""Real handlers with warm data, against a bare loop with the fewest statements and commits that write the same.

Each message is one campaign's, committed alone. Where a handler makes a text, an e-mail or a MIME message, the bare
loop is given the same pure functions.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from django.db import connection

from dripr.benchmarks import consuming, databases
from dripr.benchmarks.handlers import delivery_news, email_creation, email_sending, home_value, laying, quick_steps
from dripr.benchmarks.handlers.trial import Trial, row
from dripr.benchmarks.measuring import Row
from dripr.benchmarks.sqs import BenchmarkQueue

DATABASE = "dripr_handling"
CAMPAIGNS = 500
TRIALS: tuple[Callable[[], Trial], ...] = (
    home_value.trial,
    *(partial(quick_steps.trial, step) for step in quick_steps.PINS),
    email_creation.trial,
    email_sending.trial,
    delivery_news.trial,
)
"""In the order of a cycle: each takes up what those before it have left."""


def rows() -> Iterator[Row]:
    databases.make(DATABASE, CAMPAIGNS)
    with consuming.as_in_a_process_of_its_own(), threads_on(DATABASE), email_sending.mail_service():
        laying.lay_out_homes()
        queue = BenchmarkQueue("dripr-handling")
        for make in TRIALS:
            yield row(queue, make())
        yield email_creation.pure_row()


@contextmanager
def threads_on(database: str) -> Iterator[None]:
    """Connections that threads open lead to this database, as this thread's already does."""
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.settings_dict["NAME"] = before
