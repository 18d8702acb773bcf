"""The rows, batch by batch: read, converted by the pure functions of _values.py, written back in one statement.

A row with `status_since` is converted, one without is not: whatever interrupts, the next run goes on from there. Each
batch is one transaction with its history rows, and no more than a batch is held in memory.
"""

# ruff: noqa: S608 -- what is put into the SQL are names of tables and columns, never values

import logging
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import partial, reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Coalesce, Length, Trim
from django.utils import timezone

from campaigns.migrations import _values as values
from campaigns.migrations._refusals import CannotAdopt

logger = logging.getLogger("campaigns.migrations")

BATCH = 2_000
REPORT_EVERY = 50
STAGE = "campaigns_campaign_stage"
NEVER_NULL = ("first_name", "last_name", "formatted_address", "zip_code", "intro", "home_report_analysis")
HANDED_OVER = ("SENDING", "SENT", "DELIVERED", "OPENED", "UNSUBSCRIBED", "BOUNCED", "SPAM_COMPLAINT")
SUB_STATUSES = (*values.DATA_SUB_STATUSES, values.INTRO_STATUS, values.REPORT_STATUS)
READ = ("pk", "email", "formatted_address", "no_address_newsletter", "campaign_status")


def convert(apps: Any, schema_editor: Any) -> None:
    """Convert every row that is not converted yet."""
    _in_batches(apps, schema_editor, Q(status_since__isnull=True), _convert_batch, "IS NULL")


def convert_back(apps: Any, schema_editor: Any) -> None:
    """Turn every converted row into one that the old system accepts."""
    _in_batches(apps, schema_editor, Q(status_since__isnull=False), _return_batch, "IS NOT NULL")


def _in_batches(apps: Any, schema_editor: Any, to_do: Q, work: Any, marker: str) -> None:
    connection = schema_editor.connection
    model = apps.get_model("campaigns", "Campaign")
    write = partial(_write, connection, marker)
    last = -(2**63)
    done = batches = 0
    while True:
        with transaction.atomic(using=connection.alias):
            ids = model.objects.using(connection.alias).select_for_update().filter(to_do, pk__gt=last)
            batch = list(ids.order_by("pk").values_list("pk", flat=True)[:BATCH])
            if not batch:
                return
            rows = model.objects.using(connection.alias).filter(to_do, pk__range=(batch[0], batch[-1]))
            work(apps, rows, write)
        last, done, batches = batch[-1], done + len(batch), batches + 1
        if batches % REPORT_EVERY == 0:
            logger.info("campaigns converted", extra={"facts": {"rows": done}})


def _convert_batch(apps: Any, rows: Any, write: Any) -> None:
    now = timezone.now()
    with_null = reduce(or_, (Q(**{f"{column}__isnull": True}) for column in NEVER_NULL))
    rows.filter(with_null).update(**{column: Coalesce(column, Value("")) for column in NEVER_NULL})
    texts = rows.annotate(intro_length=Length(Trim("intro")), report_length=Length(Trim("home_report_analysis")))
    subs = (*values.DATA_SUB_STATUSES, values.INTRO_STATUS)
    facts = ("intro_length", "report_length", "next_send_datetime", "created", "agent_id")
    adopted: dict[int, dict[str, Any]] = {}
    agents: dict[int, int] = {}
    for found in texts.order_by("pk").values_list(*READ, *subs, *facts):
        pk, email, address, no_address, status, *rest = found
        *sub_statuses, intro, report, next_send, created, agents[pk] = rest
        row = values.LegacyRow(
            pk, email, address, no_address, status, tuple(sub_statuses), bool(intro), bool(report), next_send, created
        )
        adopted[pk] = _adopted(row, now)
    write(adopted)
    _owe_events(apps, rows.db, adopted, now)
    _suppress(apps, rows.db, adopted, agents, now)


def _adopted(row: values.LegacyRow, now: datetime) -> dict[str, Any]:
    try:
        return values.adopted(row, now)
    except KeyError as error:
        raise CannotAdopt([f"campaign {row.pk} came in meanwhile with the unknown status {error}"]) from error


def _owe_events(apps: Any, alias: str, adopted: dict[int, dict[str, Any]], now: datetime) -> None:
    """One unpublished history row for each that is not DORMANT: its publishing starts the work again."""
    changes = apps.get_model("campaigns", "StatusChange")
    changes.objects.using(alias).bulk_create(
        changes(
            campaign_id=pk,
            cycle=1,
            from_status=row["campaign_status"],
            to_status=row["campaign_status"],
            actor="adoption",
            reason="adopted",
            occurred_at=now,
            next_attempt_at=now,
        )
        for pk, row in adopted.items()
        if row["campaign_status"] != values.DORMANT
    )


def _suppress(apps: Any, alias: str, adopted: dict[int, dict[str, Any]], agents: dict[int, int], now: datetime) -> None:
    """Who unsubscribed stays so, for that agent, whatever campaign is made for the address later."""
    suppressed = apps.get_model("campaigns", "SuppressedAddress")
    suppressed.objects.using(alias).bulk_create(
        [
            suppressed(
                email=row["email"],
                agent_id=agents[pk],
                scope=str(agents[pk]),
                reason="adopted: unsubscribed in the system before dripr",
                created=now,
            )
            for pk, row in adopted.items()
            if row["campaign_status"] == values.UNSUBSCRIBED and row["email"]
        ],
        ignore_conflicts=True,
    )


def _return_batch(apps: Any, rows: Any, write: Any) -> None:
    emails = apps.get_model("campaigns", "Email").objects.using(rows.db)
    suppressed = apps.get_model("campaigns", "SuppressedAddress").objects.using(rows.db)
    scopes = Q(scope="all") | Q(scope=Cast(OuterRef("agent_id"), CharField(max_length=20)))
    mailed = emails.filter(campaign=OuterRef("pk"), period=OuterRef("period"), delivery_status__in=HANDED_OVER)
    known = rows.annotate(
        intro_length=Length(Trim("intro")),
        report_length=Length(Trim("home_report_analysis")),
        was_mailed=Exists(mailed),
        is_suppressed=Exists(suppressed.filter(scopes, email=OuterRef("email"))),
    )
    facts = ("enabled", "intro_length", "report_length", "cycle_due_datetime", "next_send_datetime")
    returned = {}
    for found in known.order_by("pk").values_list(*READ, *SUB_STATUSES, *facts, "is_suppressed", "was_mailed"):
        pk, _email, address, no_address, status, *rest = found
        *sub_statuses, enabled, intro, report, due, next_send, is_suppressed, was_mailed = rest
        without_address = no_address or not address.strip()
        row = values.AdoptedRow(
            campaign_status=status,
            sub_statuses=tuple(sub_statuses),
            enabled=enabled,
            without_address=without_address,
            has_intro=bool(intro),
            has_report=bool(report),
            cycle_due_datetime=due,
            next_send_datetime=next_send,
            is_suppressed=is_suppressed,
            was_mailed=was_mailed,
        )
        returned[pk] = values.returned(row)
    write(returned)


def _write(connection: Any, marker: str, changes: dict[int, dict[str, Any]]) -> None:
    """Write each row's own values, where the row is still as it was read."""
    columns = list(next(iter(changes.values())))
    rows = [(*map(_plain, row.values()), pk) for pk, row in changes.items()]
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            assignments = ", ".join(f"{quote(column)} = %s" for column in columns)
            cursor.executemany(
                f"UPDATE {quote('campaigns_campaign')} SET {assignments} WHERE id = %s AND status_since {marker}", rows
            )
            return
        _write_by_join(cursor, quote, marker, columns, rows)


def _write_by_join(cursor: Any, quote: Any, marker: str, columns: Sequence[str], rows: Sequence[Any]) -> None:
    """MySQL: through a temporary table, since a statement for each row is a journey to the server for each row."""
    names = ", ".join(map(quote, [*columns, "id"]))
    assignments = ", ".join(f"c.{quote(column)} = s.{quote(column)}" for column in columns)
    cursor.execute(f"DROP TEMPORARY TABLE IF EXISTS {STAGE}")
    cursor.execute(
        f"CREATE TEMPORARY TABLE {STAGE} (PRIMARY KEY (id)) SELECT {names} FROM campaigns_campaign WHERE FALSE"
    )
    cursor.executemany(f"INSERT INTO {STAGE} ({names}) VALUES ({', '.join(['%s'] * (len(columns) + 1))})", rows)
    cursor.execute(
        f"UPDATE campaigns_campaign c JOIN {STAGE} s ON s.id = c.id SET {assignments} WHERE c.status_since {marker}"
    )
    cursor.execute(f"DROP TEMPORARY TABLE {STAGE}")


def _plain(value: Any) -> Any:
    """As both databases store it: naive UTC."""
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    return value.isoformat() if isinstance(value, date) else value
