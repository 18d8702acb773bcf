"""The calendar: plan dates and sending windows, as pure functions of what they are given.

One rule: the next send is the first plan date that is later than every bound (now, the first-send delay, seven days
after the last e-mail, the end of a pause) and not among the skipped. A plan date is the send day of every n-th month,
counted from the last period, moved to the next day that the window and the holidays allow, at the campaign's own moment
within the window, in the agent's zone. It belongs to its period (the first of its month), even where the day moves into
the next month.
All datetimes that go in and come out are aware; those that come out are UTC.
"""

import functools
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

DAY = timedelta(days=1)
LONGEST_CLOSED = timedelta(days=366)
"""A window that opens at all has opened by then, whatever the holidays."""


class WindowNeverOpens(ValueError):
    """The sending window opens on no day: choose at least one weekday, 1 (Monday) to 7 (Sunday)."""


@functools.cache
def holidays_of(calendar: str, year: int) -> frozenset[date]:
    """The public holidays of a country in a year, the days on which they are observed included."""
    return frozenset(holidays.country_holidays(calendar, years=year))


def issue_number(period: date, every_n_months: int = 1) -> int:
    """A number for a campaign's issue: one more than that of the issue before, as long as none is left out."""
    return (period.year * 12 + period.month) // every_n_months


@dataclass(frozen=True, slots=True)
class SendingWindow:
    """When e-mails may go. `weekdays` are ISO (1 Monday … 7 Sunday); `end` is exclusive, 00:00 ends the day.

    On a holiday of the `holiday_calendar`'s country (ISO 3166-1, such as US) nothing goes; empty means on none.
    """

    zone: ZoneInfo
    weekdays: frozenset[int]
    start: time
    end: time
    holiday_calendar: str = ""

    def is_open(self, moment: datetime) -> bool:
        local = moment.astimezone(self.zone)
        within = self.start <= local.time() and (self.end == time(0) or local.time() < self.end)
        return within and self.allows(local.date())

    def next_open(self, moment: datetime) -> datetime:
        """The first open moment that is not before `moment`."""
        if self.is_open(moment):
            return moment.astimezone(UTC)
        day = moment.astimezone(self.zone).date()
        while True:
            day = self.allowed_day(day)
            opening = self.at(day, timedelta(0))
            if opening >= moment:
                return opening
            day += DAY

    def allows(self, day: date) -> bool:
        """Whether the window opens on a day at all."""
        if day.isoweekday() not in self.weekdays:
            return False
        return not self.holiday_calendar or day not in holidays_of(self.holiday_calendar, day.year)

    def allowed_day(self, day: date) -> date:
        """`day` or the next one on which the window opens; raises WindowNeverOpens."""
        last = day + LONGEST_CLOSED
        while not self.allows(day):
            if day == last:
                raise WindowNeverOpens(WindowNeverOpens.__doc__)
            day += DAY
        return day

    def length(self) -> timedelta:
        day = date(2000, 1, 3)
        end = datetime.combine(day, self.end) + (DAY if self.end == time(0) else timedelta(0))
        return end - datetime.combine(day, self.start)

    def at(self, day: date, offset: timedelta) -> datetime:
        """`offset` by the wall clock after the window opens on `day`.

        A moment that the clock change skips moves forward, of one that it doubles the first is taken.
        """
        return (datetime.combine(day, self.start) + offset).replace(tzinfo=self.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Plan:
    """When a campaign's e-mails are planned; `spread_key` gives each campaign its own moment within the window."""

    window: SendingWindow
    send_day: int
    every_n_months: int
    spread_key: int


@dataclass(frozen=True, slots=True)
class PlanDate:
    period: date
    moment: datetime


def month_of(day: date) -> date:
    return day.replace(day=1)


def add_months(period: date, months: int) -> date:
    index = period.year * 12 + period.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def planned_moment(plan: Plan, period: date) -> datetime:
    """The plan date of a period: its send day or the next allowed one, at the campaign's own moment in the window."""
    day = plan.window.allowed_day(period.replace(day=plan.send_day))
    return plan.window.at(day, spread_offset(plan.spread_key, int(plan.window.length().total_seconds())))


def spread_offset(spread_key: int, seconds: int) -> timedelta:
    """A campaign's own moment within a window of so many seconds: a stable hash, whole seconds, the end exclusive."""
    digest = hashlib.sha256(b"%d" % spread_key).digest()
    return timedelta(seconds=int.from_bytes(digest[:8]) % seconds)


def plan_dates(plan: Plan, first_period: date) -> Iterator[PlanDate]:
    """Every plan date from a period on, in order, without end."""
    period = first_period
    while True:
        yield PlanDate(period, planned_moment(plan, period))
        period = add_months(period, plan.every_n_months)


def first_plan_date(plan: Plan, now: datetime) -> PlanDate:
    """The first plan date of a campaign that has had no period yet, not before `now`.

    It begins a month early, since the window can move a day into the month after its period.
    """
    month_before = add_months(month_of(now.astimezone(plan.window.zone).date()), -1)
    monthly = Plan(plan.window, plan.send_day, 1, plan.spread_key)
    return next(found for found in plan_dates(monthly, month_before) if found.moment >= now)


def next_plan_date(plan: Plan, period: date, later_than: datetime) -> PlanDate:
    """The first plan date after that of `period` that is later than a moment."""
    following = add_months(period, plan.every_n_months)
    return next(found for found in plan_dates(plan, following) if found.moment > later_than)
