"""Every list and every page of every model answers, with as few questions to the database as rows allow."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.message_failures import message_failure_record
from campaigns.models import (
    ActiveListings,
    CampaignNotice,
    CampaignStatus,
    DeliveryNews,
    HomeLookup,
    IssueIntro,
    LocalMarketData,
    MortgageRate,
    PropertyData,
    RecentSales,
    SourceLease,
    SourceUsage,
    StatusChange,
    Step,
    StepLease,
    TextAttempt,
    TextKind,
    TextUse,
    payloads,
)
from campaigns.notices import notice_address_unknown
from campaigns.tests import factories
from campaigns.tests.emails import samples
from campaigns.tests.factories import NOW

SNAPSHOT = {"zip_code": "98107", "provider": "offline", "source": samples.COUNTY, "as_of": samples.HOME.as_of}


def make_property_data() -> PropertyData:
    campaign = factories.make_campaign()
    return PropertyData.objects.create(campaign=campaign, cycle=3, current_value=1_236_000)


def make_listings() -> ActiveListings:
    rows = [payloads.dump(nearby.listing) for nearby in samples.LISTINGS]
    return ActiveListings.objects.create(listings=rows, **SNAPSHOT)


def make_sales() -> RecentSales:
    return RecentSales.objects.create(sales=[payloads.dump(nearby.sale) for nearby in samples.SALES], **SNAPSHOT)


def make_rate() -> MortgageRate:
    week = NOW.date() - timedelta(weeks=MortgageRate.objects.count())
    return MortgageRate.objects.create(week_date=week, source="PMMS", rate_30yr_pct="7.28")


def make_lease() -> SourceLease:
    zip_code = f"{98100 + SourceLease.objects.count()}"
    return SourceLease.objects.create(kind="sales", provider="offline", zip_code=zip_code, leased_until=NOW)


def make_home_lookup() -> Model:
    key = f"{HomeLookup.objects.count()} main st"
    return HomeLookup.objects.create(provider="offline", zip_code="98107", address_key=key, leased_until=NOW)


def make_notice() -> Model:
    person = admin_user(f"seer{CampaignNotice.objects.count()}")
    notice_address_unknown(factories.make_campaign(), "nobody knows it", NOW)
    CampaignNotice.objects.filter(seen_at=None).update(seen_at=NOW, seen_by=person)
    return CampaignNotice.objects.latest("pk")


def make_usage() -> Model:
    source = f"source {SourceUsage.objects.count()}"
    return SourceUsage.objects.create(source=source, month=NOW.date().replace(day=1), next_call_at=NOW)


def make_step_lease() -> Model:
    step, campaign = Step.INTRO, factories.make_campaign()
    return StepLease.objects.create(campaign=campaign, cycle=3, step=step, token=uuid4(), leased_until=NOW)


def make_message_failure() -> Model:
    return message_failure_record("delivery_events", "message-1", "throttled", NOW, counts=True)


def make_news() -> Model:
    return DeliveryNews.objects.create(email=factories.make_email(), event_type="Delivery", occurred_at=NOW)


def make_issue_intro() -> Model:
    return IssueIntro.objects.create(
        key=str(IssueIntro.objects.count()),
        agent=factories.make_agent(),
        zip_code="98107",
        period=factories.PERIOD,
        text="Prices moved.",
    )


def make_text_use() -> Model:
    text, campaign = factories.make_text(agent=factories.make_agent()), factories.make_campaign()
    return TextUse.objects.create(campaign=campaign, cycle=3, kind=TextKind.INTRO, written_text=text)


def make_change() -> Model:
    """With a person's name, which a list must not look up row by row."""
    number = StatusChange.objects.count()
    person = admin_user(f"person{number}")
    return factories.make_status_change(changed_by=person)


def make_suppressed() -> Model:
    return factories.make_suppressed(agent=factories.make_agent())


def admin_user(name: str) -> Any:
    return apps.get_model("accounts", "User").objects.create_user(name)


MAKERS: dict[str, Callable[[], Model]] = {
    "brokerage": factories.make_brokerage,
    "agent": factories.make_agent,
    "campaign": factories.make_campaign,
    "email": factories.make_email,
    "statuschange": make_change,
    "stepfailure": factories.make_step_failure,
    "suppressedaddress": make_suppressed,
    "propertydata": make_property_data,
    "activelistings": make_listings,
    "recentsales": make_sales,
    "localmarketdata": lambda: LocalMarketData.objects.create(**SNAPSHOT),
    "mortgagerate": make_rate,
    "sourcelease": make_lease,
    "sourceusage": make_usage,
    "homelookup": make_home_lookup,
    "campaignnotice": make_notice,
    "steplease": make_step_lease,
    "messagefailure": make_message_failure,
    "deliverynews": make_news,
    "writtentext": lambda: factories.make_text(agent=factories.make_agent()),
    "textattempt": lambda: TextAttempt.objects.get(written_text=factories.make_text()),
    "textuse": make_text_use,
    "issueintro": make_issue_intro,
}
READ_ONLY = sorted(set(MAKERS) - {"brokerage", "agent", "campaign", "suppressedaddress"})


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_every_model_is_registered() -> None:
    ours = {model._meta.model_name for model in admin.site._registry if model._meta.app_label == "campaigns"}
    assert ours == {model._meta.model_name for model in apps.get_app_config("campaigns").get_models()} == set(MAKERS)


@pytest.mark.parametrize("name", MAKERS)
def test_change_page_answers(admin_client: Client, name: str) -> None:
    row = MAKERS[name]()
    assert admin_client.get(reverse(f"admin:campaigns_{name}_change", args=[row.pk])).status_code == 200


@pytest.mark.parametrize("name", MAKERS)
def test_list_costs_the_same_with_more_rows(admin_client: Client, name: str) -> None:
    path = reverse(f"admin:campaigns_{name}_changelist")
    MAKERS[name]()
    admin_client.get(path)  # the first page also reads what Django keeps
    with_one = queries_of(admin_client, path)
    for _ in range(19):
        MAKERS[name]()
    assert queries_of(admin_client, path) == with_one


@pytest.mark.parametrize("name", MAKERS)
def test_list_can_be_searched(admin_client: Client, name: str) -> None:
    MAKERS[name]()
    path = reverse(f"admin:campaigns_{name}_changelist")
    assert [admin_client.get(path, {"q": term}).status_code for term in ("98107", "kim larsen", "9" * 30)] == [200] * 3


@pytest.mark.parametrize("name", READ_ONLY)
def test_read_only_model_cannot_be_added_changed_or_deleted(admin_client: Client, name: str) -> None:
    row = MAKERS[name]()
    answers = [
        admin_client.post(reverse(f"admin:campaigns_{name}_add"), {}),
        admin_client.post(reverse(f"admin:campaigns_{name}_change", args=[row.pk]), {}),
        admin_client.post(reverse(f"admin:campaigns_{name}_delete", args=[row.pk]), {"post": "yes"}),
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_campaign_page_costs_the_same_with_more_history(admin_client: Client) -> None:
    campaign = factories.make_campaign()
    path = reverse("admin:campaigns_campaign_change", args=[campaign.pk])
    factories.make_status_change(campaign=campaign, changed_by=admin_user("first"))
    admin_client.get(path)
    with_one = queries_of(admin_client, path)
    for number in range(19):
        factories.make_status_change(campaign=campaign, changed_by=admin_user(f"more{number}"))
    assert queries_of(admin_client, path) == with_one


def test_campaign_page_shows_the_newest_fifty_moves_newest_first(admin_client: Client) -> None:
    campaign = factories.make_campaign()
    made = [factories.make_status_change(campaign=campaign).pk for _ in range(60)]
    page = admin_client.get(reverse("admin:campaigns_campaign_change", args=[campaign.pk]))
    history = page.context["inline_admin_formsets"][2].formset
    assert [form.instance.pk for form in history.forms] == made[:9:-1]


def test_campaign_page_says_why_the_campaign_failed(admin_client: Client) -> None:
    campaign = factories.make_campaign(
        campaign_status=CampaignStatus.ERROR, error_from_status=CampaignStatus.WAITING_FOR_DATA
    )
    failure = factories.make_step_failure(campaign=campaign, is_final=True)
    page = admin_client.get(reverse("admin:campaigns_campaign_change", args=[campaign.pk])).content.decode()
    assert page.index(failure.error) < page.index("Restart the failed step") < page.index("fieldset")


def test_list_counts_no_further_than_anybody_pages(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaigns.admin.base.CappedPaginator.most", 2)
    agent = factories.make_agent()
    for _ in range(3):
        factories.make_campaign(agent=agent)
    page = admin_client.get(reverse("admin:campaigns_campaign_changelist"))
    assert "2 or more" in " ".join(page.content.decode().split())
