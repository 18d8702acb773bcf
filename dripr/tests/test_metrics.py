import socket
import urllib.request

import pytest
from django.core.management import CommandError
from prometheus_client import Counter

from dripr.metrics import LOOPBACK, new_registry, served


def get(url: str) -> list[str]:
    with urllib.request.urlopen(url, timeout=5) as answer:
        return str(answer.read().decode()).splitlines()


def test_free_port_is_taken_and_logged_and_given_back(caplog: pytest.LogCaptureFixture) -> None:
    registry = new_registry()
    Counter("dripr_tries", "Tries.", registry=registry).inc(3)
    with caplog.at_level("INFO"), served(registry, 0, LOOPBACK):
        url = caplog.records[0].__dict__["facts"]["url"]
        assert [line for line in get(url) if line.startswith("dripr_tries_total")] == ["dripr_tries_total 3.0"]
    with pytest.raises(OSError, match="refused"):
        get(url)


def test_every_registry_is_its_own() -> None:
    for _ in range(2):
        Counter("dripr_tries", "Tries.", registry=new_registry())


def test_port_in_use_is_one_clear_line() -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError) as raised, served(new_registry(), port, LOOPBACK):
            pass
    assert str(raised.value) == (
        f"metrics cannot be served on 127.0.0.1:{port}: Address already in use; see --metrics-port"
    )


def test_without_a_port_nothing_is_served(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"), served(new_registry(), None, LOOPBACK):
        assert caplog.records == []
