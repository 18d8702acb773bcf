"""A small world around real campaigns: a clock, a mail service, an SNS, and people. test_machine.py drives it.

Everything of dripr is real; only the two network edges are played, the mail service as Django's e-mail backend.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, ClassVar, cast

from anymail.exceptions import AnymailAPIError
from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from campaigns import api, editing, events, poller, steps, transitions
from campaigns.admin import overrides
from campaigns.emails import approve, create, message_tag, send, unsubscribe
from campaigns.emails.delivery_events import DETAILS, DeliveryEvent, record_delivery_event
from campaigns.events import StatusChangeEvent
from campaigns.models import (
    ActiveListings,
    Campaign,
    CampaignStatus,
    Email,
    LocalMarketData,
    PropertyData,
    RecentSales,
    Step,
    SuppressedAddress,
)
from campaigns.states import STEP_STATUS, Actor
from campaigns.tests.factories import NOW, make_agent, make_campaign

REFUSALS = (
    transitions.IllegalMove,
    overrides.CannotOverride,
    approve.CannotApprove,
)
"""How dripr says no to a person; nothing is written then."""
NOT_TAKEN = ("busy", "closed", "no connection", "refused")
OUTCOMES = ("accepted", "accepted", *NOT_TAKEN, "unknown, taken", "unknown, lost", "crash")


class Crash(BaseException):
    """The process died in the middle of a hand-over."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """An e-mail that the mail service took, or may have taken."""

    campaign_id: int
    period: date
    at: datetime
    text: str
    tag: str


class MailService:
    """Takes what it is handed, or not, as `outcome` says; `on_hand_over` looks at each before."""

    def __init__(self, clock: Callable[[], datetime], on_hand_over: Callable[[HandOver], None]) -> None:
        self.clock = clock
        self.on_hand_over = on_hand_over
        self.outcome = "accepted"
        self.taken: list[HandOver] = []

    def take(self, message: EmailMessage) -> None:
        # The one-click link is the only thing in the mail that names campaign and period: "…/u/42.202611:signature/".
        token = message.extra_headers["List-Unsubscribe"].rstrip("/>").rpartition("/")[2].partition(":")[0]
        campaign_id, _, month = token.partition(".")
        period = date(int(month[:4]), int(month[4:]), 1)
        extra: Any = message.esp_extra  # type: ignore[attr-defined]
        tag = extra["EmailTags"][0]["Value"]
        handed = HandOver(int(campaign_id), period, self.clock(), str(message.body), tag)
        self.on_hand_over(handed)
        if self.outcome not in NOT_TAKEN:
            self.taken.append(handed)
        if self.outcome == "crash":
            raise Crash
        if self.outcome != "accepted":
            raise AnymailAPIError(self.outcome) from self._fault()
        message.anymail_status = SimpleNamespace(message_id=f"message-{len(self.taken)}")  # type: ignore[attr-defined]

    def _fault(self) -> Exception:
        codes = {
            "busy": ("TooManyRequestsException", 429),
            "closed": ("SendingPausedException", 400),
            "refused": ("MessageRejected", 400),
        }
        if self.outcome == "no connection":
            return ConnectTimeoutError(endpoint_url="https://mail.example")
        if self.outcome == "unknown, lost":
            return ReadTimeoutError(endpoint_url="https://mail.example")
        code, status = codes.get(self.outcome, ("InternalFailure", 500))
        answer: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
        return ClientError(answer, "SendEmail")


class Backend(BaseEmailBackend):
    """The e-mail backend of settings.EMAIL_BACKEND while a machine runs."""

    service: ClassVar[MailService]

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            self.service.take(message)
        return len(email_messages)


class Topic:
    """An SNS that keeps every event that was ever published; a queue may deliver any of them, at any time, again."""

    def __init__(self) -> None:
        self.messages: list[StatusChangeEvent] = []

    def publish_batch(self, TopicArn: str, PublishBatchRequestEntries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: ARG002, N803 - boto3's names
        self.messages += [StatusChangeEvent.from_body(entry["Message"]) for entry in PublishBatchRequestEntries]
        return {"Successful": [{"Id": entry["Id"]} for entry in PublishBatchRequestEntries], "Failed": []}


def mark(cycle: int) -> str:
    """A word that stands for a cycle in its texts and sources; without figures, which a writer's text must justify."""
    return "turn-" + "".join("abcdefghij"[int(digit)] for digit in str(cycle))


class World:
    """Some campaigns and everything that can happen to them. A method that a person calls may raise one of REFUSALS."""

    def __init__(self, on_hand_over: Callable[[HandOver], None]) -> None:
        self.now = NOW
        self.topic = Topic()
        self.mail = Backend.service = MailService(lambda: self.now, on_hand_over)
        self.unfinished: list[Callable[[], None]] = []
        self.skipped: set[tuple[int, date | None]] = set()
        self.sent_again: list[tuple[int, date | None]] = []
        self.person = get_user_model().objects.create_user("alex")
        self.ids: list[int] = []

    def settle(self, agents: int, campaigns: Sequence[dict[str, Any]]) -> None:
        """Agents, and campaigns with fixed keys: a campaign's moment within the window follows from its key."""
        staff = [make_agent(pk=11 + number) for number in range(agents)]
        for number, fields in enumerate(campaigns):
            agent = staff[fields.pop("agent", 0)]
            made = make_campaign(pk=101 + number, agent=agent, last_name=f"Larsen {number}", **fields)
            self.ids.append(made.pk)

    def campaign(self, number: int) -> Campaign:
        return Campaign.objects.select_related("agent").get(pk=self.ids[number % len(self.ids)])

    # --- The machine's own parts ----------

    def tick(self, *, backlog: bool = False) -> None:
        poller.poll_once(self.now, 100, lambda _step: backlog)
        events.publish_pending(cast("Any", self.topic), "topic", self.now, 100)

    def newest_event(self, campaign: Campaign) -> StatusChangeEvent | None:
        own = [event for event in self.topic.messages if event.campaign_id == campaign.pk]
        return own[-1] if own else None

    def work(self, event: StatusChangeEvent, outcome: str = "accepted") -> None:
        """All queues handle an event, each at once."""
        for step, status in STEP_STATUS.items():
            if status == event.to_status:
                self.begin(event, step, outcome)()

    def work_on(self, campaign: Campaign) -> None:
        """Whatever the campaign waits for is done: its newest event handled, its e-mail approved."""
        draft = campaign.emails.filter(cycle=campaign.cycle, approved_at=None).first()
        if campaign.campaign_status == CampaignStatus.WAITING_FOR_MANUAL_APPROVAL and draft:
            self.judge(draft, draft.revision, approved=True)
        elif event := self.newest_event(campaign):
            self.work(event)

    def begin(self, event: StatusChangeEvent, step: Step, outcome: str = "accepted") -> Callable[[], None]:
        """Do a step up to its result; what is returned writes the result, now or much later."""
        campaign_id, cycle = event.campaign_id, event.cycle
        if step == Step.EMAIL_CREATION:
            return lambda: self._create(campaign_id, cycle)
        if step == Step.EMAIL_SENDING:
            return lambda: self._send(campaign_id, cycle, outcome)
        campaign = steps.step_campaign(campaign_id, cycle, step)
        if campaign is None:
            return lambda: None
        return lambda: self._finish(campaign, step)

    def fail(self, event: StatusChangeEvent, step: Step, *, for_good: bool) -> None:
        if for_good:
            steps.step_fail(event.campaign_id, event.cycle, step, "refused", self.now)
        else:
            steps.step_record_failure(event.campaign_id, event.cycle, step, "throttled", self.now, counts=True)

    def hand_over_slowly(self, event: StatusChangeEvent, outcome: str) -> None:
        """Claim and hand over; the answer is written by what is put among the unfinished. A crash writes none."""
        claim = send.claim_email(event.campaign_id, event.cycle, self.now)
        if not isinstance(claim, send.Claim):
            return
        self.mail.outcome = outcome
        try:
            message_id = send.hand_over(claim.email)
        except (send.NotAccepted, send.Refused) as error:
            answer = error
            self.unfinished.append(lambda: send.write_not_accepted(claim, answer, self.now))
        except (AnymailAPIError, Crash):
            return
        else:
            self.unfinished.append(lambda: send.write_sent(claim, message_id, self.now))

    def crash_after_claim(self, event: StatusChangeEvent) -> None:
        send.claim_email(event.campaign_id, event.cycle, self.now)

    def _finish(self, campaign: Campaign, step: Step) -> None:
        made_of = mark(campaign.cycle)
        area: dict[str, Any] = {"zip_code": campaign.zip_code, "provider": "offline", "source": made_of}
        rows: dict[str, int] = {}
        columns: dict[str, Any] = {}
        match step:
            case Step.PROPERTY:
                rows = {}
                columns = {"property_data_id": self._property(campaign).pk}
            case Step.LISTINGS:
                rows = {"active_listings": ActiveListings.objects.create(**area).pk}
            case Step.SALES:
                rows = {"recent_sales": RecentSales.objects.create(**area).pk}
            case Step.LOCAL_MARKET:
                figures = {"as_of": date(2026, 10, 31), "price_kind": "sale", "median_price": 900_000}
                rows = {"local_market_data": LocalMarketData.objects.create(**area, **figures).pk}
            case Step.INTRO:
                columns = {"intro": f"Hello, {made_of}."}
            case Step.HOME_REPORT:
                columns = {"home_report_analysis": f"Your home, {made_of}."}
        if rows:
            steps.step_pin(campaign.pk, campaign.cycle, **rows)
        steps.step_finish(campaign.pk, campaign.cycle, step, lambda _campaign: columns)

    def _property(self, campaign: Campaign) -> PropertyData:
        """Each third cycle's value is far from the one before, so that the e-mail is held."""
        values = {
            "formatted_address": campaign.formatted_address,
            "current_value": 1_236_000 if campaign.cycle % 3 else 2_100_000,
            "as_of": date(2026, 2, 3),
            "source": mark(campaign.cycle),
        }
        row, _ = PropertyData.objects.update_or_create(campaign=campaign, cycle=campaign.cycle, defaults=values)
        return row

    def _create(self, campaign_id: int, cycle: int) -> None:
        create.create_email(campaign_id, cycle, self.now)

    def _send(self, campaign_id: int, cycle: int, outcome: str) -> None:
        """As the consumer does it: what may be tried again is counted, what may not gives the step up."""
        self.mail.outcome = outcome
        try:
            send.send_email(campaign_id, cycle, self.now)
        except send.NotAccepted as error:
            steps.step_record_failure(campaign_id, cycle, Step.EMAIL_SENDING, str(error), self.now, counts=True)
        except send.Refused as error:
            steps.step_fail(campaign_id, cycle, Step.EMAIL_SENDING, str(error), self.now)
        except Crash:
            return

    def hear(self, which: int, event_type: str, details: dict[str, str]) -> None:
        """News of an e-mail that the mail service took, at whatever time."""
        number = which % len(self.mail.taken)
        tags = {message_tag.NAME: [self.mail.taken[number].tag]}
        mail = {"messageId": f"message-{number + 1}", "tags": tags}
        body = {"eventType": event_type, "mail": mail, DETAILS[event_type]: details}
        record_delivery_event(DeliveryEvent.from_body(json.dumps(body)), self.now)

    # --- People ----------

    def override(self, campaign: Campaign, to_status: CampaignStatus) -> None:
        overrides.override_status(campaign.pk, to_status, reason="a person", user=self.person, now=self.now)
        if (campaign.campaign_status, to_status) == ("DORMANT", "READY_TO_SEND_EMAIL"):
            self.sent_again.append((campaign.pk, campaign.period))

    def judge(self, email: Email, revision: int, *, approved: bool) -> None:
        if approved:
            approve.approve_email(email.pk, revision, self.person, self.now)
        else:
            approve.reject_email(email.pk, revision, "not good", self.person, self.now)

    def skip(self, campaign: Campaign) -> None:
        skipped = campaign.next_period if campaign.campaign_status == "DORMANT" else None
        api.skip(campaign.pk, user=self.person, now=self.now)
        self.skipped.add((campaign.pk, skipped))

    def start_now(self, campaign: Campaign) -> None:
        api.start_now(campaign.pk, user=self.person, now=self.now)

    def restart_step(self, campaign: Campaign) -> None:
        api.restart_step(campaign.pk, user=self.person, now=self.now)

    def edit(self, campaign: Campaign, changes: dict[str, Any]) -> None:
        with transaction.atomic():
            locked = transitions.campaign_lock(campaign.pk)
            assert locked is not None
            for name, value in changes.items():
                setattr(locked, name, value)
            editing.campaign_save_edits(locked, changes, self.person, self.now)

    def let_go_on(self, campaign: Campaign) -> None:
        """Nothing that a person or a reader said stands in the campaign's way any more."""
        self.lift(campaign.email)
        if campaign.campaign_status == CampaignStatus.UNSUBSCRIBED:
            self.override(campaign, CampaignStatus.DORMANT)
        self.edit(campaign, {"enabled": True, "paused_until": None})

    def opt_out(self, email: Email) -> None:
        unsubscribe.opt_out(email, self.now, "the link in an e-mail")

    def complain(self, address: str) -> None:
        unsubscribe.suppress(address, None, actor=Actor.DELIVERY_EVENTS, reason="complaint", now=self.now)

    def lift(self, address: str) -> None:
        SuppressedAddress.objects.filter(email=address).delete()

    # --- Time ----------

    def pass_time(self, duration: timedelta) -> None:
        self.now += duration

    def wait_for_the_hour(self, campaign: Campaign) -> None:
        """Until the hour of its draft or, at rest, of its next start; work needs no waiting."""
        hour = campaign.send_due_datetime
        if campaign.campaign_status in (CampaignStatus.DORMANT, CampaignStatus.ERROR):
            hour = campaign.next_send_datetime
        self.now = max(self.now, hour or self.now)

    def wait_for(self, campaign: Campaign) -> None:
        """Until the campaign's next moment, if it has one ahead."""
        moments = (campaign.send_due_datetime, campaign.next_send_datetime, campaign.stalled_at)
        ahead = [moment for moment in moments if moment and moment > self.now]
        self.now = min(ahead, default=self.now)
