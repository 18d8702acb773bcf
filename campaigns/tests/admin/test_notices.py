"""The flag on a campaign that the machine changed, and how a person clears it."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from campaigns.models import Campaign, CampaignNotice, PropertyData
from campaigns.notices import notice_address_unknown
from campaigns.tests.admin.conftest import Staff
from campaigns.tests.admin.posting import change_path, save_campaign
from campaigns.tests.factories import NOW, make_campaign

pytestmark = pytest.mark.django_db


def make_flagged() -> Campaign:
    campaign = make_campaign(no_address_newsletter=True)
    notice_address_unknown(campaign, "RentCast does not know this address", NOW)
    return campaign


def seen_path(campaign: Campaign) -> str:
    return reverse("admin:campaigns_campaign_seen", args=[campaign.pk])


def test_page_of_a_flagged_campaign_says_what_was_changed(admin_client: Client) -> None:
    assertContains(admin_client.get(change_path(make_flagged())), "RentCast does not know this address. No home value")


def test_person_clears_the_flag_and_the_note_stays(admin_client: Client, admin_user: object) -> None:
    campaign = make_flagged()
    admin_client.post(seen_path(campaign))
    assert CampaignNotice.objects.get().seen_by == admin_user
    assertNotContains(admin_client.get(change_path(campaign)), "RentCast does not know")
    assertContains(admin_client.get(reverse("admin:campaigns_campaignnotice_changelist")), "RentCast does not know")


def test_clearing_the_flag_needs_the_permission_to_change_campaigns(staff: Staff) -> None:
    campaign = make_flagged()
    assert staff("view_campaign").post(seen_path(campaign)).status_code == 403
    assert staff("view_campaign", "change_campaign").post(seen_path(campaign)).status_code == 302


def test_flag_is_not_cleared_by_looking(admin_client: Client) -> None:
    campaign = make_flagged()
    assert admin_client.get(seen_path(campaign)).status_code == 405
    assert CampaignNotice.objects.get().seen_at is None


def test_whoever_corrects_the_address_has_seen_it(admin_client: Client) -> None:
    campaign = make_flagged()
    save_campaign(admin_client, campaign, fixed_send_day=3)
    assert CampaignNotice.objects.get().seen_at is None
    save_campaign(admin_client, campaign, formatted_address="12 Main St, Seattle, WA 98107", no_address_newsletter=None)
    assert CampaignNotice.objects.get().seen_at is not None


def test_notices_are_marked_as_seen_from_the_list(admin_client: Client) -> None:
    flagged = [make_flagged() for _ in range(2)]
    chosen = CampaignNotice.objects.get(campaign=flagged[0])
    form = {"action": "mark_selected_seen", "_selected_action": [chosen.pk]}
    admin_client.post(reverse("admin:campaigns_campaignnotice_changelist"), form)
    assert list(CampaignNotice.objects.filter(seen_at=None).values_list("campaign", flat=True)) == [flagged[1].pk]


def test_page_shows_the_canonical_address_and_every_cycles_value(admin_client: Client) -> None:
    campaign = make_campaign(formatted_address="5807 third avenue nw")
    for cycle, value in ((1, 1_200_000), (2, None)):
        address = "5807 3rd Ave NW, Seattle, WA 98107"
        PropertyData.objects.create(campaign=campaign, cycle=cycle, current_value=value, formatted_address=address)
    page = admin_client.get(change_path(campaign))
    assertContains(page, "5807 3rd Ave NW, Seattle, WA 98107")
    assertContains(page, "<td>1</td><td>–</td><td>$1,200,000</td>")
    assertContains(page, "<td>2</td><td>–</td><td>none</td>")
