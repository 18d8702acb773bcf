from datetime import timedelta
from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.utils import timezone

from campaigns.history import prune_history
from campaigns.models import StatusChange
from campaigns.tests.factories import NOW, make_campaign, make_status_change

pytestmark = pytest.mark.django_db
OLD = NOW - timedelta(days=800)


def left() -> set[int]:
    return set(StatusChange.objects.values_list("pk", flat=True))


def test_old_published_moves_go_and_each_campaigns_last_stays() -> None:
    campaigns = [make_campaign(), make_campaign()]
    moves = [[make_status_change(campaign=campaign, published_at=OLD).pk for _ in range(3)] for campaign in campaigns]
    assert prune_history(NOW) == 4
    assert left() == {moves[0][-1], moves[1][-1]}


def test_what_is_still_to_be_published_stays_however_old() -> None:
    campaign = make_campaign()
    owed = make_status_change(campaign=campaign, occurred_at=OLD, published_at=None)
    newest = make_status_change(campaign=campaign, published_at=NOW)
    assert prune_history(NOW) == 0
    assert left() == {owed.pk, newest.pk}


def test_young_moves_stay() -> None:
    campaign = make_campaign()
    for published_at in (NOW - timedelta(days=10), NOW):
        make_status_change(campaign=campaign, published_at=published_at)
    assert prune_history(NOW - timedelta(days=10)) == 0


def test_dry_run_counts_and_deletes_nothing() -> None:
    campaign = make_campaign()
    for _ in range(3):
        make_status_change(campaign=campaign, published_at=OLD)
    assert prune_history(NOW, dry_run=True) == 2
    assert len(left()) == 3


def test_command_says_what_it_did() -> None:
    campaign = make_campaign()
    for _ in range(2):
        make_status_change(campaign=campaign, published_at=timezone.now() - timedelta(days=100))
    day = f"{timezone.now() - timedelta(days=90):%Y-%m-%d}"
    assert run("--older-than-days", "90", "--dry-run") == (
        f"1 moves would go: published before {day}\n"
        f"0 texts by a model would go: used by no e-mail since {day}\n"
        "0 introductions would go: of issues that no new one is compared with\n"
    )
    assert run("--older-than-days", "90") == (
        f"1 moves deleted: published before {day}\n"
        f"0 texts by a model deleted: used by no e-mail since {day}\n"
        "0 introductions deleted: of issues that no new one is compared with\n"
    )


def test_command_keeps_what_the_setting_says(settings: LazySettings) -> None:
    settings.HISTORY_RETENTION_DAYS = 30
    day = f"{timezone.now() - timedelta(days=30):%Y-%m-%d}"
    assert run("--dry-run").startswith(f"0 moves would go: published before {day}\n")


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("prune_history", *arguments, stdout=out)
    return out.getvalue()
