"""Where a campaign stands and what it waits for, in words: for `manage.py explain_campaign` and for the admin."""

from datetime import datetime, timedelta

from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, Email, Step, StepFailure
from campaigns.models.statuses import WORKING_STATUSES
from campaigns.stalls import owed_steps

LAST_MOVES = 8
MOMENT = "%Y-%m-%d %H:%M %Z"


def explain(campaign: Campaign, now: datetime) -> str:
    """Several lines of plain text, without the recipient's name or address; moments are in the agent's zone."""
    paragraphs = [_standing(campaign, now), _waits_for(campaign), _next_move(campaign, now), _moves(campaign)]
    return "\n".join(line for lines in paragraphs for line in lines)


def _standing(campaign: Campaign, now: datetime) -> list[str]:
    since = f"since {_moment(campaign, campaign.status_since)} ({span(now - campaign.status_since)})"
    lines = [f"Campaign {campaign.pk} stands in {campaign.campaign_status} {since}."]
    if campaign.period:
        lines.append(f"Cycle {campaign.cycle}, for {campaign.period:%B %Y}.")
    return lines


def _waits_for(campaign: Campaign) -> list[str]:
    status = campaign.campaign_status
    if status == CampaignStatus.ERROR:
        return _errors(campaign)
    if status == CampaignStatus.WAITING_FOR_MANUAL_APPROVAL:
        return ["It waits for its hour."] if campaign.send_due_datetime else _asks_for_approval(campaign)
    if status not in WORKING_STATUSES:
        return ["It rests and waits for nothing."]
    if campaign.send_due_datetime:
        return ["Its e-mail is made and waits for its hour."]
    if not (owed := owed_steps(campaign)):
        return ["All its steps are done."]
    return ["It waits for:", *(f"  {_step(campaign, step)}" for step in owed)]


def _asks_for_approval(campaign: Campaign) -> list[str]:
    drafts = Email.objects.filter(campaign=campaign, cycle=campaign.cycle)
    reasons = drafts.values_list("hold_reasons", flat=True).first() or ""
    return ["It waits for a person's approval.", *(f"  {reason}" for reason in reasons.splitlines())]


def _step(campaign: Campaign, step: Step) -> str:
    failure = StepFailure.objects.filter(campaign=campaign, cycle=campaign.cycle, step=step).first()
    if step == Step.EMAIL_SENDING and _mail_status(campaign) == DeliveryStatus.SENDING:
        return f"{step.value}: handed over, no news yet"
    if failure is None:
        return f"{step.value}: at work, nothing went wrong so far"
    tried = f"{failure.attempts} failed attempts" if failure.attempts else f"not ready yet, {failure.waits} times"
    return f"{step.value}: {tried}, last at {_moment(campaign, failure.last_failed_at)}: {failure.error}"


def _errors(campaign: Campaign) -> list[str]:
    failures = StepFailure.objects.filter(campaign=campaign, cycle=campaign.cycle, is_final=True)
    lines = [f"  {failure.step}: {failure.error}" for failure in failures]
    if not lines:
        newest = campaign.status_changes.filter(to_status=CampaignStatus.ERROR).first()
        lines = [f"  {newest.reason}"] if newest else []
    return [f"It failed in {campaign.error_from_status or 'an unknown status'}:", *lines]


def _next_move(campaign: Campaign, now: datetime) -> list[str]:
    """When it will move next and by whom."""
    status = CampaignStatus(campaign.campaign_status)
    if status == CampaignStatus.UNSUBSCRIBED:
        return ["It does not move again unless a person lifts the suppression and overrides the status."]
    if campaign.send_due_datetime:
        due = _moment(campaign, campaign.send_due_datetime)
        return [f"Next: the poller has it sent at {due}."]
    if status in WORKING_STATUSES:
        return _next_of_working(campaign, status)
    lines = []
    if status == CampaignStatus.ERROR:
        lines = ["Next: a person restarts the failed step in the admin, or it starts fresh on its next date."]
    if not campaign.enabled:
        return [*lines, "It is disabled: nothing starts until a person enables it."]
    if campaign.paused_until and campaign.paused_until > now:
        lines.append(f"It is paused until {_moment(campaign, campaign.paused_until)}.")
    if campaign.next_send_datetime and campaign.next_period:
        due = _moment(campaign, campaign.next_send_datetime)
        return [*lines, f"Next: the poller starts the cycle for {campaign.next_period:%B %Y}, planned for {due}."]
    return [*lines, "It has no date: save its plan in the admin, and one is set."]


def _next_of_working(campaign: Campaign, status: CampaignStatus) -> list[str]:
    targets = {
        CampaignStatus.WAITING_FOR_DATA: "WAITING_FOR_HOME_ANALYSIS, by the poller, once all five are READY",
        CampaignStatus.WAITING_FOR_HOME_ANALYSIS: "READY_TO_CREATE_EMAIL, by the poller, once the home report is READY",
        CampaignStatus.READY_TO_CREATE_EMAIL: "scheduled or to WAITING_FOR_MANUAL_APPROVAL, by the consumer that makes "
        "the e-mail",
        CampaignStatus.READY_TO_SEND_EMAIL: "DORMANT, by the consumer that sends the e-mail",
    }
    lines = [f"Next: {targets[status]}."]
    if campaign.stalled_at:
        restarts = f" (restarted {campaign.republish_count} times so far)" if campaign.republish_count else ""
        until = _moment(campaign, campaign.stalled_at)
        lines.append(f"If nothing comes of it by {until}, the poller publishes its event again{restarts}.")
    return lines


def _moves(campaign: Campaign) -> list[str]:
    changes = list(campaign.status_changes.select_related("changed_by")[:LAST_MOVES])
    if not changes:
        return ["It has not moved yet."]
    lines = ["Last moves, newest first:"]
    for change in changes:
        who = f"{change.actor} ({change.changed_by.get_username()})" if change.changed_by else change.actor
        owed = "" if change.published_at else ", event still owed"
        why = f": {change.reason}" if change.reason else ""
        moment = _moment(campaign, change.occurred_at)
        lines.append(f"  {moment}  {change.from_status} -> {change.to_status} by {who}{why}{owed}")
    return lines


def _mail_status(campaign: Campaign) -> str:
    if campaign.period is None:
        return ""
    emails = Email.objects.filter(campaign=campaign, period=campaign.period)
    return emails.values_list("delivery_status", flat=True).first() or ""


def _moment(campaign: Campaign, moment: datetime) -> str:
    return moment.astimezone(campaign.agent.zone).strftime(MOMENT)


def span(duration: timedelta) -> str:
    minutes = max(int(duration.total_seconds() // 60), 0)
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes % 60} min" if hours else f"{minutes} min"
