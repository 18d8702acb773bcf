"""What the outbox owes, read from its index alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from campaigns.models import StatusChange


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many events are owed, and how long the first of those in line has been due."""

    count: int
    oldest: timedelta


def backlog(now: datetime) -> Backlog:
    owed = StatusChange.objects.filter(published_at=None).aggregate(count=Count("pk"), first=Min("next_attempt_at"))
    return Backlog(owed["count"], max(now - owed["first"], timedelta()) if owed["first"] else timedelta())
