"""Random walks through the machine, one campaign and a small crowd; what must always hold is checked after each step.

DRIPR_MACHINE_EXAMPLES=2000 walks longer and at random; without it the walks are always the same.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, Phase
from hypothesis import settings as settings_of_the_walk
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from campaigns import planning
from campaigns.events import StatusChangeEvent
from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, Email, Step, SubStatus
from campaigns.models.statuses import WORKING_STATUSES
from campaigns.states import DATA_SUB_STATUSES, SUB_STATUSES
from campaigns.tests.machine import OUTCOMES, REFUSALS, HandOver, World, mark
from campaigns.transitions import is_suppressed

LONG = os.environ.get("DRIPR_MACHINE_EXAMPLES")
PROFILE = settings_of_the_walk(
    stateful_step_count=100 if LONG else 40,
    deadline=None,
    phases=[Phase.generate, *([Phase.shrink] if LONG else [])],  # to shrink takes minutes
    report_multiple_bugs=False,
    derandomize=not LONG,
    database=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)

number = st.integers(0, 11)
"""Which campaign, message or e-mail; taken modulo how many there are."""
step = st.sampled_from(Step)
outcome = st.sampled_from(OUTCOMES)
duration = st.sampled_from(
    [timedelta(minutes=1), timedelta(minutes=31), timedelta(hours=3), timedelta(hours=9), timedelta(days=1)]
    + [timedelta(days=days) for days in (3, 8, 11, 33, 100)]
)
news = st.sampled_from(
    [
        ("Send", {}),
        ("Send", {}),
        ("Delivery", {}),
        ("Bounce", {"bounceType": "Transient"}),
        ("Bounce", {"bounceType": "Permanent"}),
        ("Complaint", {}),
    ]
)
edits = st.sampled_from(
    [
        ("enabled", True),
        ("enabled", False),
        ("paused_until", timedelta(days=1)),
        ("paused_until", timedelta(days=40)),
        ("paused_until", None),
        ("fixed_send_day", 17),
        ("every_n_months", 2),
        ("requires_approval", True),
        ("requires_approval", False),
        ("email", "kim@clients.example"),
        ("email", "lee@clients.example"),
        ("first_name", "Robin"),
    ]
)
READY_SIX = dict.fromkeys(SUB_STATUSES, frozenset({SubStatus.READY}))
RESTING_SIX = dict.fromkeys(SUB_STATUSES, frozenset({SubStatus.DORMANT}))
GOING = frozenset({SubStatus.WAITING_FOR_DATA, SubStatus.READY})
SUB_STATUSES_OF: dict[str, dict[str, frozenset[SubStatus]]] = {
    "DORMANT": RESTING_SIX,
    "UNSUBSCRIBED": RESTING_SIX,
    "WAITING_FOR_DATA": RESTING_SIX | dict.fromkeys(DATA_SUB_STATUSES, GOING),
    "WAITING_FOR_HOME_ANALYSIS": READY_SIX | {"home_report_analysis_status": GOING},
    "READY_TO_CREATE_EMAIL": READY_SIX,
    "WAITING_FOR_MANUAL_APPROVAL": READY_SIX,
    "READY_TO_SEND_EMAIL": READY_SIX,
    "ERROR": dict.fromkeys(SUB_STATUSES, frozenset(SubStatus)),
}
BEGINNINGS = (
    CampaignStatus.DORMANT,
    CampaignStatus.WAITING_FOR_DATA,
    CampaignStatus.READY_TO_CREATE_EMAIL,
    CampaignStatus.WAITING_FOR_MANUAL_APPROVAL,
    CampaignStatus.READY_TO_SEND_EMAIL,
)
PINS = ("property_data", "active_listings", "recent_sales", "local_market_data")


class OneCampaign(RuleBasedStateMachine):
    """One campaign; each example in a transaction that is rolled back."""

    examples = 25
    agents = 1
    settled: tuple[dict[str, Any], ...] = ({"email": "kim@clients.example"},)

    def __init__(self) -> None:
        super().__init__()
        self.rolled_back = transaction.atomic()
        self.rolled_back.__enter__()
        self.world = World(self.check_hand_over)
        self.world.settle(self.agents, [dict(fields) for fields in self.settled])
        self.last: dict[int, tuple[int, Any]] = {}
        self.folded: dict[int, tuple[int, str, int]] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.rolled_back.__exit__(None, None, None)

    @initialize(beginnings=st.lists(st.tuples(st.sampled_from(BEGINNINGS), st.booleans()), min_size=1, max_size=3))
    def begin_anywhere(self, beginnings: list[tuple[CampaignStatus, bool]]) -> None:
        for which, (status, requires_approval) in enumerate(beginnings):
            self.world.edit(self.world.campaign(which), {"requires_approval": requires_approval})
            self.go_on(which, status)

    # --- What happens ----------

    @rule(backlog=st.booleans())
    def tick(self, backlog: bool) -> None:
        self.world.tick(backlog=backlog)
        self.check_who_is_stopped_rests()

    def check_who_is_stopped_rests(self) -> None:
        """After a pass nobody disabled or paused is at work; an e-mail that is to go is stopped by its sending."""
        is_paused = Q(paused_until__gt=self.world.now)
        resting = ("DORMANT", "ERROR", "UNSUBSCRIBED", "READY_TO_SEND_EMAIL")
        stopped = Campaign.objects.filter(is_paused | Q(enabled=False))
        assert not stopped.exclude(campaign_status__in=resting).exists()

    @rule(which=number, until=st.sampled_from(CampaignStatus))
    def time_passes_well(self, which: int, until: CampaignStatus) -> None:
        self.go_on(which, until)

    def go_on(self, which: int, until: CampaignStatus) -> None:
        """Everything goes well for a while: the queues work, people say yes, time passes."""
        self.asked(lambda: self.world.let_go_on(self.world.campaign(which)))
        for _ in range(6):
            self.world.tick()
            if self.world.campaign(which).campaign_status == until:
                return
            self.world.work_on(self.world.campaign(which))
            self.world.wait_for_the_hour(self.world.campaign(which))

    @rule(which=number, outcome=outcome, times=st.integers(1, 2))
    def work(self, which: int, outcome: str, times: int) -> None:
        self.deliver(which, outcome, times)

    def deliver(self, which: int, outcome: str, times: int) -> None:
        for _ in range(times):
            if event := self.world.newest_event(self.world.campaign(which)):
                self.world.work(event, outcome)

    @rule(which=number, outcome=outcome)
    def send_twice(self, which: int, outcome: str) -> None:
        """The event of a sending comes a second time, whatever came of the first."""
        self.go_on(which, CampaignStatus.READY_TO_SEND_EMAIL)
        self.world.tick()
        self.deliver(which, outcome, times=2)

    @precondition(lambda self: self.world.topic.messages)
    @rule(which=st.integers(0, 60), step=step, outcome=outcome)
    def deliver_any_event_again(self, which: int, step: Step, outcome: str) -> None:
        self.world.begin(self.any_event(which), step, outcome)()

    @precondition(lambda self: self.world.topic.messages)
    @rule(which=number, step=step)
    def begin_slow_work(self, which: int, step: Step) -> None:
        if event := self.world.newest_event(self.world.campaign(which)):
            self.world.unfinished.append(self.world.begin(event, step))

    @precondition(lambda self: self.world.topic.messages)
    @rule(which=number, outcome=outcome)
    def begin_slow_sending(self, which: int, outcome: str) -> None:
        if event := self.world.newest_event(self.world.campaign(which)):
            self.world.hand_over_slowly(event, outcome)

    @precondition(lambda self: self.world.unfinished)
    @rule(which=number)
    def finish_slow_work(self, which: int) -> None:
        self.world.unfinished.pop(which % len(self.world.unfinished))()

    @precondition(lambda self: self.world.topic.messages)
    @rule(which=number)
    def crash_after_claim(self, which: int) -> None:
        if event := self.world.newest_event(self.world.campaign(which)):
            self.world.crash_after_claim(event)

    @precondition(lambda self: self.world.mail.taken)
    @rule(which=st.integers(0, 60), news=news)
    def hear(self, which: int, news: tuple[str, dict[str, str]]) -> None:
        self.world.hear(which, *news)

    @precondition(lambda self: self.world.topic.messages)
    @rule(which=st.integers(0, 60), step=step, for_good=st.booleans())
    def fail(self, which: int, step: Step, for_good: bool) -> None:
        self.world.fail(self.any_event(which), step, for_good=for_good)

    @rule(duration=duration)
    def pass_time(self, duration: timedelta) -> None:
        self.world.pass_time(duration)

    @rule(which=number)
    def wait_for_the_next_moment(self, which: int) -> None:
        self.world.wait_for(self.world.campaign(which))

    # --- What people do ----------

    @rule(which=number, to_status=st.sampled_from(CampaignStatus))
    def override(self, which: int, to_status: CampaignStatus) -> None:
        self.asked(lambda: self.world.override(self.world.campaign(which), to_status))

    @rule(which=number, wish=st.sampled_from(["restart_step", "start_now", "skip"]))
    def wish(self, which: int, wish: str) -> None:
        self.asked(lambda: getattr(self.world, wish)(self.world.campaign(which)))

    @rule(which=number, approved=st.booleans(), stale=st.sampled_from([0, 0, 0, 1]))
    def judge(self, which: int, approved: bool, stale: int) -> None:
        email = self.world.campaign(which).emails.order_by("-id").first()
        if email and not (stale and email.revision == 1):
            self.asked(lambda: self.world.judge(email, email.revision - stale, approved=approved))

    @rule(which=number, days=st.sampled_from([-1, 1, 40]))
    def pause_behind_the_editors_back(self, which: int, days: int) -> None:
        """By an UPDATE of many rows, say, or a program of somebody's."""
        row = Campaign.objects.filter(pk=self.world.campaign(which).pk)
        row.update(paused_until=self.world.now + timedelta(days=days))

    @rule(which=number, edit=edits)
    def edit(self, which: int, edit: tuple[str, Any]) -> None:
        column, value = edit
        if isinstance(value, timedelta):
            value = self.world.now + value
        self.asked(lambda: self.world.edit(self.world.campaign(which), {column: value}))

    @rule(which=number, what=st.sampled_from(["complaint", "opt-out", "lifted", "lifted"]))
    def suppress_or_lift(self, which: int, what: str) -> None:
        campaign = self.world.campaign(which)
        if what == "complaint":
            self.world.complain(campaign.email)
        elif what == "lifted":
            self.world.lift(campaign.email)
            self.asked(lambda: self.world.override(campaign, CampaignStatus.DORMANT))
            self.asked(lambda: self.world.edit(self.world.campaign(which), {"enabled": True}))
        elif email := campaign.emails.first():
            self.world.opt_out(email)

    def asked(self, wish: Callable[[], object]) -> None:
        """A wish that dripr may refuse; nothing of it is left then."""
        with suppress(*REFUSALS), transaction.atomic():
            wish()

    def any_event(self, which: int) -> StatusChangeEvent:
        messages = self.world.topic.messages
        return messages[-1 - which % len(messages)]

    # --- What always holds ----------

    def check_hand_over(self, handed: HandOver) -> None:
        """An e-mail is just about to go: it may, it is this cycle's, and it is the first of its period."""
        campaign = Campaign.objects.select_related("agent").get(pk=handed.campaign_id)
        email = campaign.emails.get(period=handed.period)
        assert campaign.enabled
        assert campaign.paused_until is None or campaign.paused_until <= handed.at
        assert not is_suppressed(campaign, email.to_email)
        assert campaign.campaign_status == CampaignStatus.READY_TO_SEND_EMAIL
        assert (campaign.period, campaign.cycle, email.delivery_status) == (handed.period, email.cycle, "SENDING")
        assert mark(campaign.cycle) in handed.text
        assert planning.agent_window(campaign.agent).is_open(handed.at)
        assert email.approved_at or not (campaign.requires_approval or email.is_held)
        waited = campaign.status_changes.filter(cycle=email.cycle, to_status=CampaignStatus.WAITING_FOR_MANUAL_APPROVAL)
        assert email.approved_at or not waited.exists()
        assert (campaign.pk, campaign.period) not in self.world.skipped
        for earlier in self.world.mail.taken:
            if (earlier.campaign_id, earlier.period) != (campaign.pk, handed.period):
                assert earlier.campaign_id != campaign.pk or handed.at - earlier.at > planning.BETWEEN_EMAILS

    @invariant()
    def no_second_email_for_a_period(self) -> None:
        taken = Counter((handed.campaign_id, handed.period) for handed in self.world.mail.taken)
        allowed = Counter(self.world.sent_again)
        assert [key for key, count in taken.items() if count > 1 + allowed[key]] == []

    @invariant()
    def every_campaign_is_whole(self) -> None:
        emails: dict[int, list[Email]] = defaultdict(list)
        for email in Email.objects.defer("text_body", "html_body"):
            emails[email.campaign_id].append(email)
        for campaign in Campaign.objects.select_related(*PINS):
            self.check_history(campaign)
            self.check_cycle(campaign)
            self.check_nothing_old_is_used(campaign)
            self.check_statuses(campaign)
            self.check_drafts(campaign, emails[campaign.pk])
            self.check_not_stuck(campaign)

    def check_history(self, campaign: Campaign) -> None:
        """One row a move, each from where the last one led; only the rows since the last step are read."""
        newest, status, cycle = self.folded.get(campaign.pk, (0, "DORMANT", 3))
        rows = campaign.status_changes.filter(pk__gt=newest).order_by("pk")
        for newest, from_status, to_status, row_cycle in rows.values_list("pk", "from_status", "to_status", "cycle"):
            assert (from_status, row_cycle - cycle) in ((status, 0), (status, 1))
            assert to_status != status
            status, cycle = to_status, row_cycle
            self.folded[campaign.pk] = (newest, status, cycle)
        assert (status, cycle) == (campaign.campaign_status, campaign.cycle)

    def check_cycle(self, campaign: Campaign) -> None:
        now = (campaign.cycle, campaign.period)
        before = self.last.setdefault(campaign.pk, now)
        assert now[0] >= before[0]
        assert now[1] >= before[1]
        assert now[0] > before[0] or now[1] == before[1]
        assert campaign.next_period
        assert campaign.period
        assert campaign.next_period > campaign.period
        self.last[campaign.pk] = now

    def check_nothing_old_is_used(self, campaign: Campaign) -> None:
        own = mark(campaign.cycle)
        assert campaign.intro in ("", f"Hello, {own}.")
        assert campaign.home_report_analysis in ("", f"Your home, {own}.")
        assert {row.source for name in PINS if (row := getattr(campaign, name))} <= {own}

    def check_statuses(self, campaign: Campaign) -> None:
        allowed = SUB_STATUSES_OF[campaign.campaign_status]
        assert {name for name in SUB_STATUSES if getattr(campaign, name) not in allowed[name]} == set()
        assert (campaign.error_from_status != "") == (campaign.campaign_status == CampaignStatus.ERROR)
        assert campaign.error_from_status in ("", *WORKING_STATUSES)

    def check_drafts(self, campaign: Campaign, emails: list[Email]) -> None:
        drafts = [email for email in emails if email.delivery_status == DeliveryStatus.READY_TO_SEND]
        assert {(draft.cycle, draft.period) for draft in drafts} <= {(campaign.cycle, campaign.period)}
        if campaign.campaign_status in ("DORMANT", "UNSUBSCRIBED"):
            assert drafts == []
        if campaign.campaign_status == CampaignStatus.WAITING_FOR_MANUAL_APPROVAL:
            [draft] = drafts
            assert (draft.approved_at is None) == (campaign.send_due_datetime is None)

    def check_not_stuck(self, campaign: Campaign) -> None:
        if campaign.campaign_status in WORKING_STATUSES:
            assert campaign.stalled_at or campaign.send_due_datetime
        else:
            assert campaign.stalled_at is None
            assert campaign.next_send_datetime
            assert campaign.following_send_datetime


class SmallCrowd(OneCampaign):
    """Two share address and agent, one the address alone; one has no home address."""

    examples = 12
    agents = 2
    settled = (
        {"email": "kim@clients.example"},
        {"email": "kim@clients.example", "requires_approval": True},
        {"email": "kim@clients.example", "agent": 1},
        {"email": "lee@clients.example", "no_address_newsletter": True, "formatted_address": ""},
    )


@pytest.mark.django_db
@pytest.mark.parametrize("machine", [OneCampaign, SmallCrowd])
def test_whatever_happens_the_promises_hold(machine: type[OneCampaign], settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "campaigns.tests.machine.Backend"
    run_state_machine_as_test(
        machine, settings=settings_of_the_walk(PROFILE, max_examples=int(LONG or machine.examples))
    )
