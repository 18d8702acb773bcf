"""Which texts may be forgotten: those that no e-mail of a kept period uses, and what no new text is compared with."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from campaigns.models import Campaign, CampaignStatus, IssueIntro, TextAttempt, TextKind, TextUse, WrittenText
from campaigns.tests.factories import NOW, PERIOD, make_agent, make_campaign, make_email, make_text
from campaigns.text_history import WINDOW, prune_intros, prune_texts

pytestmark = pytest.mark.django_db
KEPT = timedelta(days=730)
BEFORE = NOW - KEPT
LONG_AGO = BEFORE - timedelta(days=40)
EXACTLY = {"created": LONG_AGO, "finished_at": LONG_AGO}


def make_old_text(called_at: datetime = LONG_AGO, **overrides: Any) -> WrittenText:
    text = make_text(**EXACTLY | overrides)
    TextAttempt.objects.filter(written_text=text).update(called_at=called_at)
    return text


def use(text: WrittenText, campaign: Campaign, cycle: int = 3) -> None:
    TextUse.objects.create(campaign=campaign, cycle=cycle, kind=text.kind, written_text=text)


def mailed(period: date, campaign_status: str = CampaignStatus.DORMANT) -> Campaign:
    """A campaign at rest, with the e-mail of a period in its third cycle."""
    campaign = make_campaign(campaign_status=campaign_status)
    make_email(campaign=campaign, period=period)
    return campaign


def prune(**options: bool) -> int:
    return prune_texts(BEFORE, NOW, **options)


def test_old_text_of_an_old_email_goes_with_its_answers_and_uses() -> None:
    use(make_old_text(attempts=2), mailed(date(2024, 9, 1)))
    assert prune() == 1
    assert [model.objects.count() for model in (WrittenText, TextAttempt, TextUse)] == [0, 0, 0]


def test_old_text_stays_while_one_email_of_a_kept_period_uses_it() -> None:
    text = make_old_text(kind=TextKind.HOME_REPORT)
    for period in (date(2024, 9, 1), date(2024, 11, 1)):
        use(text, mailed(period))
    assert prune() == 0
    assert TextUse.objects.count() == 2


@pytest.mark.parametrize("cycle", [3, 2])
def test_old_text_stays_for_the_email_that_is_still_to_be_made(cycle: int) -> None:
    use(make_old_text(), make_campaign(campaign_status=CampaignStatus.READY_TO_CREATE_EMAIL), cycle)
    assert prune() == (cycle != 3)


def test_young_text_stays_whoever_uses_it() -> None:
    make_text(created=BEFORE)
    assert prune() == 0


def test_home_report_goes_with_the_last_campaign_that_uses_it() -> None:
    last_month = NOW - timedelta(days=30)
    text = make_old_text(last_month, created=last_month, finished_at=last_month, kind=TextKind.HOME_REPORT)
    campaigns = [make_campaign(), make_campaign()]
    for campaign in campaigns:
        use(text, campaign)
    campaigns[0].delete()
    assert prune() == 0
    campaigns[1].delete()
    assert prune() == 1


def test_home_report_just_written_stays_until_its_use_is_noted() -> None:
    make_old_text(finished_at=NOW - timedelta(hours=1), kind=TextKind.HOME_REPORT, created=NOW)
    assert prune() == 0


def test_what_the_running_month_paid_for_stays_since_the_budget_counts_it() -> None:
    make_old_text(called_at=datetime(2026, 11, 1, tzinfo=NOW.tzinfo))
    assert prune_texts(NOW, NOW) == 0


def test_dry_run_counts_and_deletes_nothing() -> None:
    make_old_text()
    assert prune(dry_run=True) == 1
    assert WrittenText.objects.count() == 1


def intro(period: date) -> IssueIntro:
    return IssueIntro.objects.create(
        key=str(IssueIntro.objects.count()), agent=make_agent(), zip_code="98107", period=period, text="Prices moved."
    )


def test_introductions_go_after_thirteen_months_or_sooner_as_asked() -> None:
    intro(date(2025, 9, 1))
    kept = [intro(date(2025, 10, 1)), intro(PERIOD)]
    assert prune_intros(BEFORE, NOW, dry_run=True) == 1
    assert prune_intros(BEFORE, NOW) == 1
    assert set(IssueIntro.objects.all()) == set(kept)
    assert prune_intros(NOW - timedelta(days=60), NOW) == 1
    assert IssueIntro.objects.get() == kept[1]


def test_introductions_go_in_batches() -> None:
    agent = make_agent()
    rows = [
        IssueIntro(key=str(number), agent=agent, zip_code="98107", period=date(2024, 1, 1), text="Prices moved.")
        for number in range(WINDOW + 1)
    ]
    IssueIntro.objects.bulk_create(rows)
    assert prune_intros(BEFORE, NOW) == WINDOW + 1
