from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from campaigns.emails.create import AgentIncomplete, Creation, create_email
from campaigns.facts import Coordinates, RecentSale
from campaigns.models import (
    Campaign,
    CampaignStatus,
    DeliveryStatus,
    Email,
    LocalMarketData,
    MortgageRate,
    PropertyData,
    RecentSales,
    SubStatus,
    payloads,
)
from campaigns.states import SUB_STATUSES
from campaigns.tests.factories import NOW, make_agent, make_brokerage, make_campaign, make_email

pytestmark = pytest.mark.django_db


def make_ready_campaign(**overrides: Any) -> Campaign:
    """A campaign whose data and texts are there, its e-mail still to be created."""
    market = LocalMarketData.objects.create(
        zip_code="98107",
        provider="offline",
        source="medians of recorded sales",
        as_of=date(2026, 1, 31),
        price_kind="sale",
        median_price=860_000,
        sales_count=31,
    )
    rate = MortgageRate.objects.create(week_date=date(2026, 10, 1), source="Freddie Mac", rate_30yr_pct=Decimal("7.28"))
    fields: dict[str, Any] = {
        **dict.fromkeys(SUB_STATUSES, SubStatus.READY),
        "campaign_status": CampaignStatus.READY_TO_CREATE_EMAIL,
        "intro": "The holiday lights are going up.",
        "home_report_analysis": "This is what the records say of your home.",
        "local_market_data": market,
        "mortgage_rate": rate,
    }
    campaign = make_campaign(**fields | overrides)
    property_data = PropertyData.objects.create(
        campaign=campaign, cycle=campaign.cycle, current_value=1_236_000, as_of=date(2026, 2, 3), source="estimate"
    )
    Campaign.objects.filter(pk=campaign.pk).update(property_data=property_data)
    campaign.refresh_from_db()
    return campaign


HOME, NEIGHBOR = ("5807 3rd Ave NW, Seattle, WA 98107", "6209 6th Ave NW, Seattle, WA 98107")


def pin_sales(campaign: Campaign, **property_data: Any) -> None:
    """Pin the sale of the campaign's own home, and that of a neighbor some 0.4 miles north."""
    sold = [
        RecentSale(HOME, 645_000, date(2026, 1, 2), Coordinates(47.6712, -122.3611)),
        RecentSale(NEIGHBOR, 1_050_000, date(2026, 1, 6), Coordinates(47.6772, -122.3611)),
    ]
    sales = RecentSales.objects.create(
        zip_code="98107",
        provider="offline",
        source="county",
        as_of=date(2026, 2, 3),
        sales=[payloads.dump(sale) for sale in sold],
    )
    Campaign.objects.filter(pk=campaign.pk).update(recent_sales=sales)
    PropertyData.objects.filter(campaign=campaign).update(**property_data)


def test_homes_nearby_are_shown_with_their_distance_and_without_the_own_home() -> None:
    campaign = make_ready_campaign(formatted_address="5807 Third Ave Northwest")
    pin_sales(campaign, formatted_address=HOME, latitude=47.6712, longitude=-122.3611)
    create_email(campaign.pk, 3, NOW)
    text = Email.objects.get().text_body
    assert "6209 6th Ave NW: $1,050,000 sale price\n  0.4 miles away · sold January 6, 2026\n" in text
    assert "$645,000" not in text


def test_newsletter_without_address_shows_the_homes_of_its_zip_code_without_distance() -> None:
    campaign = make_ready_campaign(no_address_newsletter=True, formatted_address="")
    pin_sales(campaign)
    create_email(campaign.pk, 3, NOW)
    text = Email.objects.get().text_body
    assert text.index("SOLD IN 98107") < text.index("5807 3rd Ave NW:") < text.index("6209 6th Ave NW:")
    assert "miles away" not in text


def test_email_is_created_from_what_the_cycle_pinned() -> None:
    campaign = make_ready_campaign()
    assert create_email(campaign.pk, 3, NOW) is Creation.CREATED
    email = Email.objects.get()
    assert (email.cycle, email.revision, email.delivery_status) == (3, 1, "READY_TO_SEND")
    assert "$1,236,000" in email.text_body
    assert "$860,000" in email.html_body


def test_email_goes_at_the_first_open_moment_of_the_agents_window() -> None:
    campaign = make_ready_campaign()
    friday = datetime.fromisoformat("2026-11-27T20:00Z")
    create_email(campaign.pk, 3, friday)
    campaign.refresh_from_db()
    assert campaign.send_due_datetime == datetime.fromisoformat("2026-12-01T19:00Z")
    assert campaign.stalled_at is None


def test_email_prepared_ahead_waits_for_its_planned_moment() -> None:
    planned = NOW + timedelta(hours=1)
    campaign = make_ready_campaign(cycle_due_datetime=planned)
    create_email(campaign.pk, 3, NOW)
    campaign.refresh_from_db()
    assert campaign.send_due_datetime == planned


def test_same_event_twice_creates_one_email() -> None:
    campaign = make_ready_campaign()
    create_email(campaign.pk, 3, NOW)
    first = Email.objects.get()
    assert create_email(campaign.pk, 3, NOW + timedelta(hours=1)) is Creation.CREATED
    second = Email.objects.get()
    assert (second.created, second.revision) == (first.created, 1)


def test_email_that_needs_approval_waits_for_a_person() -> None:
    campaign = make_ready_campaign(requires_approval=True)
    assert create_email(campaign.pk, 3, NOW) is Creation.WAITS_FOR_APPROVAL
    campaign.refresh_from_db()
    assert (campaign.campaign_status, campaign.send_due_datetime) == ("WAITING_FOR_MANUAL_APPROVAL", None)


def test_late_event_of_another_cycle_creates_nothing() -> None:
    campaign = make_ready_campaign()
    assert create_email(campaign.pk, 2, NOW) is Creation.NOT_WANTED
    assert not Email.objects.exists()


def test_withdrawn_email_of_the_period_is_written_anew() -> None:
    campaign = make_ready_campaign()
    make_email(campaign=campaign, cycle=2, delivery_status=DeliveryStatus.EXPIRED, approved_at=NOW)
    create_email(campaign.pk, 3, NOW)
    email = Email.objects.get()
    assert (email.revision, email.cycle, email.delivery_status, email.approved_at) == (2, 3, "READY_TO_SEND", None)


def test_period_whose_email_went_gets_no_second_one() -> None:
    campaign = make_ready_campaign()
    make_email(campaign=campaign, cycle=2, delivery_status=DeliveryStatus.SENT, subject="The first")
    assert create_email(campaign.pk, 3, NOW) is Creation.NOTHING_TO_SEND
    campaign.refresh_from_db()
    assert (campaign.campaign_status, Email.objects.get().subject) == ("DORMANT", "The first")


def test_campaign_without_any_data_sends_nothing() -> None:
    campaign = make_ready_campaign(local_market_data=None)
    Campaign.objects.filter(pk=campaign.pk).update(property_data=None)
    assert create_email(campaign.pk, 3, NOW) is Creation.NOTHING_TO_SEND
    campaign.refresh_from_db()
    assert campaign.campaign_status == "DORMANT"


def test_home_without_a_value_still_gets_its_email() -> None:
    campaign = make_ready_campaign()
    PropertyData.objects.update(current_value=None)
    assert create_email(campaign.pk, 3, NOW) is Creation.CREATED
    assert "what the records say" not in Email.objects.get().text_body


def test_agent_without_postal_address_sends_nothing() -> None:
    agent = make_agent(brokerage=make_brokerage(street=""), licence_number="")
    campaign = make_ready_campaign(agent=agent)
    with pytest.raises(AgentIncomplete, match="the agent's licence number, the brokerage's postal address"):
        create_email(campaign.pk, 3, NOW)
