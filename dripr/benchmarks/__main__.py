"""`make bench`: dripr against the least that could be done, on a private MariaDB; one table, and JSON on request.

BENCH_JSON=path writes the rows with a bound as a list of name, ratio, bound and ok. The exit code is 1 if one of them
is not ok. `python -m dripr.benchmarks starts idle` measures these parts alone (starts, publishing, idle, near, far,
rivals, handlers, footprint; `queues` stands for the last five); BENCH_ROUNDS=3 makes a first look of it.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from dripr.benchmarks.measuring import Row, table, write_json
from dripr.benchmarks.sns_server import SnsServer, SnsServerError, install
from dripr.tests.mariadb import MariaDBError, PrivateMariaDB

QUEUES = ("near", "far", "rivals", "handlers", "footprint")
NAMES = ("starts", "publishing", "idle", *QUEUES)


def main(chosen: Sequence[str]) -> int:
    names = [name for word in chosen or NAMES for name in (QUEUES if word == "queues" else (word,))]
    if unknown := ", ".join(name for name in names if name not in NAMES):
        sys.stderr.write(f"dripr: no part of the benchmark is called {unknown}. Parts: {', '.join(NAMES)}, queues.\n")
        return 2
    with ExitStack() as servers:
        try:
            install()
            sns = servers.enter_context(SnsServer())
            database = servers.enter_context(PrivateMariaDB())
        except (SnsServerError, MariaDBError) as error:
            sys.stderr.write(f"dripr: {error}\n")
            return 1
        os.environ |= _environment(database.database_url, sns.url)
        rows = list(_rows(names))
    sys.stdout.write(f"\n{table(rows)}\n")
    if path := os.environ.get("BENCH_JSON"):
        write_json(rows, Path(path))
    return 0 if all(row.ok for row in rows) else 1


def _environment(database_url: str, aws_url: str) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "dripr.settings",
        "DEBUG": "false",
        "DATABASE_URL": database_url,
        "AWS_ENDPOINT_URL": aws_url,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_DEFAULT_REGION": "us-west-2",
        "NO_PROXY": "127.0.0.1",
    }


def _rows(chosen: Sequence[str]) -> Iterator[Row]:
    # Django reads its settings with the first of these imports, and only now do they lead to the private servers.
    import django

    django.setup()
    from dripr.benchmarks import databases, footprint, idle, publishing, queues, starts
    from dripr.benchmarks.handlers import rows as real_handlers

    databases.prepare_server()
    parts: dict[str, Callable[[], Iterator[Row]]] = {
        "starts": starts.rows,
        "publishing": publishing.rows,
        "idle": idle.rows,
        "near": queues.near,
        "far": queues.far,
        "rivals": queues.against_rivals,
        "handlers": real_handlers.rows,
        "footprint": footprint.rows,
    }
    for name in chosen:
        for row in parts[name]():
            sys.stderr.write(f"{row.name}: {row.ratio:.2f}\n")
            yield row


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
