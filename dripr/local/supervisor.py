"""`make run` from the database to Ctrl-C: prepares, starts, watches and stops what runs. Needs Django set up."""

import fcntl
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from campaigns.models import CampaignStatus
from dripr.aws import client
from dripr.local.moto_server import MotoServer, MotoServerError
from dripr.local.ports import HOST, Ports
from dripr.local.processes import PROJECT, Child, stop_all
from dripr.local.progress import Progress, last_sent_email_id, progress, progress_line
from dripr.local.stopping import Stopped, StopRequest
from dripr.local.terminal import BOLD, GREEN, Trouble, say
from fetcher.management.commands.seed_demo import DEMO_PASSWORD, DEMO_USER

LOGS = PROJECT / ".run" / "log"
DEMO_CAMPAIGNS = 60
PROGRESS_SECONDS = 2.0
STOP_SECONDS = 20.0
AWS_LINE = re.compile(r"^((?:SNS|SQS)_[A-Z_]+)=(\S+)$", re.MULTILINE)


def manage(name: str, *arguments: str) -> Child:
    return Child(name, [sys.executable, "manage.py", *arguments], LOGS / f"{name.replace(' ', '-')}.log")


@contextmanager
def only_one_here() -> Iterator[None]:
    """Two in one checkout would share database and logs. The lock ends with the process, however it ends."""
    LOGS.mkdir(parents=True, exist_ok=True)
    with (LOGS / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Trouble("`make run` is running already from this folder: stop that one first.") from error
        yield


class Supervisor:
    def __init__(self, ports: Ports, stop: StopRequest) -> None:
        self.ports = ports
        self.stop = stop
        self.began = time.monotonic()
        self.moto = MotoServer(ports.moto, LOGS / "moto.log")
        self.children: list[Child] = []

    def run(self) -> None:
        """Prepare, run and watch until asked to stop, or raise Trouble; nothing is left running either way."""
        with only_one_here():
            try:
                self._prepare()
                self._start_children()
                self._watch()
            except Stopped:
                pass
            finally:
                self._stop_children()

    # --- Before: each step is done again at every start, without harm -------------------------------------------------
    def _prepare(self) -> None:
        self._check_database()
        self._start_moto()
        self._step("database", "bringing the tables up to date", "migrate", "--no-input")
        text = self._step("provision", "making the topic and the queues", "provision_queues")
        # What provisioning says wins over any file and shell: the poller and the consumers must meet in these queues.
        os.environ.update(provisioned(text))
        self._step("demo", f"loading {DEMO_CAMPAIGNS} demo campaigns", "seed_demo", "--count", str(DEMO_CAMPAIGNS))

    def _check_database(self) -> None:
        try:
            connection.ensure_connection()
        except ImproperlyConfigured as error:
            raise Trouble(
                "DATABASE_URL names MySQL or MariaDB, and their driver (mysqlclient) is not in .venv: "
                "`make setup` says how to have it. Without DATABASE_URL dripr runs on SQLite."
            ) from error
        except DatabaseError as error:
            raise Trouble(f"the database that DATABASE_URL names cannot be used: {error}") from error
        finally:
            connection.close()

    def _start_moto(self) -> None:
        say(f"  moto server: SNS, SQS and SES on {self.moto.url}")
        self.children.append(self.moto.child)
        try:
            self.moto.start()
            domain = settings.EMAIL_SENDER_ADDRESS.rpartition("@")[2]
            client("sesv2").create_email_identity(EmailIdentity=domain)
        except MotoServerError as error:
            raise Trouble(str(error)) from error
        except (BotoCoreError, ClientError) as error:
            raise Trouble(f"the mail service on {self.moto.url} does not take a sender's domain: {error}") from error

    def _step(self, name: str, what: str, *arguments: str) -> str:
        """Run a command to its end; what it wrote."""
        say(f"  {name}: {what}")
        child = manage(name, *arguments)
        self.children.append(child)
        child.start()
        while child.running:
            self.stop.pause(0.05)
        self.children.remove(child)
        if child.exit_code:
            raise Trouble(f"`manage.py {arguments[0]}` failed. {log_end(child)}")
        return child.log_text()

    # --- While it runs ------------------------------------------------------------------------------------------------
    def _start_children(self) -> None:
        say("  running: web server, poller, queue consumers; Ctrl-C stops them")
        for child in (
            manage("web server", "runserver", "--noreload", f"{HOST}:{self.ports.web}"),
            # The moto server has forgotten what was in its queues when it last stopped.
            manage("poller", "run_transitions", "--republish"),
            manage("queue consumers", "consume_queue", "--all", "--concurrency", "2"),
        ):
            self.children.append(child)
            child.start()
        say(f"Admin: {self.ports.site_url}{reverse('admin:index')} (user {DEMO_USER}, password {DEMO_PASSWORD})", BOLD)
        say(f"Logs: {os.path.relpath(LOGS, PROJECT)}/")

    def _watch(self) -> None:
        shown: Progress | None = None
        due_since = self.began
        while True:
            self._check_children()
            state = self._progress()
            if state and state != shown:
                say(f"{seconds_since(self.began):>5} s  {progress_line(state)}")
                if shown is None and not state.due:
                    self._say_where_to_look("No campaign is due now.", state)
                elif shown and shown.due and not state.due:
                    self._say_where_to_look(f"All due campaigns are through in {seconds_since(due_since)} s.", state)
                elif shown and state.due and not shown.due:
                    due_since = time.monotonic()
                shown = state
            self.stop.pause(PROGRESS_SECONDS)

    def _check_children(self) -> None:
        for child in self.children:
            if not child.running:
                raise Trouble(f"the {child.name} ended unexpectedly (exit code {child.exit_code}). {log_end(child)}")

    def _progress(self) -> Progress | None:
        """None while the database does not answer: that passes, or a child says so."""
        try:
            return progress(timezone.now())
        except DatabaseError:
            return None
        finally:
            connection.close()

    def _say_where_to_look(self, news: str, state: Progress) -> None:
        say(f"{news} Where to look:", GREEN)
        say(f"  admin             {self.ports.site_url}{reverse('admin:campaigns_campaign_changelist')}")
        say(f"  demo user         {DEMO_USER}, password {DEMO_PASSWORD}")
        if waiting := state.campaigns.get(CampaignStatus.WAITING_FOR_MANUAL_APPROVAL):
            say(f"  for approval      {waiting} waiting: approve them in the admin, and they go")
        if (email_id := last_sent_email_id()) is not None:
            say(f"  a sent e-mail     {self.ports.site_url}{reverse('admin:campaigns_email_change', args=[email_id])}")
        say(f"  the mail service  {self.moto.url}/moto-api/data.json")
        say("Everything keeps running: campaigns that fall due later go then. Ctrl-C stops.")

    # --- After --------------------------------------------------------------------------------------------------------
    def _stop_children(self) -> None:
        running = [child for child in self.children if child.running]
        if not running:
            return
        say("Stopping; what is in hand is finished first. A second Ctrl-C ends it at once.")
        # Workers first: what they finish still needs the queues.
        workers = [child for child in running if child is not self.moto.child]
        killed = stop_all(workers, STOP_SECONDS, self.stop.wait)
        self.moto.stop()
        say(f"Stopped. Ended by force: {', '.join(killed)}." if killed else "Stopped.")


def seconds_since(moment: float) -> int:
    return round(time.monotonic() - moment)


def provisioned(text: str) -> Mapping[str, str]:
    lines = dict(AWS_LINE.findall(text))
    if not lines:
        raise Trouble("`manage.py provision_queues` named no queue; see .run/log/provision.log.")
    return lines


def log_end(child: Child) -> str:
    return f"The end of {os.path.relpath(child.log_file, PROJECT)}:\n{child.last_lines()}"
