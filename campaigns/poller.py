"""One pass of the poller: move what is due, owe again what waits for its hour. Publishing is campaigns.events'.

Each batch is one transaction that takes the rows no other poller holds.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import compress

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast

from campaigns import due, events, states
from campaigns.batches import AGENTS, POSTPONED, Batch
from campaigns.due import DUE_MOVES, DueMove
from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, Email, SuppressedAddress
from campaigns.models.statuses import WORKING_STATUSES
from campaigns.retrying import retried
from campaigns.stalls import Waiting, restart_stalled
from campaigns.starting import Claim
from campaigns.states import Actor, Sets
from campaigns.transitions import campaigns_change_status

START_COLUMNS = ("agent_id", "fixed_send_day", "every_n_months", "next_period", "following_send_datetime")


def poll_once(now: datetime, batch_size: int, waiting: Waiting) -> Counter[str]:
    """Make one batch of every move that is due, each in a transaction of its own; the numbers moved, by label.

    A full batch means that there may be more to do at once. `waiting` tells whether a step's queue still holds
    messages; it is asked only when something looks stalled.
    """
    moved: Counter[str] = Counter()
    *is_due, is_deferred = due.anything(due.moves_and_deferred, now)
    for due_move in compress(DUE_MOVES, is_due):
        moved += _move_due(due_move, now, batch_size)
    if is_deferred:
        moved["deferred again"] += retried(lambda: _owe_deferred_again(now, batch_size))
    moved += restart_stalled(now, batch_size, waiting)
    return +moved


def republish_unfinished(now: datetime) -> int:
    """Owe the newest event of every campaign at work again, after a queue service lost its messages."""
    working = Campaign.objects.filter(campaign_status__in=[str(status) for status in WORKING_STATUSES])
    working = working.filter(send_due_datetime=None)
    ids = list(working.values_list("pk", flat=True))
    return sum(events.republish(ids[start : start + 1000], now) for start in range(0, len(ids), 1000))


def _move_due(due_move: DueMove, now: datetime, batch_size: int) -> Counter[str]:
    batch = Batch(
        due_move.label,
        lambda campaigns, size: _move_batch(due_move, campaigns, now, size),
        lambda pk: _put_off(due_move, pk, now),
    )
    return batch.do(due_move.campaigns(now), batch_size)


def _put_off(due_move: DueMove, pk: int, now: datetime) -> None:
    """Take a campaign that cannot move out of the way: an hour later, or where a person sees it."""
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update().filter(pk=pk, campaign_status=due_move.from_status).first()
        if campaign is None:
            return
        if due_move.date_column:
            later = now + settings.PREPARATION_LEAD + POSTPONED
            Campaign.objects.filter(pk=pk).update(**{due_move.date_column: later})
        else:
            reason = f"“{due_move.label}” could not be done; the log says why"
            campaigns_change_status([campaign], due_move.instead, actor=Actor.POLLER, now=now, reason=reason)


def _move_batch(due_move: DueMove, campaigns: QuerySet[Campaign], now: datetime, batch_size: int) -> Counter[str]:
    """Move up to a batch of the campaigns, those apart that may not be written to: nothing is paid for them."""
    moved: Counter[str] = Counter()
    with transaction.atomic():
        claimed = _claim(due_move.move.sets, campaigns.select_for_update(skip_locked=True), batch_size)
        suppressed = [claim for claim in claimed if isinstance(claim, Claim) and claim.is_suppressed]
        if suppressed:
            reason = "the address is on the suppression list"
            campaigns_change_status(suppressed, states.OPTED_OUT, actor=Actor.POLLER, now=now, reason=reason)
            claimed = [claim for claim in claimed if claim not in suppressed]
        if claimed:
            campaigns_change_status(claimed, due_move.move, actor=Actor.POLLER, now=now)
    moved["unsubscribed"] += len(suppressed)
    moved[due_move.label] += len(claimed)
    return +moved


def _claim(sets: Sets, campaigns: QuerySet[Campaign], batch_size: int) -> Sequence[Campaign | Claim]:
    """The batch's rows, as much of them as the move reads."""
    if sets is Sets.REST:
        return list(campaigns.prefetch_related(AGENTS)[:batch_size])
    columns: list[str] = ["pk", "campaign_status", "cycle"]
    if sets is not Sets.NOTHING:
        drafts = Email.objects.filter(campaign_id=OuterRef("pk"), delivery_status=DeliveryStatus.READY_TO_SEND)
        campaigns = campaigns.annotate(has_draft=Exists(drafts))
        columns += ["has_draft"]
    if sets is Sets.START:
        agents = [SuppressedAddress.ALL_AGENTS, Cast(OuterRef("agent_id"), CharField())]
        suppressed = SuppressedAddress.objects.filter(email=OuterRef("email"), scope__in=agents)
        campaigns = campaigns.annotate(is_suppressed=Exists(suppressed))
        columns += ["is_suppressed", *START_COLUMNS]
    return [Claim(*row) for row in campaigns.values_list(*columns)[:batch_size]]


def _owe_deferred_again(now: datetime, batch_size: int) -> int:
    """A sending that was put off to a later hour: its event is published again now, uncounted."""
    status = CampaignStatus.READY_TO_SEND_EMAIL
    with transaction.atomic():
        waited = due.deferred(now).select_for_update(skip_locked=True)
        ids = list(waited.values_list("pk", flat=True)[:batch_size])
        stalled_at = now + states.ALLOWANCE[status]
        Campaign.objects.filter(pk__in=ids, campaign_status=status).update(
            send_due_datetime=None, stalled_at=stalled_at
        )
        events.republish(ids, now)
    return len(ids)
