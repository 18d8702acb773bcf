"""The right to do one thing, held by one process at a time until a moment; and when such a right is free to take."""

from datetime import datetime, timedelta

from django.db import models


def free_lease(now: datetime, longest: timedelta) -> models.Q:
    """Rows whose lease has ended, or ends later than any could: that one was taken by a clock that went wrong."""
    return models.Q(leased_until__lte=now) | models.Q(leased_until__gt=now + longest)


def is_free(leased_until: datetime, now: datetime, longest: timedelta) -> bool:
    """The same of one moment."""
    return leased_until <= now or leased_until > now + longest


class Lease(models.Model):
    """Until when nobody else fetches this, who does so now (`token`), and since when its source has been failing.

    Taken for a few minutes at most (its taker says how long), so that it outlives no crash for longer. Without a token
    it is free, or the source rests after a failure.
    """

    leased_until = models.DateTimeField()
    token = models.UUIDField(null=True)
    failing_since = models.DateTimeField(null=True)

    class Meta:
        abstract = True
