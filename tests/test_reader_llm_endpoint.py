"""The reader llm against a server on loopback that fails in every way: an answer or a clear error, in good time."""

import json
import time
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from loopback_stub import Reply, drop_by_drop, without_an_end
from model_stub import ARTICLE, TRIP, Model, refused, said, serve, settle_in

from geomap import trace
from geomap.errors import InputError, ServiceError
from geomap.model import Document, Itinerary
from geomap.plugins import ReaderOptions, open_reader

KEY = "sk-very-secret-0123456789"
DOCUMENT = Document(ARTICLE, date="2024-06-17")
Ask = Callable[..., Itinerary]


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settle_in(monkeypatch, tmp_path, KEY)
    monkeypatch.setenv("GEOMAP_LLM_WAIT_S", "0.01")
    monkeypatch.setenv("GEOMAP_LLM_TIMEOUT_S", "5")


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Ask:
    def ask(model: Model, **options: Any) -> Itinerary:
        monkeypatch.setenv("GEOMAP_LLM_BASE_URL", model.url)
        return trace(DOCUMENT, reader=open_reader("llm", ReaderOptions(**options)))

    return ask


def names(itinerary: Itinerary) -> list[str]:
    return [stop.name for stop in itinerary.stops]


def first_then(*replies: Reply) -> Callable[[dict[str, Any]], Reply]:
    """Give each reply once, the last one again and again."""
    left = list(replies)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


# What passes

LATER = {
    "429 with Retry-After": refused(429, "slow down", retry_after="0"),
    "429 with a date": refused(429, "slow down", retry_after=formatdate(time.time() - 5, usegmt=True)),
    "429 without": refused(429, "slow down"),
    "500": refused(500, "oops"),
    "503 in HTML": Reply(b"<html>busy</html>", 503, kind="text/html"),
    "408": refused(408),
    "half a JSON": Reply(said(TRIP).body[:-40]),
    "a body cut short": Reply(said(TRIP).body[:200], headers={"content-length": "9000"}),
    "an empty body": Reply(b""),
    "an empty answer": said(""),
    "no choices": Reply(b'{"choices": []}'),
    "choices of a wrong type": Reply(b'{"choices": {"message": 1}}'),
    "a message of a wrong type": Reply(b'{"choices": [{"message": "Hanoi"}]}'),
    "content of a wrong type": Reply(b'{"choices": [{"message": {"content": 7}}]}'),
    "a list": Reply(b"[]"),
    "nesting without end": Reply(b"[" * 100_000),
    "half a character": Reply(b'{"choices": [{"message": {"content": "\\ud800"}}]}'),
}


@pytest.mark.parametrize("trouble", LATER.values(), ids=LATER)
def test_a_trouble_that_passes_is_waited_out(ask: Ask, trouble: Reply) -> None:
    with serve(first_then(trouble, said(TRIP))) as model:
        assert names(ask(model)) == ["Hanoi", "Seoul"]
        assert model.asked == 2


@pytest.mark.parametrize("trouble", LATER.values(), ids=LATER)
def test_a_trouble_that_stays_is_told(ask: Ask, monkeypatch: pytest.MonkeyPatch, trouble: Reply) -> None:
    monkeypatch.setenv("GEOMAP_LLM_TRIES", "2")
    with serve(lambda _: trouble) as model:
        with pytest.raises(ServiceError, match=r"stub at http://127\.0\.0\.1:") as told:
            ask(model)
        assert model.asked == 2
    assert len(told.value.message) < 400


# What stays


FINAL = {
    "a refusal": (said("", finish_reason="stop", message={"refusal": "I can't help with that."}), "refuses"),
    "a content filter": (said("", finish_reason="content_filter"), "refuses"),
    "an answer cut off": (said('{"stops": [', finish_reason="length"), "cut off"),
    "a page": (Reply(b"<html>Log in</html>", kind="text/html"), "no JSON but text/html"),
    "no content type": (Reply(said(TRIP).body, kind=""), "no JSON"),
    "a redirect": (Reply(b"", 307, {"location": "http://elsewhere.example/v1/chat/completions"}), "another address"),
    "a redirect to a file": (Reply(b"", 302, {"location": "file:///etc/passwd"}), "another address"),
    "a wrong key": (refused(401, f"Incorrect API key provided: {KEY}"), "does not accept the key, in A_KEY"),
    "a forbidden model": (refused(403), "does not accept the key"),
    "no such model": (refused(404, "model 'stub' not found"), "HTTP 404, model 'stub' not found"),
    "a long wait": (refused(429, "tomorrow", retry_after="86400"), "asks to wait 86400 seconds"),
    "a stream without an end": (Reply(pieces=without_an_end), "longer than"),
    "an error without an end": (Reply(status=400, pieces=without_an_end), "HTTP 400"),
    "packed air": (Reply(pieces=without_an_end, headers={"content-encoding": "gzip"}), "the connection broke"),
}


@pytest.mark.parametrize(("reply", "says"), FINAL.values(), ids=FINAL)
def test_what_will_not_pass_is_told_at_once(ask: Ask, monkeypatch: pytest.MonkeyPatch, reply: Reply, says: str) -> None:
    monkeypatch.setenv("GEOMAP_LLM_TRIES", "2")
    started = time.monotonic()
    with serve(lambda _: reply) as model, pytest.raises(ServiceError, match=says) as told:
        ask(model)
    assert time.monotonic() - started < 10
    assert KEY not in told.value.message + told.value.hint


@pytest.mark.parametrize(
    "reply",
    [Reply(wait_s=3), Reply(pieces=drop_by_drop), Reply(status=500, pieces=drop_by_drop)],
    ids=["a silence", "a trickle", "a trickling error"],
)
def test_what_takes_too_long_ends_in_time(ask: Ask, monkeypatch: pytest.MonkeyPatch, reply: Reply) -> None:
    monkeypatch.setenv("GEOMAP_LLM_TIMEOUT_S", "0.5")
    started = time.monotonic()
    with serve(lambda _: reply) as model, pytest.raises(ServiceError, match=r"within 0\.5 seconds"):
        ask(model)
    assert time.monotonic() - started < 8


def test_nobody_listening_is_told(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOMAP_LLM_TRIES", "2")
    with serve(lambda _: said(TRIP)) as gone:
        pass
    with pytest.raises(ServiceError, match="can't be reached"):
        ask(gone)


@pytest.mark.parametrize(
    "answer",
    [
        "I have read the article.",
        {"stops": "Hanoi"},
        {"stops": []},
        {**TRIP, "stops": [{"name": "Hanoi"}]},
        "[" * 50_000,
    ],
    ids=["words", "a text for stops", "too little", "half a stop", "nesting"],
)
def test_an_answer_in_another_form_is_asked_for_again_and_then_told(ask: Ask, answer: object) -> None:
    with serve(lambda _: said(answer)) as model:
        with pytest.raises(ServiceError, match="does not answer in the form asked for"):
            ask(model)
        assert model.asked == 2
        assert "do not stand up" in model.bodies[1]["messages"][-1]["content"]
    with serve(first_then(said(answer), said(TRIP))) as model:
        assert names(ask(model)) == ["Hanoi", "Seoul"]


def test_with_fallback_the_built_in_reader_steps_in_and_says_so(ask: Ask) -> None:
    with serve(lambda _: refused(401)) as model:
        itinerary = ask(model, fallback=True)
    assert names(itinerary) == names(trace(DOCUMENT))
    assert "does not accept the key" in itinerary.notes[0]
    assert itinerary.notes[0].endswith("This is the built-in reader's view.")


# How it is asked


def test_the_way_of_asking_is_found_out(ask: Ask) -> None:
    def only_tools(body: dict[str, Any]) -> Reply:
        return said(TRIP, as_tool=True) if "tools" in body else refused(400, "response_format is not supported")

    def only_text(body: dict[str, Any]) -> Reply:
        plain = not {"tools", "response_format"} & set(body)
        return said(f"Sure!\n```json\n{json.dumps(TRIP)}\n```\nDone.") if plain else refused(422, "extra fields")

    with serve(only_tools) as model:
        assert names(ask(model)) == ["Hanoi", "Seoul"]
        assert model.asked == 2
    with serve(only_text) as model:
        assert names(ask(model, refresh=True)) == ["Hanoi", "Seoul"]
        assert model.asked == 3
        assert '"not_visited"' in model.bodies[2]["messages"][0]["content"]


def test_thoughts_before_the_answer_do_not_count(ask: Ask) -> None:
    thoughts = f"<think>Maybe {json.dumps({'stops': [{'name': 'Paris'}]})}?</think>{json.dumps(TRIP)}"
    with serve(lambda _: said(thoughts)) as model:
        assert names(ask(model)) == ["Hanoi", "Seoul"]


def test_a_model_without_temperature_is_asked_without(ask: Ask) -> None:
    def strict(body: dict[str, Any]) -> Reply:
        return refused(400, "Unsupported value: 'temperature'") if "temperature" in body else said(TRIP)

    with serve(strict) as model:
        assert names(ask(model)) == ["Hanoi", "Seoul"]
        assert [body.get("temperature") for body in model.bodies] == [0, None]
        assert "response_format" in model.bodies[1]


def test_the_request_tells_nothing_about_this_machine(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "another")
    monkeypatch.setenv("OPENAI_ORG_ID", "our-account")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "our-project")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with serve(lambda _: said(TRIP)) as model:
        ask(model)
    headers = {name.lower(): value for name, value in model.headers[0].items()}
    assert headers["authorization"] == f"Bearer {KEY}"
    assert headers["user-agent"] == "geomap"
    about_us = {"openai-organization", "openai-project", *(f"x-stainless-{name}" for name in ("os", "arch", "runtime"))}
    assert not about_us & set(headers)
    assert not {"another", "our-account", "our-project"} & set(headers.values())
    assert model.paths == ["/v1/chat/completions"]


def test_without_a_key_none_is_sent(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GEOMAP_LLM_KEY_VARIABLE")
    monkeypatch.setenv("OPENAI_API_KEY", "another")
    with serve(lambda _: said(TRIP)) as model:
        ask(model)
    assert "authorization" not in {name.lower() for name in model.headers[0]}


# Settings

BAD_SETTINGS = {
    "no endpoint": ({"BASE_URL": ""}, "base_url missing"),
    "no address": ({"BASE_URL": "localhost:11434"}, "no web address"),
    "a file": ({"BASE_URL": "file:///etc/passwd"}, "no web address"),
    "a password in the address": ({"BASE_URL": "http://me:hush@127.0.0.1/v1"}, "name or password"),
    "an empty key": ({"KEY_VARIABLE": "NOT_SET"}, "NOT_SET"),
    "no number": ({"WINDOW": "much"}, "window"),
    "no tries": ({"TRIES": "0"}, "tries"),
    "no time": ({"TIMEOUT_S": "0"}, "timeout_s"),
    "no answer": ({"CONSENT": "perhaps"}, "consent"),
}


@pytest.mark.parametrize(("settings", "says"), BAD_SETTINGS.values(), ids=BAD_SETTINGS)
def test_bad_settings_are_told(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], says: str) -> None:
    monkeypatch.setenv("GEOMAP_LLM_BASE_URL", "http://127.0.0.1:9/v1")
    for name, value in settings.items():
        monkeypatch.setenv(f"GEOMAP_LLM_{name}", value)
    with pytest.raises(InputError, match=says) as told:
        open_reader("llm")
    assert "hush" not in told.value.message + told.value.hint


BAD_FILES = {
    "a key": ('[reader.llm]\napi_key = "sk-123"', "Keep the key out of the file"),
    "an unknown setting": ("[reader.llm]\ncolour = 1", "Known are"),
    "no TOML": ("[reader.llm", "docs/llm.md"),
}


@pytest.mark.parametrize(("content", "hint"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_is_told(content: str, hint: str) -> None:
    Path("geomap.toml").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"geomap\.toml") as told:
        open_reader("llm")
    assert hint in told.value.hint
    assert "sk-123" not in told.value.message + told.value.hint


def test_the_file_counts_where_the_environment_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GEOMAP_LLM_MODEL")
    with serve(lambda _: said(TRIP)) as model:
        text = f'[reader.llm]\nbase_url = "{model.url}"\nmodel = "from-the-file"\n'
        Path("geomap.toml").write_text(text, encoding="utf-8")
        trace(DOCUMENT, reader="llm")
    assert model.bodies[0]["model"] == "from-the-file"
