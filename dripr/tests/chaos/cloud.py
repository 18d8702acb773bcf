"""dripr's commands, the moto server they talk to, and what a test wants to know of both."""

import json
import os
import signal
import sys
import time
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F
from django.test import override_settings
from django.utils import timezone

from campaigns import events, poller
from campaigns.models import Agent, Campaign, CampaignStatus, StatusChange, SubStatus
from campaigns.stalls import Waiting
from campaigns.states import SUB_STATUSES
from campaigns.tests.factories import make_agent, make_campaign
from dripr import aws
from dripr.local.moto_server import MotoServer
from dripr.local.processes import Child, stop_all, wait_patiently
from dripr.tests.processes import Commands, database_url
from dripr.worker import StopFlag
from fetcher.queues import QUEUES
from fetcher.running import run_consumers

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs.type_defs import MessageTypeDef

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
DEADLINE_SECONDS = 60.0
ALL_READY: dict[str, Any] = dict.fromkeys(SUB_STATUSES, SubStatus.READY)


def wait_until(condition: Callable[[], object], what: str, seconds: float = DEADLINE_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.05)


def make_open_agent() -> Agent:
    """An agent whose window is always open."""
    return make_agent(
        sending_weekdays="1234567", window_start=clock_time(0), window_end=clock_time(0), observes_holidays=False
    )


def make_startable(agent: Agent) -> Campaign:
    return make_campaign(agent=agent, next_send_datetime=LONG_AGO)


def make_with_all_data(agent: Agent) -> Campaign:
    status = CampaignStatus.WAITING_FOR_DATA
    return make_campaign(agent=agent, campaign_status=status, stalled_at=timezone.now(), **ALL_READY)


@dataclass
class Cloud:
    """Commands as processes, each with a log, and all gone when the test ends."""

    server: MotoServer
    folder: Path
    environment: dict[str, str]
    children: list[Child] = field(default_factory=list)

    @property
    def commands(self) -> Commands:
        return Commands(self.environment)

    def start(self, *arguments: str, **variables: str) -> Child:
        return self._start(["manage.py", *arguments], variables)

    def start_pollers(self, count: int, *options: str) -> list[Child]:
        """So many pollers, all of them at work."""
        pollers = [self.start("run_transitions", *options) for _ in range(count)]
        wait_until(lambda: all("polling" in poller.log_text() for poller in pollers), "all pollers are at work")
        return pollers

    def die_at(self, point: str, *command: str) -> None:
        """Run a command that is killed at a point; fails if it ends in any other way."""
        child = self.start_dying(point, *command)
        wait_until(lambda: not child.running, f"{command} reaches “{point}”:\n{child.last_lines()}")
        assert child.exit_code == -signal.SIGKILL, child.log_text()

    def start_dying(self, point: str, *command: str, **variables: str) -> Child:
        """A command of which something dies at a point."""
        return self._start(["-m", "dripr.tests.chaos.kill_at", point, *command], variables)

    def start_counted(self, calls: Path, *command: str) -> Child:
        """A command whose writer adds a line to a file for each text that it is asked for."""
        return self._start(["-m", "dripr.tests.chaos.counted", str(calls), *command], {})

    def end(self, *children: Child) -> list[int | None]:
        """SIGTERM to all; their exit codes."""
        stop_all(children, grace=30, wait=wait_patiently)
        return [child.exit_code for child in children]

    def end_all(self) -> None:
        stop_all(self.children, grace=0, wait=wait_patiently)

    def poll(
        self, now: datetime | None = None, waiting: Waiting = lambda _step: False, batch_size: int = 1000
    ) -> Counter[str]:
        """One pass in this process: moves, and the publishing of what is owed."""
        moved = poller.poll_once(now or timezone.now(), batch_size, waiting)
        self.publish(now)
        return moved

    def drain(self, queue: str) -> None:
        """What another consumer does, in this process, until the queue is empty; e-mails go to the same service."""
        with override_settings(EMAIL_BACKEND="anymail.backends.amazon_ses.EmailBackend"):
            assert run_consumers([QUEUES[queue]], 1, StopFlag(), drain=True)

    def publish(self, now: datetime | None = None) -> None:
        topic = settings.SNS_CAMPAIGN_EVENTS_TOPIC_ARN
        events.publish_pending(aws.client("sns"), topic, now or timezone.now(), 1000)

    def messages(self, queue: str) -> list[dict[str, Any]]:
        """The bodies of all the messages that wait in a queue, taken out of it."""
        url = settings.SQS_QUEUE_URLS[queue]
        found: list[dict[str, Any]] = []
        while batch := self._receive(url):
            found += [json.loads(message["Body"]) for message in batch]
            for message in batch:
                aws.client("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return found

    def _receive(self, url: str) -> "list[MessageTypeDef]":
        answer = aws.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=0)
        return answer.get("Messages", [])

    def mails(self) -> int:
        """How many e-mails the mail service was handed."""
        with urllib.request.urlopen(f"{self.server.url}/moto-api/data.json", timeout=10) as answer:
            return len(json.load(answer)["ses"].get("RawMessage", []))

    def _start(self, arguments: list[str], variables: dict[str, str]) -> Child:
        environment = {**os.environ, "DATABASE_URL": database_url(), **self.environment, **variables}
        log = self.folder / f"{len(self.children)}.log"
        child = Child(" ".join(arguments), [sys.executable, *arguments], log, environment)
        self.children.append(child)
        child.start()
        return child


@contextmanager
def ended_with(cloud: Cloud) -> Iterator[Cloud]:
    try:
        yield cloud
    finally:
        cloud.end_all()


def histories_are_whole() -> None:
    """Each campaign's rows lead from status to status, one a move, to where it stands."""
    rows: dict[int, list[tuple[str, str, int]]] = defaultdict(list)
    history = StatusChange.objects.order_by("pk").values_list("campaign_id", "from_status", "to_status", "cycle")
    for campaign_id, from_status, to_status, cycle in history:
        rows[campaign_id].append((from_status, to_status, cycle))
    for campaign in Campaign.objects.filter(pk__in=rows):
        moves = rows[campaign.pk]
        assert [to for _, to, _ in moves[:-1]] == [source for source, _, _ in moves[1:]]
        assert moves[-1][1:] == (campaign.campaign_status, campaign.cycle)


def let_publishers_claims_run_out() -> None:
    """As if the minute had passed for which a publisher, now dead, claimed its events."""
    StatusChange.objects.filter(published_at=None).update(next_attempt_at=F("occurred_at"))


def an_hour_passes_for(campaign: Campaign) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(stalled_at=F("stalled_at") - timedelta(hours=1))
