import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from campaigns.emails import send
from campaigns.emails.delivery_events import GREETING, DeliveryEvent, UnknownEmail, record_delivery_event
from campaigns.emails.message_tag import NAME, HandOver, tag_value
from campaigns.events import UnreadableEvent
from campaigns.models import (
    Campaign,
    CampaignStatus,
    DeliveryNews,
    DeliveryStatus,
    Email,
    StatusChange,
    SuppressedAddress,
)
from campaigns.models.statuses import FROM_BAD_TO_WORSE
from campaigns.tests.factories import NOW, make_agent, make_campaign, make_email

SENT_AT = NOW - timedelta(seconds=3)
BOUNCE: dict[str, Any] = {
    "eventType": "Bounce",
    "mail": {
        "timestamp": "2026-11-24T19:59:57.000Z",
        "messageId": "message-1",
        "destination": ["kim@clients.example"],
        "tags": {"ses:configuration-set": ["dripr"]},
    },
    "bounce": {
        "bounceType": "Permanent",
        "bounceSubType": "NoEmail",
        "timestamp": "2026-11-24T20:00:00Z",
        "bouncedRecipients": [{"emailAddress": "kim@clients.example", "diagnosticCode": "smtp; 550 5.1.1 unknown"}],
    },
}

SEND = DeliveryEvent("Send", "message-1", sent_at=SENT_AT, occurred_at=SENT_AT)
DELIVERY = replace(SEND, event_type="Delivery", occurred_at=NOW, words="250 ok")
DELAY = replace(SEND, event_type="DeliveryDelay", occurred_at=NOW, kind="MailboxFull")
OPEN = replace(SEND, event_type="Open")
CLICK = replace(SEND, event_type="Click")
REJECT = replace(SEND, event_type="Reject", words="Bad content")
HARD_BOUNCE = replace(SEND, event_type="Bounce", occurred_at=NOW, kind="Permanent/NoEmail", words="550 5.1.1 unknown")
SOFT_BOUNCE = replace(HARD_BOUNCE, kind="Transient/MailboxFull", occurred_at=NOW + timedelta(hours=1))
COMPLAINT = replace(SEND, event_type="Complaint", occurred_at=NOW, kind="abuse")
NOT_SPAM = replace(COMPLAINT, kind="not-spam")
ALL = (SEND, DELIVERY, DELAY, OPEN, CLICK, REJECT, HARD_BOUNCE, SOFT_BOUNCE, COMPLAINT)


def make_sent(**overrides: Any) -> Email:
    campaign = overrides.pop("campaign", None) or make_campaign()
    fields = {"delivery_status": DeliveryStatus.SENT, "handover": 1, "claimed_at": SENT_AT, "message_id": "message-1"}
    return make_email(campaign=campaign, **fields | overrides)


def make_unknown(**overrides: Any) -> Email:
    """An e-mail whose hand-over was never answered, and which its campaign still waits for."""
    campaign = make_campaign(campaign_status=CampaignStatus.READY_TO_SEND_EMAIL)
    unknown = {"delivery_status": DeliveryStatus.SENDING, "message_id": ""}
    return make_sent(**{"campaign": campaign} | unknown | overrides)


def tagged(event: DeliveryEvent, email: Email, number: int = 1) -> DeliveryEvent:
    return replace(event, hand_over=HandOver(email.pk, number))


def standing(email: Email) -> tuple[str, str]:
    email = Email.objects.select_related("campaign").get(pk=email.pk)
    return email.delivery_status, email.campaign.campaign_status


# --- What is read ----------


def test_bounce_is_read_raw_and_in_sns_envelope() -> None:
    raw = json.dumps(BOUNCE)
    event = DeliveryEvent.from_body(raw)
    assert event == DeliveryEvent.from_body(json.dumps({"Type": "Notification", "MessageId": "x", "Message": raw}))
    assert event == DeliveryEvent(
        event_type="Bounce",
        message_id="message-1",
        sent_at=SENT_AT,
        occurred_at=NOW,
        destinations=("kim@clients.example",),
        kind="Permanent/NoEmail",
        words="smtp; 550 5.1.1 unknown",
    )


def test_tag_of_an_email_is_read_back(db: None) -> None:
    email = make_sent()
    body = BOUNCE | {"mail": BOUNCE["mail"] | {"tags": {NAME: [tag_value(email)]}}}
    assert DeliveryEvent.from_body(json.dumps(body)).hand_over == HandOver(email.pk, 1)


@pytest.mark.parametrize("tag", ["42-1", "42-1-forged", "", [], None, ["42-1-forged"], [42]])
def test_tag_of_somebody_else_is_none_of_ours(tag: object) -> None:
    body = BOUNCE | {"mail": BOUNCE["mail"] | {"tags": {NAME: tag}}}
    assert DeliveryEvent.from_body(json.dumps(body)).hand_over is None


@pytest.mark.parametrize(
    "body", [GREETING, f" {GREETING}\n", json.dumps({"Type": "Notification", "Message": GREETING})]
)
def test_greeting_is_recognised(body: str) -> None:
    assert DeliveryEvent.from_body(body).is_greeting


@pytest.mark.parametrize("odd", [None, 7, "x", [], {}, [None, 7, {}], {"timestamp": "never", "destination": "x"}])
def test_whatever_else_is_odd_is_taken_for_not_said(odd: object) -> None:
    mail = {"messageId": "message-1", "timestamp": odd, "destination": odd, "tags": odd}
    body = {"eventType": "Bounce", "mail": mail, "bounce": odd, "new": odd}
    event = DeliveryEvent.from_body(json.dumps(body))
    assert (event.event_type, event.message_id, event.occurred_at, event.kind) == ("Bounce", "message-1", None, "")
    assert event.destinations == ()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "nonsense",
        "[]",
        "[" * 100_000,
        json.dumps(BOUNCE | {"eventType": None}),
        json.dumps(BOUNCE | {"eventType": ["Bounce"]}),
        json.dumps(BOUNCE | {"eventType": "Levitation"}),
        json.dumps(BOUNCE | {"mail": "message-1"}),
        json.dumps(BOUNCE | {"mail": {}}),
        json.dumps(BOUNCE | {"mail": {"messageId": 7}}),
        json.dumps(BOUNCE | {"mail": {"messageId": ""}}),
        json.dumps({"notificationType": "Bounce", "mail": BOUNCE["mail"]}),
    ],
)
def test_body_without_type_or_message_id_is_unreadable(body: str) -> None:
    with pytest.raises(UnreadableEvent):
        DeliveryEvent.from_body(body)


def test_log_facts_name_no_address() -> None:
    assert DeliveryEvent.from_body(json.dumps(BOUNCE)).facts() == {"event": "message-1", "type": "Bounce"}


# --- What it does to the e-mail ----------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("event", "status"),
    [
        (SEND, "SENT"),
        (DELIVERY, "DELIVERED"),
        (OPEN, "OPENED"),
        (CLICK, "OPENED"),
        (HARD_BOUNCE, "BOUNCED"),
        (COMPLAINT, "SPAM_COMPLAINT"),
        (DELAY, "SENT"),
        (SOFT_BOUNCE, "SENT"),
        (REJECT, "SENT"),
        (NOT_SPAM, "SENT"),
    ],
    ids=lambda value: f"{value.event_type} {value.kind}".strip() if isinstance(value, DeliveryEvent) else value,
)
def test_news_of_an_unknown_sending_settles_it(event: DeliveryEvent, status: str) -> None:
    email = make_unknown()
    outcome = record_delivery_event(tagged(event, email), NOW)
    rest = "UNSUBSCRIBED" if event in (HARD_BOUNCE, COMPLAINT) else "DORMANT"
    assert standing(email) == (status, rest)
    assert outcome == (status, {"email": email.pk, "campaign": email.campaign_id, "cycle": email.cycle})
    email.refresh_from_db()
    assert (email.message_id, email.sent_at) == ("message-1", SENT_AT)


@pytest.mark.django_db
@pytest.mark.parametrize("before", FROM_BAD_TO_WORSE)
@pytest.mark.parametrize("event", [SEND, DELIVERY, OPEN, HARD_BOUNCE, COMPLAINT], ids=lambda event: event.event_type)
def test_worse_news_is_never_hidden_by_better(before: DeliveryStatus, event: DeliveryEvent) -> None:
    email = make_sent(delivery_status=before)
    record_delivery_event(event, NOW)
    assert standing(email)[0] == max(before, event.news, key=FROM_BAD_TO_WORSE.index)


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["READY_TO_SEND", "EXPIRED", "FAILED"])
def test_news_that_an_email_went_counts_whatever_was_thought_of_it(status: str) -> None:
    email = make_unknown(delivery_status=status)
    record_delivery_event(tagged(DELIVERY, email), NOW)
    assert standing(email) == ("DELIVERED", "DORMANT")


@pytest.mark.django_db
def test_what_was_said_is_kept_for_people() -> None:
    email = make_sent()
    for event in (SEND, SOFT_BOUNCE, DELIVERY, SOFT_BOUNCE):
        record_delivery_event(event, NOW)
    assert list(email.news.values_list("event_type", "words", "occurred_at")) == [
        ("Bounce", "Transient/MailboxFull: 550 5.1.1 unknown", NOW + timedelta(hours=1)),
        ("Delivery", "250 ok", NOW),
    ]


# --- Which e-mail it is ----------


@pytest.mark.django_db
def test_event_of_another_email_is_unknown() -> None:
    email = make_sent(message_id="message-2")
    with pytest.raises(UnknownEmail):
        record_delivery_event(DELIVERY, NOW)
    with pytest.raises(UnknownEmail):
        record_delivery_event(replace(DELIVERY, message_id="MESSAGE-2"), NOW)
    assert standing(email)[0] == "SENT"


@pytest.mark.django_db
def test_tag_of_a_handing_over_that_never_was_is_unknown() -> None:
    email = make_unknown()
    with pytest.raises(UnknownEmail):
        record_delivery_event(tagged(DELIVERY, email, number=2), NOW)


@pytest.mark.django_db
def test_late_news_of_an_older_handing_over_keeps_the_newer_message_id() -> None:
    email = make_sent(handover=2, message_id="message-2")
    record_delivery_event(tagged(COMPLAINT, email), NOW)
    email.refresh_from_db()
    assert (email.delivery_status, email.message_id) == ("SPAM_COMPLAINT", "message-2")


# --- What follows for campaigns and addresses ----------


@pytest.mark.django_db
@pytest.mark.parametrize("event", [HARD_BOUNCE, COMPLAINT], ids=lambda event: event.event_type)
def test_hard_bounce_and_complaint_stop_the_campaigns_of_all_agents(event: DeliveryEvent) -> None:
    email = make_sent()
    sibling = make_campaign(agent=make_agent(), email=f" {email.to_email.upper()}")
    stranger = make_campaign()
    record_delivery_event(event, NOW)
    stopped = Campaign.objects.filter(campaign_status="UNSUBSCRIBED", enabled=False).values_list("pk", flat=True)
    assert set(stopped) == {email.campaign_id, sibling.pk}
    assert stranger.pk not in stopped
    assert list(SuppressedAddress.objects.values_list("email", "scope")) == [(email.to_email, "all")]


@pytest.mark.django_db
@pytest.mark.parametrize("event", [SOFT_BOUNCE, DELAY, NOT_SPAM, REJECT, replace(HARD_BOUNCE, kind="")])
def test_what_may_pass_suppresses_nothing(event: DeliveryEvent) -> None:
    email = make_sent()
    record_delivery_event(event, NOW)
    assert standing(email) == ("SENT", "DORMANT")
    assert not SuppressedAddress.objects.exists()


@pytest.mark.django_db
def test_readdressed_campaign_goes_on_after_its_old_address_bounced() -> None:
    email = make_sent()
    Campaign.objects.update(email="new@clients.example")
    record_delivery_event(HARD_BOUNCE, NOW)
    assert standing(email) == ("BOUNCED", "DORMANT")
    assert SuppressedAddress.objects.get().email == email.to_email


@pytest.mark.django_db
def test_address_that_an_email_went_to_before_it_was_made_anew_is_the_one_that_bounced() -> None:
    email = make_unknown(to_email="new@clients.example")
    record_delivery_event(replace(tagged(HARD_BOUNCE, email), destinations=("old@clients.example",)), NOW)
    assert SuppressedAddress.objects.get().email == "old@clients.example"


@pytest.mark.django_db
def test_international_address_is_suppressed_as_we_write_it() -> None:
    make_sent(to_email="kim@zürich.example")
    record_delivery_event(replace(HARD_BOUNCE, destinations=("kim@xn--zrich-kva.example",)), NOW)
    assert SuppressedAddress.objects.get().email == "kim@zürich.example"


@pytest.mark.django_db
def test_late_copy_of_a_bounce_does_not_undo_what_a_person_lifted() -> None:
    email = make_sent()
    record_delivery_event(HARD_BOUNCE, NOW)
    SuppressedAddress.objects.all().delete()
    assert record_delivery_event(HARD_BOUNCE, NOW).words.startswith("dropped: nothing new")
    assert not SuppressedAddress.objects.exists()
    assert record_delivery_event(COMPLAINT, NOW).words.startswith("SPAM_COMPLAINT")
    assert SuppressedAddress.objects.get().email == email.to_email


@pytest.mark.django_db
def test_news_of_an_older_cycle_counts_and_moves_no_campaign() -> None:
    email = make_unknown(cycle=2)
    record_delivery_event(tagged(DELIVERY, email), NOW)
    assert standing(email) == ("DELIVERED", "READY_TO_SEND_EMAIL")


@pytest.mark.django_db
def test_campaign_that_failed_from_sending_rests_when_its_email_went() -> None:
    email = make_unknown()
    Campaign.objects.update(campaign_status="ERROR", error_from_status="READY_TO_SEND_EMAIL")
    record_delivery_event(tagged(SEND, email), NOW)
    assert standing(email) == ("SENT", "DORMANT")
    assert StatusChange.objects.get().actor == "delivery events"


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["READY_TO_CREATE_EMAIL", "WAITING_FOR_MANUAL_APPROVAL"])
def test_draft_of_a_period_whose_email_went_after_all_is_not_sent(status: str) -> None:
    campaign = make_campaign(campaign_status=status)
    email = make_unknown(campaign=campaign, delivery_status=DeliveryStatus.READY_TO_SEND)
    record_delivery_event(tagged(SEND, email), NOW)
    assert standing(email) == ("SENT", status)
    Campaign.objects.update(campaign_status="READY_TO_SEND_EMAIL")
    assert send.send_email(campaign.pk, email.cycle, NOW) is send.Sending.NOT_WANTED
    assert standing(email) == ("SENT", "DORMANT")


@pytest.mark.django_db
def test_sending_whose_event_was_faster_than_its_answer_is_written_once() -> None:
    email = make_unknown()
    record_delivery_event(tagged(DELIVERY, email), NOW)
    send.write_sent(send.Claim(email, 1, email.cycle), "message-1", NOW)
    assert standing(email) == ("DELIVERED", "DORMANT")
    assert StatusChange.objects.count() == 1


# --- In any order, however often ----------

RESULT = "the answer of the mail service"
Item = DeliveryEvent | str


def end_of(items: Iterable[Item]) -> tuple[object, ...]:
    """How everything stands after a sending and what is heard of it; rolled back."""
    with transaction.atomic():
        email = make_unknown(to_email="kim@clients.example")
        Campaign.objects.update(email="kim@clients.example")
        make_campaign(agent=make_agent(), email="kim@clients.example")
        for item in items:
            if isinstance(item, DeliveryEvent):
                record_delivery_event(tagged(item, email), NOW)
            else:
                send.write_sent(send.Claim(email, 1, email.cycle), "message-1", SENT_AT)
        state = (
            Email.objects.values_list("delivery_status", "message_id", "sent_at").get(),
            list(Campaign.objects.order_by("pk").values_list("campaign_status", "enabled")),
            list(SuppressedAddress.objects.values_list("email", "scope")),
            sorted(DeliveryNews.objects.values_list("event_type", "words", "occurred_at")),
        )
        transaction.set_rollback(True)
    return state


@pytest.mark.django_db
@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(heard=st.lists(st.sampled_from([*ALL, RESULT]), min_size=1, max_size=12))
def test_events_in_any_order_and_doubled_end_alike(heard: Sequence[Item]) -> None:
    once_in_order = [item for item in (RESULT, *ALL) if item in heard]
    assert end_of(heard) == end_of(once_in_order)


class Overtaken(DeliveryEvent):
    """A delivery whose e-mail is opened, by another consumer's account, just after it was looked up."""

    @property
    def forbids_writing(self) -> bool:
        record_delivery_event(OPEN, NOW)
        return False


@pytest.mark.django_db
def test_news_that_is_overtaken_meanwhile_hides_nothing() -> None:
    email = make_sent(sent_at=SENT_AT)
    assert record_delivery_event(Overtaken("Delivery", "message-1", occurred_at=NOW), NOW).words.startswith("dropped")
    email.refresh_from_db()
    assert (email.delivery_status, [news.event_type for news in email.news.all()]) == ("OPENED", ["Delivery"])
