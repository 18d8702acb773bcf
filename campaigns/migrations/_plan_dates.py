"""The calendar of a campaign's default plan, as it stood when databases were first adopted; kept as it is.

The default plan: day 1 of each month, moved on to a Tuesday, Wednesday or Thursday that is no holiday, 11:00 to 18:00 in
Los Angeles, at a moment of the campaign's own. Within that window no clock changes, so that seconds after its opening are
elapsed seconds.
"""

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Los_Angeles")
OPENS = time(11)
WINDOW_SECONDS = 7 * 3600
TUESDAY, THURSDAY = 2, 4
HOLIDAYS = frozenset({(1, 1), (7, 4)})
"""Month and day; no other federal holiday can be the first Tuesday, Wednesday or Thursday of a month."""
LAST_YEAR = 9990
"""Later dates stand for "never": no calendar goes on after them."""


def month_of(moment: datetime) -> date:
    """The period that a moment falls into, by the plan's own clock."""
    return moment.astimezone(ZONE).date().replace(day=1)


def add_months(period: date, months: int) -> date:
    index = period.year * 12 + period.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


@lru_cache(maxsize=4096)
def opening(period: date) -> datetime:
    day = period
    while not TUESDAY <= day.isoweekday() <= THURSDAY or (day.month, day.day) in HOLIDAYS:
        day += timedelta(days=1)
    return datetime.combine(day, OPENS, ZONE).astimezone(UTC)


def planned_moment(pk: int, period: date) -> datetime:
    digest = hashlib.sha256(str(pk).encode()).digest()
    return opening(period) + timedelta(seconds=int.from_bytes(digest[:8]) % WINDOW_SECONDS)


def first_plan_date(pk: int, not_before: datetime) -> tuple[date, datetime]:
    """The first period, and its moment, of a campaign that has had none."""
    period = add_months(month_of(not_before), -1)
    while planned_moment(pk, period) < not_before:
        period = add_months(period, 1)
    return period, planned_moment(pk, period)


def next_plan_date(pk: int, period: date, later_than: datetime) -> tuple[date, datetime]:
    """The first period after `period` whose moment is later than `later_than`."""
    upcoming = max(add_months(period, 1), add_months(month_of(later_than), -1))
    while planned_moment(pk, upcoming) <= later_than:
        upcoming = add_months(upcoming, 1)
    return upcoming, planned_moment(pk, upcoming)
