"""The queue names on a command line, and one clear line where they are wrong."""

from collections.abc import Collection

from django.core.management.base import CommandError

from fetcher.queues import QUEUES, Queue

NAMES = ", ".join(QUEUES)


def queues_named(names: Collection[str]) -> list[Queue]:
    """The queues of these names, each once; exit code 2 where none is called so, 1 where one's address is not set."""
    if unknown := [name for name in names if name not in QUEUES]:
        raise CommandError(f"no queue is called {', '.join(unknown)}. Known queues: {NAMES}.", returncode=2)
    queues = [QUEUES[name] for name in dict.fromkeys(names)]
    if missing := [queue.variable for queue in queues if not queue.url]:
        raise CommandError(f"{', '.join(missing)} is not set; `manage.py provision_queues` prints the lines")
    return queues


def queue_named(name: str) -> Queue:
    return queues_named([name])[0]
