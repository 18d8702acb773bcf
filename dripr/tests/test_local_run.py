"""The parts of `make run`: ports, children, the moto server, progress, and what it says when it cannot go on."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import boto3
import pytest

from campaigns.models import CampaignStatus, DeliveryStatus
from campaigns.tests.factories import NOW, make_campaign, make_email
from dripr.local.moto_server import MotoServer, MotoServerError
from dripr.local.ports import Ports, check_free, chosen_ports, local_environment
from dripr.local.processes import PROJECT, Child, stop_all, wait_patiently
from dripr.local.progress import Progress, progress, progress_line
from dripr.local.stopping import Stopped, StopRequest
from dripr.local.supervisor import provisioned
from dripr.local.terminal import Trouble

DEADLINE_SECONDS = 20.0


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def wait_for(condition: object) -> None:
    """Poll until the callable is true; fail after a deadline that only a broken machine meets."""
    assert callable(condition)
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def python_child(tmp_path: Path, code: str) -> Child:
    return Child("program", [sys.executable, "-c", code], tmp_path / "log")


# --- Ports ---------------------------------------------------------------------------------------------------------
def test_ports_have_defaults_and_can_be_chosen() -> None:
    assert chosen_ports({}) == Ports(web=8000, moto=5566)
    assert chosen_ports({"DRIPR_WEB_PORT": "8100", "DRIPR_MOTO_PORT": "8101"}) == Ports(web=8100, moto=8101)


@pytest.mark.parametrize("value", ["http", "0", "65536", "-1", "٣"])
def test_ports_that_are_no_ports_are_refused(value: str) -> None:
    with pytest.raises(Trouble, match=r"DRIPR_WEB_PORT is .*, and a port is a number from 1 to 65535"):
        chosen_ports({"DRIPR_WEB_PORT": value})


def test_ports_must_differ() -> None:
    with pytest.raises(Trouble, match="are both 8100"):
        chosen_ports({"DRIPR_WEB_PORT": "8100", "DRIPR_MOTO_PORT": "8100"})


def test_run_with_a_taken_port_says_how_to_choose_another(taken_port: int) -> None:
    environment = os.environ | {"DRIPR_WEB_PORT": str(taken_port)}

    done = subprocess.run(
        [sys.executable, "-m", "dripr.local"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=DEADLINE_SECONDS,
    )

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"dripr: port {taken_port}, for the web server, is taken by another program")
    assert "make run DRIPR_WEB_PORT=" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_check_free_names_the_moto_port(taken_port: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        free_port = server.getsockname()[1]

    with pytest.raises(Trouble, match=rf"port {taken_port}, for the mail and queue server .* DRIPR_MOTO_PORT=\d+$"):
        check_free(Ports(web=free_port, moto=taken_port))


def test_run_never_uses_the_shells_aws_account() -> None:
    shell = {
        "HOME": "/home/x",
        "AWS_PROFILE": "production",
        "AWS_SESSION_TOKEN": "token",
        "AWS_ACCESS_KEY_ID": "real",
        "AWS_ENDPOINT_URL_SQS": "https://sqs.example",
        "NO_PROXY": "intranet",
    }

    assert local_environment(Ports(web=8000, moto=5566), shell) == {
        "HOME": "/home/x",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:5566",
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "SITE_URL": "http://127.0.0.1:8000",
        "NO_PROXY": "intranet,127.0.0.1,localhost",
        "no_proxy": "intranet,127.0.0.1,localhost",
    }


def test_run_in_production_settings_refuses() -> None:
    environment = os.environ | {"DRIPR_ENVIRONMENT": "production", "DRIPR_WEB_PORT": "1", "DRIPR_MOTO_PORT": "2"}
    code = "import sys, dripr.local.__main__ as run; run.check_free = lambda ports: None; sys.exit(run.main())"

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=DEADLINE_SECONDS,
    )

    assert done.returncode == 1
    assert done.stderr == (
        "dripr: `make run` fills the database with a demo, and DRIPR_ENVIRONMENT says production: it stops here.\n"
    )


# --- Children ------------------------------------------------------------------------------------------------------
def test_child_writes_its_log_and_tells_its_exit_code(tmp_path: Path) -> None:
    child = python_child(tmp_path, "print('one'); print('two'); raise SystemExit(3)")

    child.start()
    wait_for(lambda: not child.running)

    assert child.exit_code == 3
    assert child.last_lines(1) == "    two"


def test_stop_all_lets_a_child_finish(tmp_path: Path) -> None:
    code = (
        "import signal, sys\n"
        "signal.signal(signal.SIGTERM, lambda *_: (print('finished'), sys.exit(0)))\n"
        "print('ready')\nwhile True: signal.pause()"
    )
    child = python_child(tmp_path, code)
    child.start()
    wait_for(lambda: "ready" in child.log_text())

    killed = stop_all([child], grace=DEADLINE_SECONDS, wait=wait_patiently)

    assert killed == []
    assert child.exit_code == 0
    assert child.log_text() == "ready\nfinished\n"


def test_stop_all_kills_at_once_when_told_to_hurry(tmp_path: Path) -> None:
    child = python_child(tmp_path, "import signal; signal.signal(15, signal.SIG_IGN); print('ready'); signal.pause()")
    child.start()
    wait_for(lambda: "ready" in child.log_text())

    killed = stop_all([child], grace=DEADLINE_SECONDS, wait=lambda _: True)

    assert killed == ["program"]
    assert child.exit_code == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time, pathlib; from dripr.local.processes import Child\n"
        f"log = pathlib.Path({str(tmp_path / 'log')!r})\n"
        "child = Child('x', [sys.executable, '-c', 'import time; time.sleep(600)'], log)\n"
        "child.start(); print(child.process.pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_alive(pid)
        parent.kill()

    wait_for(lambda: not is_alive(pid))


def test_stop_request_wakes_whoever_waits_and_is_counted() -> None:
    with StopRequest() as stop:
        assert not stop.wait(0)

        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)

        assert stop.count == 2
        assert stop.wait(DEADLINE_SECONDS)
        with pytest.raises(Stopped):
            stop.pause(0)


# --- The moto server -----------------------------------------------------------------------------------------------
def test_moto_server_answers_as_sqs_and_is_gone_afterwards() -> None:
    with MotoServer() as moto:
        sqs = boto3.client(
            "sqs",
            endpoint_url=moto.url,
            region_name="us-west-2",
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )
        queue_url = sqs.create_queue(QueueName="a-queue")["QueueUrl"]
        sqs.close()

    assert queue_url == f"{moto.url}/123456789012/a-queue"
    assert not moto.child.running
    assert not moto.log_file.exists()


def test_moto_server_on_a_taken_port_says_so(taken_port: int, tmp_path: Path) -> None:
    moto = MotoServer(taken_port, tmp_path / "moto.log")

    with pytest.raises(MotoServerError, match="Address already in use"):
        moto.start()

    assert not moto.child.running


# --- Progress ------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_progress_counts_what_is_at_work_or_about_to_be() -> None:
    make_campaign()
    make_campaign(next_send_datetime=NOW)
    make_campaign(campaign_status=CampaignStatus.WAITING_FOR_DATA)
    waits_for_its_hour = make_campaign(
        campaign_status=CampaignStatus.READY_TO_CREATE_EMAIL, send_due_datetime=NOW + timedelta(hours=1)
    )
    make_email(campaign=waits_for_its_hour)
    make_email(delivery_status=DeliveryStatus.DELIVERED)

    assert progress(NOW) == Progress(
        campaigns={
            "DORMANT": 2,
            "WAITING_FOR_DATA": 1,
            "READY_TO_CREATE_EMAIL": 1,
            "WAITING_FOR_MANUAL_APPROVAL": 1,
        },
        created=2,
        sent=1,
        unconfirmed=0,
        due=2,
    )


def test_progress_line_tells_campaigns_in_the_order_of_the_machine() -> None:
    state = Progress(
        campaigns={"READY_TO_SEND_EMAIL": 2, "DORMANT": 40, "WAITING_FOR_DATA": 18},
        created=12,
        sent=9,
        unconfirmed=1,
        due=20,
    )

    assert progress_line(state) == (
        "campaigns: 40 dormant, 18 waiting for data, 2 ready to send e-mail | e-mails: 12 created, 9 sent, 1 being sent"
    )


def test_provisioned_lines_are_found_among_others() -> None:
    text = "12:00:00 INFO made\nSNS_CAMPAIGN_EVENTS_TOPIC_ARN=arn:x\nSQS_INTRO_QUEUE_URL=http://127.0.0.1:1/a\n"

    assert provisioned(text) == {
        "SNS_CAMPAIGN_EVENTS_TOPIC_ARN": "arn:x",
        "SQS_INTRO_QUEUE_URL": "http://127.0.0.1:1/a",
    }


def test_provisioned_nothing_is_trouble() -> None:
    with pytest.raises(Trouble, match="named no queue"):
        provisioned("12:00:00 INFO made\n")
