"""How a worker is seen from outside: the options for it, and the line of settings in its log. Knows no app."""

import logging
import os
import re
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path

from django.conf import settings

from dripr.metrics import LOOPBACK

logger = logging.getLogger(__name__)

SECRET = re.compile(r"KEY|SECRET|TOKEN(?!S$)|PASSWORD|CREDENTIAL|DSN|ADDRESS")
USER_IN_URL = re.compile(r"//[^/@\s]*@")
QUERY_IN_URL = re.compile(r"\?.*")


def port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise ArgumentTypeError(f"{text} is no port: a whole number from 0 to 65535")
    return int(text)


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--metrics-port", type=port, help="Serve Prometheus metrics on this port; 0 takes a free one and logs it."
    )
    parser.add_argument(
        "--metrics-address", default=LOOPBACK, help=f"Serve them on this address (default {LOOPBACK}: this machine)."
    )
    parser.add_argument(
        "--heartbeat", type=Path, metavar="PATH", help="Write this file while all goes on; see check_worker."
    )


def log_settings() -> None:
    logger.info("settings in force", extra={"facts": settings_in_force()})


def settings_in_force() -> dict[str, str]:
    """Every variable that the environment files name, as it counts; of secrets and addresses only that they are set."""
    lines = Path(settings.DRIPR_ENV_FILE).read_text(encoding="utf-8").splitlines()
    named = [line.partition("=")[0].strip() for line in lines if "=" in line and not line.startswith("#")]
    of_aws = sorted(name for name in os.environ if name.startswith("AWS_") and name not in named)
    shown = {name: _masked(name, os.environ.get(name, "")) for name in [*named, *of_aws]}
    return {
        "DRIPR_ENV_FILE": Path(settings.DRIPR_ENV_FILE).name,
        **{name: value for name, value in shown.items() if value},
    }


def _masked(name: str, value: str) -> str:
    if name == "DATABASE_URL":
        return _database()
    if SECRET.search(name):
        return "(set)" if value else ""
    return QUERY_IN_URL.sub("", USER_IN_URL.sub("//(hidden)@", value)) if "://" in value else value


def _database() -> str:
    """Taken from what Django made of the URL: a password with odd characters in it is cut out for certain."""
    database = settings.DATABASES["default"]
    vendor = database["ENGINE"].rpartition(".")[2]
    host = f"{database['HOST']}:{database['PORT'] or 3306}" if database.get("HOST") else ""
    return f"{vendor}://{host}/{str(database['NAME']).lstrip('/')}"
