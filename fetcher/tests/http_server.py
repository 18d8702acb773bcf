"""A local HTTP server that answers as it is told: a source of data on its bad days.

    def test_…(http_server: ScriptedServer) -> None:
        http_server.answer("/v1/markets", Answer(status=503), Answer.json({"id": "98107"}))
        … HttpSource("RentCast", f"{http_server.url}/v1") …
        assert [request.path for request in http_server.requests] == ["/v1/markets", "/v1/markets"]

The answers of a path come in their order and the last one again and again; a path without answers is a 404.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

import pytest

LONGEST_HOLD_SECONDS = 30.0


@dataclass(frozen=True)
class Answer:
    """One answer. Beside status, headers and body, all that can go wrong with it.

    - `held_until`: nothing is sent before this event is set (or the server ends)
    - `cut_after`: that many bytes of the body are sent, then the connection is closed
    - `drip_seconds`: head and body are sent byte by byte with this pause in between
    - `is_lost`: the connection is closed without a word
    - `has_length`: False leaves Content-Length out, so that the body ends with the connection
    """

    status: int = 200
    body: bytes = b"[]"
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    held_until: threading.Event | None = None
    cut_after: int | None = None
    drip_seconds: float | None = None
    is_lost: bool = False
    has_length: bool = True

    @classmethod
    def json(cls, content: Any, status: int = 200, **headers: str) -> "Answer":
        """An answer with JSON in it; underscores in the names of headers stand for hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return cls(status, json.dumps(content).encode(), {"Content-Type": "application/json"} | named)

    @classmethod
    def html(cls, status: int = 200) -> "Answer":
        return cls(status, b"<!doctype html><title>Sorry</title>", {"Content-Type": "text/html"})


@dataclass(frozen=True)
class Request:
    """What was asked; `connection` is the number of the connection it came by."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    connection: int


class ScriptedServer:
    """Listens on a free port of this machine, from `with` on."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.stopping = threading.Event()
        self._scripts: dict[str, list[Answer]] = {}
        self._lock = threading.Lock()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, path: str, *answers: Answer) -> None:
        """From now on these, in their order, to whoever asks for the path; the last one stays."""
        with self._lock:
            self._scripts[path] = list(answers)

    def clear(self) -> None:
        """Forget answers and requests, and close the connections that are open."""
        with self._lock:
            self._scripts.clear()
            self.requests.clear()
        self._server.close_connections()

    def take(self, request: Request) -> Answer:
        with self._lock:
            self.requests.append(request)
            script = self._scripts.get(request.path) or [Answer.json({"error": "no such path"}, status=404)]
            return script.pop(0) if len(script) > 1 else script[0]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # joined at the end: no thread outlives its test module
    request_queue_size = 128

    def __init__(self, script: ScriptedServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = script
        self.connections = 0
        self._open: set[Any] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections += 1
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        for connection in list(self._open):
            try:
                connection.shutdown(2)
            except OSError:
                self._open.discard(connection)

    def server_close(self) -> None:
        self.close_connections()
        super().server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    wbufsize = 0

    def setup(self) -> None:
        super().setup()
        self.number = self.server.connections

    def do_GET(self) -> None:
        split = urlsplit(self.path)
        query = dict(parse_qsl(split.query, keep_blank_values=True))
        script = self.server.script
        answer = script.take(Request(self.command, split.path, query, dict(self.headers), self.number))
        if answer.held_until is not None:
            _wait_for_either(answer.held_until, script.stopping)
        if answer.is_lost or script.stopping.is_set():
            self.close_connection = True
            return
        self._send(answer)

    def _send(self, answer: Answer) -> None:
        body = answer.body if answer.cut_after is None else answer.body[: answer.cut_after]
        headers = dict(answer.headers)
        if answer.has_length:
            headers.setdefault("Content-Length", str(len(answer.body)))
        else:
            headers["Connection"] = "close"
        lines = [f"HTTP/1.1 {answer.status} As told", *(f"{name}: {value}" for name, value in headers.items())]
        content = "\r\n".join([*lines, "", ""]).encode("latin-1") + body
        if answer.drip_seconds is None:
            self.wfile.write(content)
        else:
            self._drip(content, answer.drip_seconds)
        if answer.cut_after is not None or not answer.has_length:
            self.close_connection = True

    def _drip(self, content: bytes, seconds: float) -> None:
        for byte in content:
            self.wfile.write(bytes([byte]))
            if self.server.script.stopping.wait(seconds):
                return

    def log_message(self, *args: Any) -> None:
        """Nothing: the tests look at what was asked themselves."""


def _wait_for_either(event: threading.Event, other: threading.Event) -> None:
    waited = 0.0
    while not event.wait(0.02) and not other.is_set() and waited < LONGEST_HOLD_SECONDS:
        waited += 0.02


@pytest.fixture(scope="module")
def http_server_of_module() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server


@pytest.fixture
def http_server(http_server_of_module: ScriptedServer) -> ScriptedServer:
    """One server for the module, without answers at the beginning of each test."""
    http_server_of_module.clear()
    return http_server_of_module
