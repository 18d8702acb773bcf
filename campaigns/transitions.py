"""The only writer of `campaign_status`.

Every function here runs inside the caller's transaction, on campaign rows that the caller has locked, and writes the
history row, which is also the outbox, beside the move.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import DateField, DurationField, F

from campaigns import bulk, plain, planning, states
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
from campaigns.starting import Claim, OwnDates, StartDates, dates_after_starts
from campaigns.states import Actor, Mail, Move, Sets

CAMPAIGN_COLUMNS = tuple(field.attname for field in Campaign._meta.concrete_fields)


class IllegalMove(Exception):
    """The campaign may not move so."""

    def __init__(self, campaign: Campaign, to_status: str, actor: Actor, why: str) -> None:
        self.why = why
        targets = open_targets(campaign, actor)
        super().__init__(
            f"Campaign {campaign.pk} cannot move from {campaign.campaign_status} to {to_status} by {actor.value}: "
            f"{why}. Open from here: {', '.join(targets) or 'nothing'}."
        )


class MovedMeanwhile(Exception):
    """Somebody else moved the campaign first; nothing was written, and the caller's transaction must roll back."""


def campaign_lock(campaign_id: int) -> Campaign | None:
    """The campaign, its row locked until the transaction ends; None where it is gone."""
    return plain.first(Campaign, {"id": campaign_id}, lock=True)


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
    if sets is Sets.STOP:
        _suppress(campaign, reason, now)
    _settle_email(campaign, sets, user, now)
    _read_again(campaign)


def campaigns_change_status(
    campaigns: Sequence[Campaign | Claim],
    move: Move,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    user: AbstractBaseUser | None = None,
) -> None:
    """Carry one move out on locked campaigns that share their status: one UPDATE, and one history row each.

    A claim is enough for every move but one into rest. Raises MovedMeanwhile if a row no longer has the status that it
    was read with.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a move and its history row belong in one transaction")
    from_status = campaigns[0].campaign_status
    ids = [campaign.pk for campaign in campaigns]
    _expire_drafts(campaigns, move.sets)
    date_changes, dates = _dates(campaigns, move.sets, now)
    changes = _common_changes(from_status, move, now) | date_changes | _changes(campaigns, move.sets)
    moved = _update(ids, from_status, changes)
    if moved != len(ids):
        raise MovedMeanwhile(f"{len(ids) - moved} of {len(ids)} campaigns were no longer {from_status}")
    bulk.update_rows(Campaign, planning.DATE_COLUMNS, dates)
    bulk.insert_for_each(
        StatusChange,
        Campaign,
        ids,
        copied={"campaign_id": "id", "cycle": "cycle"},
        uuid="event_id",
        same={
            "from_status": from_status,
            "to_status": move.to_status,
            "actor": actor.value,
            "changed_by_id": user.pk if user else None,
            "reason": reason[:500],
            "occurred_at": now,
            "next_attempt_at": now,
            "published_at": None,
            "attempts": 0,
        },
    )


def _update(ids: Sequence[int], from_status: str, changes: Mapping[str, Any]) -> int:
    """How many campaigns still had the status. Only expressions over columns, and batches, need the ORM."""
    if len(ids) == 1 and not any(hasattr(value, "resolve_expression") for value in changes.values()):
        return plain.update(Campaign, {"id": ids[0], "campaign_status": from_status}, changes)
    return Campaign.objects.filter(bulk.among(ids), campaign_status=from_status).update(**changes)


def _read_again(campaign: Campaign) -> None:
    """As refresh_from_db, whose statement takes longer to build than to run."""
    (columns,) = plain.select(Campaign, CAMPAIGN_COLUMNS, {"id": campaign.pk})
    for name, value in zip(CAMPAIGN_COLUMNS, columns, strict=True):
        setattr(campaign, name, value)  # forgets a related object whose key has changed


def circumstances(campaign: Campaign) -> states.Circumstances:
    """What decides whether a person may override this campaign's status."""
    ready = frozenset(name for name in states.SUB_STATUSES if getattr(campaign, name) == SubStatus.READY)
    is_mail_of_cycle = campaign.emails.filter(cycle=campaign.cycle).exists()
    return states.Circumstances(
        period_mail(campaign), ready, is_suppressed(campaign), campaign.enabled, is_mail_of_cycle
    )


def open_targets(campaign: Campaign, actor: Actor) -> list[str]:
    """The statuses that `actor` may move a campaign to now: by the table, and for a person by override too."""
    if actor is not Actor.ADMIN:
        return sorted({move.to_status.value for move in states.open_moves(campaign.campaign_status, actor)})
    now_true = circumstances(campaign)
    return sorted(status.value for status in CampaignStatus if not refusal(campaign, status, now_true))


def period_mail(campaign: Campaign) -> Mail:
    """Where the e-mail of the campaign's period stands; a draft of an earlier cycle is none."""
    if not campaign.period:
        return Mail.NONE
    found = plain.select(Email, ("delivery_status", "cycle"), {"campaign_id": campaign.pk, "period": campaign.period})
    if not found:
        return Mail.NONE
    ((delivery_status, cycle),) = found
    if delivery_status == DeliveryStatus.SENDING:
        return Mail.SENDING
    if delivery_status in GONE_OUT:
        return Mail.GONE
    is_draft = delivery_status == DeliveryStatus.READY_TO_SEND and cycle == campaign.cycle
    return Mail.DRAFT if is_draft else Mail.NONE


def is_suppressed(campaign: Campaign, *more_addresses: str) -> bool:
    """Whether the campaign's address, or one of `more_addresses`, may not be written to by its agent."""
    scopes = (SuppressedAddress.ALL_AGENTS, SuppressedAddress.scope_of(campaign.agent_id))
    where = {"email": (campaign.email, *more_addresses), "scope": scopes}
    return bool(plain.select(SuppressedAddress, ("id",), where))


def _allowed_sets(campaign: Campaign, to_status: CampaignStatus, actor: Actor) -> Sets:
    """What the move sets, by the table or by the rules of overrides; raises IllegalMove."""
    from_status = campaign.campaign_status
    move = states.find_move(from_status, to_status, actor)
    if actor is not Actor.ADMIN:
        if move is None:
            raise IllegalMove(campaign, to_status, actor, "the table of moves has no such move")
        if move is states.STOPPED and period_mail(campaign) is Mail.SENDING:
            raise IllegalMove(campaign, to_status, actor, "this period's e-mail is just being handed over")
        if move is states.WENT_AFTER_ALL and period_mail(campaign) is not Mail.GONE:
            raise IllegalMove(campaign, to_status, actor, "this period's e-mail has not gone out")
        return move.sets
    if why := refusal(campaign, to_status, circumstances(campaign)):
        raise IllegalMove(campaign, to_status, actor, why)
    if restarts_step(campaign, to_status):
        return Sets.RETURN
    if to_status == CampaignStatus.READY_TO_SEND_EMAIL and from_status == CampaignStatus.DORMANT:
        return Sets.SEND_AGAIN
    in_mid_cycle = from_status not in (CampaignStatus.DORMANT, CampaignStatus.UNSUBSCRIBED)
    if to_status == CampaignStatus.WAITING_FOR_DATA and in_mid_cycle:
        return Sets.RESTART
    return states.OVERRIDE_SETS[to_status]


def restarts_step(campaign: Campaign, to_status: str) -> bool:
    return campaign.campaign_status == CampaignStatus.ERROR and to_status == campaign.error_from_status


def refusal(campaign: Campaign, to_status: CampaignStatus, now_true: states.Circumstances) -> str:
    """Why a person may not move the campaign so, in words; empty where they may."""
    if not restarts_step(campaign, to_status):
        return states.override_refusal(campaign.campaign_status, to_status, now_true)
    has_gone = now_true.mail in (Mail.SENDING, Mail.GONE)
    return "this period's e-mail has gone out or is just being handed over" if has_gone else ""


def _expire_drafts(campaigns: Sequence[Campaign | Claim], sets: Sets) -> None:
    if sets not in (Sets.START, Sets.RESTART, Sets.REST, Sets.STOP, Sets.HOME_REPORT, Sets.WITHDRAW):
        return
    ids = tuple(campaign.pk for campaign in campaigns if not isinstance(campaign, Claim) or campaign.has_draft)
    if ids:
        drafts = {"campaign_id": ids, "delivery_status": DeliveryStatus.READY_TO_SEND}
        plain.update(Email, drafts, {"delivery_status": DeliveryStatus.EXPIRED})


def _suppress(campaign: Campaign, reason: str, now: datetime) -> None:
    """Whoever is unsubscribed is not written to by that agent again, by whatever campaign."""
    if not is_suppressed(campaign):
        SuppressedAddress.objects.create(
            email=campaign.email,
            agent_id=campaign.agent_id,
            scope=SuppressedAddress.scope_of(campaign.agent_id),
            reason=reason[:200] or "unsubscribed",
            created=now,
        )


def _settle_email(campaign: Campaign, sets: Sets, user: AbstractBaseUser | None, now: datetime) -> None:
    """What a person's override says of the e-mail: approved, to be approved again, to be handed over again."""
    emails = Email.objects.filter(campaign=campaign, cycle=campaign.cycle)
    drafts = emails.filter(delivery_status=DeliveryStatus.READY_TO_SEND)
    if sets is Sets.APPROVE:
        drafts.update(approved_at=now, approved_by_id=user.pk if user else None)
    elif sets is Sets.UNAPPROVE:
        drafts.update(approved_at=None, approved_by=None)
    elif sets is Sets.SEND_AGAIN:
        # The hand-over number stays until the next claim: late news that the e-mail went still stops it.
        sending = emails.filter(delivery_status=DeliveryStatus.SENDING)
        sending.filter(approved_at=None).update(approved_at=now, approved_by_id=user.pk if user else None)
        sending.update(delivery_status=DeliveryStatus.READY_TO_SEND)


def _common_changes(from_status: str, move: Move, now: datetime) -> dict[str, Any]:
    """What every move sets."""
    allowance = states.ALLOWANCE.get(move.to_status)
    stays_off = {"enabled": False} if from_status == CampaignStatus.UNSUBSCRIBED else {}
    return {
        **stays_off,
        "campaign_status": move.to_status,
        "status_since": now,
        "republish_count": 0,
        "send_due_datetime": None,
        "stalled_at": now + allowance if allowance else None,
        "error_from_status": from_status if move.sets is Sets.FAIL else "",
    }


def _changes(campaigns: Sequence[Campaign | Claim], sets: Sets) -> dict[str, Any]:
    """What this kind of move sets beside, one for all."""
    match sets:
        case Sets.START | Sets.RESTART:
            return _start_changes()
        case Sets.HOME_REPORT:
            return {states.HOME_REPORT_SUB_STATUS: SubStatus.WAITING_FOR_DATA, "home_report_analysis": ""}
        case Sets.RETURN:
            return _failed_steps_again(_whole(campaigns)[0])
        case Sets.REST:
            return dict.fromkeys(states.SUB_STATUSES, SubStatus.DORMANT)
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


def _dates(campaigns: Sequence[Campaign | Claim], sets: Sets, now: datetime) -> tuple[dict[str, Any], list[OwnDates]]:
    """What the one UPDATE does to the dates, and those that campaigns get for themselves; the others keep theirs."""
    if sets is Sets.START:
        dates = dates_after_starts(campaigns, now)
        return _dates_in_step(dates), dates.singly
    if sets is Sets.REST:
        return {}, [_dates_at_rest(campaign, now) for campaign in _whole(campaigns) if _is_too_early(campaign, now)]
    if sets is Sets.RESTART:
        return {}, [_dates_at_rest(campaign, now) for campaign in _whole(campaigns) if _is_past(campaign, now)]
    return {}, []


def _dates_in_step(dates: StartDates) -> dict[str, Any]:
    """The next period becomes the running one, the following date the next."""
    periods: dict[date, list[int]] = {}
    steps: dict[timedelta, list[int]] = {}
    for (period, step), ids in dates.in_step.items():
        periods.setdefault(period, []).extend(ids)
        steps.setdefault(step, []).extend(ids)
    following = F("following_send_datetime")
    # In this order: MySQL evaluates SET from left to right and reads what it has already written.
    return {
        "period": F("next_period"),
        "cycle_due_datetime": F("next_send_datetime"),
        "next_period": bulk.ByKey(periods, DateField()),
        "next_send_datetime": following,
        "following_send_datetime": following + bulk.ByKey(steps, DurationField()),
    }


def _dates_at_rest(campaign: Campaign, now: datetime) -> OwnDates:
    return OwnDates.of(campaign.pk, planning.dates_at_rest(campaign, now))


def _is_too_early(campaign: Campaign, now: datetime) -> bool:
    """Whether the date kept since the start has become too early; most hold."""
    kept = campaign.next_send_datetime
    return kept is None or kept <= planning.not_before(campaign, now)


def _is_past(campaign: Campaign, now: datetime) -> bool:
    return campaign.next_send_datetime is None or campaign.next_send_datetime <= now


def _whole(campaigns: Sequence[Campaign | Claim]) -> list[Campaign]:
    """The campaigns as objects; a claim does not hold what these moves read."""
    whole = [campaign for campaign in campaigns if isinstance(campaign, Campaign)]
    if len(whole) != len(campaigns):
        raise TypeError("this move reads whole campaigns, not claims")
    return whole


def _failed_steps_again(campaign: Campaign) -> dict[str, Any]:
    """Only what failed is set going; its failures are forgotten, and an e-mail that FAILED may be sent again."""
    StepFailure.objects.filter(campaign=campaign, cycle=campaign.cycle).delete()
    failed = Email.objects.filter(campaign=campaign, cycle=campaign.cycle, delivery_status=DeliveryStatus.FAILED)
    failed.update(delivery_status=DeliveryStatus.READY_TO_SEND)
    errors = [name for name in states.SUB_STATUSES if getattr(campaign, name) == SubStatus.ERROR]
    return dict.fromkeys(errors, SubStatus.WAITING_FOR_DATA)
