import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from campaigns.emails.delivery_events import GREETING
from campaigns.models import Email
from dripr import aws, startup
from fetcher.delivery_bodies import KINDS, delivery_body
from fetcher.provisioning.names import Names, arn_beside

BOUNCE_TYPES = ("Permanent", "Transient", "Undetermined")
MOST_TIMES = 10_000


def times(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_TIMES):
        raise ArgumentTypeError(f"takes a whole number from 1 to {MOST_TIMES:,}")
    return int(text)


class Command(BaseCommand):
    help = (
        "Publishes a delivery event, as the mail service would, to the topic of the delivery_events queue: for "
        "development and tests, where nothing else writes them. Refused in production."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email_id", nargs="?", type=int, metavar="EMAIL_ID", help="An e-mail that was handed over.")
        parser.add_argument("kind", nargs="?", metavar="KIND", help=f"What became of it: {', '.join(KINDS)}.")
        parser.add_argument("--bounce-type", choices=BOUNCE_TYPES, default=BOUNCE_TYPES[0], help="For a bounce.")
        parser.add_argument("--times", type=times, default=1, help="Publish it so often; queues deliver twice, too.")
        parser.add_argument("--greeting", action="store_true", help="The text that the mail service greets with.")
        parser.add_argument("--file", metavar="PATH", help="A body as it is, from a file, or from - (standard input).")

    def handle(
        self,
        *,
        email_id: int | None,
        kind: str | None,
        bounce_type: str,
        times: int,
        greeting: bool,
        file: str | None,
        **_options: Any,
    ) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("in production only the mail service says what became of an e-mail")
        if sum((email_id is not None, greeting, file is not None)) != 1:
            raise CommandError("give an e-mail's number and what became of it, or --greeting, or --file", returncode=2)
        if email_id is not None:
            known = _known(kind)
            startup.require_database()
            body = json.dumps(delivery_body(_email(email_id), known, timezone.now(), bounce_type))
        else:
            body = _read(file) if file is not None else GREETING
        self._publish(body, times)

    def _publish(self, body: str, times: int) -> None:
        topic_arn = _topic_arn()
        with startup.aws_at_start(f"the topic {topic_arn}", "SNS_CAMPAIGN_EVENTS_TOPIC_ARN"):
            for _ in range(times):
                aws.client("sns").publish(TopicArn=topic_arn, Message=body)
        self.stdout.write(f"published to {topic_arn.rpartition(':')[2]}")


def _topic_arn() -> str:
    """The topic stands beside that of the campaign events, in the same environment."""
    campaign_topic = settings.SNS_CAMPAIGN_EVENTS_TOPIC_ARN
    prefix = Names("").campaign_topic
    name = campaign_topic.rpartition(":")[2]
    if campaign_topic.count(":") != 5 or not name.startswith(prefix):
        raise CommandError(
            "SNS_CAMPAIGN_EVENTS_TOPIC_ARN names no topic of dripr; `manage.py provision_queues` prints the line"
        )
    return arn_beside(campaign_topic, "sns", Names(name.removeprefix(prefix)).delivery_topic)


def _known(kind: str | None) -> str:
    if kind is None or kind not in KINDS:
        raise CommandError(f"say what became of the e-mail; known: {', '.join(KINDS)}", returncode=2)
    return kind


def _email(email_id: int) -> Email:
    email = Email.objects.filter(pk=email_id).first()
    if email is None:
        raise CommandError(f"there is no e-mail {email_id}")
    if not email.handover:
        raise CommandError(f"e-mail {email_id} was never handed to the mail service")
    return email


def _read(path: str) -> str:
    try:
        body = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}") from error
    if not body.strip():
        raise CommandError(f"{path} is empty, and no topic takes an empty body")
    return body
