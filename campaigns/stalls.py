"""What looks stuck, and its restart.

A campaign at work past its `stalled_at` has lost its event, or its consumer is gone. As long as a queue that owes it
something still holds messages that is a backlog, not a stall. Otherwise its event is published again, with doubling
delay, and in the end the campaign goes to ERROR. A hand-over without news for 30 minutes only lets the campaign go on.
"""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from campaigns import events, states
from campaigns.models import Campaign, CampaignStatus, Step, SubStatus
from campaigns.models.statuses import WORKING_STATUSES
from campaigns.states import Actor, Mail
from campaigns.transitions import campaigns_change_status, period_mail

logger = logging.getLogger(__name__)

Waiting = Callable[[Step], bool]
"""Whether a step's queue still holds waiting messages."""

MOST_RESTARTS = 5
PATIENCE = 4
"""After this many allowances a backlog counts as a stall as well."""


def restart_stalled(now: datetime, batch_size: int, waiting: Waiting) -> Counter[str]:
    """Deal with one batch of campaigns that look stalled; the numbers, by what was done."""
    done: Counter[str] = Counter()
    for status in WORKING_STATUSES:
        stalled = Campaign.objects.filter(campaign_status=status, stalled_at__lte=now)
        if not stalled.exists():
            continue
        waiting_steps = _waiting_steps(status, waiting)
        with transaction.atomic():
            for campaign in stalled.select_for_update(skip_locked=True).order_by("stalled_at")[:batch_size]:
                done[_deal_with(campaign, now, waiting_steps)] += 1
    del done["backlog"]
    return done


def owed_steps(campaign: Campaign) -> list[Step]:
    """The steps that a campaign at work still waits for."""
    return [
        step
        for step, status in states.STEP_STATUS.items()
        if status == campaign.campaign_status
        and getattr(campaign, states.STEP_SUB_STATUS.get(step, ""), "") != SubStatus.READY
    ]


def _waiting_steps(status: CampaignStatus, waiting: Waiting) -> set[Step]:
    return {step for step, step_status in states.STEP_STATUS.items() if step_status == status and waiting(step)}


def _deal_with(campaign: Campaign, now: datetime, waiting_steps: set[Step]) -> str:
    allowance = states.ALLOWANCE[CampaignStatus(campaign.campaign_status)]
    if campaign.campaign_status == CampaignStatus.READY_TO_SEND_EMAIL and period_mail(campaign) is Mail.SENDING:
        reason = "no news of the hand-over for 30 minutes; a delivery event or a person settles the e-mail"
        campaigns_change_status([campaign], states.SENT, actor=Actor.POLLER, now=now, reason=reason)
        return "unconfirmed"
    is_backlog = any(step in waiting_steps for step in owed_steps(campaign))
    if is_backlog and now < campaign.status_since + PATIENCE * allowance:
        Campaign.objects.filter(pk=campaign.pk).update(stalled_at=now + allowance / 4)
        return "backlog"
    if campaign.republish_count >= MOST_RESTARTS:
        owed = ", ".join(step.label for step in owed_steps(campaign)) or "the next move"
        reason = f"nothing came of {campaign.republish_count} restarts; still waiting for: {owed}"
        campaigns_change_status([campaign], states.STEP_FAILED, actor=Actor.POLLER, now=now, reason=reason)
        logger.error("stalled out", extra={"facts": {"campaign": campaign.pk, "cycle": campaign.cycle}})
        return "stalled out"
    count = campaign.republish_count + 1
    stalled_at = now + allowance * 2**count
    Campaign.objects.filter(pk=campaign.pk).update(republish_count=count, stalled_at=stalled_at)
    events.republish([campaign.pk], now)
    logger.warning(
        "stalled, event published again", extra={"facts": {"campaign": campaign.pk, "cycle": campaign.cycle}}
    )
    return "restarted"
