from collections import Counter
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from campaigns import due, planning, seeding
from campaigns.models import Agent, Campaign, CampaignStatus, Email, StatusChange
from campaigns.tests.factories import NOW

pytestmark = pytest.mark.django_db


def seed(count: int = 1000, **options: object) -> str:
    out = StringIO()
    call_command("seed_campaigns", count=count, at=NOW, stdout=out, **options)
    return out.getvalue()


def test_every_status_is_well_filled() -> None:
    assert seed().startswith("1,000 campaigns added in ")
    found = Counter(Campaign.objects.values_list("campaign_status", "enabled"))
    assert found == {
        ("DORMANT", True): 600,
        ("DORMANT", False): 125,
        ("WAITING_FOR_MANUAL_APPROVAL", True): 100,
        ("WAITING_FOR_DATA", True): 60,
        ("UNSUBSCRIBED", False): 40,
        ("WAITING_FOR_HOME_ANALYSIS", True): 30,
        ("READY_TO_CREATE_EMAIL", True): 20,
        ("READY_TO_SEND_EMAIL", True): 15,
        ("ERROR", True): 10,
    }
    assert Agent.objects.count() == 4


def test_nothing_is_due_but_what_was_asked_for() -> None:
    seed(due=7)
    assert [move.campaigns(NOW).count() for move in due.DUE_MOVES] == [7] + [0] * (len(due.DUE_MOVES) - 1)
    assert not due.deferred(NOW).exists()
    assert not any(due.stalled(status, NOW).exists() for status in due.STALLED_STATUSES)


def test_rows_fit_together() -> None:
    seed()
    approvals = Campaign.objects.filter(campaign_status=CampaignStatus.WAITING_FOR_MANUAL_APPROVAL)
    assert not approvals.exclude(pk__in=Email.objects.values("campaign_id")).exists()
    assert StatusChange.objects.filter(published_at=None).count() == 0
    assert set(StatusChange.objects.values_list("campaign_id", "to_status")) == set(
        Campaign.objects.values_list("pk", "campaign_status")
    )


def test_dates_are_those_of_the_calendar() -> None:
    seed()
    for campaign in Campaign.objects.filter(campaign_status=CampaignStatus.DORMANT, enabled=True).select_related(
        "agent"
    ):
        dates = planning.dates_at_rest(campaign, NOW)
        assert [getattr(campaign, name) for name in planning.DATE_COLUMNS] == [
            getattr(dates, name) for name in planning.DATE_COLUMNS
        ]


def test_same_count_and_moment_give_the_same_rows() -> None:
    def rows() -> list[tuple[object, ...]]:
        columns = ("email", "campaign_status", "next_send_datetime", "zip_code", "cycle", "send_due_datetime")
        found = list(Campaign.objects.order_by("pk").values_list(*columns))
        Campaign.objects.all().delete()
        return found

    seeding.seed(200, NOW)
    first = rows()
    seeding.seed(200, NOW)
    assert rows() == first


def test_production_is_refused(settings: LazySettings) -> None:
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        seed()
    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["--count", "0"], "no positive whole number"), (["--count", "5", "--at", "soon"], "no moment")],
)
def test_unusable_arguments_are_refused_in_words(arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("seed_campaigns", *arguments)


def test_moment_may_be_given() -> None:
    call_command("seed_campaigns", "--count", "10", "--at", "2026-11-24T20:00", stdout=StringIO())
    assert Campaign.objects.filter(status_since=datetime(2026, 11, 24, 19, tzinfo=UTC)).count() == 10
