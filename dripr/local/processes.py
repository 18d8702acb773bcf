"""Child processes: each with a log and a process group of its own, none outliving its parent for long."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PR_SET_PDEATHSIG = 1
# Loaded here: between fork and exec nothing may be loaded.
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with(parent: int) -> None:
    """In the child: be sent SIGTERM when the parent dies, kill -9 included. Only Linux can do that."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)


class Child:
    """One program, started from the main thread: Linux counts the end of the starting thread as the parent's death."""

    def __init__(self, name: str, command: Sequence[str], log_file: Path, environment: Mapping[str, str] | None = None):
        self.name = name
        self.command = list(command)
        self.log_file = log_file
        self.environment = dict(os.environ if environment is None else environment) | {"PYTHONUNBUFFERED": "1"}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        parent = os.getpid()
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        with self.log_file.open("wb") as log:
            # Its own group, so that Ctrl-C in the terminal reaches the parent alone, which stops all in order.
            self.process = subprocess.Popen(
                self.command,
                cwd=PROJECT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,
                preexec_fn=lambda: end_with(parent),  # noqa: PLW1509 - the parent has one thread when it starts children
            )

    @property
    def exit_code(self) -> int | None:
        """None while it runs, or if it was never started."""
        return self.process.poll() if self.process else None

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def log_text(self) -> str:
        return self.log_file.read_text(encoding="utf-8", errors="replace") if self.log_file.exists() else ""

    def last_lines(self, count: int = 15) -> str:
        return "\n".join(f"    {line}" for line in self.log_text().splitlines()[-count:])

    def terminate(self) -> None:
        if self.process and self.running:
            self.process.terminate()

    def kill(self) -> None:
        """Kill what is left of it, its own children included."""
        if self.process:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                return
            self.process.wait()


def stop_all(children: Sequence[Child], grace: float, wait: Callable[[float], bool]) -> list[str]:
    """SIGTERM to all, SIGKILL to those left after the grace or once `wait` says hurry; the names of the killed."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + grace
    hurry = False
    while any(child.running for child in children) and time.monotonic() < deadline and not hurry:
        hurry = wait(0.05)
    killed = [child.name for child in children if child.running]
    for child in children:
        child.kill()
    return killed


def wait_patiently(seconds: float) -> bool:
    """A `wait` for stop_all where nobody can ask to hurry."""
    time.sleep(seconds)
    return False
