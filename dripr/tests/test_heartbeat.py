import json
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError

from dripr.heartbeat import Heartbeat, NotAlive, judge
from dripr.worker import StopFlag, run_until_stopped

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOON.timestamp()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "consumer.json"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def heartbeat(path: Path, clock: Clock) -> Iterator[Heartbeat]:
    with Heartbeat(path, "consume_queue", ["intro", "sales"], clock) as heartbeat:
        yield heartbeat


def beats(heartbeat: Heartbeat, *loops: str) -> None:
    for loop in loops:
        heartbeat.beat(loop)


def seconds_after_noon(path: Path) -> float:
    return (datetime.fromisoformat(json.loads(path.read_text())["time"]) - NOON).total_seconds()


def test_file_says_who_and_when_once_every_loop_goes_on(heartbeat: Heartbeat, path: Path) -> None:
    heartbeat.beat("intro")
    assert not path.exists()
    heartbeat.beat("sales")
    assert json.loads(path.read_text()) == {
        "time": "2026-11-24T12:00:00.000+00:00",
        "pid": os.getpid(),
        "command": "consume_queue",
        "loops": ["intro", "sales"],
    }


def test_file_is_written_every_few_seconds_at_most(heartbeat: Heartbeat, path: Path, clock: Clock) -> None:
    written = []
    for _ in range(12):
        beats(heartbeat, "intro", "sales")
        written.append(seconds_after_noon(path))
        clock.now += 1
    assert written == [0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10]


def test_one_stuck_loop_stops_the_file(heartbeat: Heartbeat, path: Path, clock: Clock) -> None:
    beats(heartbeat, "intro", "sales")
    clock.now += 10
    beats(heartbeat, "intro", "sales")
    for _ in range(20):
        clock.now += 10
        heartbeat.beat("intro")
    assert seconds_after_noon(path) == 10


def test_clock_that_is_set_back_does_not_stop_the_file(heartbeat: Heartbeat, path: Path, clock: Clock) -> None:
    beats(heartbeat, "intro", "sales")
    clock.now -= 3600
    beats(heartbeat, "intro", "sales")
    assert seconds_after_noon(path) == -3600


def test_nothing_is_left_after_the_end(path: Path) -> None:
    with Heartbeat(path, "run_transitions", ["poller"]) as heartbeat:
        heartbeat.beat("poller")
        assert os.listdir(path.parent) == [path.name]
    heartbeat.beat("poller")
    assert os.listdir(path.parent) == []


def test_file_of_an_earlier_process_is_not_taken_for_ours(path: Path) -> None:
    path.write_text("left by one that was killed")
    with Heartbeat(path, "run_transitions", ["poller"]):
        assert not path.exists()


def test_folder_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "beat.json"
    with pytest.raises(CommandError) as raised, Heartbeat(path, "run_transitions", ["poller"]):
        pass
    assert str(raised.value) == f"--heartbeat {path} cannot be written: No such file or directory"


def test_folder_that_goes_away_is_a_warning(heartbeat: Heartbeat, path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.parent.rmdir()
    beats(heartbeat, "intro", "sales")
    assert [record.message for record in caplog.records] == ["heartbeat not written"]


def test_loops_beat_from_their_own_threads(heartbeat: Heartbeat, path: Path) -> None:
    threads = [threading.Thread(target=beats, args=(heartbeat, *["intro", "sales"] * 200)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert os.listdir(path.parent) == [path.name]


def write_beat(path: Path, age: float) -> None:
    moment = (NOON - timedelta(seconds=age)).isoformat()
    path.write_text(json.dumps({"time": moment, "pid": 7, "command": "consume_queue", "loops": ["intro", "sales"]}))


def test_worker_that_went_on_lately_is_alive(path: Path) -> None:
    write_beat(path, age=60)
    assert judge(path, 60, NOON) == "consume_queue (pid 7; intro, sales) went on 60 s ago"


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (61, "consume_queue (pid 7; intro, sales) last went on 61 s ago, more than 60 s"),
        (-61, "consume_queue (pid 7; intro, sales) went on 61 s ahead of this clock: the clock was set back"),
    ],
    ids=["stuck", "ahead"],
)
def test_worker_that_did_not_go_on_is_not_alive(path: Path, age: float, words: str) -> None:
    write_beat(path, age)
    with pytest.raises(NotAlive) as raised:
        judge(path, 60, NOON)
    assert str(raised.value) == words


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"time": 7}', '{"time": "noon"}', "\0\xff"])
def test_file_that_is_no_heartbeat_is_not_alive(path: Path, content: str) -> None:
    path.write_text(content, encoding="latin-1")
    with pytest.raises(NotAlive, match="cannot be read as a heartbeat"):
        judge(path, 60, NOON)


def test_loop_beats_between_steps_and_through_a_long_interval() -> None:
    stop, seen = StopFlag(), []

    def beat() -> None:
        seen.append("beat")
        if len(seen) == 6:
            stop.set()

    def step() -> bool:
        seen.append("step")
        if seen.count("step") == 3:
            stop.set()
        return len(seen) < 3

    run_until_stopped(step, stop, interval=6, beat=beat)
    assert seen == ["beat", "step", "beat", "step", "beat", "beat"]
