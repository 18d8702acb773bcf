"""Saving a campaign's page beside a machine that writes to the same row."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.admin.campaigns import CampaignForm
from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, SuppressedAddress
from campaigns.tests.admin.posting import campaign_form, change_path, save_campaign
from campaigns.tests.factories import NOW, make_agent, make_campaign, make_email, make_suppressed, make_waiting_campaign

pytestmark = pytest.mark.django_db
DORMANT, WAITING_FOR_DATA = CampaignStatus.DORMANT, CampaignStatus.WAITING_FOR_DATA


def last_move(campaign: Campaign) -> tuple[str, str, str]:
    change = campaign.status_changes.get()
    return change.to_status, change.actor, change.reason


def test_status_cannot_be_edited_through_the_form(admin_client: Client) -> None:
    campaign = make_campaign()
    save_campaign(admin_client, campaign, campaign_status="ERROR", cycle=99, last_name="Sato")
    assert (campaign.campaign_status, campaign.cycle, campaign.last_name) == (DORMANT, 3, "Sato")


def test_saving_writes_no_column_that_moved_meanwhile(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = make_campaign()
    clean = CampaignForm.clean

    def machine_moves(form: Any) -> Any:
        Campaign.objects.filter(pk=campaign.pk).update(campaign_status=WAITING_FOR_DATA, cycle=4)
        return clean(form)

    monkeypatch.setattr(CampaignForm, "clean", machine_moves)
    save_campaign(admin_client, campaign, last_name="Sato")
    assert (campaign.campaign_status, campaign.cycle, campaign.last_name) == (WAITING_FOR_DATA, 4, "Sato")


def test_edit_of_the_plan_recomputes_the_dates(admin_client: Client) -> None:
    campaign = make_campaign(every_n_months=1)
    save_campaign(admin_client, campaign, every_n_months=3)
    assert campaign.next_period == datetime(2027, 2, 1, tzinfo=UTC).date()


def test_edit_of_a_name_leaves_the_dates(admin_client: Client) -> None:
    campaign = make_campaign()
    before = campaign.next_send_datetime
    save_campaign(admin_client, campaign, last_name="Sato")
    assert campaign.next_send_datetime == before


def test_disabling_ends_a_running_cycle(admin_client: Client) -> None:
    campaign = make_campaign(campaign_status=WAITING_FOR_DATA)
    save_campaign(admin_client, campaign, enabled=None)
    assert (campaign.campaign_status, campaign.enabled) == (DORMANT, False)
    assert last_move(campaign) == ("DORMANT", "admin", "disabled")


def test_pausing_ends_a_waiting_cycle_and_moves_the_dates(admin_client: Client) -> None:
    email = make_email()
    campaign = email.campaign
    save_campaign(admin_client, campaign, paused_until_0="2027-03-10", paused_until_1="00:00:00")
    email.refresh_from_db()
    assert (campaign.campaign_status, email.delivery_status) == (DORMANT, DeliveryStatus.EXPIRED)
    assert campaign.next_send_datetime is not None
    assert campaign.next_send_datetime >= datetime(2027, 3, 10, tzinfo=UTC)


def test_disabling_leaves_an_email_that_is_being_handed_over(admin_client: Client) -> None:
    campaign = make_campaign(campaign_status=CampaignStatus.READY_TO_SEND_EMAIL)
    make_email(campaign=campaign, delivery_status=DeliveryStatus.SENDING)
    save_campaign(admin_client, campaign, enabled=None)
    assert (campaign.campaign_status, campaign.enabled) == (CampaignStatus.READY_TO_SEND_EMAIL, False)


@pytest.mark.parametrize("status", [CampaignStatus.READY_TO_CREATE_EMAIL, CampaignStatus.READY_TO_SEND_EMAIL])
def test_requiring_approval_holds_a_draft_that_is_scheduled(admin_client: Client, status: CampaignStatus) -> None:
    campaign = make_campaign(campaign_status=status, send_due_datetime=NOW)
    make_email(campaign=campaign)
    save_campaign(admin_client, campaign, requires_approval="on")
    assert (campaign.campaign_status, campaign.send_due_datetime) == ("WAITING_FOR_MANUAL_APPROVAL", None)
    assert last_move(campaign) == ("WAITING_FOR_MANUAL_APPROVAL", "admin", "approval is required from now on")


@pytest.mark.parametrize(
    "email",
    [{"delivery_status": DeliveryStatus.SENDING}, {"approved_at": NOW}],
    ids=["being handed over", "approved"],
)
def test_requiring_approval_leaves_what_is_claimed_or_approved(admin_client: Client, email: dict[str, Any]) -> None:
    campaign = make_campaign(campaign_status=CampaignStatus.READY_TO_SEND_EMAIL)
    make_email(campaign=campaign, **email)
    save_campaign(admin_client, campaign, requires_approval="on")
    assert (campaign.campaign_status, campaign.requires_approval) == (CampaignStatus.READY_TO_SEND_EMAIL, True)
    assert not campaign.status_changes.exists()


def test_readdressing_withdraws_the_draft(admin_client: Client) -> None:
    email = make_email()
    save_campaign(admin_client, email.campaign, email="moved@clients.example")
    email.refresh_from_db()
    assert email.delivery_status == DeliveryStatus.EXPIRED
    assert (email.campaign.campaign_status, email.campaign.cycle) == (WAITING_FOR_DATA, 4)


def test_readdressing_to_a_suppressed_address_unsubscribes(admin_client: Client) -> None:
    campaign = make_campaign()
    make_suppressed(email="gone@clients.example")
    save_campaign(admin_client, campaign, email="Gone@Clients.example")
    assert (campaign.campaign_status, campaign.enabled) == (CampaignStatus.UNSUBSCRIBED, False)


def test_unsubscribed_campaign_cannot_be_enabled(admin_client: Client) -> None:
    campaign = make_campaign(campaign_status=CampaignStatus.UNSUBSCRIBED, enabled=False)
    page = admin_client.post(change_path(campaign), campaign_form(campaign, enabled="on"))
    assert "cannot be enabled" in page.context["adminform"].form.errors["enabled"][0]


@pytest.mark.parametrize(
    ("field", "value"),
    [("zip_code", "9810"), ("fixed_send_day", "31"), ("formatted_address", ""), ("agent", "0"), ("email", "nobody")],
)
def test_bad_value_is_a_form_error(admin_client: Client, field: str, value: str) -> None:
    campaign = make_campaign()
    page = admin_client.post(change_path(campaign), campaign_form(campaign, **{field: value}))
    assert list(page.context["adminform"].form.errors) == [field]


UNKNOWN_ZIP = (
    "No homes are known in ZIP code 98111 (one of PO boxes alone has none). "
    "The nearest by number: 98110 (Bainbridge Island, WA), 98112 (Seattle, WA) or 98109 (Seattle, WA)."
)


def test_unknown_zip_code_is_refused_with_the_nearest_ones(admin_client: Client) -> None:
    campaign = make_campaign()
    page = admin_client.post(change_path(campaign), campaign_form(campaign, zip_code="98111"))
    assert page.context["adminform"].form.errors == {"zip_code": [UNKNOWN_ZIP]}


def test_unknown_zip_code_of_a_new_campaign_is_refused(admin_client: Client) -> None:
    new = Campaign(agent=make_agent(), first_name="Rosa", email="rosa@clients.example", zip_code="98111")
    form = campaign_form(new, no_address_newsletter="on")
    page = admin_client.post(reverse("admin:campaigns_campaign_add"), form)
    assert page.context["adminform"].form.errors == {"zip_code": [UNKNOWN_ZIP]}


def test_unknown_zip_code_that_stands_there_already_hinders_no_other_edit(admin_client: Client) -> None:
    campaign = make_campaign(zip_code="98111")
    page = admin_client.post(change_path(campaign), campaign_form(campaign, first_name="Rosa"))
    assert (page.status_code, Campaign.objects.get().first_name) == (302, "Rosa")


def add_campaign(client: Client, **changes: Any) -> Campaign:
    new = Campaign(agent=make_agent(), first_name="Rosa", email="rosa@clients.example", zip_code="98107")
    form = campaign_form(new, no_address_newsletter="on", **changes)
    assert client.post(reverse("admin:campaigns_campaign_add"), form).status_code == 302
    return Campaign.objects.get()


def test_added_campaign_has_its_dates(admin_client: Client) -> None:
    campaign = add_campaign(admin_client)
    dates = (campaign.next_period, campaign.next_send_datetime, campaign.following_send_datetime)
    assert (campaign.campaign_status, None in dates) == (DORMANT, False)


def test_added_campaign_with_a_suppressed_address_is_unsubscribed(admin_client: Client) -> None:
    make_suppressed(email="rosa@clients.example")
    campaign = add_campaign(admin_client)
    assert (campaign.campaign_status, campaign.enabled) == (CampaignStatus.UNSUBSCRIBED, False)


def test_suppressing_an_address_unsubscribes_its_campaigns(admin_client: Client) -> None:
    campaign, other = make_waiting_campaign(email="kim@clients.example"), make_campaign()
    form = {"email": "Kim@clients.example", "agent": campaign.agent_id, "reason": "asked by telephone"}
    admin_client.post(reverse("admin:campaigns_suppressedaddress_add"), form)
    statuses = Campaign.objects.order_by("pk").values_list("campaign_status", flat=True)
    assert list(statuses) == [CampaignStatus.UNSUBSCRIBED, other.campaign_status]
    assert SuppressedAddress.objects.get().scope == str(campaign.agent_id)


def test_suppressing_an_address_twice_is_a_form_error(admin_client: Client) -> None:
    suppressed = make_suppressed()
    form = {"email": suppressed.email.upper(), "agent": "", "reason": "again"}
    page = admin_client.post(reverse("admin:campaigns_suppressedaddress_add"), form)
    assert list(page.context["adminform"].form.errors) == ["email"]


def test_lifting_a_suppression_says_what_it_does_not_do(admin_client: Client) -> None:
    suppressed = make_suppressed()
    path = reverse("admin:campaigns_suppressedaddress_delete", args=[suppressed.pk])
    page = admin_client.post(path, {"post": "yes"}, follow=True)
    assert "The suppression is lifted." in str(next(iter(page.context["messages"])))
    assert not SuppressedAddress.objects.exists()


def test_changed_window_moves_the_next_dates_of_its_campaigns(admin_client: Client) -> None:
    agent = make_agent()
    campaign = make_campaign(agent=agent)
    fields = ("name", "title", "email", "phone", "licence_number", "time_zone")
    form = {name: getattr(agent, name) for name in fields} | {
        "brokerage": agent.brokerage_id,
        "sending_weekdays": "5",
        "window_start": "09:00",
        "window_end": "17:00",
    }
    page = admin_client.post(reverse("admin:campaigns_agent_change", args=[agent.pk]), form, follow=True)
    assert "the next dates of 1 campaigns were recomputed" in str(next(iter(page.context["messages"])))
    campaign.refresh_from_db()
    assert campaign.next_send_datetime is not None
    assert campaign.next_send_datetime.astimezone(agent.zone).isoweekday() == 5
