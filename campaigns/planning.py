"""A campaign's dates: what the calendar says, put into its columns. None of this is a move."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings

from campaigns import schedule
from campaigns.models import Agent, Campaign

FIRST_SEND_DELAY = timedelta(hours=24)
BETWEEN_EMAILS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Dates:
    """The next plan date, and the one after it."""

    next_period: date
    next_send_datetime: datetime
    following_send_datetime: datetime


def agent_window(agent: Agent) -> schedule.SendingWindow:
    weekdays = frozenset(int(digit) for digit in agent.sending_weekdays)
    return schedule.SendingWindow(agent.zone, weekdays, agent.window_start, agent.window_end)


def campaign_plan(campaign: Campaign) -> schedule.Plan:
    window = agent_window(campaign.agent)
    return schedule.Plan(window, campaign.fixed_send_day, campaign.every_n_months, campaign.pk)


def first_dates(campaign: Campaign, now: datetime) -> Dates:
    """The dates of a campaign before its first cycle."""
    earliest = max(now, campaign.created + FIRST_SEND_DELAY, campaign.paused_until or now)
    plan = campaign_plan(campaign)
    return _with_following(plan, schedule.first_plan_date(plan, earliest))


def dates_after_start(campaign: Campaign, now: datetime) -> Dates:
    """The dates once `next_period` is the running one: the first plan date later than it and than now + lead."""
    if campaign.next_period is None:
        raise ValueError("a campaign without a planned period cannot start; its dates come from first_dates")
    return dates_after(campaign, campaign.next_period, now + settings.PREPARATION_LEAD)


def dates_after(campaign: Campaign, period: date, later_than: datetime) -> Dates:
    """The first plan date after a period's that is later than a moment."""
    plan = campaign_plan(campaign)
    return _with_following(plan, schedule.next_plan_date(plan, period, later_than))


def not_before(campaign: Campaign, now: datetime) -> datetime:
    """What the next send must be later than: now + lead, this cycle's moment, a pause, 7 days after an e-mail."""
    claimed = last_claim(campaign)
    bounds = [
        campaign.cycle_due_datetime,
        campaign.paused_until,
        claimed + BETWEEN_EMAILS if claimed else None,
    ]
    return max([now + settings.PREPARATION_LEAD, *(bound for bound in bounds if bound)])


def dates_at_rest(campaign: Campaign, now: datetime) -> Dates:
    """The dates of a campaign that comes to rest: never a period that it had."""
    later_than = not_before(campaign, now)
    if campaign.period is None:
        return first_dates(campaign, later_than)
    return dates_after(campaign, campaign.period, later_than)


def recompute_dates(campaign: Campaign, now: datetime) -> None:
    """Set the dates anew after the plan, the pause or the window was edited. The caller holds the row and saves it."""
    dates = dates_at_rest(campaign, now)
    campaign.next_period = dates.next_period
    campaign.next_send_datetime = dates.next_send_datetime
    campaign.following_send_datetime = dates.following_send_datetime


def last_claim(campaign: Campaign) -> datetime | None:
    """When the newest e-mail was handed over, the unconfirmed ones included."""
    claimed = campaign.emails.filter(claimed_at__isnull=False).order_by("-claimed_at")
    return claimed.values_list("claimed_at", flat=True).first()


def _with_following(plan: schedule.Plan, upcoming: schedule.PlanDate) -> Dates:
    following = schedule.next_plan_date(plan, upcoming.period, upcoming.moment)
    return Dates(upcoming.period, upcoming.moment, following.moment)
