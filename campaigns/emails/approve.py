"""A person's yes, or no, to an e-mail that waits for it."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from campaigns.emails.create import schedule_email
from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, Email
from campaigns.retrying import retrying
from campaigns.states import Actor
from campaigns.transitions import campaign_change_status, campaign_lock


class CannotApprove(Exception):
    """The e-mail is not the one that waits for approval any more."""


@retrying
def approve_email(email_id: int, revision: int, user: AbstractBaseUser, now: datetime) -> None:
    """Approve the revision that the person saw; it goes at the agent's next open moment.

    Raises CannotApprove where the campaign went on or the e-mail was made anew meanwhile.
    """
    with transaction.atomic():
        campaign, email = _waiting_email(email_id, revision)
        if campaign.send_due_datetime is not None:
            raise CannotApprove("This e-mail is approved already.")
        note_approval(email, user, now)
        schedule_email(campaign, now)


@retrying
def reject_email(email_id: int, revision: int, reason: str, user: AbstractBaseUser, now: datetime) -> None:
    """Skip this period: the revision that the person saw expires, and its campaign rests until the next date.

    Raises CannotApprove as approving does; an approved e-mail can still be rejected while it waits for its hour.
    """
    with transaction.atomic():
        campaign, _ = _waiting_email(email_id, revision)
        reason = f"rejected: {reason}"
        campaign_change_status(campaign, CampaignStatus.DORMANT, actor=Actor.ADMIN, now=now, reason=reason, user=user)


def note_approval(email: Email, user: AbstractBaseUser, now: datetime) -> None:
    """Write down who said yes, and when. The caller holds the campaign's row."""
    email.approved_at = now
    email.approved_by_id = user.pk
    email.save(update_fields=["approved_at", "approved_by"])


def _waiting_email(email_id: int, revision: int) -> tuple[Campaign, Email]:
    """The e-mail and its locked campaign; raises CannotApprove unless this revision waits for a person."""
    campaign_id = Email.objects.filter(pk=email_id).values_list("campaign_id", flat=True).first()
    campaign = campaign_lock(campaign_id) if campaign_id else None
    email = Email.objects.filter(pk=email_id).first()
    if email is None or campaign is None or campaign.campaign_status != CampaignStatus.WAITING_FOR_MANUAL_APPROVAL:
        raise CannotApprove("The campaign does not wait for approval any more.")
    if email.cycle != campaign.cycle or email.delivery_status != DeliveryStatus.READY_TO_SEND:
        raise CannotApprove("This e-mail is not the one that waits for approval.")
    if email.revision != revision:
        raise CannotApprove("The e-mail was made anew since you looked at it: read it again.")
    return campaign, email
