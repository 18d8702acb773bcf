"""Other libraries' workers, each in a process of its own, from an environment of its own."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from dripr.benchmarks.runs import Run
from dripr.benchmarks.sns_server import FOLDER, START_SECONDS
from dripr.benchmarks.sqs import BenchmarkQueue
from dripr.local.processes import Child, stop_all, wait_patiently

SOURCES = Path(__file__).parent
REQUIREMENTS = SOURCES / "requirements-queues.txt"
VENV = FOLDER / "venv"
PYTHON = VENV / "bin" / "python"
COUNT = 1_000
MEASURED = re.compile(r"^measured (\S+) (\S+)$", re.MULTILINE)
WORST_SECONDS = 60.0
LAST_POLL_SECONDS = 1.5
"""A long poll of a worker that has ended would still take messages: until it is over none are sent."""
SCRIPTS = {"Celery on SQS": "celery_worker.py", "dramatiq-sqs": "dramatiq_worker.py"}


class NoRival(Exception):
    """A worker could not be installed, or did not do its work."""


def side(name: str) -> Callable[[], Run]:
    """One library's side: it empties a queue of COUNT tasks that do nothing. Raises NoRival."""
    _install()
    script = SCRIPTS[name]
    queue = BenchmarkQueue(script.partition("_")[0])
    child = _child(script, "enqueue", queue)
    child.start()
    body = queue.take(START_SECONDS)
    if body is None:
        raise NoRival(f"{script} sent no task; the last lines of its log:\n{child.last_lines()}")
    return partial(_run, script, queue, body)


def _install() -> None:
    """Have pip put the pinned packages into an environment of their own, once."""
    installed = VENV / REQUIREMENTS.name
    if installed.is_file() and installed.read_bytes() == REQUIREMENTS.read_bytes():
        return
    for command in ([sys.executable, "-m", "venv", "--clear", str(VENV)], [str(PYTHON), *_PIP, str(REQUIREMENTS)]):
        done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        if done.returncode:
            raise NoRival(f"pip could not install {REQUIREMENTS.name}: see to the network.\n{done.stderr}")
    installed.write_bytes(REQUIREMENTS.read_bytes())


_PIP = ("-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "-r")


def _child(script: str, command: str, queue: BenchmarkQueue) -> Child:
    # Celery would look for Django where it finds its settings' name.
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    arguments = [command, os.environ["AWS_ENDPOINT_URL"], queue.url, str(COUNT)]
    return Child(script, [str(PYTHON), str(SOURCES / script), *arguments], FOLDER / f"{script}.log", environment)


def _run(script: str, queue: BenchmarkQueue, body: str) -> Run:
    """From the first task's end to the last's, as the worker measured it: its start does not count."""
    queue.fill([body] * COUNT)
    child = _child(script, "work", queue)
    child.start()
    try:
        deadline = time.monotonic() + WORST_SECONDS
        while not (found := MEASURED.search(child.log_text())) or any(queue.depth()):
            if not child.running or time.monotonic() > deadline:
                raise NoRival(f"{script} did not do its work; the last lines of its log:\n{child.last_lines()}")
            time.sleep(0.2)
        return Run(float(found[1]), float(found[2]))
    finally:
        stop_all([child], grace=1, wait=wait_patiently)
        time.sleep(LAST_POLL_SECONDS)
