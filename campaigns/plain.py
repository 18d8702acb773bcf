"""Plain statements on one table, their text made once a process: for what every message runs.

The ORM takes several times as long to build such a statement as the database to do it. Columns are attribute names of
the model. A condition is the value that a column has; of a tuple one of its values, and for None that it is NULL.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.constants import OnConflict

Row = TypeVar("Row", bound=models.Model)
Conditions = Mapping[str, Any]
Kinds = tuple[tuple[str, int], ...]
"""Of each condition its column, and among how many values; or SINGLE, or NULL."""
SINGLE, NULL = -1, -2


class Linked(NamedTuple):
    """Rows of another table, that point by `link` to the rows which are asked for."""

    model: type[models.Model]
    columns: tuple[str, ...]
    link: str


def select(
    model: type[models.Model],
    columns: tuple[str, ...],
    where: Conditions,
    *,
    lock: bool = False,
    using: str | None = None,
) -> list[tuple[Any, ...]]:
    """The rows' values, in Python's types; with `lock` the rows stay locked until the transaction ends.

    `using` names another database of the same vendor than the default one.
    """
    database = _database(using)
    kinds, parameters = _read(model, where, database)
    with database.cursor() as cursor:
        cursor.execute(_select(database.vendor, model, columns, kinds, lock), parameters)
        rows = cursor.fetchall()
    converters = _converters(database.vendor, model, columns)
    return [_converted(row, converters, database) for row in rows] if converters else list(rows)


def select_with(
    model: type[models.Model], columns: tuple[str, ...], where: Conditions, linked: "Linked"
) -> list[tuple[tuple[Any, ...], tuple[Any, ...] | None]]:
    """Each row's values with those of a row that points to it; with None where none does."""
    database = _database()
    kinds, parameters = _read(model, where, database)
    with database.cursor() as cursor:
        cursor.execute(_select_with(database.vendor, model, columns, kinds, linked), parameters)
        rows = cursor.fetchall()
    count = len(columns)
    own, others = (_converters(database.vendor, *pair) for pair in ((model, columns), (linked.model, linked.columns)))
    return [
        (
            _converted(row[:count], own, database),
            None if row[-1] is None else _converted(row[count:-1], others, database),
        )
        for row in rows
    ]


def rows(model: type[Row], where: Conditions, *, lock: bool = False, only: tuple[str, ...] = ()) -> list[Row]:
    """The rows as objects; where only some columns are named, the others are read when they are asked for."""
    columns = columns_of(model, only)
    found = select(model, columns, where, lock=lock)
    return [model.from_db(DEFAULT_DB_ALIAS, columns, values) for values in found]


def first(model: type[Row], where: Conditions, *, lock: bool = False, only: tuple[str, ...] = ()) -> Row | None:
    """A row as an object; for conditions that only one can meet."""
    return next(iter(rows(model, where, lock=lock, only=only)), None)


def update(model: type[models.Model], where: Conditions, changes: Mapping[str, Any]) -> int:
    """Returns how many rows met the conditions."""
    database = _database()
    kinds, parameters = _read(model, where, database)
    statement = _update(database.vendor, model, tuple(changes), kinds)
    with database.cursor() as cursor:
        cursor.execute(statement, [*_prepared(model, changes, database), *parameters])
        return int(cursor.rowcount)


def insert(model: type[models.Model], values: Mapping[str, Any]) -> int:
    """Returns the new row's key. Every column must be named: no default of the model's is filled in."""
    database = _database()
    with database.cursor() as cursor:
        cursor.execute(_insert(database.vendor, model, tuple(values)), _prepared(model, values, database))
        return int(cursor.lastrowid)


def insert_once(model: type[models.Model], values: Mapping[str, Any]) -> bool:
    """Insert a row unless a unique key has it already; False where it has. Values must fit: no other error is told."""
    database = _database()
    statement = _insert(database.vendor, model, tuple(values), OnConflict.IGNORE)
    with database.cursor() as cursor:
        cursor.execute(statement, _prepared(model, values, database))
        return bool(cursor.rowcount == 1)


def insert_if(
    model: type[models.Model], values: Mapping[str, Any], expected: type[models.Model], where: Conditions
) -> int | None:
    """Insert a row while one of another table is as expected, and stays locked until the transaction ends.

    Returns the new row's key; None where that other row is not so, and nothing is inserted.
    """
    database = _database()
    kinds, parameters = _read(expected, where, database)
    statement = _insert_if(database.vendor, model, tuple(values), expected, kinds)
    with database.cursor() as cursor:
        cursor.execute(statement, [*_prepared(model, values, database), *parameters])
        return int(cursor.lastrowid) if cursor.rowcount == 1 else None


def _database(using: str | None = None) -> BaseDatabaseWrapper:
    """This thread's connection itself: `django.db.connection` looks it up again for each attribute."""
    return connections[using or DEFAULT_DB_ALIAS]


def _read(model: type[models.Model], where: Conditions, database: BaseDatabaseWrapper) -> tuple[Kinds, list[Any]]:
    fields = _fields(model)
    kinds: list[tuple[str, int]] = []
    parameters: list[Any] = []
    for name, value in where.items():
        if isinstance(value, tuple):
            kinds.append((name, len(value)))
            parameters += [fields[name].get_db_prep_value(each, database) for each in value]
        elif value is None:
            kinds.append((name, NULL))
        else:
            kinds.append((name, SINGLE))
            parameters.append(fields[name].get_db_prep_value(value, database))
    return tuple(kinds), parameters


def _prepared(model: type[models.Model], values: Mapping[str, Any], database: BaseDatabaseWrapper) -> list[Any]:
    fields = _fields(model)
    return [fields[name].get_db_prep_save(value, database) for name, value in values.items()]


@cache
def _fields(model: type[models.Model]) -> "dict[str, models.Field[Any, Any]]":
    return {field.attname: field for field in model._meta.concrete_fields}


@cache
def columns_of(model: type[models.Model], only: tuple[str, ...]) -> tuple[str, ...]:
    """In the model's own order, which its `from_db` wants."""
    return tuple(name for name in _fields(model) if not only or name in only)


Converter = tuple[int, Any, Sequence[Callable[[Any, Any, Any], Any]]]


@cache
def _converters(vendor: str, model: type[models.Model], columns: tuple[str, ...]) -> tuple[Converter, ...]:  # noqa: ARG001
    """Where a column's values come from the database as something else: its place, and what Django makes of them."""
    table = model._meta.db_table
    found = []
    for place, name in enumerate(columns):
        column = _fields(model)[name].get_col(table)
        steps = [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
        if steps:
            found.append((place, column, tuple(steps)))
    return tuple(found)


def _converted(row: Sequence[Any], converters: Sequence[Converter], database: BaseDatabaseWrapper) -> tuple[Any, ...]:
    values = list(row)
    for place, column, steps in converters:
        value = values[place]
        for step in steps:
            value = step(value, column, database)
        values[place] = value
    return tuple(values)


@lru_cache(maxsize=512)
def _select(vendor: str, model: type[models.Model], columns: tuple[str, ...], kinds: Kinds, lock: bool) -> str:  # noqa: ARG001
    names = ", ".join(_quoted(model, name) for name in columns)
    source = f"FROM {_table(model)} WHERE {_conditions(model, kinds)}{_locking() if lock else ''}"
    return f"SELECT {names} {source}"


@lru_cache(maxsize=512)
def _select_with(
    vendor: str,  # noqa: ARG001
    model: type[models.Model],
    columns: tuple[str, ...],
    kinds: Kinds,
    linked: Linked,
) -> str:
    table, other = _table(model), _table(linked.model)
    link, key = f"{other}.{_quoted(linked.model, linked.link)}", f"{table}.{_quoted(model, 'id')}"
    names = [f"{table}.{_quoted(model, name)}" for name in columns]
    names += [f"{other}.{_quoted(linked.model, name)}" for name in linked.columns]
    source = f"FROM {table} LEFT JOIN {other} ON {link} = {key} WHERE {_conditions(model, kinds, f'{table}.')}"
    return f"SELECT {', '.join((*names, link))} {source}"


@lru_cache(maxsize=512)
def _update(vendor: str, model: type[models.Model], columns: tuple[str, ...], kinds: Kinds) -> str:  # noqa: ARG001
    changes = ", ".join(f"{_quoted(model, name)} = %s" for name in columns)
    return f"UPDATE {_table(model)} SET {changes} WHERE {_conditions(model, kinds)}"  # noqa: S608 - names of ours


@cache
def _insert(
    vendor: str,  # noqa: ARG001
    model: type[models.Model],
    columns: tuple[str, ...],
    on_conflict: OnConflict | None = None,
) -> str:
    names = ", ".join(_quoted(model, name) for name in columns)
    insert = connection.ops.insert_statement(on_conflict=on_conflict)
    return f"{insert} {_table(model)} ({names}) VALUES ({', '.join(['%s'] * len(columns))})"


@lru_cache(maxsize=512)
def _insert_if(
    vendor: str,  # noqa: ARG001
    model: type[models.Model],
    columns: tuple[str, ...],
    expected: type[models.Model],
    kinds: Kinds,
) -> str:
    names = ", ".join(_quoted(model, name) for name in columns)
    source = f"FROM {_table(expected)} WHERE {_conditions(expected, kinds)}{_locking()}"
    return f"INSERT INTO {_table(model)} ({names}) SELECT {', '.join(['%s'] * len(columns))} {source}"


def _locking() -> str:
    return " FOR UPDATE" if connection.features.has_select_for_update else ""


def _conditions(model: type[models.Model], kinds: Kinds, owner: str = "") -> str:
    return " AND ".join(f"{owner}{_quoted(model, name)} {_condition(count)}" for name, count in kinds)


def _condition(count: int) -> str:
    if count == SINGLE:
        return "= %s"
    return "IS NULL" if count == NULL else f"IN ({', '.join(['%s'] * count) or 'NULL'})"


def _quoted(model: type[models.Model], name: str) -> str:
    return str(connection.ops.quote_name(str(_fields(model)[name].column)))


def _table(model: type[models.Model]) -> str:
    return str(connection.ops.quote_name(model._meta.db_table))
