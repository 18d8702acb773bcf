"""Many rows in one statement: plain values go in as one JSON parameter and are a table inside the statement.

MariaDB and MySQL read it with JSON_TABLE, SQLite with json_each. Nothing here asks what the rows mean.
"""

import json
import os
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup
from django.db.models.sql.compiler import SQLCompiler

Row = Sequence[Any]


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Row], same: Mapping[str, Any] | None = None
) -> None:
    """Insert rows of values by `columns` (attribute names); `same` has the values that are one for all rows.

    Every column must be named: no default of the model's is filled in.
    """
    quote, shared = connection.ops.quote_name, same or {}
    names = ", ".join(quote(_column(model, name)) for name in (*columns, *shared))
    values = ", ".join([*(f"given.{quote(name)}" for name in columns), *["%s"] * len(shared)])
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) SELECT {values} FROM {_given(model, columns)}"  # noqa: S608 - names of ours
    with connection.cursor() as cursor:
        cursor.execute(statement, [*(_plain(value) for value in shared.values()), _as_json(rows)])


def update_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Row]) -> int:
    """Give each row its own values: the first of a row is its primary key, the others are for `columns`, in order.

    Returns how many rows were found.
    """
    if not rows:
        return 0
    quote = connection.ops.quote_name
    key = model._meta.pk.attname
    table, given = quote(model._meta.db_table), _given(model, [key, *columns])
    matches = f"given.{quote(key)} = {table}.{quote(_column(model, key))}"
    is_mysql = connection.vendor == "mysql"
    owner = f"{table}." if is_mysql else ""
    changes = ", ".join(f"{owner}{quote(_column(model, name))} = given.{quote(name)}" for name in columns)
    statement = (
        f"UPDATE {table} JOIN {given} ON {matches} SET {changes}"  # noqa: S608 - names of ours
        if is_mysql
        else f"UPDATE {table} SET {changes} FROM {given} WHERE {matches}"  # noqa: S608 - names of ours
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [_as_json(rows)])
        return int(cursor.rowcount)


class Among(Lookup):
    """The condition that a number is one of many: for a thousand, `pk__in` takes Django longer than the query."""

    lookup_name = "among"
    rhs: Collection[int]

    def get_prep_lookup(self) -> Collection[int]:
        return self.rhs

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[str | int, ...]]:
        column, params = self.process_lhs(compiler, connection)
        numbers = ", ".join(str(int(number)) for number in self.rhs) or "NULL"
        return f"{column} IN ({numbers})", tuple(params)


def among(keys: Collection[int]) -> Among:
    """The condition that a row's primary key is one of many."""
    return Among(models.F("pk"), keys)


class ByKey(models.Expression):
    """A value by the row's primary key: for many groups, Django takes longer over Case and When than the query."""

    def __init__(self, groups: Mapping[Any, Collection[int]], output_field: "models.Field[Any, Any]") -> None:
        super().__init__(output_field)
        self.key: Any = models.F("pk")
        self.groups = groups

    def get_source_expressions(self) -> list[Any]:
        return [self.key]

    def set_source_expressions(self, expressions: Sequence[Any]) -> None:
        (self.key,) = expressions

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[str | int, ...]]:
        if not self.groups:
            return "NULL", ()
        column, params = compiler.compile(self.key)
        numbers = [", ".join(str(int(key)) for key in keys) for keys in self.groups.values()]
        cases = " ".join(f"WHEN {column} IN ({group}) THEN %s" for group in numbers)
        values = [self.output_field.get_db_prep_value(value, connection) for value in self.groups]
        return f"CASE {cases} END", tuple(param for value in values for param in (*params, value))


def insert_for_each(
    model: type[models.Model],
    source: type[models.Model],
    keys: Collection[int],
    copied: Mapping[str, str],
    uuid: str,
    same: Mapping[str, Any],
) -> None:
    """Insert one row for each row of `source` with these keys; its values never leave the database.

    `copied` names the source's attribute for each attribute of the new row, `uuid` the one that gets an id made here;
    `same` has the values that are one for all rows.
    """
    quote = connection.ops.quote_name
    key = quote(_column(source, source._meta.pk.attname))
    columns = ", ".join(quote(_column(model, name)) for name in (uuid, *copied, *same))
    values = ", ".join([*(quote(_column(source, name)) for name in copied.values()), *["%s"] * len(same)])
    ending = f"LPAD(HEX({key}), 10, '0')" if connection.vendor == "mysql" else f"printf('%%010x', {key})"
    joined = f"CONCAT(%s, {ending})" if connection.vendor == "mysql" else f"%s || {ending}"
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({columns}) SELECT {joined}, {values} "  # noqa: S608 - names of ours
        f"FROM {quote(source._meta.db_table)} WHERE {key} IN ({', '.join(str(int(number)) for number in keys)})"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [_beginning_of_uuids(), *(_plain(value) for value in same.values())])


def _beginning_of_uuids() -> str:
    """The first 22 digits of version 4 UUIDs: 80 random bits, which the rows' keys make into one for each."""
    digits = os.urandom(10).hex()
    return f"{digits[:12]}4{digits[12:15]}a{digits[15:20]}"


def _given(model: type[models.Model], columns: Sequence[str]) -> str:
    """The rows as a table `given`, its columns named and typed like the model's; one parameter, the rows as JSON."""
    quote = connection.ops.quote_name
    if connection.vendor == "mysql":
        kinds = [(quote(name), _kind(_field(model, name))) for name in columns]
        paths = ", ".join(f"{name} {kind} PATH '$[{number}]'" for number, (name, kind) in enumerate(kinds))
        return f"JSON_TABLE(%s, '$[*]' COLUMNS ({paths})) AS given"
    values = ", ".join(f"json_extract(value, '$[{number}]') AS {quote(name)}" for number, name in enumerate(columns))
    return f"(SELECT {values} FROM json_each(%s)) AS given"  # noqa: S608 - names of ours


def _field(model: type[models.Model], attribute: str) -> "models.Field[Any, Any]":
    return next(field for field in model._meta.concrete_fields if field.attname == attribute)


def _column(model: type[models.Model], attribute: str) -> str:
    return _field(model, attribute).column or attribute


def _kind(field: "models.Field[Any, Any]") -> str:
    """The field's type as JSON_TABLE knows it: MariaDB's has no UUID."""
    kind = field.rel_db_type(connection) or "text"
    return "char(32)" if kind == "uuid" else kind


def _as_json(rows: Sequence[Row]) -> str:
    return json.dumps(rows, default=_plain, separators=(",", ":"))


def _plain(value: Any) -> Any:
    """A value as both databases read it from JSON or as a parameter."""
    if isinstance(value, datetime):
        utc = value if value.tzinfo is UTC else value.astimezone(UTC)
        return utc.isoformat(" ")[:-6]
    if isinstance(value, date | time):
        return value.isoformat()
    return value.hex if isinstance(value, UUID) else value
