"""What stops an adoption before anything is changed: values that the new schema has no place for."""

from collections.abc import Iterator
from typing import Any

from django.core.management import CommandError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, RTrim, Trim, Upper

from campaigns.migrations import _tables as tables
from campaigns.migrations import _values as values

FIRST_IDS = 5
EXAMPLES = 10
SUB_STATUS_COLUMNS = (*values.DATA_SUB_STATUSES, values.LEGACY_INTRO_STATUS)
LONGEST = {"first_name": 100, "last_name": 100, "email": 254, "formatted_address": 255, "zip_code": 5}


class CannotAdopt(CommandError):
    """Some legacy values have no place in the new schema."""

    def __init__(self, problems: list[str]) -> None:
        lines = "\n".join(f"- {problem}" for problem in problems)
        super().__init__(
            "The database cannot be adopted as it is. Nothing has been changed: correct these, and run migrate again "
            f"(docs/adopting-a-database.md).\n{lines}"
        )


class Bytes(models.Func):
    """MariaDB compares text without case, accents and trailing blanks; by bytes there is no mistake."""

    template = "%(expressions)s"
    output_field = models.CharField()

    def as_mysql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        return super().as_sql(compiler, connection, template="CAST(%(expressions)s AS BINARY)", **context)


def refuse_what_is_unknown(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("campaigns", "Campaign")
    connection = schema_editor.connection
    problems = list(_columns(connection, model))
    if not problems:
        rows = model.objects.using(connection.alias)
        problems = [*_statuses(rows), *_agent_numbers(rows), *_too_long(rows)]
    if problems:
        raise CannotAdopt(problems)


def _columns(connection: Any, model: Any) -> Iterator[str]:
    found = tables.columns(connection, model._meta.db_table)
    wanted = {field.column for field in model._meta.local_concrete_fields}
    if missing := sorted(wanted - found):
        yield f"the table {model._meta.db_table} lacks the columns: {', '.join(missing)}"
    if unknown := sorted(found - wanted):
        yield f"the table {model._meta.db_table} has columns that would be lost: {', '.join(unknown)}"


def _statuses(rows: Any) -> Iterator[str]:
    for column in ("campaign_status", *SUB_STATUS_COLUMNS):
        known = values.CAMPAIGN_STATUS if column == "campaign_status" else values.SUB_STATUS
        exact = rows.annotate(exact=Bytes(Upper(RTrim(F(column)))))
        unknown = exact.filter(Q(**{f"{column}__isnull": True}) | ~Q(exact__in=list(known)))
        if unknown.exists():
            yield f"{column} holds {_examples(unknown, column)}, which dripr does not know ({_where(unknown)})"


def _agent_numbers(rows: Any) -> Iterator[str]:
    nobody = rows.filter(Q(agent_id__isnull=True) | Q(agent_id__lt=1))
    if nobody.exists():
        yield f"agent_id is no number of an agent: 1 or more is one ({_where(nobody)})"


def _too_long(rows: Any) -> Iterator[str]:
    for column, longest in LONGEST.items():
        text = Trim(F(column)) if column == "email" else F(column)
        long = rows.annotate(length=Length(text)).filter(length__gt=longest)
        if long.exists():
            yield f"{column} is longer than {longest} characters ({_where(long)})"


def _examples(unknown: Any, column: str) -> str:
    found: dict[str, None] = {}
    for value in unknown.order_by("pk").values_list(column, flat=True)[:1000]:
        found["NULL" if value is None else repr(value)] = None
    return ", ".join(list(found)[:EXAMPLES])


def _where(rows: Any) -> str:
    ids = ", ".join(str(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)[:FIRST_IDS])
    return f"rows: {rows.count()}, first ids: {ids}"
