#!/usr/bin/env python
"""Runs dripr's commands: `manage.py help` lists them."""

import os
import sys


def main() -> None:
    """Run one command; a wrong setting is one line on stderr and exit code 1, never a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dripr.settings")
    try:
        # Inside the function: without Django installed the newcomer gets the sentence below.
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError:
        sys.exit("dripr: Django is not installed here. Run `make setup`, then use .venv/bin/python manage.py …")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"dripr: {error}")


if __name__ == "__main__":
    main()
