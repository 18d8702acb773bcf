"""The databases that the rows are measured on, all on the one private MariaDB."""

from typing import Any

from django.core.management import call_command
from django.db import connection

from campaigns import seeding
from dripr.benchmarks.moment import NOW

# A commit is on the disk when it returns, as in production; and the rows have room in memory, as in production.
SERVER_SETTINGS = ("innodb_flush_log_at_trx_commit = 1", "innodb_buffer_pool_size = 2147483648")


def run(statement: str, *parameters: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def prepare_server() -> None:
    for setting in SERVER_SETTINGS:
        run(f"SET GLOBAL {setting}")


def make(name: str, count: int, due: int = 0) -> None:
    """A database with seeded campaigns; the connection uses it from now on."""
    run(f"CREATE DATABASE IF NOT EXISTS {name} CHARACTER SET utf8mb4")
    use(name)
    call_command("migrate", verbosity=0)
    seeding.seed(count, NOW, due=due)
    for table in ("campaigns_campaign", "campaigns_statuschange", "campaigns_email", "campaigns_agent"):
        run(f"ANALYZE TABLE {table}")
    settle()


def use(name: str) -> None:
    run(f"USE {name}")


def settle() -> None:
    """Wait until the server has cleaned up behind the statements before, which would slow the next ones."""
    run("SET GLOBAL innodb_max_purge_lag_wait = 0")
