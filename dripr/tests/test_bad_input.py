"""A user's mistakes at the command line: one clear line each, and an exit code."""

from pathlib import Path

import pytest

from dripr.local.moto_server import MotoServer
from dripr.tests.processes import Commands

KNOWN = (
    "Known queues: property, listings, sales, local_market, intro, home_report, email_creation, email_sending, "
    "delivery_events."
)
NOBODY = "http://127.0.0.1:9"
needs_database = pytest.mark.django_db(transaction=True)


def outcome(*arguments: str, **variables: str) -> tuple[int, list[str]]:
    # Only the last line of the log, since a line for people may stand behind what a server said before.
    done = Commands().run(*arguments, **variables)
    return done.returncode, done.stderr.splitlines()


@needs_database
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], f"CommandError: name a queue, or give --all. {KNOWN}"),
        (["intros"], f"CommandError: no queue is called intros. {KNOWN}"),
        (["--all", "intros"], f"CommandError: give names or --all, not both. {KNOWN}"),
        (["intro", "x", "y"], f"CommandError: no queue is called x, y. {KNOWN}"),
    ],
    ids=["no name", "unknown name", "all and a name", "two unknown names"],
)
def test_consume_queue_lists_the_names(arguments: list[str], message: str) -> None:
    assert outcome("consume_queue", *arguments) == (2, [message])


@needs_database
def test_missing_queue_url_is_one_clear_line() -> None:
    assert outcome("consume_queue", "intro", SQS_INTRO_QUEUE_URL="") == (
        1,
        ["CommandError: SQS_INTRO_QUEUE_URL is not set; `manage.py provision_queues` prints the lines"],
    )


@needs_database
def test_missing_topic_is_one_clear_line() -> None:
    code, lines = outcome("run_transitions", "--once", SNS_CAMPAIGN_EVENTS_TOPIC_ARN="")
    assert (code, len(lines)) == (1, 1)
    assert "SNS_CAMPAIGN_EVENTS_TOPIC_ARN is not set" in lines[0]


@needs_database
@pytest.mark.parametrize("command", [["consume_queue", "intro"], ["run_transitions", "--once"], ["provision_queues"]])
def test_aws_endpoint_out_of_reach_at_start_is_one_clear_line(command: list[str]) -> None:
    url = f"{NOBODY}/123456789012/dripr-intro-queue-local"
    code, lines = outcome(*command, AWS_ENDPOINT_URL=NOBODY, SQS_INTRO_QUEUE_URL=url)
    assert (code, len(lines)) == (1, 1)
    assert "cannot be reached" in lines[0]


@needs_database
def test_unknown_queue_at_the_service_is_one_clear_line(moto_server: MotoServer) -> None:
    url = f"{moto_server.url}/123456789012/no-such-queue"
    code, lines = outcome("consume_queue", "intro", AWS_ENDPOINT_URL=moto_server.url, SQS_INTRO_QUEUE_URL=url)
    assert (code, len(lines)) == (1, 1)
    assert "see SQS_INTRO_QUEUE_URL" in lines[0]


@pytest.mark.parametrize("command", [["consume_queue", "intro"], ["run_transitions", "--once"], ["seed_demo"]])
@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all.sqlite3", "mysql://root@127.0.0.1:9/dripr"], ids=["sqlite", "mysql"]
)
@needs_database
def test_database_out_of_reach_at_start_is_one_clear_line(command: list[str], url: str) -> None:
    code, lines = outcome(*command, DATABASE_URL=url)
    assert (code, len(lines)) == (1, 1)
    assert "cannot be reached" in lines[0]


@needs_database
def test_database_that_is_not_migrated_says_what_to_do(tmp_path: object) -> None:
    code, lines = outcome("run_transitions", "--once", DATABASE_URL=f"sqlite:///{tmp_path}/empty.sqlite3")
    assert (code, lines) == (
        1,
        ["CommandError: the database is not migrated yet: run `manage.py migrate` first"],
    )


@needs_database
@pytest.mark.parametrize(
    "option", [["--interval", "0"], ["--interval", "soon"], ["--batch-size", "1.5"]], ids=lambda option: option[1]
)
def test_run_transitions_refuses_senseless_numbers(option: list[str]) -> None:
    code, lines = outcome("run_transitions", *option)
    assert code == 2
    assert option[1] in lines[-1]


NEEDS_AWS = (
    ["consume_queue", "intro"],
    ["run_transitions", "--once"],
    ["provision_queues"],
    ["queue_status"],
    ["purge_queue", "intro"],
    ["redrive_queue", "intro"],
    ["inject_delivery_event", "--greeting"],
)
ADDRESSES = {
    "SQS_INTRO_QUEUE_URL": f"{NOBODY}/123456789012/dripr-intro-queue-local",
    "SNS_CAMPAIGN_EVENTS_TOPIC_ARN": "arn:aws:sns:us-west-2:123456789012:dripr-campaign-events-local",
}


@needs_database
@pytest.mark.parametrize("command", NEEDS_AWS, ids=lambda command: command[0])
def test_endpoint_that_is_no_address_is_one_clear_line(command: list[str]) -> None:
    code, lines = outcome(*command, AWS_ENDPOINT_URL="nowhere", **ADDRESSES)
    service = "sns" if command[0] in {"run_transitions", "provision_queues", "inject_delivery_event"} else "sqs"
    assert (code, lines) == (1, [f"dripr: AWS_ENDPOINT_URL, or that of {service}: Invalid endpoint: nowhere."])


@needs_database
@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("AWS_DEFAULT_REGION", "", "AWS_DEFAULT_REGION is not set: no region, no service."),
        ("AWS_PROFILE", "nope", "AWS_PROFILE: The config profile (nope) could not be found."),
    ],
)
@pytest.mark.parametrize("command", [["queue_status"], ["purge_queue", "intro"]], ids=lambda command: command[0])
def test_region_or_profile_that_is_missing_is_one_clear_line(
    command: list[str], variable: str, value: str, words: str, tmp_path: Path
) -> None:
    nothing = str(tmp_path / "none")
    variables = ADDRESSES | {"AWS_CONFIG_FILE": nothing, "AWS_ENDPOINT_URL": NOBODY, variable: value}
    assert outcome(*command, **variables) == (1, [f"dripr: {words}"])


@needs_database
def test_missing_credentials_are_not_looked_for_in_the_address(tmp_path: Path) -> None:
    nothing = str(tmp_path / "none")
    without = dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"), "")
    files = {"AWS_CONFIG_FILE": nothing, "AWS_SHARED_CREDENTIALS_FILE": nothing, "AWS_EC2_METADATA_DISABLED": "true"}
    code, lines = outcome("consume_queue", "intro", **without, **files, **ADDRESSES, AWS_ENDPOINT_URL=NOBODY)
    assert (code, lines[0].endswith("(Unable to locate credentials); see the AWS variables")) == (1, True)
