"""Each text is paid for once: a row a text, found by its key, and written by whoever holds its lease.

While the model cannot be asked, all who want the text try by MODEL_TRIES together; after that the offline writer's text
is used, flagged, and the model asked again now and then.
"""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from campaigns.models import TextAttempt, TextKind, WrittenText
from campaigns.models.lease import free_lease
from campaigns.paid_texts import text_retire
from campaigns.retrying import retried
from fetcher.faults import PassingFault, ProviderError
from fetcher.retry import NotReadyYet, RetryPolicy, Tally
from fetcher.writers import budget
from fetcher.writers.asking import Asked, Attempt, Turns, judge_version, judged, judged_again, turns_of
from fetcher.writers.base import Written
from fetcher.writers.bedrock_call import Answer, converse
from fetcher.writers.bedrock_faults import TOOK_TOO_LONG, ModelFailed, ModelNotReady
from fetcher.writers.deadline import Sends
from fetcher.writers.prices import price, require_prices
from fetcher.writers.repetition import earlier_introductions

MOST_ATTEMPTS = 2
MODEL_TRIES = RetryPolicy(
    most_attempts=8, least_age=timedelta(minutes=30), least_attempts=4, longest_age=timedelta(hours=2)
)
"""Eight failures and half an hour, or four and two hours: less than the patience of the steps that wait for it."""
LEASE_BEYOND_CALLS = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(minutes=30)
"""Before the next try, even where the service asks for longer."""
REFUSAL_STANDS = timedelta(hours=1)
LONGEST_FLAG = 1000
NO_ANSWER = "no answer"
MOST_MODEL_FAILURES = 2
"""After that nobody waits for the model over this text."""
NOTED = ("failures", "model_failures", "first_failed_at", "error")

Clock = Callable[[], datetime]
Offline = Callable[[], str]


class NoText(PassingFault):
    """The model answered, and said nothing."""


def written_once(asked: Asked, offline: Offline, clock: Clock = timezone.now) -> Written:
    """The stored text, or one that is written and paid for now; the offline writer's where there is none to be had.

    Raises NotReadyYet while another writes it, PassingFault while the model cannot be asked, PermanentFault for what
    a person has to mend. Outside of any transaction.
    """
    row = _as_judged_now(_row(asked, clock()), asked, clock())
    if row.finished_at is None:
        if budget.is_spent(clock()):
            return Written(offline())
        if not _lease(row, clock()):
            return _while_others_try(row, offline, clock())
        try:
            _write(row, asked, clock)
        except budget.BudgetSpent:
            return Written(offline())
        except PassingFault as fault:
            return _unanswered(row, fault, offline, clock())
        finally:
            _release(row, clock())
    return _finished(row, offline)


def _row(asked: Asked, now: datetime) -> WrittenText:
    known = {
        "kind": asked.kind,
        "model_id": asked.model_id,
        "prompt_version": asked.prompt.version,
        "agent_id": asked.agent_id,
        "zip_code": asked.zip_code,
        "period": asked.period,
        "created": now,
        "leased_until": now,
    }
    return retried(lambda: WrittenText.objects.get_or_create(key=asked.key, defaults=known)[0])


def _as_judged_now(row: WrittenText, asked: Asked, now: datetime) -> WrittenText:
    """The row, by the guards of today: an answer that they pass serves, a text that they do not is asked for anew.

    A refused one is asked for anew as well, but an hour later at the earliest: two versions of the guards at work side
    by side would otherwise pay for each other's refusals.
    """
    version = judge_version()
    if row.finished_at is None or row.judged_by == version:
        return row
    good = [(kept, attempt) for kept, attempt in _kept_attempts(row, asked, _earlier(asked)) if attempt.is_good]
    if good:
        kept, attempt = good[-1]
        same = WrittenText.objects.filter(pk=row.pk, key=row.key)
        same.update(text=attempt.plain, complaints="", judged_by=version)
        TextAttempt.objects.filter(pk=kept.pk).update(complaints="", left_out="\n".join(attempt.left_out))
        row.refresh_from_db()
        return row
    if not row.text and abs(now - row.finished_at) < REFUSAL_STANDS:
        return row
    text_retire(row)
    return _row(asked, now)


def _earlier(asked: Asked) -> tuple[str, ...]:
    """What the text must not repeat."""
    if asked.kind != "intro":
        return ()
    return tuple(earlier_introductions(asked.agent_id, asked.zip_code, asked.period))


def _attempts(row: WrittenText, asked: Asked, earlier: tuple[str, ...]) -> list[Attempt]:
    """The answers that count as tries, oldest first, by the guards of today."""
    return [attempt for _, attempt in _kept_attempts(row, asked, earlier)]


def _kept_attempts(row: WrittenText, asked: Asked, earlier: tuple[str, ...]) -> list[tuple[TextAttempt, Attempt]]:
    return [
        (each, judged_again(asked, each.text, each.stop_reason, earlier))
        for each in row.attempts.all()
        if each.text or each.complaints
    ]


def _lease(row: WrittenText, now: datetime) -> bool:
    """Be the one who writes it; the lease outlives no crash for longer than the calls may take."""
    token = uuid.uuid4()
    calls = timedelta(seconds=float(settings.BEDROCK_TIMEOUT_SECONDS)) * MOST_ATTEMPTS
    lease = calls + LEASE_BEYOND_CALLS
    free = WrittenText.objects.filter(free_lease(now, lease + LONGEST_PAUSE), pk=row.pk, finished_at=None)
    is_ours = bool(free.update(token=token, leased_until=now + lease))
    row.refresh_from_db()
    row.token = token if is_ours else row.token
    return is_ours


def _release(row: WrittenText, now: datetime) -> None:
    """End the lease where it is still ours: a finished text, or a failure that was noted, has ended it."""
    WrittenText.objects.filter(pk=row.pk, token=row.token, finished_at=None).update(token=None, leased_until=now)


def _while_others_try(row: WrittenText, offline: Offline, now: datetime) -> Written:
    if row.finished_at is not None:
        return _finished(row, offline)
    if _is_over(row, now):
        return _stand_in(row, offline)
    if row.token is not None:
        raise NotReadyYet(f"another consumer is just having this {_kind(row)} written")
    raise PassingFault(row.error, (row.leased_until - now).total_seconds())


def _write(row: WrittenText, asked: Asked, clock: Clock) -> None:
    """Ask, and once more where the answer is no good; what a crashed process was answered already counts."""
    earlier = _earlier(asked)
    attempts = _attempts(row, asked, earlier)
    while _is_another_worth_it(attempts):
        attempts.append(_attempt(row, asked, earlier, attempts[-1] if attempts else None, clock))
    last, now = attempts[-1], clock()
    text, complaints = (last.plain, "") if last.is_good else ("", "\n".join(last.complaints))
    ours = WrittenText.objects.filter(pk=row.pk, token=row.token, finished_at=None)
    judged_by = judge_version()
    ours.update(text=text, complaints=complaints, judged_by=judged_by, finished_at=now, token=None, leased_until=now)
    row.refresh_from_db()
    if row.finished_at is None:
        raise NotReadyYet(f"another consumer took this {_kind(row)} over")


def _is_another_worth_it(attempts: list[Attempt]) -> bool:
    if not attempts:
        return True
    last = attempts[-1]
    return not last.is_good and last.may_be_mended and len(attempts) < MOST_ATTEMPTS


def _attempt(row: WrittenText, asked: Asked, earlier: tuple[str, ...], before: Attempt | None, clock: Clock) -> Attempt:
    """One answer, kept with what it cost, whatever it is worth."""
    answer, dollars = _answer(row, asked, turns_of(asked, earlier, before), clock)
    attempt = judged(asked, answer, earlier)
    used = {name: getattr(answer.usage, name) for name in answer.usage.__slots__}
    TextAttempt.objects.create(
        written_text=row,
        called_at=clock(),
        text=attempt.text,
        stop_reason=attempt.stop_reason,
        complaints="\n".join(attempt.complaints),
        left_out="\n".join(attempt.left_out),
        latency_ms=answer.latency_ms,
        price=dollars,
        **used,
    )
    if not attempt.text and not attempt.complaints:
        raise NoText("Bedrock's model answered without a text.")
    return attempt


def _answer(row: WrittenText, asked: Asked, turns: Turns, clock: Clock) -> tuple[Answer, Decimal | None]:
    """One call, booked before it is made and put right after it, with the answer's price; raises BudgetSpent."""
    require_prices(asked.model_id)
    texts = [asked.prompt.system, *(text for _, text in turns)]
    most_tokens = _most_tokens(row)
    each = budget.dearest(asked.model_id, texts, most_tokens)
    booking, sends = budget.book(each, clock()), Sends()
    try:
        answer = converse(asked.prompt.system, turns, asked.prompt.version, sends, most_tokens)
    except ProviderError:
        booking.settle(_lost(row, booking, sends, clock()))
        raise
    dollars = price(answer.usage, asked.model_id) if answer.usage.is_told else each
    booking.settle(_lost(row, booking, sends, clock()) + (dollars or 0))
    return answer, dollars


def _most_tokens(row: WrittenText) -> int:
    """Of an answer: fewer than the settings' once the model took too long over this text."""
    most = int(settings.BEDROCK_MAX_TOKENS)
    return most * 2 // 3 if row.error == TOOK_TOO_LONG else most


def _lost(row: WrittenText, booking: budget.Booking, sends: Sends, now: datetime) -> Decimal:
    """Keep what may have been charged for sends that were never answered, at the dearest; returns the dollars."""
    dollars = booking.each * sends.unanswered
    if dollars:
        TextAttempt.objects.create(written_text=row, called_at=now, stop_reason=NO_ANSWER, price=dollars)
    return dollars


def _unanswered(row: WrittenText, fault: PassingFault, offline: Offline, now: datetime) -> Written:
    """Note the failure, for all who want this text; raises the fault until the model's tries are over."""
    row.failures += 1
    if isinstance(fault, ModelFailed):
        row.model_failures += 1
    row.first_failed_at = min(row.first_failed_at or now, now)
    row.error = str(fault)[:1000]
    is_wait = isinstance(fault, ModelNotReady)
    pause = MODEL_TRIES.wait(row.failures) if is_wait else MODEL_TRIES.delay(row.failures, fault)
    noted = {name: getattr(row, name) for name in NOTED}
    ours = WrittenText.objects.filter(pk=row.pk, token=row.token)
    ours.update(token=None, leased_until=now + min(timedelta(seconds=pause), LONGEST_PAUSE), **noted)
    if _is_over(row, now):
        return _stand_in(row, offline)
    if isinstance(fault, ModelNotReady):
        raise NotReadyYet(str(fault)) from fault
    raise fault


def _is_over(row: WrittenText, now: datetime) -> bool:
    if row.model_failures >= MOST_MODEL_FAILURES:
        return True
    return row.first_failed_at is not None and MODEL_TRIES.is_over(Tally(row.failures, 0, row.first_failed_at), now)


def _finished(row: WrittenText, offline: Offline) -> Written:
    if row.text:
        return Written(row.text, row.pk)
    wrong = " ".join(line.removeprefix("- ") for line in row.complaints.splitlines())
    return Written(
        offline(), row.pk, f"The model's {_kind(row)} was refused, so the offline one stands: {wrong}"[:LONGEST_FLAG]
    )


def _stand_in(row: WrittenText, offline: Offline) -> Written:
    words = f"The model could not be asked for the {_kind(row)}, so the offline one stands: {row.error}"
    return Written(offline(), row.pk, words[:LONGEST_FLAG])


def _kind(row: WrittenText) -> str:
    return str(TextKind(row.kind).label).lower()
