"""The private MariaDB that `make test` runs on."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dripr.local.processes import PROJECT
from dripr.tests import mariadb

SERVER_IS_HERE = bool(shutil.which("mariadb-install-db", path=mariadb.SEARCH_PATH))


def run_module(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "dripr.tests.mariadb", *arguments],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )


@pytest.mark.skipif(not SERVER_IS_HERE, reason="MariaDB's server is not installed here")
def test_mariadb_runs_a_command_on_a_server_of_its_own_and_cleans_up() -> None:
    code = (
        "import os, sys, environ, MySQLdb\n"
        "options = environ.Env.db_url_config(os.environ['DATABASE_URL'])\n"
        "socket = options['OPTIONS']['unix_socket']\n"
        "database = MySQLdb.connect(user=options['USER'], db=options['NAME'], unix_socket=socket)\n"
        "database.query('SELECT VERSION(), @@skip_networking, @@character_set_database')\n"
        "print(socket, *database.store_result().fetch_row()[0])\n"
        "sys.exit(7)"
    )

    done = run_module("--", sys.executable, "-c", code)

    assert done.returncode == 7, done.stderr
    socket, version, without_network, charset = done.stdout.split()
    assert "MariaDB" in version
    assert (without_network, charset) == ("1", "utf8mb4")
    assert not Path(socket).parent.exists()


def test_mariadb_without_a_command_shows_the_usage() -> None:
    done = run_module("pytest")

    assert done.returncode == 2
    assert done.stderr == "usage: python -m dripr.tests.mariadb -- COMMAND…\n"


def test_mariadb_that_is_not_installed_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(mariadb, "SEARCH_PATH", os.devnull)

    with pytest.raises(mariadb.MariaDBError, match=r"mariadbd is missing\): `make setup` says what to type"):
        mariadb.PrivateMariaDB()


def test_mariadb_tells_a_command_that_does_not_exist() -> None:
    with pytest.raises(mariadb.MariaDBError, match="no-such-command cannot be run: No such file or directory"):
        mariadb.run(["no-such-command"], "mysql://")
