"""A way to SNS that can be blocked: a proxy before the moto server, which remembers what was published, in order."""

import json
import re
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl

MESSAGE = re.compile(r"^PublishBatchRequestEntries\.member\.(\d+)\.Message$")
FAULTS = {
    "500": (
        500,
        b'<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Receiver</Type>'
        b"<Code>InternalFailure</Code><Message>oops</Message></Error></ErrorResponse>",
    ),
    "a page": (503, b"<!doctype html><title>503</title><p>Service Unavailable<br>"),
}


class FlakySns:
    """`fault` is empty, or what goes wrong: no publishing, 500, a page (an outage as a gateway tells it), refused."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.fault = ""
        self.published: list[dict[str, Any]] = []
        self.server = self._listen(0)
        self.port = self.server.server_port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def break_down(self, fault: str) -> None:
        self.fault = fault
        if fault == "refused":
            self._close()

    def mend(self) -> None:
        if self.fault == "refused":
            self.server = self._listen(self.port)
        self.fault = ""

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("Content-Length", 0)))
        is_publishing = b"Action=PublishBatch" in body
        if self.fault in FAULTS or (self.fault == "no publishing" and is_publishing):
            status, payload = FAULTS.get(self.fault, FAULTS["500"])
        else:
            forwarded = urllib.request.Request(self.target + request.path, body, dict(request.headers), method="POST")
            with urllib.request.urlopen(forwarded, timeout=30) as answer:
                status, payload = answer.status, answer.read()
            if is_publishing:
                self._remember(body.decode())
        request.send_response(status)
        request.send_header("Content-Type", "text/xml")
        request.send_header("Content-Length", str(len(payload)))
        request.end_headers()
        request.wfile.write(payload)

    def _remember(self, body: str) -> None:
        entries = sorted((int(found[1]), value) for name, value in parse_qsl(body) if (found := MESSAGE.match(name)))
        self.published += [json.loads(value) for _, value in entries]

    def _listen(self, port: int) -> ThreadingHTTPServer:
        sns = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sns.answer(self)

            def log_message(self, *_arguments: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return server

    def _close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.fault != "refused":
            self._close()
