"""What a new introduction must not repeat: the introductions of the issues before, as the e-mails had them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.emails.create import create_email
from campaigns.issue_intros import EARLIER_ISSUES, earlier_intros, issue_keep_intro, without_reader
from campaigns.models import Agent, Campaign, CampaignStatus, IssueIntro
from campaigns.schedule import add_months
from campaigns.tests.emails.test_create import make_ready_campaign
from campaigns.tests.factories import NOW, PERIOD, make_agent, make_campaign

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 1)


@pytest.fixture
def agent() -> Agent:
    return make_agent()


def keep(agent: Agent, text: str, period: date = PERIOD, zip_code: str = "98107", **campaign: Any) -> None:
    issue_keep_intro(make_campaign(agent=agent, period=period, **campaign), zip_code, text)


def test_introduction_of_a_made_email_counts_from_the_next_period_on(agent: Agent) -> None:
    campaign = make_ready_campaign(agent=agent, intro="The holiday lights are going up.")
    create_email(campaign.pk, 3, NOW)
    assert earlier_intros(agent.pk, "98107", PERIOD) == []
    assert earlier_intros(agent.pk, "98107", DECEMBER) == ["The holiday lights are going up."]


def test_introduction_that_no_email_has_counts_nowhere(agent: Agent) -> None:
    campaign = make_ready_campaign(agent=agent)
    Campaign.objects.filter(pk=campaign.pk).update(campaign_status=CampaignStatus.ERROR)
    create_email(campaign.pk, 3, NOW)
    assert earlier_intros(agent.pk, "98107", DECEMBER) == []


def test_introduction_belongs_to_the_zip_code_that_it_speaks_of(agent: Agent) -> None:
    campaign = make_ready_campaign(agent=agent)
    market = campaign.local_market_data
    assert market is not None
    market.figures_zip_code = "98117"
    market.save()
    create_email(campaign.pk, 3, NOW)
    assert [len(earlier_intros(agent.pk, each, DECEMBER)) for each in ("98107", "98117")] == [0, 1]


def test_same_introduction_of_many_clients_is_one_row_and_one_statement_each(agent: Agent) -> None:
    campaigns = [make_campaign(agent=agent) for _ in range(3)]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for campaign in campaigns:
            issue_keep_intro(campaign, "98107", "The same for all.")
    assert (IssueIntro.objects.count(), len(queries)) == (1, 3)


def test_earlier_introductions_are_those_of_agent_and_zip_code_in_the_newest_issues(agent: Agent) -> None:
    for number in range(EARLIER_ISSUES + 2):
        keep(agent, f"Of {number} months ago.", add_months(PERIOD, -number))
    keep(agent, "A client's own.")
    keep(make_agent(), "Of another agent.")
    keep(agent, "Of another ZIP code.", zip_code="98117")
    keep(agent, "")
    expected = ["A client's own.", *(f"Of {number} months ago." for number in range(EARLIER_ISSUES))]
    assert earlier_intros(agent.pk, "98107", DECEMBER) == expected


def test_no_name_of_a_reader_is_kept() -> None:
    campaign = make_campaign(first_name="Kim", last_name="Larsen-Vo")
    text = "Kim, prices moved. Kimberly and the Larsen‑Vo house, Kim’s too."
    assert without_reader(text, campaign) == "…, prices moved. Kimberly and the … house, …’s too."
    nameless = make_campaign(first_name=" ", last_name="")
    assert without_reader(text, nameless) == text


@pytest.mark.django_db(transaction=True)  # MariaDB commits before it analyses a table
def test_earlier_introductions_are_found_by_an_index_without_a_sort(agent: Agent) -> None:
    rows = [
        IssueIntro(key=f"{number:064}", agent=agent, zip_code="98107", period=PERIOD + timedelta(number), text="Text.")
        for number in range(3_000)
    ]
    IssueIntro.objects.bulk_create(rows)
    found = IssueIntro.objects.filter(agent=agent, zip_code="98107", period__lt=DECEMBER)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE TABLE campaigns_issueintro" if connection.vendor == "mysql" else "ANALYZE")
        cursor.fetchall()
    plan = found.order_by("-period", "-id").values_list("period", "text")[:1_000].explain()
    assert "issue_intro_earlier" in plan
    assert not any(sort in plan for sort in ("filesort", "TEMP B-TREE"))
