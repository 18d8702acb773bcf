from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.conf import LazySettings
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from campaigns import planning, states
from campaigns.models import Agent, Campaign
from campaigns.starting import WINDOW_COLUMNS, OwnDates, dates_after_starts
from campaigns.tests.factories import NOW, make_agent, make_campaign
from campaigns.transitions import campaigns_change_status

ZONES = ["America/Los_Angeles", "America/Phoenix", "America/New_York", "America/St_Johns", "Pacific/Auckland", "UTC"]


def left_by_start(campaign: Campaign, now: datetime) -> OwnDates:
    """What the row holds after a start, in step with others or singly."""
    dates = dates_after_starts([campaign], now)
    if dates.singly:
        return dates.singly[0]
    (((period, step), pks),) = dates.in_step.items()
    following = campaign.following_send_datetime
    assert pks == [campaign.pk]
    assert following is not None
    return OwnDates(campaign.pk, period, following, following + step)


class TestDatesOfManyStarts(TestCase):
    """One campaign for all examples: what varies is in memory, but for the agent's window."""

    agent: Agent

    @classmethod
    def setUpTestData(cls) -> None:
        cls.agent = make_agent()

    @settings(max_examples=150, deadline=None)
    @given(
        zone=st.sampled_from(ZONES),
        weekdays=st.sets(st.sampled_from("1234567"), min_size=1),
        start=st.integers(0, 23),
        hours=st.integers(1, 24),
        holidays=st.booleans(),
        day=st.integers(1, 28),
        every=st.integers(1, 12),
        pk=st.integers(1, 2**40),
        period=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
        late=st.integers(-400, 400),
        is_kept=st.booleans(),
    )
    def test_agree_with_the_calendar(  # noqa: PLR0917
        self,
        zone: str,
        weekdays: set[str],
        start: int,
        hours: int,
        holidays: bool,
        day: int,
        every: int,
        pk: int,
        period: date,
        late: int,
        is_kept: bool,
    ) -> None:
        end = time(start + hours) if start + hours < 24 else time(0)
        window = (zone, "".join(sorted(weekdays)), time(start), end, holidays)
        Agent.objects.filter(pk=self.agent.pk).update(**dict(zip(WINDOW_COLUMNS, window, strict=True)))
        campaign = Campaign(pk=pk, agent_id=self.agent.pk, fixed_send_day=day, every_n_months=every)
        campaign.next_period = period.replace(day=1)
        now = datetime.combine(period, time(12), UTC) + timedelta(days=late)
        dates = planning.dates_after_start(campaign, now)
        campaign.following_send_datetime = dates.next_send_datetime + (
            timedelta(0) if is_kept else timedelta(seconds=1)
        )
        own = OwnDates(pk, *(getattr(dates, column) for column in planning.DATE_COLUMNS))
        assert left_by_start(campaign, now) == own
        assert bool(dates_after_starts([campaign], now).in_step) == is_kept


@pytest.mark.django_db
def test_edited_window_counts_at_once() -> None:
    campaign = make_campaign()
    before = left_by_start(campaign, NOW)
    Agent.objects.filter(pk=campaign.agent_id).update(time_zone="America/New_York")
    assert left_by_start(campaign, NOW).next_send_datetime == before.next_send_datetime - timedelta(hours=3)


@pytest.mark.django_db
def test_preparation_lead_counts(settings: LazySettings) -> None:
    campaign = make_campaign()
    late = datetime(2026, 12, 31, tzinfo=UTC)
    assert left_by_start(campaign, late).next_period == date(2027, 1, 1)
    settings.PREPARATION_LEAD = timedelta(days=20)
    assert left_by_start(campaign, late).next_period == date(2027, 2, 1)


@pytest.mark.django_db
def test_campaign_without_a_period_cannot_start() -> None:
    with pytest.raises(ValueError, match="without a planned period"):
        dates_after_starts([make_campaign(next_period=None)], NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("following", ["kept", "wrong", None])
def test_starts_leave_the_dates_of_the_calendar_in_the_rows(following: str | None) -> None:
    campaigns = [make_campaign(fixed_send_day=day, every_n_months=day % 3 + 1) for day in range(1, 29)]
    for campaign in campaigns:
        kept = planning.dates_after_start(campaign, NOW).next_send_datetime
        campaign.following_send_datetime = {"kept": kept, "wrong": NOW, None: None}[following]
        campaign.save()
    with transaction.atomic():
        campaigns_change_status(campaigns, states.START, actor=states.Actor.POLLER, now=NOW)
    for campaign in campaigns:
        dates = planning.dates_after_start(campaign, NOW)
        left = Campaign.objects.values(*planning.DATE_COLUMNS).get(pk=campaign.pk)
        assert left == asdict(dates)
