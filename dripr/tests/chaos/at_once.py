"""Handles one step of many campaigns in several threads, again and again until all are done, as consumers would:

    python -m dripr.tests.chaos.at_once STEP CAMPAIGN_ID…

Prints "waiting" once something is not ready yet, and at the end the number of campaigns done.
"""

import os
import sys
import threading
import time
from collections import deque

import django

THREADS = 4
PAUSE_SECONDS = 0.05


def tell(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> None:
    name, *ids = arguments
    django.setup()
    # after setup(): these modules import models
    from django.db import connection
    from django.utils import timezone

    from campaigns.events import StatusChangeEvent
    from campaigns.models import CampaignStatus
    from fetcher.queues import QUEUES
    from fetcher.retry import NotReadyYet

    left, done, has_waited = deque(int(number) for number in ids), [], threading.Event()

    def handle() -> None:
        while left:
            try:
                campaign_id = left.popleft()
            except IndexError:
                break
            event = StatusChangeEvent(campaign_id, 3, CampaignStatus.WAITING_FOR_DATA)
            try:
                done.append(QUEUES[name].work(event, timezone.now()))
            except NotReadyYet:
                left.append(campaign_id)
                if not has_waited.is_set():
                    has_waited.set()
                    tell("waiting")
                time.sleep(PAUSE_SECONDS)
        connection.close()

    threads = [threading.Thread(target=handle) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tell(f"{done.count('done')} done")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dripr.settings")
    main(sys.argv[1:])
