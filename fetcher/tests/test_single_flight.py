import logging
import threading
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import connection

from campaigns.events import StatusChangeEvent
from campaigns.models import SourceLease, Step, StepLease
from campaigns.tests.factories import NOW, make_campaign
from fetcher.allowance import SourceClosed
from fetcher.faults import PassingFault, PermanentFault
from fetcher.handlers.outcome import DONE
from fetcher.retry import NotReadyYet, Postponed
from fetcher.single_flight import LEASE, OUTAGE_GAP, REST, Question, by_one, fetch_once

pytestmark = pytest.mark.django_db

KEY = {"kind": "sales", "provider": "offline", "zip_code": "98107"}


class Source:
    """A source that counts its calls and keeps what it gave; `fault` is what it raises, `old` an older answer of it."""

    def __init__(self, old: str | None = None) -> None:
        self.calls = 0
        self.stored: str | None = None
        self.old = old
        self.fault: Exception | None = None

    def fetch(self) -> str:
        self.calls += 1
        if self.fault:
            raise self.fault
        self.stored = f"answer {self.calls}"
        return self.stored


def ask(source: Source, now: datetime = NOW) -> str:
    question = Question("sales of 98107", lambda: source.stored, source.fetch, lambda: source.old)
    return fetch_once(SourceLease, KEY, question, now)


def test_source_is_asked_once() -> None:
    source = Source()
    assert [ask(source), ask(source)] == ["answer 1", "answer 1"]


def test_while_one_fetches_the_others_are_told_to_come_back() -> None:
    SourceLease.objects.create(**KEY, leased_until=NOW + timedelta(seconds=1))
    source = Source(old="older")
    with pytest.raises(NotReadyYet):
        ask(source)
    assert source.calls == 0


def test_lease_of_a_crashed_process_is_taken_over() -> None:
    SourceLease.objects.create(**KEY, leased_until=NOW + LEASE, token="0" * 32)
    source = Source()
    with pytest.raises(NotReadyYet):
        ask(source, NOW + LEASE - timedelta(seconds=1))
    assert ask(source, NOW + LEASE) == "answer 1"


def test_lease_of_a_clock_that_went_wrong_is_taken_over() -> None:
    SourceLease.objects.create(**KEY, leased_until=NOW + timedelta(days=10), token="0" * 32)
    assert ask(Source()) == "answer 1"


@pytest.mark.parametrize("fault", [ConnectionError(), PermanentFault("a refused key"), Postponed(NOW, "budget")])
def test_lease_is_given_back_when_the_work_ends_otherwise(fault: Exception) -> None:
    source = Source(old="older")
    source.fault = fault
    with pytest.raises(type(fault)):
        ask(source)
    source.fault = None
    assert ask(source) == "answer 2"


# --- A source that is down ----------


class Outage:
    """A source that is down, and a clock."""

    def __init__(self, old: str | None = "older") -> None:
        self.source = Source(old)
        self.source.fault = PassingFault("HTTP 500")
        self.now = NOW

    def after(self, minutes: float) -> str:
        """What is answered so many minutes later."""
        self.now += timedelta(minutes=minutes)
        try:
            return ask(self.source, self.now)
        except (PassingFault, SourceClosed) as fault:
            return str(fault)


def test_older_answer_stands_in_only_after_the_source_was_down_for_a_while(
    settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SOURCE_DOWN_AFTER = timedelta(minutes=10)
    outage = Outage()
    assert [outage.after(minutes) for minutes in (0, 5, 4, 1)] == ["HTTP 500", "HTTP 500", "HTTP 500", "older"]
    [told] = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert told.getMessage() == "a source is down: older data stands in"


def test_source_that_is_down_is_asked_again_and_its_answer_ends_the_outage() -> None:
    outage = Outage()
    assert [outage.after(minutes) for minutes in (0, 10, 1)] == ["HTTP 500", "older", "older"]
    outage.source.fault = None
    assert outage.after(1) == "answer 4"
    outage.source.fault, outage.source.stored = PassingFault("HTTP 503"), None
    assert outage.after(1) == "HTTP 503"


def test_source_that_is_down_is_not_asked_by_everybody() -> None:
    outage = Outage(old=None)
    assert outage.after(0) == "HTTP 500"
    assert [outage.after(0) for _ in range(100)] == ["sales of 98107: the source could not answer a moment ago"] * 100
    assert outage.source.calls == 1
    assert outage.after(REST / timedelta(minutes=1)) == "HTTP 500"


@pytest.mark.parametrize(("asked_for", "minutes"), [(120, 2), (3600, 60), (10**9, 24 * 60)])
def test_source_is_left_alone_for_as_long_as_it_asks_a_day_at_most(asked_for: int, minutes: int) -> None:
    outage = Outage(old=None)
    outage.source.fault = PassingFault("HTTP 429", asked_for)
    assert outage.after(0) == "HTTP 429"
    assert outage.after(1) == "sales of 98107: the source asked to be left alone until then"
    assert "a moment ago" in outage.after(minutes - 1.1)
    assert outage.after(0.1) == "HTTP 429"


def test_waiting_for_a_source_that_asked_for_it_is_no_failure() -> None:
    outage = Outage(old=None)
    outage.source.fault = PassingFault("HTTP 429", 120)
    outage.after(0)
    with pytest.raises(Postponed) as wait:
        ask(outage.source, NOW + timedelta(minutes=1))
    assert wait.value.until == NOW + timedelta(minutes=2)


@pytest.mark.parametrize(
    ("fault", "answer"),
    [
        (SourceClosed(NOW + timedelta(minutes=9), "closed for 9"), "closed for 9"),
        (SourceClosed(NOW + timedelta(minutes=10), "closed for 10"), "older"),
        (PassingFault("HTTP 429", 599), "HTTP 429"),
        (PassingFault("HTTP 429", 600), "older"),
    ],
)
def test_older_answer_stands_in_at_once_for_a_source_that_is_away_for_long(fault: Exception, answer: str) -> None:
    outage = Outage()
    outage.source.fault = fault
    assert outage.after(0) == answer


def test_older_answer_stands_in_for_a_source_that_closes_again_and_again() -> None:
    outage = Outage()
    said = []
    for minutes in (0, 4, 4, 4):
        outage.source.fault = SourceClosed(outage.now + timedelta(minutes=minutes + 4), "closed")
        said.append(outage.after(minutes))
    assert said == ["closed", "closed", "older", "older"]


def test_failure_long_after_another_begins_a_new_outage() -> None:
    outage = Outage()
    assert outage.after(0) == "HTTP 500"
    assert outage.after((OUTAGE_GAP + REST) / timedelta(minutes=1)) == "HTTP 500"


def test_without_an_older_answer_the_fault_goes_on() -> None:
    outage = Outage(old=None)
    assert [outage.after(minutes) for minutes in (0, 20, 20)] == ["HTTP 500"] * 3


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
