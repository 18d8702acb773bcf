"""What looks stuck, and its restart.

A campaign at work past its `stalled_at` has lost its event, or its consumer is gone. As long as a queue that owes it
something still holds messages that is a backlog, not a stall. Otherwise its event is published again, with doubling
delay, so many a minute, and in the end the campaign goes to ERROR. A hand-over without news for 30 minutes only lets
the campaign go on.
"""

import logging
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import compress

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from campaigns import due, events, states
from campaigns.batches import AGENTS, POSTPONED, Batch
from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, Email, Step, SubStatus
from campaigns.states import Actor
from campaigns.transitions import campaigns_change_status

logger = logging.getLogger(__name__)

Waiting = Callable[[Step], bool]
"""Whether a step's queue still holds waiting messages."""

MOST_RESTARTS = 5
PATIENCE = 4
"""After this many allowances a backlog counts as a stall as well."""
RESTARTS_PER_MINUTE = 600
"""By all pollers together: a lost queue's campaigns come back at a pace that consumers can take."""
MINUTE = timedelta(minutes=1)


def restart_stalled(now: datetime, batch_size: int, waiting: Waiting) -> Counter[str]:
    """Deal with one batch of campaigns that look stalled, of each status; the numbers, by what was done.

    `waiting` is asked at most once for each step, and only for steps that a stalled campaign waits for.
    """
    done: Counter[str] = Counter()
    for status in compress(due.STALLED_STATUSES, due.anything(due.stalled_by_status, now)):
        stalled = due.stalled(status, now)
        if status == CampaignStatus.READY_TO_SEND_EMAIL:
            go_on = Batch("unconfirmed", lambda found, size: _go_on(found, size, now), lambda pk: _put_off(pk, now))
            done += go_on.do(stalled.filter(Exists(_handed_over())), batch_size)
            stalled = stalled.exclude(Exists(_handed_over()))
        pace = min(batch_size, RESTARTS_PER_MINUTE - restarts_within_a_minute(now))
        if pace > 0:
            done += _restart(stalled, status, pace, now, waiting)
    del done["backlog"]
    return +done


def restarts_within_a_minute(now: datetime) -> int:
    """How many restarts there were, by any poller: the n-th leaves `stalled_at` 2^n allowances after itself."""
    restarted = Q()
    for status, allowance in states.ALLOWANCE.items():
        for count in range(1, MOST_RESTARTS + 1):
            until = now + allowance * 2**count
            restarted |= Q(campaign_status=status, stalled_at__gt=until - MINUTE, stalled_at__lte=until)
    return Campaign.objects.filter(restarted, republish_count__gt=0).count()


def owed_steps(campaign: Campaign) -> list[Step]:
    """The steps that a campaign at work still waits for."""
    return [
        step
        for step, status in states.STEP_STATUS.items()
        if status == campaign.campaign_status
        and getattr(campaign, states.STEP_SUB_STATUS.get(step, ""), "") != SubStatus.READY
    ]


def _handed_over() -> QuerySet[Email]:
    """The e-mail of a campaign's period, where it is SENDING."""
    return Email.objects.filter(
        campaign_id=OuterRef("pk"), period=OuterRef("period"), delivery_status=DeliveryStatus.SENDING
    )


def _go_on(campaigns: QuerySet[Campaign], size: int, now: datetime) -> Counter[str]:
    with transaction.atomic():
        found = list(campaigns.select_for_update(skip_locked=True).prefetch_related(AGENTS)[:size])
        if found:
            reason = "no news of the hand-over for 30 minutes; a delivery event or a person settles the e-mail"
            campaigns_change_status(found, states.SENT, actor=Actor.POLLER, now=now, reason=reason)
    return Counter({"unconfirmed": len(found)})


def _put_off(pk: int, now: datetime) -> None:
    Campaign.objects.filter(pk=pk, stalled_at__lte=now).update(stalled_at=now + POSTPONED)


def _restart(
    stalled: QuerySet[Campaign], status: CampaignStatus, size: int, now: datetime, waiting: Waiting
) -> Counter[str]:
    """Restart a batch, unless a queue says that it is a backlog; the queues are asked before anything is locked."""
    oldest = stalled.order_by("stalled_at").defer("intro", "home_report_analysis")
    steps = {step for campaign in oldest[:size] for step in owed_steps(campaign)}
    waits = {step for step in states.STEP_STATUS if step in steps and waiting(step)}
    batch = Batch(
        "restart",
        lambda found, most: _restart_batch(found, most, status, now, waits),
        lambda pk: _put_off(pk, now),
    )
    return batch.do(oldest, size)


def _restart_batch(
    stalled: QuerySet[Campaign], size: int, status: CampaignStatus, now: datetime, waits: Collection[Step]
) -> Counter[str]:
    """Each to what it needs; all that need the same are written at once."""
    allowance = states.ALLOWANCE[status]
    with transaction.atomic():
        groups: dict[tuple[str, int], list[Campaign]] = {}
        for campaign in stalled.select_for_update(skip_locked=True)[:size]:
            groups.setdefault((_verdict(campaign, allowance, now, waits), campaign.republish_count), []).append(
                campaign
            )
        for (verdict, restarts), campaigns in groups.items():
            if verdict == "backlog":
                _write(campaigns, stalled_at=now + allowance / 4)
            elif verdict == "restarted":
                _write(campaigns, stalled_at=now + allowance * 2 ** (restarts + 1), republish_count=restarts + 1)
                events.republish([campaign.pk for campaign in campaigns], now)
            else:
                _give_up(campaigns, restarts, now)
    _log(groups)
    return sum((Counter({verdict: len(alike)}) for (verdict, _), alike in groups.items()), Counter())


def _verdict(campaign: Campaign, allowance: timedelta, now: datetime, waits: Collection[Step]) -> str:
    is_backlog = any(step in waits for step in owed_steps(campaign))
    if is_backlog and now < campaign.status_since + PATIENCE * allowance:
        return "backlog"
    return "restarted" if campaign.republish_count < MOST_RESTARTS else "stalled out"


def _write(campaigns: Sequence[Campaign], **columns: datetime | int) -> None:
    Campaign.objects.filter(pk__in=[campaign.pk for campaign in campaigns]).update(**columns)


def _give_up(campaigns: Sequence[Campaign], restarts: int, now: datetime) -> None:
    by_reason: dict[str, list[Campaign]] = {}
    for campaign in campaigns:
        owed = ", ".join(step.label for step in owed_steps(campaign)) or "the next move"
        by_reason.setdefault(f"nothing came of {restarts} restarts; still waiting for: {owed}", []).append(campaign)
    for reason, alike in by_reason.items():
        campaigns_change_status(alike, states.STEP_FAILED, actor=Actor.POLLER, now=now, reason=reason)


def _log(groups: Mapping[tuple[str, int], Sequence[Campaign]]) -> None:
    for (verdict, restarts), campaigns in groups.items():
        facts = {"campaigns": len(campaigns), "first": campaigns[0].pk, "restarts": restarts}
        if verdict == "restarted":
            logger.warning("stalled, events published again", extra={"facts": facts})
        elif verdict == "stalled out":
            logger.error("stalled out", extra={"facts": facts})
