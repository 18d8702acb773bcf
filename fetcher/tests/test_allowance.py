"""How often a paid source may be asked: by the second, by the month, by whoever comes."""

import logging
import threading
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.conf import LazySettings
from django.db import connection

from campaigns.models import SourceUsage
from campaigns.tests.factories import NOW
from fetcher.allowance import LONGEST_CLOSURE, SourceClosed, leave_alone, take_call
from fetcher.faults import PassingFault
from fetcher.retry import Postponed

pytestmark = pytest.mark.django_db

DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)


class Clock:
    """A machine's own time, which passes only while it sleeps."""

    def __init__(self, moment: datetime = NOW) -> None:
        self.moment = moment
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)

    def take(self, source: str = "rentcast") -> datetime:
        """When the call may be made."""
        take_call(source, self.moment, clock=self, sleep=self.sleep)
        return self.moment


@pytest.fixture(autouse=True)
def limits(settings: LazySettings) -> None:
    settings.RENTCAST_CALLS_PER_SECOND = 20
    settings.RENTCAST_MONTHLY_CALLS = 0


def usage(source: str = "rentcast") -> list[tuple[date, int]]:
    return list(SourceUsage.objects.filter(source=source).values_list("month", "calls").order_by("month"))


def test_calls_lie_a_twentieth_of_a_second_apart_and_are_counted() -> None:
    clock = Clock()
    for _ in range(3):
        clock.take()
    assert clock.slept == [0.05, 0.05]
    assert usage() == [(date(NOW.year, NOW.month, 1), 3)]


def test_call_after_a_pause_waits_for_nothing() -> None:
    Clock().take()
    later = Clock(NOW + timedelta(seconds=1))
    later.take()
    assert later.slept == []


def test_slot_further_off_than_two_seconds_is_left_to_later_and_not_counted() -> None:
    for _ in range(41):  # slots up to 2.0 s
        Clock().take()
    with pytest.raises(Postponed) as wait:
        Clock().take()
    assert (str(wait.value), wait.value.until) == (
        "rentcast is being asked as often as it may be",
        NOW + timedelta(seconds=2.05),
    )
    assert usage()[0][1] == 41


def test_slots_of_a_clock_that_was_days_ahead_are_not_waited_for() -> None:
    Clock(NOW + timedelta(days=10)).take()
    clock = Clock()
    clock.take()
    clock.take()
    assert clock.slept == [0.05]


def test_source_without_limits_is_only_counted() -> None:
    clock = Clock()
    for _ in range(3):
        clock.take("fred")
    assert (clock.slept, usage("fred")[0][1]) == ([], 3)


def test_budget_used_up_postpones_to_the_next_month(settings: LazySettings) -> None:
    settings.RENTCAST_MONTHLY_CALLS = 2
    clock = Clock(datetime(2026, 11, 30, 23, 59, tzinfo=UTC))
    clock.take()
    clock.take()
    with pytest.raises(Postponed) as wait:
        clock.take()
    assert (str(wait.value), wait.value.until) == ("the month's 2 calls to rentcast are used up", DECEMBER)
    assert usage() == [(date(2026, 11, 1), 2)]


def test_new_month_has_its_budget_and_the_old_ones_next_slot(settings: LazySettings) -> None:
    settings.RENTCAST_MONTHLY_CALLS = 1
    Clock(DECEMBER - timedelta(seconds=0.01)).take()
    clock = Clock(DECEMBER)
    clock.take()
    assert clock.slept == [0.04]
    assert usage() == [(date(2026, 11, 1), 1), (date(2026, 12, 1), 1)]


def test_clock_that_lags_behind_the_month_takes_from_the_new_one() -> None:
    Clock(DECEMBER).take()
    Clock(DECEMBER - timedelta(seconds=1)).take()
    assert usage() == [(date(2026, 12, 1), 2)]


def test_budget_used_up_is_a_warning_once_an_hour(settings: LazySettings, caplog: pytest.LogCaptureFixture) -> None:
    settings.RENTCAST_MONTHLY_CALLS = 1
    Clock().take()
    for minutes in (0, 30, 59, 60, 90):
        with pytest.raises(Postponed):
            Clock(NOW + timedelta(minutes=minutes)).take()
    warned = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert [record.getMessage() for record in warned] == ["the month's budget of calls is used up"] * 2


# --- A source that asks to be left alone ----------


def closed_for(seconds: float | None, now: datetime = NOW) -> None:
    leave_alone("rentcast", PassingFault("HTTP 429", seconds), now)


def test_source_that_asked_for_it_is_left_alone_by_all_until_then_uncounted() -> None:
    closed_for(40)
    for seconds in (0, 39.9):
        with pytest.raises(SourceClosed) as wait:
            Clock(NOW + timedelta(seconds=seconds)).take()
        assert wait.value.until == NOW + timedelta(seconds=40)
    Clock().take("fred")
    Clock(NOW + timedelta(seconds=40)).take()
    assert usage() == [(date(NOW.year, NOW.month, 1), 1)]


def test_shorter_wish_takes_nothing_off_a_longer_one(caplog: pytest.LogCaptureFixture) -> None:
    closed_for(40)
    closed_for(10)
    with pytest.raises(SourceClosed):
        Clock(NOW + timedelta(seconds=30)).take()
    assert [record.getMessage() for record in caplog.records] == ["a source asks to be left alone"]


@pytest.mark.parametrize("seconds", [None, 0.0])
def test_fault_without_a_wish_closes_nothing(seconds: float | None) -> None:
    closed_for(seconds)
    assert Clock().take() == NOW


def test_source_is_left_alone_for_a_day_at_most() -> None:
    closed_for(10**9)
    with pytest.raises(SourceClosed) as wait:
        Clock().take()
    assert wait.value.until == NOW + LONGEST_CLOSURE


def test_wish_noted_by_a_clock_that_was_days_ahead_counts_for_nothing() -> None:
    closed_for(40, NOW + timedelta(days=10))
    assert Clock().take() == NOW
    closed_for(40)
    with pytest.raises(SourceClosed):
        Clock().take()


def test_wish_holds_beyond_the_end_of_the_month() -> None:
    closed_for(40, DECEMBER - timedelta(seconds=10))
    with pytest.raises(SourceClosed):
        Clock(DECEMBER).take()


def test_call_that_waits_for_its_slot_is_not_made_once_the_source_is_closed() -> None:
    clock = Clock()
    clock.take()

    def sleep_while_another_is_refused(seconds: float) -> None:
        closed_for(40)
        clock.sleep(seconds)

    with pytest.raises(SourceClosed):
        take_call("rentcast", NOW, clock=clock, sleep=sleep_while_another_is_refused)


@pytest.mark.django_db(transaction=True)
def test_thousand_takers_get_a_slot_each_and_no_second_more_than_twenty(settings: LazySettings) -> None:
    number, threads = (1_000, 10) if connection.vendor == "mysql" else (200, 4)
    settings.RENTCAST_MONTHLY_CALLS = number
    taken: list[datetime] = []

    def take_all() -> None:
        clock = Clock()
        while len(taken) < number:
            try:
                taken.append(clock.take())
            except Postponed as wait:
                if "used up" in str(wait):
                    break
                clock.sleep((wait.until - clock.moment).total_seconds())
        connection.close()

    takers = [threading.Thread(target=take_all) for _ in range(threads)]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()
    assert usage()[0][1] == len(taken) == number
    assert min(late - early for early, late in pairwise(sorted(taken))) >= timedelta(seconds=0.05)
