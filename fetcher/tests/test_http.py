"""The HTTP client against a server on its bad days."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from fetcher.faults import PassingFault, PermanentFault
from fetcher.http import HttpSource, NoData, Refused, seconds_until_retry
from fetcher.tests.http_server import Answer, ScriptedServer

Ask = Callable[..., Any]


@pytest.fixture
def ask(http_server: ScriptedServer) -> Ask:
    """Answer /v1/homes with these, then ask for it."""

    def ask(*answers: Answer, timeout: float = 5.0, most_bytes: int = 1_000) -> Any:
        http_server.answer("/v1/homes", *answers)
        return source(http_server, timeout=timeout, most_bytes=most_bytes).get_json("/homes", {"zipCode": "98107"})

    return ask


def source(server: ScriptedServer, **options: Any) -> HttpSource:
    return HttpSource("RentCast", f"{server.url}/v1/", **options)


def words(ask: Ask, kind: type[Exception], *answers: Answer, **options: Any) -> str:
    with pytest.raises(kind) as fault:
        ask(*answers, **options)
    return str(fault.value)


def test_json_is_asked_for_with_headers_parameters_and_secrets(http_server: ScriptedServer) -> None:
    http_server.answer("/v1/homes", Answer.json([{"price": 1}]))
    keyed = source(http_server, headers={"X-Api-Key": "the-key"}, secret_parameters={"api_key": "the&key"})
    found = keyed.get_json("/homes", {"address": "1 Pine St, Seattle", "limit": 5, "suppressLogging": True})
    request = http_server.requests[0]
    assert found == [{"price": 1}]
    assert request.query == {
        "address": "1 Pine St, Seattle",
        "limit": "5",
        "suppressLogging": "true",
        "api_key": "the&key",
    }
    assert (request.method, request.headers["X-Api-Key"], request.headers["Accept"]) == (
        "GET",
        "the-key",
        "application/json",
    )


def test_one_connection_serves_many_questions(http_server: ScriptedServer) -> None:
    http_server.answer("/v1/homes", Answer.json([]), Answer.json({}, status=429), Answer.json([]))
    homes = source(http_server)
    homes.get_json("/homes", {})
    with pytest.raises(PassingFault):
        homes.get_json("/homes", {})
    homes.get_json("/homes", {})
    assert len({request.connection for request in http_server.requests}) == 1


def test_threads_ask_at_the_same_time(http_server: ScriptedServer) -> None:
    all_asked, homes = threading.Event(), source(http_server)
    http_server.answer("/v1/homes", Answer.json([1]), Answer(held_until=all_asked))
    homes.get_json("/homes", {})
    threads = [threading.Thread(target=homes.get_json, args=("/homes", {})) for _ in range(4)]
    for thread in threads:
        thread.start()
    while len(http_server.requests) < 5:
        assert all(thread.is_alive() for thread in threads)
    all_asked.set()
    for thread in threads:
        thread.join()
    assert len({request.connection for request in http_server.requests[1:]}) == 4


def test_no_data_is_no_fault(ask: Ask) -> None:
    assert words(ask, NoData, Answer.json({"status": 404}, status=404)) == "RentCast has nothing for this question."


@pytest.mark.parametrize(
    ("status", "what_to_do"),
    [
        (301, "RentCast sends elsewhere (HTTP 301), which is not followed: check RENTCAST_BASE_URL."),
        (400, "RentCast refuses the question (HTTP 400): check RENTCAST_API_KEY and what was asked."),
        (401, "RentCast refuses the key (HTTP 401): check RENTCAST_API_KEY, and its plan."),
        (403, "RentCast refuses the key (HTTP 403): check RENTCAST_API_KEY, and its plan."),
    ],
)
def test_refusal_is_permanent_and_says_what_to_check(ask: Ask, status: int, what_to_do: str) -> None:
    assert words(ask, PermanentFault, Answer.json({}, status=status, Location="/v1/other")) == what_to_do


def test_redirect_is_not_followed(ask: Ask, http_server: ScriptedServer) -> None:
    words(ask, PermanentFault, Answer.json([], status=302, Location=f"{http_server.url}/v1/other"))
    assert [request.path for request in http_server.requests] == ["/v1/homes"]


def test_refusal_keeps_what_the_source_said_apart_from_its_words(ask: Ask) -> None:
    with pytest.raises(Refused) as refusal:
        ask(Answer.json({"error_code": 400}, status=400))
    assert (refusal.value.status, refusal.value.body) == (400, {"error_code": 400})


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_fault_of_the_source_is_passing(ask: Ask, status: int) -> None:
    said = words(ask, PassingFault, Answer.html(status))
    assert said == f"RentCast cannot answer at the moment (HTTP {status})."


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "30"}, 30.0),
        ({"Retry-After": "Tue, 24 Nov 2026 04:01:00 GMT", "Date": "Tue, 24 Nov 2026 04:00:00 GMT"}, 60.0),
        ({"Retry-After": "Tue, 24 Nov 2026 04:00:00 GMT", "Date": "Tue, 24 Nov 2026 04:01:00 GMT"}, 0.0),
        ({"Retry-After": "Tue, 24 Nov 2015 04:00:00 -0000"}, 0.0),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "9" * 5_000}, None),
        ({}, None),
    ],
)
def test_retry_after_is_understood(headers: dict[str, str], seconds: float | None) -> None:
    assert seconds_until_retry(headers) == seconds


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503])
def test_retry_after_goes_with_the_fault(ask: Ask, status: int) -> None:
    with pytest.raises(PassingFault) as fault:
        ask(Answer.json({}, status=status, Retry_After="7"))
    assert fault.value.retry_after == 7


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b'[{"price": 12',
        b'"text"',
        b"12",
        b"null",
        b"[NaN]",
        b"[1e999]",
        b"\xff\xfe\xfa",
        b"[" * 100_000,
        b'["\\ud800"]',
    ],
    ids=["empty", "HTML", "cut", "text", "number", "null", "NaN", "infinite", "bytes", "deep", "half a character"],
)
def test_anything_but_a_list_or_an_object_is_passing(ask: Ask, body: bytes) -> None:
    said = words(ask, PassingFault, Answer(body=body, has_length=False), most_bytes=200_000)
    assert said == "RentCast's answer is not the JSON that it should be."


def test_answer_that_is_cut_off_is_passing_and_not_asked_for_again(ask: Ask, http_server: ScriptedServer) -> None:
    assert words(ask, PassingFault, Answer(body=b"[1, 2, 3]", cut_after=4)) == "RentCast's answer was cut off."
    assert len(http_server.requests) == 1


@pytest.mark.parametrize("has_length", [True, False])
def test_answer_that_is_too_long_is_passing(ask: Ask, has_length: bool) -> None:
    endless = Answer(body=b"[" + b" " * 1_000_000, has_length=has_length)
    assert words(ask, PassingFault, endless) == "RentCast's answer is longer than 1,000 bytes."


def test_silence_ends_with_the_time(ask: Ask, http_server: ScriptedServer) -> None:
    said = words(ask, PassingFault, Answer(held_until=threading.Event()), timeout=0.2)
    assert said == "RentCast did not answer within 0.2 seconds."
    assert len(http_server.requests) == 1


@pytest.mark.parametrize("body", [b"[]", b"[" + b" " * 998], ids=["head", "body"])
def test_answer_that_drips_ends_with_the_time(ask: Ask, body: bytes) -> None:
    """Byte after byte arrives in time, and a byte's own time-out would never end it."""
    dripping = Answer(body=body, drip_seconds=0.005 if len(body) < 10 else 0.0005)
    assert words(ask, PassingFault, dripping, timeout=0.25) == "RentCast did not answer within 0.25 seconds."


def test_lost_connection_is_tried_once_more(ask: Ask, http_server: ScriptedServer) -> None:
    assert ask(Answer(is_lost=True), Answer.json([1])) == [1]
    assert len(http_server.requests) == 2


def test_connection_lost_twice_is_passing(ask: Ask, http_server: ScriptedServer) -> None:
    said = words(ask, PassingFault, Answer(is_lost=True))
    assert said == "RentCast closed the connection without an answer."
    assert len(http_server.requests) == 2


def test_repeat_is_announced(http_server: ScriptedServer) -> None:
    announced: list[int] = []
    homes = source(http_server, before_repeat=lambda: announced.append(len(http_server.requests)))
    http_server.answer("/v1/homes", Answer(is_lost=True), Answer.json([1]))
    homes.get_json("/homes", {})
    assert announced == [1]


def test_source_out_of_reach_is_passing() -> None:
    with pytest.raises(PassingFault, match=r"^RentCast cannot be reached; see RENTCAST_BASE_URL if that lasts\.$"):
        HttpSource("RentCast", "http://127.0.0.1:9/v1").get_json("/homes", {})


@pytest.mark.parametrize(
    "address", ["", "api.example", "ftp://api.example", "http://", "https://a@b.example", "http://[", "http://a/?k=1"]
)
def test_wrong_base_address_is_permanent_and_names_its_variable(address: str) -> None:
    with pytest.raises(PermanentFault, match=r"^RENTCAST_BASE_URL is no address of the form https://host/path\.$"):
        HttpSource("RentCast", address)


@pytest.mark.parametrize("key", ["line\nbreak", "schlüssel – neu"])
def test_key_that_no_header_can_hold_is_permanent_and_not_told(http_server: ScriptedServer, key: str) -> None:
    with pytest.raises(PermanentFault) as fault:
        source(http_server, headers={"X-Api-Key": key}).get_json("/homes", {})
    assert str(fault.value) == "RENTCAST_API_KEY holds characters that no HTTP request may hold."


def test_proxies_of_the_environment_are_not_asked(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")
    assert ask(Answer.json([1])) == [1]
