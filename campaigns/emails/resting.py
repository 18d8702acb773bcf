"""A campaign comes to rest once it is known that its e-mail went, from whomever that is heard."""

from datetime import datetime

from campaigns.models import Campaign, CampaignStatus
from campaigns.states import Actor
from campaigns.transitions import campaign_change_status

WOULD_STILL_SEND = (
    CampaignStatus.READY_TO_CREATE_EMAIL,
    CampaignStatus.WAITING_FOR_MANUAL_APPROVAL,
    CampaignStatus.READY_TO_SEND_EMAIL,
)


def rest_after_sending(campaign: Campaign, cycle: int, *, actor: Actor, now: datetime, reason: str) -> None:
    """Move a locked campaign to rest whose e-mail of this cycle went, unless it rests or has gone on already."""
    status = campaign.campaign_status
    failed_there = status == CampaignStatus.ERROR and campaign.error_from_status == CampaignStatus.READY_TO_SEND_EMAIL
    if campaign.cycle == cycle and (status in WOULD_STILL_SEND or failed_there):
        campaign_change_status(campaign, CampaignStatus.DORMANT, actor=actor, now=now, reason=reason)
