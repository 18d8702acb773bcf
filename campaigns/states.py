"""The table of moves: which there are, who makes them, and what each sets.

Poller, handlers, admin and the diagram in docs/ all read it. Only transitions.py carries it out.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, StrEnum
from types import MappingProxyType

from campaigns.models.statuses import WORKING_STATUSES, CampaignStatus, Step

DORMANT = CampaignStatus.DORMANT
WAITING_FOR_DATA = CampaignStatus.WAITING_FOR_DATA
WAITING_FOR_HOME_ANALYSIS = CampaignStatus.WAITING_FOR_HOME_ANALYSIS
READY_TO_CREATE_EMAIL = CampaignStatus.READY_TO_CREATE_EMAIL
WAITING_FOR_MANUAL_APPROVAL = CampaignStatus.WAITING_FOR_MANUAL_APPROVAL
READY_TO_SEND_EMAIL = CampaignStatus.READY_TO_SEND_EMAIL
UNSUBSCRIBED = CampaignStatus.UNSUBSCRIBED
ERROR = CampaignStatus.ERROR

DATA_SUB_STATUSES = (
    "property_status",
    "active_listing_status",
    "recent_sale_status",
    "local_market_data_status",
    "intro_status",
)
HOME_REPORT_SUB_STATUS = "home_report_analysis_status"
SUB_STATUSES = (*DATA_SUB_STATUSES, HOME_REPORT_SUB_STATUS)

STEP_SUB_STATUS = MappingProxyType(
    {
        Step.PROPERTY: "property_status",
        Step.LISTINGS: "active_listing_status",
        Step.SALES: "recent_sale_status",
        Step.LOCAL_MARKET: "local_market_data_status",
        Step.INTRO: "intro_status",
        Step.HOME_REPORT: HOME_REPORT_SUB_STATUS,
    }
)
STEP_STATUS = MappingProxyType(
    {
        Step.PROPERTY: WAITING_FOR_DATA,
        Step.LISTINGS: WAITING_FOR_DATA,
        Step.SALES: WAITING_FOR_DATA,
        Step.LOCAL_MARKET: WAITING_FOR_DATA,
        Step.INTRO: WAITING_FOR_DATA,
        Step.HOME_REPORT: WAITING_FOR_HOME_ANALYSIS,
        Step.EMAIL_CREATION: READY_TO_CREATE_EMAIL,
        Step.EMAIL_SENDING: READY_TO_SEND_EMAIL,
    }
)
"""The campaign status in which a step's work is done."""

ALLOWANCE = MappingProxyType(
    {
        WAITING_FOR_DATA: timedelta(hours=6),
        WAITING_FOR_HOME_ANALYSIS: timedelta(hours=4),
        READY_TO_CREATE_EMAIL: timedelta(hours=2),
        READY_TO_SEND_EMAIL: timedelta(hours=2),
    }
)
"""How long a campaign may take in a working status before it counts as stalled."""

UNCONFIRMED_AFTER = timedelta(minutes=30)
"""How long a hand-over may stay without news before its campaign goes on."""


class Actor(StrEnum):
    """Who makes a move."""

    POLLER = "poller"
    HANDLER = "handler"
    EMAIL_CREATION = "e-mail creation"
    EMAIL_SENDING = "e-mail sending"
    DELIVERY_EVENTS = "delivery events"
    WEB = "web"
    ADMIN = "admin"


class Sets(Enum):
    """What a move sets beside status_since, republish_count, stalled_at and send_due_datetime."""

    START = "a start: cycle + 1, the next period and its dates, the five data sub-statuses WAITING_FOR_DATA"
    RESTART = "a start that keeps the period and its dates"
    HOME_REPORT = "home_report_analysis_status WAITING_FOR_DATA"
    RETURN = "error_from_status cleared; the failed step is to be done again"
    REST = "sub-statuses DORMANT, a draft EXPIRED, dates recomputed"
    FAIL = "error_from_status"
    STOP = "enabled off, suppression row, sub-statuses DORMANT, a draft EXPIRED"
    WITHDRAW = "a draft EXPIRED"
    UNAPPROVE = "the draft's approval cleared"
    APPROVE = "the draft approved by that person"
    SEND_AGAIN = "e-mail READY_TO_SEND; dates stay"
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table; `actors` may make it, when what `when` says is true."""

    from_statuses: tuple[CampaignStatus, ...]
    to_status: CampaignStatus
    when: str
    actors: tuple[Actor, ...]
    sets: Sets = Sets.NOTHING


_not_unsubscribed = tuple(status for status in CampaignStatus if status != UNSUBSCRIBED)
_working = tuple(status for status in CampaignStatus if status in WORKING_STATUSES)

START = Move((DORMANT, ERROR), WAITING_FOR_DATA, "may start", (Actor.POLLER,), Sets.START)
START_UNAPPROVED = Move(
    (WAITING_FOR_MANUAL_APPROVAL,), WAITING_FOR_DATA, "may start, and not approved", (Actor.POLLER,), Sets.START
)
DATA_READY = Move((WAITING_FOR_DATA,), WAITING_FOR_HOME_ANALYSIS, "all five READY", (Actor.POLLER,), Sets.HOME_REPORT)
REPORT_READY = Move(
    (WAITING_FOR_HOME_ANALYSIS,), READY_TO_CREATE_EMAIL, "home_report_analysis_status READY", (Actor.POLLER,)
)
NEEDS_APPROVAL = Move(
    (READY_TO_CREATE_EMAIL,), WAITING_FOR_MANUAL_APPROVAL, "created, needs approval", (Actor.EMAIL_CREATION,)
)
NOT_APPROVED = Move(
    (READY_TO_SEND_EMAIL,), WAITING_FOR_MANUAL_APPROVAL, "needs approval, and has none", (Actor.EMAIL_SENDING,)
)
SEND_DUE = Move(
    (READY_TO_CREATE_EMAIL, WAITING_FOR_MANUAL_APPROVAL),
    READY_TO_SEND_EMAIL,
    "send_due_datetime has arrived",
    (Actor.POLLER,),
)
SENT = Move(
    (READY_TO_SEND_EMAIL,),
    DORMANT,
    "e-mail sent, or hand-over unconfirmed for 30 minutes",
    (Actor.EMAIL_SENDING, Actor.DELIVERY_EVENTS, Actor.POLLER),
    Sets.REST,
)
WENT_AFTER_ALL = Move(
    (ERROR,),
    DORMANT,
    "late news that this period's e-mail went",
    (Actor.DELIVERY_EVENTS,),
    Sets.REST,
)
FACTS_TOO_OLD = Move((READY_TO_SEND_EMAIL,), WAITING_FOR_DATA, "facts too old", (Actor.EMAIL_SENDING,), Sets.RESTART)
STEP_FAILED = Move(_working, ERROR, "step failed for good, or stalled out", (Actor.HANDLER, Actor.POLLER), Sets.FAIL)
RESTART_STEP = tuple(
    Move((ERROR,), status, "a person restarts the failed step", (Actor.ADMIN,), Sets.RETURN) for status in _working
)
STOPPED = Move(
    tuple(status for status in _not_unsubscribed if status != DORMANT),
    DORMANT,
    "skipped, rejected, paused, disabled, nothing worth sending",
    (Actor.ADMIN, Actor.HANDLER, Actor.EMAIL_CREATION, Actor.EMAIL_SENDING, Actor.POLLER),
    Sets.REST,
)
SEND_AGAIN = Move((DORMANT,), READY_TO_SEND_EMAIL, "a person says: send again", (Actor.ADMIN,), Sets.SEND_AGAIN)
OPTED_OUT = Move(
    _not_unsubscribed,
    UNSUBSCRIBED,
    "opted out, hard-bounced or complained",
    (Actor.WEB, Actor.DELIVERY_EVENTS, Actor.ADMIN, Actor.POLLER),
    Sets.STOP,
)

MOVES: tuple[Move, ...] = (
    START,
    START_UNAPPROVED,
    DATA_READY,
    REPORT_READY,
    NEEDS_APPROVAL,
    NOT_APPROVED,
    SEND_DUE,
    SENT,
    WENT_AFTER_ALL,
    FACTS_TOO_OLD,
    STEP_FAILED,
    *RESTART_STEP,
    STOPPED,
    SEND_AGAIN,
    OPTED_OUT,
)


def open_moves(from_status: str, actor: Actor) -> list[Move]:
    """The moves of the table that `actor` may make from a status, in the table's order."""
    return [move for move in MOVES if from_status in move.from_statuses and actor in move.actors]


def find_move(from_status: str, to_status: str, actor: Actor) -> Move | None:
    """The move of the table between two statuses, or None where `actor` may not make one."""
    return next((move for move in open_moves(from_status, actor) if move.to_status == to_status), None)


class Mail(Enum):
    """Where this period's e-mail stands, as far as moves care."""

    NONE = "none"
    DRAFT = "draft"
    SENDING = "sending"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What decides whether a person may override."""

    mail: Mail
    ready_sub_statuses: frozenset[str]
    is_suppressed: bool
    is_enabled: bool = True
    is_mail_of_cycle: bool = True

    @property
    def may_send_again(self) -> bool:
        """For a campaign at rest: its cycle's e-mail is unconfirmed, and its reader may still be written to."""
        is_unconfirmed = self.mail is Mail.SENDING and self.is_mail_of_cycle
        return is_unconfirmed and self.is_enabled and not self.is_suppressed


OVERRIDE_SETS = MappingProxyType(
    {
        DORMANT: Sets.REST,
        WAITING_FOR_DATA: Sets.START,
        WAITING_FOR_HOME_ANALYSIS: Sets.HOME_REPORT,
        READY_TO_CREATE_EMAIL: Sets.WITHDRAW,
        WAITING_FOR_MANUAL_APPROVAL: Sets.UNAPPROVE,
        READY_TO_SEND_EMAIL: Sets.APPROVE,
        UNSUBSCRIBED: Sets.STOP,
        ERROR: Sets.FAIL,
    }
)

_once_gone_no_way_back = frozenset(
    {
        WAITING_FOR_DATA,
        WAITING_FOR_HOME_ANALYSIS,
        READY_TO_CREATE_EMAIL,
        WAITING_FOR_MANUAL_APPROVAL,
        READY_TO_SEND_EMAIL,
    }
)


def override_refusal(from_status: str, to_status: str, circumstances: Circumstances) -> str:
    """Why a person may not move a campaign so, in words; empty where they may."""
    mid_cycle = from_status not in (DORMANT, UNSUBSCRIBED)
    if from_status == to_status:
        return "the campaign is there already"
    if from_status == DORMANT and to_status == READY_TO_SEND_EMAIL and circumstances.may_send_again:
        return ""
    if circumstances.mail is Mail.SENDING and to_status not in (UNSUBSCRIBED, ERROR):
        return "this period's e-mail is just being handed over"
    if from_status == UNSUBSCRIBED and (to_status != DORMANT or circumstances.is_suppressed):
        return "an unsubscribed campaign goes only to DORMANT, after its address was taken off the suppression list"
    if to_status == ERROR and from_status not in WORKING_STATUSES:
        return "only a campaign at work can fail"
    if to_status == WAITING_FOR_DATA and not mid_cycle:
        return ""
    if circumstances.mail is Mail.GONE and to_status in _once_gone_no_way_back:
        return "this period's e-mail has gone out"
    return _missing_for(to_status, circumstances)


def _missing_for(to_status: str, circumstances: Circumstances) -> str:
    needed = {WAITING_FOR_HOME_ANALYSIS: DATA_SUB_STATUSES, READY_TO_CREATE_EMAIL: SUB_STATUSES}
    missing = [
        name for name in needed.get(CampaignStatus(to_status), ()) if name not in circumstances.ready_sub_statuses
    ]
    if missing:
        return f"{', '.join(missing)} must be READY first"
    needs_draft = to_status in (WAITING_FOR_MANUAL_APPROVAL, READY_TO_SEND_EMAIL)
    return "there is no e-mail of this cycle to send" if needs_draft and circumstances.mail is not Mail.DRAFT else ""
