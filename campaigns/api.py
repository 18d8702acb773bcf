"""What a person, or a program in their name, may ask of a campaign: the Python API for those who build on dripr.

Each function is one transaction on the locked row, goes through the one writer of statuses, and writes who asked and
why into the history. `now` defaults to the present. Raises CampaignNotFound, IllegalMove (its text says what is open
and why this is not) or CannotApprove; nothing is written then.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from campaigns import planning
from campaigns.editing import campaign_save_edits
from campaigns.emails.approve import CannotApprove, approve_email
from campaigns.facts import HomeValue
from campaigns.home_values import values_of_home
from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, Email, PropertyData
from campaigns.states import Actor
from campaigns.transitions import IllegalMove, campaign_change_status, campaign_lock

__all__ = [
    "CampaignNotFound",
    "CannotApprove",
    "IllegalMove",
    "approve",
    "home_values",
    "pause_until",
    "require_approval",
    "restart_cycle",
    "restart_step",
    "resume",
    "skip",
    "start_now",
    "stop",
]

User = AbstractBaseUser | None


class CampaignNotFound(LookupError):
    """There is no campaign of that number."""


def start_now(
    campaign_id: int, *, user: User = None, reason: str = "", and_send_now: bool = False, now: datetime | None = None
) -> None:
    """Start the next period at once. Its e-mail waits for the planned moment unless `and_send_now`, and for the window.

    A resting campaign only; one at work is restarted by restart_cycle.
    """
    now = now or timezone.now()
    with _locked(campaign_id) as campaign:
        if campaign.campaign_status != CampaignStatus.DORMANT:
            why = "it is not at rest; restart_cycle does its running period again"
            raise IllegalMove(campaign, CampaignStatus.WAITING_FOR_DATA, Actor.ADMIN, why)
        if campaign.next_period is None:
            planning.recompute_dates(campaign, now)
        if and_send_now and campaign.next_send_datetime and campaign.next_send_datetime > now:
            campaign.next_send_datetime = now
        campaign.save(update_fields=planning.DATE_COLUMNS)
        _move(campaign, CampaignStatus.WAITING_FOR_DATA, user, reason or "started now", now)


def pause_until(campaign_id: int, until: datetime, *, user: User = None, now: datetime | None = None) -> str:
    """Send nothing before a moment, and nothing later for the plan dates up to it; a running cycle ends.

    Returns what a person should know, or nothing. So do resume, stop and require_approval.
    """
    return _edit(campaign_id, {"paused_until": until}, user, now)


def resume(campaign_id: int, *, user: User = None, now: datetime | None = None) -> str:
    """End a pause: the next plan date from now on. What was left out is not sent later."""
    return _edit(campaign_id, {"paused_until": None}, user, now)


def stop(campaign_id: int, *, user: User = None, now: datetime | None = None) -> str:
    """Disable the campaign until somebody enables it; a running cycle ends. The reader is not unsubscribed by it."""
    return _edit(campaign_id, {"enabled": False}, user, now)


def require_approval(campaign_id: int, *, required: bool = True, user: User = None, now: datetime | None = None) -> str:
    """Have a person approve each e-mail before it goes, one that is scheduled already included; or no longer."""
    return _edit(campaign_id, {"requires_approval": required}, user, now)


def skip(campaign_id: int, *, user: User = None, reason: str = "", now: datetime | None = None) -> None:
    """Leave one period out: at rest the next one, at work the running one. Nothing is sent for it later."""
    now = now or timezone.now()
    with _locked(campaign_id) as campaign:
        if campaign.campaign_status == CampaignStatus.DORMANT:
            planning.skip_next(campaign, now)
            campaign.save(update_fields=[*planning.DATE_COLUMNS, "skipped_through"])
        else:
            _move(campaign, CampaignStatus.DORMANT, user, reason or "skipped", now)


def restart_step(campaign_id: int, *, user: User = None, reason: str = "", now: datetime | None = None) -> None:
    """Do the step that failed again, and only that one; its failures are forgotten."""
    now = now or timezone.now()
    with _locked(campaign_id) as campaign:
        if campaign.campaign_status != CampaignStatus.ERROR:
            raise IllegalMove(campaign, campaign.campaign_status, Actor.ADMIN, "no step of it has failed")
        to_status = CampaignStatus(campaign.error_from_status or CampaignStatus.WAITING_FOR_DATA)
        _move(campaign, to_status, user, reason or "failed step restarted", now)


def restart_cycle(campaign_id: int, *, user: User = None, reason: str = "", now: datetime | None = None) -> None:
    """Do the running period again from its start: a new cycle that keeps the period; a draft expires."""
    now = now or timezone.now()
    with _locked(campaign_id) as campaign:
        if campaign.campaign_status == CampaignStatus.DORMANT:
            why = "it is at rest; start_now starts its next period"
            raise IllegalMove(campaign, CampaignStatus.WAITING_FOR_DATA, Actor.ADMIN, why)
        _move(campaign, CampaignStatus.WAITING_FOR_DATA, user, reason or "cycle restarted", now)


def approve(campaign_id: int, revision: int, *, user: AbstractBaseUser, now: datetime | None = None) -> None:
    """Say yes to the revision of the waiting e-mail that the person saw; it goes at the agent's next open moment."""
    drafts = Email.objects.filter(
        campaign_id=campaign_id, cycle=F("campaign__cycle"), delivery_status=DeliveryStatus.READY_TO_SEND
    )
    draft = drafts.values_list("pk", flat=True).first()
    if draft is None:
        raise CannotApprove("No e-mail of this campaign waits for approval.")
    approve_email(draft, revision, user, now or timezone.now())


def home_values(campaign_id: int) -> tuple[HomeValue, ...]:
    """What the campaign's home was worth cycle by cycle, oldest first; one value a date, of one home and source."""
    newest = PropertyData.objects.filter(campaign_id=campaign_id, current_value__isnull=False).order_by("-cycle")
    row = newest.select_related("campaign").first()
    return values_of_home(row.campaign, row) if row else ()


@contextmanager
def _locked(campaign_id: int) -> Iterator[Campaign]:
    with transaction.atomic():
        campaign = campaign_lock(campaign_id)
        if campaign is None:
            raise CampaignNotFound(f"There is no campaign {campaign_id}.")
        yield campaign


def _edit(campaign_id: int, changes: dict[str, object], user: User, now: datetime | None) -> str:
    with _locked(campaign_id) as campaign:
        for name, value in changes.items():
            setattr(campaign, name, value)
        return campaign_save_edits(campaign, changes, user, now or timezone.now())


def _move(campaign: Campaign, to_status: CampaignStatus, user: User, reason: str, now: datetime) -> None:
    campaign_change_status(campaign, to_status, actor=Actor.ADMIN, now=now, reason=reason, user=user)
