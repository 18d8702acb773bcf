"""What becomes of a legacy row, and of an adopted row on the way back: the rules of docs/adopting-a-database.md.

Pure functions, and a frozen copy of the statuses: a migration must not change its meaning with the models.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from campaigns.migrations import _plan_dates as plan

DORMANT = "DORMANT"
WAITING_FOR_DATA = "WAITING_FOR_DATA"
WAITING_FOR_HOME_ANALYSIS = "WAITING_FOR_HOME_ANALYSIS"
READY_TO_CREATE_EMAIL = "READY_TO_CREATE_EMAIL"
WAITING_FOR_MANUAL_APPROVAL = "WAITING_FOR_MANUAL_APPROVAL"
READY_TO_SEND_EMAIL = "READY_TO_SEND_EMAIL"
UNSUBSCRIBED = "UNSUBSCRIBED"
ERROR = "ERROR"
READY = "READY"

CAMPAIGN_STATUS = MappingProxyType(
    {
        "FETCHING": WAITING_FOR_DATA,
        "SENT": DORMANT,
        DORMANT: DORMANT,
        WAITING_FOR_DATA: WAITING_FOR_DATA,
        READY_TO_CREATE_EMAIL: READY_TO_CREATE_EMAIL,
        WAITING_FOR_MANUAL_APPROVAL: DORMANT,
        READY_TO_SEND_EMAIL: DORMANT,
        UNSUBSCRIBED: UNSUBSCRIBED,
        ERROR: ERROR,
    }
)
SUB_STATUS = MappingProxyType(
    {
        READY_TO_CREATE_EMAIL: READY,
        "FETCHING": WAITING_FOR_DATA,
        "SENT": DORMANT,
        DORMANT: DORMANT,
        WAITING_FOR_DATA: WAITING_FOR_DATA,
        ERROR: ERROR,
    }
)
MAY_HAVE_MAILED = frozenset({WAITING_FOR_MANUAL_APPROVAL, READY_TO_SEND_EMAIL, "SENT"})
"""The old system may have sent this period's e-mail: it is never sent again."""

DATA_SUB_STATUSES = ("property_status", "active_listing_status", "recent_sale_status", "local_market_data_status")
INTRO_STATUS = "intro_status"
LEGACY_INTRO_STATUS = "intro_and_home_report_analysis_status"
REPORT_STATUS = "home_report_analysis_status"

ALLOWANCE = MappingProxyType(
    {
        WAITING_FOR_DATA: timedelta(hours=6),
        WAITING_FOR_HOME_ANALYSIS: timedelta(hours=4),
        READY_TO_CREATE_EMAIL: timedelta(hours=2),
    }
)
FIRST_SEND_DELAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class LegacyRow:
    """What decides about a legacy campaign; `sub_statuses` are the four data ones and the combined one of the texts."""

    pk: int
    email: str | None
    formatted_address: str | None
    no_address_newsletter: bool | None
    campaign_status: str
    sub_statuses: tuple[str, ...]
    has_intro: bool
    has_report: bool
    next_send_datetime: datetime | None
    created: datetime | None

    @property
    def without_address(self) -> bool:
        return bool(self.no_address_newsletter) or not (self.formatted_address or "").strip()


@dataclass(frozen=True, slots=True)
class Dates:
    """The columns of the calendar."""

    cycle: int
    period: date | None
    cycle_due_datetime: datetime | None
    next_period: date
    next_send_datetime: datetime
    following_send_datetime: datetime | None


def normal(value: str) -> str:
    """A legacy status as the tables above have it: MariaDB takes no notice of case and trailing blanks."""
    return value.rstrip(" ").upper()


def adopted(row: LegacyRow, now: datetime) -> dict[str, Any]:
    """The columns of the row as the new machine goes on with it; raises KeyError at an unknown status."""
    legacy_status = normal(row.campaign_status)
    status, sub_statuses = adopted_statuses(row)
    email = (row.email or "").strip().lower()
    if not email and status in ALLOWANCE:
        status, sub_statuses = DORMANT, (DORMANT,) * 6
    dates = adopted_dates(row, status, now)
    return {
        "email": email,
        "no_address_newsletter": row.without_address,
        "enabled": bool(email) and status != UNSUBSCRIBED,
        "requires_approval": legacy_status == WAITING_FOR_MANUAL_APPROVAL,
        "created": row.created or now,
        "campaign_status": status,
        **dict(zip((*DATA_SUB_STATUSES, INTRO_STATUS, REPORT_STATUS), sub_statuses, strict=True)),
        "error_from_status": WAITING_FOR_DATA if status == ERROR else "",
        "stalled_at": now + ALLOWANCE[status] if status in ALLOWANCE else None,
        **{name: getattr(dates, name) for name in Dates.__slots__},
        "status_since": now,
    }


def adopted_statuses(row: LegacyRow) -> tuple[str, tuple[str, ...]]:
    """The campaign's status and its six sub-statuses, the home report's last."""
    legacy_status = normal(row.campaign_status)
    status = CAMPAIGN_STATUS[legacy_status]
    sub_statuses = tuple(SUB_STATUS[normal(value)] for value in row.sub_statuses)
    if status == WAITING_FOR_DATA and ERROR in sub_statuses:
        status = ERROR
    if status in (WAITING_FOR_DATA, ERROR):
        return status, (*_all_set_going(sub_statuses), DORMANT)
    if status == READY_TO_CREATE_EMAIL:
        return _back_to_the_missing_text(row, sub_statuses)
    if legacy_status in MAY_HAVE_MAILED:
        return status, (DORMANT,) * 6
    return status, (*sub_statuses, DORMANT)


def _all_set_going(sub_statuses: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(WAITING_FOR_DATA if value == DORMANT else value for value in sub_statuses)


def _back_to_the_missing_text(row: LegacyRow, sub_statuses: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    if not row.has_intro:
        data = (READY if value == READY else WAITING_FOR_DATA for value in sub_statuses[:-1])
        return WAITING_FOR_DATA, (*data, WAITING_FOR_DATA, DORMANT)
    if not row.has_report and not row.without_address:
        return WAITING_FOR_HOME_ANALYSIS, (*(READY,) * 5, WAITING_FOR_DATA)
    return READY_TO_CREATE_EMAIL, (READY,) * 6


def adopted_dates(row: LegacyRow, status: str, now: datetime) -> Dates:
    """A campaign at work keeps its date as its cycle's and plans the one after; at rest a date to come is kept."""
    if status in ALLOWANCE:
        return _dates_at_work(row, now)
    had = _period_that_is_over(row, status, now)
    next_period, next_send = _next_at_rest(row, had, now)
    is_in_cycle = status == ERROR
    if is_in_cycle:
        had = min(plan.month_of(now), plan.add_months(next_period, -1))
    return Dates(
        cycle=0 if status == DORMANT and had is None else 1,
        period=had,
        cycle_due_datetime=min(row.next_send_datetime or now, now) if is_in_cycle else None,
        next_period=next_period,
        next_send_datetime=next_send,
        following_send_datetime=_following(row.pk, next_period, next_send),
    )


def _dates_at_work(row: LegacyRow, now: datetime) -> Dates:
    known = row.next_send_datetime
    due = known if known and known.year < plan.LAST_YEAR else now
    period = plan.month_of(max(due, now))
    next_period, next_send = plan.next_plan_date(row.pk, period, max(due, now))
    return Dates(1, period, due, next_period, next_send, _following(row.pk, next_period, next_send))


def _period_that_is_over(row: LegacyRow, status: str, now: datetime) -> date | None:
    """The period that must not be had again: its e-mail may have gone, or its cycle ended in ERROR."""
    old = row.next_send_datetime
    is_past = old is not None and old <= now
    may_have_mailed = normal(row.campaign_status) in MAY_HAVE_MAILED
    if not may_have_mailed and status != ERROR:
        return None
    if old is not None and is_past and old.year > 1970:
        return plan.month_of(old)
    if old is not None and not is_past and plan.month_of(_capped(old)) == plan.month_of(now):
        return None
    return plan.month_of(now) if may_have_mailed else None


def _next_at_rest(row: LegacyRow, had: date | None, now: datetime) -> tuple[date, datetime]:
    old = row.next_send_datetime
    if old is not None and old > now:
        return plan.month_of(_capped(old)), old
    if had is not None:
        return plan.next_plan_date(row.pk, had, now)
    earliest = max(now, row.created + FIRST_SEND_DELAY) if row.created and row.created <= now else now
    return plan.first_plan_date(row.pk, earliest)


def _following(pk: int, period: date, moment: datetime) -> datetime | None:
    return plan.next_plan_date(pk, period, moment)[1] if moment.year < plan.LAST_YEAR else None


def _capped(moment: datetime) -> datetime:
    """The last moments of the year 9999 have no local time west of Greenwich or east of it."""
    return moment - timedelta(days=2) if moment.year > plan.LAST_YEAR else moment


# --- The way back ----------


@dataclass(frozen=True, slots=True)
class AdoptedRow:
    """What decides about a campaign on the way back; `sub_statuses` are all six, the home report's last."""

    campaign_status: str
    sub_statuses: tuple[str, ...]
    enabled: bool
    without_address: bool
    has_intro: bool
    has_report: bool
    cycle_due_datetime: datetime | None
    next_send_datetime: datetime | None
    is_suppressed: bool
    was_mailed: bool


def returned(row: AdoptedRow) -> dict[str, Any]:
    """The columns as the old system takes them; nobody is mailed by it whom dripr would not have mailed."""
    status = _returned_status(row)
    sub_statuses = row.sub_statuses if status == _old_status(row) else (DORMANT,) * 6
    in_cycle = status not in (DORMANT, UNSUBSCRIBED, ERROR)
    next_send = row.cycle_due_datetime if in_cycle and row.cycle_due_datetime else row.next_send_datetime
    return {
        "campaign_status": status,
        **dict(zip(DATA_SUB_STATUSES, map(_returned_sub_status, sub_statuses), strict=False)),
        INTRO_STATUS: _returned_intro_status(row, status, sub_statuses),
        "next_send_datetime": next_send if row.enabled or status == UNSUBSCRIBED else None,
        "status_since": None,
    }


def _old_status(row: AdoptedRow) -> str:
    return WAITING_FOR_DATA if row.campaign_status == WAITING_FOR_HOME_ANALYSIS else row.campaign_status


def _returned_status(row: AdoptedRow) -> str:
    if row.is_suppressed or row.campaign_status == UNSUBSCRIBED:
        return UNSUBSCRIBED
    if row.campaign_status == ERROR:
        return ERROR
    return DORMANT if row.was_mailed or not row.enabled else _old_status(row)


def _returned_sub_status(value: str) -> str:
    return READY_TO_CREATE_EMAIL if value == READY else value


def _returned_intro_status(row: AdoptedRow, status: str, sub_statuses: tuple[str, ...]) -> str:
    """One for both texts: an introduction without the home report that belongs to it is work that waits.

    READY without any introduction is none of dripr's: the old system had it so.
    """
    intro, report = sub_statuses[-2:]
    if ERROR in (intro, report):
        return ERROR
    if status in (DORMANT, UNSUBSCRIBED):
        return _returned_sub_status(intro)
    waits_for_report = report == WAITING_FOR_DATA or (report == DORMANT and row.has_intro and not row.has_report)
    if intro == READY and waits_for_report and not row.without_address:
        return WAITING_FOR_DATA
    return _returned_sub_status(intro)
