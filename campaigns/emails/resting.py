"""A campaign comes to rest once it is known that its e-mail went, from whomever that is heard."""

from datetime import datetime

from campaigns.models import Campaign, CampaignStatus
from campaigns.states import Actor
from campaigns.transitions import campaign_change_status


def rest_after_sending(campaign: Campaign, cycle: int, *, actor: Actor, now: datetime, reason: str) -> None:
    """Move a locked campaign to rest whose e-mail of this cycle went, unless it rests or has gone on already.

    One that a person took back to an earlier status stays there: its e-mail is a draft no more, so that it cannot go
    again, and the sending brings the campaign to rest.
    """
    status = CampaignStatus.READY_TO_SEND_EMAIL
    failed_there = campaign.campaign_status == CampaignStatus.ERROR and campaign.error_from_status == status
    if campaign.cycle == cycle and (campaign.campaign_status == status or failed_there):
        campaign_change_status(campaign, CampaignStatus.DORMANT, actor=actor, now=now, reason=reason)
