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
NOT_SET = "(not set)"


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
    """Every variable that there is, as it counts; of secrets and addresses only that they are set.

    Where the environment says nothing, the default in force, if the setting has the variable's name.
    """
    names = _named_in(settings.DRIPR_ENV_FILE) | _named_in(settings.BASE_DIR / "prod.env")
    names |= dict.fromkeys(sorted(name for name in os.environ if name.startswith("AWS_")))
    return {"DRIPR_ENV_FILE": Path(settings.DRIPR_ENV_FILE).name, **{name: _in_force(name) for name in names}}


def _named_in(path: Path) -> dict[str, None]:
    """The variables of an environment file, in its order; none where it was not deployed."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return {line.partition("=")[0].strip(): None for line in lines if "=" in line and not line.startswith("#")}


def _in_force(name: str) -> str:
    value = os.environ.get(name, "")
    default = getattr(settings, name, None)
    if not value and default not in (None, {}, []):
        value = str(default)
    return _masked(name, value) or NOT_SET


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
