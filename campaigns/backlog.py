"""What the outbox owes, read from its index alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from campaigns.models import StatusChange


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many events are owed, and how long the first of those in line has been due."""

    count: int
    oldest: timedelta


def backlog(now: datetime) -> Backlog:
    owed = StatusChange.objects.filter(published_at=None)
    first = owed.order_by("next_attempt_at").values_list("next_attempt_at", flat=True).first()
    return Backlog(owed.count(), max(now - first, timedelta()) if first else timedelta())
