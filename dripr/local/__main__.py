"""`make run`: all of dripr on this machine, with a demo, until Ctrl-C."""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured

from dripr.local.ports import check_free, chosen_ports, local_environment
from dripr.local.stopping import StopRequest
from dripr.local.terminal import BOLD, RED, Trouble, prepare_output, say


def set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dripr.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Trouble(str(error)) from error
    # Settings can be read only now.
    from django.conf import settings

    if settings.IS_PRODUCTION:
        raise Trouble(
            "`make run` fills the database with a demo, and DRIPR_ENVIRONMENT says production: it stops here."
        )


def main() -> int:
    """0 when asked to stop, 1 with a sentence when something keeps it from running."""
    prepare_output()
    try:
        ports = chosen_ports(os.environ)
        check_free(ports)
        environment = local_environment(ports, os.environ)
        os.environ.clear()
        os.environ.update(environment)
        with StopRequest() as stop:
            say("dripr on this machine", BOLD)
            set_up_django()
            # Models can be imported only once Django is set up.
            from dripr.local.supervisor import Supervisor

            Supervisor(ports, stop).run()
    except Trouble as trouble:
        sys.stdout.flush()
        red = sys.stderr.isatty() and "NO_COLOR" not in os.environ
        sys.stderr.write(f"\033[{RED}mdripr: {trouble}\033[0m\n" if red else f"dripr: {trouble}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
