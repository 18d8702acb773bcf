"""A mail service on this machine that speaks SES's HTTP, and misbehaves as it is told."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

import pytest

HTTP_STATUS = {"TooManyRequestsException": 429, "daily quota": 429}
CODES = {"daily quota": "TooManyRequestsException"}
MESSAGES = {"daily quota": "Daily message quota exceeded"}
REFUSAL = "Address kim.larsen@clients.example is not verified"


class MailService:
    """`behave` takes accept, 500, cut off, silent, no connection, daily quota, or the code of a refusal.

    With "accept and hang up" it says that it keeps the connection open, and does not; `hung_up` is set then.
    """

    def __init__(self) -> None:
        self.calls = 0
        self.tags: list[object] = []
        self.behaviour = "accept"
        self.on_call: Callable[[], object] = lambda: None
        self.released = threading.Event()
        self.hung_up = threading.Event()
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service.calls += 1
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.tags.append(request.get("EmailTags"))
                service.on_call()
                service.answer(self)

            def log_message(self, *_arguments: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            def shutdown_request(self, request: Any) -> None:
                super().shutdown_request(request)
                service.hung_up.set()

        self.handler = Handler
        self.server = Server(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def behave(self, behaviour: str) -> None:
        self.behaviour = behaviour
        if behaviour == "accept and hang up":
            self.handler.protocol_version = "HTTP/1.1"
        if behaviour == "no connection":
            self._close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        if self.behaviour == "cut off":
            request.close_connection = True
            return
        if self.behaviour == "silent":
            self.released.wait(10)
            return
        status, body, code = 200, {"MessageId": f"message-{self.calls}"}, ""
        if self.behaviour == "500":
            status, body, code = 500, {"message": "oops"}, "InternalFailure"
        elif self.behaviour == "accept and hang up":
            request.close_connection = True
        elif self.behaviour != "accept":
            code = CODES.get(self.behaviour, self.behaviour)
            message = MESSAGES.get(self.behaviour, REFUSAL)
            status, body = HTTP_STATUS.get(self.behaviour, 400), {"message": message}
        payload = json.dumps(body).encode()
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("x-amzn-ErrorType", code)
        request.send_header("Content-Length", str(len(payload)))
        request.end_headers()
        request.wfile.write(payload)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.released.set()
        if self.thread.is_alive():
            self._close()

    def _close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def mail_service(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[MailService]:
    """What e-mails are handed to, over HTTP, with a patience of one second."""
    with MailService() as running:
        monkeypatch.setenv("AWS_ENDPOINT_URL", running.url)
        settings.EMAIL_BACKEND = "anymail.backends.amazon_ses.EmailBackend"
        config = settings.ANYMAIL["AMAZON_SES_CLIENT_PARAMS"]["config"] | {"read_timeout": 1}
        settings.ANYMAIL = {"AMAZON_SES_CLIENT_PARAMS": {"config": config}}
        yield running
