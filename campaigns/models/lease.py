"""The right to fetch one thing from a source, held by one process at a time."""

from django.db import models


class Lease(models.Model):
    """Until when nobody else fetches this, who does so now (`token`), and since when its source has been failing.

    Held for a minute at most, so that it outlives no crash for longer. Without a token it is free, or the source rests
    after a failure.
    """

    leased_until = models.DateTimeField()
    token = models.UUIDField(null=True)
    failing_since = models.DateTimeField(null=True)

    class Meta:
        abstract = True
