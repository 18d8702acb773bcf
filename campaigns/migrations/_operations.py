"""Schema operations that may be interrupted anywhere and run again.

MySQL and MariaDB commit each DDL statement by itself, so each operation is one statement and first looks whether it is
done already. What changes the state is given as Django's own operations; what changes the database is written here.
SQLite, whose migrations are transactions, takes the plainest way to the same end.
"""

from collections.abc import Sequence
from typing import Any

from django.core.management import CommandError
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from campaigns.migrations import _tables as tables

TABLE = "campaigns_campaign"
FOREIGN_KEY_SUFFIX = "_fk_%(to_table)s_%(to_column)s"


class TableInTheWay(CommandError):
    """A table of this name holds rows and is not the one that is to be made."""

    def __init__(self, table: str) -> None:
        super().__init__(
            f"There is a table {table} with rows, and its columns are not those that this migration makes. "
            "Nothing has been changed; see docs/adopting-a-database.md."
        )


class CreateTable(migrations.CreateModel):
    """Makes the table anew where an interrupted run left it empty and half made; one with rows is taken as it is."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = to_state.apps.get_model(app_label, self.name)
        connection, table = schema_editor.connection, model._meta.db_table
        found = tables.columns(connection, table)
        if found and tables.has_rows(connection, table):
            if found != {field.column for field in model._meta.local_concrete_fields}:
                raise TableInTheWay(table)
            return
        if found:
            schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(table)}")
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = from_state.apps.get_model(app_label, self.name)._meta.db_table
        if tables.columns(schema_editor.connection, table):
            super().database_backwards(app_label, schema_editor, from_state, to_state)


class RenameColumn(migrations.RenameField):
    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if self.old_name in tables.columns(schema_editor.connection, TABLE):
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if self.new_name in tables.columns(schema_editor.connection, TABLE):
            super().database_backwards(app_label, schema_editor, from_state, to_state)


class AddColumn(migrations.AddField):
    """Adds one column to a table of ours that an interrupted run may have added already."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if not self._stands(app_label, schema_editor, to_state):
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if self._stands(app_label, schema_editor, from_state):
            super().database_backwards(app_label, schema_editor, from_state, to_state)

    def _stands(self, app_label: str, schema_editor: Any, state: Any) -> bool:
        model = state.apps.get_model(app_label, self.model_name)
        column = model._meta.get_field(self.name).column
        return column in tables.columns(schema_editor.connection, model._meta.db_table)


class CampaignOperation(Operation):
    """One statement on the campaign table, beside any number of changes of the state."""

    state_operations: Sequence[Operation] = ()

    def state_forwards(self, app_label: str, state: Any) -> None:
        for operation in self.state_operations:
            operation.state_forwards(app_label, state)

    def describe(self) -> str:
        return (self.__doc__ or "").splitlines()[0]

    def alter(self, schema_editor: Any, clauses: Sequence[str]) -> None:
        """All clauses in one ALTER TABLE; none at all, no statement."""
        if clauses:
            schema_editor.execute(f"ALTER TABLE {schema_editor.quote_name(TABLE)} {', '.join(clauses)}", None)

    def campaign(self, app_label: str, state: Any) -> type[models.Model]:
        return state.apps.get_model(app_label, "Campaign")


class PlainTypes(CampaignOperation):
    """Turn ENUM columns, and others of another kind than today's, into plain ones."""

    def database_forwards(self, app_label: str, schema_editor: Any, _from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            return  # columns have no fixed types there; the last migration makes the table anew
        model = self.campaign(app_label, to_state)
        with tables.in_utc(schema_editor.connection):
            self.alter(schema_editor, tables.plain_type_clauses(schema_editor, model))

    def database_backwards(self, app_label: str, schema_editor: Any, _from_state: Any, _to_state: Any) -> None:
        """The old system reads VARCHAR as it reads ENUM."""


class AddColumns(CampaignOperation):
    """Add columns, at once and without touching a row; their defaults stay in the database until the last migration."""

    def __init__(self, fields: Sequence[tuple[str, models.Field]]) -> None:
        self.fields = fields
        self.state_operations = [migrations.AddField("campaign", name, field) for name, field in fields]

    def database_forwards(self, app_label: str, schema_editor: Any, _from_state: Any, to_state: Any) -> None:
        model = self.campaign(app_label, to_state)
        found = tables.columns(schema_editor.connection, TABLE)
        added = [field for name, _ in self.fields if (field := model._meta.get_field(name)).column not in found]
        clauses = [
            f"ADD COLUMN {tables.column_definition(schema_editor, model, field, default=True)}" for field in added
        ]
        if schema_editor.connection.vendor == "sqlite":
            for clause in clauses:
                self.alter(schema_editor, [clause])
        else:
            self.alter(schema_editor, clauses)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            tables.remake(schema_editor, self.campaign(app_label, to_state))
            return
        model = self.campaign(app_label, from_state)
        found = tables.columns(schema_editor.connection, TABLE)
        columns = [column for name, _ in self.fields if (column := model._meta.get_field(name).column) in found]
        self.alter(schema_editor, [f"DROP COLUMN {schema_editor.quote_name(column)}" for column in columns])


class AddIndexes(CampaignOperation):
    """Add indexes; MariaDB builds them while rows are read and written."""

    def __init__(self, email: models.Field, indexes: Sequence[models.Index]) -> None:
        self.state_operations = [
            migrations.AlterField("campaign", "email", email),
            *(migrations.AddIndex("campaign", index) for index in indexes),
        ]

    def database_forwards(self, app_label: str, schema_editor: Any, _from_state: Any, to_state: Any) -> None:
        found = tables.index_names(schema_editor.connection, TABLE)
        wanted = tables.indexes(schema_editor, self.campaign(app_label, to_state))
        missing = {name: columns for name, columns in wanted.items() if name not in found}
        if schema_editor.connection.vendor == "sqlite":
            for name, columns in missing.items():
                schema_editor.execute(f"CREATE INDEX {name} ON {schema_editor.quote_name(TABLE)} ({columns})")
        else:
            self.alter(schema_editor, [f"ADD INDEX {name} ({columns})" for name, columns in missing.items()])

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, _to_state: Any) -> None:
        found = tables.index_names(schema_editor.connection, TABLE)
        added = [name for name in tables.indexes(schema_editor, self.campaign(app_label, from_state)) if name in found]
        if schema_editor.connection.vendor == "sqlite":
            for name in added:
                schema_editor.execute(f"DROP INDEX {name}")
        else:
            self.alter(schema_editor, [f"DROP INDEX {name}" for name in added])


class AddForeignKeys(CampaignOperation):
    """Add the foreign keys; MariaDB does it while rows are read and written, since we look for orphans ourselves."""

    def __init__(self, agent: models.Field) -> None:
        self.state_operations = [
            migrations.RemoveField("campaign", "agent_id"),
            migrations.AddField("campaign", "agent", agent),
        ]

    def database_forwards(self, app_label: str, schema_editor: Any, _from_state: Any, to_state: Any) -> None:
        connection = schema_editor.connection
        if connection.vendor == "sqlite":
            return  # the last migration makes the table anew, foreign keys and all
        model = self.campaign(app_label, to_state)
        found = tables.foreign_key_names(connection, TABLE)
        wanted = tables.foreign_keys(schema_editor, model, FOREIGN_KEY_SUFFIX)
        tables.refuse_orphans(connection, model)
        with connection.constraint_checks_disabled():
            self.alter(schema_editor, [f"ADD {sql}" for name, sql in wanted.items() if name not in found])

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            tables.remake(schema_editor, self.campaign(app_label, to_state))
            return
        model = self.campaign(app_label, from_state)
        names = tables.foreign_keys(schema_editor, model, FOREIGN_KEY_SUFFIX)
        keys = tables.foreign_key_names(schema_editor.connection, TABLE)
        indexes = tables.index_names(schema_editor.connection, TABLE)
        clauses = [f"DROP FOREIGN KEY {schema_editor.quote_name(name)}" for name in names if name in keys]
        clauses += [f"DROP INDEX {schema_editor.quote_name(name)}" for name in names if name in indexes]
        self.alter(schema_editor, clauses)


class Settle(CampaignOperation):
    """Bring every column to its final definition and add the check constraints: the one pause for writers."""

    def __init__(
        self, fields: Sequence[tuple[str, models.Field]], constraints: Sequence[models.CheckConstraint]
    ) -> None:
        self.constraints = constraints
        self.state_operations = [
            *(migrations.AlterField("campaign", name, field) for name, field in fields),
            *(migrations.AddConstraint("campaign", constraint) for constraint in constraints),
        ]

    def database_forwards(self, app_label: str, schema_editor: Any, _from_state: Any, to_state: Any) -> None:
        connection, model = schema_editor.connection, self.campaign(app_label, to_state)
        if {constraint.name for constraint in self.constraints} <= tables.check_names(connection, TABLE):
            return
        if connection.vendor == "sqlite":
            tables.remake(schema_editor, model)
            return
        checks = [f"ADD {constraint.constraint_sql(model, schema_editor)}" for constraint in self.constraints]
        with connection.constraint_checks_disabled():  # the keys hold already; looking each row up again takes long
            self.alter(schema_editor, [*tables.column_clauses(schema_editor, model), *checks])

    def database_backwards(self, app_label: str, schema_editor: Any, _from_state: Any, to_state: Any) -> None:
        connection, model = schema_editor.connection, self.campaign(app_label, to_state)
        found = tables.check_names(connection, TABLE)
        names = [constraint.name for constraint in self.constraints if constraint.name in found]
        if not names:
            return
        if connection.vendor == "sqlite":
            tables.remake(schema_editor, model)
            return
        kind = "CONSTRAINT" if connection.mysql_is_mariadb else "CHECK"
        checks = [f"DROP {kind} {schema_editor.quote_name(name)}" for name in names]
        self.alter(schema_editor, [*checks, *tables.column_clauses(schema_editor, model)])
