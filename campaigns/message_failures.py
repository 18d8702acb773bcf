"""Failures of messages that are no campaign's step: a row each, kept as long as a queue can keep the message."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from campaigns.models import MessageFailure
from campaigns.retrying import retried, retrying

KEPT = timedelta(days=15)
"""No queue keeps a message for more than 14 days."""


def message_failure_record(queue: str, message_id: str, error: str, now: datetime, *, counts: bool) -> MessageFailure:
    """Count a failure, or a wait that is nobody's fault (`counts` False). A message's first one removes old rows."""
    failure, is_first = _record(queue, message_id, error, now, counts=counts)
    if is_first:
        retried(lambda: MessageFailure.objects.filter(last_failed_at__lt=now - KEPT).delete())
    return failure


@retrying
def _record(queue: str, message_id: str, error: str, now: datetime, *, counts: bool) -> tuple[MessageFailure, bool]:
    with transaction.atomic():
        failure, is_first = MessageFailure.objects.get_or_create(
            message_id=message_id,
            defaults={"queue": queue, "first_failed_at": now, "last_failed_at": now, "error": ""},
        )
        counter = "attempts" if counts else "waits"
        changes: dict[str, Any] = {counter: F(counter) + 1, "last_failed_at": now, "error": error[:1000]}
        MessageFailure.objects.filter(pk=failure.pk).update(**changes)
        failure.refresh_from_db()
    return failure, is_first
