import os
import signal
import threading
import time

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
