from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns import schedule
from campaigns.schedule import Plan, SendingWindow

SEATTLE = ZoneInfo("America/Los_Angeles")
TUESDAY_TO_THURSDAY = SendingWindow(SEATTLE, frozenset({2, 3, 4}), time(11), time(18))
ALWAYS = SendingWindow(SEATTLE, frozenset(range(1, 8)), time(0), time(0))

zones = st.sampled_from(["America/Los_Angeles", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu", "UTC"])
windows = st.builds(
    lambda zone, days, start, hours: SendingWindow(
        ZoneInfo(zone), frozenset(days), time(start), time((start + hours) % 24)
    ),
    zones,
    st.sets(st.integers(1, 7), min_size=1),
    st.integers(0, 12),
    st.integers(1, 12),
)
plans = st.builds(Plan, windows, st.integers(1, 28), st.integers(1, 12), st.integers(1, 10**9))
moments = st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001
periods = st.builds(date, st.integers(2024, 2040), st.integers(1, 12), st.just(1))


def seattle(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SEATTLE)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (seattle(2026, 11, 24, 11, 0), True),
        (seattle(2026, 11, 24, 10, 59), False),
        (seattle(2026, 11, 24, 17, 59), True),
        (seattle(2026, 11, 24, 18, 0), False),
        (seattle(2026, 11, 23, 12, 0), False),
    ],
    ids=["opening", "before", "last minute", "end is exclusive", "Monday"],
)
def test_window_is_open_within_days_and_hours(moment: datetime, is_open: bool) -> None:
    assert TUESDAY_TO_THURSDAY.is_open(moment) is is_open


def test_next_open_is_the_next_opening() -> None:
    after_closing_on_thursday = seattle(2026, 11, 26, 18, 0)
    assert TUESDAY_TO_THURSDAY.next_open(after_closing_on_thursday) == seattle(2026, 12, 1, 11, 0)


def test_window_until_midnight_never_closes() -> None:
    midnight = seattle(2026, 11, 24, 0, 0)
    assert ALWAYS.next_open(midnight) == midnight


@given(windows, moments)
def test_next_open_is_open_and_not_before(window: SendingWindow, moment: datetime) -> None:
    opening = window.next_open(moment)
    assert opening >= moment
    assert window.is_open(opening) or opening == window.at(opening.astimezone(window.zone).date(), timedelta(0))


def test_moment_skipped_by_the_clock_change_moves_forward() -> None:
    window = SendingWindow(SEATTLE, frozenset(range(1, 8)), time(2, 30), time(3))
    assert window.at(date(2026, 3, 8), timedelta(0)) == seattle(2026, 3, 8, 3, 30)


def test_moment_doubled_by_the_clock_change_is_the_first() -> None:
    window = SendingWindow(SEATTLE, frozenset(range(1, 8)), time(1, 30), time(2))
    assert window.at(date(2026, 11, 1), timedelta(0)) == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)


def test_planned_moment_moves_to_the_next_allowed_day() -> None:
    plan = Plan(TUESDAY_TO_THURSDAY, send_day=27, every_n_months=1, spread_key=1)
    planned = schedule.planned_moment(plan, date(2026, 11, 1)).astimezone(SEATTLE)
    assert planned.date() == date(2026, 12, 1)


@given(plans, periods)
def test_planned_moment_lies_in_the_window(plan: Plan, period: date) -> None:
    local = schedule.planned_moment(plan, period).astimezone(plan.window.zone)
    assert local.isoweekday() in plan.window.weekdays
    assert timedelta(0) <= local.date() - period.replace(day=plan.send_day) <= timedelta(days=6)


def test_planned_moment_moves_past_a_holiday() -> None:
    thursdays = SendingWindow(SEATTLE, frozenset({4}), time(11), time(18), holiday_calendar="US")
    plan = Plan(thursdays, send_day=23, every_n_months=1, spread_key=1)
    thanksgiving = date(2026, 11, 26)
    assert not thursdays.allows(thanksgiving)
    assert schedule.planned_moment(plan, date(2026, 11, 1)).astimezone(SEATTLE).date() == date(2026, 12, 3)


def test_holiday_that_falls_on_a_weekend_closes_the_day_it_is_observed() -> None:
    fridays = SendingWindow(SEATTLE, frozenset({5}), time(11), time(18), holiday_calendar="US")
    assert not fridays.allows(date(2026, 7, 3))


def test_planned_moments_are_spread_over_the_window() -> None:
    plans = [Plan(TUESDAY_TO_THURSDAY, 1, 1, key) for key in range(1000)]
    minutes = {schedule.planned_moment(plan, date(2026, 12, 1)).strftime("%H:%M") for plan in plans}
    assert len(minutes) > 300


@given(plans, moments)
def test_first_plan_date_is_the_first_not_before_now(plan: Plan, now: datetime) -> None:
    found = schedule.first_plan_date(plan, now)
    before = schedule.planned_moment(plan, schedule.add_months(found.period, -1))
    assert found.moment >= now > before


@given(plans, periods, moments)
def test_next_plan_date_is_later_and_of_a_later_period(plan: Plan, period: date, later_than: datetime) -> None:
    found = schedule.next_plan_date(plan, period, later_than)
    months = (found.period.year - period.year) * 12 + found.period.month - period.month
    assert found.moment > later_than
    assert months > 0
    assert months % plan.every_n_months == 0


@given(periods, st.integers(-30, 30))
def test_add_months_counts_months(period: date, months: int) -> None:
    moved = schedule.add_months(period, months)
    assert (moved.year - period.year) * 12 + moved.month - period.month == months


@pytest.mark.parametrize("weekdays", [frozenset[int](), frozenset({8, 9})], ids=["none", "no weekdays"])
def test_window_that_never_opens_is_one_clear_error(weekdays: frozenset[int]) -> None:
    window = SendingWindow(SEATTLE, weekdays, time(11), time(18), "US")
    with pytest.raises(schedule.WindowNeverOpens, match="opens on no day: choose at least one weekday"):
        window.next_open(seattle(2026, 11, 24))


def test_window_of_one_day_a_week_opens_after_its_holidays() -> None:
    thursdays = SendingWindow(SEATTLE, frozenset({4}), time(11), time(18), "US")
    assert thursdays.allowed_day(date(2026, 11, 26)) == date(2026, 12, 3)


@given(periods, st.integers(1, 12))
def test_issues_of_a_campaign_are_numbered_one_after_the_other(period: date, every_n_months: int) -> None:
    following = schedule.add_months(period, every_n_months)
    numbers = [schedule.issue_number(each, every_n_months) for each in (period, following)]
    assert numbers[1] == numbers[0] + 1
