"""The lists say how much the outbox owes, and since when."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.backlog import Backlog, backlog
from campaigns.tests.factories import NOW, make_campaign, make_status_change

pytestmark = pytest.mark.django_db


def line(client: Client, name: str) -> str:
    """The line of the outbox on a list, without its marks."""
    page = client.get(reverse(f"admin:campaigns_{name}_changelist")).content.decode()
    text = page.partition('<p class="outbox">')[2].partition("</p>")[0]
    for mark in ("<strong>", "</strong>", "</a>"):
        text = text.replace(mark, "")
    return " ".join(text.rpartition(">")[2].split())


@pytest.mark.parametrize("name", ["statuschange", "campaign"])
def test_list_says_how_many_events_are_owed_and_since_when(admin_client: Client, name: str) -> None:
    campaign, now = make_campaign(), timezone.now()
    make_status_change(campaign=campaign, published_at=now, next_attempt_at=now - timedelta(days=9))
    for minutes in (3, 190, 20):
        make_status_change(campaign=campaign, next_attempt_at=now - timedelta(minutes=minutes))
    assert line(admin_client, name) == "Events owed: 3, the oldest due for 3 h 10 min"


@pytest.mark.parametrize("name", ["statuschange", "campaign"])
def test_list_says_that_nothing_is_owed(admin_client: Client, name: str) -> None:
    make_status_change(published_at=NOW)
    assert line(admin_client, name) == "No event is owed."


def test_backlog_of_events_that_are_put_off_is_not_overdue() -> None:
    make_status_change(next_attempt_at=NOW + timedelta(minutes=1))
    assert backlog(NOW) == Backlog(1, timedelta())


def test_backlog_is_one_query() -> None:
    with CaptureQueriesContext(connection) as queries:
        backlog(NOW)
    assert len(queries) == 1
