"""How far the demo is, read from the database and put into lines for the terminal."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from campaigns.due import DUE_MOVES
from campaigns.models import Campaign, Email
from campaigns.models.statuses import GONE_OUT, WORKING_STATUSES, CampaignStatus, DeliveryStatus


@dataclass(frozen=True)
class Progress:
    campaigns: dict[str, int]
    created: int
    sent: int
    unconfirmed: int
    due: int
    """Campaigns at work, or about to be: those that wait for an hour still to come are not counted."""


def progress(now: datetime) -> Progress:
    statuses = Campaign.objects.values_list("campaign_status").annotate(Count("id")).order_by()
    emails = Email.objects.aggregate(
        created=Count("id"),
        sent=Count("id", filter=Q(delivery_status__in=GONE_OUT)),
        unconfirmed=Count("id", filter=Q(delivery_status=DeliveryStatus.SENDING)),
    )
    return Progress(campaigns=dict(statuses), due=_due_count(now), **emails)


def _due_count(now: datetime) -> int:
    due = Q(campaign_status__in=WORKING_STATUSES) & ~Q(send_due_datetime__gt=now)
    for due_move in DUE_MOVES:
        due |= due_move.due(now) & Q(campaign_status=due_move.from_status)
    return Campaign.objects.filter(due).count()


def progress_line(state: Progress) -> str:
    campaigns = [
        f"{state.campaigns[status.value]} {status.label.lower()}"
        for status in CampaignStatus
        if status in state.campaigns
    ]
    emails = [f"{state.created} created", f"{state.sent} sent"]
    if state.unconfirmed:
        emails.append(f"{state.unconfirmed} being sent")
    return f"campaigns: {', '.join(campaigns) or 'none'} | e-mails: {', '.join(emails)}"


def last_sent_email_id() -> int | None:
    return (
        Email.objects.filter(delivery_status__in=GONE_OUT)
        .order_by("-sent_at", "-id")
        .values_list("id", flat=True)
        .first()
    )
