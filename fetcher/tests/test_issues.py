"""No issue repeats the one before, whoever wrote that: the model, the offline writer in its place, or a person."""

from datetime import date
from decimal import Decimal

import pytest
from django.conf import LazySettings
from django.contrib.auth import get_user_model

from campaigns.emails.create import create_email
from campaigns.emails.edit_texts import Texts, edit_texts, text_warnings, waiting_texts
from campaigns.models import Agent, Campaign, CampaignStatus, SubStatus, TextAttempt, TextUse
from campaigns.states import SUB_STATUSES
from campaigns.tests.factories import NOW, make_agent
from fetcher.handlers import intro
from fetcher.tests import bedrock_texts as texts
from fetcher.tests.converse_server import MODEL_ID, ConverseServer
from fetcher.tests.test_text_handlers import handle, make_waiting
from fetcher.writers.repetition import opening

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 1)
EDITED = "I have looked at what was recorded here. The figures stand below, and I am glad to go through them with you."


def issue(agent: Agent) -> Campaign:
    """November's issue of one client: introduction and e-mail."""
    campaign = make_waiting(agent=agent)
    handle(intro, campaign)
    ready = dict.fromkeys(SUB_STATUSES, SubStatus.READY)
    status = CampaignStatus.READY_TO_CREATE_EMAIL
    Campaign.objects.filter(pk=campaign.pk).update(campaign_status=status, requires_approval=True, **ready)
    create_email(campaign.pk, 3, NOW)
    campaign.refresh_from_db()
    return campaign


def stood_in(bedrock: ConverseServer, settings: LazySettings, agent: Agent) -> Campaign:
    bedrock.says(texts.REFUSED_INTRO)
    return issue(agent)


def over_budget(bedrock: ConverseServer, settings: LazySettings, agent: Agent) -> Campaign:
    settings.BEDROCK_PRICES = {MODEL_ID: {"input": Decimal(1_000), "output": Decimal(0)}}
    settings.BEDROCK_MONTHLY_BUDGET_DOLLARS = Decimal(1)
    bedrock.says(texts.PLACED_INTRO)
    issue(make_agent())
    campaign = issue(agent)
    settings.BEDROCK_MONTHLY_BUDGET_DOLLARS = Decimal(0)
    return campaign


def by_the_offline_writer(bedrock: ConverseServer, settings: LazySettings, agent: Agent) -> Campaign:
    settings.WRITER = "offline"
    campaign = issue(agent)
    settings.WRITER = "bedrock"
    return campaign


def edited(bedrock: ConverseServer, settings: LazySettings, agent: Agent) -> Campaign:
    bedrock.says(texts.PLACED_INTRO)
    campaign = issue(agent)
    user = get_user_model().objects.create_user("editor")
    new, version = Texts(EDITED, campaign.home_report_analysis), waiting_texts(campaign).version
    confirmed = text_warnings(campaign, new).name
    edit_texts(campaign.pk, new, version=version, confirmed=confirmed, user=user, now=NOW)
    create_email(campaign.pk, 3, NOW)
    campaign.refresh_from_db()
    return campaign


WRITTEN_BY = (stood_in, over_budget, by_the_offline_writer, edited)


@pytest.mark.parametrize("written", WRITTEN_BY, ids=lambda written: written.__name__)
def test_model_is_told_the_last_opening_and_cannot_repeat_it(
    written: object, bedrock: ConverseServer, settings: LazySettings
) -> None:
    agent = make_agent()
    last = written(bedrock, settings, agent).intro  # type: ignore[operator]
    asked = len(bedrock.requests)
    _, *rest = texts.PLACED_INTRO.partition(".")
    bedrock.says(opening(last) + rest[1])
    campaign = make_waiting(agent=agent, period=DECEMBER)
    handle(intro, campaign)
    assert f"- {opening(last)}\n" in bedrock.requests[asked].prompt
    assert opening(campaign.intro) != opening(last)


def test_issue_that_repeats_the_last_is_refused(bedrock: ConverseServer) -> None:
    agent = make_agent()
    bedrock.says(texts.PLACED_INTRO)
    issue(agent)
    campaign = make_waiting(agent=agent, period=DECEMBER)
    handle(intro, campaign)
    assert "An earlier issue began with the same sentence." in bedrock.requests[-1].turns[-1][1]
    assert "An earlier issue began" in TextAttempt.objects.latest("pk").complaints
    assert "was refused" in TextUse.objects.get(campaign=campaign).flag
