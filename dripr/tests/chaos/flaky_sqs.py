"""A way to SQS that can be blocked: a proxy before the moto server, which counts what it was asked for."""

import threading
import urllib.error
import urllib.request
from collections import Counter
from http.server import BaseHTTPRequestHandler

from dripr.tests.chaos.flaky_sns import FlakySns

EXPIRED = b'{"__type": "com.amazon.coral.service#ExpiredTokenException", "message": "The security token is expired"}'
ANSWERS = {
    "500": (500, b'{"__type": "com.amazonaws.sqs#InternalError", "message": "oops"}'),
    "a page": (503, b"<!doctype html><title>503</title><p>Service Unavailable<br>"),
    "expired": (403, EXPIRED),
}
SILENT_SECONDS = 10.0


class FlakySqs(FlakySns):
    """`fault` is empty, or what goes wrong: one of ANSWERS, silent or refused; `only` names the one call it befalls.

    Whatever is signed with `expired_key` is refused as well.
    """

    def __init__(self, target: str) -> None:
        self.only = ""
        self.expired_key = ""
        self.received: Counter[str] = Counter()
        self.refused = 0
        self._is_mended = threading.Event()
        super().__init__(target)

    def break_down(self, fault: str, only: str = "") -> None:
        self.only = only
        self._is_mended.clear()
        super().break_down(fault)

    def mend(self) -> None:
        super().mend()
        self._is_mended.set()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("Content-Length", 0)))
        call = request.headers.get("X-Amz-Target", "").rpartition(".")[2]
        self.received[call] += 1
        if self.expired_key and f"Credential={self.expired_key}/" in request.headers.get("Authorization", ""):
            self.refused += 1
            status, payload = ANSWERS["expired"]
        elif not self.fault or self.only not in ("", call):
            status, payload = self._passed_on(request, body)
        elif self.fault == "silent":
            self._is_mended.wait(SILENT_SECONDS)
            return
        else:
            self.refused += 1
            status, payload = ANSWERS[self.fault]
        request.send_response(status)
        request.send_header("Content-Type", "application/x-amz-json-1.0")
        request.send_header("Content-Length", str(len(payload)))
        request.end_headers()
        request.wfile.write(payload)

    def _passed_on(self, request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, bytes]:
        forwarded = urllib.request.Request(self.target + request.path, body, dict(request.headers), method="POST")
        try:
            with urllib.request.urlopen(forwarded, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()
