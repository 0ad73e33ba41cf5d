"""Our own JSON → Itinerary; everything that is wrong with it is said at once."""

import json
import math
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeGuard, TypeVar, get_args

from geomap.errors import InputError
from geomap.evidence import Evidence, NotVisited, Reason, ReasonKind
from geomap.model import (
    Candidate,
    Itinerary,
    Kind,
    Place,
    Point,
    Precision,
    Status,
    Stop,
    When,
)  # fmt: skip

Word = TypeVar("Word", bound=str)

_MOST_PROBLEMS_SHOWN = 10
#: What a pin marks, where a hand-made file gives a point and not what it marks.
_FEATURES: Mapping[Kind, tuple[str, str]] = {
    "venue": ("S", "BLDG"),
    "city": ("P", "PPL"),
    "region": ("A", "ADM1"),
    "country": ("A", "PCLI"),
    "natural": ("T", "MT"),
    "sea": ("H", "SEA"),
}


def is_itinerary(data: bytes | str) -> bool:
    """Whether an input is meant as our JSON, and not as an article.

    Examples
    --------
    >>> is_itinerary(b'{"stops": []}'), is_itinerary("Putin to visit North Korea")
    (True, False)
    """
    if isinstance(data, str):
        return data.lstrip("\ufeff \t\r\n").startswith("{")
    return data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def is_iso_date(text: str) -> bool:
    """Whether a text is a calendar date as ISO 8601 writes it.

    Examples
    --------
    >>> is_iso_date("2024-06-17"), is_iso_date("17 June"), is_iso_date("2024-06-31")
    (True, False, False)
    """
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def parse_itinerary(data: bytes | str, *, source: str = "") -> Itinerary:
    """Read what `geomap.export.to_json` wrote, or a hand-made object of the same shape.

    A stop needs a `name`; all else has a default. Stops without `lat`, `lon` and `reason` are left for the
    gazetteer. Legs are not read: routing makes the same ones again.

    Raises
    ------
    InputError
        If it is not such an object; the message lists every bad value with its path, `hint` says what is wanted.

    Examples
    --------
    >>> parse_itinerary('{"title": "A trip", "stops": [{"name": "Hanoi"}]}').stops[0].name
    'Hanoi'
    """
    hint = 'An itinerary is {"title": …, "stops": [{"name": …, "lat": …, "lon": …}, …]}, as `geomap stops` writes it.'
    where = source or "the itinerary"
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data.lstrip("\ufeff")
        value = json.loads(text)
    except UnicodeDecodeError as error:
        raise InputError(f"{where} is not in UTF-8: byte {error.start}.", value=source, hint=hint) from error
    except json.JSONDecodeError as error:
        raise InputError(
            f"{where} is not valid JSON: line {error.lineno}, column {error.colno}: {error.msg}.",
            value=source,
            hint=hint,
        ) from error
    except (RecursionError, ValueError) as error:  # the latter for a number of thousands of digits
        raise InputError(
            f"{where} is nested too deeply, or holds a number that is too long.", value=source, hint=hint
        ) from error
    reader = _Reader()
    top = reader.mapping(value, "$")
    schema = top.get("schema", 1)
    if schema != 1:
        reader.problem("$.schema", f"{schema!r} is not a version that this geomap reads (1)")
    itinerary = Itinerary(
        title=reader.text(top, "title", "$") or "Itinerary",
        date=reader.date(top, "date", "$"),
        traveller=reader.optional_text(top, "traveller", "$"),
        other_travellers=reader.texts(top, "other_travellers", "$"),
        source_url=reader.optional_text(top, "source_url", "$"),
        credit=reader.optional_text(top, "credit", "$"),
        stops=reader.stops(reader.items(top, "stops", "$")),
        doubtful=reader.stops(reader.items(top, "doubtful", "$")),
        not_visited=tuple(
            NotVisited(
                reader.text(item, "name", path),
                reader.text(item, "why", path),
                reader.evidence(item, path),
                reader.reasons(item, path),
            )
            for path, item in reader.items(top, "not_visited", "$")
        ),
        notes=reader.texts(top, "notes", "$"),
    )
    if "stops" not in top and not reader.problems:
        reader.problem("$", "there are no stops")
    reader.check(where, value=source, hint=hint)
    return itinerary


def parse_stops(items: Iterable[tuple[str, Mapping[str, object]]], *, source: str, hint: str) -> tuple[Stop, ...]:
    """Read stops from values of the shape that a stop has in our JSON, each with the words that say where it stands.

    Raises
    ------
    InputError
        If a value is bad; the message lists every one, each after the words that came with it.

    Examples
    --------
    >>> [stop.name for stop in parse_stops([("row 1", {"name": "Hanoi"})], source="the table", hint="")]
    ['Hanoi']
    """
    reader = _Reader()
    stops = reader.stops(items)
    reader.check(source, value=source, hint=hint)
    return stops


@dataclass(slots=True)
class _Reader:
    """Reads JSON values and gathers what is wrong with them; a bad value reads as its default."""

    problems: list[str] = field(default_factory=list)

    def problem(self, path: str, what: str) -> None:
        self.problems.append(f"{path}: {what}")

    def check(self, where: str, *, value: object, hint: str) -> None:
        """Raise an InputError that tells all problems, if there are any."""
        if not self.problems:
            return
        shown = self.problems[:_MOST_PROBLEMS_SHOWN]
        more = len(self.problems) - len(shown)
        lines = "".join(f"\n  {problem}" for problem in shown) + (f"\n  and {more} more" if more else "")
        raise InputError(f"{where} can't be used as an itinerary:{lines}", value=value, hint=hint)

    def mapping(self, value: object, path: str) -> Mapping[str, Any]:
        if isinstance(value, dict):
            return value
        self.problem(path, f"an object is wanted, not {_shown(value)}")
        return {}

    def items(self, top: Mapping[str, Any], key: str, path: str) -> list[tuple[str, Mapping[str, Any]]]:
        value = top.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.problem(f"{path}.{key}", f"a list is wanted, not {_shown(value)}")
            return []
        return [(f"{path}.{key}[{i}]", self.mapping(item, f"{path}.{key}[{i}]")) for i, item in enumerate(value)]

    def optional_text(self, top: Mapping[str, Any], key: str, path: str) -> str | None:
        value = top.get(key)
        if value is None or isinstance(value, str):
            return value
        self.problem(f"{path}.{key}", f"a text is wanted, not {_shown(value)}")
        return None

    def date(self, top: Mapping[str, Any], key: str, path: str, *, loose: bool = False) -> str | None:
        """Read a date; a `loose` one may be a month, a year, or an interval of dates or months."""
        value = self.optional_text(top, key, path)
        if value is None or is_iso_date(value) or (loose and re.fullmatch(r"[0-9]{4}", value)):
            return value
        ends = value.split("/")
        if loose and len(ends) <= 2 and all(is_iso_date(end) or is_iso_date(f"{end}-01") for end in ends):
            return value
        wanted = "a date, month, year or interval like 2024-06-17" if loose else "a date like 2024-06-17"
        self.problem(f"{path}.{key}", f"{wanted} is wanted, not {_shown(value)}")
        return None

    def text(self, top: Mapping[str, Any], key: str, path: str) -> str:
        return self.optional_text(top, key, path) or ""

    def texts(self, top: Mapping[str, Any], key: str, path: str) -> tuple[str, ...]:
        value = top.get(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.problem(f"{path}.{key}", f"a list of texts is wanted, not {_shown(value)}")
        return ()

    def number(
        self,
        top: Mapping[str, Any],
        key: str,
        path: str,
        *,
        default: float = 0.0,
        low: float = -math.inf,
        high: float = math.inf,
    ) -> float:
        value = top.get(key)
        if value is None:
            return default
        if _is_number(value) and low <= value <= high:
            return value
        wanted = f"a number from {low:g} to {high:g}" if math.isfinite(low) and math.isfinite(high) else "a number"
        self.problem(f"{path}.{key}", f"{wanted} is wanted, not {_shown(value)}")
        return default

    def whole(self, top: Mapping[str, Any], key: str, path: str, *, default: int) -> int:
        value = top.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
            return value
        self.problem(f"{path}.{key}", f"a whole number from 1 is wanted, not {_shown(value)}")
        return default

    def choice(self, top: Mapping[str, Any], key: str, path: str, *, words: tuple[Word, ...], default: Word) -> Word:
        value = top.get(key)
        if value is None:
            return default
        for word in words:
            if value == word:
                return word
        self.problem(f"{path}.{key}", f"one of {', '.join(words)} is wanted, not {_shown(value)}")
        return default

    def point(self, top: Mapping[str, Any], path: str) -> Point | None:
        if top.get("lat") is None and top.get("lon") is None:
            return None
        lat = self.number(top, "lat", path, default=math.nan, low=-90, high=90)
        lon = self.number(top, "lon", path, default=math.nan, low=-180, high=180)
        if top.get("lat") is None or top.get("lon") is None:
            self.problem(path, "lat and lon go together")
        return Point(lat, lon) if math.isfinite(lat) and math.isfinite(lon) else None

    def when(self, top: Mapping[str, Any], path: str) -> When | None:
        value = top.get("when")
        if value is None or isinstance(value, str):
            return When(value) if value else None
        item = self.mapping(value, f"{path}.when")
        return When(self.text(item, "text", f"{path}.when"), self.date(item, "date", f"{path}.when", loose=True))

    def evidence(self, top: Mapping[str, Any], path: str) -> tuple[Evidence, ...]:
        return tuple(self._one_evidence(item, at) for at, item in self.items(top, "evidence", path))

    def _one_evidence(self, item: Mapping[str, Any], path: str) -> Evidence:
        quote = self.text(item, "quote", path)
        start = int(self.number(item, "start", path, low=0, high=math.inf))
        end = start + len(quote)
        if int(self.number(item, "end", path, default=end)) != end:
            self.problem(f"{path}.end", f"end minus start is not the length of the quote ({len(quote)})")
        name_start = int(self.number(item, "name_start", path, default=start))
        name_end = int(self.number(item, "name_end", path, default=name_start))
        if not start <= name_start <= name_end <= end:
            self.problem(path, "name_start and name_end lie outside the quote")
            name_start = name_end = start
        return Evidence(start, end, quote, name_start, name_end)

    def reasons(self, top: Mapping[str, Any], path: str) -> tuple[Reason, ...]:
        return tuple(
            Reason(
                kind=self.choice(item, "kind", at, words=get_args(ReasonKind), default="feature"),
                text=self.text(item, "text", at),
                weight=None if item.get("weight") is None else self.number(item, "weight", at),
                start=None if item.get("start") is None else int(self.number(item, "start", at, low=0)),
                end=None if item.get("end") is None else int(self.number(item, "end", at, low=0)),
            )
            for at, item in self.items(top, "reasons", path)
        )

    def place(self, item: Mapping[str, Any], point: Point, path: str, *, name: str, kind: Kind) -> Place:
        feature_class, feature_code = _FEATURES[kind]
        return Place(
            name=self.text(item, "name", path) or name,
            point=point,
            feature_class=self.text(item, "feature_class", path) or feature_class,
            feature_code=self.text(item, "feature_code", path) or feature_code,
            country=self.text(item, "country", path),
            admin=self.text(item, "admin", path),
            city=self.text(item, "city", path),
            population=int(self.number(item, "population", path, low=0)),
            radius_m=self.number(item, "radius_m", path, low=0),
            local_name=self.text(item, "local_name", path),
            verified=item.get("verified") is not False,
            source=self.text(item, "source", path) or "given",
            id=self.text(item, "id", path),
        )

    def candidate(self, item: Mapping[str, Any], path: str) -> Candidate | None:
        point = self.point(item, path)
        if point is None:
            self.problem(path, "a candidate needs lat and lon")
            return None
        kind = self.choice(item, "kind", path, words=get_args(Kind), default="city")
        return Candidate(
            place=self.place(item, point, path, name="", kind=kind),
            score=self.number(item, "score", path, low=0, high=1),
            reasons=self.texts(item, "reasons", path),
        )

    def stops(self, items: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[Stop, ...]:
        stops = [self.stop(item, path, number) for number, (path, item) in enumerate(items, 1)]
        return tuple(sorted(stops, key=lambda stop: stop.order))

    def stop(self, item: Mapping[str, Any], path: str, number: int) -> Stop:
        name = self.text(item, "name", path)
        if not name.strip() and isinstance(item.get("name", ""), str):
            self.problem(f"{path}.name", "a stop needs a name")
        kind = self.choice(item, "kind", path, words=get_args(Kind), default="city")
        point = self.point(item, path)
        place = None
        if point is not None:
            given = item.get("place")
            named = self.mapping(given, f"{path}.place") if given is not None else {}
            moved = given is None or (named.get("lat"), named.get("lon")) != point.latlon
            place = self.place(
                {**named, "source": "given", "id": ""} if moved else named, point, path, name=name, kind=kind
            )
        candidates = (self.candidate(one, at) for at, one in self.items(item, "candidates", path))
        return Stop(
            name=name,
            kind=kind,
            status=self.choice(item, "status", path, words=get_args(Status), default="past"),
            order=self.whole(item, "order", path, default=number),
            journey=self.whole(item, "journey", path, default=1),
            within=self.optional_text(item, "within", path),
            when=self.when(item, path),
            activity=self.optional_text(item, "activity", path),
            mode=self.optional_text(item, "mode", path),
            traveller=self.optional_text(item, "traveller", path),
            evidence=self.evidence(item, path),
            place=place,
            precision=self.choice(
                item,
                "precision",
                path,
                words=get_args(Precision),
                default=place.precision if place else "none",
            )
            if place
            else "none",
            candidates=tuple(one for one in candidates if one is not None),
            reason=self.optional_text(item, "reason", path),
            why=self.text(item, "why", path),
            reasons=self.reasons(item, path),
            confidence=self.number(item, "confidence", path, default=1.0, low=0, high=1),
            doubts=self.texts(item, "doubts", path),
        )


def _is_number(value: object) -> TypeGuard[float]:
    """Whether a JSON value is a finite number (`true` is not, nor `1e999`, which Python reads as infinity)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return -sys.float_info.max <= value <= sys.float_info.max


def _shown(value: object) -> str:
    """Give a value as JSON, short enough to read."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else f"{text[:37]}…"
