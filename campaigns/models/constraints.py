"""Check constraints that mean the same on SQLite and on MariaDB."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import In
from django.db.models.sql.compiler import SQLCompiler


class ExactBytes(models.Func):
    """A text by its bytes. MariaDB compares text without case and trailing blanks, SQLite compares bytes anyway."""

    template = "%(expressions)s"
    output_field = models.CharField()

    def as_mysql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> tuple[str, list[Any]]:
        sql, params = super().as_sql(compiler, connection, template="CAST(%(expressions)s AS BINARY)", **context)
        return sql, list(params)


def only_choices(field: str, choices: type[models.TextChoices], *, blank: bool = False) -> models.CheckConstraint:
    """Keep every value but those of `choices` out of the column, whatever wrote it."""
    allowed = [*choices.values, *([""] if blank else [])]
    return models.CheckConstraint(
        condition=In(ExactBytes(models.F(field)), allowed), name=f"%(app_label)s_%(class)s_{field}_known"
    )
