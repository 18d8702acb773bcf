"""A campaign comes to rest once it is known that its e-mail went, from whomever that is heard."""

from datetime import datetime

from campaigns.models import Campaign, CampaignStatus
from campaigns.states import Actor
from campaigns.transitions import campaign_change_status


def waits_for_its_email(campaign_status: str, error_from_status: str) -> bool:
    """Whether a campaign comes to rest by hearing that its cycle's e-mail went."""
    status = CampaignStatus.READY_TO_SEND_EMAIL
    return campaign_status == status or (campaign_status == CampaignStatus.ERROR and error_from_status == status)


def rest_after_sending(campaign: Campaign, cycle: int, *, actor: Actor, now: datetime, reason: str) -> None:
    """Move a locked campaign to rest whose e-mail of this cycle went, unless it rests or has gone on already.

    One that a person took back to an earlier status stays there: its e-mail is a draft no more, so that it cannot go
    again, and the sending brings the campaign to rest.
    """
    if campaign.cycle == cycle and waits_for_its_email(campaign.campaign_status, campaign.error_from_status):
        campaign_change_status(campaign, CampaignStatus.DORMANT, actor=actor, now=now, reason=reason)
