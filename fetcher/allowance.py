"""How often a paid source may be asked, a second and a month, and when not at all, across all processes.

A call is reserved before it is made, by an update that only one of two rivals can win; no lock is held while it is
made or waited for. The slots lie one after another, so that no second ever holds more than the limit.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from campaigns.models import SourceUsage
from fetcher.faults import PassingFault
from fetcher.retry import Postponed

logger = logging.getLogger(__name__)

LONGEST_WAIT = timedelta(seconds=2)
CLOCK_FAULT = timedelta(minutes=1)
"""No slot is given away so far ahead: one that is was written by a clock that went wrong, and counts for nothing."""
WARN_EVERY = timedelta(hours=1)
LONGEST_CLOSURE = timedelta(hours=24)
"""Even where a source asks for longer. One that ends later was written by a clock that went wrong."""


class SourceClosed(Postponed):
    """The source asked to be left alone until then: a wait that is nobody's fault."""


@dataclass(frozen=True, slots=True)
class Limits:
    """0 is no limit."""

    calls_per_second: int
    calls_per_month: int


def limits_of(source: str) -> Limits:
    """By the settings that are called after the source: RENTCAST_CALLS_PER_SECOND, RENTCAST_MONTHLY_CALLS."""
    return Limits(
        getattr(settings, f"{source.upper()}_CALLS_PER_SECOND", 0),
        getattr(settings, f"{source.upper()}_MONTHLY_CALLS", 0),
    )


def take_call(
    source: str,
    now: datetime,
    *,
    clock: Callable[[], datetime] = timezone.now,
    sleep: Callable[[float], object] = time.sleep,
) -> None:
    """Take one call of this month's budget (the month of `now`) and wait for its slot, two seconds at most.

    Raises Postponed, with nothing taken, where the next free slot lies further off, the month's budget is used up, or
    the source asked to be left alone (SourceClosed): a wait that is nobody's fault. Call it right before each call,
    outside of any transaction.
    """
    wait = _reserve(source, now, clock)
    if wait > timedelta():
        sleep(wait.total_seconds())
        _refuse_while_closed(usage_of(source, now, clock), clock())


def leave_alone(source: str, fault: PassingFault, now: datetime) -> None:
    """Close a source to all processes for as long as its answer asked for, if it did; outside of any transaction."""
    if not fault.retry_after:
        return
    until = now + min(timedelta(seconds=fault.retry_after), LONGEST_CLOSURE)
    ends_before = Q(closed_until=None) | Q(closed_until__lt=until) | Q(closed_until__gt=now + LONGEST_CLOSURE)
    if SourceUsage.objects.filter(ends_before, pk=usage_of(source, now).pk).update(closed_until=until):
        facts = {"source": source, "until": until.isoformat(timespec="seconds"), "why": str(fault)}
        logger.warning("a source asks to be left alone", extra={"facts": facts})


def _refuse_while_closed(usage: SourceUsage, moment: datetime) -> None:
    until = usage.closed_until
    if until is not None and moment < until <= moment + LONGEST_CLOSURE + CLOCK_FAULT:
        raise SourceClosed(until, f"{usage.source} asked to be left alone until then")


def _reserve(source: str, now: datetime, clock: Callable[[], datetime]) -> timedelta:
    """Reserve the next slot; returns how far off it is."""
    limits = limits_of(source)
    spacing = timedelta(seconds=1 / limits.calls_per_second) if limits.calls_per_second > 0 else timedelta()
    usage = usage_of(source, now, clock)
    while True:
        if 0 < limits.calls_per_month <= usage.calls:
            facts = {"source": source, "calls": usage.calls, "budget": limits.calls_per_month}
            warn_hourly(logger, usage, "the month's budget of calls is used up", facts, now)
            raise Postponed(
                _month_after(usage.month), f"the month's {limits.calls_per_month:,} calls to {source} are used up"
            )
        moment = clock()
        _refuse_while_closed(usage, moment)
        ahead = usage.next_call_at - moment
        slot = usage.next_call_at if timedelta() < ahead < CLOCK_FAULT else moment
        if slot - moment > LONGEST_WAIT:
            raise Postponed(slot, f"{source} is being asked as often as it may be")
        unchanged = SourceUsage.objects.filter(pk=usage.pk, calls=usage.calls)
        if unchanged.update(calls=F("calls") + 1, next_call_at=slot + spacing):
            return slot - moment
        usage.refresh_from_db(fields=["calls", "next_call_at", "closed_until"])  # another took that slot


def usage_of(source: str, now: datetime, clock: Callable[[], datetime] = timezone.now) -> SourceUsage:
    """The row of this month, which goes on where the month before ended; a clock that lags stays in step."""
    month = now.astimezone(UTC).date().replace(day=1)
    newest = SourceUsage.objects.filter(source=source).order_by("-month").first()
    if newest is not None and newest.month >= month:
        return newest
    goes_on = {
        "next_call_at": newest.next_call_at if newest else clock(),
        "closed_until": newest.closed_until if newest else None,
    }
    usage, _ = SourceUsage.objects.get_or_create(source=source, month=month, defaults=goes_on)
    return usage


def warn_hourly(log: logging.Logger, usage: SourceUsage, words: str, facts: dict[str, object], now: datetime) -> None:
    """A warning once an hour, by whichever process comes first."""
    silent = SourceUsage.objects.filter(Q(warned_at=None) | Q(warned_at__lte=now - WARN_EVERY), pk=usage.pk)
    if silent.update(warned_at=now):
        log.warning(words, extra={"facts": facts})


def _month_after(month: date) -> datetime:
    return (datetime(month.year, month.month, 1, tzinfo=UTC) + timedelta(days=32)).replace(day=1)
