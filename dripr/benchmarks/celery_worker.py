"""Celery on SQS at its best setting, in a process of its own: `enqueue` one task, or `work` until COUNT are done.

The setting: one process beside the one that receives (`prefork`; in `solo`, and with threads, some runs are twice as
fast and most three times as slow), a hundred prefetched, no results, events, gossip or heartbeats, no log line for a
task.
"""

import itertools
import os
import sys
import time
from pathlib import Path

from celery import Celery  # type: ignore[import-not-found,unused-ignore]

COMMAND, ENDPOINT, QUEUE_URL, COUNT = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])

app = Celery("bench", broker=f"sqs://local:local@{ENDPOINT.removeprefix('http://')}//")
app.conf.update(
    task_default_queue="bench",
    task_ignore_result=True,
    task_acks_late=False,
    worker_prefetch_multiplier=100,
    worker_enable_remote_control=False,
    worker_send_task_events=False,
    worker_redirect_stdouts=False,
    broker_transport_options={
        "is_secure": False,
        "region": "us-west-2",
        "wait_time_seconds": 1,
        "polling_interval": 0,
        "predefined_queues": {
            "bench": {"url": QUEUE_URL, "access_key_id": "local", "secret_access_key": "local", "region": "us-west-2"}
        },
    },
)
ends: list[tuple[float, float]] = []
"""Of the first and the last task: the moment, and the CPU used so far."""
done = itertools.count(1)


def cpu_seconds() -> float:
    """Of this process and of its parent, which receives."""
    fields = Path(f"/proc/{os.getppid()}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@app.task(name="nothing")  # type: ignore[untyped-decorator,unused-ignore]
def nothing() -> None:
    number = next(done)
    if number in (1, COUNT):
        ends.append((time.perf_counter(), cpu_seconds()))
    if number == COUNT:
        seconds, cpu = (last - first for first, last in zip(*ends, strict=True))
        sys.stdout.write(f"measured {seconds / (COUNT - 1)} {cpu / (COUNT - 1)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    if COMMAND == "enqueue":
        nothing.delay()
    else:
        options = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=WARNING"]
        app.worker_main(["worker", "--pool=prefork", "--concurrency=1", *options])
