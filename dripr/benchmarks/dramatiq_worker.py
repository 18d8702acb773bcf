"""dramatiq-sqs at its best setting, in a process of its own: `enqueue` one task, or `work` until COUNT are done.

The setting: 32 threads (each deletes one by one; with 16 it is a little slower), ten prefetched, no middleware, no log
line for a task.
"""

import itertools
import sys
import time

import dramatiq  # type: ignore[import-not-found,unused-ignore]
from dramatiq_sqs import SQSBroker  # type: ignore[import-not-found,unused-ignore]

COMMAND, ENDPOINT, QUEUE_URL, COUNT = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
THREADS = 32

broker = SQSBroker(middleware=[], endpoint_url=ENDPOINT)
dramatiq.set_broker(broker)
ends: list[tuple[float, float]] = []
"""Of the first and the last task: the moment, and the CPU used so far."""
done = itertools.count(1)


@dramatiq.actor(queue_name=QUEUE_URL.rpartition("/")[2])  # type: ignore[untyped-decorator,unused-ignore]
def nothing() -> None:
    number = next(done)
    if number in (1, COUNT):
        ends.append((time.perf_counter(), time.process_time()))
    if number == COUNT:
        seconds, cpu = (last - first for first, last in zip(*ends, strict=True))
        sys.stdout.write(f"measured {seconds / (COUNT - 1)} {cpu / (COUNT - 1)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    if COMMAND == "enqueue":
        nothing.send()
    else:
        worker = dramatiq.Worker(broker, worker_threads=THREADS)
        worker.start()
        while True:
            time.sleep(1)
