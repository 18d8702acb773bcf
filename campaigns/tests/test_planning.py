from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns import planning, schedule
from campaigns.models import Agent, Campaign, DeliveryStatus
from campaigns.tests.factories import NOW, make_agent, make_campaign, make_email

ZONES = ["America/Los_Angeles", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu", "UTC"]
LONGEST_OUTAGE = timedelta(days=3 * 366)

moments = st.datetimes(datetime(2024, 1, 1), datetime(2036, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001
agents = st.builds(
    lambda zone, days, start, hours, observes: Agent(
        time_zone=zone,
        sending_weekdays="".join(map(str, sorted(days))),
        window_start=time(start),
        window_end=time((start + hours) % 24),
        observes_holidays=observes,
    ),
    st.sampled_from(ZONES),
    st.sets(st.integers(1, 7), min_size=1),
    st.integers(0, 12),
    st.integers(1, 12),
    st.booleans(),
)


@st.composite
def campaigns(draw: st.DrawFn) -> Campaign:
    """A campaign with a next period, its dates by the rule."""
    campaign = Campaign(
        pk=draw(st.integers(1, 10**9)),
        agent=draw(agents),
        fixed_send_day=draw(st.integers(1, 28)),
        every_n_months=draw(st.integers(1, 12)),
        created=draw(moments),
    )
    dates = planning.first_dates(campaign, campaign.created)
    for column in planning.DATE_COLUMNS:
        setattr(campaign, column, getattr(dates, column))
    return campaign


def follows(campaign: Campaign, dates: planning.Dates) -> bool:
    """Whether the following date is the plan's, for the period after the next."""
    plan = planning.campaign_plan(campaign)
    period = schedule.add_months(dates.next_period, campaign.every_n_months)
    return dates.following_send_datetime == schedule.planned_moment(plan, period)


@given(campaigns(), moments)
def test_first_dates_keep_the_first_send_delay(campaign: Campaign, now: datetime) -> None:
    dates = planning.first_dates(campaign, now)
    assert dates.next_send_datetime >= max(now, campaign.created + timedelta(hours=24))
    assert follows(campaign, dates)


@given(campaigns(), st.timedeltas(timedelta(0), LONGEST_OUTAGE))
def test_late_start_neither_shifts_the_plan_nor_catches_up(campaign: Campaign, outage: timedelta) -> None:
    due, period = campaign.next_send_datetime, campaign.next_period
    assert due is not None
    assert period is not None
    now = due + outage
    dates = planning.dates_after_start(campaign, now)
    plan = planning.campaign_plan(campaign)
    assert dates.next_send_datetime == schedule.planned_moment(plan, dates.next_period)
    assert dates.next_send_datetime > now
    assert _months(period, dates.next_period) % campaign.every_n_months == 0
    skipped = schedule.add_months(dates.next_period, -campaign.every_n_months)
    assert skipped == period or schedule.planned_moment(plan, skipped) <= now
    assert follows(campaign, dates)


@given(campaigns(), agents, st.integers(1, 28), st.integers(1, 12))
def test_edited_plan_never_plans_a_period_that_was_had(
    campaign: Campaign, agent: Agent, send_day: int, every_n_months: int
) -> None:
    had = campaign.next_period
    assert had is not None
    campaign.agent, campaign.fixed_send_day, campaign.every_n_months = agent, send_day, every_n_months
    dates = planning.dates_after(campaign, had, campaign.created)
    assert dates.next_period > had
    assert follows(campaign, dates)


def _months(first: date, second: date) -> int:
    return (second.year - first.year) * 12 + second.month - first.month


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("overrides", "period"),
    [
        ({}, date(2026, 12, 1)),
        ({"skipped_through": date(2026, 12, 1)}, date(2027, 1, 1)),
        ({"paused_until": datetime(2027, 2, 20, tzinfo=UTC)}, date(2027, 3, 1)),
        ({"every_n_months": 3}, date(2027, 2, 1)),
        ({"every_n_months": 3, "skipped_through": date(2027, 2, 1)}, date(2027, 5, 1)),
    ],
    ids=["plain", "skipped", "paused", "quarterly", "quarterly, one skipped"],
)
def test_next_date_is_the_first_that_no_bound_leaves_out(overrides: dict[str, Any], period: date) -> None:
    campaign = make_campaign(**overrides)
    assert planning.dates_at_rest(campaign, NOW).next_period == period


@pytest.mark.django_db
def test_unconfirmed_hand_over_counts_for_the_seven_days() -> None:
    campaign = make_campaign()
    claimed = datetime(2026, 11, 30, 20, tzinfo=UTC)
    make_email(campaign=campaign, delivery_status=DeliveryStatus.SENDING, claimed_at=claimed)
    assert planning.dates_at_rest(campaign, claimed).next_period == date(2027, 1, 1)


@pytest.mark.django_db
def test_agents_new_window_moves_the_next_dates_but_not_the_running_cycle() -> None:
    agent = make_agent()
    working = make_campaign(agent=agent, campaign_status="WAITING_FOR_DATA")
    others = make_campaign()
    agent.time_zone, agent.window_start, agent.window_end = "America/New_York", time(8), time(9)
    agent.save()
    assert planning.agent_replan(agent, NOW) == 1
    before = (working.period, working.cycle_due_datetime, others.next_send_datetime)
    working.refresh_from_db()
    others.refresh_from_db()
    assert working.next_send_datetime is not None
    assert working.next_send_datetime.astimezone(ZoneInfo("America/New_York")).hour == 8
    assert before == (working.period, working.cycle_due_datetime, others.next_send_datetime)
    assert working.campaign_status == "WAITING_FOR_DATA"
