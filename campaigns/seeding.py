"""Invented campaigns in bulk, with every status well filled: what benchmarks and query plans are tried on.

The same count and moment give the same rows. Nothing is due at that moment but what `due` asks for: the others wait for
their hour, for a person or for their data.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, models, reset_queries, transaction
from django.db.models import Max

from campaigns import bulk, planning, schedule, states
from campaigns.models import (
    Agent,
    Brokerage,
    Campaign,
    CampaignStatus,
    DeliveryStatus,
    Email,
    StatusChange,
    SubStatus,
)
from campaigns.starting import Calendar

BATCH = 5_000
CAMPAIGNS_PER_AGENT = 250
ZONES = ("America/Los_Angeles", "America/Denver", "America/Phoenix", "America/Chicago", "America/New_York")
DUE_SINCE = timedelta(hours=1)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

READY = dict.fromkeys(states.SUB_STATUSES, SubStatus.READY)
AT_REST = dict.fromkeys(states.SUB_STATUSES, SubStatus.DORMANT)
Row = dict[str, Any]


def seed(count: int, now: datetime, *, due: int = 0, progress: Callable[[int], object] = lambda _done: None) -> None:
    """Add `count` campaigns with their agents, history and drafts, the first `due` dormant ones due at `now`.

    Memory is bounded by one batch; each batch is one transaction. `progress` is told the number done after each.
    """
    agents = _make_agents(max(1, count // CAMPAIGNS_PER_AGENT))
    first = (Campaign.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        rows = [_campaign(first + number, number, agents[number % len(agents)], now) for number in numbers]
        due -= _make_due(rows, due, now)
        with transaction.atomic():
            _insert(Campaign, rows)
            _insert(StatusChange, [_history(row, now) for row in rows])
            _insert(Email, [_draft(row, now) for row in rows if _has_draft(row)])
        reset_queries()  # with DEBUG Django keeps them all
        progress(numbers.stop)


def _make_agents(count: int) -> list[tuple[Agent, Calendar]]:
    brokerage, _ = Brokerage.objects.get_or_create(
        name="Seeded Realty",
        defaults={"street": "1 Main Street", "city": "Seattle", "state": "WA", "zip_code": "98101"},
    )
    first = (Agent.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    agents = [
        Agent(
            pk=first + number,
            brokerage=brokerage,
            name=f"Seeded Agent {first + number}",
            email=f"agent{first + number}@agents.example",
            licence_number=f"WA {first + number}",
            time_zone=ZONES[number % len(ZONES)],
            window_start=time(9 + number % 3),
        )
        for number in range(count)
    ]
    Agent.objects.bulk_create(agents, batch_size=1000)
    windows = [planning.agent_window(agent) for agent in agents]
    calendars = {window: Calendar(window) for window in windows}
    return [(agent, calendars[window]) for agent, window in zip(agents, windows, strict=True)]


def _campaign(pk: int, number: int, agent_calendar: tuple[Agent, Calendar], now: datetime) -> Row:
    agent, calendar = agent_calendar
    # Of a thousand neighbours each status has its share, and 7 and 1000 have no common divisor.
    make = _kind(number * 7 % 1000)
    send_day, every_n_months = 1 + number % 28, (1, 1, 1, 1, 2, 3)[number % 6]
    row: Row = {
        "id": pk,
        "agent_id": agent.pk,
        "first_name": "Kim",
        "last_name": f"Larsen {pk}",
        "email": f"client{pk}@clients.example",
        "formatted_address": f"{pk} Main Street, Seattle, WA 98101",
        "zip_code": f"{98000 + number % 400:05d}",
        "created": now - timedelta(days=400),
        "fixed_send_day": send_day,
        "every_n_months": every_n_months,
        "cycle": 1 + number % 12,
        "status_since": now - timedelta(hours=1),
        **AT_REST,
        **make(number, now),
    }
    is_old = row["campaign_status"] == CampaignStatus.DORMANT and not row.get("enabled", True)
    return row | _dates(calendar, send_day, every_n_months, pk, now - timedelta(days=200) if is_old else now)


def _dates(calendar: Calendar, send_day: int, every: int, pk: int, now: datetime) -> Row:
    """The plan's dates as a start not long ago left them."""
    before = schedule.add_months(schedule.month_of(now.date()), -every)
    coming = calendar.dates_after(before, send_day, every, pk, now)
    running = schedule.add_months(coming.next_period, -every)
    before = schedule.add_months(running, -every)
    started = calendar.dates_after(before, send_day, every, pk, LONG_AGO)
    return {
        "period": running,
        "cycle_due_datetime": started.next_send_datetime,
        "next_period": coming.next_period,
        "next_send_datetime": coming.next_send_datetime,
        "following_send_datetime": coming.following_send_datetime,
    }


def _dormant(_number: int, _now: datetime) -> Row:
    return {"campaign_status": CampaignStatus.DORMANT}


def _disabled(_number: int, _now: datetime) -> Row:
    return {"campaign_status": CampaignStatus.DORMANT, "enabled": False}


def _unsubscribed(_number: int, _now: datetime) -> Row:
    return {"campaign_status": CampaignStatus.UNSUBSCRIBED, "enabled": False}


def _waiting_for_data(number: int, now: datetime) -> Row:
    missing = states.DATA_SUB_STATUSES[number % len(states.DATA_SUB_STATUSES)]
    sub_statuses = READY | {missing: SubStatus.WAITING_FOR_DATA, states.HOME_REPORT_SUB_STATUS: SubStatus.DORMANT}
    return _working(CampaignStatus.WAITING_FOR_DATA, sub_statuses, now)


def _waiting_for_home_analysis(_number: int, now: datetime) -> Row:
    sub_statuses = READY | {states.HOME_REPORT_SUB_STATUS: SubStatus.WAITING_FOR_DATA}
    return _working(CampaignStatus.WAITING_FOR_HOME_ANALYSIS, sub_statuses, now)


def _ready_to_create(number: int, now: datetime) -> Row:
    row = _working(CampaignStatus.READY_TO_CREATE_EMAIL, READY, now)
    return row | (_waits_for_its_hour(number, now) if number % 2 else {})


def _waiting_for_approval(number: int, now: datetime) -> Row:
    row = {"campaign_status": CampaignStatus.WAITING_FOR_MANUAL_APPROVAL, "requires_approval": True, **READY}
    return row | (_waits_for_its_hour(number, now) if number % 4 == 0 else {})


def _ready_to_send(number: int, now: datetime) -> Row:
    row = _working(CampaignStatus.READY_TO_SEND_EMAIL, READY, now)
    return row | (_waits_for_its_hour(number, now) if number % 2 else {})


def _error(_number: int, _now: datetime) -> Row:
    sub_statuses = READY | {"property_status": SubStatus.ERROR, states.HOME_REPORT_SUB_STATUS: SubStatus.DORMANT}
    status = {"campaign_status": CampaignStatus.ERROR, "error_from_status": CampaignStatus.WAITING_FOR_DATA}
    return status | sub_statuses


def _working(status: CampaignStatus, sub_statuses: Row, now: datetime) -> Row:
    return {"campaign_status": status, "stalled_at": now + states.ALLOWANCE[status], **sub_statuses}


def _waits_for_its_hour(number: int, now: datetime) -> Row:
    return {"send_due_datetime": now + timedelta(minutes=1 + number % 2000), "stalled_at": None}


PER_THOUSAND: tuple[tuple[int, Callable[[int, datetime], Row]], ...] = (
    (125, _disabled),
    (100, _waiting_for_approval),
    (10, _error),
    (40, _unsubscribed),
    (60, _waiting_for_data),
    (30, _waiting_for_home_analysis),
    (20, _ready_to_create),
    (15, _ready_to_send),
    (600, _dormant),
)
KINDS = tuple(make for share, make in PER_THOUSAND for _ in range(share))
_kind = KINDS.__getitem__


def _make_due(rows: Iterable[Row], due: int, now: datetime) -> int:
    """Bring forward the next date of up to `due` dormant campaigns; how many were."""
    dormant = [row for row in rows if row["campaign_status"] == CampaignStatus.DORMANT and row.get("enabled", True)]
    for row in dormant[: max(0, due)]:
        row["next_send_datetime"] = now - DUE_SINCE
    return len(dormant[: max(0, due)])


def _event_id(pk: int) -> UUID:
    return UUID(bytes=hashlib.sha256(f"seeded history of {pk}".encode()).digest()[:16], version=4)


def _history(row: Row, now: datetime) -> Row:
    """The campaign's last move, its event published."""
    status = row["campaign_status"]
    return {
        "event_id": _event_id(row["id"]),
        "campaign_id": row["id"],
        "cycle": row["cycle"],
        "from_status": CampaignStatus.READY_TO_SEND_EMAIL
        if status == CampaignStatus.DORMANT
        else CampaignStatus.DORMANT,
        "to_status": status,
        "actor": states.Actor.POLLER.value,
        "occurred_at": row["status_since"],
        "next_attempt_at": row["status_since"],
        "published_at": now - timedelta(minutes=59),
        "attempts": 1,
    }


def _has_draft(row: Row) -> bool:
    waits = row.get("send_due_datetime") is not None
    return waits or row["campaign_status"] in (
        CampaignStatus.WAITING_FOR_MANUAL_APPROVAL,
        CampaignStatus.READY_TO_SEND_EMAIL,
    )


def _draft(row: Row, now: datetime) -> Row:
    return {
        "campaign_id": row["id"],
        "period": row["period"],
        "cycle": row["cycle"],
        "delivery_status": DeliveryStatus.READY_TO_SEND,
        "created": now - timedelta(hours=1),
        "sender_name": "Seeded Agent",
        "reply_to": "agent@agents.example",
        "to_email": row["email"],
        "subject": "Your home this month",
        "text_body": "The estimate for your home.",
        "html_body": "<p>The estimate for your home.</p>",
    }


def _insert(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Insert rows that name the same columns or fewer; what a row does not name has the model's default."""
    if not rows:
        return
    named = list(dict.fromkeys(name for row in rows for name in row))
    defaults = {
        field.attname: field.get_db_prep_save(field.get_default(), connection)
        for field in model._meta.concrete_fields
        if not field.primary_key or field.attname in named
    }
    same = {name: value for name, value in defaults.items() if name not in named}
    bulk.insert_rows(model, named, [[row.get(name, defaults[name]) for name in named] for row in rows], same)
