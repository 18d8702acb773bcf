"""Opting out: the link in every e-mail, and what it does."""

from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.db import transaction
from django.urls import reverse

from campaigns.models import Campaign, CampaignStatus, Email, SuppressedAddress
from campaigns.retrying import retrying
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
    """Never let this agent write to the e-mail's address again, since its reader said so; as `suppress`."""
    return suppress(email.to_email, email.campaign.agent_id, actor=Actor.WEB, reason=reason, now=now)


@retrying
def suppress(
    address: str,
    agent_id: int | None,
    *,
    actor: Actor,
    reason: str,
    now: datetime,
    user: AbstractBaseUser | None = None,
) -> int:
    """Never let this agent, or for None any agent, write to an address again; how many campaigns stopped.

    One transaction: the suppression row, then the campaigns with that address, locked in order of id. Harmless when
    repeated. An e-mail that is just being handed over is left to its result.
    """
    with transaction.atomic():
        SuppressedAddress.objects.get_or_create(
            email=address,
            scope=SuppressedAddress.scope_of(agent_id),
            defaults={"agent_id": agent_id, "reason": reason[:200], "created": now},
        )
        addressed = Campaign.objects.select_for_update().filter(email=address).order_by("pk")
        if agent_id is not None:
            addressed = addressed.filter(agent_id=agent_id)
        stopped = [campaign for campaign in addressed if campaign.campaign_status != CampaignStatus.UNSUBSCRIBED]
        for campaign in stopped:
            status = CampaignStatus.UNSUBSCRIBED
            campaign_change_status(campaign, status, actor=actor, now=now, reason=reason, user=user)
    return len(stopped)
