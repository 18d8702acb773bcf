"""What may be forgotten of the history: published moves that are older than one wants to keep."""

from datetime import datetime

from django.db.models import Max, Min

from campaigns.models import StatusChange
from campaigns.retrying import retried

WINDOW = 5_000


def prune_history(published_before: datetime, *, dry_run: bool = False) -> int:
    """Delete moves whose event was published before a moment, and return how many; `dry_run` only counts them.

    What is still to be published stays, and so does each campaign's last move, however old. Every window of ids is a
    transaction of its own, so the pruning can be broken off and begun again at any point.
    """
    ends = StatusChange.objects.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is None:
        return 0
    windows = range(ends["first"], ends["last"] + 1, WINDOW)
    return sum(_prune_window(start, published_before, dry_run) for start in windows)


def _prune_window(start: int, published_before: datetime, dry_run: bool) -> int:
    old = StatusChange.objects.filter(pk__gte=start, pk__lt=start + WINDOW, published_at__lt=published_before)
    found = dict(old.order_by("pk").values_list("pk", "campaign_id"))
    newest = StatusChange.objects.filter(campaign_id__in=set(found.values())).order_by().values("campaign_id")
    kept = set(newest.annotate(last=Max("pk")).values_list("last", flat=True))
    ids = [pk for pk in found if pk not in kept]
    if dry_run or not ids:
        return len(ids)
    deleted, _ = retried(lambda: StatusChange.objects.filter(pk__in=ids, published_at__lt=published_before).delete())
    return deleted
