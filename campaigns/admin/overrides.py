"""Overriding a status: what a person may choose now, what each choice does, and the doing of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.safestring import SafeString

from campaigns import transitions
from campaigns.admin.badges import campaign_pill
from campaigns.models import Campaign, CampaignStatus
from campaigns.states import Actor

EFFECTS = MappingProxyType(
    {
        CampaignStatus.DORMANT: "Ends the running cycle and withdraws a draft; goes on at the next planned date.",
        CampaignStatus.WAITING_FOR_DATA: "Starts a cycle now: all data are fetched and both texts written anew. "
        "A campaign in mid-cycle keeps its month.",
        CampaignStatus.WAITING_FOR_HOME_ANALYSIS: "Has the home report written anew and withdraws a draft.",
        CampaignStatus.READY_TO_CREATE_EMAIL: "Has the e-mail of this cycle created.",
        CampaignStatus.WAITING_FOR_MANUAL_APPROVAL: "The draft waits for a person's yes; an approval is withdrawn.",
        CampaignStatus.READY_TO_SEND_EMAIL: "Approves the draft in your name; it goes as soon as the agent's window "
        "is open.",
        CampaignStatus.UNSUBSCRIBED: "Disables the campaign and withdraws a draft: nothing is sent any more.",
        CampaignStatus.ERROR: "Stops the work until a person restarts it or the next date comes.",
    }
)
RESTART_EFFECT = "Restarts the failed step; what is done already is kept."
SEND_AGAIN_EFFECT = (
    "Sends this month's unconfirmed e-mail again. It may have arrived already: look at it, and at any news, first."
)


class CannotOverride(Exception):
    """The campaign may not be moved so just now."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One target on the page; `refusal` says why it cannot be chosen now, and is empty where it can."""

    status: CampaignStatus
    effect: str
    refusal: str

    @property
    def pill(self) -> SafeString:
        return campaign_pill(self.status)


def effect(campaign: Campaign, to_status: CampaignStatus) -> str:
    """What the choice does, in words."""
    if transitions.restarts_step(campaign, to_status):
        return RESTART_EFFECT
    sends_again = (CampaignStatus.DORMANT, CampaignStatus.READY_TO_SEND_EMAIL)
    return SEND_AGAIN_EFFECT if (campaign.campaign_status, to_status) == sends_again else EFFECTS[to_status]


def choices(campaign: Campaign) -> list[Choice]:
    """Every other status, those that can be chosen first."""
    now_true = transitions.circumstances(campaign)
    found = [
        Choice(
            status,
            effect(campaign, status),
            transitions.refusal(campaign, status, now_true),
        )
        for status in CampaignStatus
        if status != campaign.campaign_status
    ]
    return sorted(found, key=lambda choice: bool(choice.refusal))


def every_choice() -> list[Choice]:
    """What several campaigns may be asked for; each decides for itself."""
    return [Choice(status, EFFECTS[status], "") for status in CampaignStatus]


def override_status(
    campaign_id: int, to_status: CampaignStatus, *, reason: str, user: AbstractBaseUser, now: datetime, seen: str = ""
) -> None:
    """Move one campaign in a person's name.

    `seen` is the status that the person looked at; empty where it does not matter. Raises CannotOverride, in words.
    """
    with transaction.atomic():
        campaign = transitions.campaign_lock(campaign_id)
        if campaign is None:
            raise CannotOverride("it is gone")
        if seen and seen != campaign.campaign_status:
            label = CampaignStatus(campaign.campaign_status).label
            raise CannotOverride(f"it moved on while you looked at it, to “{label}”")
        if why := transitions.refusal(campaign, to_status, transitions.circumstances(campaign)):
            raise CannotOverride(why)
        try:
            transitions.campaign_change_status(
                campaign, to_status, actor=Actor.ADMIN, now=now, reason=reason, user=user
            )
        except (transitions.IllegalMove, transitions.MovedMeanwhile) as error:
            raise CannotOverride(getattr(error, "why", str(error))) from error


def override_many(
    campaign_ids: Iterable[int], to_status: CampaignStatus, *, reason: str, user: AbstractBaseUser, now: datetime
) -> tuple[int, dict[str, list[int]]]:
    """Move several, each in a transaction of its own: how many moved, and which did not, by why."""
    moved = 0
    refused: dict[str, list[int]] = {}
    for campaign_id in campaign_ids:
        try:
            override_status(campaign_id, to_status, reason=reason, user=user, now=now)
        except CannotOverride as error:
            refused.setdefault(str(error), []).append(campaign_id)
        else:
            moved += 1
    return moved, refused
