"""The connection to the mail service is kept while e-mails follow one another, and never longer than is safe."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from campaigns.emails import connection
from campaigns.emails.connection import forget_connection, mail_connection
from campaigns.emails.send import Sending, send_email
from campaigns.models import CampaignStatus
from campaigns.tests.emails.mail_service import MailService
from campaigns.tests.factories import NOW, make_campaign, make_email


def test_emails_that_follow_one_another_go_through_one_connection(mail_service: MailService) -> None:
    assert mail_connection() is mail_connection()


def test_each_thread_has_a_connection_of_its_own(mail_service: MailService) -> None:
    def another() -> Any:
        found = mail_connection()
        forget_connection()
        return found

    own = mail_connection()
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(another).result() is not own


def test_connection_that_was_idle_for_long_is_made_anew(
    mail_service: MailService,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = mail_connection()
    monkeypatch.setattr(connection, "LONGEST_IDLE_SECONDS", -1.0)
    assert mail_connection() is not before


@pytest.mark.django_db
def test_connection_that_the_mail_service_hung_up_loses_no_email(mail_service: MailService) -> None:
    mail_service.behave("accept and hang up")
    for number in (1, 2):
        campaign = make_campaign(campaign_status=CampaignStatus.READY_TO_SEND_EMAIL)
        make_email(campaign=campaign, created=NOW)
        assert send_email(campaign.pk, 3, NOW) is Sending.SENT
        assert mail_service.hung_up.wait(5)
        mail_service.hung_up.clear()
        assert mail_service.calls == number
