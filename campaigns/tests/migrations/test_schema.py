"""However a database came to be, its tables are those that today's models would make."""

from typing import Any

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.core.management import call_command

from campaigns.tests.migrations.scratch import ALIAS, TABLE, Scratch, legacy_row


def described(scratch: Scratch) -> dict[str, Any]:
    """Columns, types, defaults, indexes, keys and checks of every table of ours, in no order."""
    return {
        model._meta.db_table: (_columns(scratch, model._meta.db_table), _constraints(scratch, model._meta.db_table))
        for model in apps.get_app_config("campaigns").get_models()
    }


def _columns(scratch: Scratch, table: str) -> Any:
    if scratch.connection.vendor == "sqlite":
        columns = scratch.execute(f"PRAGMA table_info({table})")
        return sorted(column[1:] for column in columns)
    return sorted(
        scratch.execute(
            "SELECT column_name, column_type, is_nullable, COALESCE(column_default, '-'), extra, "
            "COALESCE(collation_name, '-') FROM information_schema.columns "
            "WHERE table_schema = DATABASE() AND table_name = %s",
            [table],
        )
    )


def _constraints(scratch: Scratch, table: str) -> Any:
    with scratch.connection.cursor() as cursor:
        found = scratch.connection.introspection.get_constraints(cursor, table)
    names = {} if scratch.connection.vendor == "sqlite" else dict(_check_clauses(scratch, table))
    # SQLite numbers unnamed checks and keys in the order of the columns.
    return sorted(
        ("" if name.startswith(("__", "fk_")) else name, repr(sorted(facts.items())), names.get(name, ""))
        for name, facts in found.items()
    )


def _check_clauses(scratch: Scratch, table: str) -> Any:
    return scratch.execute(
        "SELECT constraint_name, check_clause FROM information_schema.check_constraints "
        "WHERE constraint_schema = DATABASE() AND table_name = %s",
        [table],
    )


@pytest.fixture
def wanted(scratch: Scratch, settings: LazySettings) -> dict[str, Any]:
    """What Django makes of the models without any migration."""
    settings.MIGRATION_MODULES = {"campaigns": None}
    call_command("migrate", "accounts", database=ALIAS, verbosity=0)
    call_command("migrate", database=ALIAS, run_syncdb=True, verbosity=0)
    made = described(scratch)
    settings.MIGRATION_MODULES = {}
    names = scratch.connection.introspection.table_names()
    with scratch.connection.constraint_checks_disabled(), scratch.connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TABLE {name}")
    return made


def test_fresh_database_is_as_the_models_say(scratch: Scratch, wanted: dict[str, Any]) -> None:
    scratch.migrate()
    assert described(scratch) == wanted


def test_adopted_database_is_as_the_models_say(scratch: Scratch, wanted: dict[str, Any]) -> None:
    scratch.make_legacy_table()
    scratch.insert([legacy_row(1)])
    scratch.adopt()
    assert described(scratch) == wanted


def test_table_of_another_make_is_as_the_models_say(scratch: Scratch, wanted: dict[str, Any]) -> None:
    """Another engine, character set and kind of column, where the database has such things."""
    scratch.make_legacy_table()
    if scratch.connection.vendor == "mysql":
        scratch.execute(f"ALTER TABLE {TABLE} ENGINE = MyISAM, CONVERT TO CHARACTER SET latin1")
        scratch.execute(f"ALTER TABLE {TABLE} MODIFY created TIMESTAMP NULL, MODIFY email TEXT")
    scratch.insert([legacy_row(1, first_name="Zoë")])
    scratch.adopt()
    assert described(scratch) == wanted
    assert (scratch.row(1)["first_name"], str(scratch.row(1)["created"])[:19]) == ("Zoë", "2025-01-15 08:30:00")


@pytest.mark.django_db
def test_migrations_miss_nothing_of_the_models() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_columns_are_added_and_renamed_without_touching_a_row(scratch: Scratch) -> None:
    """MariaDB is told to refuse what it cannot do at once; SQLite rewrites no table here either."""
    scratch.make_legacy_table()
    scratch.insert([legacy_row(1)])
    scratch.migrate("campaigns", "0001", fake=True)
    scratch.migrate("campaigns", "0003")
    if scratch.connection.vendor == "mysql":
        scratch.execute("SET alter_algorithm = 'INSTANT'")
    altered: list[str] = []
    with scratch.watched(altered.append):
        scratch.migrate("campaigns", "0005")
    assert not [sql for sql in altered if "new__" in sql]
    assert [sql for sql in altered if "RENAME COLUMN" in sql]
