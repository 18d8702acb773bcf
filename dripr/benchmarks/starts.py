"""Starts: 10,000 due among 100,000, against hand-written SQL and against one transaction for each."""

from collections.abc import Iterator

from django.db import connection, transaction

from campaigns import planning, poller
from campaigns.due import DUE_MOVES
from campaigns.models import Campaign, StatusChange
from dripr.benchmarks import databases, floor_sql
from dripr.benchmarks.databases import run
from dripr.benchmarks.measuring import Pairs, Row, Side, measure, speed_row
from dripr.benchmarks.moment import NOW

COUNT, DUE, BATCH = 100_000, 10_000, 1_000
AT = "2026-11-24 20:00:00"
"""NOW as SQL has it."""
ROUNDS = 9
# One transaction for each is so slow that a share of the 10,000 tells its pace.
SINGLY = 500
SET_BASED = "starts, 10,000 due among 100,000, against hand-written set-based SQL"
ONE_BY_ONE = "the same against one transaction each with django-fsm-2 and save()"


class DifferentRows(Exception):
    """Both sides must write the same, or their times say nothing."""


def rows() -> Iterator[Row]:
    databases.make("dripr_starts", COUNT, DUE)
    _remember()
    _compare()
    control = measure(by_floor, lambda: by_floor(), ROUNDS, _put_back)  # noqa: PLW0108 - two sides, two objects
    yield speed_row("(control: the hand-written SQL against itself)", control, None)
    yield speed_row(SET_BASED, measure(by_dripr, by_floor, ROUNDS, _put_back), 0.7)
    yield speed_row(ONE_BY_ONE, _against_fsm(), 30)


def _against_fsm() -> Pairs:
    # Inside: its models come into being with the import, and only this row needs the library.
    from dripr.benchmarks import fsm

    return measure(by_dripr, lambda: fsm.start_singly(SINGLY), ROUNDS, _put_back)


def by_dripr() -> int:
    """The poller's own batches, until nothing is due."""
    done = 0
    while moved := poller.poll_once(NOW, BATCH, _nothing_waits)["started"]:
        done += moved
    return done


def by_floor() -> int:
    done = 0
    while moved := _floor_batch():
        done += moved
    return done


def _floor_batch() -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(floor_sql.CLAIM, [AT, AT, BATCH])
        ids = ", ".join(str(pk) for (pk,) in cursor.fetchall())
        if not ids:
            return 0
        cursor.execute(floor_sql.MOVE.format(ids=ids), [AT, AT])
        moved = int(cursor.rowcount)
        cursor.execute(floor_sql.HISTORY.format(ids=ids), [AT, AT])
    return moved


def _nothing_waits(_step: object) -> bool:
    return False


def _remember() -> None:
    """The due rows as they are, and, as a gift to the floor, the dates that their starts lead to."""
    run("CREATE TABLE as_it_was AS SELECT * FROM campaigns_campaign LIMIT 0")
    run("ALTER TABLE as_it_was ADD PRIMARY KEY (id)")
    run(floor_sql.REMEMBER, AT, AT)
    run("CREATE TABLE planned AS SELECT id, next_period, following_send_datetime FROM as_it_was LIMIT 0")
    run("ALTER TABLE planned ADD PRIMARY KEY (id)")
    due = DUE_MOVES[0].campaigns(NOW).select_related("agent")
    dates = [(campaign.pk, planning.dates_after_start(campaign, NOW)) for campaign in due]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO planned (id, next_period, following_send_datetime) VALUES (%s, %s, %s)",
            [(pk, each.next_period, each.following_send_datetime.replace(tzinfo=None)) for pk, each in dates],
        )


def _put_back() -> None:
    columns = [field.column for field in Campaign._meta.concrete_fields if not field.primary_key]
    changes = ", ".join(f"c.{column} = w.{column}" for column in columns)
    run(floor_sql.PUT_BACK.format(changes=changes))
    run("DELETE FROM campaigns_statuschange WHERE published_at IS NULL")
    databases.settle()


def _compare() -> None:
    if _written(by_floor) != _written(by_dripr):
        raise DifferentRows("dripr and the hand-written SQL left different rows behind")


def _written(side: Side) -> list[tuple[object, ...]]:
    """What a side leaves of campaigns and history, ids and event ids apart."""
    side()
    owed = StatusChange.objects.filter(published_at=None)
    own = ("id", "event_id")
    history = [field.attname for field in StatusChange._meta.concrete_fields if field.attname not in own]
    moved = Campaign.objects.filter(pk__in=owed.values("campaign_id")).order_by("pk")
    found = [*moved.values_list(), *owed.order_by("campaign_id").values_list(*history)]
    _put_back()
    return found
