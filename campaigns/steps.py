"""One step of a cycle: whether it is to be done, its result, its failure.

A sub-status changes only here and only together with its result, by an update that also checks campaign, cycle,
campaign status and the old value.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import F

from campaigns import facts, plain, states
from campaigns.models import (
    Campaign,
    CampaignStatus,
    DeliveryStatus,
    PropertyData,
    Step,
    StepFailure,
    StepLease,
    SubStatus,
)
from campaigns.models.lease import is_free
from campaigns.retrying import retrying
from campaigns.schedule import issue_number
from campaigns.states import Actor, Mail
from campaigns.transitions import campaign_change_status, campaign_lock, period_mail

LEASED = frozenset({Step.INTRO, Step.HOME_REPORT})
"""Steps whose source is paid for by campaign, and asked by one consumer at a time."""
CLOCK_FAULT = timedelta(hours=1)
"""Nobody's lease ends so long after one's own would; shorter than waiting for it is endured."""
DECIDES = (
    "id",
    "cycle",
    "campaign_status",
    "error_from_status",
    "formatted_address",
    "zip_code",
    "no_address_newsletter",
)
"""Beside its own sub-status: whether a step's work is wanted, and for which home."""
READ_BY_STEPS = (*DECIDES, *states.SUB_STATUSES)
Store = Callable[[Campaign], dict[str, Any]]
"""Writes a result's own rows and returns the campaign's columns that go with it, by attribute: `property_data_id`."""


def step_is_due(campaign: Campaign | None, cycle: int, step: Step) -> bool:
    """Whether the step's work is still to be done for this cycle; the campaign may be in ERROR by another step."""
    if campaign is None or campaign.cycle != cycle:
        return False
    sub_status = states.STEP_SUB_STATUS.get(step)
    if sub_status is None:
        return campaign.campaign_status == states.STEP_STATUS[step]
    return _is_open(step, campaign.campaign_status, campaign.error_from_status, getattr(campaign, sub_status))


def _is_open(step: Step, campaign_status: str, error_from_status: str, sub_status: str) -> bool:
    status = states.STEP_STATUS[step]
    in_error_beside = campaign_status == CampaignStatus.ERROR and error_from_status == status
    return sub_status == SubStatus.WAITING_FOR_DATA and (campaign_status == status or in_error_beside)


def step_campaign(campaign_id: int, cycle: int, step: Step) -> Campaign | None:
    """The campaign, if this step is to be done, with what most steps read; not locked."""
    campaign = plain.first(Campaign, {"id": campaign_id}, only=READ_BY_STEPS)
    return campaign if step_is_due(campaign, cycle, step) else None


@retrying
def step_lease(campaign_id: int, cycle: int, step: Step, token: UUID, now: datetime, until: datetime) -> bool:
    """Be the only one who works on a step, where it is still to be done; False while somebody else is.

    A lease that ends far later than any could was taken by a clock that went wrong, and counts for nothing.
    """
    with transaction.atomic():
        campaign = campaign_lock(campaign_id)
        if campaign is None or not step_is_due(campaign, cycle, step):
            return True
        lease = StepLease.objects.filter(campaign_id=campaign_id, cycle=cycle, step=step).first()
        longest = until - now + CLOCK_FAULT
        if lease is not None and lease.token != token and not is_free(lease.leased_until, now, longest):
            return False
        if lease is None:
            StepLease.objects.create(campaign_id=campaign_id, cycle=cycle, step=step, token=token, leased_until=until)
        else:
            StepLease.objects.filter(pk=lease.pk).update(token=token, leased_until=until)
    return True


@retrying
def step_release(campaign_id: int, cycle: int, step: Step, token: UUID) -> None:
    """End a lease, if it is still one's own."""
    with transaction.atomic():
        campaign_lock(campaign_id)
        StepLease.objects.filter(campaign_id=campaign_id, cycle=cycle, step=step, token=token).delete()


@retrying
def step_finish(campaign_id: int, cycle: int, step: Step, store: Store) -> bool:
    """Write a step's result and make its sub-status READY, in one transaction; False where it was no longer wanted."""
    sub_status = states.STEP_SUB_STATUS[step]
    with transaction.atomic():
        campaign = plain.first(Campaign, {"id": campaign_id}, lock=True, only=READ_BY_STEPS)
        if campaign is None or not step_is_due(campaign, cycle, step):
            return False
        columns = store(campaign)
        if step in LEASED:
            StepLease.objects.filter(campaign_id=campaign_id, cycle=cycle, step=step).delete()
        open_step = {"id": campaign_id, "cycle": cycle, "campaign_status": campaign.campaign_status}
        open_step[sub_status] = SubStatus.WAITING_FOR_DATA
        return plain.update(Campaign, open_step, {**columns, sub_status: SubStatus.READY}) == 1


@retrying
def step_finish_with_row(
    read: Campaign, step: Step, pin: str, model: type[models.Model], columns: Mapping[str, Any]
) -> bool:
    """Write the cycle's own row, pin it and make the step READY, in a transaction of two statements.

    False, and nothing is written, where the campaign is no longer as step_campaign read it: moved, edited, or another
    was first. The first statement locks the campaign, and inserts only then.
    """
    sub_status = states.STEP_SUB_STATUS[step]
    as_read = {name: getattr(read, name) for name in (*DECIDES, sub_status)}
    row = {"campaign_id": read.pk, "cycle": read.cycle, **columns}
    with transaction.atomic():
        key = plain.insert_if(model, row, Campaign, as_read)
        if key is not None:
            plain.update(Campaign, {"id": read.pk}, {pin: key, sub_status: SubStatus.READY})
    return key is not None


@retrying
def step_pin(campaign_id: int, cycle: int, **rows: int) -> bool:
    """Pin the snapshots that a cycle read, by column; what is pinned already stays. False where the cycle is over."""
    with transaction.atomic():
        campaign = campaign_lock(campaign_id)
        if campaign is None or campaign.cycle != cycle:
            return False
        unpinned = {f"{column}_id": pk for column, pk in rows.items() if getattr(campaign, f"{column}_id") is None}
        if unpinned:
            Campaign.objects.filter(pk=campaign_id, cycle=cycle).update(**unpinned)
    return True


class DueStep(NamedTuple):
    """A step that is still to be done, with what most steps read of the campaign; not locked."""

    step: Step
    campaign_id: int
    cycle: int
    campaign_status: str
    error_from_status: str
    zip_code: str
    no_address_newsletter: bool
    property_data_id: int | None
    active_listings_id: int | None
    recent_sales_id: int | None
    local_market_data_id: int | None
    mortgage_rate_id: int | None
    period: date | None
    every_n_months: int

    @property
    def issue(self) -> int | None:
        """The number of the issue that the cycle is for; None where the campaign was never started."""
        return issue_number(self.period, self.every_n_months) if self.period else None


def step_due(campaign_id: int, cycle: int, step: Step) -> DueStep | None:
    """The step, if it is to be done, by one plain statement."""
    columns = (states.STEP_SUB_STATUS[step], *DueStep._fields[3:])
    rows = plain.select(Campaign, columns, {"id": campaign_id, "cycle": cycle})
    if not rows:
        return None
    sub_status, *values = rows[0]
    due = DueStep._make((step, campaign_id, cycle, *values))
    return due if _is_open(step, due.campaign_status, due.error_from_status, sub_status) else None


def step_home(due: DueStep) -> facts.PropertyData | None:
    """The home as this cycle has it; None where there is none. A plain statement too."""
    if due.property_data_id is None:
        return None
    rows = plain.select(PropertyData, facts.PropertyData.__slots__, {"id": due.property_data_id})
    return facts.PropertyData(*rows[0]) if rows else None


@retrying
def step_finish_pinning(due: DueStep, pins: Mapping[str, int], columns: Mapping[str, Any] | None = None) -> bool:
    """Pin the snapshots that a step read (by column), write its result and make it READY, all by one statement.

    False where that no longer fits: the campaign has moved, somebody else was first, or the cycle has pinned another
    snapshot. A statement of its own is a transaction of its own, and locks nothing but the campaign.
    """
    result = columns or {}
    values: list[Any] = [*pins.values(), *result.values(), SubStatus.READY.value]
    state = (due.campaign_status, due.error_from_status, SubStatus.WAITING_FOR_DATA.value)
    with connection.cursor() as cursor:
        statement = _update_due(connection.vendor, due.step, tuple(pins), tuple(result))
        cursor.execute(statement, [*values, due.campaign_id, due.cycle, *state, *pins.values()])
        return bool(cursor.rowcount == 1)


@cache
def _update_due(vendor: str, step: Step, pins: tuple[str, ...], columns: tuple[str, ...]) -> str:  # noqa: ARG001 - quoting is the database's
    sub_status = states.STEP_SUB_STATUS[step]
    pinned = [f"{name}_id" for name in pins]
    changes = ", ".join(f"{_quoted(name)} = %s" for name in (*pinned, *columns, sub_status))
    known = ("id", "cycle", "campaign_status", "error_from_status", sub_status)
    conditions = [f"{_quoted(name)} = %s" for name in known]
    conditions += [f"({_quoted(name)} IS NULL OR {_quoted(name)} = %s)" for name in pinned]
    return f"UPDATE {_quoted()} SET {changes} WHERE {' AND '.join(conditions)}"  # noqa: S608 - names of ours


def _quoted(column: str = Campaign._meta.db_table) -> str:
    """A column of the campaigns' table, or that table, as the database writes names."""
    return str(connection.ops.quote_name(column))


@retrying
def step_record_failure(
    campaign_id: int, cycle: int, step: Step, error: str, now: datetime, *, counts: bool
) -> StepFailure | None:
    """Count a failure, or a wait that is nobody's fault (`counts` False); None where the campaign is gone."""
    with transaction.atomic():
        if campaign_lock(campaign_id) is None:
            return None
        failure, _ = StepFailure.objects.get_or_create(
            campaign_id=campaign_id,
            cycle=cycle,
            step=step,
            defaults={"first_failed_at": now, "last_failed_at": now, "error": ""},
        )
        counter = "attempts" if counts else "waits"
        changes: dict[str, Any] = {counter: F(counter) + 1, "last_failed_at": now, "error": error[:1000]}
        StepFailure.objects.filter(pk=failure.pk).update(**changes)
        failure.refresh_from_db()
    return failure


@retrying
def step_postpone(campaign_id: int, cycle: int, step: Step, until: datetime) -> None:
    """A step waits for a moment, through nobody's fault: until then, and its usual time after, it is no stall."""
    status = states.STEP_STATUS[step]
    stalled_at = until + states.ALLOWANCE[status]
    campaign = Campaign.objects.filter(pk=campaign_id, cycle=cycle, campaign_status=status)
    campaign.filter(stalled_at__lt=stalled_at).update(stalled_at=stalled_at)


@retrying
def step_fail(campaign_id: int, cycle: int, step: Step, error: str, now: datetime) -> bool:
    """Give a step up: its sub-status and the campaign go to ERROR. False where the work was done or unwanted meanwhile.

    `error` is for a person: what went wrong and what to do.
    """
    with transaction.atomic():
        campaign = campaign_lock(campaign_id)
        if campaign is None or not step_is_due(campaign, cycle, step) or not _may_fail(campaign, step):
            return False
        _note_final(campaign, step, error, now)
        if sub_status := states.STEP_SUB_STATUS.get(step):
            Campaign.objects.filter(pk=campaign_id, cycle=cycle, **{sub_status: SubStatus.WAITING_FOR_DATA}).update(
                **{sub_status: SubStatus.ERROR}
            )
        if campaign.campaign_status != CampaignStatus.ERROR:
            reason = f"{Step(step).label}: {error}"
            campaign_change_status(campaign, CampaignStatus.ERROR, actor=Actor.HANDLER, now=now, reason=reason)
    return True


def _may_fail(campaign: Campaign, step: Step) -> bool:
    """A creation that left a draft, and a sending that was claimed, did not fail."""
    if step == Step.EMAIL_CREATION:
        return period_mail(campaign) is not Mail.DRAFT
    if step == Step.EMAIL_SENDING:
        unclaimed = (DeliveryStatus.READY_TO_SEND, DeliveryStatus.FAILED)
        return campaign.emails.filter(cycle=campaign.cycle, delivery_status__in=unclaimed).exists()
    return True


def _note_final(campaign: Campaign, step: Step, error: str, now: datetime) -> None:
    StepFailure.objects.update_or_create(
        campaign=campaign,
        cycle=campaign.cycle,
        step=step,
        defaults={"error": error[:1000], "last_failed_at": now, "is_final": True},
        create_defaults={
            "error": error[:1000],
            "first_failed_at": now,
            "last_failed_at": now,
            "is_final": True,
            "attempts": 1,
        },
    )
