"""One request to an OpenAI-compatible endpoint, whatever it does: an answer, or an error in good time.

The client library builds and sends the request. Retries, redirects, limits and what is read of the reply are ours: its
own retries don't know of half a JSON, it follows redirects, and it reads a reply without an end to no end.
"""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from geomap.errors import ServiceError
from geomap.export import printable
from geomap.reader_llm.answers import Answer
from geomap.reader_llm.question import Messages, schema
from geomap.reader_llm.settings import Settings

#: A reply is at most so many bytes; an itinerary takes a few thousand.
_LONGEST_REPLY = 4_000_000
_LONGEST_ERROR = 10_000
#: Ways to ask for JSON, the surest first.
_FORMS = ("schema", "tool", "text")
#: Statuses by which an endpoint says that it doesn't know a way of asking.
_UNKNOWN_FORM = {400, 405, 415, 422, 501}
_LATER = {408, 409, 425, 429}
_REDIRECTS = range(300, 400)
_SHOWN = 200
#: A key of so many characters is taken out of whatever comes from outside; a shorter one may be any word.
_SECRET = 8


@dataclass(frozen=True, slots=True)
class _Try:
    """How one request failed.

    Parameters
    ----------
    says
        What to tell a person, as the end of a sentence.
    status
        The HTTP status, or 0.
    again
        Whether another try may help.
    wait_s
        How long the endpoint asks us to wait, or None.
    """

    says: str
    status: int = 0
    again: bool = False
    wait_s: float | None = None


class _Failed(Exception):
    def __init__(self, failure: _Try) -> None:
        super().__init__(failure.says)
        self.failure = failure


class Endpoint:
    """An endpoint; which way of asking it knows is found out with the first request.

    Parameters
    ----------
    settings
        Where it is, and within which limits it is asked.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._known = _FORMS[0], True

    @property
    def url(self) -> str:
        """Where requests go."""
        return f"{self._settings.base_url.rstrip('/')}/chat/completions"

    def body(self, messages: Messages, *, form: str = _FORMS[0], temperature: bool = True) -> dict[str, Any]:
        """Give what is sent, but for the headers."""
        body: dict[str, Any] = {"model": self._settings.model, "messages": messages, "stream": False}
        if temperature:
            body["temperature"] = 0
        if form == "schema":
            strict = {"name": "itinerary", "strict": True, "schema": schema()}
            return {**body, "response_format": {"type": "json_schema", "json_schema": strict}}
        if form == "tool":
            tool = {"name": "give_itinerary", "description": "Give the itinerary.", "parameters": schema()}
            choice = {"type": "function", "function": {"name": "give_itinerary"}}
            return {**body, "tools": [{"type": "function", "function": tool}], "tool_choice": choice}
        told = f"{messages[0]['content']}\nThe object follows this JSON Schema:\n{json.dumps(schema())}"
        return {**body, "messages": [{**messages[0], "content": told}, *messages[1:]]}

    def ask(self, messages: Messages) -> Answer:
        """Give the model's answer, whose text is not checked yet.

        Raises
        ------
        ServiceError
            If there is none; the message says why, without the key.
        """
        settings = self._settings
        started, wait = time.monotonic(), settings.wait_s
        form, temperature = self._known
        tried = 0
        while True:
            try:
                answer = self._send(self.body(messages, form=form, temperature=temperature))
            except _Failed as error:
                failure = error.failure
            else:
                self._known = form, temperature
                return answer
            if failure.status in _UNKNOWN_FORM and temperature and "temperature" in failure.says:
                temperature = False
                continue
            if failure.status in _UNKNOWN_FORM and form != _FORMS[-1]:
                form = _following(form)
                continue
            tried += 1
            wait_s = wait if failure.wait_s is None else failure.wait_s
            if wait_s > settings.longest_wait_s:
                raise self._error(f"it asks to wait {wait_s:.0f} seconds: {failure.says}")
            late = time.monotonic() + wait_s > started + 2 * settings.timeout_s
            if not failure.again or tried >= settings.tries or late:
                raise self._error(failure.says)
            time.sleep(wait_s)
            wait *= 2

    def try_another_form(self) -> None:
        """Ask in the next way from now on: the answer was no JSON."""
        form, temperature = self._known
        self._known = _following(form), temperature

    def hidden(self, text: str) -> str:
        """Take the key out of a text that came from outside."""
        key = self._settings.key
        return text.replace(key, "…") if len(key) >= _SECRET else text

    def _error(self, says: str) -> ServiceError:
        return ServiceError(
            f"The model {self._settings.model} at {self._settings.origin} gave no answer: {says}.",
            value=self._settings.origin,
            hint="Try again later (what was answered is kept), or add --reader-fallback.",
        )

    def _send(self, body: Mapping[str, Any]) -> Answer:
        from anyio.from_thread import start_blocking_portal

        with start_blocking_portal() as portal:  # a loop of our own, which works in notebooks and threads too
            reply = portal.call(self._received, body)
        return _answer(reply, self.hidden)

    async def _received(self, body: Mapping[str, Any]) -> bytes:
        """Send a request, and give the bytes of its reply."""
        import openai

        settings = self._settings
        try:
            async with (
                asyncio.timeout(settings.timeout_s),
                openai.DefaultAsyncHttpxClient(
                    follow_redirects=False,
                    trust_env=not settings.is_local,  # a proxy would carry the text out of the machine
                    event_hooks={"response": [self._refuse]},
                ) as web,
                openai.AsyncOpenAI(
                    api_key=settings.key or "none",
                    base_url=settings.base_url,
                    http_client=web,
                    max_retries=0,
                    timeout=settings.timeout_s,
                ) as client,
                client.chat.completions.with_streaming_response.create(
                    **body, extra_headers=_headers(settings)
                ) as response,
            ):
                kind = response.headers.get("content-type", "").lower()
                if "json" not in kind.partition(";")[0]:
                    raise _Failed(
                        _Try(f"its reply is no JSON but {printable(self.hidden(kind))[:50] or 'of no known type'}")
                    )
                reply = bytearray()
                async for chunk in response.iter_bytes():
                    reply += chunk
                    if len(reply) > _LONGEST_REPLY:
                        raise _Failed(_Try(f"its reply is longer than {_LONGEST_REPLY:,} bytes"))
                return bytes(reply)
        except TimeoutError:
            raise _Failed(_Try(f"no whole reply within {settings.timeout_s:g} seconds", again=True)) from None
        except openai.APIConnectionError as error:
            if isinstance(error.__cause__, _Failed):
                raise error.__cause__ from None
            timed_out = isinstance(error, openai.APITimeoutError)
            says = f"no reply within {settings.timeout_s:g} seconds" if timed_out else "it can't be reached"
            raise _Failed(_Try(says, again=True)) from None
        except _Failed:
            raise
        except Exception as error:  # what breaks while a reply is being read has many names
            raise _Failed(_Try(f"the connection broke ({type(error).__name__})", again=True)) from None

    async def _refuse(self, response: Any) -> None:
        """Read what an error says, within limits, before the library reads all of it."""
        status = response.status_code
        if status < 300:
            return
        said = bytearray()
        async for chunk in response.aiter_bytes():
            said += chunk
            if len(said) > _LONGEST_ERROR:
                break
        await response.aclose()
        raise _Failed(self._failure(status, response.headers, bytes(said)))

    def _failure(self, status: int, headers: Mapping[str, str], said: bytes) -> _Try:
        if status in _REDIRECTS:
            return _Try("it sends us to another address, which is not followed; check base_url", status)
        if status in {401, 403}:
            where = f", in {self._settings.key_variable}" if self._settings.key_variable else ", and none is configured"
            return _Try(f"it does not accept the key{where} (HTTP {status})", status)
        words = printable(self.hidden(_message(said)))[:_SHOWN].strip(" .")
        says = f"HTTP {status}{f', {words}' if words else ''}"
        again = status in _LATER or (status >= 500 and status != 501)
        return _Try(says, status, again, _retry_after(headers.get("retry-after", "")) if again else None)


def _following(form: str) -> str:
    """Give the next way to ask."""
    return _FORMS[min(_FORMS.index(form) + 1, len(_FORMS) - 1)]


def _headers(settings: Settings) -> dict[str, Any]:
    """Tell an endpoint nothing about this machine, and no account of another one."""
    from openai import Omit

    machine = ("Lang", "Package-Version", "OS", "Arch", "Runtime", "Runtime-Version", "Async", "Retry-Count")
    headers: dict[str, Any] = {f"X-Stainless-{name}": Omit() for name in machine}
    headers |= {"OpenAI-Organization": Omit(), "OpenAI-Project": Omit(), "User-Agent": "geomap"}
    return headers if settings.key else {**headers, "Authorization": Omit()}


def _message(said: bytes) -> str:
    """Give the words of an error, in the usual form or another."""
    try:
        value = json.loads(said)
    except (ValueError, RecursionError):
        return ""
    error = value.get("error", value) if isinstance(value, dict) else None
    words = error.get("message") if isinstance(error, dict) else error
    return " ".join(words.split()) if isinstance(words, str) else ""


def _retry_after(value: str) -> float | None:
    """Read a Retry-After (RFC 9110, 10.2.3): seconds or a date."""
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


def _answer(reply: bytes, hidden: Any) -> Answer:
    """Read the reply of a chat completion."""
    try:
        value = json.loads(reply)
        choice = value["choices"][0]
        message = choice["message"]
        content = message.get("content") or ""
        for call in message.get("tool_calls") or ():
            content = call["function"]["arguments"] or content
        refusal = message.get("refusal")
        reason = choice.get("finish_reason")
        if not isinstance(content, str):
            raise TypeError
        content.encode("utf-8")
    except (ValueError, RecursionError):
        raise _Failed(_Try("its reply is broken JSON", again=True)) from None
    except (TypeError, KeyError, IndexError, AttributeError):
        raise _Failed(_Try("its reply is no chat completion", again=True)) from None
    if refusal or reason == "content_filter":
        raise _Failed(_Try("the model refuses to read this text"))
    if reason == "length":
        raise _Failed(
            _Try("the answer was cut off at a limit of tokens; set a smaller window, or allow longer answers")
        )
    if not content.strip():
        raise _Failed(_Try("its answer is empty", again=True))
    usage = value.get("usage") if isinstance(value.get("usage"), dict) else {}
    counts = [usage.get(name) for name in ("prompt_tokens", "completion_tokens")]
    tokens = [count if isinstance(count, int) and 0 <= count < 10**9 else 0 for count in counts]
    return Answer(hidden(content), tokens[0], tokens[1])
