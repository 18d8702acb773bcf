"""Which ports `make run` listens on, and what follows from them for the environment."""

import errno
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from dripr.local.terminal import Trouble

HOST = "127.0.0.1"
WEB_VARIABLE = "DRIPR_WEB_PORT"
MOTO_VARIABLE = "DRIPR_MOTO_PORT"


@dataclass(frozen=True)
class Ports:
    web: int
    moto: int

    @property
    def site_url(self) -> str:
        return f"http://{HOST}:{self.web}"

    @property
    def aws_url(self) -> str:
        return f"http://{HOST}:{self.moto}"


def chosen_ports(environment: Mapping[str, str]) -> Ports:
    ports = Ports(web=_chosen(environment, WEB_VARIABLE, 8000), moto=_chosen(environment, MOTO_VARIABLE, 5566))
    if ports.web == ports.moto:
        raise Trouble(f"{WEB_VARIABLE} and {MOTO_VARIABLE} are both {ports.web}: the two servers need a port each.")
    return ports


def _chosen(environment: Mapping[str, str], variable: str, default: int) -> int:
    value = environment.get(variable) or str(default)
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
        raise Trouble(f"{variable} is {value!r}, and a port is a number from 1 to 65535.")
    return int(value)


def check_free(ports: Ports) -> None:
    """Raise Trouble for the first port that cannot be had."""
    taken = (ports.web, ports.moto)
    for port, server, variable in (
        (ports.web, "the web server", WEB_VARIABLE),
        (ports.moto, "the mail and queue server (moto)", MOTO_VARIABLE),
    ):
        if reason := _why_not(port):
            other = next(free for free in range(max(port, 1023) + 1, 65536) if free not in taken and not _why_not(free))
            raise Trouble(f"port {port}, for {server}, {reason}. Choose another: make run {variable}={other}")


def _why_not(port: int) -> str:
    with socket.socket() as probe:
        # As the servers do: what still lingers of a closed connection is no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            return "is one that this user may not open"
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return "is taken by another program, perhaps by another `make run`"
            return f"cannot be opened ({os.strerror(error.errno or 0)})"
    return ""


def local_environment(ports: Ports, environment: Mapping[str, str]) -> dict[str, str]:
    """The environment with all of AWS on this machine, whatever account the shell is signed in to."""
    kept = {
        name: value
        for name, value in environment.items()
        if not name.startswith(("AWS_ENDPOINT_URL_", "AWS_IGNORE_CONFIGURED")) and name not in _ACCOUNT_VARIABLES
    }
    no_proxy = ",".join(filter(None, [environment.get("NO_PROXY") or environment.get("no_proxy"), HOST, "localhost"]))
    return kept | {
        "AWS_ENDPOINT_URL": ports.aws_url,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "SITE_URL": ports.site_url,
        "NO_PROXY": no_proxy,
        "no_proxy": no_proxy,
    }


_ACCOUNT_VARIABLES = frozenset(
    {"AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_ROLE_ARN"}
)
