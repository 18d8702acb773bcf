"""Neither a key nor what was asked gets into a log or an exception, also with the libraries at their most talkative."""

import logging
import threading
import traceback
from collections.abc import Iterator

import pytest

from fetcher.http import HttpSource
from fetcher.tests.http_server import Answer, ScriptedServer

KEY, HEADER_KEY, STREET = "k3yk3yk3y", "h3ad3rk3y", "Unlikely"
PRIVATE = (KEY, HEADER_KEY, STREET)
BAD_DAYS = {
    "good": Answer.json([]),
    "no data": Answer.json({}, status=404),
    "refused": Answer.json({"message": f"bad key {KEY} for 1 {STREET} St"}, status=401),
    "at its limit": Answer.json({"message": KEY}, status=429),
    "elsewhere": Answer.json({}, status=301, Location=f"/?api_key={KEY}"),
    "no JSON": Answer(body=KEY.encode()),
    "cut off": Answer(body=b"[1, 2]", cut_after=2),
    "lost": Answer(is_lost=True),
    "silent": Answer(held_until=threading.Event()),
    "headers without form": Answer(headers={"X-Odd\r\nno header at all\r\nX": "1"}),
}


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """All that any logger says; the settings keep urllib3 to warnings, which is not relied upon here."""
    loggers = [logging.getLogger(name) for name in ("urllib3", "urllib3.connection", "urllib3.connectionpool")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    with caplog.at_level(logging.DEBUG):
        yield caplog
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


def ask(url: str) -> str:
    """Everything that can be read of the error that an answer leads to: its chain, its causes, their arguments."""
    homes = HttpSource("FRED", url, headers={"X-Api-Key": HEADER_KEY}, secret_parameters={"api_key": KEY}, timeout=0.1)
    error = None
    try:
        homes.get_json("/homes", {"address": f"1 {STREET} St"})
    except Exception as caught:  # noqa: BLE001 - of any kind
        error = caught
    if error is None:
        return ""
    return "".join([*traceback.format_exception(error), repr((error.args, error.__context__, error.__cause__))])


@pytest.mark.parametrize("answer", BAD_DAYS.values(), ids=BAD_DAYS)
def test_answer_leaves_nothing_private(
    answer: Answer, http_server: ScriptedServer, logged: pytest.LogCaptureFixture
) -> None:
    http_server.answer("/homes", answer)
    told = ask(http_server.url)
    assert http_server.requests[0].query == {"address": f"1 {STREET} St", "api_key": KEY}
    assert len(logged.records) > 0
    assert [private for private in PRIVATE if private in told + logged.text] == []


def test_source_out_of_reach_leaves_nothing_private(logged: pytest.LogCaptureFixture) -> None:
    told = ask("http://127.0.0.1:9")
    assert [private for private in PRIVATE if private in told + logged.text] == []
