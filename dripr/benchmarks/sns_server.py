"""A fast SNS and SQS server on loopback (the npm package fauxqs): for publishing and consuming."""

import re
import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from dripr.local.processes import PROJECT, Child, stop_all, wait_patiently

SOURCES = Path(__file__).parent
FOLDER = PROJECT / ".run" / "benchmarks"
ADDRESS_LINE = re.compile(r"^fauxqs on (http://127\.0\.0\.1:\d+)$", re.MULTILINE)
START_SECONDS = 30.0


class SnsServerError(Exception):
    """No fast server can be had here."""


def install() -> None:
    """Have npm put the pinned package into .run/benchmarks, once; raises SnsServerError with what to do."""
    for program in ("node", "npm"):
        if not shutil.which(program):
            raise SnsServerError(
                f"{program} is not installed here. The server that publishing and consuming are measured against needs "
                "Node.js 20 or newer with npm (Debian's packages: nodejs npm); nothing but `make bench` does."
            )
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted, installed = SOURCES / "package.json", FOLDER / "package.json"
    is_there = installed.is_file() and installed.read_bytes() == wanted.read_bytes()
    shutil.copy(SOURCES / "server.mjs", FOLDER)
    if is_there and (FOLDER / "node_modules" / "fauxqs").is_dir():
        return
    installed.unlink(missing_ok=True)
    shutil.copy(wanted, FOLDER / "package.json")
    command = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        installed.unlink()
        raise SnsServerError(f"npm could not install fauxqs: see to the network and start again.\n{done.stderr}")


class SnsServer:
    """fauxqs in a process of its own, from `with` on; `url` is its endpoint."""

    def __init__(self) -> None:
        self.child = Child("fauxqs", ["node", str(FOLDER / "server.mjs")], FOLDER / "fauxqs.log")
        self.url = ""

    def __enter__(self) -> Self:
        self.child.start()
        deadline = time.monotonic() + START_SECONDS
        while not (found := ADDRESS_LINE.search(self.child.log_text())):
            if not self.child.running or time.monotonic() > deadline:
                lines = self.child.last_lines()
                self.__exit__(None, None, None)
                raise SnsServerError(f"fauxqs did not start; the last lines of its log:\n{lines}")
            time.sleep(0.02)
        self.url = found[1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        stop_all([self.child], grace=5, wait=wait_patiently)
