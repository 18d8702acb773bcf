"""Every query of the poller's finds its rows by an index: on skewed data none scans or sorts a table.

The queries are those of real passes, an idle and a busy one; the database itself says how it runs them.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from campaigns import backlog, events, poller, seeding
from campaigns.models import Campaign, CampaignStatus, StatusChange, SubStatus
from campaigns.states import ALLOWANCE, SUB_STATUSES
from campaigns.tests.factories import NOW

COUNT = 4_000
WATCHED = ("campaigns_campaign", "campaigns_statuschange", "campaigns_email", "campaigns_suppressedaddress")
SORTS = ("filesort", "USE TEMP B-TREE FOR ORDER BY")
Seen = list[tuple[str, str]]
"""A statement, and what is wrong with how the database runs it."""


class Sns:
    """Takes every event."""

    def publish_batch(self, TopicArn: str, PublishBatchRequestEntries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: ARG002, N803
        return {"Failed": []}


@pytest.fixture
def skewed(transactional_db: None) -> None:
    seeding.seed(COUNT, NOW, due=20)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE TABLE {', '.join(WATCHED)}" if connection.vendor == "mysql" else "ANALYZE")
        cursor.fetchall()


def make_everything_happen() -> None:
    """Some campaigns for every move, for a deferral and for every kind of stall."""
    for status in CampaignStatus:
        in_status = Campaign.objects.filter(campaign_status=status)
        stopped, its_hour, stalled, ready, paused = in_status.values_list("pk", flat=True)[:5]
        in_status.filter(pk=stopped).update(enabled=False)
        in_status.filter(pk=paused).update(paused_until=NOW + timedelta(days=40))
        in_status.filter(pk=its_hour).update(send_due_datetime=NOW, stalled_at=None)
        in_status.filter(pk=stalled, campaign_status__in=ALLOWANCE).update(stalled_at=NOW)
        all_ready = dict.fromkeys(SUB_STATUSES, SubStatus.READY)
        in_status.filter(pk=ready).update(next_send_datetime=NOW - timedelta(days=1), **all_ready)


def whole_pass() -> dict[str, int]:
    moved = poller.poll_once(NOW, 100, lambda _step: False)
    published = events.publish_pending(Sns(), "topic", NOW, 100)  # type: ignore[arg-type]
    return dict(moved, published=published)


@pytest.mark.usefixtures("skewed")
def test_no_query_of_a_busy_pass_scans_or_sorts_a_table() -> None:
    make_everything_happen()
    with explained() as (statements, faults):
        moved = whole_pass()
    assert {"started", "stopped", "data ready", "report ready", "send due", "restarted", "deferred again"} <= set(moved)
    assert moved["published"] > 30
    assert len(statements) > 60
    assert faults == []


@pytest.mark.usefixtures("skewed")
def test_idle_pass_is_three_queries_that_read_no_rows() -> None:
    while sum(whole_pass().values()):
        pass
    with explained() as (statements, faults):
        assert sum(whole_pass().values()) == 0
    assert len(statements) == 3
    assert faults == []


@pytest.mark.usefixtures("skewed")
def test_idle_pass_walks_along_no_index() -> None:
    if connection.vendor != "mysql":
        pytest.skip("SQLite does not count what it reads")
    Campaign.objects.filter(next_send_datetime__gt=NOW, campaign_status=CampaignStatus.DORMANT).update(
        paused_until=NOW + timedelta(days=40)
    )
    while sum(whole_pass().values()):
        pass
    before = rows_walked()
    whole_pass()
    assert rows_walked() - before < 10


@pytest.mark.usefixtures("skewed")
def test_backlog_that_the_admin_shows_is_read_from_the_index() -> None:
    poller.poll_once(NOW, 100, lambda _step: False)
    with explained() as (statements, faults):
        assert backlog.backlog(NOW).count == 20
    assert (len(statements), faults) == (1, [])


@pytest.mark.usefixtures("skewed")
def test_scan_and_sort_are_noticed() -> None:
    with explained() as (_, faults):
        list(Campaign.objects.filter(last_name="Larsen"))
        Campaign.objects.filter(last_name="Larsen").update(first_name="Kim")
        list(StatusChange.objects.filter(published_at=None).order_by("actor")[:1])
    assert len(faults) >= 3


def rows_walked() -> int:
    """How many rows this connection has read so far by going on from one to the next, in an index or a table."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW SESSION STATUS WHERE Variable_name IN ('Handler_read_next', 'Handler_read_prev')")
        return sum(int(number) for _, number in cursor.fetchall())


@contextmanager
def explained() -> Iterator[tuple[list[str], Seen]]:
    """Ask for the plan of each statement just before it runs; the statements, and what is wrong with their plans."""
    statements: list[str] = []
    faults: Seen = []

    def explain(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith(("SELECT", "UPDATE", "DELETE", "INSERT")):
            statements.append(sql)
            faults.extend((sql, fault) for fault in faults_of_plan(context, sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        yield statements, faults


def faults_of_plan(context: dict[str, Any], sql: str, params: Any) -> list[str]:
    cursor = context["cursor"].cursor
    if connection.vendor == "mysql":
        cursor.execute(f"EXPLAIN FORMAT=JSON {sql}", params)
        return list(mariadb_faults(json.loads(cursor.fetchone()[0])))
    cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params or ())
    return [line for *_, line in cursor.fetchall() if is_sqlite_fault(line)]


def mariadb_faults(plan: Any) -> Iterator[str]:
    """Full scans of our tables or of an index of theirs, and sorts, anywhere in the plan."""
    if isinstance(plan, list):
        for part in plan:
            yield from mariadb_faults(part)
    if not isinstance(plan, dict):
        return
    if plan.get("access_type") in ("ALL", "index") and plan.get("table_name") in WATCHED:
        yield f"{plan['access_type']} of {plan['table_name']}"
    for name, part in plan.items():
        if name == "filesort":
            yield name
        yield from mariadb_faults(part)


def is_sqlite_fault(line: str) -> bool:
    """SCAN of a table, or a sort; a scan of json_each, of a subquery or of constants is none."""
    return line.startswith(tuple(f"SCAN {table}" for table in WATCHED)) or line in SORTS
