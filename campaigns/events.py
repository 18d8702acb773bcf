"""The STATUS_CHANGE event, and the publishing of the ones that are owed.

A publisher claims rows by pushing `next_attempt_at` ahead in a transaction of its own, publishes in tens by a few
threads with no transaction open, then sets `published_at`. A crash in between publishes again, under the same event_id.
"""

import json
import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError
from botocore.parsers import ResponseParserError
from django.db import transaction
from django.db.models import CharField, F, Max, QuerySet
from django.db.models.functions import Cast

from campaigns import bulk
from campaigns.models import StatusChange
from campaigns.retrying import retried

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sns.type_defs import PublishBatchRequestEntryTypeDef

logger = logging.getLogger(__name__)

STATUS_CHANGE = "STATUS_CHANGE"
LARGEST_NUMBER = 2**63 - 1
"""What a database can be asked for."""
LONGEST_ID = 64
"""An event's id is for log lines; of one that is not ours no more is kept."""
BATCH = 10
CLAIM = timedelta(seconds=60)
"""How long a claimed row stays with its publisher; after a crash another takes it then."""
LONGEST_DELAY = timedelta(minutes=15)
"""How long an event waits at most that SNS refuses for something in itself."""
LONGEST_SILENCE = timedelta(seconds=30)
"""How long SNS is left alone at most after it could not be reached."""
PUBLISHERS = 8
CHUNK = 500
"""So many events are claimed, and marked, at once."""
WORTH_THREADS = 4
"""From as many batches on, threads are worth while."""
FAULTS_OF_ONE_EVENT = frozenset(
    {
        "BatchEntryIdsNotDistinct",
        "BatchRequestTooLong",
        "InvalidBatchEntryId",
        "InvalidParameter",
        "InvalidParameterValue",
        "ParameterValueInvalid",
        "ValidationException",
    }
)
"""What SNS says of a batch that would be taken without one of its events."""


class Owed(NamedTuple):
    """A history row whose event is to be published, as far as publishing reads it; see `as_owed`."""

    pk: int
    campaign_id: int
    cycle: int
    from_status: str
    to_status: str
    attempts: int
    event_id: str
    """As the database writes it: with or without dashes."""
    occurred_at: str
    """As the database writes it: in UTC, a blank between date and time."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of events: published, refused for something in themselves, or held back since SNS is away."""

    published: Sequence[Owed] = ()
    refused: Sequence[Owed] = ()
    held: Sequence[Owed] = ()
    error: str = ""

    @classmethod
    def sum(cls, results: "Iterable[Result]") -> "Result":
        each = list(results)
        return cls(
            [event for result in each for event in result.published],
            [event for result in each for event in result.refused],
            [event for result in each for event in result.held],
            "; ".join(sorted({result.error for result in each if result.error})),
        )


@dataclass(frozen=True, slots=True)
class Silence:
    """A client's SNS is left alone until a moment, twice as long after every try in vain."""

    until: datetime
    length: timedelta

    @classmethod
    def after(cls, last: "Silence | None", now: datetime) -> "Silence":
        length = min(last.length * 2 if last else timedelta(seconds=1), LONGEST_SILENCE)
        return cls(now + length, length)


# Only the pace of this process; what is owed stands in the database.
_silences: "WeakKeyDictionary[SNSClient, Silence]" = WeakKeyDictionary()


class UnreadableEvent(Exception):
    """The body is no event that dripr can read."""


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
        fields = json_object(body)
        if fields.get("Type") == "Notification" and isinstance(fields.get("Message"), str):
            fields = json_object(fields["Message"])
        if fields.get("event_type") != STATUS_CHANGE:
            raise UnreadableEvent(f"event_type is {str(fields.get('event_type'))[:40]!r}, not {STATUS_CHANGE!r}")
        for name, kind in (("campaign_id", int), ("cycle", int), ("to_status", str)):
            if not isinstance(fields.get(name), kind) or isinstance(fields.get(name), bool):
                raise UnreadableEvent(f"{name} is missing or no {kind.__name__}")
        if not (0 < fields["campaign_id"] <= LARGEST_NUMBER and 0 <= fields["cycle"] <= LARGEST_NUMBER):
            raise UnreadableEvent("campaign_id or cycle is a number that no campaign has")
        event_id = fields.get("event_id")
        return cls(fields["campaign_id"], fields["cycle"], fields["to_status"], str(event_id or "")[:LONGEST_ID])

    def facts(self) -> dict[str, object]:
        """What log lines say of it."""
        return {"event": self.event_id, "campaign": self.campaign_id, "cycle": self.cycle}


def as_owed(rows: QuerySet[StatusChange], limit: int) -> list[Owed]:
    """The first history rows, id and moment as text: to make objects of them takes longer than to publish them."""
    texts = (Cast("event_id", CharField()), Cast("occurred_at", CharField()))
    return [Owed(*row) for row in rows.values_list(*Owed._fields[:-2], *texts)[:limit]]


def event_body(event: Owed) -> str:
    """The event as JSON, field by field as docs/system-design.md has it."""
    digits = event.event_id.replace("-", "")
    event_id = f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
    occurred_at = event.occurred_at[:19].replace(" ", "T")
    # Written out, which is five times as fast: there is nothing in it that JSON would escape.
    return (
        f'{{"event_type": "{STATUS_CHANGE}", "event_id": "{event_id}", "campaign_id": {event.campaign_id}, '
        f'"cycle": {event.cycle}, "from_status": "{event.from_status}", "to_status": "{event.to_status}", '
        f'"occurred_at": "{occurred_at}Z"}}'
    )


def publish_pending(client: "SNSClient", topic_arn: str, now: datetime, limit: int) -> int:
    """Publish up to `limit` owed events, oldest first, and return how many are published.

    Events that SNS refuses are put off one by one, each for longer every time. While SNS cannot be reached at all the
    events keep their place, and this process asks again after at most LONGEST_SILENCE.
    """
    silence = _silences.get(client)
    if silence and now < silence.until:
        return 0
    first = _claim(now, min(limit, CHUNK))
    if not first:
        return 0
    publish = _publisher(client, topic_arn)
    if len(first) < BATCH * WORTH_THREADS:
        result = _settle([publish(batch) for batch in _in_tens(first)], now)
    else:
        result = _publish_by_threads(publish, first, now, limit - len(first))
    if result.held:
        _silences[client] = Silence.after(silence, now)
    else:
        _silences.pop(client, None)
    if result.error:
        facts = {"refused": len(result.refused), "held back": len(result.held), "error": result.error}
        logger.warning("publishing failed, will be tried again", extra={"facts": facts})
    return len(result.published)


def pending_count() -> int:
    """How many events are owed."""
    return StatusChange.objects.filter(published_at=None).count()


def republish(campaign_ids: Sequence[int], now: datetime) -> int:
    """Owe each campaign's newest event again: the same row, the same event_id."""
    newest = StatusChange.objects.filter(campaign_id__in=campaign_ids).values("campaign_id").annotate(newest=Max("id"))
    rows = StatusChange.objects.filter(pk__in=[row["newest"] for row in newest])
    return rows.update(published_at=None, next_attempt_at=now, attempts=0)


def json_object(text: str) -> dict[str, Any]:
    """The body's fields; raises UnreadableEvent."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableEvent("the body is not JSON") from error
    if not isinstance(value, dict):
        raise UnreadableEvent("the body is no JSON object")
    return value


def _claim(now: datetime, limit: int) -> list[Owed]:
    owed = StatusChange.objects.filter(published_at=None, next_attempt_at__lte=now)
    if not owed.exists():  # without a transaction, which costs more than the look
        return []

    def claim() -> list[Owed]:
        with transaction.atomic():
            oldest = owed.select_for_update(skip_locked=True).order_by("next_attempt_at", "id")
            events = as_owed(oldest, limit)
            claimed = StatusChange.objects.filter(bulk.among([event.pk for event in events]))
            claimed.update(next_attempt_at=now + CLAIM, attempts=F("attempts") + 1)
        return events

    return retried(claim)


def _publisher(client: "SNSClient", topic_arn: str) -> Callable[[list[Owed]], Result]:
    """Publishes a batch, in any thread; once SNS was found to be away it holds every batch back."""
    is_out: list[bool] = []

    def publish(batch: list[Owed]) -> Result:
        if is_out:
            return Result(held=batch)
        result = _publish_batch(client, topic_arn, batch)
        if result.held:
            is_out.append(True)
        return result

    return publish


def _publish_by_threads(publish: Callable[[list[Owed]], Result], first: list[Owed], now: datetime, more: int) -> Result:
    """Publish the first chunk and up to so many more events: the next is claimed, the last marked, while one is out.

    The threads touch no database.
    """
    settled: list[Result] = []
    with ThreadPoolExecutor(PUBLISHERS) as pool:
        out = [[pool.submit(publish, batch) for batch in _in_tens(first)]]
        while out:
            chunk = _claim(now, min(more, CHUNK)) if more > 0 else []
            more = more - len(chunk) if chunk else 0
            if chunk:
                out.append([pool.submit(publish, batch) for batch in _in_tens(chunk)])
            settled.append(_settle([future.result() for future in out.pop(0)], now))
            if settled[-1].held:
                more = 0
    return Result.sum(settled)


def _in_tens(owed: list[Owed]) -> list[list[Owed]]:
    return [owed[start : start + BATCH] for start in range(0, len(owed), BATCH)]


def _settle(results: Sequence[Result], now: datetime) -> Result:
    """Write down what became of a chunk."""
    result = Result.sum(results)
    if published := [event.pk for event in result.published]:
        retried(lambda: StatusChange.objects.filter(bulk.among(published)).update(published_at=now))
    if result.refused:
        retried(lambda: _postpone(result.refused, now))
    if held := [event.pk for event in result.held]:
        retried(lambda: _release(held))
    return result


def _publish_batch(client: "SNSClient", topic_arn: str, batch: list[Owed]) -> Result:
    """One call; a batch that SNS refuses as a whole goes event by event, so that one costs the others nothing."""
    try:
        entries = [entry(event) for event in batch]
        answer = client.publish_batch(TopicArn=topic_arn, PublishBatchRequestEntries=entries)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other events are published and marked
        if _is_outage(error):
            return Result(held=batch, error=_in_words(error))
        if len(batch) == 1:
            return Result(refused=batch, error=_in_words(error))
        return Result.sum(_publish_batch(client, topic_arn, [event]) for event in batch)
    codes = {entry["Id"]: entry["Code"] for entry in answer.get("Failed", [])}
    if not codes:
        return Result(published=batch)
    refused = [event for event in batch if str(event.pk) in codes]
    published = [event for event in batch if str(event.pk) not in codes]
    return Result(published, refused, error=", ".join(sorted(set(codes.values()))))


def _is_outage(error: Exception) -> bool:
    """Whether no event can be published just now, whatever is in it: SNS is away, too busy, or refuses us."""
    if isinstance(error, ClientError):
        return error.response.get("Error", {}).get("Code") not in FAULTS_OF_ONE_EVENT
    return isinstance(error, BotoCoreError | ResponseParserError) and not isinstance(error, ParamValidationError)


def _in_words(error: Exception) -> str:
    code = error.response.get("Error", {}).get("Code") if isinstance(error, ClientError) else None
    return str(code or type(error).__name__)


def _postpone(refused: Sequence[Owed], now: datetime) -> None:
    """Put each off for longer every time; one UPDATE for all that failed as often."""
    by_attempts: dict[int, list[int]] = {}
    for event in refused:
        by_attempts.setdefault(min(event.attempts, 10), []).append(event.pk)
    for attempts, ids in by_attempts.items():
        delay = min(timedelta(seconds=2**attempts), LONGEST_DELAY)
        StatusChange.objects.filter(pk__in=ids, published_at=None).update(next_attempt_at=now + delay)


def _release(ids: Sequence[int]) -> None:
    """Give back claims that were of no use: the events keep their place in the line, and nothing is counted."""
    held = StatusChange.objects.filter(pk__in=ids, published_at=None)
    held.update(next_attempt_at=F("occurred_at"), attempts=F("attempts") - 1)


def entry(event: Owed) -> "PublishBatchRequestEntryTypeDef":
    """The event as one of a publish_batch."""
    return {
        "Id": str(event.pk),
        "Message": event_body(event),
        "MessageAttributes": {
            "event_type": {"DataType": "String", "StringValue": STATUS_CHANGE},
            "to_status": {"DataType": "String", "StringValue": event.to_status},
        },
    }
