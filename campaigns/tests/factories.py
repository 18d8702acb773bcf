"""Rows for tests: each function fills what a row needs, and takes overrides by name."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import count
from typing import Any

from campaigns.models import (
    Agent,
    Brokerage,
    Campaign,
    CampaignStatus,
    DeliveryStatus,
    Email,
    StatusChange,
    Step,
    StepFailure,
    SubStatus,
    SuppressedAddress,
    TextAttempt,
    TextKind,
    WrittenText,
)
from campaigns.states import SUB_STATUSES, Actor

NOW = datetime(2026, 11, 24, 20, tzinfo=UTC)
"""A Tuesday noon in Seattle."""
PERIOD = date(2026, 11, 1)

_numbers = count(1)


def make_brokerage(**overrides: Any) -> Brokerage:
    fields: dict[str, Any] = {
        "name": f"Salmon Bay Realty {next(_numbers)}",
        "street": "2208 NW Market St, Suite 300",
        "city": "Seattle",
        "state": "WA",
        "zip_code": "98107",
        "licence_number": "WA 4410",
    }
    return Brokerage.objects.create(**fields | overrides)


def make_agent(**overrides: Any) -> Agent:
    """An agent whose window is open on Tuesdays to Thursdays, 11:00 to 18:00 in Seattle."""
    fields: dict[str, Any] = {
        "name": "Dana Whitfield",
        "email": "dana@salmonbay.example",
        "phone": "(206) 555-0143",
        "licence_number": "WA 118204",
        "time_zone": "America/Los_Angeles",
        "sending_weekdays": "234",
        "window_start": time(11),
        "window_end": time(18),
    }
    if "brokerage" not in overrides:
        overrides["brokerage"] = make_brokerage()
    return Agent.objects.create(**fields | overrides)


def make_campaign(**overrides: Any) -> Campaign:
    """A dormant campaign in its third cycle, its next e-mail due in December."""
    number = next(_numbers)
    fields: dict[str, Any] = {
        "first_name": "Kim",
        "last_name": f"Larsen {number}",
        "email": f"kim.larsen{number}@clients.example",
        "formatted_address": "5807 3rd Ave NW, Seattle, WA 98107",
        "zip_code": "98107",
        "cycle": 3,
        "period": PERIOD,
        "cycle_due_datetime": datetime(2026, 11, 3, 20, tzinfo=UTC),
        "next_period": date(2026, 12, 1),
        "next_send_datetime": datetime(2026, 12, 1, 20, tzinfo=UTC),
        "following_send_datetime": datetime(2027, 1, 5, 20, tzinfo=UTC),
        "created": datetime(2026, 8, 20, tzinfo=UTC),
    }
    if "agent" not in overrides and "agent_id" not in overrides:
        overrides["agent"] = make_agent()
    return Campaign.objects.create(**fields | overrides)


def make_waiting_campaign(**overrides: Any) -> Campaign:
    """A campaign whose draft waits for approval; make_email gives it the draft."""
    ready = dict.fromkeys(SUB_STATUSES, SubStatus.READY)
    status = {"campaign_status": CampaignStatus.WAITING_FOR_MANUAL_APPROVAL, "requires_approval": True}
    return make_campaign(**ready | status | overrides)


def make_email(**overrides: Any) -> Email:
    """The draft of its campaign's running period and cycle."""
    campaign: Campaign = overrides.pop("campaign", None) or make_waiting_campaign()
    fields: dict[str, Any] = {
        "period": campaign.period,
        "cycle": campaign.cycle,
        "delivery_status": DeliveryStatus.READY_TO_SEND,
        "created": NOW,
        "sender_name": campaign.agent.name,
        "reply_to": campaign.agent.email,
        "to_name": campaign.recipient_name,
        "to_email": campaign.email,
        "subject": "Your home in November",
        "text_body": "The estimate for your home is $1,236,000.",
        "html_body": "<!doctype html><title>Your home</title><p>The estimate for your home is $1,236,000.</p>",
    }
    return Email.objects.create(campaign=campaign, **fields | overrides)


def make_status_change(**overrides: Any) -> StatusChange:
    campaign: Campaign = overrides.pop("campaign", None) or make_campaign()
    fields: dict[str, Any] = {
        "cycle": campaign.cycle,
        "from_status": CampaignStatus.DORMANT,
        "to_status": CampaignStatus.WAITING_FOR_DATA,
        "actor": Actor.POLLER.value,
        "occurred_at": NOW,
        "next_attempt_at": NOW,
    }
    return StatusChange.objects.create(campaign=campaign, **fields | overrides)


def make_step_failure(**overrides: Any) -> StepFailure:
    campaign: Campaign = overrides.pop("campaign", None) or make_campaign()
    fields: dict[str, Any] = {
        "cycle": campaign.cycle,
        "step": Step.PROPERTY,
        "attempts": 3,
        "first_failed_at": NOW,
        "last_failed_at": NOW,
        "error": "RentCast refused the key: renew it, then restart the step.",
    }
    return StepFailure.objects.create(campaign=campaign, **fields | overrides)


def make_suppressed(**overrides: Any) -> SuppressedAddress:
    """An address that nobody writes to, or, with `agent`, that agent alone does not."""
    agent: Agent | None = overrides.get("agent")
    fields: dict[str, Any] = {
        "email": f"gone{next(_numbers)}@clients.example",
        "scope": SuppressedAddress.scope_of(agent.pk if agent else None),
        "reason": "the recipient opted out by the link in an e-mail",
    }
    return SuppressedAddress.objects.create(**fields | overrides)


def make_text(*, attempts: int = 1, price: Decimal | None = None, **overrides: Any) -> WrittenText:
    """A finished text by a model, with its answers, which cost `price` each."""
    fields: dict[str, Any] = {
        "key": f"{next(_numbers):064}",
        "kind": TextKind.INTRO,
        "model_id": "us.amazon.nova-2-lite-v1:0",
        "prompt_version": "intro-0123456789",
        "zip_code": "98107",
        "period": PERIOD,
        "text": "The median sale price was $1,040,000.",
        "created": NOW,
        "finished_at": NOW,
    }
    text = WrittenText.objects.create(**fields | overrides)
    for _ in range(attempts):
        TextAttempt.objects.create(
            written_text=text,
            called_at=NOW,
            text=text.text,
            complaints=text.complaints,
            stop_reason="end_turn",
            input_tokens=1200,
            output_tokens=150,
            price=price,
        )
    return text
