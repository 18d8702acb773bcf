"""Several processes that want the same of a source in the same second, and one that is killed while it asks."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import IO, Any

import pytest
from django.conf import LazySettings
from django.conf import settings as django_settings
from django.utils import timezone

from campaigns.events import StatusChangeEvent
from campaigns.models import ActiveListings, Campaign, CampaignStatus, HomeLookup, SourceLease, SubStatus
from campaigns.states import DATA_SUB_STATUSES
from campaigns.tests.factories import make_agent, make_campaign
from dripr.tests.chaos.cloud import wait_until
from dripr.tests.processes import database_url
from fetcher.queues import QUEUES
from fetcher.retry import NotReadyYet
from fetcher.single_flight import LEASE
from fetcher.tests.http_server import Answer, ScriptedServer
from fetcher.tests.rentcast_payloads import payload

PROCESSES = 4
CAMPAIGNS = 1_000
LISTINGS, RECORD, VALUE = "/v1/listings/sale", "/v1/properties", "/v1/avm/value"

Process = subprocess.Popen[str]


def make_waiting(count: int) -> list[int]:
    """Campaigns of one home in one ZIP code, all waiting for their data."""
    waiting = dict.fromkeys(DATA_SUB_STATUSES, SubStatus.WAITING_FOR_DATA)
    status = CampaignStatus.WAITING_FOR_DATA
    address = "418 Larkspur Ln, Seattle, WA 98107"
    first = make_campaign(agent=make_agent(), campaign_status=status, formatted_address=address, **waiting)
    fields = {
        field.attname: getattr(first, field.attname) for field in Campaign._meta.concrete_fields if field.name != "id"
    }
    Campaign.objects.bulk_create([Campaign(**fields) for _ in range(count - 1)])
    return list(Campaign.objects.order_by("pk").values_list("pk", flat=True))


@pytest.fixture
def rentcast(http_server: ScriptedServer, settings: LazySettings) -> dict[str, str]:
    """RentCast on this machine, for this process and, by these variables, for others."""
    chosen = {
        "LISTINGS_PROVIDER": "rentcast",
        "PROPERTY_PROVIDER": "rentcast",
        "RENTCAST_BASE_URL": f"{http_server.url}/v1",
        "RENTCAST_API_KEY": "the-key",
    }
    for name, value in chosen.items():
        setattr(settings, name, value)
    return {**os.environ, "DATABASE_URL": database_url(), **chosen}


class AtOnce:
    """Processes that handle one step of some campaigns each; killed at the end if they still run."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.processes: list[Process] = []
        self.told: list[str] = []
        self.readers: list[threading.Thread] = []

    def start(self, step: str, ids: Sequence[int]) -> Process:
        process = subprocess.Popen(
            [sys.executable, "-m", "dripr.tests.chaos.at_once", step, *map(str, ids)],
            cwd=django_settings.BASE_DIR,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.processes.append(process)
        reader = threading.Thread(target=self._read, args=(process.stdout,))
        self.readers.append(reader)
        reader.start()
        return process

    def _read(self, lines: IO[str]) -> None:
        self.told.extend(line.strip() for line in lines)

    def end(self) -> list[str]:
        """Wait for all, and return what they said of their work."""
        for process in self.processes:
            process.wait(60)
        for reader in self.readers:
            reader.join()
        return [line for line in self.told if line.endswith(" done")]

    def close(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()
        for reader in self.readers:
            reader.join()


@pytest.fixture
def at_once(rentcast: dict[str, str]) -> Iterator[AtOnce]:
    running = AtOnce(rentcast)
    yield running
    running.close()


def handle(step: str, campaign_id: int, now: Any) -> Any:
    return QUEUES[step].work(StatusChangeEvent(campaign_id, 3, CampaignStatus.WAITING_FOR_DATA), now)


@pytest.mark.django_db(transaction=True)
def test_thousand_campaigns_of_a_zip_code_in_four_processes_cost_one_call(
    at_once: AtOnce, http_server: ScriptedServer
) -> None:
    answer = threading.Event()
    http_server.answer(LISTINGS, Answer(body=Answer.json(payload("listings")).body, held_until=answer))
    ids = make_waiting(CAMPAIGNS)
    for number in range(PROCESSES):
        at_once.start("listings", ids[number::PROCESSES])
    wait_until(lambda: at_once.told.count("waiting") == PROCESSES, f"all have met the lease: {at_once.told}")
    answer.set()
    assert at_once.end() == [f"{CAMPAIGNS // PROCESSES} done"] * PROCESSES
    assert [request.path for request in http_server.requests] == [LISTINGS]
    [snapshot] = ActiveListings.objects.all()
    assert Campaign.objects.filter(active_listings=snapshot, active_listing_status="READY").count() == CAMPAIGNS


@pytest.mark.django_db(transaction=True)
def test_campaigns_of_one_home_in_two_processes_cost_one_value(at_once: AtOnce, http_server: ScriptedServer) -> None:
    answer = threading.Event()
    http_server.answer(RECORD, Answer(body=Answer.json(payload("record")).body, held_until=answer))
    http_server.answer(VALUE, Answer.json(payload("value")))
    ids = make_waiting(20)
    for number in range(2):
        at_once.start("property", ids[number::2])
    wait_until(lambda: at_once.told.count("waiting") == 2, f"both have met the lease: {at_once.told}")
    answer.set()
    assert at_once.end() == ["10 done"] * 2
    assert [request.path for request in http_server.requests] == [RECORD, VALUE]
    assert set(Campaign.objects.values_list("property_data__current_value", flat=True)) == {1_104_000}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("step", "path"), [("listings", LISTINGS), ("property", RECORD)])
def test_lease_of_a_killed_process_is_taken_over_after_its_time(
    at_once: AtOnce, http_server: ScriptedServer, step: str, path: str
) -> None:
    http_server.answer(path, Answer(held_until=threading.Event()), Answer.json(payload("listings")))
    [campaign_id] = make_waiting(1)
    began = timezone.now()
    process = at_once.start(step, [campaign_id])
    wait_until(lambda: http_server.requests, "the source is asked")
    process.kill()
    process.wait()
    ended = timezone.now()
    [leased_until] = [*SourceLease.objects.values_list("leased_until", flat=True)] or [
        *HomeLookup.objects.values_list("leased_until", flat=True)
    ]
    assert began + LEASE <= leased_until <= ended + LEASE

    with pytest.raises(NotReadyYet):
        handle(step, campaign_id, ended)
    assert len(http_server.requests) == 1
    handle(step, campaign_id, leased_until)
    assert len(http_server.requests) == 2
