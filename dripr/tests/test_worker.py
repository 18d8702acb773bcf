import os
import signal
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from dripr.tests.processes import Commands
from dripr.worker import StopFlag, run_until_stopped


def test_signal_sets_the_flag_and_wakes_a_waiter_within_a_second() -> None:
    with StopFlag() as stop:
        timer = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGTERM))
        timer.start()
        began = time.monotonic()
        assert stop.wait(30)
        assert time.monotonic() - began < 1
        timer.join()


def test_old_handlers_are_put_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with StopFlag():
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before


def test_loop_goes_on_at_once_while_there_is_more_and_ends_with_the_flag() -> None:
    stop, steps = StopFlag(), iter([True, True, False])

    def step() -> bool:
        more = next(steps)
        if not more:
            stop.set()
        return more

    run_until_stopped(step, stop, interval=30)
    assert list(steps) == []


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """An address where connections are taken and nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        yield server


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
@pytest.mark.parametrize("command", [["consume_queue", "intro"], ["run_transitions"]], ids=["consumer", "poller"])
def test_signal_before_the_work_has_begun_ends_the_process_well(
    silent: socket.socket, command: list[str], number: signal.Signals
) -> None:
    url = f"http://127.0.0.1:{silent.getsockname()[1]}"
    variables = {
        "AWS_ENDPOINT_URL": url,
        "SQS_INTRO_QUEUE_URL": f"{url}/123456789012/intro",
        "SNS_CAMPAIGN_EVENTS_TOPIC_ARN": "arn:aws:sns:us-west-2:123456789012:events",
    }
    with Commands().start(*command, **variables) as process:
        connection, _ = silent.accept()  # the first call to AWS has begun, and will not end
        process.send_signal(number)
        _, errors = process.communicate(timeout=20)
        connection.close()
    assert (process.returncode, errors) == (0, "")
