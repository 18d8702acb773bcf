"""What may be forgotten of the texts: those by a model, and the introductions of issues long past."""

from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet

from campaigns.models import CampaignStatus, Email, IssueIntro, TextAttempt, TextKind, TextUse, WrittenText
from campaigns.retrying import retried
from campaigns.schedule import add_months
from campaigns.text_costs import month_bounds

WINDOW = 500
INTRO_MONTHS = 13
"""An issue may come a year after the one before."""
SETTLED = timedelta(days=1)
"""By then whoever had a text written has noted that it is used."""
AT_REST = (CampaignStatus.DORMANT, CampaignStatus.UNSUBSCRIBED)


def prune_texts(before: datetime, now: datetime, *, dry_run: bool = False) -> int:
    """Delete texts by a model, with their answers and uses, and return how many; `dry_run` only counts them.

    Those begun before a moment that no e-mail of a period since then has, nor a campaign at work; and home reports that
    no campaign uses any more (it was deleted, or has another), however young. What the running month paid for stays:
    the budget counts it. Every window of ids is a transaction of its own, as in prune_history.
    """
    ends = WrittenText.objects.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is None:
        return 0
    windows = range(ends["first"], ends["last"] + 1, WINDOW)
    return sum(_prune_window(start, before, now, dry_run) for start in windows)


def prune_intros(before: datetime, now: datetime, *, dry_run: bool = False) -> int:
    """Delete the introductions of issues before a moment, or so long past that none is compared with them any more."""
    oldest = max(add_months(now.date().replace(day=1), -INTRO_MONTHS), before.date())
    old = IssueIntro.objects.filter(period__lt=oldest).order_by("period")
    if dry_run:
        return old.count()
    count = 0
    while ids := list(old.values_list("pk", flat=True)[:WINDOW]):
        deleted, _ = retried(lambda: IssueIntro.objects.filter(pk__in=ids).delete())
        count += deleted
    return count


def _prune_window(start: int, before: datetime, now: datetime, dry_run: bool) -> int:
    window = WrittenText.objects.filter(pk__gte=start, pk__lt=start + WINDOW)
    ids = list(_unneeded(window, before, now).order_by("pk").values_list("pk", flat=True))
    if ids and not dry_run:
        retried(lambda: _delete(ids))
    return len(ids)


@transaction.atomic
def _delete(ids: list[int]) -> None:
    TextUse.objects.filter(written_text__in=ids).delete()
    WrittenText.objects.filter(pk__in=ids).delete()


def _unneeded(texts: QuerySet[WrittenText], before: datetime, now: datetime) -> QuerySet[WrittenText]:
    month, _ = month_bounds(now.astimezone(UTC).date())
    uses = TextUse.objects.filter(written_text=OuterRef("pk"))
    is_old = Q(created__lt=before) & ~Exists(_needed(uses, before.date()))
    is_left = Q(kind=TextKind.HOME_REPORT, finished_at__lt=now - SETTLED) & ~Exists(uses)
    paid_now = TextAttempt.objects.filter(written_text=OuterRef("pk"), called_at__gte=month)
    return texts.filter(~Exists(paid_now), is_old | is_left)


def _needed(uses: QuerySet[TextUse], since: date) -> QuerySet[TextUse]:
    """Those of an e-mail of a kept period, and those that the e-mail of a campaign at work is still to be made of."""
    emails = Email.objects.filter(
        campaign=OuterRef("campaign"), cycle=OuterRef("cycle"), period__gte=since.replace(day=1)
    )
    at_work = Q(campaign__cycle=F("cycle")) & ~Q(campaign__campaign_status__in=AT_REST)
    return uses.filter(Exists(emails) | at_work)
