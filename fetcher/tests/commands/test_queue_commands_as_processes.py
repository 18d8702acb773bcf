"""Exit codes, output streams and signals of the queue commands, as processes against a server over HTTP."""

import json
import signal
import subprocess
from collections.abc import Iterator, Mapping

import pytest

from dripr import aws
from dripr.queue_depth import queue_depth
from dripr.tests.fixtures import ENVIRONMENT
from dripr.tests.processes import Commands
from fetcher.queues import QUEUES

NOBODY = "http://127.0.0.1:9"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def commands(provisioned: Mapping[str, str]) -> Commands:
    """Commands that know their queues."""
    return Commands({**provisioned, "DRIPR_ENVIRONMENT": ENVIRONMENT})


@pytest.fixture
def watching(commands: Commands) -> "Iterator[subprocess.Popen[str]]":
    with commands.start("queue_status", "--watch", "0.1", "--json") as process:
        yield process
        process.kill()


def test_provisioning_prints_variables_on_stdout_and_changes_on_stderr(
    commands: Commands, provisioned: Mapping[str, str]
) -> None:
    commands.environment["DRIPR_ENVIRONMENT"] = "streams"
    foreseen = commands.succeed("provision_queues", "--dry-run").splitlines()
    done = commands.run("provision_queues")
    assert foreseen == [*done.stderr.splitlines(), f"{len(foreseen) - 1} to change; nothing was changed"]
    variables = dict(line.split("=", 1) for line in done.stdout.replace("-streams", f"-{ENVIRONMENT}").splitlines())
    assert variables | {"AWS_ENDPOINT_URL": provisioned["AWS_ENDPOINT_URL"]} == provisioned
    assert commands.succeed("provision_queues", "--dry-run") == "0 to change; nothing was changed\n"


def test_iam_policies_are_printed_as_json(commands: Commands) -> None:
    policies = json.loads(commands.succeed("provision_queues", "--print-iam"))
    assert list(policies) == ["poller", "consumers", "operators"]


def test_iam_policies_need_the_topic(commands: Commands) -> None:
    done = commands.run("provision_queues", "--print-iam", DRIPR_ENVIRONMENT="nowhere")
    assert (done.returncode, done.stderr) == (
        1,
        "CommandError: the topic dripr-campaign-events-nowhere is not there yet: run `manage.py provision_queues`\n",
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_watching_ends_well(watching: "subprocess.Popen[str]", number: signal.Signals) -> None:
    assert watching.stdout
    first, second = json.loads(watching.stdout.readline()), json.loads(watching.stdout.readline())
    assert first == second
    watching.send_signal(number)
    _, errors = watching.communicate(timeout=20)
    assert (watching.returncode, errors) == (0, "")


def test_watch_draws_the_table_again(commands: Commands) -> None:
    with commands.start("queue_status", "--watch", "0.1") as process:
        assert process.stdout
        text = "".join(process.stdout.readline() for _ in range(2 * (len(QUEUES) + 2)))
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
    lines = text.splitlines()
    first, second = lines[: len(QUEUES) + 2], lines[len(QUEUES) + 2 :]
    assert first[0].endswith(" UTC, Ctrl-C ends")
    assert first[1:] == second[1:]


def test_services_out_of_reach_are_told_and_exit_code_1(commands: Commands) -> None:
    done = commands.run("queue_status", "--json", AWS_ENDPOINT_URL=NOBODY)
    rows = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (1, "")
    assert {row["trouble"].partition(" (")[0] for row in rows} == {"the queue cannot be reached"}


@pytest.mark.parametrize("command", ["redrive_queue", "purge_queue"])
def test_unknown_name_lists_the_known_ones(command: str) -> None:
    done = Commands().run(command, "intros")
    names = ", ".join(QUEUES)
    assert (done.returncode, done.stderr) == (2, f"CommandError: no queue is called intros. Known queues: {names}.\n")


@pytest.mark.parametrize("command", [["redrive_queue", "intro"], ["purge_queue", "intro"]], ids=lambda part: part[0])
def test_service_out_of_reach_is_one_clear_line(command: list[str]) -> None:
    url = f"{NOBODY}/123456789012/dripr-intro-queue-local"
    done = Commands().run(*command, AWS_ENDPOINT_URL=NOBODY, SQS_INTRO_QUEUE_URL=url)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert f"the queue intro at {url} cannot be reached" in done.stderr


def test_purge_without_yes_exits_2(commands: Commands) -> None:
    done = commands.run("purge_queue", "intro")
    assert (done.returncode, done.stdout) == (2, "")


def test_purging_is_asked_for_in_full(commands: Commands) -> None:
    done = commands.run("purge_queue", "intro", "--y")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        2,
        "manage.py purge_queue: error: unrecognized arguments: --y",
    )


def test_reader_who_has_gone_ends_a_watch_without_a_word(watching: "subprocess.Popen[str]") -> None:
    assert watching.stdout
    assert watching.stderr
    watching.stdout.readline()
    watching.stdout.close()
    assert (watching.wait(timeout=20), watching.stderr.read()) == (141, "")


def test_reader_who_has_gone_ends_a_redrive_and_no_letter_is_lost(commands: Commands) -> None:
    url = commands.environment["SQS_INTRO_QUEUE_URL"]
    for _ in range(10):
        aws.client("sqs").send_message(QueueUrl=f"{url}-dlq", MessageBody="x" * 50_000)
    with commands.start("redrive_queue", "intro") as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert (process.wait(timeout=30), process.stderr.read()) == (141, "")
    depths = [queue_depth(aws.client("sqs"), each).total for each in (url, f"{url}-dlq")]
    assert sum(depths) == 10


def test_redriving_across_processes(commands: Commands) -> None:
    url = commands.environment["SQS_INTRO_QUEUE_URL"]
    sqs = aws.client("sqs")
    sqs.send_message(QueueUrl=f"{url}-dlq", MessageBody="came back")
    assert commands.succeed("redrive_queue", "intro").splitlines()[-1] == "intro: 1 put back"
    assert sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"] == "came back"
