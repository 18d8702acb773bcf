"""Opting out: the link in every e-mail, and what it does."""

from datetime import date, datetime

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from campaigns.models import Campaign, CampaignStatus, Email, SuppressedAddress
from campaigns.states import Actor
from campaigns.transitions import campaign_change_status

_signer = signing.Signer(salt="campaigns.unsubscribe")


class BadLink(Exception):
    """The unsubscribe link is not one of ours, or was cut off."""


def url(campaign_id: int, period: date) -> str:
    """The link for a campaign's e-mail of a period; it stays good for ever."""
    token = _signer.sign(f"{campaign_id}.{period:%Y%m}")
    return f"{settings.SITE_URL}{reverse('unsubscribe', args=[token])}"


def email_of(token: str) -> Email:
    """The e-mail that a link was made for; raises BadLink."""
    try:
        campaign_id, _, month = _signer.unsign(token).partition(".")
    except signing.BadSignature as error:
        raise BadLink(BadLink.__doc__) from error
    period = date(int(month[:4]), int(month[4:]), 1)
    email = Email.objects.select_related("campaign__agent__brokerage").filter(campaign_id=campaign_id, period=period)
    found = email.first()
    if found is None:
        raise BadLink("the e-mail of this link is gone")
    return found


def opt_out(email: Email, now: datetime, reason: str) -> int:
    """Never let this agent write to the e-mail's address again; returns how many campaigns stopped.

    One transaction: the suppression row, then the campaigns with that address, locked in order of id. Harmless when
    repeated.
    """
    agent_id = email.campaign.agent_id
    with transaction.atomic():
        SuppressedAddress.objects.get_or_create(
            email=email.to_email,
            scope=SuppressedAddress.scope_of(agent_id),
            defaults={"agent_id": agent_id, "reason": reason, "created": now},
        )
        addressed = Campaign.objects.select_for_update().filter(email=email.to_email, agent_id=agent_id).order_by("pk")
        stopped = [campaign for campaign in addressed if campaign.campaign_status != CampaignStatus.UNSUBSCRIBED]
        for campaign in stopped:
            campaign_change_status(campaign, CampaignStatus.UNSUBSCRIBED, actor=Actor.WEB, now=now, reason=reason)
    return len(stopped)
