"""The page on which a person edits the texts of an e-mail that waits."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, Email, PropertyData
from campaigns.tests.admin.conftest import Staff
from campaigns.tests.admin.posting import change_path
from campaigns.tests.emails.test_edit_texts import PLAIN, waiting
from campaigns.tests.factories import NOW, make_campaign, make_email

pytestmark = pytest.mark.django_db
SAFE = f"{PLAIN} It is a safe area."


def page_of(campaign: Campaign) -> str:
    return reverse("admin:campaigns_campaign_texts", args=[campaign.pk])


def fields_of(client: Client, campaign: Campaign) -> dict[str, str]:
    """What the page has in its form."""
    initial = client.get(page_of(campaign)).context["form"].initial
    return {name: str(value) for name, value in initial.items()}


def post(client: Client, campaign: Campaign, fields: dict[str, str], **changes: str) -> Any:
    return client.post(page_of(campaign), fields | changes)


def saved(campaign: Campaign) -> tuple[str, str]:
    campaign.refresh_from_db()
    return campaign.intro, campaign.campaign_status


def with_home(campaign: Campaign) -> Campaign:
    campaign.property_data = PropertyData.objects.create(
        campaign=campaign, cycle=campaign.cycle, current_value=1_236_000, as_of=NOW.date()
    )
    campaign.save()
    return campaign


def test_page_saves_a_text_that_nothing_is_said_against(staff: Staff) -> None:
    campaign, client = waiting(), staff("view_campaign", "edit_texts")

    answer = post(client, campaign, fields_of(client, campaign), intro=PLAIN)

    assert (answer.status_code, saved(campaign)) == (302, (PLAIN, "READY_TO_CREATE_EMAIL"))
    assert campaign.status_changes.get().changed_by is not None


def test_page_shows_what_the_guards_warn_of_and_saves_nothing(admin_client: Client) -> None:
    campaign = waiting()
    before = saved(campaign)

    answer = post(admin_client, campaign, fields_of(admin_client, campaign), intro=SAFE, stand_by="on")

    page = answer.content.decode()
    assert "<q>safe</q>" in page
    assert "which stands for who lives there" in page
    assert "I have read these warnings and stand by the text" in page
    assert saved(campaign) == before


def test_ticked_warnings_save_the_text(admin_client: Client) -> None:
    campaign = waiting()
    fields = fields_of(admin_client, campaign)
    shown = post(admin_client, campaign, fields, intro=SAFE).context["warnings"]

    answer = post(admin_client, campaign, fields, intro=SAFE, confirmed=shown.name, stand_by="on")

    assert (answer.status_code, saved(campaign)) == (302, (SAFE, "READY_TO_CREATE_EMAIL"))


def test_warnings_that_are_not_ticked_save_nothing(admin_client: Client) -> None:
    campaign = waiting()
    fields = fields_of(admin_client, campaign)
    shown = post(admin_client, campaign, fields, intro=SAFE).context["warnings"]

    answer = post(admin_client, campaign, fields, intro=SAFE, confirmed=shown.name)

    assert (answer.status_code, saved(campaign)[1]) == (200, "WAITING_FOR_MANUAL_APPROVAL")


def test_text_changed_after_its_warnings_shows_its_own_first(admin_client: Client) -> None:
    campaign = waiting()
    fields = fields_of(admin_client, campaign)
    shown = post(admin_client, campaign, fields, intro=SAFE).context["warnings"]

    answer = post(admin_client, campaign, fields, intro=f"{SAFE} It is exclusive.", confirmed=shown.name, stand_by="on")

    assert [complaint.found for complaint in answer.context["warnings"].all] == ["safe", "exclusive"]
    assert "These are not the warnings that you ticked" in answer.content.decode()
    assert saved(campaign)[1] == "WAITING_FOR_MANUAL_APPROVAL"


def test_text_mended_after_its_warnings_is_saved(admin_client: Client) -> None:
    campaign = waiting()
    fields = fields_of(admin_client, campaign)
    post(admin_client, campaign, fields, intro=SAFE)

    post(admin_client, campaign, fields, intro=PLAIN)

    assert saved(campaign) == (PLAIN, "READY_TO_CREATE_EMAIL")


def test_page_keeps_paragraphs_whatever_the_browser_makes_of_line_ends(admin_client: Client) -> None:
    campaign = waiting()
    typed = "  " + PLAIN.replace("home. ", "home.\r\n\r\n\r\n").replace(". If", ".  \r\n\r\n \r\nIf") + "\r\n"

    post(admin_client, campaign, fields_of(admin_client, campaign), intro=typed)

    assert saved(campaign)[0] == PLAIN.replace(". If", ".\n\nIf")


def test_page_edits_the_home_report_where_the_email_has_one(admin_client: Client) -> None:
    campaign = with_home(waiting())
    report = PLAIN.replace("the sales", "the records")

    post(admin_client, campaign, fields_of(admin_client, campaign), home_report=report)

    campaign.refresh_from_db()
    assert (campaign.intro, campaign.home_report_analysis) == ("What a writer wrote.", report)


def test_page_without_a_home_leaves_the_home_report_alone(admin_client: Client) -> None:
    campaign = waiting()
    page = admin_client.get(page_of(campaign)).content.decode()

    post(admin_client, campaign, fields_of(admin_client, campaign), intro=PLAIN, home_report=PLAIN)

    campaign.refresh_from_db()
    assert ("Home report" in page, campaign.intro) == (False, PLAIN)
    assert campaign.home_report_analysis == "What a writer wrote of the home."


def test_page_lists_the_figures_that_the_texts_may_use(admin_client: Client) -> None:
    page = admin_client.get(page_of(with_home(waiting()))).content.decode()

    assert "Figures that this text may use" in page
    assert "$1,236,000" in page


def test_page_needs_its_permission(staff: Staff) -> None:
    campaign = waiting()
    client = staff("view_campaign", "change_campaign", "override_status", "approve_email")

    answers = [client.get(page_of(campaign)), client.post(page_of(campaign), {"intro": PLAIN})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert saved(campaign)[1] == "WAITING_FOR_MANUAL_APPROVAL"


@pytest.mark.parametrize(
    ("delivery", "words"), [(DeliveryStatus.SENDING, "just being handed over"), (DeliveryStatus.SENT, "has gone out")]
)
def test_page_says_why_texts_cannot_be_edited(admin_client: Client, delivery: str, words: str) -> None:
    campaign = waiting(campaign_status=CampaignStatus.READY_TO_SEND_EMAIL)
    fields = fields_of(admin_client, campaign)
    Email.objects.update(delivery_status=delivery)

    answers = [
        admin_client.get(page_of(campaign), follow=True),
        admin_client.post(page_of(campaign), fields | {"intro": PLAIN}, follow=True),
    ]

    assert [words in answer.content.decode() for answer in answers] == [True, True]
    assert saved(campaign)[1] == "READY_TO_SEND_EMAIL"


def test_page_keeps_what_was_typed_where_the_texts_changed_meanwhile(admin_client: Client) -> None:
    campaign = waiting()
    fields = fields_of(admin_client, campaign)
    Campaign.objects.update(intro="Somebody else's words.")

    page = post(admin_client, campaign, fields, intro=PLAIN)

    assert "changed since you opened the page" in page.context["form"].non_field_errors()[0]
    assert PLAIN in page.content.decode()
    assert saved(campaign)[0] == "Somebody else's words."


def test_page_of_an_unknown_campaign_is_not_found(admin_client: Client) -> None:
    assert admin_client.get(reverse("admin:campaigns_campaign_texts", args=[404])).status_code == 404


def test_pages_of_campaign_and_email_lead_to_the_texts_only_while_they_can_be_edited(admin_client: Client) -> None:
    campaign = waiting()
    paths = [change_path(campaign), reverse("admin:campaigns_email_change", args=[campaign.emails.get().pk])]
    assert [page_of(campaign) in admin_client.get(path).content.decode() for path in paths] == [True, True]

    Email.objects.update(delivery_status=DeliveryStatus.SENT)
    assert [page_of(campaign) in admin_client.get(path).content.decode() for path in paths] == [False, False]


def test_page_of_last_months_email_does_not_lead_to_this_months_texts(admin_client: Client) -> None:
    campaign = waiting()
    last = make_email(campaign=campaign, period=date(2026, 10, 1), cycle=2, delivery_status=DeliveryStatus.EXPIRED)
    page = admin_client.get(reverse("admin:campaigns_email_change", args=[last.pk])).content.decode()

    assert page_of(campaign) not in page


def test_pages_do_not_lead_to_the_texts_without_the_permission(staff: Staff) -> None:
    campaign = waiting()
    page = staff("view_campaign", "change_campaign").get(change_path(campaign)).content.decode()

    assert page_of(campaign) not in page


def test_campaign_without_an_email_has_no_link_to_texts(admin_client: Client) -> None:
    campaign = make_campaign()

    assert page_of(campaign) not in admin_client.get(change_path(campaign)).content.decode()
