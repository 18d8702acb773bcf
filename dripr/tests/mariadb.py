"""Runs a command against a MariaDB of its own: `python -m dripr.tests.mariadb -- COMMAND…`.

The server is private (a temporary folder, a socket in it, no network) and gone afterwards; a MariaDB that runs on this
machine is neither used nor touched. The command finds the server in DATABASE_URL; its exit code is handed back.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType, TracebackType
from typing import NoReturn, Self

from dripr.local.processes import Child, stop_all, wait_patiently

SEARCH_PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"])
START_SECONDS = 60.0
SOCKET_PATH_LIMIT = 100
# A test's rows need not outlive a power cut; everything else is as the server has it by default.
SERVER_SETTINGS = (
    "--skip-networking",
    "--character-set-server=utf8mb4",
    "--innodb-flush-log-at-trx-commit=2",
    "--innodb-buffer-pool-size=128M",
    "--innodb-log-file-size=32M",
)


class MariaDBError(Exception):
    """No private MariaDB can be had here."""


def program(*names: str) -> str:
    for name in names:
        if path := shutil.which(name, path=SEARCH_PATH):
            return path
    raise MariaDBError(
        f"MariaDB's server is not installed here ({names[0]} is missing): `make setup` says what to type."
    )


class PrivateMariaDB:
    """A MariaDB server with an empty database `dripr`, from `with` on; `database_url` leads to it."""

    def __init__(self) -> None:
        self.server = program("mariadbd", "mysqld")
        self.installer = program("mariadb-install-db")

    @property
    def database_url(self) -> str:
        return f"mysql://root@localhost/dripr?unix_socket={self.socket}"

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="dripr-mariadb-"))
        if len(str(self.folder)) > SOCKET_PATH_LIMIT:  # the system cuts longer names of sockets off
            self.folder.rmdir()
            self.folder = Path(tempfile.mkdtemp(prefix="dripr-mariadb-", dir="/tmp"))
        self.socket = self.folder / "s"
        self.child = Child("MariaDB", self._server_command(), self.folder / "log")
        try:
            self._install()
            self.child.start()
            self._wait_until_it_answers()
        except BaseException:
            self._remove()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._remove()

    def _options(self) -> list[str]:
        user = ["--user=root"] if os.geteuid() == 0 else []  # as root it starts only if told so
        return ["--no-defaults", *user, f"--datadir={self.folder / 'data'}"]

    def _server_command(self) -> list[str]:
        return [self.server, *self._options(), f"--socket={self.socket}", *SERVER_SETTINGS]

    def _install(self) -> None:
        command = [
            self.installer,
            *self._options(),
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            "--force",  # without a look-up of the host's own name, which a container may not know
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        if done.returncode:
            raise MariaDBError(f"mariadb-install-db failed:\n{done.stdout}{done.stderr}")

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if not self.child.running or time.monotonic() > deadline:
                raise MariaDBError(f"MariaDB did not start; the last lines of its log:\n{self.child.last_lines()}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            # Inside the function: without the driver one can still read the sentence below.
            import MySQLdb
        except ImportError as error:
            raise MariaDBError(f"mysqlclient is not in .venv ({error}): `make setup` says what to type.") from error
        try:
            database = MySQLdb.connect(unix_socket=str(self.socket), user="root")
        except MySQLdb.OperationalError:
            return False
        database.query("CREATE DATABASE IF NOT EXISTS dripr CHARACTER SET utf8mb4")
        database.close()
        return True

    def _remove(self) -> None:
        stop_all([self.child], grace=10, wait=wait_patiently)
        shutil.rmtree(self.folder, ignore_errors=True)


def run(command: Sequence[str], database_url: str) -> int:
    try:
        process = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": database_url})
    except OSError as error:
        raise MariaDBError(f"{command[0]} cannot be run: {error.strerror}.") from error
    try:
        code = wait_for(process)
    except SystemExit:
        process.terminate()
        wait_for(process)
        raise
    return code if code >= 0 else 128 - code


def wait_for(process: "subprocess.Popen[bytes]") -> int:
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # the command has had the same Ctrl-C, and ends in its own way


def on_sigterm(number: int, frame: FrameType | None) -> NoReturn:
    sys.exit(128 + number)


def main(arguments: Sequence[str]) -> int:
    if len(arguments) < 2 or arguments[0] != "--":
        sys.stderr.write("usage: python -m dripr.tests.mariadb -- COMMAND…\n")
        return 2
    signal.signal(signal.SIGTERM, on_sigterm)
    try:
        with PrivateMariaDB() as server:
            return run(arguments[1:], server.database_url)
    except MariaDBError as error:
        sys.stderr.write(f"dripr: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
