"""A loopback server that speaks the chat-completions format, or fails at it in a way of its own."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from loopback_stub import QuietHandler, Reply, listening, send

ARTICLE = (
    "Minister Jane Doe flew to Hanoi on Monday, her office said.\n\n"
    "On Tuesday she will travel to Seoul — “a short visit”, she told reporters — and tour the Gyeongbokgung palace.\n\n"
    "Washington criticised the trip."
)


@dataclass(slots=True)
class Model:
    """What the server does, and what it was asked."""

    reply: Callable[[dict[str, Any]], Reply]
    url: str = ""
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def asked(self) -> int:
        return len(self.bodies)


def stop(name: str, quote: str, **fields: object) -> dict[str, object]:
    """Claim a stop."""
    plain = {"within": None, "kind": "city", "status": "past", "order": 1, "journey": 1, "when": None, "activity": None}
    return {"name": name, **plain, "quote": quote, **fields}


def claims(*stops: dict[str, object], **fields: object) -> dict[str, object]:
    """Claim an itinerary."""
    return {"traveller": None, "other_travellers": [], "stops": list(stops), "not_visited": [], **fields}


HANOI = stop("Hanoi", "flew to Hanoi on Monday", when="on Monday")
SEOUL = stop("Seoul", "On Tuesday she will travel to Seoul", status="planned", order=2, when="On Tuesday")
TRIP = claims(HANOI, SEOUL, traveller="Jane Doe")


def said(answer: object, *, as_tool: bool = False, **choice: object) -> Reply:
    """Answer as a model does; an object is sent as JSON."""
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    message: dict[str, object] = {"role": "assistant", "content": text}
    if as_tool:
        call = {"id": "1", "type": "function", "function": {"name": "give_itinerary", "arguments": text}}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
    value = {
        "id": "x",
        "object": "chat.completion",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message, **choice}],
        "usage": {"prompt_tokens": 1200, "completion_tokens": 300},
    }
    return Reply(json.dumps(value).encode())


def refused(status: int, message: str = "no", **headers: str) -> Reply:
    """Answer with an error."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(json.dumps({"error": {"message": message}}).encode(), status, named)


@contextmanager
def serve(reply: Callable[[dict[str, Any]], Reply]) -> Iterator[Model]:
    """Serve a model on a free port of the loopback interface."""
    model = Model(reply)

    class Handler(QuietHandler):
        def do_POST(self) -> None:  # noqa: N802 - http.server's name
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            model.bodies.append(body)
            model.headers.append(dict(self.headers))
            model.paths.append(self.path)
            send(self, model.reply(body))

    with listening(Handler) as host:
        model.url = f"http://{host}/v1"
        yield model


def settle_in(monkeypatch: pytest.MonkeyPatch, folder: Path, key: str) -> None:
    """Keep caches and settings in a folder of the test's own, and waits short."""
    monkeypatch.chdir(folder)
    for name in ("CACHE", "STATE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
    monkeypatch.setenv("GEOMAP_LLM_MODEL", "stub")
    monkeypatch.setenv("GEOMAP_LLM_WAIT_S", "0")
    monkeypatch.setenv("GEOMAP_LLM_KEY_VARIABLE", "A_KEY")
    monkeypatch.setenv("A_KEY", key)
