"""One pass of the poller: move what is due, owe again what waits for its hour. Publishing is campaigns.events'."""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from campaigns import events, states
from campaigns.models import Campaign, CampaignStatus, SubStatus, SuppressedAddress
from campaigns.models.statuses import WORKING_STATUSES
from campaigns.stalls import Waiting, restart_stalled
from campaigns.states import Actor, Move
from campaigns.transitions import campaigns_change_status

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DueMove:
    """A move of the poller's, and the campaigns of one status for which it is due, as an index range."""

    label: str
    move: Move
    from_status: CampaignStatus
    due: Callable[[datetime], Q]


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


DUE_MOVES = (
    DueMove("started", states.START, CampaignStatus.DORMANT, _may_start),
    DueMove("started from error", states.START, CampaignStatus.ERROR, _may_start),
    DueMove(
        "started unapproved",
        states.START_UNAPPROVED,
        CampaignStatus.WAITING_FOR_MANUAL_APPROVAL,
        _may_start_unapproved,
    ),
    *(
        DueMove("stopped", states.STOPPED, status, _disabled)
        for status in CampaignStatus
        if (status in WORKING_STATUSES and status != CampaignStatus.READY_TO_SEND_EMAIL)
        or status == CampaignStatus.WAITING_FOR_MANUAL_APPROVAL
    ),
    DueMove("data ready", states.DATA_READY, CampaignStatus.WAITING_FOR_DATA, _data_ready),
    DueMove("report ready", states.REPORT_READY, CampaignStatus.WAITING_FOR_HOME_ANALYSIS, _report_ready),
    DueMove("send due", states.SEND_DUE, CampaignStatus.READY_TO_CREATE_EMAIL, _send_due),
    DueMove("send due approved", states.SEND_DUE, CampaignStatus.WAITING_FOR_MANUAL_APPROVAL, _send_due),
)


def poll_once(now: datetime, batch_size: int, waiting: Waiting) -> Counter[str]:
    """Make one batch of every move that is due, each in a transaction of its own; the numbers moved, by label.

    A full batch means that there may be more to do at once. `waiting` tells whether a step's queue still holds
    messages; it is asked only when something looks stalled.
    """
    moved: Counter[str] = Counter()
    for due_move in DUE_MOVES:
        moved += _move_due(due_move, now, batch_size)
    moved["deferred again"] += _owe_deferred_again(now, batch_size)
    moved += restart_stalled(now, batch_size, waiting)
    return +moved


def republish_unfinished(now: datetime) -> int:
    """Owe the newest event of every campaign at work again, after a queue service lost its messages."""
    working = Campaign.objects.filter(campaign_status__in=[str(status) for status in WORKING_STATUSES])
    working = working.filter(send_due_datetime=None)
    ids = list(working.values_list("pk", flat=True))
    return sum(events.republish(ids[start : start + 1000], now) for start in range(0, len(ids), 1000))


def _locked(due: QuerySet[Campaign], batch_size: int) -> list[Campaign]:
    """The batch's rows, locked; those that another poller holds are left to it."""
    return list(due.select_for_update(skip_locked=True)[:batch_size])


def _move_due(due_move: DueMove, now: datetime, batch_size: int) -> Counter[str]:
    due = Campaign.objects.filter(due_move.due(now), campaign_status=due_move.from_status)
    moved: Counter[str] = Counter()
    with transaction.atomic():
        campaigns = _locked(due.prefetch_related("agent"), batch_size)
        if campaigns and due_move.move.to_status == CampaignStatus.WAITING_FOR_DATA:
            suppressed = _suppressed(campaigns)
            campaigns = [campaign for campaign in campaigns if campaign not in suppressed]
            if suppressed:
                reason = "the address is on the suppression list"
                campaigns_change_status(suppressed, states.OPTED_OUT, actor=Actor.POLLER, now=now, reason=reason)
                moved["unsubscribed"] += len(suppressed)
        if campaigns:
            campaigns_change_status(campaigns, due_move.move, actor=Actor.POLLER, now=now)
            moved[due_move.label] += len(campaigns)
    return moved


def _suppressed(campaigns: list[Campaign]) -> list[Campaign]:
    """Those whose address may not be written to by their agent: nothing is paid for them."""
    found = SuppressedAddress.objects.filter(email__in={campaign.email for campaign in campaigns})
    keys = set(found.values_list("email", "scope"))
    return [
        campaign
        for campaign in campaigns
        if (campaign.email, SuppressedAddress.ALL_AGENTS) in keys
        or (campaign.email, SuppressedAddress.scope_of(campaign.agent_id)) in keys
    ]


def _owe_deferred_again(now: datetime, batch_size: int) -> int:
    """A sending that was put off to a later hour: its event is published again now, uncounted."""
    status = CampaignStatus.READY_TO_SEND_EMAIL
    deferred = Campaign.objects.filter(campaign_status=status, send_due_datetime__lte=now)
    with transaction.atomic():
        ids = [campaign.pk for campaign in _locked(deferred, batch_size)]
        stalled_at = now + states.ALLOWANCE[status]
        Campaign.objects.filter(pk__in=ids, campaign_status=status).update(
            send_due_datetime=None, stalled_at=stalled_at
        )
        events.republish(ids, now)
    return len(ids)
