"""What a model claims, as values: its answer read by the schema, and not yet believed."""

import json
from dataclasses import dataclass
from typing import Any, cast

from jsonschema import Draft202012Validator

from geomap.model import Kind, Status
from geomap.reader_llm.question import schema

#: An answer with more claims than this reads no article.
_MOST = 300
_MOST_PROBLEMS = 10


@dataclass(frozen=True, slots=True)
class StopClaim:
    """A stop as a model tells it; the fields are those of the schema."""

    name: str
    within: str | None
    kind: Kind
    status: Status
    order: int
    journey: int
    when: str | None
    activity: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class PlaceClaim:
    """A place that a model says is not visited."""

    name: str
    quote: str


@dataclass(frozen=True, slots=True)
class Claims:
    """One answer of a model."""

    traveller: str | None
    other_travellers: tuple[str, ...]
    stops: tuple[StopClaim, ...]
    not_visited: tuple[PlaceClaim, ...]


class BadAnswer(ValueError):
    """An answer that is not in the form asked for; `problems` say why, for the model."""

    def __init__(self, problems: list[str], *, is_json: bool) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems
        self.is_json = is_json


def read_claims(text: str) -> Claims:
    """Read an answer.

    Raises
    ------
    BadAnswer
        If it holds no such object.
    """
    value = _last_object(text)
    if value is None:
        raise BadAnswer(["it holds no JSON object with stops"], is_json=False)
    errors = sorted(Draft202012Validator(schema()).iter_errors(value), key=lambda error: error.json_path)
    problems = [f"{error.json_path}: {error.message[:200]}" for error in errors[:_MOST_PROBLEMS]]
    if not problems and len(value["stops"]) + len(value["not_visited"]) > _MOST:
        problems = [f"it holds more than {_MOST} places"]
    if problems:
        raise BadAnswer(problems, is_json=True)
    return Claims(
        traveller=value["traveller"],
        other_travellers=tuple(value["other_travellers"]),
        stops=tuple(
            StopClaim(**{**stop, "order": int(stop["order"]), "journey": int(stop["journey"])})
            for stop in value["stops"]
        ),
        not_visited=tuple(PlaceClaim(**place) for place in value["not_visited"]),
    )


def plain(text: str) -> str:
    """Give an answer as the one JSON object that counts in it, always written the same way; unchanged without one."""
    value = _last_object(text)
    return text if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _last_object(text: str) -> dict[str, Any] | None:
    """Find the last object with stops: models think aloud, and put fences around what they give."""
    decoder, found, start = json.JSONDecoder(), None, text.find("{")
    while start >= 0:
        try:
            value, end = decoder.raw_decode(text, start)
            json.dumps(value, allow_nan=False, ensure_ascii=False).encode("utf-8")
        except (ValueError, RecursionError):
            start = text.find("{", start + 1)
            continue
        if isinstance(value, dict) and "stops" in value:
            found = cast("dict[str, Any]", value)
        start = text.find("{", end)
    return found
