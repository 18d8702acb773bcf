import pytest
from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, SubStatus
from campaigns.tests.admin.conftest import Staff
from campaigns.tests.factories import make_campaign, make_email, make_step_failure

pytestmark = pytest.mark.django_db
RIGHTS = ("view_campaign", "change_campaign", "override_status")


def override(client: Client, campaign: Campaign, to_status: str, reason: str = "asked by the agent") -> str:
    """Post the override page; the status afterwards."""
    path = reverse("admin:campaigns_campaign_override", args=[campaign.pk])
    client.post(path, {"to_status": to_status, "reason": reason, "seen": campaign.campaign_status})
    campaign.refresh_from_db()
    return campaign.campaign_status


def test_override_moves_and_keeps_who_and_why(staff: Staff) -> None:
    campaign = make_campaign()
    assert override(staff(*RIGHTS), campaign, "WAITING_FOR_DATA") == "WAITING_FOR_DATA"
    change = campaign.status_changes.get()
    assert (change.actor, change.reason, change.cycle) == ("admin", "asked by the agent", 4)
    assert change.changed_by is not None
    assert change.changed_by.username.startswith("staff")


@pytest.mark.parametrize("reason", ["", "   "])
def test_override_needs_a_reason(admin_client: Client, reason: str) -> None:
    assert override(admin_client, make_campaign(), "WAITING_FOR_DATA", reason) == "DORMANT"


def test_override_without_permission_is_refused(staff: Staff) -> None:
    campaign = make_campaign()
    path = reverse("admin:campaigns_campaign_override", args=[campaign.pk])
    client = staff("view_campaign", "change_campaign")
    answers = [client.get(path), client.post(path, {"to_status": "WAITING_FOR_DATA", "reason": "x"})]
    assert [answer.status_code for answer in answers] == [403, 403]


def test_override_page_offers_what_is_allowed_and_says_why_not_the_rest(admin_client: Client) -> None:
    path = reverse("admin:campaigns_campaign_override", args=[make_campaign().pk])
    choices = {choice.status: choice.refusal for choice in admin_client.get(path).context["choices"]}
    assert [status for status, refusal in choices.items() if not refusal] == ["WAITING_FOR_DATA", "UNSUBSCRIBED"]
    assert choices[CampaignStatus.ERROR] == "only a campaign at work can fail"


def test_override_that_is_not_allowed_says_why(admin_client: Client) -> None:
    campaign = make_campaign(campaign_status=CampaignStatus.READY_TO_SEND_EMAIL)
    make_email(campaign=campaign, delivery_status=DeliveryStatus.SENDING)
    path = reverse("admin:campaigns_campaign_override", args=[campaign.pk])
    page = admin_client.post(path, {"to_status": "DORMANT", "reason": "too late"})
    assert "is just being handed over" in page.context["form"].non_field_errors()[0]


def test_override_of_a_campaign_that_moved_on_is_refused(admin_client: Client) -> None:
    campaign = make_campaign()
    Campaign.objects.update(campaign_status=CampaignStatus.WAITING_FOR_DATA)
    assert override(admin_client, campaign, "UNSUBSCRIBED") == "WAITING_FOR_DATA"


def test_override_to_sending_is_the_persons_approval(staff: Staff) -> None:
    email = make_email()
    assert override(staff(*RIGHTS), email.campaign, "READY_TO_SEND_EMAIL") == "READY_TO_SEND_EMAIL"
    email.refresh_from_db()
    assert (email.approved_by == email.campaign.status_changes.get().changed_by, email.approved_at is None) == (
        True,
        False,
    )


def test_override_back_to_approval_withdraws_the_approval(admin_client: Client, admin_user: object) -> None:
    campaign = make_campaign(campaign_status=CampaignStatus.READY_TO_SEND_EMAIL)
    email = make_email(campaign=campaign, approved_by=admin_user, approved_at=campaign.created)
    override(admin_client, campaign, "WAITING_FOR_MANUAL_APPROVAL")
    email.refresh_from_db()
    assert (email.approved_by, email.approved_at) == (None, None)


def failed_campaign() -> Campaign:
    campaign = make_campaign(
        campaign_status=CampaignStatus.ERROR,
        error_from_status=CampaignStatus.WAITING_FOR_DATA,
        property_status=SubStatus.ERROR,
        intro_status=SubStatus.READY,
    )
    make_step_failure(campaign=campaign, is_final=True)
    return campaign


def test_restart_sets_only_the_failed_step_going(admin_client: Client) -> None:
    campaign = failed_campaign()
    admin_client.post(reverse("admin:campaigns_campaign_restart", args=[campaign.pk]))
    campaign.refresh_from_db()
    assert (campaign.campaign_status, campaign.cycle) == ("WAITING_FOR_DATA", 3)
    assert (campaign.property_status, campaign.intro_status) == (SubStatus.WAITING_FOR_DATA, SubStatus.READY)
    assert not campaign.step_failures.exists()


def test_restart_twice_moves_once(admin_client: Client) -> None:
    campaign = failed_campaign()
    for _ in range(2):
        admin_client.post(reverse("admin:campaigns_campaign_restart", args=[campaign.pk]))
    assert campaign.status_changes.count() == 1


def test_restart_of_an_email_that_is_being_handed_over_is_refused(admin_client: Client) -> None:
    sending = CampaignStatus.READY_TO_SEND_EMAIL
    campaign = make_campaign(campaign_status=CampaignStatus.ERROR, error_from_status=sending)
    make_email(campaign=campaign, delivery_status=DeliveryStatus.SENDING)
    path = reverse("admin:campaigns_campaign_restart", args=[campaign.pk])
    page = admin_client.post(path, follow=True)
    campaign.refresh_from_db()
    assert campaign.campaign_status == "ERROR"
    assert "is just being handed over" in str(next(iter(page.context["messages"])))


def test_restart_without_permission_is_refused(staff: Staff) -> None:
    path = reverse("admin:campaigns_campaign_restart", args=[failed_campaign().pk])
    assert staff("view_campaign", "change_campaign").post(path).status_code == 403


def test_restart_by_a_link_is_refused(admin_client: Client) -> None:
    path = reverse("admin:campaigns_campaign_restart", args=[failed_campaign().pk])
    assert admin_client.get(path).status_code == 405


def test_list_action_moves_what_may_move_and_tells_of_the_rest(admin_client: Client) -> None:
    resting, gone = make_campaign(), make_campaign(campaign_status=CampaignStatus.UNSUBSCRIBED, enabled=False)
    form = {"action": "override_selected", "_selected_action": [resting.pk, gone.pk]}
    path = reverse("admin:campaigns_campaign_changelist")
    assert admin_client.post(path, form).context["ids"] == [resting.pk, gone.pk]
    answers = {"apply": "yes", "to_status": "WAITING_FOR_DATA", "reason": "all at once"}
    page = admin_client.post(path, form | answers, follow=True)
    moved, refused = [str(message) for message in page.context["messages"]]
    assert moved == "1 of 2 campaigns were moved to “Waiting for data”."
    assert refused.startswith(f"Not moved (1: {gone.pk}): an unsubscribed campaign goes only to DORMANT")


def test_list_action_without_permission_is_not_offered(staff: Staff) -> None:
    campaign = make_campaign()
    form = {"action": "override_selected", "_selected_action": [campaign.pk], "apply": "yes"}
    path = reverse("admin:campaigns_campaign_changelist")
    client = staff("view_campaign", "change_campaign")
    client.post(path, form | {"to_status": "WAITING_FOR_DATA", "reason": "x"})
    campaign.refresh_from_db()
    assert campaign.campaign_status == "DORMANT"
