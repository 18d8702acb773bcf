"""A local server that speaks the wire format of Bedrock's Converse API, on good days and bad ones.

    def test_…(bedrock: ConverseServer) -> None:
        bedrock.says(GOOD_INTRO)                      # a text, as the model would give it
        bedrock.fails("ThrottlingException", 429)     # an error of the service's own
        … generate_intro(…) …
        assert bedrock.requests[0].prompt == …

What is told is answered in its order, and the last of it again and again. The fixture points botocore at it by its
endpoint variable and sets the model's settings; nothing of ours is replaced.
"""

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

import pytest
from django.conf import LazySettings

from dripr import aws

MODEL_ID = "us.amazon.nova-2-lite-v1:0"
LONGEST_HOLD_SECONDS = 20.0
_PATH = re.compile(r"/model/(?P<model>[^/]+)/converse")


@dataclass(frozen=True)
class ConverseRequest:
    """What the model was asked."""

    model_id: str
    body: Mapping[str, Any]

    @property
    def system(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.body["system"]
        return found

    @property
    def turns(self) -> list[tuple[str, str]]:
        return [(turn["role"], turn["content"][0]["text"]) for turn in self.body["messages"]]

    @property
    def prompt(self) -> str:
        """The user's first text."""
        return self.turns[0][1]


@dataclass(frozen=True)
class Reply:
    """One answer on the wire. `is_cut` breaks it off half way; `drip_seconds` parts its bytes; `waits_for` holds it."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    is_cut: bool = False
    drip_seconds: float = 0.0
    waits_for: threading.Event | None = None


Answering = Callable[[ConverseRequest], Reply]


def text_reply(text: str, stop_reason: str = "end_turn", **usage: int) -> Reply:
    """A text with its usage, by the names of the wire format (inputTokens, outputTokens …)."""
    used = {"inputTokens": 1200, "outputTokens": 150, "totalTokens": 1350, **usage}
    return blocks_reply([{"text": text}] if text else [], stop_reason, used)


def blocks_reply(blocks: list[dict[str, Any]], stop_reason: str = "end_turn", usage: Any = None) -> Reply:
    content = {
        "output": {"message": {"role": "assistant", "content": blocks}},
        "stopReason": stop_reason,
        "usage": usage or {"inputTokens": 1200, "outputTokens": 150, "totalTokens": 1350},
        "metrics": {"latencyMs": 1830},
    }
    return Reply(json.dumps(content).encode())


def error_reply(code: str, status: int, message: str = "", **headers: str) -> Reply:
    """An error as the service sends it: its type in a header, its words in the body."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(json.dumps({"message": message}).encode(), status, {"x-amzn-errortype": f"{code}:", **named})


class ConverseServer:
    """Listens on a free port of this machine, from `with` on."""

    def __init__(self) -> None:
        self.requests: list[ConverseRequest] = []
        self.stopping = threading.Event()
        self._script: list[Answering] = []
        self._lock = threading.Lock()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def answers(self, *replies: Reply | Answering) -> None:
        """From now on these, in their order; the last one stays. What is called gets the request."""
        with self._lock:
            self._script = [reply if callable(reply) else _always(reply) for reply in replies]

    def says(self, *texts: str) -> None:
        self.answers(*(text_reply(text) for text in texts))

    def fails(self, code: str, status: int, message: str = "", **headers: str) -> None:
        self.answers(error_reply(code, status, message, **headers))

    def clear(self) -> None:
        with self._lock:
            self._script.clear()
            self.requests.clear()

    def take(self, request: ConverseRequest) -> Reply:
        with self._lock:
            self.requests.append(request)
            if not self._script:
                return error_reply("ResourceNotFoundException", 404, "The server was told nothing to say.")
            answering = self._script.pop(0) if len(self._script) > 1 else self._script[0]
        return answering(request)

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


def _always(reply: Reply) -> Answering:
    return lambda _request: reply


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # joined at the end: no thread outlives its test module
    request_queue_size = 128

    def __init__(self, script: ConverseServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = script

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    wbufsize = 0

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        path = _PATH.fullmatch(self.path)
        if path is None:
            self._send(error_reply("UnknownOperationException", 404))
        else:
            self._send(self.server.script.take(ConverseRequest(unquote(path["model"]), body)))

    def _send(self, reply: Reply) -> None:
        self._hold(reply.waits_for)
        headers = {"Content-Type": "application/json", "Content-Length": str(len(reply.body)), **reply.headers}
        lines = [f"HTTP/1.1 {reply.status} As told", *(f"{name}: {value}" for name, value in headers.items())]
        body = reply.body[: len(reply.body) // 2] if reply.is_cut else reply.body
        content = "\r\n".join([*lines, "", ""]).encode("latin-1") + body
        for start in range(0, len(content), 1 if reply.drip_seconds else len(content)):
            self.wfile.write(content[start : start + 1] if reply.drip_seconds else content)
            if reply.drip_seconds and self.server.script.stopping.wait(reply.drip_seconds):
                return

    def _hold(self, event: threading.Event | None) -> None:
        waited = 0.0
        while event and not event.wait(0.02) and not self.server.script.stopping.is_set():
            waited += 0.02
            if waited > LONGEST_HOLD_SECONDS:
                return

    def log_message(self, *args: Any) -> None:
        """Nothing: the tests look at what was asked themselves."""


@pytest.fixture(scope="module")
def bedrock_of_module() -> Iterator[ConverseServer]:
    with ConverseServer() as server:
        yield server


@pytest.fixture
def bedrock(
    bedrock_of_module: ConverseServer, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> Iterator[ConverseServer]:
    """Bedrock as the writer, and one server for the module that was told nothing yet at the beginning of each test."""
    bedrock_of_module.clear()
    monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", bedrock_of_module.url)
    settings.WRITER = "bedrock"
    settings.BEDROCK_MODEL_ID = MODEL_ID
    aws.forget_clients()
    yield bedrock_of_module
    aws.forget_clients()
