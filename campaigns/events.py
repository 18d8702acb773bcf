"""The STATUS_CHANGE event, and the publishing of the ones that are owed.

A publisher claims rows by pushing `next_attempt_at` ahead in a transaction of its own, publishes in tens with no
transaction open, then sets `published_at`. A crash in between publishes again, under the same event_id.
"""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError
from django.db import transaction
from django.db.models import F, Max

from campaigns.models import StatusChange

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sns.type_defs import PublishBatchRequestEntryTypeDef

logger = logging.getLogger(__name__)

STATUS_CHANGE = "STATUS_CHANGE"
BATCH = 10
CLAIM = timedelta(seconds=60)
"""How long a claimed row stays with its publisher; after a crash another takes it then."""
LONGEST_DELAY = timedelta(minutes=15)


class UnreadableEvent(Exception):
    """The body is no STATUS_CHANGE event that dripr can read."""


@dataclass(frozen=True, slots=True)
class StatusChangeEvent:
    """What a consumer needs of an event."""

    campaign_id: int
    cycle: int
    to_status: str
    event_id: str = ""

    @classmethod
    def from_body(cls, body: str) -> "StatusChangeEvent":
        """Read a queue message's body, raw or in SNS's envelope; raises UnreadableEvent with the reason."""
        fields = _object(body)
        if fields.get("Type") == "Notification" and isinstance(fields.get("Message"), str):
            fields = _object(fields["Message"])
        if fields.get("event_type") != STATUS_CHANGE:
            raise UnreadableEvent(f"event_type is {fields.get('event_type')!r}, not {STATUS_CHANGE!r}")
        for name, kind in (("campaign_id", int), ("cycle", int), ("to_status", str)):
            if not isinstance(fields.get(name), kind) or isinstance(fields.get(name), bool):
                raise UnreadableEvent(f"{name} is missing or no {kind.__name__}")
        event_id = fields.get("event_id")
        return cls(fields["campaign_id"], fields["cycle"], fields["to_status"], str(event_id or ""))


def event_body(change: StatusChange) -> str:
    """The event as JSON, field by field as docs/system-design.md has it."""
    occurred_at = change.occurred_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return json.dumps(
        {
            "event_type": STATUS_CHANGE,
            "event_id": str(change.event_id),
            "campaign_id": change.campaign_id,
            "cycle": change.cycle,
            "from_status": change.from_status,
            "to_status": change.to_status,
            "occurred_at": occurred_at,
        }
    )


def publish_pending(client: "SNSClient", topic_arn: str, now: datetime, limit: int) -> int:
    """Publish up to `limit` owed events, oldest first, and return how many are published."""
    changes = _claim(now, limit)
    published = 0
    for start in range(0, len(changes), BATCH):
        published += _publish_batch(client, topic_arn, changes[start : start + BATCH], now)
    return published


def pending_count() -> int:
    """How many events are owed."""
    return StatusChange.objects.filter(published_at=None).count()


def republish(campaign_ids: Sequence[int], now: datetime) -> int:
    """Owe each campaign's newest event again: the same row, the same event_id."""
    newest = StatusChange.objects.filter(campaign_id__in=campaign_ids).values("campaign_id").annotate(newest=Max("id"))
    rows = StatusChange.objects.filter(pk__in=[row["newest"] for row in newest])
    return rows.update(published_at=None, next_attempt_at=now, attempts=0)


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise UnreadableEvent("the body is not JSON") from error
    if not isinstance(value, dict):
        raise UnreadableEvent("the body is no JSON object")
    return value


def _claim(now: datetime, limit: int) -> list[StatusChange]:
    with transaction.atomic():
        owed = StatusChange.objects.select_for_update(skip_locked=True).filter(
            published_at=None, next_attempt_at__lte=now
        )
        changes = list(owed.order_by("next_attempt_at", "id")[:limit])
        ids = [change.pk for change in changes]
        StatusChange.objects.filter(pk__in=ids).update(next_attempt_at=now + CLAIM, attempts=F("attempts") + 1)
    return changes


def _publish_batch(client: "SNSClient", topic_arn: str, changes: Sequence[StatusChange], now: datetime) -> int:
    entries = [_entry(change) for change in changes]
    try:
        answer = client.publish_batch(TopicArn=topic_arn, PublishBatchRequestEntries=entries)
    except (ClientError, BotoCoreError) as error:
        logger.warning(
            "publishing failed, will be tried again", extra={"facts": {"events": len(changes), "error": error}}
        )
        _postpone(changes, now)
        return 0
    failed = {entry["Id"]: entry for entry in answer.get("Failed", [])}
    done = [change for change in changes if str(change.pk) not in failed]
    StatusChange.objects.filter(pk__in=[change.pk for change in done]).update(published_at=now)
    if failed:
        codes = ", ".join(sorted({entry["Code"] for entry in failed.values()}))
        logger.warning(
            "SNS refused events, will be tried again", extra={"facts": {"events": len(failed), "error": codes}}
        )
        _postpone([change for change in changes if str(change.pk) in failed], now)
    return len(done)


def _postpone(changes: Sequence[StatusChange], now: datetime) -> None:
    for change in changes:
        delay = min(timedelta(seconds=2 ** min(change.attempts, 10)), LONGEST_DELAY)
        StatusChange.objects.filter(pk=change.pk, published_at=None).update(next_attempt_at=now + delay)


def _entry(change: StatusChange) -> "PublishBatchRequestEntryTypeDef":
    attributes = {"event_type": STATUS_CHANGE, "to_status": change.to_status}
    return {
        "Id": str(change.pk),
        "Message": event_body(change),
        "MessageAttributes": {name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()},
    }
