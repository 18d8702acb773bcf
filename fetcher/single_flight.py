"""One fetch for one thing at a time, across all processes, by a short lease on a row; no lock is held over HTTP."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.db.models import Q

from campaigns import steps
from campaigns.events import StatusChangeEvent
from campaigns.models import SourceLease, Step
from fetcher.handlers.outcome import DONE
from fetcher.retry import NotReadyYet

LEASE = timedelta(minutes=3)
"""Longer than any fetch may take, that of seven ZIP codes' markets, each up to its time-out, included. After a crash
another process takes the lease over then.
"""

Row = TypeVar("Row")
Work = Callable[[StatusChangeEvent, datetime], str]


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
    # One that ends far later than any could was taken by a clock that went wrong.
    is_free = Q(leased_until__lte=now) | Q(leased_until__gt=now + 2 * LEASE)
    if not SourceLease.objects.filter(is_free, pk=lease.pk).update(leased_until=now + LEASE, token=token):
        raise NotReadyYet(f"{kind} of {zip_code or 'the nation'} is just being fetched")
    try:
        found = find()
        return fetch() if found is None else found
    finally:
        SourceLease.objects.filter(pk=lease.pk, token=token).update(leased_until=now, token=None)


def by_one(event: StatusChangeEvent, step: Step, now: datetime, work: Work) -> str:
    """Do a step's work as the only one, so that nothing is paid for twice; raises NotReadyYet while another does it.

    `work` looks whether the step is still to be done. The lease is as long as a message stays hidden: after a crash the
    message and the right to work on it come back together.
    """
    token = uuid.uuid4()
    until = now + timedelta(seconds=settings.SQS_VISIBILITY_SECONDS)
    if not steps.step_lease(event.campaign_id, event.cycle, step, token, now, until):
        raise NotReadyYet(f"another consumer is just at work on {step.label.lower()}")
    outcome = ""
    try:
        outcome = work(event, now)
    finally:
        if outcome != DONE:  # the result ended the lease, in its own transaction
            steps.step_release(event.campaign_id, event.cycle, step, token)
    return outcome
