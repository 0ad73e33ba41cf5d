"""geopy's way to the network, within limits: no redirects, no endless replies, no keys where they can be seen.

geopy gets stand-ins for the keys and builds its addresses with them; the keys themselves are put in when a request
leaves, so that no log, error or trace of geopy's can hold one.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request

from geopy.adapters import AdapterHTTPError, BaseSyncAdapter

from geomap.geocode.services.failure import Failed
from geomap.geocode.services.pace import Pace

_LONGEST_REPLY = 2_000_000
_LATER = {408, 425, 429, 500, 502, 503, 504}
#: Statuses that geopy gives a meaning to; some services say "not found" with one.
_SAID = {400, 404, 405, 410, 412, 413, 414, 422}
#: A key of so many characters is taken out of whatever comes from outside; a shorter one may be any word.
_SECRET = 6
#: Parameters that are not shown, also where their values are no keys of ours: a token, a signature.
_SECRETLY = re.compile(r"key|token|secret|passw|signature|^sn$|^ak$", re.IGNORECASE)


def stand_in(parameter: str) -> str:
    """Give what geopy gets in place of a key."""
    return f"geomap-{parameter.replace('_', '-')}-stands-here"


class Wire(BaseSyncAdapter):  # type: ignore[misc]
    """One service's adapter.

    Parameters
    ----------
    secrets
        Keys by parameter.
    timeout_s
        Seconds for one request, in all.
    pace
        When a request may begin.
    direct
        Whether no proxy may come between, as to a server on this machine.
    before
        Is told of each request before it leaves: the address, its parameters without keys, the headers. It may raise.
    """

    def __init__(
        self,
        *,
        secrets: Mapping[str, str],
        timeout_s: float,
        pace: Pace,
        direct: bool,
        before: Callable[[str, list[tuple[str, str]], Mapping[str, str]], None],
    ) -> None:
        super().__init__(proxies=None, ssl_context=None)
        self._secrets = {stand_in(name): value for name, value in secrets.items()}
        self._timeout_s = timeout_s
        self._pace = pace
        self._before = before
        self._opener = OpenerDirector()  # with no handler for redirects, files or errors
        for handler in (ProxyHandler({} if direct else None), HTTPHandler(), HTTPSHandler()):
            self._opener.add_handler(handler)

    def get_json(self, url: str, *, timeout: object, headers: Mapping[str, str]) -> Any:
        """Give a reply as JSON values; NaN and infinities are none."""
        try:
            value = json.loads(self.get_text(url, timeout=timeout, headers=headers), parse_constant=_no_number)
        except (ValueError, RecursionError):
            raise Failed("its reply is no JSON, or broken", again=True) from None
        if value is None or value == {}:  # geopy would take it for "nothing found"
            raise Failed("its reply is empty", again=True)
        return value

    def get_text(self, url: str, *, timeout: object, headers: Mapping[str, str]) -> str:  # noqa: ARG002 - geopy's
        """Give a reply as text.

        Raises
        ------
        Failed
            If there is none.
        AdapterHTTPError
            With a status that geopy knows for the service.
        """
        parts = urlsplit(url)
        self._before(f"{parts.scheme}://{parts.netloc}{parts.path}", self._shown(parts.query), headers)
        with self._pace.turn():
            status, given, body = self._within(lambda: self._exchange(self._with_keys(url, quote), headers))
            text = self.hidden(body.decode("utf-8", "replace"))
            if status == 200:
                return text
            failure = _failure(status, given)
            if failure.wait_s is not None:
                self._pace.rest(failure.wait_s)
        if status in _SAID:
            raise AdapterHTTPError(f"HTTP {status}", status_code=status, headers=given, text=text[:500])
        raise failure

    def hidden(self, text: str) -> str:
        """Take the keys out of a text that came from outside."""
        for secret in self._secrets.values():
            if len(secret) >= _SECRET:
                text = text.replace(secret, "…").replace(quote(secret, safe=""), "…")
        return text

    def _shown(self, query: str) -> list[tuple[str, str]]:
        return [
            (
                name,
                "…" if _SECRETLY.search(name) or any(mark in value for mark in self._secrets) else self.hidden(value),
            )
            for name, value in parse_qsl(query, keep_blank_values=True)
        ]

    def _with_keys(self, text: str, write: Callable[..., str]) -> str:
        for mark, secret in self._secrets.items():
            text = text.replace(mark, write(secret, safe=""))
        return text

    def _within(self, work: Callable[[], tuple[int, dict[str, str], bytes]]) -> tuple[int, dict[str, str], bytes]:
        """Do the work in a thread of its own: a name server that hangs, or a reply that drips, ends nothing else."""
        done: SimpleQueue[object] = SimpleQueue()

        def run() -> None:
            try:
                done.put(work())
            except BaseException as error:  # handed over to the thread that waits
                done.put(error)

        threading.Thread(target=run, daemon=True).start()
        try:
            result = done.get(timeout=self._timeout_s)
        except Empty:
            result = TimeoutError()
        if isinstance(result, tuple):
            return result
        if isinstance(result, Failed):
            raise result
        if isinstance(result, TimeoutError) or "timed out" in str(result):
            raise Failed(f"no whole reply within {self._timeout_s:g} seconds", again=True)
        if isinstance(result, OSError | HTTPException | ValueError):
            raise Failed(f"it can't be reached, or the connection broke ({type(result).__name__})", again=True)
        raise result  # type: ignore[misc]

    def _exchange(self, url: str, headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
        request = Request(url, headers={name: self._with_keys(value, _plain) for name, value in headers.items()})
        started = time.monotonic()
        response: HTTPResponse | None = self._opener.open(request, timeout=self._timeout_s)
        if response is None:
            raise Failed("its address can't be asked")
        with response:
            body = bytearray()
            while chunk := response.read1(65_536):
                body += chunk
                if len(body) > _LONGEST_REPLY:
                    raise Failed(f"its reply is longer than {_LONGEST_REPLY:,} bytes")
                if time.monotonic() - started > self._timeout_s:
                    raise TimeoutError
            expected = response.headers.get("content-length", "")
            if expected.isdecimal() and len(body) < int(expected):
                raise Failed("its reply was cut short", again=True)
            return response.status, {name.lower(): value for name, value in response.headers.items()}, bytes(body)


def _plain(secret: str, *, safe: str) -> str:  # noqa: ARG001 - `quote`'s signature
    return secret


def _no_number(name: str) -> float:
    raise ValueError(name)


def _failure(status: int, headers: Mapping[str, str]) -> Failed:
    if 300 <= status < 400:
        return Failed("it sends us to another address, which is not followed; check its address", final=True)
    if status in {401, 403, 407}:
        return Failed(f"it does not let us ask, for want of a right key or because it has blocked us (HTTP {status})",
                      final=True)  # fmt: skip
    if status == 402:
        return Failed("what may be asked of it is used up (HTTP 402)", final=True)
    again = status in _LATER
    return Failed(f"HTTP {status}", again=again, wait_s=_retry_after(headers.get("retry-after", "")) if again else None)


def _retry_after(value: str) -> float | None:
    """Read a Retry-After (RFC 9110, 10.2.3): seconds or a date."""
    value = value.strip()
    if value.isascii() and value.isdecimal() and len(value) < 10:
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None
