import json
import logging
import sys
import threading
import time
from io import StringIO
from typing import Any

import pytest
from django.db import IntegrityError

from dripr.logs import ConsoleHandler, JsonFormatter, SafeFormatter, TextFormatter, write_lines
from fetcher.providers.base import PassingFault

BOTH = pytest.mark.parametrize("formatter", [TextFormatter(), JsonFormatter()], ids=["text", "json"])
ADDRESS = "kim.larsen@clients.example"


class YieldingStream(StringIO):
    """Lets other threads have the interpreter at each write, as a real one does."""

    def write(self, text: str) -> int:
        time.sleep(0)
        return super().write(text)


def record(message: str, /, *args: object, error: Exception | None = None, **facts: Any) -> logging.LogRecord:
    made = logging.LogRecord("fetcher.consumer", logging.INFO, __file__, 1, message, args, None)
    made.created = 1_764_014_400.25
    made.facts = facts
    if error:
        try:
            raise error
        except type(error):
            made.exc_info = sys.exc_info()
    return made


def test_text_line_is_a_sentence_and_its_facts() -> None:
    line = TextFormatter().format(record("handled", queue="intro", campaign=42, outcome="not ready yet", why=""))
    assert line[8:] == ' INFO fetcher.consumer: handled queue=intro campaign=42 outcome="not ready yet" why=""'


def test_text_line_stays_one_line() -> None:
    assert TextFormatter().format(record("a\nb", why="c\nd")).splitlines()[1:] == []


def test_json_line_holds_the_facts_beside_its_own_fields() -> None:
    line = JsonFormatter().format(record("handled", queue="intro", campaign=42, seconds=0.02))
    assert json.loads(line) == {
        "time": "2025-11-24T20:00:00.250+00:00",
        "level": "INFO",
        "logger": "fetcher.consumer",
        "message": "handled",
        "queue": "intro",
        "campaign": 42,
        "seconds": 0.02,
    }


def test_fact_does_not_overwrite_a_field() -> None:
    entry = json.loads(JsonFormatter().format(record("unreadable", message="id-7", time="now")))
    assert (entry["message"], entry["message_"], entry["time_"]) == ("unreadable", "id-7", "now")


@BOTH
@pytest.mark.parametrize(
    "error",
    [
        IntegrityError(1062, f"Duplicate entry '{ADDRESS}' for key 'email'"),
        ValueError("no such street: 5807 3rd Ave NW"),
        KeyError("Kim Larsen"),
    ],
    ids=["database", "value", "key"],
)
def test_traceback_says_where_and_what_kind_but_not_the_errors_text(formatter: SafeFormatter, error: Exception) -> None:
    line = formatter.format(record("bug in a handler", error=error))
    assert [word for word in (ADDRESS, "5807", "Larsen") if word in line] == []
    assert (type(error).__name__ in line, "test_logs.py" in line) == (True, True)


def test_cause_is_told_before_what_it_led_to_without_its_text() -> None:
    fault = PassingFault("the provider is away")
    fault.__cause__ = ConnectionError(f"GET /homes?address={ADDRESS}")
    traceback = TextFormatter().format(record("failed", error=fault)).split("\n", 1)[1]
    assert traceback.startswith("ConnectionError\n\nThis led to:\n\nTraceback (most recent call last):\n")
    assert traceback.endswith("\nPassingFault: the provider is away")


def test_texts_that_name_only_code_stay() -> None:
    line = TextFormatter().format(record("bug", error=AttributeError("'Campaign' object has no attribute 'zip'")))
    assert line.endswith("AttributeError: 'Campaign' object has no attribute 'zip'")


@BOTH
@pytest.mark.parametrize("where", ["message", "argument", "fact", "nested fact"])
def test_email_address_is_taken_out_wherever_it_stands(formatter: SafeFormatter, where: str) -> None:
    made = {
        "message": record(f"sent to <{ADDRESS}>"),
        "argument": record("sent to %s", ADDRESS),
        "fact": record("sent", to=ADDRESS),
        "nested fact": record("sent", to={"address": [ADDRESS]}),
    }[where]
    line = formatter.format(made)
    assert (line.count("(address)"), "@" in line) == (1, False)


@BOTH
@pytest.mark.parametrize("value", ["x" * 30_000 + " @", ["x" * 30_000], "x" * 990 + f" {ADDRESS}" + "x" * 30_000])
def test_long_fact_is_cut_at_once_and_no_half_of_an_address_stays(formatter: SafeFormatter, value: object) -> None:
    began = time.monotonic()
    line = formatter.format(record("handled", event=value))
    assert (time.monotonic() - began < 1, len(line) < 1300) == (True, True)
    assert ("kim" in line, "characters)" in line) == (False, True)


@BOTH
def test_long_word_in_a_line_costs_no_time(formatter: SafeFormatter) -> None:
    began = time.monotonic()
    assert formatter.format(record("x" * 50_000 + " @")).count("x") >= 50_000
    assert time.monotonic() - began < 1


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What the only handler writes."""
    stream = YieldingStream()
    monkeypatch.setattr(logging.root, "handlers", [ConsoleHandler(stream)])
    return stream


def tell(message: str, *, may_wait: bool) -> None:
    made = record(message)
    made.may_wait = may_wait
    logging.root.handle(made)


def test_line_that_may_wait_is_written_with_the_next_that_may_not(log: StringIO) -> None:
    tell("handled", may_wait=True)
    assert log.getvalue() == ""
    tell("stopped", may_wait=False)
    assert log.getvalue() == "handled\nstopped\n"


def test_lines_that_wait_are_written_on_request(log: StringIO) -> None:
    tell("handled", may_wait=True)
    write_lines()
    assert log.getvalue() == "handled\n"


def test_no_line_is_lost_or_waited_for_while_others_write(log: StringIO) -> None:
    def work(number: int) -> None:
        for line in range(500):
            tell(f"{number} {line}", may_wait=line % 3 > 0)
            if line % 5 == 0:
                write_lines()

    threads = [threading.Thread(target=work, args=[number], daemon=True) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert not any(thread.is_alive() for thread in threads)
    write_lines()
    assert sorted(log.getvalue().splitlines()) == sorted(f"{n} {line}" for n in range(4) for line in range(500))


def test_console_that_is_gone_stops_nobody(log: StringIO) -> None:
    tell("handled", may_wait=True)
    log.close()
    write_lines()
