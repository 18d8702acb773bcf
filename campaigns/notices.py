"""Notices: what the machine changed of a campaign by itself, told to staff until somebody has seen it.

Written in the caller's transaction, with the campaign's row locked.
"""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser

from campaigns.models import Campaign, CampaignNotice, NoticeKind


def notice_address_unknown(campaign: Campaign, why: str, now: datetime) -> None:
    """Note that the campaign goes on as a no-address newsletter. `why` is the source's, without the address."""
    words = f"{why}. No home value is sent: correct the address, then untick “no address newsletter”."
    CampaignNotice.objects.create(
        campaign=campaign, cycle=campaign.cycle, kind=NoticeKind.ADDRESS_UNKNOWN, words=words[:500], occurred_at=now
    )


def notices_seen(campaign: Campaign, user: AbstractBaseUser | None, now: datetime) -> int:
    """A person has looked at what was changed: the campaign is flagged no longer; how many notices that were."""
    unseen = CampaignNotice.objects.filter(campaign=campaign, seen_at=None)
    return unseen.update(seen_at=now, seen_by_id=user.pk if user else None)
