"""One fetch for one thing at a time, across all processes, by a short lease on a row; no lock is held over HTTP."""

import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from django.conf import settings

from campaigns import steps
from campaigns.events import StatusChangeEvent
from campaigns.models import Step
from campaigns.models.lease import Lease, free_lease
from fetcher.allowance import LONGEST_CLOSURE, SourceClosed
from fetcher.faults import PassingFault
from fetcher.handlers.outcome import DONE
from fetcher.retry import NotReadyYet

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)
"""Longer than any fetch may take, that of seven ZIP codes' markets, each up to its time-out, included. After a crash
another process takes the lease over then.
"""
REST = timedelta(seconds=15)
"""A source that could not answer is asked again by nobody before, however many want to know the same of it."""
LONGEST_REST = LONGEST_CLOSURE
"""Even where the source asks for longer."""
OUTAGE_GAP = timedelta(minutes=30)
"""A failure longer than this after the last one begins a new outage; longer than any wait between two tries."""

Row = TypeVar("Row")
Work = Callable[[StatusChangeEvent, datetime], str]


@dataclass(frozen=True, slots=True)
class Question(Generic[Row]):
    """What one thing is asked for, and what is known of it: `find` what is fresh, `older` what may stand in for it.

    `fetch` asks the source and stores the answer. `what` names the thing in words, without an address.
    """

    what: str
    find: Callable[[], Row | None]
    fetch: Callable[[], Row]
    older: Callable[[], Row | None] = lambda: None


def fetch_once(lease: type[Lease], key: Mapping[str, str], question: Question[Row], now: datetime) -> Row:
    """The fresh answer that is known, or else the source's, fetched by one process at a time by the lease of that key.

    Raises NotReadyYet while another fetches it. Where the source cannot answer, or wants to be left alone, raises its
    PassingFault or SourceClosed, unless that lasts for SOURCE_DOWN_AFTER: then an older answer serves, if there is one.
    """
    if (found := question.find()) is not None:
        return found
    row, _ = lease._default_manager.get_or_create(**key, defaults={"leased_until": now})
    token = uuid.uuid4()
    free = lease._default_manager.filter(free_lease(now, LEASE + LONGEST_REST), pk=row.pk)
    if not free.update(leased_until=now + LEASE, token=token):
        return _without_asking(row, question, now)
    own = lease._default_manager.filter(pk=row.pk, token=token)
    try:
        found = question.find()
        answer = question.fetch() if found is None else found
    except PassingFault as fault:
        failing_since = _failing_since(row, now)
        own.update(leased_until=now + _rest(fault), token=None, failing_since=failing_since)
        return _older(question, _down_for(failing_since, now, fault), fault)
    except SourceClosed as closed:
        failing_since = _failing_since(row, now)
        own.update(leased_until=now, token=None, failing_since=failing_since)
        return _older(question, closed.until - failing_since, closed)
    except BaseException:
        own.update(leased_until=now, token=None)
        raise
    own.update(leased_until=now, token=None, failing_since=None)
    return answer


def _without_asking(row: Lease, question: Question[Row], now: datetime) -> Row:
    """While another fetches, or the source rests after a failure."""
    row.refresh_from_db(fields=["leased_until", "token", "failing_since"])
    if row.token is not None or row.failing_since is None:
        raise NotReadyYet(f"{question.what} is just being fetched")
    rests_for = row.leased_until - now
    fault: PassingFault | SourceClosed
    if rests_for > REST:
        fault = SourceClosed(row.leased_until, f"{question.what}: the source asked to be left alone until then")
    else:
        fault = PassingFault(f"{question.what}: the source could not answer a moment ago", rests_for.total_seconds())
    return _older(question, row.leased_until - row.failing_since, fault)


def _rest(fault: PassingFault) -> timedelta:
    return min(max(REST, timedelta(seconds=fault.retry_after or 0)), LONGEST_REST)


def _failing_since(row: Lease, now: datetime) -> datetime:
    """Since when the source has failed without a success or a long pause in between; the row as it was before."""
    has_gone_on = row.failing_since is not None and now - row.leased_until < OUTAGE_GAP
    return row.failing_since if row.failing_since is not None and has_gone_on else now


def _down_for(failing_since: datetime, now: datetime, fault: PassingFault) -> timedelta:
    """Until now, or until the moment that the source itself names."""
    return now - failing_since + timedelta(seconds=fault.retry_after or 0)


def _older(question: Question[Row], down_for: timedelta, fault: PassingFault | SourceClosed) -> Row:
    """An older answer, where the source is down for long enough; raises the fault where there is none."""
    found = question.older() if down_for >= settings.SOURCE_DOWN_AFTER else None
    if found is None:
        raise fault
    facts = {"what": question.what, "down_for": str(down_for), "why": str(fault)}
    logger.warning("a source is down: older data stands in", extra={"facts": facts})
    return found


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
