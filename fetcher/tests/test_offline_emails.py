"""E-mails of the shipped data, with the offline writer's texts, pass the guards: none of them waits for a person."""

import random

import pytest

from campaigns.emails.create import create_email
from campaigns.events import StatusChangeEvent
from campaigns.models import Campaign, CampaignStatus, Email, SubStatus
from campaigns.states import DATA_SUB_STATUSES
from campaigns.tests.factories import NOW, make_agent, make_campaign
from fetcher.providers.offline import homes
from fetcher.queues import QUEUES

HOMES = 16
DATA_STEPS = ("property", "listings", "sales", "local_market", "intro")


@pytest.mark.django_db
def test_offline_emails_are_not_held() -> None:
    waiting = dict.fromkeys(DATA_SUB_STATUSES, SubStatus.WAITING_FOR_DATA.value)
    agent = make_agent()
    for number, home in enumerate(random.Random(1).sample(homes(), HOMES)):
        is_newsletter = number % 8 == 0
        campaign = make_campaign(
            agent=agent,
            campaign_status=CampaignStatus.WAITING_FOR_DATA,
            formatted_address="" if is_newsletter else home.formatted_address,
            zip_code=home.zip_code,
            no_address_newsletter=is_newsletter,
            **waiting,
        )
        made_by_its_steps(campaign)
    held = {email.campaign_id: email.hold_reasons for email in Email.objects.all() if email.is_held}
    assert (Email.objects.count(), held) == (HOMES, {})


def made_by_its_steps(campaign: Campaign) -> None:
    """All steps of a cycle, one after the other, without queues."""
    for step in DATA_STEPS:
        QUEUES[step].work(StatusChangeEvent(campaign.pk, 3, CampaignStatus.WAITING_FOR_DATA), NOW)
    analysed = CampaignStatus.WAITING_FOR_HOME_ANALYSIS
    own = Campaign.objects.filter(pk=campaign.pk)
    own.update(campaign_status=analysed, home_report_analysis_status=SubStatus.WAITING_FOR_DATA)
    QUEUES["home_report"].work(StatusChangeEvent(campaign.pk, 3, analysed), NOW)
    own.update(campaign_status=CampaignStatus.READY_TO_CREATE_EMAIL)
    create_email(campaign.pk, 3, NOW)
