"""A campaign's dates: what the calendar says, put into its columns. None of this is a move."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from campaigns import plain, schedule
from campaigns.models import Agent, Campaign, Email

BETWEEN_EMAILS = timedelta(days=7)
REPLAN_BATCH = 200


@dataclass(frozen=True, slots=True)
class Dates:
    """The next plan date, and the one after it."""

    next_period: date
    next_send_datetime: datetime
    following_send_datetime: datetime


DATE_COLUMNS = Dates.__slots__


def agent_window(agent: Agent) -> schedule.SendingWindow:
    weekdays = frozenset(int(digit) for digit in agent.sending_weekdays)
    calendar = "US" if agent.observes_holidays else ""
    return schedule.SendingWindow(agent.zone, weekdays, agent.window_start, agent.window_end, calendar)


def campaign_plan(campaign: Campaign) -> schedule.Plan:
    window = agent_window(campaign.agent)
    return schedule.Plan(window, campaign.fixed_send_day, campaign.every_n_months, campaign.pk)


def first_dates(campaign: Campaign, later_than: datetime) -> Dates:
    """The dates of a campaign that has had no period and skipped none."""
    delayed = campaign.created + settings.FIRST_SEND_DELAY
    plan = campaign_plan(campaign)
    return with_following(plan, schedule.first_plan_date(plan, max(later_than, delayed)))


def dates_after_start(campaign: Campaign, now: datetime) -> Dates:
    """The dates once `next_period` is the running one: the first plan date later than it and than now + lead."""
    if campaign.next_period is None:
        raise ValueError("a campaign without a planned period cannot start; its dates come from first_dates")
    return dates_after(campaign, campaign.next_period, now + settings.PREPARATION_LEAD)


def dates_after(campaign: Campaign, period: date, later_than: datetime) -> Dates:
    """The first plan date after a period's that is later than a moment."""
    plan = campaign_plan(campaign)
    return with_following(plan, schedule.next_plan_date(plan, period, later_than))


def with_following(plan: schedule.Plan, upcoming: schedule.PlanDate) -> Dates:
    """A plan date as the next one, with the one after it."""
    following = schedule.next_plan_date(plan, upcoming.period, upcoming.moment)
    return Dates(upcoming.period, upcoming.moment, following.moment)


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
    """The dates by the rule, from the plan as it is now: never a period that the campaign had or that was skipped."""
    later_than = not_before(campaign, now)
    used_up = [period for period in (campaign.period, campaign.skipped_through) if period]
    if not used_up:
        return first_dates(campaign, later_than)
    return dates_after(campaign, max(used_up), later_than)


def recompute_dates(campaign: Campaign, now: datetime) -> None:
    """Set the dates anew after the plan, the pause or the window was edited. The caller holds the row and saves it."""
    _set_dates(campaign, dates_at_rest(campaign, now))


def skip_next(campaign: Campaign, now: datetime) -> None:
    """Leave out the next period; nothing is sent for it later. The caller holds the row and saves it."""
    campaign.skipped_through = campaign.next_period
    recompute_dates(campaign, now)


def agent_replan(agent: Agent, now: datetime) -> int:
    """Recompute the dates of all the agent's campaigns after zone, window or holidays changed; how many there are.

    A running cycle keeps its period and its planned moment; its e-mail still goes only within the new window.
    """
    ids = list(Campaign.objects.filter(agent=agent).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), REPLAN_BATCH):
        with transaction.atomic():
            batch = Campaign.objects.select_for_update().filter(pk__in=ids[start : start + REPLAN_BATCH])
            campaigns = list(batch.order_by("pk"))
            for campaign in campaigns:
                campaign.agent = agent
                recompute_dates(campaign, now)
            Campaign.objects.bulk_update(campaigns, DATE_COLUMNS)
    return len(ids)


def last_claim(campaign: Campaign) -> datetime | None:
    """When the newest e-mail was handed over, the unconfirmed ones included."""
    claims = plain.select(Email, ("claimed_at",), {"campaign_id": campaign.pk}, using=campaign._state.db)
    return max((claimed_at for (claimed_at,) in claims if claimed_at), default=None)


def _set_dates(campaign: Campaign, dates: Dates) -> None:
    for column in DATE_COLUMNS:
        setattr(campaign, column, getattr(dates, column))
