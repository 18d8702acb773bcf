import pytest
from django.test import Client

from campaigns.emails import unsubscribe
from campaigns.models import Campaign, SuppressedAddress
from campaigns.tests.factories import NOW, make_agent, make_campaign, make_email

pytestmark = pytest.mark.django_db


def link(campaign: Campaign) -> str:
    email = make_email(campaign=campaign)
    return unsubscribe.url(campaign.pk, email.period).removeprefix("http://127.0.0.1:8000")


def test_opening_the_link_changes_nothing(client: Client) -> None:
    campaign = make_campaign()
    answer = client.get(link(campaign))
    campaign.refresh_from_db()
    assert (answer.status_code, campaign.campaign_status) == (200, "DORMANT")


def test_one_click_post_unsubscribes_without_login_or_token(client: Client) -> None:
    campaign = make_campaign()
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(link(campaign), {"List-Unsubscribe": "One-Click"})
    campaign.refresh_from_db()
    assert (answer.status_code, campaign.campaign_status, campaign.enabled) == (200, "UNSUBSCRIBED", False)


def test_opting_out_stops_all_campaigns_of_the_agent_with_that_address() -> None:
    campaign = make_campaign()
    sibling = make_campaign(agent=campaign.agent, email=campaign.email.upper())
    other_agents = make_campaign(agent=make_agent(), email=campaign.email)
    assert unsubscribe.opt_out(make_email(campaign=campaign), NOW, "asked") == 2
    sibling.refresh_from_db()
    other_agents.refresh_from_db()
    assert (sibling.campaign_status, other_agents.campaign_status) == ("UNSUBSCRIBED", "DORMANT")


def test_opting_out_twice_is_harmless() -> None:
    email = make_email(campaign=make_campaign())
    assert [unsubscribe.opt_out(email, NOW, "asked") for _ in range(2)] == [1, 0]
    assert SuppressedAddress.objects.count() == 1


@pytest.mark.parametrize("token", ["42.202611", "42.202611:forged", "nonsense"])
def test_forged_link_is_refused(client: Client, token: str) -> None:
    answer = client.post(f"/u/{token}/")
    assert (answer.status_code, SuppressedAddress.objects.count()) == (404, 0)
