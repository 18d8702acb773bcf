"""What the poller's bulk moves read of a campaign, and the dates that many starts leave behind."""

import functools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol, Self

from django.conf import settings

from campaigns import planning, schedule
from campaigns.models import Agent, CampaignStatus

WINDOW_COLUMNS = ("time_zone", "sending_weekdays", "window_start", "window_end", "observes_holidays")
"""The columns of an agent that planning.agent_window reads."""


class Claim(NamedTuple):
    """A campaign whose row is locked, without the cost of an object; only a start reads the columns after `cycle`."""

    pk: int
    campaign_status: CampaignStatus
    cycle: int
    has_draft: bool = False
    is_suppressed: bool = False
    agent_id: int = 0
    fixed_send_day: int = 1
    every_n_months: int = 1
    next_period: date | None = None
    following_send_datetime: datetime | None = None


class Startable(Protocol):
    """A campaign, or a claim of one: what a start's dates follow from."""

    @property
    def pk(self) -> int: ...
    @property
    def agent_id(self) -> int: ...
    @property
    def fixed_send_day(self) -> int: ...
    @property
    def every_n_months(self) -> int: ...
    @property
    def next_period(self) -> date | None: ...
    @property
    def following_send_datetime(self) -> datetime | None: ...


class OwnDates(NamedTuple):
    """One campaign's dates, in the order of planning.DATE_COLUMNS."""

    pk: int
    next_period: date
    next_send_datetime: datetime
    following_send_datetime: datetime

    @classmethod
    def of(cls, pk: int, dates: planning.Dates) -> Self:
        return cls(pk, dates.next_period, dates.next_send_datetime, dates.following_send_datetime)


@dataclass(frozen=True, slots=True)
class StartDates:
    """The dates that starts leave behind, so that few statements write them.

    `in_step` holds those whose next date is the following one in the row, by the period of that and by how much later
    the new following one is: an agent's plan dates move together. The others are `singly`.
    """

    in_step: dict[tuple[date, timedelta], list[int]]
    singly: list[OwnDates]


class Coming(NamedTuple):
    """What a start leads to for all campaigns of one window, running period, day and interval, their spread apart."""

    period: date
    opening: datetime
    step: timedelta
    """From the moment of the next period to that of the following one."""


class Calendar:
    """One sending window, and what it does to the days of the plan, worked out once for many campaigns.

    It knows no rule of its own: the moments are those of campaigns.schedule, a test compares them.
    """

    def __init__(self, window: schedule.SendingWindow) -> None:
        self.window = window
        self.seconds = int(window.length().total_seconds())
        self._openings: dict[tuple[date, int], datetime | None] = {}
        self._coming: dict[tuple[date, int, int], Coming | None] = {}

    def dates_after(self, period: date, send_day: int, every: int, pk: int, later_than: datetime) -> OwnDates:
        """planning.dates_after for a campaign's plan and primary key."""
        key = (period, send_day, every)
        coming = self._coming[key] if key in self._coming else self._look(key)
        if coming:
            moment = coming.opening + schedule.spread_offset(pk, self.seconds)
            if moment > later_than:
                return OwnDates(pk, coming.period, moment, moment + coming.step)
        plan = schedule.Plan(self.window, send_day, every, pk)
        return OwnDates.of(pk, planning.with_following(plan, schedule.next_plan_date(plan, period, later_than)))

    def _look(self, key: tuple[date, int, int]) -> Coming | None:
        period, send_day, every = key
        upcoming = schedule.add_months(period, every)
        following = schedule.add_months(upcoming, every)
        opening, next_opening = self._opening(upcoming, send_day), self._opening(following, send_day)
        found = Coming(upcoming, opening, next_opening - opening) if opening and next_opening else None
        self._coming[key] = found
        return found

    def _opening(self, period: date, send_day: int) -> datetime | None:
        """When the window opens on the period's day; None where the clock changes on it, which moves moments singly."""
        key = (period, send_day)
        if key not in self._openings:
            day = self.window.allowed_day(period.replace(day=send_day))
            opens, last = self.window.at(day, timedelta(0)), timedelta(seconds=self.seconds - 1)
            self._openings[key] = opens if self.window.at(day, last) - opens == last else None
        return self._openings[key]


def dates_after_starts(campaigns: Sequence[Startable], now: datetime) -> StartDates:
    """planning.dates_after_start for each, and always the same dates, without an object for each."""
    calendars = _calendars({campaign.agent_id for campaign in campaigns})
    later_than = now + settings.PREPARATION_LEAD
    dates = StartDates({}, [])
    for campaign in campaigns:
        if campaign.next_period is None:
            raise ValueError("a campaign without a planned period cannot start")
        calendar = calendars[campaign.agent_id]
        own = calendar.dates_after(
            campaign.next_period, campaign.fixed_send_day, campaign.every_n_months, campaign.pk, later_than
        )
        if own.next_send_datetime == campaign.following_send_datetime:
            step = own.following_send_datetime - own.next_send_datetime
            dates.in_step.setdefault((own.next_period, step), []).append(own.pk)
        else:
            dates.singly.append(own)
    return dates


def _calendars(agent_ids: Collection[int]) -> Mapping[int, Calendar]:
    """Each agent's calendar by the window as it is now; agents with the same window share one."""
    rows = Agent.objects.filter(pk__in=agent_ids).order_by().values_list("pk", *WINDOW_COLUMNS)
    return {pk: _calendar(*values) for pk, *values in rows}


@functools.lru_cache(maxsize=256)
def _calendar(*values: object) -> Calendar:
    return Calendar(planning.agent_window(Agent(**dict(zip(WINDOW_COLUMNS, values, strict=True)))))
