"""A database of a test's own, beside the suite's: made by hand as the old system's was, migrated to and fro."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

ALIAS = "adoption"
LAST = "0024"
TABLE = "campaigns_campaign"


class Killed(BaseException):
    """Stands for kill -9: nobody catches it, and what was not committed is gone."""


class Scratch:
    """The database, and what tests do with it."""

    @property
    def connection(self) -> BaseDatabaseWrapper:
        return connections[ALIAS]

    def reconnect(self) -> None:
        """As a new process would; what the old connection did not commit is gone."""
        del connections[ALIAS]

    def migrate(self, *arguments: str, fake: bool = False) -> str:
        out = StringIO()
        call_command("migrate", *arguments, database=ALIAS, fake=fake, stdout=out, verbosity=1)
        return out.getvalue()

    def adopt(self) -> None:
        """As docs/adopting-a-database.md has it."""
        self.migrate("campaigns", "0001", fake=True)
        self.migrate("campaigns")

    def execute(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall()) if cursor.description else []

    def make_legacy_table(self, status_type: str = "VARCHAR(40)") -> None:
        self.execute(legacy_table_sql(self.connection.vendor, status_type))

    def insert(self, rows: Sequence[Mapping[str, Any]]) -> None:
        columns = list(rows[0])
        holes = ", ".join(["%s"] * len(columns))
        with self.connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TABLE} ({', '.join(columns)}) VALUES ({holes})",  # noqa: S608 -- a test's own names
                [tuple(row.values()) for row in rows],
            )

    def rows(self, table: str = TABLE) -> list[dict[str, Any]]:
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608 -- a test's own names
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def row(self, pk: int) -> dict[str, Any]:
        return next(row for row in self.rows() if row["id"] == pk)

    @contextmanager
    def watched(self, watch: Callable[[str], None]) -> Iterator[None]:
        """`watch` is called after each statement that writes; if it raises Killed, the connection is cut off there."""
        connection = self.connection

        def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            result = execute(sql, params, many, context)
            if not sql.lstrip().upper().startswith(("SELECT", "PRAGMA", "SHOW", "SET", "SAVEPOINT", "RELEASE")):
                try:
                    watch(sql)
                except Killed:
                    connection.connection.close()
                    raise
            return result

        with connection.execute_wrapper(wrapper):
            yield


def legacy_table_sql(vendor: str, status_type: str) -> str:
    """The old system's table, as somebody may have made it: other widths, other number types, no defaults."""
    key = "INTEGER PRIMARY KEY AUTOINCREMENT" if vendor == "sqlite" else "INT AUTO_INCREMENT PRIMARY KEY"
    statuses = ", ".join(
        f"{column} {status_type} NOT NULL"
        for column in (
            "campaign_status",
            "property_status",
            "active_listing_status",
            "recent_sale_status",
            "local_market_data_status",
            "intro_and_home_report_analysis_status",
        )
    )
    return (
        f"CREATE TABLE {TABLE} (id {key}, agent_id INT NOT NULL, first_name VARCHAR(200), last_name VARCHAR(200), "
        "email VARCHAR(300), formatted_address VARCHAR(300), zip_code VARCHAR(12), no_address_newsletter BOOL NOT NULL, "
        f"{statuses}, intro TEXT, home_report_analysis TEXT, next_send_datetime DATETIME, created DATETIME)"
    )


def legacy_row(pk: int, **overrides: object) -> dict[str, object]:
    row: dict[str, object] = {
        "id": pk,
        "agent_id": 7,
        "first_name": "Kim",
        "last_name": "Larsen",
        "email": f"kim{pk}@clients.example",
        "formatted_address": "5807 3rd Ave NW, Seattle, WA 98107",
        "zip_code": "98107",
        "no_address_newsletter": 0,
        "campaign_status": "DORMANT",
        "property_status": "DORMANT",
        "active_listing_status": "DORMANT",
        "recent_sale_status": "DORMANT",
        "local_market_data_status": "DORMANT",
        "intro_and_home_report_analysis_status": "DORMANT",
        "intro": None,
        "home_report_analysis": None,
        "next_send_datetime": "2099-03-05 19:00:00",
        "created": "2025-01-15 08:30:00",
    }
    unknown = set(overrides) - set(row)
    assert not unknown, unknown
    return row | overrides


@contextmanager
def scratch_database(name: str, sqlite_path: str) -> Iterator[Scratch]:
    """A database that is made for the caller and gone afterwards, under a connection of its own."""
    default = connections["default"]
    settings = {**default.settings_dict, "NAME": name}
    if default.vendor == "sqlite":  # no file of a test's own need outlive a power cut
        unsafe = {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"}
        settings |= {"NAME": sqlite_path, "OPTIONS": settings["OPTIONS"] | unsafe}
    connections.settings[ALIAS] = settings
    if default.vendor != "sqlite":
        _on_the_server(f"DROP DATABASE IF EXISTS {name}")
        _on_the_server(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
    try:
        yield Scratch()
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]
        if default.vendor != "sqlite":
            _on_the_server(f"DROP DATABASE {name}")


def _on_the_server(sql: str) -> None:
    with connections["default"]._nodb_cursor() as cursor:
        cursor.execute(sql)
