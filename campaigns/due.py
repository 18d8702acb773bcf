"""What is due, as index ranges: the poller's moves, what waits for its hour, what looks stalled, what is owed.

One query looks at everything, so that a pass that finds nothing costs next to nothing, with however many campaigns.
"""

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet

from campaigns import states
from campaigns.models import Campaign, CampaignStatus, SubStatus
from campaigns.models.statuses import WORKING_STATUSES
from campaigns.states import Move, Sets


@dataclass(frozen=True, slots=True)
class DueMove:
    """A move of the poller's, and the campaigns of one status for which it is due, as an index range.

    A campaign that the move fails for is put off by its `date_column`, or, where no date decides, by `instead`.
    """

    label: str
    move: Move
    from_status: CampaignStatus
    due: Callable[[datetime], Q]
    date_column: str = ""
    instead: Move = states.STEP_FAILED

    def campaigns(self, now: datetime) -> QuerySet[Campaign]:
        return Campaign.objects.filter(self.due(now), campaign_status=self.from_status)


def _may_start(now: datetime) -> Q:
    not_paused = Q(paused_until=None) | Q(paused_until__lte=now)
    return Q(enabled=True, next_send_datetime__lte=now + settings.PREPARATION_LEAD) & not_paused


def _may_start_unapproved(now: datetime) -> Q:
    return _may_start(now) & Q(send_due_datetime=None)


def _data_ready(_now: datetime) -> Q:
    return Q(**dict.fromkeys(states.DATA_SUB_STATUSES, SubStatus.READY))


def _report_ready(_now: datetime) -> Q:
    return Q(**{states.HOME_REPORT_SUB_STATUS: SubStatus.READY})


def _send_due(now: datetime) -> Q:
    return Q(send_due_datetime__lte=now)


def _disabled(_now: datetime) -> Q:
    return Q(enabled=False)


def _paused(now: datetime) -> Q:
    return Q(paused_until__gt=now)


STOPPED_WITHOUT_DATES = replace(states.STOPPED, sets=Sets.STOP)
"""Into rest where the dates cannot be worked out: the campaign is disabled, and enabling it works them out."""

DUE_MOVES = (
    DueMove("started", states.START, CampaignStatus.DORMANT, _may_start, "next_send_datetime"),
    DueMove("started from error", states.START, CampaignStatus.ERROR, _may_start, "next_send_datetime"),
    DueMove(
        "started unapproved",
        states.START_UNAPPROVED,
        CampaignStatus.WAITING_FOR_MANUAL_APPROVAL,
        _may_start_unapproved,
        "next_send_datetime",
    ),
    *(
        DueMove("stopped", states.STOPPED, status, why, instead=STOPPED_WITHOUT_DATES)
        for why in (_disabled, _paused)
        for status in CampaignStatus
        if (status in WORKING_STATUSES and status != CampaignStatus.READY_TO_SEND_EMAIL)
        or status == CampaignStatus.WAITING_FOR_MANUAL_APPROVAL
    ),
    DueMove("data ready", states.DATA_READY, CampaignStatus.WAITING_FOR_DATA, _data_ready),
    DueMove("report ready", states.REPORT_READY, CampaignStatus.WAITING_FOR_HOME_ANALYSIS, _report_ready),
    DueMove("send due", states.SEND_DUE, CampaignStatus.READY_TO_CREATE_EMAIL, _send_due, "send_due_datetime"),
    DueMove(
        "send due approved",
        states.SEND_DUE,
        CampaignStatus.WAITING_FOR_MANUAL_APPROVAL,
        _send_due,
        "send_due_datetime",
    ),
)


def deferred(now: datetime) -> QuerySet[Campaign]:
    """Sendings that were put off to an hour that has come."""
    return Campaign.objects.filter(campaign_status=CampaignStatus.READY_TO_SEND_EMAIL, send_due_datetime__lte=now)


def stalled(status: CampaignStatus, now: datetime) -> QuerySet[Campaign]:
    """Campaigns at work in one status that look stalled."""
    return Campaign.objects.filter(campaign_status=status, stalled_at__lte=now)


Queries = Callable[[datetime], Iterable[QuerySet[Any]]]


def anything(queries: Queries, now: datetime) -> list[bool]:
    """For each query of a moment whether it finds anything, all asked at once."""
    lead = settings.PREPARATION_LEAD
    statement, parameters = _prepared(queries, lead, connection.vendor)
    moments = {_SAMPLE: _in_sql(now), _SAMPLE + lead: _in_sql(now + lead)}
    with connection.cursor() as cursor:
        cursor.execute(statement, [moments.get(value, value) for value in parameters])
        return [bool(found) for found in cursor.fetchone()]


_SAMPLE = datetime(2000, 1, 1, tzinfo=UTC)


@functools.cache
def _prepared(queries: Queries, lead: timedelta, _vendor: str) -> tuple[str, list[Any]]:
    """The statement as it is for a sample moment, its moments left open; to build it takes longer than to run it."""
    compiled = [query.order_by().values_list("pk")[:1].query.sql_with_params() for query in queries(_SAMPLE)]
    looks = ", ".join(f"EXISTS({sql})" for sql, _ in compiled)
    moments = {_in_sql(_SAMPLE): _SAMPLE, _in_sql(_SAMPLE + lead): _SAMPLE + lead}
    return f"SELECT {looks}", [moments.get(value, value) for _, params in compiled for value in params]


def _in_sql(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def moves_and_deferred(now: datetime) -> list[QuerySet[Campaign]]:
    """What the poller looks for: DUE_MOVES, in their order, and last the deferred sendings."""
    return [*(due_move.campaigns(now) for due_move in DUE_MOVES), deferred(now)]


STALLED_STATUSES = tuple(status for status in CampaignStatus if status in WORKING_STATUSES)


def stalled_by_status(now: datetime) -> list[QuerySet[Campaign]]:
    return [stalled(status, now) for status in STALLED_STATUSES]
