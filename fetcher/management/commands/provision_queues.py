import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dripr import aws, startup
from fetcher.provisioning import Change, Changes, Names, provision
from fetcher.provisioning.iam import Model, Sender, iam_policies
from fetcher.provisioning.topics import topic_arns
from fetcher.queues import QUEUES


class Command(BaseCommand):
    help = (
        "Creates or mends the topics, the queues with their dead-letter queues and policies, and the subscriptions; "
        "prints the environment variables that name them, and on stderr what it changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        instead = parser.add_mutually_exclusive_group()
        instead.add_argument("--dry-run", action="store_true", help="Change nothing; print what would be changed.")
        instead.add_argument(
            "--print-iam", action="store_true", help="Change nothing; print the IAM policies of poller and consumers."
        )

    def handle(self, *, dry_run: bool, print_iam: bool, **_options: Any) -> None:
        with startup.aws_at_start("SNS or SQS", "the AWS variables", remedy=" and their policy"):
            if print_iam:
                self._print_iam()
            elif dry_run:
                self._print_differences()
            else:
                self._provision()

    def _provision(self) -> None:
        variables = _provision(Changes(lambda change: self.stderr.write(str(change), str)))  # no error, so not in red
        for name, value in variables.items():
            self.stdout.write(f"{name}={value}")

    def _print_differences(self) -> None:
        found: list[Change] = []
        _provision(Changes(found.append, dry_run=True))
        for change in found:
            self.stdout.write(str(change))
        self.stdout.write(f"{len(found)} to change; nothing was changed")

    def _print_iam(self) -> None:
        names = Names(settings.DRIPR_ENVIRONMENT)
        topic_arn = topic_arns(aws.client("sns")).get(names.campaign_topic)
        if topic_arn is None:
            raise CommandError(f"the topic {names.campaign_topic} is not there yet: run `manage.py provision_queues`")
        sender = Sender(settings.EMAIL_SENDER_ADDRESS, settings.SES_CONFIGURATION_SET)
        is_paid = settings.WRITER == "bedrock" and settings.BEDROCK_MODEL_ID
        model = Model(settings.BEDROCK_MODEL_ID, settings.BEDROCK_REGION) if is_paid else None
        policies = iam_policies(names, topic_arn, QUEUES.values(), sender, model)
        self.stdout.write(json.dumps(policies, indent=2))


def _provision(changes: Changes) -> dict[str, str]:
    return provision(aws.client("sns"), aws.client("sqs"), QUEUES.values(), settings.DRIPR_ENVIRONMENT, changes=changes)
