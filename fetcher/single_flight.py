"""One fetch for one thing at a time, across all processes, by a short lease on a row; no lock is held over HTTP."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from campaigns.models import SourceLease
from fetcher.retry import NotReadyYet

LEASE = timedelta(seconds=60)
"""Longer than any provider's own time-out; after a crash another process takes the lease over then."""

Row = TypeVar("Row")


def fetch_once(
    kind: str,
    provider: str,
    zip_code: str,
    now: datetime,
    find: Callable[[], Row | None],
    fetch: Callable[[], Row],
) -> Row:
    """What `find` finds, or else what `fetch` fetches and stores; raises NotReadyYet while another fetches it."""
    if (found := find()) is not None:
        return found
    lease, _ = SourceLease.objects.get_or_create(
        kind=kind, provider=provider, zip_code=zip_code, defaults={"leased_until": now}
    )
    token = uuid.uuid4()
    free = SourceLease.objects.filter(pk=lease.pk, leased_until__lte=now)
    if not free.update(leased_until=now + LEASE, token=token):
        raise NotReadyYet(f"{kind} of {zip_code or 'the nation'} is just being fetched")
    try:
        found = find()
        return fetch() if found is None else found
    finally:
        SourceLease.objects.filter(pk=lease.pk, token=token).update(leased_until=now, token=None)
