"""Pooled connections to one source, on urllib3, that tell nobody what was asked and that end by a deadline.

- urllib3 writes URLs into logs and exceptions, and in ours a query holds keys and addresses. So the query travels
  beside the URL, in a header that never leaves this process, and joins it as the request line is written.
- A socket's own time-out counts anew with each byte that arrives. Here every wait for an answer, its head and its
  chunks included, lasts until one moment: what is left of the call's time when its answer begins.
"""

import http.client
import io
import socket
import time
from collections.abc import Mapping
from typing import Any

import urllib3

QUERY = "X-Dripr-Query"
CONNECTIONS_KEPT = 32


class _Received(io.RawIOBase):
    """What a socket receives until a moment (None: without an end); then TimeoutError."""

    def __init__(self, connection: socket.socket, ends: float | None) -> None:
        super().__init__()
        self._connection = connection
        self._received = connection.makefile("rb", buffering=0)
        self._ends = ends

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self._ends is not None:
            left = self._ends - time.monotonic()
            if left <= 0:
                raise TimeoutError("the answer took too long")
            self._connection.settimeout(left)
        return self._received.readinto(buffer)

    def close(self) -> None:
        self._received.close()
        super().close()


class AnswerByDeadline(http.client.HTTPResponse):
    """An answer that has to be there whole by a moment of the monotonic clock."""

    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        self.fp.close()
        self.fp = io.BufferedReader(_Received(sock, self.ends(sock.gettimeout())))

    def ends(self, time_out: float | None) -> float | None:
        """By the socket's own time-out, counted from the beginning of the answer."""
        return None if time_out is None else time.monotonic() + time_out


class _Discreet:
    """Keeps the query from urllib3 until the request line is written."""

    response_class = AnswerByDeadline
    _query = ""

    def request(
        self, method: str, url: str, body: Any = None, headers: Mapping[str, str] | None = None, **options: Any
    ) -> None:
        sent = dict(headers or {})
        self._query = sent.pop(QUERY, "")
        super().request(method, url, body=body, headers=sent, **options)  # type: ignore[misc]

    def putrequest(self, method: str, url: str, **options: Any) -> None:
        super().putrequest(method, url + self._query, **options)  # type: ignore[misc]


class _HttpConnection(_Discreet, urllib3.connection.HTTPConnection):  # type: ignore[misc]
    pass


class _HttpsConnection(_Discreet, urllib3.connection.HTTPSConnection):  # type: ignore[misc]
    pass


class _HttpPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _HttpConnection


class _HttpsPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _HttpsConnection


def connection_pool(scheme: str, host: str, port: int | None) -> urllib3.HTTPConnectionPool:
    """Connections for any number of threads, straight to the host: proxies of the environment are not asked."""
    if scheme == "https":
        return _HttpsPool(host, port, maxsize=CONNECTIONS_KEPT, cert_reqs="CERT_REQUIRED")
    return _HttpPool(host, port, maxsize=CONNECTIONS_KEPT)
