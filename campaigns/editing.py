"""Saving what a person typed into a campaign's form, beside a machine that goes on writing to the same row."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser

from campaigns import notices, planning, transitions
from campaigns.models import Campaign, CampaignStatus
from campaigns.models.statuses import WORKING_STATUSES
from campaigns.states import Actor, Mail

User = AbstractBaseUser | None

PLAN_FIELDS = frozenset({"agent", "fixed_send_day", "every_n_months", "paused_until", "enabled"})
CONTENT_FIELDS = frozenset({"agent", "first_name", "email", "formatted_address", "zip_code", "no_address_newsletter"})
"""What an e-mail says or to whom it goes: one that was made before such a change is not the right one."""
ADDRESS_FIELDS = frozenset({"agent", "email"})
HOME_FIELDS = frozenset({"formatted_address", "zip_code", "no_address_newsletter"})
"""Whoever edits these has seen what the machine made of the address."""

_past_data = frozenset(
    {
        CampaignStatus.WAITING_FOR_HOME_ANALYSIS,
        CampaignStatus.READY_TO_CREATE_EMAIL,
        CampaignStatus.WAITING_FOR_MANUAL_APPROVAL,
        CampaignStatus.READY_TO_SEND_EMAIL,
    }
)


def campaign_add(campaign: Campaign, user: User, now: datetime) -> str:
    """Store a new campaign with its dates; what a person should know of it, or nothing. Raises ValidationError.

    The key that spreads campaigns over the window is the primary key, so the row comes before its dates.
    """
    campaign.full_clean()
    campaign.save()
    suppressed = _unsubscribe_suppressed(campaign, user, now)
    planning.recompute_dates(campaign, now)
    campaign.save(update_fields=planning.DATE_COLUMNS)
    return suppressed


def campaign_save_edits(campaign: Campaign, edited: Collection[str], user: User, now: datetime) -> str:
    """Save the edited columns of a campaign whose row is locked, and what follows from them; the news for a person.

    1. Only what was edited is written, and the dates where the plan changed: never a column of the machine.
    2. A suppressed address unsubscribes; a campaign found disabled or paused stops; an e-mail for another reader,
       agent or home is withdrawn and made anew; one that nobody approved is held once approval is required.
    """
    columns = list(edited)
    if PLAN_FIELDS.intersection(edited):
        planning.recompute_dates(campaign, now)
        columns += planning.DATE_COLUMNS
    campaign.save(update_fields=columns)
    if HOME_FIELDS.intersection(edited):
        notices.notices_seen(campaign, user, now)
    if ADDRESS_FIELDS.intersection(edited) and (news := _unsubscribe_suppressed(campaign, user, now)):
        return news
    is_paused = campaign.paused_until is not None and campaign.paused_until > now
    if is_paused or not campaign.enabled:
        return _stop(campaign, "paused" if campaign.enabled else "disabled", user, now)
    if CONTENT_FIELDS.intersection(edited) and (news := _make_anew(campaign, user, now)):
        return news
    return _hold(campaign, user, now) if "requires_approval" in edited and campaign.requires_approval else ""


def _unsubscribe_suppressed(campaign: Campaign, user: User, now: datetime) -> str:
    is_unsubscribed = campaign.campaign_status == CampaignStatus.UNSUBSCRIBED
    if is_unsubscribed or not transitions.is_suppressed(campaign):
        return ""
    _move(campaign, CampaignStatus.UNSUBSCRIBED, "the address is on the suppression list", user, now)
    return "The address is on the suppression list: the campaign is unsubscribed, and nothing is sent."


def _stop(campaign: Campaign, why: str, user: User, now: datetime) -> str:
    status = CampaignStatus(campaign.campaign_status)
    if status not in WORKING_STATUSES and status != CampaignStatus.WAITING_FOR_MANUAL_APPROVAL:
        return ""
    if transitions.period_mail(campaign) is Mail.SENDING:
        return (
            "This month's e-mail is just being handed over and can no longer be stopped; the campaign rests after it."
        )
    _move(campaign, CampaignStatus.DORMANT, why, user, now)
    return f"The campaign is {why}: its running cycle was ended."


def _make_anew(campaign: Campaign, user: User, now: datetime) -> str:
    if campaign.campaign_status == CampaignStatus.WAITING_FOR_DATA:
        return "This month's data may have been fetched before this change; the next month's e-mail has it in full."
    if campaign.campaign_status not in _past_data or transitions.period_mail(campaign) in (Mail.SENDING, Mail.GONE):
        return ""
    reason = "agent, reader or home was edited: this month's e-mail is made anew"
    _move(campaign, CampaignStatus.WAITING_FOR_DATA, reason, user, now)
    return "This month's e-mail is made anew, since agent, reader or home was edited."


def _hold(campaign: Campaign, user: User, now: datetime) -> str:
    """A draft that is scheduled waits for a person from now on, unless one has approved it already."""
    if campaign.campaign_status not in (CampaignStatus.READY_TO_CREATE_EMAIL, CampaignStatus.READY_TO_SEND_EMAIL):
        return ""
    mail = transitions.period_mail(campaign)
    if mail is Mail.SENDING:
        return "This month's e-mail is just being handed over and goes; approval is required from the next one on."
    is_approved = campaign.emails.filter(cycle=campaign.cycle, approved_at__isnull=False).exists()
    if mail is not Mail.DRAFT or is_approved:
        return ""
    _move(campaign, CampaignStatus.WAITING_FOR_MANUAL_APPROVAL, "approval is required from now on", user, now)
    return "This month's e-mail was scheduled already; it waits for approval now."


def _move(campaign: Campaign, status: CampaignStatus, reason: str, user: User, now: datetime) -> None:
    transitions.campaign_change_status(campaign, status, actor=Actor.ADMIN, now=now, reason=reason, user=user)
