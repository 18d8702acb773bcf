"""kill -9 of a consumer after its work is committed, and around the hand-over of an e-mail: nothing is done twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import ActiveListings, Campaign, CampaignStatus, DeliveryStatus, Email, StatusChange
from campaigns.states import UNCONFIRMED_AFTER
from campaigns.tests.factories import make_campaign, make_email, make_status_change
from dripr import aws
from dripr.tests.chaos.cloud import ALL_READY, LONG_AGO, Cloud, an_hour_passes_for, histories_are_whole, make_open_agent

MAILS_BY_POINT = {"claiming e-mail": 0, "e-mail claimed": 0, "handing over": 0, "handed over": 1, "writing result": 1}


def make_campaign_to_send(cloud: Cloud) -> Campaign:
    """Its draft may go now, and its event waits in the queue."""
    status = CampaignStatus.READY_TO_SEND_EMAIL
    allowed_until = timezone.now() + timedelta(hours=2)
    campaign = make_campaign(agent=make_open_agent(), campaign_status=status, stalled_at=allowed_until, **ALL_READY)
    make_email(campaign=campaign, created=timezone.now())
    make_status_change(
        campaign=campaign,
        from_status=CampaignStatus.READY_TO_CREATE_EMAIL,
        to_status=status,
        occurred_at=LONG_AGO,
        next_attempt_at=LONG_AGO,
    )
    cloud.publish()
    return campaign


def delivery_status() -> str:
    return Email.objects.get().delivery_status


def test_consumer_killed_before_the_delete_does_its_work_once(cloud: Cloud) -> None:
    campaign = make_campaign(agent=make_open_agent(), next_send_datetime=LONG_AGO)
    cloud.poll()
    cloud.die_at("deleting", "consume_queue", "listings")
    campaign.refresh_from_db()
    pinned = campaign.active_listings_id
    assert (campaign.active_listing_status, pinned is None) == ("READY", False)

    cloud.drain("listings")
    campaign.refresh_from_db()
    assert (campaign.active_listings_id, ActiveListings.objects.count()) == (pinned, 1)
    assert not campaign.step_failures.exists()


def test_last_failure_is_written_down_before_its_message_is_deleted(cloud: Cloud) -> None:
    campaign = make_campaign(agent=make_open_agent(), next_send_datetime=LONG_AGO)
    cloud.poll()
    cloud.environment |= {"MORTGAGE_RATE_PROVIDER": "fred", "FRED_API_KEY": "a-key", "FRED_BASE_URL": "nowhere"}
    cloud.die_at("deleting", "consume_queue", "local_market")
    campaign.refresh_from_db()
    assert (campaign.campaign_status, campaign.local_market_data_status) == ("ERROR", "ERROR")

    cloud.commands.succeed("consume_queue", "local_market", "--drain")
    assert cloud.messages("local_market") == []
    assert StatusChange.objects.filter(to_status=CampaignStatus.ERROR).count() == 1
    histories_are_whole()


@pytest.mark.parametrize("point", [point for point in MAILS_BY_POINT if point != "claiming e-mail"])
def test_killed_sending_is_never_repeated_and_the_campaign_goes_on(cloud: Cloud, point: str) -> None:
    campaign = make_campaign_to_send(cloud)
    cloud.die_at(point, "consume_queue", "email_sending")
    campaign.refresh_from_db()
    claimed_at = Email.objects.get().claimed_at
    assert claimed_at is not None
    assert (delivery_status(), campaign.stalled_at) == ("SENDING", claimed_at + UNCONFIRMED_AFTER)

    cloud.drain("email_sending")
    assert cloud.poll() == {}
    assert (delivery_status(), cloud.mails()) == ("SENDING", MAILS_BY_POINT[point])

    an_hour_passes_for(campaign)
    assert cloud.poll() == {"unconfirmed": 1}
    campaign.refresh_from_db()
    assert campaign.campaign_status == CampaignStatus.DORMANT
    assert campaign.next_send_datetime is not None
    assert campaign.next_send_datetime > claimed_at + timedelta(days=7)
    histories_are_whole()
    StatusChange.objects.update(published_at=None, next_attempt_at=LONG_AGO)
    cloud.publish()
    cloud.drain("email_sending")
    assert (delivery_status(), cloud.mails()) == ("SENDING", MAILS_BY_POINT[point])


def test_sending_killed_before_its_claim_is_committed_is_done_again(cloud: Cloud) -> None:
    campaign = make_campaign_to_send(cloud)
    cloud.die_at("claiming e-mail", "consume_queue", "email_sending")
    assert (delivery_status(), cloud.mails()) == ("READY_TO_SEND", 0)

    cloud.drain("email_sending")
    campaign.refresh_from_db()
    assert (delivery_status(), cloud.mails()) == ("SENT", 1)
    assert campaign.campaign_status == CampaignStatus.DORMANT
    histories_are_whole()


def test_refused_email_leads_to_error_though_its_consumer_was_killed(cloud: Cloud) -> None:
    campaign = make_campaign_to_send(cloud)
    domain = Email.objects.get().reply_to.partition("@")[2]
    for identity in aws.client("sesv2").list_email_identities()["EmailIdentities"]:
        assert identity["IdentityName"] != domain
        aws.client("sesv2").delete_email_identity(EmailIdentity=identity["IdentityName"])
    cloud.die_at("refusal written", "consume_queue", "email_sending")
    assert delivery_status() == DeliveryStatus.FAILED

    cloud.drain("email_sending")
    campaign.refresh_from_db()
    assert campaign.campaign_status == CampaignStatus.ERROR
