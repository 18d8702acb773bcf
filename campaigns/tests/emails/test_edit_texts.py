"""A person's words in place of a writer's: when, with whose yes, and never in a mail that was shown."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser

from campaigns.emails.create import create_email
from campaigns.emails.edit_texts import CannotEdit, Texts, Unconfirmed, edit_texts, text_warnings, waiting_texts
from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, Email, LocalMarketData, TextKind, TextUse
from campaigns.tests.factories import NOW, make_agent, make_email, make_waiting_campaign

pytestmark = pytest.mark.django_db

WRITTEN = Texts("What a writer wrote.", "What a writer wrote of the home.")
PLAIN = (
    "I looked through the sales in your part of Seattle and picked out the ones that I would look at first. You will "
    "find them below, with their dates. If you would like to talk any of it over, just reply to this email."
)


def make_market() -> LocalMarketData:
    return LocalMarketData.objects.create(
        zip_code="98107",
        provider="offline",
        source="recorded sales",
        as_of=NOW.date(),
        price_kind="sale",
        median_price=1_040_000,
    )


@pytest.fixture
def user() -> AbstractBaseUser:
    return get_user_model().objects.create_user("editor")


def waiting(**overrides: object) -> Campaign:
    """A campaign whose draft waits, with both texts."""
    texts = {"intro": WRITTEN.intro, "home_report_analysis": WRITTEN.home_report}
    campaign = make_waiting_campaign(**texts | overrides)
    make_email(campaign=campaign)
    return campaign


def edit(
    campaign: Campaign, user: AbstractBaseUser, intro: str = PLAIN, *, version: str = "", confirmed: str = ""
) -> Campaign:
    version = version or waiting_texts(campaign).version
    edit_texts(
        campaign.pk,
        Texts(intro, campaign.home_report_analysis),
        version=version,
        confirmed=confirmed,
        user=user,
        now=NOW,
    )
    campaign.refresh_from_db()
    return campaign


WAITING = {
    "waits for approval": {},
    "approved, waits for its hour": {"send_due_datetime": NOW + timedelta(days=1)},
    "waits for its hour": {"campaign_status": CampaignStatus.READY_TO_SEND_EMAIL},
    "scheduled": {
        "campaign_status": CampaignStatus.READY_TO_CREATE_EMAIL,
        "send_due_datetime": NOW + timedelta(days=1),
    },
}


@pytest.mark.parametrize("where", WAITING.values(), ids=WAITING)
def test_edited_texts_withdraw_the_draft_and_have_the_email_made_anew(
    user: AbstractBaseUser, where: dict[str, object]
) -> None:
    campaign = edit(waiting(**where), user)

    assert (campaign.intro, campaign.home_report_analysis) == (PLAIN, WRITTEN.home_report)
    assert (campaign.campaign_status, campaign.send_due_datetime) == ("READY_TO_CREATE_EMAIL", None)
    assert campaign.emails.get().delivery_status == DeliveryStatus.EXPIRED


def test_edited_texts_never_alter_the_mail_that_was_shown(user: AbstractBaseUser) -> None:
    campaign = waiting()
    shown = campaign.emails.values("text_body", "html_body", "subject", "revision").get()

    edit(campaign, user)

    assert campaign.emails.values("text_body", "html_body", "subject", "revision").get() == shown


def test_email_made_anew_has_the_texts_a_new_revision_and_no_approval(user: AbstractBaseUser) -> None:
    campaign = waiting(local_market_data=make_market())
    Email.objects.update(approved_at=NOW, approved_by=user)
    edit(campaign, user)

    create_email(campaign.pk, campaign.cycle, NOW)

    email = campaign.emails.get()
    assert PLAIN in " ".join(email.text_body.split())
    assert (email.revision, email.delivery_status, email.approved_at, email.approved_by) == (
        2,
        "READY_TO_SEND",
        None,
        None,
    )


def test_history_keeps_who_edited_which_text(user: AbstractBaseUser) -> None:
    change = edit(waiting(), user).status_changes.get()

    assert (change.to_status, change.actor, change.changed_by, change.reason) == (
        "READY_TO_CREATE_EMAIL",
        "admin",
        user,
        "texts edited: introduction",
    )


def test_what_the_guards_warn_of_is_not_saved_unconfirmed(user: AbstractBaseUser) -> None:
    campaign = waiting()

    with pytest.raises(Unconfirmed) as unconfirmed:
        edit(campaign, user, f"{PLAIN} It is a safe area.")

    assert [complaint.found for complaint in unconfirmed.value.warnings.all] == ["safe"]
    campaign.refresh_from_db()
    assert (campaign.intro, campaign.campaign_status) == (WRITTEN.intro, "WAITING_FOR_MANUAL_APPROVAL")


def test_confirmed_warnings_are_saved_and_kept_in_the_history(user: AbstractBaseUser) -> None:
    campaign = waiting()
    intro = f"{PLAIN} It is a safe area."
    name = text_warnings(campaign, Texts(intro, WRITTEN.home_report)).name

    edit(campaign, user, intro, confirmed=name)

    reason = campaign.status_changes.get().reason
    assert (campaign.intro, reason) == (
        intro,
        "texts edited: introduction; stands by what was warned of: wording “safe”",
    )


@pytest.mark.parametrize("other", ["It is a safe area!", "It is a very safe area.", "It is an exclusive, safe area."])
def test_a_confirmation_is_of_exactly_the_text_that_was_shown(user: AbstractBaseUser, other: str) -> None:
    campaign = waiting()
    name = text_warnings(campaign, Texts(f"{PLAIN} It is a safe area.", WRITTEN.home_report)).name

    with pytest.raises(Unconfirmed):
        edit(campaign, user, f"{PLAIN} {other}", confirmed=name)


def test_a_text_that_was_left_alone_is_not_warned_of(user: AbstractBaseUser) -> None:
    """The writer's own texts here are far too short."""
    assert text_warnings(waiting(), Texts(PLAIN, WRITTEN.home_report)).all == []


def test_names_of_agent_and_reader_are_not_warned_of(user: AbstractBaseUser) -> None:
    campaign = waiting(first_name="Christian", agent=make_agent(name="Faith Young"))
    named = f"{PLAIN} Christian wrote, and Faith looked it up."

    assert text_warnings(campaign, Texts(named, WRITTEN.home_report)).all == []
    assert len(text_warnings(waiting(), Texts(named, WRITTEN.home_report)).all) == 2


def test_an_emptied_text_is_warned_of(user: AbstractBaseUser) -> None:
    with pytest.raises(Unconfirmed):
        edit(waiting(), user, "")


def test_nothing_changed_is_said(user: AbstractBaseUser) -> None:
    with pytest.raises(CannotEdit, match="Nothing was changed"):
        edit(waiting(), user, WRITTEN.intro)


@pytest.mark.parametrize(
    ("delivery", "words"),
    [
        (DeliveryStatus.SENDING, "just being handed over"),
        (DeliveryStatus.SENT, "has gone out"),
        (DeliveryStatus.DELIVERED, "has gone out"),
    ],
)
def test_texts_of_an_email_on_its_way_cannot_be_edited(user: AbstractBaseUser, delivery: str, words: str) -> None:
    campaign = waiting(campaign_status=CampaignStatus.READY_TO_SEND_EMAIL)
    version = waiting_texts(campaign).version
    Email.objects.update(delivery_status=delivery)

    with pytest.raises(CannotEdit, match=words):
        edit(campaign, user, version=version)

    campaign.refresh_from_db()
    assert (campaign.intro, campaign.campaign_status) == (WRITTEN.intro, "READY_TO_SEND_EMAIL")
    assert campaign.emails.get().delivery_status == delivery


@pytest.mark.parametrize(
    "status",
    sorted(set(CampaignStatus) - {"WAITING_FOR_MANUAL_APPROVAL", "READY_TO_SEND_EMAIL", "READY_TO_CREATE_EMAIL"}),
)
def test_texts_of_a_campaign_in_which_no_email_waits_cannot_be_edited(user: AbstractBaseUser, status: str) -> None:
    campaign = waiting()
    version = waiting_texts(campaign).version
    Campaign.objects.update(campaign_status=status)

    with pytest.raises(CannotEdit, match="No e-mail of this campaign waits"):
        edit(campaign, user, version=version)


def test_withdrawn_draft_is_none(user: AbstractBaseUser) -> None:
    campaign = waiting(campaign_status=CampaignStatus.READY_TO_CREATE_EMAIL)
    Email.objects.update(delivery_status=DeliveryStatus.EXPIRED)

    with pytest.raises(CannotEdit, match="No e-mail of this campaign waits"):
        waiting_texts(campaign)


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda: Campaign.objects.update(intro="Somebody else's words."),
        lambda: Campaign.objects.update(home_report_analysis="Somebody else's words."),
        lambda: Email.objects.update(revision=2),
        lambda: (Campaign.objects.update(cycle=4), Email.objects.update(cycle=4)),
    ],
    ids=["intro", "home report", "made anew", "another cycle"],
)
def test_texts_changed_since_the_page_was_opened_are_not_overwritten(user: AbstractBaseUser, meanwhile: object) -> None:
    campaign = waiting()
    version = waiting_texts(campaign).version
    assert callable(meanwhile)
    meanwhile()

    with pytest.raises(CannotEdit, match="changed since you opened the page"):
        edit(campaign, user, version=version)

    assert not campaign.status_changes.exists()


def test_own_words_end_the_flag_of_the_text_that_they_replace_and_of_no_other(user: AbstractBaseUser) -> None:
    campaign = waiting()
    for kind in TextKind:
        TextUse.objects.create(campaign=campaign, cycle=campaign.cycle, kind=kind, flag=f"The {kind} was refused.")

    edit(campaign, user)

    flags = TextUse.objects.order_by("kind").values_list("kind", "flag")
    assert list(flags) == [("home_report", "The home_report was refused."), ("intro", "")]


def test_saving_twice_makes_one_move(user: AbstractBaseUser) -> None:
    campaign = waiting()
    version = waiting_texts(campaign).version
    edit(campaign, user, version=version)

    with pytest.raises(CannotEdit):
        edit(campaign, user, PLAIN + " Bye.", version=version)

    assert (campaign.intro, campaign.status_changes.count()) == (PLAIN, 1)
