import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from campaigns.events import StatusChangeEvent
from campaigns.models import SourceLease, Step, StepLease
from campaigns.tests.factories import NOW, make_campaign
from fetcher.handlers.outcome import DONE
from fetcher.retry import NotReadyYet
from fetcher.single_flight import LEASE, by_one, fetch_once

pytestmark = pytest.mark.django_db


class Source:
    """A source that counts its calls and keeps what it gave."""

    def __init__(self) -> None:
        self.calls = 0
        self.stored: str | None = None

    def find(self) -> str | None:
        return self.stored

    def fetch(self) -> str:
        self.calls += 1
        self.stored = f"answer {self.calls}"
        return self.stored


def ask(source: Source) -> str:
    return fetch_once("sales", "offline", "98107", NOW, source.find, source.fetch)


def test_source_is_asked_once() -> None:
    source = Source()
    assert [ask(source), ask(source)] == ["answer 1", "answer 1"]


def test_while_one_fetches_the_others_are_told_to_come_back() -> None:
    SourceLease.objects.create(
        kind="sales", provider="offline", zip_code="98107", leased_until=NOW + timedelta(seconds=1)
    )
    source = Source()
    with pytest.raises(NotReadyYet):
        ask(source)
    assert source.calls == 0


def test_lease_of_a_crashed_process_is_taken_over() -> None:
    SourceLease.objects.create(kind="sales", provider="offline", zip_code="98107", leased_until=NOW - LEASE)
    assert ask(Source()) == "answer 1"


def test_lease_of_a_clock_that_was_days_ahead_is_taken_over() -> None:
    ahead = NOW + timedelta(days=10)
    SourceLease.objects.create(kind="sales", provider="offline", zip_code="98107", leased_until=ahead + LEASE)
    assert ask(Source()) == "answer 1"


def test_lease_is_given_back_when_the_source_fails() -> None:
    source = Source()

    def fail() -> str:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        fetch_once("sales", "offline", "98107", NOW, source.find, fail)
    assert ask(source) == "answer 1"


@pytest.mark.parametrize(
    ("seconds", "outcome"), [(1, "NotReadyYet"), (0, "done")], ids=["another is at work", "another has crashed"]
)
def test_step_is_worked_on_by_one_until_its_lease_is_over(seconds: int, outcome: str) -> None:
    campaign = make_campaign(campaign_status="WAITING_FOR_DATA", intro_status="WAITING_FOR_DATA")
    until = NOW + timedelta(seconds=seconds)
    StepLease.objects.create(campaign=campaign, cycle=3, step=Step.INTRO, token=uuid4(), leased_until=until)
    try:
        done = by_one(StatusChangeEvent(campaign.pk, 3, "WAITING_FOR_DATA"), Step.INTRO, NOW, lambda _event, _now: DONE)
    except NotReadyYet as error:
        done = type(error).__name__
    assert done == outcome


@pytest.mark.django_db(transaction=True)
def test_many_at_once_cost_one_call() -> None:
    source, outcomes, started = Source(), [], threading.Barrier(8)

    def run() -> None:
        started.wait()
        try:
            outcomes.append(ask(source))
        except NotReadyYet:
            outcomes.append("not ready yet")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert source.calls == 1
    assert set(outcomes) <= {"answer 1", "not ready yet"}
    assert len(outcomes) == 8
