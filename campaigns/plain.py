"""Plain statements on one table, their text made once a process: for what every message runs.

The ORM takes several times as long to build such a statement as the database to do it. Columns are attribute names of
the model. A condition is the value that a column has; of a tuple one of its values, and for None that it is NULL.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.constants import OnConflict

Row = TypeVar("Row", bound=models.Model)
Conditions = Mapping[str, Any]
Kinds = tuple[tuple[str, int], ...]
"""Of each condition its column, and among how many values; or SINGLE, or NULL."""
SINGLE, NULL = -1, -2


def select(
    model: type[models.Model], columns: tuple[str, ...], where: Conditions, *, lock: bool = False
) -> list[tuple[Any, ...]]:
    """The rows' values, in Python's types; with `lock` the rows stay locked until the transaction ends."""
    kinds, parameters = _read(model, where)
    with connection.cursor() as cursor:
        cursor.execute(_select(connection.vendor, model, columns, kinds, lock), parameters)
        rows = cursor.fetchall()
    converted = _converters(connection.vendor, model, columns)
    if not converted or not rows:
        return list(rows)
    return [_converted(row, converted) for row in rows]


def rows(model: type[Row], where: Conditions, *, lock: bool = False, only: tuple[str, ...] = ()) -> list[Row]:
    """The rows as objects; where only some columns are named, the others are read when they are asked for."""
    columns = _columns(model, only)
    found = select(model, columns, where, lock=lock)
    return [model.from_db(connection.alias, columns, values) for values in found]


def first(model: type[Row], where: Conditions, *, lock: bool = False, only: tuple[str, ...] = ()) -> Row | None:
    """A row as an object; for conditions that only one can meet."""
    return next(iter(rows(model, where, lock=lock, only=only)), None)


def update(model: type[models.Model], where: Conditions, changes: Mapping[str, Any]) -> int:
    """Returns how many rows met the conditions."""
    kinds, parameters = _read(model, where)
    with connection.cursor() as cursor:
        cursor.execute(
            _update(connection.vendor, model, tuple(changes), kinds), [*_prepared(model, changes), *parameters]
        )
        return int(cursor.rowcount)


def insert(model: type[models.Model], values: Mapping[str, Any]) -> int:
    """Returns the new row's key. Every column must be named: no default of the model's is filled in."""
    with connection.cursor() as cursor:
        cursor.execute(_insert(connection.vendor, model, tuple(values)), _prepared(model, values))
        return int(cursor.lastrowid)


def insert_once(model: type[models.Model], values: Mapping[str, Any]) -> bool:
    """Insert a row unless a unique key has it already; False where it has. Values must fit: no other error is told."""
    with connection.cursor() as cursor:
        cursor.execute(_insert(connection.vendor, model, tuple(values), OnConflict.IGNORE), _prepared(model, values))
        return bool(cursor.rowcount == 1)


def _read(model: type[models.Model], where: Conditions) -> tuple[Kinds, list[Any]]:
    fields, kinds, parameters = _fields(model), [], []
    for name, value in where.items():
        if isinstance(value, tuple):
            kinds.append((name, len(value)))
            parameters += [fields[name].get_db_prep_value(each, connection) for each in value]
        elif value is None:
            kinds.append((name, NULL))
        else:
            kinds.append((name, SINGLE))
            parameters.append(fields[name].get_db_prep_value(value, connection))
    return tuple(kinds), parameters


def _prepared(model: type[models.Model], values: Mapping[str, Any]) -> list[Any]:
    fields = _fields(model)
    return [fields[name].get_db_prep_save(value, connection) for name, value in values.items()]


@cache
def _fields(model: type[models.Model]) -> "dict[str, models.Field[Any, Any]]":
    return {field.attname: field for field in model._meta.concrete_fields}


@cache
def _columns(model: type[models.Model], only: tuple[str, ...]) -> tuple[str, ...]:
    """In the model's own order."""
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


def _converted(row: Sequence[Any], converters: Sequence[Converter]) -> tuple[Any, ...]:
    values = list(row)
    for place, column, steps in converters:
        value = values[place]
        for step in steps:
            value = step(value, column, connection)
        values[place] = value
    return tuple(values)


@lru_cache(maxsize=512)
def _select(vendor: str, model: type[models.Model], columns: tuple[str, ...], kinds: Kinds, lock: bool) -> str:  # noqa: ARG001
    names = ", ".join(_quoted(model, name) for name in columns)
    ending = " FOR UPDATE" if lock and connection.features.has_select_for_update else ""
    return f"SELECT {names} FROM {_table(model)} WHERE {_conditions(model, kinds)}{ending}"  # noqa: S608 - names of ours


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


def _conditions(model: type[models.Model], kinds: Kinds) -> str:
    return " AND ".join(f"{_quoted(model, name)} {_condition(count)}" for name, count in kinds)


def _condition(count: int) -> str:
    if count == SINGLE:
        return "= %s"
    return "IS NULL" if count == NULL else f"IN ({', '.join(['%s'] * count) or 'NULL'})"


def _quoted(model: type[models.Model], name: str) -> str:
    return str(connection.ops.quote_name(str(_fields(model)[name].column)))


def _table(model: type[models.Model]) -> str:
    return str(connection.ops.quote_name(model._meta.db_table))
