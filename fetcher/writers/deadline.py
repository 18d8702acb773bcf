"""A call that is over by a moment, however slowly its answer drips in.

A socket's own time-out counts anew with each byte. So each wait for the answer lasts no longer than until that moment,
and for all that is no wait for an answer (names, credentials, a pause) the call runs in a thread that is left behind.
Such a thread makes no further attempt and breaks its connection off; there are never more than MOST_AT_ONCE.
"""

import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from botocore.awsrequest import AWSHTTPConnection, AWSHTTPConnectionPool, AWSHTTPSConnection, AWSHTTPSConnectionPool
from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError, ProxyConnectionError, SSLError

from fetcher.http_connections import AnswerByDeadline

MOST_AT_ONCE = 64
NEVER_SENT = (ConnectTimeoutError, EndpointConnectionError, ProxyConnectionError, SSLError)
_slots = threading.BoundedSemaphore(MOST_AT_ONCE)
_own = threading.local()

Result = TypeVar("Result")


class TooLate(Exception):
    """The time for this call is over."""


class Sends:
    """How often a call was sent, and of how many sends nobody saw the end: those may have been charged."""

    def __init__(self) -> None:
        self.begun = 0
        self.ended = 0

    @property
    def unanswered(self) -> int:
        return self.begun - self.ended


class _Call(Generic[Result]):
    """One call in its thread: its result or its error, once it is done."""

    def __init__(self, work: Callable[[], Result], ends: float, sends: Sends) -> None:
        self.done = threading.Event()
        self.results: list[Result] = []
        self.error: BaseException | None = None
        self._work = work
        self._ends = ends
        self._sends = sends

    def run(self) -> None:
        _own.ends, _own.sends = self._ends, self._sends
        try:
            self.results.append(self._work())
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that asked
            self.error = error
        finally:
            self.done.set()
            _slots.release()


def by_deadline(seconds: float, work: Callable[[], Result], sends: Sends) -> Result:
    """What `work` returns or raises; TooLate once the seconds are over. `work` must not use the database.

    `sends` is counted on while `work` runs.
    """
    ends = time.monotonic() + seconds
    if not _slots.acquire(timeout=seconds):
        raise TooLate
    call = _Call(work, ends, sends)
    try:
        threading.Thread(target=call.run, name="by_deadline", daemon=True).start()
    except RuntimeError:  # no thread to be had
        _slots.release()
        raise
    if not call.done.wait(max(0.0, ends - time.monotonic())):
        raise TooLate
    if call.error is not None:
        raise call.error
    return call.results[0]


def still_in_time(**_event: Any) -> None:
    """Called inside `work` ahead of each send: raises TooLate where nobody waits for it any more."""
    if time.monotonic() >= getattr(_own, "ends", float("inf")):
        raise TooLate
    _own.sends.begun += 1


def came_back(*, exception: Exception | None = None, **_event: Any) -> None:
    """Called inside `work` after each send: it was answered, with an error or without, or never got there."""
    if exception is None or isinstance(exception, NEVER_SENT):
        _own.sends.ended += 1


HOOKS = (("before-send", still_in_time), ("response-received", came_back))


class _AnswerInTime(AnswerByDeadline):
    """One that ends with the call in whose thread it is read."""

    def ends(self, time_out: float | None) -> float | None:
        by_time_out = super().ends(time_out)
        by_call: float | None = getattr(_own, "ends", None)
        return min((each for each in (by_time_out, by_call) if each is not None), default=None)


class _HttpConnection(AWSHTTPConnection):
    response_class = _AnswerInTime  # type: ignore[assignment]  # the stub has the one for "100 Continue" alone


class _HttpsConnection(AWSHTTPSConnection):
    response_class = _AnswerInTime  # type: ignore[assignment]  # the stub has the one for "100 Continue" alone


class HttpPool(AWSHTTPConnectionPool):
    """A boto3 client's connections, each answer by its call's deadline."""

    ConnectionCls = _HttpConnection


class HttpsPool(AWSHTTPSConnectionPool):
    ConnectionCls = _HttpsConnection


POOLS = (("http", HttpPool), ("https", HttpsPool))
