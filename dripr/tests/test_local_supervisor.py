"""`make run` as a whole, with stand-ins for the `manage.py` commands; moto server, processes and signals are real."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dripr.local.processes import PROJECT

# Runs dripr.local with each command replaced by the Python code under its name.
STAND_INS = """
import sys
from pathlib import Path
from dripr.local import __main__ as run
from dripr.local.processes import Child
codes = {codes!r}
def manage(name, *arguments):
    return Child(name, [sys.executable, "-c", codes[name]], Path({folder!r}) / f"{{name}}.log")
run.set_up_django()
from dripr.local import supervisor
supervisor.manage = manage
supervisor.LOGS = Path({folder!r})
sys.exit(run.main())
"""
WORKER = """
import os, signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(print("finished")))
print(os.environ["SQS_INTRO_QUEUE_URL"])
while True:
    signal.pause()
"""
COMMANDS = {
    "database": "",
    "provision": "print('SQS_INTRO_QUEUE_URL=http://127.0.0.1/intro')",
    "demo": "",
    "web server": WORKER,
    "poller": WORKER,
    "queue consumers": WORKER,
}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


class Run:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lines: list[str] = []

    def start(self, **codes: str) -> None:
        code = STAND_INS.format(folder=str(self.folder), codes=COMMANDS | codes)
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{self.folder / 'dripr.sqlite3'}",
            "DRIPR_WEB_PORT": str(free_port()),
            "DRIPR_MOTO_PORT": str(free_port()),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=PROJECT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def read_until(self, start: str) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            if line.startswith(start):
                return
        raise AssertionError(f"it ended without a line {start!r}: {self.lines} {self.end()}")

    def end(self) -> tuple[int, str]:
        """Exit code and what it wrote to stderr."""
        output, errors = self.process.communicate(timeout=60)
        self.lines += output.splitlines(keepends=True)
        return self.process.returncode, errors


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    started = Run(tmp_path)
    yield started
    if started.process.poll() is None:
        started.process.kill()
        started.process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_run_asked_to_stop_lets_its_workers_finish(run: Run, number: signal.Signals) -> None:
    run.start()
    run.read_until("Logs: ")
    # The poller's first line shows that it is up, and that it was told the queues that were provisioned.
    log = run.folder / "poller.log"
    while not (log.exists() and log.read_text()):
        assert run.process.poll() is None
        time.sleep(0.01)

    run.process.send_signal(number)

    assert run.end() == (0, "")
    assert run.lines[-1] == "Stopped.\n"
    assert log.read_text() == "http://127.0.0.1/intro\nfinished\n"


def test_run_whose_worker_dies_shows_the_end_of_its_log_and_stops_all(run: Run) -> None:
    run.start(poller="print('one'); print('no such table'); raise SystemExit(4)")

    code, errors = run.end()

    assert code == 1
    assert errors.startswith("dripr: the poller ended unexpectedly (exit code 4). The end of ")
    assert errors.endswith("poller.log:\n    one\n    no such table\n")
    assert run.lines[-1] == "Stopped.\n"


def test_run_whose_first_steps_fail_says_which_and_starts_nothing(run: Run) -> None:
    run.start(database="print('disk full'); raise SystemExit(1)")

    code, errors = run.end()

    assert code == 1
    assert errors.startswith("dripr: `manage.py migrate` failed. The end of ")
    assert errors.endswith("database.log:\n    disk full\n")
    assert not (run.folder / "poller.log").exists()


def test_run_twice_from_one_folder_is_refused(run: Run) -> None:
    with (run.folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        run.start()

        assert run.end() == (1, "dripr: `make run` is running already from this folder: stop that one first.\n")
