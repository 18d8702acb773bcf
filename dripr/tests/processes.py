"""dripr's commands as processes of their own, against the test's database and a moto server."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from django.conf import settings
from django.db import connections


def database_url(alias: str = "default") -> str:
    """Leads other processes to a database that the running test uses."""
    connection = connections[alias]
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    socket = connection.settings_dict["OPTIONS"].get("unix_socket", "")
    user, host = connection.settings_dict["USER"], connection.settings_dict["HOST"]
    return f"mysql://{user}@{host}/{name}?unix_socket={quote(socket)}"


@dataclass
class Commands:
    """Runs manage.py commands with one environment."""

    environment: dict[str, str] = field(default_factory=dict)

    def start(self, *arguments: str, **variables: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=self._environment(variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=self._environment(variables),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def succeed(self, *arguments: str, **variables: str) -> str:
        """Run a command that must end well, and return what it printed."""
        done = self.run(*arguments, **variables)
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    def _environment(self, variables: Mapping[str, str]) -> dict[str, str]:
        return {**os.environ, "DATABASE_URL": database_url(), **self.environment, **variables}
