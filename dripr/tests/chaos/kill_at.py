"""Runs a command that dies at a named point: `python -m dripr.tests.chaos.kill_at POINT COMMAND…`.

As by kill -9, or, where the point says so, only the thread that comes to it.

The hooks sit at Django's database wrapper and at botocore's HTTP session, so production code knows nothing of them.
"""

import os
import re
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django
from botocore.httpsession import URLLib3Session
from django.core.management import execute_from_command_line
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from dripr import aws

VISIBILITY_SECONDS = 1
"""What a killed consumer had in hand comes back after this long, not after minutes."""

MOVE = r"^UPDATE .campaigns_campaign. SET .*campaign_status. ="
HISTORY = r"^INSERT INTO .campaigns_statuschange."
EVENTS_CLAIM = r"^UPDATE .campaigns_statuschange. SET .next_attempt_at. ="
EVENTS_MARK = r"^UPDATE .campaigns_statuschange. SET .published_at. ="
VALUATION = r"^INSERT INTO .campaigns_propertydata."
EMAIL_CLAIM = r"^UPDATE .campaigns_email. SET .*handover"
EMAIL_RESULT = r"^UPDATE .campaigns_email. SET .*sent_at"
EMAIL_REFUSAL = r"^UPDATE .campaigns_email. SET .*error"


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)  # the other threads may run on for a moment, this one may not


def end_thread() -> None:
    raise SystemExit


@dataclass(frozen=True, slots=True)
class Point:
    """Before or after a statement, after the commit of a statement's transaction, or before or after a call to AWS."""

    when: str
    what: str
    die: Callable[[], None] = die


POINTS = {
    "claimed": Point("before statement", MOVE),
    "updated": Point("after statement", MOVE),
    "recorded": Point("after statement", HISTORY),
    "committed": Point("after commit", MOVE),
    "claiming events": Point("before statement", EVENTS_CLAIM),
    "events claimed": Point("after commit", EVENTS_CLAIM),
    "publishing": Point("before call", "PublishBatch"),
    "published": Point("after call", "PublishBatch"),
    "marking": Point("before statement", EVENTS_MARK),
    "marked": Point("after statement", EVENTS_MARK),
    "deleting": Point("before call", "DeleteMessageBatch"),
    "claiming e-mail": Point("after statement", EMAIL_CLAIM),
    "e-mail claimed": Point("after commit", EMAIL_CLAIM),
    "handing over": Point("before call", "SendEmail"),
    "handed over": Point("after call", "SendEmail"),
    "writing result": Point("after statement", EMAIL_RESULT),
    "refusal written": Point("after commit", EMAIL_REFUSAL),
    "worker thread": Point("after statement", VALUATION, end_thread),
    "receiving thread": Point("before call", "ReceiveMessage", end_thread),
    "keeper thread": Point("before call", "ChangeMessageVisibilityBatch", end_thread),
}


def call_name(request: Any) -> str:
    """What AWS is asked for, in SQS's JSON, SNS's query or SES's REST protocol."""
    target = request.headers.get("X-Amz-Target", "")
    target = target.decode() if isinstance(target, bytes) else target
    if target:
        return target.rpartition(".")[2]
    if request.url.endswith("/v2/email/outbound-emails"):
        return "SendEmail"
    body = request.body.decode() if isinstance(request.body, bytes) else str(request.body)
    action = re.search(r"(?:^|&)Action=(\w+)", body)
    return action[1] if action else ""


def watch_calls(point: Point) -> None:
    send = URLLib3Session.send

    def watched(session: URLLib3Session, request: Any) -> Any:
        is_it = call_name(request) == point.what
        if is_it and point.when == "before call":
            point.die()
        answer = send(session, request)
        if is_it and point.when == "after call":
            point.die()
        return answer

    URLLib3Session.send = watched  # type: ignore[method-assign, assignment]


class Statements:
    """What one connection executes."""

    def __init__(self, point: Point, connection: BaseDatabaseWrapper) -> None:
        self.point = point
        self.is_executed = False
        self.commit: Callable[[], None] = connection.commit
        connection.execute_wrappers.append(self.execute)
        connection.commit = self.commit_and_die  # type: ignore[method-assign]

    def execute(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        is_it = re.search(self.point.what, sql, re.DOTALL) is not None
        if is_it and self.point.when == "before statement":
            self.point.die()
        result = execute(sql, params, many, context)
        if is_it and self.point.when == "after statement":
            self.point.die()
        self.is_executed = self.is_executed or is_it
        return result

    def commit_and_die(self) -> None:
        self.commit()
        if self.is_executed and self.point.when == "after commit":
            self.point.die()


def main(arguments: list[str]) -> None:
    name, *command = arguments
    point = POINTS[name]
    django.setup()
    watch_calls(point)
    watching: list[Statements] = []

    def watch(connection: BaseDatabaseWrapper, **_facts: object) -> None:
        watching.append(Statements(point, connection))

    connection_created.connect(watch)
    aws.client("sqs").meta.events.register(
        "provide-client-params.sqs.ReceiveMessage",
        lambda params, **_facts: params | {"VisibilityTimeout": VISIBILITY_SECONDS},
    )
    execute_from_command_line(["manage.py", *command])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dripr.settings")
    main(sys.argv[1:])
