from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from campaigns.emails import send
from campaigns.emails.message_tag import tag_value
from campaigns.emails.send import Busy, NotAccepted, Refused, Sending, claim_email, send_email
from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, Email
from campaigns.tests.emails.mail_service import MailService
from campaigns.tests.factories import NOW, make_campaign, make_email, make_suppressed

pytestmark = pytest.mark.django_db
CLOSED = datetime.fromisoformat("2026-11-28T20:00Z")


@pytest.fixture
def service(mail_service: MailService) -> MailService:
    return mail_service


def make_due(**overrides: Any) -> Campaign:
    campaign = make_campaign(**{"campaign_status": CampaignStatus.READY_TO_SEND_EMAIL} | overrides)
    make_email(campaign=campaign, created=NOW)
    return campaign


def delivery_status() -> str:
    return Email.objects.get().delivery_status


def test_email_is_sent_once_and_the_campaign_comes_to_rest(service: MailService) -> None:
    campaign = make_due()
    assert send_email(campaign.pk, 3, NOW) is Sending.SENT
    assert send_email(campaign.pk, 3, NOW) is Sending.NOT_WANTED
    campaign.refresh_from_db()
    email = Email.objects.get()
    assert (email.delivery_status, email.message_id, email.sent_at) == ("SENT", "message-1", NOW)
    assert (campaign.campaign_status, service.calls) == ("DORMANT", 1)


@pytest.mark.parametrize("cycle", [2, 4])
def test_event_of_another_cycle_sends_nothing(service: MailService, cycle: int) -> None:
    campaign = make_due()
    assert send_email(campaign.pk, cycle, NOW) is Sending.NOT_WANTED
    assert (delivery_status(), service.calls) == ("READY_TO_SEND", 0)


def test_each_handing_over_carries_a_tag_of_its_own(service: MailService) -> None:
    service.behave("TooManyRequestsException")
    campaign = make_due()
    tags = []
    for _ in range(2):
        with pytest.raises(NotAccepted):
            send_email(campaign.pk, 3, NOW)
        tags.append([{"Name": "dripr_handover", "Value": tag_value(Email.objects.get())}])
    assert service.tags == tags
    assert tags[0] != tags[1]


@pytest.mark.parametrize("failure", ["500", "cut off", "silent"])
def test_unknown_outcome_is_never_tried_again(service: MailService, failure: str) -> None:
    service.behave(failure)
    campaign = make_due()
    assert send_email(campaign.pk, 3, NOW) is Sending.UNKNOWN
    service.behave("accept")
    assert send_email(campaign.pk, 3, NOW) is Sending.NOT_WANTED
    assert (delivery_status(), service.calls) == ("SENDING", 1)


@pytest.mark.parametrize("failure", ["TooManyRequestsException", "ExpiredTokenException", "no connection"])
def test_email_that_was_not_accepted_may_be_tried_again(service: MailService, failure: str) -> None:
    service.behave(failure)
    campaign = make_due()
    with pytest.raises(NotAccepted):
        send_email(campaign.pk, 3, NOW)
    assert (delivery_status(), Email.objects.get().claimed_at) == ("READY_TO_SEND", None)


@pytest.mark.parametrize("closed", ["SendingPausedException", "LimitExceededException", "daily quota"])
def test_service_that_takes_nothing_is_waited_for_like_the_window(service: MailService, closed: str) -> None:
    service.behave(closed)
    campaign = make_due()
    assert send_email(campaign.pk, 3, NOW) is Sending.CLOSED
    campaign.refresh_from_db()
    assert (campaign.send_due_datetime, campaign.stalled_at) == (NOW + send.CLOSED_FOR, None)
    assert (delivery_status(), campaign.step_failures.count()) == ("READY_TO_SEND", 0)


def test_pauses_before_a_busy_service_is_asked_again_grow_to_a_few_minutes() -> None:
    pauses = [Busy("busy", times).pause.total_seconds() for times in (1, 10, 100)]
    assert [2 <= pauses[0] <= 6, 20 <= pauses[1] <= 60, 60 <= pauses[2] <= 180] == [True] * 3


def test_refused_email_has_failed_and_names_no_address(service: MailService) -> None:
    service.behave("MessageRejected")
    campaign = make_due()
    with pytest.raises(Refused) as refused:
        send_email(campaign.pk, 3, NOW)
    assert delivery_status() == "FAILED"
    assert campaign.email not in str(refused.value)


def test_refusal_is_told_again_to_a_consumer_that_takes_over(service: MailService) -> None:
    campaign = make_due()
    Email.objects.update(delivery_status=DeliveryStatus.FAILED, error="the address does not exist")
    with pytest.raises(Refused, match="the address does not exist"):
        send_email(campaign.pk, 3, NOW)
    assert service.calls == 0


def test_email_that_cannot_be_rendered_is_refused_before_the_call(service: MailService) -> None:
    campaign = make_due()
    Email.objects.update(subject="Your home\nBcc: everybody@example.com")
    with pytest.raises(Refused, match="cannot be rendered"):
        send_email(campaign.pk, 3, NOW)
    assert (delivery_status(), service.calls) == ("FAILED", 0)


def test_line_breaks_in_a_name_are_no_headers(service: MailService) -> None:
    campaign = make_due()
    Email.objects.update(to_name="Kim\nBcc: everybody@example.com")
    assert send_email(campaign.pk, 3, NOW) is Sending.SENT


def test_restarted_sending_of_a_failed_email_gets_a_new_handover_number(service: MailService) -> None:
    campaign = make_due()
    first = claim_email(campaign.pk, 3, NOW)
    assert isinstance(first, send.Claim)
    send.write_not_accepted(first, NotAccepted("busy"), NOW)
    second = claim_email(campaign.pk, 3, NOW)
    assert isinstance(second, send.Claim)
    assert (first.handover, second.handover) == (1, 2)


def test_result_of_an_older_handover_is_not_written(service: MailService) -> None:
    campaign = make_due()
    first = claim_email(campaign.pk, 3, NOW)
    assert isinstance(first, send.Claim)
    send.write_not_accepted(first, NotAccepted("busy"), NOW)
    claim_email(campaign.pk, 3, NOW)
    send.write_not_accepted(first, Refused("late"), NOW)
    assert delivery_status() == "SENDING"


def test_late_news_that_it_went_stops_an_email_that_was_to_be_sent_again(service: MailService) -> None:
    campaign = make_due()
    claim = claim_email(campaign.pk, 3, NOW)
    assert isinstance(claim, send.Claim)
    Email.objects.update(delivery_status=DeliveryStatus.READY_TO_SEND)
    send.write_sent(claim, "late", NOW)
    assert send_email(campaign.pk, 3, NOW) is Sending.NOT_WANTED
    assert (delivery_status(), service.calls) == ("SENT", 0)


def test_claim_is_committed_before_the_call(transactional_db: None, service: MailService) -> None:
    seen: list[tuple[bool, str]] = []
    service.on_call = lambda: seen.append((connection.in_atomic_block, delivery_status_elsewhere()))
    campaign = make_due()
    send_email(campaign.pk, 3, NOW)
    assert seen == [(False, "SENDING")]


def delivery_status_elsewhere() -> str:
    """As another connection sees it: this runs in the mail service's own thread."""
    try:
        return delivery_status()
    finally:
        connection.close()


def test_sending_outside_the_window_is_deferred_to_its_opening(service: MailService) -> None:
    campaign = make_due()
    Email.objects.update(created=CLOSED)
    assert send_email(campaign.pk, 3, CLOSED) is Sending.DEFERRED
    campaign.refresh_from_db()
    assert campaign.send_due_datetime == datetime.fromisoformat("2026-12-01T19:00Z")
    assert (campaign.stalled_at, delivery_status(), service.calls) == (None, "READY_TO_SEND", 0)


@pytest.mark.parametrize("hindrance", [{"enabled": False}, {"paused_until": NOW + timedelta(days=9)}])
def test_disabled_or_paused_campaign_sends_nothing(service: MailService, hindrance: dict[str, Any]) -> None:
    campaign = make_due(**hindrance)
    assert send_email(campaign.pk, 3, NOW) is Sending.STOPPED
    campaign.refresh_from_db()
    assert (campaign.campaign_status, delivery_status(), service.calls) == ("DORMANT", "EXPIRED", 0)


def test_suppressed_address_is_never_written_to(service: MailService) -> None:
    campaign = make_due()
    make_suppressed(email=campaign.email)
    assert send_email(campaign.pk, 3, NOW) is Sending.STOPPED
    assert service.calls == 0


def test_suppressed_reader_of_a_draft_is_not_written_to_when_the_campaign_was_readdressed(service: MailService) -> None:
    campaign = make_due()
    make_suppressed(email=campaign.email)
    Campaign.objects.update(email="new@clients.example")
    assert send_email(campaign.pk, 3, NOW) is Sending.STOPPED
    assert service.calls == 0


def test_email_with_old_facts_is_made_anew_for_the_same_period(service: MailService) -> None:
    campaign = make_due()
    Email.objects.update(created=NOW - timedelta(days=11))
    assert send_email(campaign.pk, 3, NOW) is Sending.FACTS_TOO_OLD
    period = campaign.period
    campaign.refresh_from_db()
    assert (campaign.campaign_status, campaign.cycle, campaign.period) == ("WAITING_FOR_DATA", 4, period)
    assert (delivery_status(), service.calls) == ("EXPIRED", 0)


def test_message_carries_both_bodies_and_one_click_unsubscribing(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    campaign = make_due()
    send_email(campaign.pk, 3, NOW)
    message = mail.outbox[0]
    raw = message.message()
    assert raw["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert raw["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/u/")
    assert raw["Reply-To"] == "Dana Whitfield <dana@salmonbay.example>"
    assert [part.get_content_type() for part in raw.walk()] == ["multipart/alternative", "text/plain", "text/html"]
