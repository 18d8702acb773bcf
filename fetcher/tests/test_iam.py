"""The IAM policies allow what the processes really call, and nothing that they never call."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from dripr import aws
from fetcher.provisioning import Names
from fetcher.provisioning.iam import Model, Sender, iam_policies
from fetcher.queues import QUEUES
from fetcher.tests.dead_letters import bury

ARN = "arn:aws:sns:us-west-2:123456789012:dripr-campaign-events-test"
SENDER = Sender("report@mail.example.com", "dripr-news")
MODEL = Model("us.amazon.nova-2-lite-v1:0")
POLICIES = iam_policies(Names("test"), ARN, QUEUES.values(), SENDER, MODEL)
# Only the real services of texts and mail call these.
OUTSIDE = {"bedrock:InvokeModel", "ses:SendEmail", "ses:SendRawEmail"}


def statements(who: str) -> dict[str, dict[str, Any]]:
    listed: Any = POLICIES[who]["Statement"]
    return {statement["Sid"]: statement for statement in listed}


def allowed(who: str) -> set[str]:
    return {action for statement in statements(who).values() for action in statement["Action"]}


@contextmanager
def calls() -> Iterator[set[str]]:
    """The IAM actions of what is called while the block runs; a batch needs the action of its single call."""
    seen: set[str] = set()

    def note(model: Any, **_facts: object) -> None:
        service = {"SNS": "sns", "SQS": "sqs", "CloudWatch": "cloudwatch"}[model.service_model.service_id]
        seen.add(f"{service}:{model.name.removesuffix('Batch')}")

    sources = [aws.client("sns").meta.events, aws.client("sqs").meta.events, aws.client("cloudwatch").meta.events]
    for source in sources:
        source.register("before-call", note)
    yield seen
    for source in sources:
        source.unregister("before-call", note)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("aws_in_process")
def test_operators_may_do_what_their_commands_do() -> None:
    bury("intro", "not JSON")
    bury("intro", "nor this")
    with calls() as seen:
        call_command("queue_status", stdout=StringIO())
        call_command("redrive_queue", "intro", dry_run=True, stdout=StringIO())
        call_command("redrive_queue", "intro", stdout=StringIO())
        call_command("queue_status", stdout=StringIO())
        call_command("purge_queue", "intro", yes=True, stdout=StringIO())
    assert seen == allowed("operators")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("aws_in_process")
def test_consumers_may_do_what_they_do() -> None:
    sqs = aws.client("sqs")
    sqs.send_message(QueueUrl=QUEUES["intro"].url, MessageBody="not JSON")
    with calls() as seen:
        call_command("consume_queue", "intro", drain=True)
    assert seen | {"sqs:ChangeMessageVisibility"} == allowed("consumers") - OUTSIDE


def test_poller_may_publish_and_ask_for_depths() -> None:
    assert allowed("poller") == {"sns:GetTopicAttributes", "sns:Publish", "sqs:GetQueueAttributes"}
    assert statements("poller")["Publish"]["Resource"] == [ARN]


@pytest.mark.parametrize(
    ("model", "arns"),
    [
        (
            MODEL,
            [
                "arn:aws:bedrock:us-west-2:123456789012:inference-profile/us.amazon.nova-2-lite-v1:0",
                "arn:aws:bedrock:*::foundation-model/amazon.nova-2-lite-v1:0",
            ],
        ),
        (
            Model("global.anthropic.claude-haiku-4-5-20251001-v1:0", "eu-west-1"),
            [
                "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/global.anthropic.claude-haiku-4-5-20251001-v1:0",
                "arn:aws:bedrock:*::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0",
            ],
        ),
        (Model("amazon.nova-lite-v1:0"), ["arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-lite-v1:0"]),
        (
            Model("arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc"),
            [
                "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc",
                "arn:aws:bedrock:*::foundation-model/*",
            ],
        ),
        (
            Model("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"),
            ["arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"],
        ),
    ],
    ids=["profile", "global profile elsewhere", "bare model", "application profile", "model by its ARN"],
)
def test_texts_may_be_asked_of_the_profile_and_the_model_behind_it(model: Model, arns: list[str]) -> None:
    policies: Any = iam_policies(Names("test"), ARN, QUEUES.values(), SENDER, model)
    texts = next(each for each in policies["consumers"]["Statement"] if each["Sid"] == "Texts")
    assert (texts["Resource"], texts["Action"]) == (arns, ["bedrock:InvokeModel"])


@pytest.mark.usefixtures("aws_in_process")
@pytest.mark.parametrize(("writer", "is_allowed"), [("offline", False), ("bedrock", True)])
def test_models_are_allowed_only_where_one_writes(settings: LazySettings, writer: str, is_allowed: bool) -> None:
    settings.WRITER, settings.BEDROCK_MODEL_ID, settings.DRIPR_ENVIRONMENT = writer, MODEL.model_id, "test"
    out = StringIO()
    call_command("provision_queues", print_iam=True, stdout=out)
    assert ("bedrock:InvokeModel" in out.getvalue()) == is_allowed


def test_mail_goes_only_as_the_sender_and_through_the_configuration_set() -> None:
    assert statements("consumers")["Mail"]["Resource"] == [
        "arn:aws:ses:us-west-2:123456789012:identity/mail.example.com",
        "arn:aws:ses:us-west-2:123456789012:identity/report@mail.example.com",
        "arn:aws:ses:us-west-2:123456789012:configuration-set/dripr-news",
    ]


def test_nothing_is_allowed_on_everything_but_figures() -> None:
    wide = [
        (who, sid) for who in POLICIES for sid, statement in statements(who).items() if "*" in statement["Resource"]
    ]
    assert wide == [("operators", "Ages")]
