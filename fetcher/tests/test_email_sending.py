"""A mail service that is busy, or takes nothing for now: waited for, through nobody's fault, and never counted."""

from datetime import timedelta

import pytest

from campaigns import poller
from campaigns.emails.send import CLOSED_FOR
from campaigns.events import StatusChangeEvent
from campaigns.models import Campaign, CampaignStatus, Email, StatusChange
from campaigns.tests.emails.mail_service import MailService
from campaigns.tests.factories import NOW, make_campaign, make_email, make_status_change
from fetcher.handlers import email_sending
from fetcher.providers.base import PassingFault
from fetcher.retry import Postponed

pytestmark = pytest.mark.django_db
SENDING = CampaignStatus.READY_TO_SEND_EMAIL


def make_due() -> Campaign:
    campaign = make_campaign(campaign_status=SENDING)
    make_email(campaign=campaign, created=NOW)
    make_status_change(campaign=campaign, to_status=SENDING, published_at=NOW)
    return campaign


def handle(campaign: Campaign) -> str:
    return email_sending.handle(StatusChangeEvent(campaign.pk, 3, SENDING), NOW)


def test_busy_service_is_asked_again_in_seconds(mail_service: MailService) -> None:
    mail_service.behave("TooManyRequestsException")
    campaign = make_due()
    with pytest.raises(Postponed) as wait:
        handle(campaign)
    assert timedelta(seconds=2) <= wait.value.until - NOW <= timedelta(seconds=6)
    mail_service.behave("accept")
    assert handle(campaign) == "sent"


def test_service_that_takes_nothing_is_asked_again_by_the_poller(mail_service: MailService) -> None:
    mail_service.behave("SendingPausedException")
    campaign = make_due()
    assert handle(campaign) == "the mail service takes nothing for now, deferred"
    assert poller.poll_once(NOW + CLOSED_FOR - timedelta(seconds=1), 10, lambda _step: False) == {}
    assert StatusChange.objects.filter(published_at=None).count() == 0
    assert poller.poll_once(NOW + CLOSED_FOR, 10, lambda _step: False) == {"deferred again": 1}
    assert StatusChange.objects.get(published_at=None).campaign_id == campaign.pk
    mail_service.behave("accept")
    assert (handle(campaign), Email.objects.get().delivery_status) == ("sent", "SENT")


def test_lost_connection_and_refused_credentials_are_faults(mail_service: MailService) -> None:
    for failure in ("ExpiredTokenException", "no connection"):
        mail_service.behave(failure)
        with pytest.raises(PassingFault):
            handle(make_due())
