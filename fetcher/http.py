"""The one HTTP client. What it says in errors and logs names the source and what to check, never what was asked."""

import json
import math
import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urlencode

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, LocationParseError, ProtocolError, SSLError
from urllib3.exceptions import TimeoutError as UrllibTimeout

from fetcher.faults import PassingFault, PermanentFault, ProviderError
from fetcher.http_connections import QUERY, connection_pool

TIMEOUT_SECONDS = 20.0
CONNECT_SECONDS = 5.0
MOST_BYTES = 10_000_000
MOST_BYTES_OF_A_REFUSAL = 10_000
PIECE = 65_536
PASSING_STATUSES = frozenset({408, 425, 429})


class NoData(Exception):
    """The source has nothing for this question (HTTP 404)."""


class Refused(PermanentFault):
    """The source refuses the question: asked again the same way, it will do so again.

    `body` is what its answer said, as JSON; None where that was none. It may quote the question: not for logs.
    """

    def __init__(self, message: str, status: int, body: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = body


class HttpSource:
    """One source of data: base address, headers, secrets. One object serves all threads and keeps its connections.

    `name` is the source's as people write it; its settings are called after it (RentCast: RENTCAST_API_KEY,
    RENTCAST_BASE_URL). `headers`, and `secret_parameters`, which join each question's query, may hold keys. `timeout`
    is for a whole call, its one repeat included, however slowly the answer drips in; `before_repeat` runs before that.
    """

    def __init__(
        self,
        name: str,
        base_url: str,
        *,
        headers: Mapping[str, str] = {},
        secret_parameters: Mapping[str, str] = {},
        timeout: float = TIMEOUT_SECONDS,
        most_bytes: int = MOST_BYTES,
        before_repeat: Callable[[], object] = lambda: None,
    ) -> None:
        self.name = name
        self.timeout = timeout
        self.most_bytes = most_bytes
        self._headers = {"Accept": "application/json", "User-Agent": "dripr", **headers}
        self._secret_parameters = dict(secret_parameters)
        self._before_repeat = before_repeat
        self._base_path, self._pool = self._connections(base_url)

    def _connections(self, base_url: str) -> tuple[str, urllib3.HTTPConnectionPool]:
        try:
            url = urllib3.util.parse_url(base_url)
        except LocationParseError:
            url = urllib3.util.Url()
        if url.scheme not in {"http", "https"} or not url.host or url.query is not None or url.auth is not None:
            raise PermanentFault(f"{self._base_url_variable} is no address of the form https://host/path.")
        return (url.path or "").rstrip("/"), connection_pool(url.scheme, url.host, url.port)

    @property
    def _key_variable(self) -> str:
        return f"{self.name.upper()}_API_KEY"

    @property
    def _base_url_variable(self) -> str:
        return f"{self.name.upper()}_BASE_URL"

    def get_json(self, path: str, parameters: Mapping[str, str | int | float]) -> Any:
        """A list or an object; raises NoData, PassingFault or PermanentFault (Refused where the source itself says no).

        Sent once more, and once only, where the connection was lost before an answer began.
        """
        query = urlencode({name: _as_text(value) for name, value in {**parameters, **self._secret_parameters}.items()})
        target = self._base_path + quote(path)
        ends = time.monotonic() + self.timeout
        found = self._attempt(target, query, ends)
        if isinstance(found, _Lost):
            self._before_repeat()
            found = self._attempt(target, query, ends)
        if isinstance(found, Exception):
            raise found  # raised here, so that no error of a library hangs on it, with what that knows
        return found

    def _attempt(self, target: str, query: str, ends: float) -> Any:
        """The answer's content, or the error to raise."""
        try:
            response = self._opened(target, query, ends)
        except HTTPError as error:
            return self._no_answer(error)
        except ValueError:
            return PermanentFault(f"{self._key_variable} holds characters that no HTTP request may hold.")
        try:
            return self._content(response)
        except UrllibTimeout:
            return self._too_slow()
        except HTTPError:
            return PassingFault(f"{self.name}'s answer was cut off.")
        except (NoData, ProviderError) as error:
            return error
        finally:
            response.close()  # one that was read to its end has given its connection back by then

    def _opened(self, target: str, query: str, ends: float) -> urllib3.BaseHTTPResponse:
        """Status and headers of the answer."""
        left = max(0.001, ends - time.monotonic())
        return self._pool.urlopen(
            "GET",
            target,
            headers={**self._headers, QUERY: f"?{query}" if query else ""},
            timeout=urllib3.Timeout(connect=min(CONNECT_SECONDS, left), total=left),
            retries=False,
            redirect=False,
            preload_content=False,
            decode_content=False,
        )

    def _no_answer(self, error: HTTPError) -> PassingFault:
        if isinstance(error, ProtocolError) and any(isinstance(reason, ConnectionError) for reason in error.args):
            return _Lost(f"{self.name} closed the connection without an answer.")
        if isinstance(error, ProtocolError):
            return PassingFault(f"{self.name}'s answer is no HTTP.")
        if isinstance(error, UrllibTimeout) and not isinstance(error, ConnectTimeoutError):
            return self._too_slow()
        if isinstance(error, SSLError):
            return PassingFault(f"{self.name} cannot be reached safely: its certificate or TLS is refused.")
        return PassingFault(f"{self.name} cannot be reached; see {self._base_url_variable} if that lasts.")

    def _too_slow(self) -> PassingFault:
        return PassingFault(f"{self.name} did not answer within {self.timeout:g} seconds.")

    def _content(self, response: urllib3.BaseHTTPResponse) -> Any:
        if not 200 <= response.status < 300:
            raise self._refusal(response)
        content = _parsed(self._body(response, self.most_bytes))
        if not isinstance(content, list | dict):
            raise PassingFault(f"{self.name}'s answer is not the JSON that it should be.")
        return content

    def _body(self, response: urllib3.BaseHTTPResponse, most_bytes: int) -> bytes:
        body = bytearray()
        while piece := response.read(PIECE):
            body += piece
            if len(body) > most_bytes:
                raise PassingFault(f"{self.name}'s answer is longer than {most_bytes:,} bytes.")
        return bytes(body)

    def _refusal(self, response: urllib3.BaseHTTPResponse) -> NoData | ProviderError:
        """What a status other than 2xx means."""
        status = response.status
        body = self._body(response, MOST_BYTES_OF_A_REFUSAL)
        if status == 404:
            return NoData(f"{self.name} has nothing for this question.")
        if status in PASSING_STATUSES or status >= 500:
            words = f"{self.name} cannot answer at the moment (HTTP {status})."
            return PassingFault(words, seconds_until_retry(response.headers))
        if 300 <= status < 400:
            words = (
                f"{self.name} sends elsewhere (HTTP {status}), which is not followed: check {self._base_url_variable}."
            )
        elif status in {401, 402, 403}:
            words = f"{self.name} refuses the key (HTTP {status}): check {self._key_variable}, and its plan."
        else:
            words = f"{self.name} refuses the question (HTTP {status}): check {self._key_variable} and what was asked."
        return Refused(words, status, _parsed(body))


class _Lost(PassingFault):
    """The connection was lost before an answer began."""


def seconds_until_retry(headers: Mapping[str, str]) -> float | None:
    """What Retry-After asks for, in seconds or as a date; None where it is missing or unreadable.

    A date is taken against the answer's own, so that a clock that is wrong here changes nothing.
    """
    text = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    moment = _http_date(text)
    if moment is None:
        return None
    return max(0.0, (moment - (_http_date(headers.get("Date", "")) or datetime.now(UTC))).total_seconds())


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _parsed(body: bytes) -> Any:
    """The body's JSON, None where it is none; infinite numbers and text that no database takes are none either."""
    try:
        content = json.loads(body, parse_float=_finite, parse_constant=_finite)
        if b"\\u" in body:
            json.dumps(content, ensure_ascii=False).encode()  # fails for half a surrogate pair
    except (ValueError, RecursionError):
        return None
    return content


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("not a finite number")
    return number


def _as_text(value: str | float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
