"""The workers as processes: metrics, heartbeat, check_worker, and the settings in their logs."""

import json
import re
import socket
import urllib.request

import pytest

from dripr.local.processes import Child
from dripr.tests.chaos.cloud import Cloud, wait_until

NOBODY = {"DATABASE_URL": "mysql://nobody:secret@127.0.0.1:9/dripr", "AWS_ENDPOINT_URL": "http://127.0.0.1:9"}
WORKERS = pytest.mark.parametrize(
    ("arguments", "metric", "loops"),
    [
        (["run_transitions"], "dripr_events_owed 0.0", "poller"),
        (["consume_queue", "intro", "sales"], 'dripr_messages_in_hand{queue="sales"} 0.0', "intro, sales"),
    ],
    ids=["poller", "consumer"],
)


def metrics(worker: Child) -> list[str]:
    found = re.search(r"url=(\S+)", worker.log_text())
    assert found is not None
    with urllib.request.urlopen(found.group(1), timeout=5) as answer:
        return str(answer.read().decode()).splitlines()


@WORKERS
def test_worker_shows_metrics_and_a_heartbeat_until_it_ends(
    cloud: Cloud, arguments: list[str], metric: str, loops: str
) -> None:
    path = cloud.folder / "beat.json"
    check = ["check_worker", "--heartbeat", str(path), "--max-age", "60"]
    worker = cloud.start(*arguments, "--metrics-port", "0", "--heartbeat", str(path))
    wait_until(path.exists, "the heart beats")

    said = cloud.commands.succeed(*check, **NOBODY)
    assert re.sub(r"pid \d+|\d+ s", "…", said) == f"{arguments[0]} (…; {loops}) went on … ago\n"
    wait_until(lambda: metric in metrics(worker), metric)

    assert cloud.end(worker) == [0]
    done = cloud.commands.run(*check, **NOBODY)
    assert (done.returncode, done.stderr) == (
        1,
        f"CommandError: no heartbeat at {path}: the worker is not running, or not at work yet\n",
    )


@WORKERS
def test_port_in_use_is_one_clear_line(cloud: Cloud, arguments: list[str], metric: str, loops: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = cloud.commands.run(*arguments, "--metrics-port", str(port))
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        1,
        f"CommandError: metrics cannot be served on 127.0.0.1:{port}: Address already in use; see --metrics-port",
    )
    assert "Traceback" not in done.stderr


def test_settings_in_force_are_logged_at_start_without_secrets(cloud: Cloud) -> None:
    worker = cloud.start("run_transitions", LOG_FORMAT="json", AWS_SECRET_ACCESS_KEY="never-to-be-seen")
    wait_until(lambda: "polling" in worker.log_text(), "the poller is at work")
    line = json.loads(worker.log_text().splitlines()[0])
    assert (line["message"], line["LOG_FORMAT"], line["AWS_SECRET_ACCESS_KEY"], line["SECRET_KEY"]) == (
        "settings in force",
        "json",
        "(set)",
        "(set)",
    )
    assert "never-to-be-seen" not in worker.log_text()
