"""Who may move a campaign from where to where, against a table written from the design, not from the code."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain, combinations, product
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from campaigns import states
from campaigns.emails.send import Claim, claim_email, write_sent
from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, Email, SubStatus, SuppressedAddress
from campaigns.poller import poll_once
from campaigns.states import DATA_SUB_STATUSES, SUB_STATUSES, Actor, Circumstances, Mail
from campaigns.tests.factories import NOW, PERIOD, make_campaign, make_email, make_suppressed
from campaigns.transitions import IllegalMove, campaign_change_status

Pair = tuple[str, str]

RESTING = ("DORMANT", "WAITING_FOR_MANUAL_APPROVAL", "UNSUBSCRIBED", "ERROR")
WORKING = ("WAITING_FOR_DATA", "WAITING_FOR_HOME_ANALYSIS", "READY_TO_CREATE_EMAIL", "READY_TO_SEND_EMAIL")
ALL = (*RESTING, *WORKING)
BUT_UNSUBSCRIBED = tuple(status for status in ALL if status != "UNSUBSCRIBED")
# What a campaign goes through before its e-mail has gone, and never again for the same period.
BEFORE_THE_MAIL = ("WAITING_FOR_HOME_ANALYSIS", "READY_TO_CREATE_EMAIL")
WITH_A_DRAFT = ("WAITING_FOR_MANUAL_APPROVAL", "READY_TO_SEND_EMAIL")

TO_REST = {(status, "DORMANT") for status in BUT_UNSUBSCRIBED if status != "DORMANT"}
OPT_OUT = {(status, "UNSUBSCRIBED") for status in BUT_UNSUBSCRIBED}
FAILURE = {(status, "ERROR") for status in WORKING}
BY_MACHINES: dict[Actor, set[Pair]] = {
    Actor.POLLER: {
        ("DORMANT", "WAITING_FOR_DATA"),
        ("ERROR", "WAITING_FOR_DATA"),
        ("WAITING_FOR_MANUAL_APPROVAL", "WAITING_FOR_DATA"),
        ("WAITING_FOR_DATA", "WAITING_FOR_HOME_ANALYSIS"),
        ("WAITING_FOR_HOME_ANALYSIS", "READY_TO_CREATE_EMAIL"),
        ("READY_TO_CREATE_EMAIL", "READY_TO_SEND_EMAIL"),
        ("WAITING_FOR_MANUAL_APPROVAL", "READY_TO_SEND_EMAIL"),
    }
    | TO_REST
    | FAILURE
    | OPT_OUT,  # an imported campaign's suppressed address may be seen only when it is due
    Actor.HANDLER: TO_REST | FAILURE,
    Actor.EMAIL_CREATION: TO_REST | {("READY_TO_CREATE_EMAIL", "WAITING_FOR_MANUAL_APPROVAL")},
    Actor.EMAIL_SENDING: TO_REST
    | {("READY_TO_SEND_EMAIL", "WAITING_FOR_DATA"), ("READY_TO_SEND_EMAIL", "WAITING_FOR_MANUAL_APPROVAL")},
    Actor.DELIVERY_EVENTS: OPT_OUT | {("READY_TO_SEND_EMAIL", "DORMANT")},
    Actor.WEB: OPT_OUT,
}


def may_override(from_status: str, to_status: str, now_true: Circumstances) -> bool:
    """The list of overrides in the design's section 3, sentence by sentence; restarts and *send again* are apart."""
    ready = now_true.ready_sub_statuses
    has_gone = now_true.mail in (Mail.SENDING, Mail.GONE)
    if from_status == to_status:
        return False
    if from_status == "UNSUBSCRIBED":
        return to_status == "DORMANT" and not now_true.is_suppressed and now_true.mail is not Mail.SENDING
    if to_status == "DORMANT":
        return now_true.mail is not Mail.SENDING
    if to_status == "WAITING_FOR_DATA":
        return now_true.mail is not Mail.SENDING if from_status == "DORMANT" else not has_gone
    if to_status in WITH_A_DRAFT:
        return now_true.mail is Mail.DRAFT
    if to_status in BEFORE_THE_MAIL:
        needed = DATA_SUB_STATUSES if to_status == "WAITING_FOR_HOME_ANALYSIS" else SUB_STATUSES
        return not has_gone and ready.issuperset(needed)
    return to_status == "UNSUBSCRIBED" or from_status in WORKING


def every_circumstances() -> Iterator[Circumstances]:
    some_ready = chain.from_iterable(combinations(SUB_STATUSES, count) for count in range(len(SUB_STATUSES) + 1))
    for ready, mail, is_suppressed in product(map(frozenset, some_ready), Mail, (False, True)):
        yield Circumstances(mail, ready, is_suppressed)


def is_send_again(from_status: str, to_status: str, now_true: Circumstances) -> bool:
    """Apart from the rest, in a test of its own: a person's word on an e-mail that nobody knows the fate of."""
    return (from_status, to_status, now_true.mail) == ("DORMANT", "READY_TO_SEND_EMAIL", Mail.SENDING)


@pytest.mark.parametrize("to_status", ALL)
@pytest.mark.parametrize("from_status", ALL)
def test_override_is_open_exactly_where_the_design_says(from_status: str, to_status: str) -> None:
    wrong = [
        now_true
        for now_true in every_circumstances()
        if not is_send_again(from_status, to_status, now_true)
        and may_override(from_status, to_status, now_true)
        is bool(states.override_refusal(from_status, to_status, now_true))
    ]
    assert wrong == []


# --- The same with rows ----------


@pytest.fixture
def person(db: None) -> AbstractBaseUser:
    return get_user_model().objects.create_user("alex", password="a-long-password")


def place(status: str, mail: Mail = Mail.NONE, **overrides: Any) -> Campaign:
    """A campaign as its status has it, with its period's e-mail."""
    has_data = status not in ("DORMANT", "UNSUBSCRIBED", "WAITING_FOR_DATA")
    fields: dict[str, Any] = {"campaign_status": status, "requires_approval": True}
    fields |= dict.fromkeys(SUB_STATUSES if has_data else (), SubStatus.READY)
    campaign = make_campaign(**fields | overrides)
    delivery = {Mail.DRAFT: "READY_TO_SEND", Mail.SENDING: "SENDING", Mail.GONE: "SENT"}
    if mail in delivery:
        make_email(campaign=campaign, delivery_status=delivery[mail])
    return campaign


def move(campaign: Campaign, to_status: str, actor: Actor, user: AbstractBaseUser | None = None) -> Campaign:
    with transaction.atomic():
        campaign_change_status(campaign, CampaignStatus(to_status), actor=actor, now=NOW, reason="because", user=user)
    return campaign


def may_move(campaign: Campaign, to_status: str, actor: Actor) -> bool:
    """Try it, and take it back."""
    try:
        with transaction.atomic():
            move(campaign, to_status, actor)
            transaction.set_rollback(True)
    except IllegalMove:
        return False
    finally:
        campaign.refresh_from_db()
    return True


def moved_statuses(campaign: Campaign, actor: Actor) -> set[str]:
    return {status for status in ALL if may_move(campaign, status, actor)}


@pytest.mark.django_db
@pytest.mark.parametrize("mail", [Mail.DRAFT, Mail.SENDING])
@pytest.mark.parametrize("from_status", ALL)
@pytest.mark.parametrize("actor", BY_MACHINES)
def test_machines_make_the_moves_of_the_table_and_no_others(actor: Actor, from_status: str, mail: Mail) -> None:
    expected = {to_status for source, to_status in BY_MACHINES[actor] if source == from_status}
    tells_of_sending = actor in (Actor.EMAIL_SENDING, Actor.DELIVERY_EVENTS, Actor.POLLER)
    if mail is Mail.SENDING and not (from_status == "READY_TO_SEND_EMAIL" and tells_of_sending):
        expected.discard("DORMANT")
    assert moved_statuses(place(from_status, mail), actor) == expected


@pytest.mark.parametrize("mail", Mail)
@pytest.mark.parametrize("from_status", ALL)
def test_person_overrides_a_real_campaign_as_the_design_says(
    person: AbstractBaseUser, from_status: str, mail: Mail
) -> None:
    campaign = place(from_status, mail)
    ready = frozenset(name for name in SUB_STATUSES if getattr(campaign, name) == SubStatus.READY)
    now_true = Circumstances(mail, ready, is_suppressed=False)
    expected = {status for status in ALL if may_override(from_status, status, now_true)}
    open_now = {status for status in ALL if not is_send_again(from_status, status, now_true)}
    assert moved_statuses(campaign, Actor.ADMIN) & open_now == expected


@pytest.mark.django_db
@pytest.mark.parametrize("mail", Mail)
@pytest.mark.parametrize("failed_in", WORKING)
def test_restart_returns_to_the_failed_step_unless_the_mail_went(failed_in: str, mail: Mail) -> None:
    campaign = place("ERROR", mail, error_from_status=failed_in)
    cycle = campaign.cycle
    is_open = mail not in (Mail.SENDING, Mail.GONE)
    assert may_move(campaign, failed_in, Actor.ADMIN) is is_open
    if is_open:
        assert move(campaign, failed_in, Actor.ADMIN).cycle == cycle


# --- What an illegal move says ----------


def named_open(error: IllegalMove) -> set[str]:
    """The statuses that the message names as open."""
    found = re.search(r"Open from here: (.*)\.$", str(error))
    assert found is not None
    return {name for name in found[1].split(", ") if name != "nothing"}


@pytest.mark.django_db
def test_illegal_move_of_a_machine_names_the_open_ones_and_why_not_this() -> None:
    campaign = place("WAITING_FOR_HOME_ANALYSIS")
    with pytest.raises(IllegalMove) as refused:
        move(campaign, "READY_TO_SEND_EMAIL", Actor.POLLER)
    assert "cannot move from WAITING_FOR_HOME_ANALYSIS to READY_TO_SEND_EMAIL by poller" in str(refused.value)
    assert refused.value.why == "the table of moves has no such move"
    assert named_open(refused.value) == {"READY_TO_CREATE_EMAIL", "DORMANT", "ERROR", "UNSUBSCRIBED"}


WHY_NOT = [
    ("DORMANT", "READY_TO_SEND_EMAIL", Mail.NONE, "no e-mail of this cycle"),
    ("READY_TO_SEND_EMAIL", "DORMANT", Mail.SENDING, "just being handed over"),
    ("READY_TO_SEND_EMAIL", "WAITING_FOR_DATA", Mail.GONE, "has gone out"),
    ("DORMANT", "ERROR", Mail.NONE, "only a campaign at work can fail"),
    ("DORMANT", "READY_TO_CREATE_EMAIL", Mail.NONE, "home_report_analysis_status must be READY first"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("from_status", "to_status", "mail", "why"), WHY_NOT)
def test_refused_override_says_why_not(from_status: str, to_status: str, mail: Mail, why: str) -> None:
    with pytest.raises(IllegalMove, match=why):
        move(place(from_status, mail), to_status, Actor.ADMIN)


@pytest.mark.django_db
@pytest.mark.parametrize(("from_status", "to_status", "mail", "why"), WHY_NOT)
def test_refused_override_names_what_is_open_to_a_person(
    from_status: str, to_status: str, mail: Mail, why: str
) -> None:
    campaign = place(from_status, mail)
    open_now = moved_statuses(campaign, Actor.ADMIN)
    with pytest.raises(IllegalMove) as refused:
        move(campaign, to_status, Actor.ADMIN)
    assert named_open(refused.value) == open_now


# --- What an override sets ----------


def draft_of(campaign: Campaign) -> Email:
    return campaign.emails.get()


def approve(campaign: Campaign, person: AbstractBaseUser) -> None:
    campaign.emails.update(approved_at=NOW, approved_by=person)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "to_status",
    [
        "WAITING_FOR_HOME_ANALYSIS",
        pytest.param("READY_TO_CREATE_EMAIL"),
    ],
)
def test_override_back_to_making_withdraws_the_draft(to_status: str) -> None:
    campaign = place("WAITING_FOR_MANUAL_APPROVAL", Mail.DRAFT)
    move(campaign, to_status, Actor.ADMIN)
    assert draft_of(campaign).delivery_status == DeliveryStatus.EXPIRED


def test_override_to_approval_clears_the_old_one(person: AbstractBaseUser) -> None:
    campaign = place("READY_TO_SEND_EMAIL", Mail.DRAFT)
    approve(campaign, person)
    move(campaign, "WAITING_FOR_MANUAL_APPROVAL", Actor.ADMIN, person)
    assert (draft_of(campaign).approved_at, draft_of(campaign).approved_by) == (None, None)


def test_override_to_sending_is_that_persons_approval(person: AbstractBaseUser) -> None:
    campaign = place("WAITING_FOR_MANUAL_APPROVAL", Mail.DRAFT)
    move(campaign, "READY_TO_SEND_EMAIL", Actor.ADMIN, person)
    assert (draft_of(campaign).approved_at, draft_of(campaign).approved_by) == (NOW, person)


@pytest.mark.django_db
def test_send_again_hands_an_unconfirmed_email_to_the_sending() -> None:
    campaign = place("DORMANT", Mail.SENDING)
    dates = (campaign.next_period, campaign.next_send_datetime)
    move(campaign, "READY_TO_SEND_EMAIL", Actor.ADMIN)
    assert draft_of(campaign).delivery_status == DeliveryStatus.READY_TO_SEND
    assert (campaign.next_period, campaign.next_send_datetime) == dates


@pytest.mark.django_db
@pytest.mark.parametrize("hindrance", ["disabled", "suppressed", "another cycle"])
def test_send_again_is_refused_where_nothing_may_be_sent(hindrance: str) -> None:
    campaign = place("DORMANT", Mail.SENDING, enabled=hindrance != "disabled")
    if hindrance == "suppressed":
        make_suppressed(email=campaign.email)
    if hindrance == "another cycle":
        campaign.emails.update(cycle=campaign.cycle - 1)
    assert not may_move(campaign, "READY_TO_SEND_EMAIL", Actor.ADMIN)


@pytest.mark.django_db
def test_unsubscribed_campaign_comes_back_not_enabled() -> None:
    campaign = place("UNSUBSCRIBED", enabled=True)
    assert move(campaign, "DORMANT", Actor.ADMIN).enabled is False


@pytest.mark.django_db
def test_unsubscribing_by_a_person_suppresses_the_address() -> None:
    campaign = place("READY_TO_CREATE_EMAIL")
    move(campaign, "UNSUBSCRIBED", Actor.ADMIN)
    assert SuppressedAddress.objects.filter(email=campaign.email).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("from_status", ["ERROR", "WAITING_FOR_MANUAL_APPROVAL", *WORKING[1:]])
def test_override_to_data_in_mid_cycle_starts_anew_for_the_same_period(from_status: str) -> None:
    campaign = place(from_status, Mail.DRAFT, error_from_status="READY_TO_SEND_EMAIL" if from_status == "ERROR" else "")
    before = (campaign.cycle + 1, campaign.period)
    move(campaign, "WAITING_FOR_DATA", Actor.ADMIN)
    assert (campaign.cycle, campaign.period) == before
    assert draft_of(campaign).delivery_status == DeliveryStatus.EXPIRED
    assert campaign.home_report_analysis_status == SubStatus.DORMANT


@pytest.fixture
def overtaken() -> Campaign:
    """A person put it into ERROR while its e-mail was being handed over, two days before the next period's date."""
    campaign = place("READY_TO_SEND_EMAIL", next_send_datetime=NOW + timedelta(days=2))
    make_email(campaign=campaign, approved_at=NOW)
    claim = claim_email(campaign.pk, campaign.cycle, NOW)
    assert isinstance(claim, Claim)
    move(campaign, "ERROR", Actor.ADMIN)
    write_sent(claim, "message-1", NOW)
    return campaign


@pytest.mark.django_db
def test_sent_news_ends_an_error_from_sending(overtaken: Campaign) -> None:
    overtaken.refresh_from_db()
    assert (draft_of(overtaken).delivery_status, overtaken.campaign_status) == ("SENT", "DORMANT")


@pytest.mark.django_db
def test_next_email_stays_seven_days_away_also_after_an_error(overtaken: Campaign) -> None:
    poll_once(NOW + timedelta(days=2), 100, lambda _step: False)
    overtaken.refresh_from_db()
    due = overtaken.cycle_due_datetime if overtaken.period != PERIOD else overtaken.next_send_datetime
    assert due is not None
    assert due > NOW + timedelta(days=7)
