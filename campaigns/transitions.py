"""The only writer of `campaign_status`.

Every function here runs inside the caller's transaction, on campaign rows that the caller has locked, and writes the
history row, which is also the outbox, beside the move.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.db.models import Case, F, Value, When

from campaigns import planning, states
from campaigns.models import (
    Campaign,
    CampaignStatus,
    DeliveryStatus,
    Email,
    StatusChange,
    StepFailure,
    SubStatus,
    SuppressedAddress,
)
from campaigns.models.statuses import GONE_OUT
from campaigns.states import Actor, Mail, Move, Sets


class IllegalMove(Exception):
    """The campaign may not move so."""

    def __init__(self, campaign: Campaign, to_status: str, actor: Actor, why: str) -> None:
        self.why = why
        targets = sorted({move.to_status.value for move in states.open_moves(campaign.campaign_status, actor)})
        super().__init__(
            f"Campaign {campaign.pk} cannot move from {campaign.campaign_status} to {to_status} by {actor.value}: "
            f"{why}. Open from here: {', '.join(targets) or 'nothing'}."
        )


class MovedMeanwhile(Exception):
    """Somebody else moved the campaign first; nothing was written, and the caller's transaction must roll back."""


def campaign_lock(campaign_id: int) -> Campaign | None:
    """The campaign, its row locked until the transaction ends; None where it is gone."""
    return Campaign.objects.select_for_update().filter(pk=campaign_id).first()


def campaign_change_status(
    campaign: Campaign,
    to_status: CampaignStatus,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    user: AbstractBaseUser | None = None,
) -> None:
    """Move one locked campaign by the table, or, for a person, by an override.

    Raises IllegalMove where neither allows it. The campaign object is fresh afterwards.
    """
    sets = _allowed_sets(campaign, to_status, actor)
    move = Move((CampaignStatus(campaign.campaign_status),), to_status, reason, (actor,), sets)
    campaigns_change_status([campaign], move, actor=actor, now=now, reason=reason, user=user)
    campaign.refresh_from_db()


def campaigns_change_status(
    campaigns: Sequence[Campaign],
    move: Move,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    user: AbstractBaseUser | None = None,
) -> None:
    """Carry one move out on locked campaigns that share their status: one UPDATE, and one history row each.

    Raises MovedMeanwhile if a row no longer has the status that it was read with.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a move and its history row belong in one transaction")
    from_status = campaigns[0].campaign_status
    ids = [campaign.pk for campaign in campaigns]
    _expire_drafts(ids, move.sets)
    changes = _common_changes(from_status, move, now) | _changes(campaigns, move.sets, now)
    moved = Campaign.objects.filter(pk__in=ids, campaign_status=from_status).update(**changes)
    if moved != len(ids):
        raise MovedMeanwhile(f"{len(ids) - moved} of {len(ids)} campaigns were no longer {from_status}")
    cycle_step = 1 if move.sets in (Sets.START, Sets.RESTART) else 0
    StatusChange.objects.bulk_create(
        StatusChange(
            campaign_id=campaign.pk,
            cycle=campaign.cycle + cycle_step,
            from_status=from_status,
            to_status=move.to_status,
            actor=actor.value,
            changed_by_id=user.pk if user else None,
            reason=reason[:500],
            occurred_at=now,
            next_attempt_at=now,
        )
        for campaign in campaigns
    )


def circumstances(campaign: Campaign) -> states.Circumstances:
    """What decides whether a person may override this campaign's status."""
    ready = frozenset(name for name in states.SUB_STATUSES if getattr(campaign, name) == SubStatus.READY)
    return states.Circumstances(period_mail(campaign), ready, is_suppressed(campaign))


def period_mail(campaign: Campaign) -> Mail:
    """Where the e-mail of the campaign's period stands; a draft of an earlier cycle is none."""
    email = campaign.emails.filter(period=campaign.period).first() if campaign.period else None
    if email is None:
        return Mail.NONE
    if email.delivery_status == DeliveryStatus.SENDING:
        return Mail.SENDING
    if email.delivery_status in GONE_OUT:
        return Mail.GONE
    is_draft = email.delivery_status == DeliveryStatus.READY_TO_SEND and email.cycle == campaign.cycle
    return Mail.DRAFT if is_draft else Mail.NONE


def is_suppressed(campaign: Campaign, *more_addresses: str) -> bool:
    """Whether the campaign's address, or one of `more_addresses`, may not be written to by its agent."""
    scopes = [SuppressedAddress.ALL_AGENTS, SuppressedAddress.scope_of(campaign.agent_id)]
    return SuppressedAddress.objects.filter(email__in=[campaign.email, *more_addresses], scope__in=scopes).exists()


def _allowed_sets(campaign: Campaign, to_status: CampaignStatus, actor: Actor) -> Sets:
    """What the move sets, by the table or by the rules of overrides; raises IllegalMove."""
    from_status = campaign.campaign_status
    move = states.find_move(from_status, to_status, actor)
    if actor is not Actor.ADMIN:
        if move is None:
            raise IllegalMove(campaign, to_status, actor, "the table of moves has no such move")
        if move is states.STOPPED and period_mail(campaign) is Mail.SENDING:
            raise IllegalMove(campaign, to_status, actor, "this period's e-mail is just being handed over")
        return move.sets
    now_true = circumstances(campaign)
    if from_status == CampaignStatus.ERROR and to_status == campaign.error_from_status:
        if now_true.mail not in (Mail.SENDING, Mail.GONE):
            return Sets.RETURN
        raise IllegalMove(campaign, to_status, actor, "this period's e-mail has gone out or is just being handed over")
    why = states.override_refusal(from_status, to_status, now_true)
    if why:
        raise IllegalMove(campaign, to_status, actor, why)
    in_mid_cycle = from_status not in (CampaignStatus.DORMANT, CampaignStatus.UNSUBSCRIBED)
    if to_status == CampaignStatus.WAITING_FOR_DATA and in_mid_cycle:
        return Sets.RESTART
    return states.OVERRIDE_SETS[to_status]


def _expire_drafts(campaign_ids: list[int], sets: Sets) -> None:
    if sets in (Sets.START, Sets.RESTART, Sets.REST, Sets.STOP, Sets.HOME_REPORT):
        drafts = Email.objects.filter(campaign_id__in=campaign_ids, delivery_status=DeliveryStatus.READY_TO_SEND)
        drafts.update(delivery_status=DeliveryStatus.EXPIRED)


def _common_changes(from_status: str, move: Move, now: datetime) -> dict[str, Any]:
    """What every move sets."""
    allowance = states.ALLOWANCE.get(move.to_status)
    return {
        "campaign_status": move.to_status,
        "status_since": now,
        "republish_count": 0,
        "send_due_datetime": None,
        "stalled_at": now + allowance if allowance else None,
        "error_from_status": from_status if move.sets is Sets.FAIL else "",
    }


def _changes(campaigns: Sequence[Campaign], sets: Sets, now: datetime) -> dict[str, Any]:
    """What this kind of move sets beside."""
    match sets:
        case Sets.START:
            # In this order: MySQL evaluates SET from left to right and reads what it has already written.
            return {
                "period": F("next_period"),
                "cycle_due_datetime": F("next_send_datetime"),
                **_date_changes({campaign: planning.dates_after_start(campaign, now) for campaign in campaigns}),
                **_start_changes(),
            }
        case Sets.RESTART:
            return _past_dates_recomputed(campaigns, now) | _start_changes()
        case Sets.HOME_REPORT:
            return {states.HOME_REPORT_SUB_STATUS: SubStatus.WAITING_FOR_DATA, "home_report_analysis": ""}
        case Sets.RETURN:
            return _failed_steps_again(campaigns[0])
        case Sets.REST:
            dates = {campaign: new for campaign in campaigns if (new := _later_dates(campaign, now))}
            return dict.fromkeys(states.SUB_STATUSES, SubStatus.DORMANT) | _date_changes(dates)
        case Sets.STOP:
            return {**dict.fromkeys(states.SUB_STATUSES, SubStatus.DORMANT), "enabled": False}
    return {}


def _start_changes() -> dict[str, Any]:
    """Nothing of the last cycle is taken for this one's."""
    return {
        "cycle": F("cycle") + 1,
        **dict.fromkeys(states.DATA_SUB_STATUSES, SubStatus.WAITING_FOR_DATA),
        states.HOME_REPORT_SUB_STATUS: SubStatus.DORMANT,
        "intro": "",
        "home_report_analysis": "",
        **dict.fromkeys(
            ("property_data", "active_listings", "recent_sales", "local_market_data", "mortgage_rate"), None
        ),
    }


def _later_dates(campaign: Campaign, now: datetime) -> planning.Dates | None:
    """New dates where those kept since the start have become too early; None where they hold, as most do."""
    kept = campaign.next_send_datetime
    if kept and kept > planning.not_before(campaign, now):
        return None
    return planning.dates_at_rest(campaign, now)


def _past_dates_recomputed(campaigns: Sequence[Campaign], now: datetime) -> dict[str, Any]:
    past = [
        campaign for campaign in campaigns if campaign.next_send_datetime is None or campaign.next_send_datetime <= now
    ]
    return _date_changes({campaign: planning.dates_at_rest(campaign, now) for campaign in past})


def _date_changes(dates: dict[Campaign, planning.Dates]) -> dict[str, Any]:
    """Each campaign's own dates as columns of one UPDATE; a campaign that is not named keeps what it has."""
    if not dates:
        return {}
    changes: dict[str, Any] = {}
    for column in planning.Dates.__slots__:
        kind = models.DateField() if column == "next_period" else models.DateTimeField()
        whens = [When(pk=campaign.pk, then=Value(asdict(new)[column], kind)) for campaign, new in dates.items()]
        changes[column] = Case(*whens, default=F(column), output_field=kind)
    return changes


def _failed_steps_again(campaign: Campaign) -> dict[str, Any]:
    """Only what failed is set going; its failures are forgotten, and an e-mail that FAILED may be sent again."""
    StepFailure.objects.filter(campaign=campaign, cycle=campaign.cycle).delete()
    failed = Email.objects.filter(campaign=campaign, cycle=campaign.cycle, delivery_status=DeliveryStatus.FAILED)
    failed.update(delivery_status=DeliveryStatus.READY_TO_SEND)
    errors = [name for name in states.SUB_STATUSES if getattr(campaign, name) == SubStatus.ERROR]
    return dict.fromkeys(errors, SubStatus.WAITING_FOR_DATA)
