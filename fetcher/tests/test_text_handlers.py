"""A model's texts on their way: handler, campaign, and the e-mail that waits for a person where something was wrong."""

import json
from typing import Any

import pytest
from django.conf import settings as django_settings

from campaigns.emails.create import Creation, create_email
from campaigns.events import StatusChangeEvent
from campaigns.models import (
    Campaign,
    CampaignStatus,
    Email,
    LocalMarketData,
    MortgageRate,
    PropertyData,
    SubStatus,
    TextKind,
    TextUse,
    WrittenText,
)
from campaigns.schedule import add_months, issue_number
from campaigns.states import DATA_SUB_STATUSES, SUB_STATUSES
from campaigns.tests.factories import NOW, PERIOD, make_agent, make_campaign, make_text
from dripr import aws
from fetcher.faults import PermanentFault
from fetcher.handlers import home_report, intro
from fetcher.tests import bedrock_texts as texts
from fetcher.tests.consuming import consume_all
from fetcher.tests.converse_server import ConverseServer
from fetcher.tests.offline_text import HOME, MARKET, RATE
from fetcher.writers.offline import OfflineWriter
from fetcher.writers.repetition import repetition_complaints

pytestmark = pytest.mark.django_db
WAITING: dict[str, Any] = {
    "campaign_status": CampaignStatus.WAITING_FOR_DATA,
    **dict.fromkeys(DATA_SUB_STATUSES, SubStatus.WAITING_FOR_DATA),
}


def values(found: Any) -> dict[str, Any]:
    return {name: getattr(found, name) for name in found.__slots__}


def pinned() -> dict[str, Any]:
    """The market and the rate that the texts of bedrock_texts.py speak of, for a campaign to have pinned."""
    market = LocalMarketData.objects.create(provider="offline", fetched_at=NOW, **values(MARKET))
    rate, _ = MortgageRate.objects.get_or_create(week_date=RATE.week_date, defaults=values(RATE))
    return {"local_market_data": market, "mortgage_rate": rate}


def make_waiting(**overrides: Any) -> Campaign:
    return make_campaign(**WAITING | pinned() | overrides)


def make_analysed() -> Campaign:
    status = CampaignStatus.WAITING_FOR_HOME_ANALYSIS
    campaign = make_campaign(campaign_status=status, home_report_analysis_status=SubStatus.WAITING_FOR_DATA)
    campaign.property_data = PropertyData.objects.create(campaign=campaign, cycle=3, **values(HOME))
    campaign.save()
    return campaign


def handle(handler: Any, campaign: Campaign) -> str:
    outcome: str = handler.handle(StatusChangeEvent(campaign.pk, 3, campaign.campaign_status), NOW)
    campaign.refresh_from_db()
    return outcome


def test_introduction_by_the_model_is_the_campaigns_with_where_it_came_from(bedrock: ConverseServer) -> None:
    bedrock.says(texts.PLACED_INTRO)
    campaign = make_waiting()
    assert handle(intro, campaign) == "done"
    assert (campaign.intro, campaign.intro_status) == (texts.GOOD_INTRO, "READY")
    use = TextUse.objects.get()
    assert (use.campaign_id, use.cycle, use.kind, use.flag) == (campaign.pk, 3, "intro", "")
    assert use.written_text == WrittenText.objects.get()


def test_home_report_by_the_model_is_the_campaigns(bedrock: ConverseServer) -> None:
    bedrock.says(texts.PLACED_REPORT)
    campaign = make_analysed()
    assert handle(home_report, campaign) == "done"
    assert (campaign.home_report_analysis, TextUse.objects.get().kind) == (texts.GOOD_REPORT, "home_report")


def test_home_report_without_a_value_asks_no_model(bedrock: ConverseServer) -> None:
    campaign = make_campaign(
        campaign_status=CampaignStatus.WAITING_FOR_HOME_ANALYSIS, home_report_analysis_status=SubStatus.WAITING_FOR_DATA
    )
    assert handle(home_report, campaign) == "done"
    assert (campaign.home_report_analysis, bedrock.requests, TextUse.objects.count()) == ("", [], 0)


def test_text_that_was_refused_twice_is_flagged_and_a_later_good_one_is_not(bedrock: ConverseServer) -> None:
    bedrock.says(texts.REFUSED_INTRO)
    campaign = make_waiting()
    handle(intro, campaign)
    assert campaign.intro == OfflineWriter().generate_intro(MARKET, RATE, campaign.pk, issue_number(PERIOD))
    assert "was refused, so the offline one stands" in TextUse.objects.get().flag
    Campaign.objects.update(intro_status=SubStatus.WAITING_FOR_DATA)
    WrittenText.objects.all().delete()
    bedrock.says(texts.PLACED_INTRO)
    handle(intro, campaign)
    assert (campaign.intro, TextUse.objects.get().flag) == (texts.GOOD_INTRO, "")


def test_wrong_configuration_is_a_permanent_fault_of_the_step(bedrock: ConverseServer) -> None:
    bedrock.fails("ResourceNotFoundException", 404)
    with pytest.raises(PermanentFault, match="BEDROCK_MODEL_ID"):
        handle(intro, make_waiting())


@pytest.mark.parametrize("every_n_months", [1, 5])
def test_free_introduction_is_another_one_in_the_next_issue_though_the_data_is_the_same(every_n_months: int) -> None:
    campaign, introductions = make_waiting(every_n_months=every_n_months), []
    for period in (PERIOD, PERIOD, add_months(PERIOD, every_n_months)):
        Campaign.objects.update(period=period, intro_status=SubStatus.WAITING_FOR_DATA)
        handle(intro, campaign)
        introductions.append(campaign.intro)
    first, again, following = introductions
    assert first == again
    assert repetition_complaints(following, [following], [first]) == []


def test_free_texts_are_kept_without_a_row() -> None:
    handle(intro, make_waiting())
    assert (TextUse.objects.count(), WrittenText.objects.count()) == (0, 0)


def ready_to_create() -> Campaign:
    ready = dict.fromkeys(SUB_STATUSES, SubStatus.READY)
    status = CampaignStatus.READY_TO_CREATE_EMAIL
    return make_campaign(campaign_status=status, intro=texts.GOOD_INTRO, **ready, **pinned())


def test_email_with_a_flagged_text_waits_for_a_person_with_the_reason() -> None:
    campaign = ready_to_create()
    flag = "The model's introduction was refused, so the offline one stands: “safe streets”: a proxy."
    TextUse.objects.create(campaign=campaign, cycle=3, kind=TextKind.INTRO, flag=flag)
    assert create_email(campaign.pk, 3, NOW) is Creation.WAITS_FOR_APPROVAL
    assert Email.objects.get().hold_reasons == flag


def test_flag_of_an_earlier_cycle_and_a_good_text_hold_nothing() -> None:
    campaign = ready_to_create()
    TextUse.objects.create(campaign=campaign, cycle=2, kind=TextKind.INTRO, flag="Wrong.")
    TextUse.objects.create(campaign=campaign, cycle=3, kind=TextKind.INTRO, written_text=make_text())
    assert create_email(campaign.pk, 3, NOW) is Creation.CREATED


def consume_intros(campaigns: list[Campaign]) -> None:
    sqs, url = aws.client("sqs"), django_settings.SQS_QUEUE_URLS["intro"]
    for campaign in campaigns:
        event = {"event_type": "STATUS_CHANGE", "event_id": "e", "campaign_id": campaign.pk, "cycle": 3}
        sqs.send_message(QueueUrl=url, MessageBody=json.dumps(event | {"to_status": "WAITING_FOR_DATA"}))
    consume_all("intro")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("aws_in_process")
def test_consumers_pay_once_for_all_clients_of_an_agent_in_a_zip_code(bedrock: ConverseServer) -> None:
    bedrock.says(texts.PLACED_INTRO)
    agent, pins = make_agent(), pinned()
    campaigns = [make_campaign(**WAITING, **pins, agent=agent) for _ in range(20)]
    consume_intros(campaigns)
    assert set(Campaign.objects.values_list("intro_status", "intro")) == {("READY", texts.GOOD_INTRO)}
    assert (len(bedrock.requests), TextUse.objects.filter(written_text=WrittenText.objects.get()).count()) == (1, 20)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("aws_in_process")
def test_refused_model_puts_the_campaign_into_error_with_words(bedrock: ConverseServer) -> None:
    campaign = make_waiting()
    bedrock.fails("AccessDeniedException", 403)
    consume_intros([campaign])
    campaign.refresh_from_db()
    assert (campaign.campaign_status, campaign.intro_status) == ("ERROR", "ERROR")
    assert "allow bedrock:InvokeModel" in campaign.step_failures.get().error
