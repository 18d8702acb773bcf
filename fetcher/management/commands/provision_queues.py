from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from dripr import aws, startup
from fetcher.provisioning import provision
from fetcher.queues import QUEUES


class Command(BaseCommand):
    help = (
        "Creates or mends the topic, the queues with their dead-letter queues and policies, and the subscriptions; "
        "prints the environment variables that name them."
    )

    def handle(self, **_options: Any) -> None:
        with startup.aws_at_start("SNS or SQS", "the AWS variables"):
            variables = provision(aws.client("sns"), aws.client("sqs"), QUEUES.values(), settings.DRIPR_ENVIRONMENT)
        for name, value in variables.items():
            self.stdout.write(f"{name}={value}")
