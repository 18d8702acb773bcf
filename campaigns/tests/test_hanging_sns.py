"""An SNS that takes the connection and never answers holds a pass up for a bounded time, and costs no event."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from campaigns import events
from campaigns.models import StatusChange
from campaigns.tests.factories import NOW, make_campaign, make_status_change
from dripr import aws


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """The system accepts for it; nobody ever reads or answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listening:
        listening.settimeout(0)
        monkeypatch.setenv("AWS_ENDPOINT_URL_SNS", f"http://127.0.0.1:{listening.getsockname()[1]}")
        monkeypatch.setattr(aws, "SNS_READ_SECONDS", 0.1)
        aws.forget_clients()
        yield listening
    aws.forget_clients()


def connections(listening: socket.socket) -> int:
    """How many were made, each a call that was waited for."""
    made = 0
    while True:
        try:
            listening.accept()[0].close()
        except BlockingIOError:
            return made
        made += 1


@pytest.mark.django_db
@pytest.mark.parametrize(("owed", "calls"), [(25, 2), (200, 2 * events.PUBLISHERS)], ids=["one by one", "by threads"])
def test_silent_sns_is_asked_twice_at_most_in_a_row_and_every_event_stays_owed(
    silent: socket.socket, owed: int, calls: int
) -> None:
    campaign = make_campaign()
    for _ in range(owed):
        make_status_change(campaign=campaign)
    assert events.publish_pending(aws.client("sns"), "arn:aws:sns:us-west-2:123456789012:t", NOW, 1000) == 0
    assert connections(silent) <= calls
    kept = StatusChange.objects.filter(published_at=None, next_attempt_at=NOW, attempts=0)
    assert kept.count() == owed


def test_one_call_to_sns_ends_within_fifteen_seconds() -> None:
    config: Any = aws.client("sns").meta.config
    attempts = config.retries["total_max_attempts"]
    longest_pause = 1.0  # before the one retry, in botocore's standard mode
    assert attempts == 2
    assert attempts * (config.connect_timeout + config.read_timeout) + longest_pause <= 15
