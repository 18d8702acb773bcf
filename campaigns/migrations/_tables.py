"""What stands in the database, and how the campaign table is to look, in SQL."""
# ruff: noqa: S608 -- what is put into the SQL are names of tables and columns, never values

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import CommandError

TEXT_TYPES = frozenset({"varchar", "tinytext", "text", "mediumtext", "longtext"})


def columns(connection: Any, table: str) -> set[str]:
    """The table's columns; empty where there is no such table."""
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return set()
        return {column.name for column in connection.introspection.get_table_description(cursor, table)}


def has_rows(connection: Any, table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")
        return cursor.fetchone() is not None


def _constraints(connection: Any, table: str) -> Any:
    with connection.cursor() as cursor:
        return connection.introspection.get_constraints(cursor, table)


def index_names(connection: Any, table: str) -> set[str]:
    return {name for name, found in _constraints(connection, table).items() if found["index"]}


def check_names(connection: Any, table: str) -> set[str]:
    return {name for name, found in _constraints(connection, table).items() if found["check"]}


def foreign_key_names(connection: Any, table: str) -> set[str]:
    return {name for name, found in _constraints(connection, table).items() if found["foreign_key"]}


def remake(schema_editor: Any, model: Any) -> None:
    """SQLite: make the table as the model has it and copy the rows; columns that the model lacks are gone."""
    schema_editor._remake_table(model)


def column_definition(schema_editor: Any, model: Any, field: Any, *, default: bool) -> str:
    """Name and type of a column in SQL, as Django itself would write it; with `default`, one that fills old rows."""
    definition, params = schema_editor.column_sql(model, field, include_default=default)
    for param in params:
        definition = definition.replace("%s", str(schema_editor.quote_value(param)), 1)
    return f"{schema_editor.quote_name(field.column)} {definition}"


def column_clauses(schema_editor: Any, model: Any) -> list[str]:
    """MySQL: every column as the model has it, but for keys, which have been right from the start."""
    clauses = []
    for field in model._meta.local_concrete_fields:
        if field.primary_key or field.is_relation:
            continue
        check = field.db_parameters(schema_editor.connection)["check"]
        definition = column_definition(schema_editor, model, field, default=False)
        clauses.append(f"MODIFY {definition}{f' CHECK ({check})' if check else ''}")
    return clauses


def plain_type_clauses(schema_editor: Any, model: Any) -> list[str]:
    """MySQL: what turns a table made by hand into one that the next migrations can work with; empty for 0001's own."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type, column_type, is_nullable, extra FROM information_schema.columns "
            "WHERE table_schema = DATABASE() AND table_name = %s",
            [model._meta.db_table],
        )
        found = {row[0]: tuple(str(value).lower() for value in row[1:]) for row in cursor.fetchall()}
    clauses = _table_clauses(connection, model._meta.db_table)
    for field in model._meta.local_concrete_fields:
        data_type, column_type, is_nullable, extra = found[field.column]
        if not _is_plain(field, data_type, column_type, extra):
            definition = column_definition(schema_editor, model, field, default=False).replace(" PRIMARY KEY", "")
            must_stay = is_nullable == "no" or field.column == "agent_id"
            clauses.append(f"MODIFY {definition if must_stay else definition.replace('NOT NULL', 'NULL')}")
    return clauses


def _is_plain(field: Any, data_type: str, column_type: str, extra: str) -> bool:
    kind = field.get_internal_type()
    if kind in ("BigAutoField", "BigIntegerField"):
        is_right = data_type == "bigint" and "unsigned" not in column_type
        return is_right and (kind != "BigAutoField" or "auto_increment" in extra)
    wanted = {"BooleanField": {"tinyint"}, "DateTimeField": {"datetime"}}
    return data_type in wanted.get(kind, TEXT_TYPES)


def _table_clauses(connection: Any, table: str) -> list[str]:
    """Engine and collation, where they are not the database's: foreign keys and joins with new tables need them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.engine, t.table_collation, s.default_character_set_name, s.default_collation_name "
            "FROM information_schema.tables t JOIN information_schema.schemata s ON s.schema_name = t.table_schema "
            "WHERE t.table_schema = DATABASE() AND t.table_name = %s",
            [table],
        )
        engine, collation, wanted_charset, wanted_collation = cursor.fetchone()
        cursor.execute(
            "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = %s "
            "AND collation_name <> %s",
            [table, wanted_collation],
        )
        others = cursor.fetchone()[0]
    clauses = [] if engine.lower() == "innodb" else ["ENGINE = InnoDB"]
    if others or collation != wanted_collation:
        clauses.append(f"CONVERT TO CHARACTER SET {wanted_charset} COLLATE {wanted_collation}")
    return clauses


@contextmanager
def in_utc(connection: Any) -> Iterator[None]:
    """MySQL: TIMESTAMP columns are read in the session's zone, and ours hold UTC."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT @@session.time_zone")
        before = cursor.fetchone()[0]
        cursor.execute("SET time_zone = '+00:00'")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET time_zone = %s", [before])


def indexes(schema_editor: Any, model: Any) -> dict[str, str]:
    """The indexes that the model asks for, keys apart: quoted name to quoted columns."""
    quote = schema_editor.quote_name
    wanted = {index.name: [model._meta.get_field(name) for name in index.fields] for index in model._meta.indexes}
    for field in model._meta.local_concrete_fields:
        if field.db_index and not field.is_relation:
            wanted[schema_editor._create_index_name(model._meta.db_table, [field.column])] = [field]
    return {name: ", ".join(quote(field.column) for field in fields) for name, fields in wanted.items()}


def foreign_keys(schema_editor: Any, model: Any, suffix: str) -> dict[str, str]:
    """The foreign keys that the model asks for, under the names that Django gives them."""
    quote = schema_editor.quote_name
    wanted = {}
    for field in model._meta.local_concrete_fields:
        if field.is_relation:
            target = field.target_field
            name = str(schema_editor._fk_constraint_name(model, field, suffix)).strip('`"')
            wanted[name] = (
                f"CONSTRAINT {quote(name)} FOREIGN KEY ({quote(field.column)}) "
                f"REFERENCES {quote(target.model._meta.db_table)} ({quote(target.column)})"
            )
    return wanted


def refuse_orphans(connection: Any, model: Any) -> None:
    """Nobody is at the tables but us; still, no key is added unchecked."""
    for field in model._meta.local_concrete_fields:
        if not field.is_relation:
            continue
        target = field.target_field
        quote = connection.ops.quote_name
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT c.id FROM {quote(model._meta.db_table)} c LEFT JOIN {quote(target.model._meta.db_table)} t "
                f"ON t.{quote(target.column)} = c.{quote(field.column)} "
                f"WHERE c.{quote(field.column)} IS NOT NULL AND t.{quote(target.column)} IS NULL LIMIT 5"
            )
            orphans = [row[0] for row in cursor.fetchall()]
        if orphans:
            raise CommandError(f"{field.column} names no row of {target.model._meta.db_table}; first ids {orphans}.")
