"""Look-ups in the compiled gazetteer."""

import math
import os
import sqlite3
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar

from geomap.errors import InputError
from geomap.gazetteer.fold import capitalised, fold, keys
from geomap.gazetteer.wordings import asked_keys, bare_keys, fits
from geomap.model import Kind, Place, Point

_T = TypeVar("_T", int, str)
#: key, number of the place, rank, spelling
_Row: TypeAlias = tuple[str, int, int, str | None]

DEFAULT = Path(__file__).parent / "gazetteer.sqlite"

#: Degrees are stored as whole millionths.
_SCALE = 1_000_000
#: SQLite binds at least 999 values in every build.
_BATCH = 900
#: Rows below this number are the world's most important places, so a look at them first is a short one.
_WELL_KNOWN = 40_000

#: Degrees of arc around a point in which its neighbours are looked for, one after another.
_REACHES_DEG = (0.1, 0.5, 2.0, 6.0, 20.0, 180.0)

_IN_BOX = """SELECT place.id, lat, lon FROM place
    WHERE kind IN (SELECT id FROM kind WHERE class IN ('P', 'S') AND code <> 'DIP')
    AND lat BETWEEN ? AND ? AND (lon BETWEEN ? AND ? OR lon BETWEEN ? AND ?)"""
_COLUMNS = """place.id, place.name, lat, lon, kind.class, kind.code, country, admin.name, population, radius_m,
    kind.source, source_id, local_name, city, verified"""
_JOINS = "place JOIN kind ON kind.id = place.kind JOIN admin ON admin.id = place.admin"
#: What a name can be to a place, by the file's ranks.
Relation = Literal["own", "other", "foreign", "common", "reworded"]
_RELATIONS: tuple[Relation, ...] = ("own", "other", "foreign", "common", "reworded")
#: Names of these ranks alone name no place: their words are common, or in another order.
_WEAK = 3


@dataclass(frozen=True, slots=True)
class Match:
    """A place that has a name.

    Parameters
    ----------
    place
        Its `names` are the spellings that matched.
    relation
        Whether the name is the place's own, another one, one in another language, one that says too little by
        itself ("Independence Square", "Liberty"), or one of a venue's in other words ("Parliament Palace").
    """

    place: Place
    relation: Relation


@dataclass(frozen=True, slots=True)
class Index:
    """The gazetteer, read-only; safe in several threads and processes, and after a fork.

    Parameters
    ----------
    path
        The SQLite file.

    Notes
    -----
    Every thread of every process reads over a connection of its own, opened at its first look-up.
    """

    path: Path
    _local: threading.local = field(default_factory=threading.local, init=False, repr=False, compare=False)

    def _connection(self) -> sqlite3.Connection:
        if getattr(self._local, "process", None) != os.getpid():
            uri = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
            self._local.connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self._local.process = os.getpid()
        connection: sqlite3.Connection = self._local.connection
        return connection

    def _query(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        return self._connection().execute(sql, values).fetchall()

    def lookup(self, name: str) -> tuple[Place, ...]:
        """Give the places of this name, the best known first, without those that it only names in context.

        Parameters
        ----------
        name
            As a text writes it; case and accents don't matter.
        """
        return self.lookup_many((name,))[name]

    def lookup_many(self, names: Iterable[str]) -> Mapping[str, tuple[Place, ...]]:
        """Give the places of each name, the best known first; `names` of a place are the spellings that matched."""
        found = self._matches({name: keys(name) for name in names}, weakest=_WEAK)
        return {name: tuple(match.place for match in some) for name, some in found.items()}

    def matches(self, names: Iterable[str], *, most: int | None = None) -> Mapping[str, tuple[Match, ...]]:
        """Give the places of each name, the best known first, and what the name is to each of them.

        Those that it names in context only, or in other words, are among them.

        Parameters
        ----------
        names
            As a text writes them.
        most
            At most so many places of each.
        """
        return self._matches({name: (*keys(name), *asked_keys(name)) for name in names}, most=most)

    def loosely(self, name: str) -> tuple[Match, ...]:
        """Give the venues of the news that share a name's own words: with another noun that fits, or with none."""
        found = self._matches({name: tuple(bare_keys(name))})[name]
        return tuple(match for match in found if fits(name, match.place.feature_code))

    def _matches(
        self, asked: Mapping[str, Sequence[str]], weakest: int = 9, most: int | None = None
    ) -> dict[str, tuple[Match, ...]]:
        rows: dict[str, list[_Row]] = {}
        for batch in _batches({key for some in asked.values() for key in some}):
            which = f"key IN ({_marks(batch)}) AND rank < {weakest:d}"
            sql = f"SELECT key, place, rank, spelling FROM name WHERE {which} ORDER BY place"
            for row in self._query(sql, batch):
                rows.setdefault(row[0], []).append(row)
        matched: dict[str, list[tuple[int, list[_Row]]]] = {}
        for name, some in asked.items():
            numbers: dict[int, list[_Row]] = {}
            for key in some:
                for row in rows.get(key, ()):
                    numbers.setdefault(row[1], []).append(row)
            matched[name] = sorted(numbers.items())[:most]
        places = self._rows({number for some in matched.values() for number, _ in some})
        return {name: tuple(_match(places[number], named) for number, named in some) for name, some in matched.items()}

    def foremost(self, names: Iterable[str]) -> Mapping[str, Match]:
        """Give for each name that names a place the best known place of it, and what the name is to that place.

        One of the place's own names goes before one in another language.
        """
        asked = {name: keys(name) for name in names}
        best: dict[str, tuple[bool, int, int]] = {}
        for batch in _batches({key for some in asked.values() for key in some}):
            sql = f"SELECT key, rank = 2, place, rank FROM name WHERE key IN ({_marks(batch)}) AND rank < {_WEAK:d}"
            for key, foreign, place, rank in self._query(sql, batch):
                best[key] = min(best.get(key, (True, sys.maxsize, 0)), (bool(foreign), place, rank))
        chosen = {
            name: min(best[key] for key in some if key in best)
            for name, some in asked.items()
            if not best.keys().isdisjoint(some)
        }
        places = self._rows({number for _, number, _ in chosen.values()})
        return {name: Match(_place(places[number], ()), _RELATIONS[rank]) for name, (_, number, rank) in chosen.items()}

    def known(self, names: Iterable[str]) -> frozenset[str]:
        """Give those of `names` that name a place."""
        asked = {name: keys(name) for name in names}
        there: set[str] = set()
        for batch in _batches({key for some in asked.values() for key in some}):
            sql = f"SELECT DISTINCT key FROM name WHERE key IN ({_marks(batch)}) AND rank < {_WEAK:d}"
            there.update(str(key) for (key,) in self._query(sql, batch))
        return frozenset(name for name, some in asked.items() if not there.isdisjoint(some))

    def kinds(self, names: Iterable[str]) -> Mapping[str, frozenset[Kind]]:
        """Give for each name the kinds of place that it may name; empty for unknown names."""
        return {name: frozenset(place.kind for place in places) for name, places in self.lookup_many(names).items()}

    def demonym(self, word: str) -> Place | None:
        """Give the country, region or city that a word like "Russian", "Danes" or "Texan" belongs to, or None."""
        return self.demonyms((word,)).get(word)

    def demonyms(self, words: Iterable[str]) -> Mapping[str, Place]:
        """Give the home of each of `words` that is a word for a people."""
        asked = {word: fold(word) for word in words}
        homes: dict[str, Place] = {}
        for batch in _batches(set(asked.values())):
            which = f"JOIN demonym ON demonym.place = place.id WHERE demonym.key IN ({_marks(batch)})"
            for row in self._query(f"SELECT demonym.key, {_COLUMNS} FROM {_JOINS} {which}", batch):
                homes[row[0]] = _place(row[1:])
        return {word: homes[key] for word, key in asked.items() if key in homes}

    def counts(self) -> Mapping[str, int]:
        """Give the number of places of each source."""
        sql = "SELECT source, COUNT(*) FROM place JOIN kind ON kind.id = place.kind GROUP BY source"
        return {str(source): int(number) for source, number in self._query(sql)}

    def country(self, code: str) -> Place | None:
        """Give the country of an ISO 3166-1 alpha-2 code, or None."""
        sql = f"SELECT {_COLUMNS} FROM {_JOINS} WHERE place.id = (SELECT place FROM country WHERE iso = ?)"
        return next(self._places(sql, (code.upper(),)), None)

    def countries(self) -> tuple[Place, ...]:
        """Give all countries and territories, by code."""
        sql = f"SELECT {_COLUMNS} FROM {_JOINS} WHERE place.id IN (SELECT place FROM country) ORDER BY country"
        return tuple(self._places(sql))

    def cities_in(self, south: float, west: float, north: float, east: float, *, limit: int = 50) -> tuple[Place, ...]:
        """Give the cities of a box, the most important first; capitals weigh as much as cities ten times larger.

        Parameters
        ----------
        south, west, north, east
            The box in degrees; it crosses the antimeridian if `west` > `east`.
        limit
            At most so many.
        """
        across = "(lon >= ? OR lon <= ?)" if west > east else "lon BETWEEN ? AND ?"
        where = f"kind.class = 'P' AND lat BETWEEN ? AND ? AND {across}"
        values = [round(degrees * _SCALE) for degrees in (south, north, west, east)]
        first = f"SELECT {_COLUMNS} FROM {_JOINS} WHERE place.id < {_WELL_KNOWN} AND {where} ORDER BY place.id LIMIT ?"
        found = tuple(self._places(first, (*values, limit)))
        if len(found) == limit:
            return found
        rest = f"SELECT {_COLUMNS} FROM {_JOINS} WHERE {where} ORDER BY place.id LIMIT ?"
        return tuple(self._places(rest, (*values, limit)))

    def near(self, point: Point, *, limit: int = 1) -> tuple[Place, ...]:
        """Give the cities and venues nearest to a point, the nearest first (great-circle distance).

        Parameters
        ----------
        point
            Anywhere.
        limit
            At most so many.
        """
        for reach in _REACHES_DEG:  # a cap of so many degrees, inside the box around it
            found = sorted(
                (angle, number)
                for number, lat, lon in self._query(_IN_BOX, _box(point, reach))
                if (angle := central_angle(point, Point(lat / _SCALE, lon / _SCALE))) <= math.radians(reach)
            )
            if len(found) >= limit or reach == _REACHES_DEG[-1]:
                numbers = [number for _, number in found[:limit]]
                places = self._rows(set(numbers))
                return tuple(_place(places[number]) for number in numbers)
        return ()

    def get(self, source: str, id: str) -> Place | None:  # noqa: A002 - the field's name in the contract
        """Give the place that a source knows by this identifier, or None."""
        sql = f"SELECT {_COLUMNS} FROM {_JOINS} WHERE source_id = ? AND kind.source = ?"  # a walk: 30 ms
        return next(self._places(sql, (int(id) if id.isdecimal() else id, source)), None)

    def _rows(self, numbers: set[int]) -> dict[int, Sequence[object]]:
        """Fetch places by their numbers."""
        found: dict[int, Sequence[object]] = {}
        for batch in _batches(numbers):
            sql = f"SELECT {_COLUMNS} FROM {_JOINS} WHERE place.id IN ({_marks(batch)})"
            found.update({row[0]: row for row in self._query(sql, batch)})
        return found

    def _places(self, sql: str, values: Sequence[object] = ()) -> Iterator[Place]:
        return (_place(row) for row in self._query(sql, values))


def _match(place: Sequence[object], rows: Sequence[_Row]) -> Match:
    spellings = tuple(spelling or capitalised(key) for key, _, rank, spelling in rows if rank or spelling)
    return Match(_place(place, spellings), _RELATIONS[min(rank for _, _, rank, _ in rows)])


def _place(row: Sequence[object], names: tuple[str, ...] = ()) -> Place:
    _, name, lat, lon, cls, code, country, admin, population, radius_m, source, id_, local, city, verified = row
    return Place(
        name=str(name),
        point=Point(lat / _SCALE, lon / _SCALE),  # type: ignore[operator]
        feature_class=str(cls),
        feature_code=str(code),
        country=str(country),
        admin=str(admin),
        population=population,  # type: ignore[arg-type]
        radius_m=float(radius_m),  # type: ignore[arg-type]
        source=str(source),
        id=str(id_),
        names=names,
        local_name=str(local),
        city=str(city),
        verified=bool(verified),
    )


def _sin(degrees: float) -> float:
    return math.sin(math.radians(degrees))


def central_angle(one: Point, other: Point) -> float:
    """Give the angle between two points seen from the Earth's centre, in radians (haversine formula)."""
    half_lat, half_lon = math.radians(other.lat - one.lat) / 2, math.radians(other.lon - one.lon) / 2
    chord = math.sin(half_lat) ** 2 + (
        math.cos(math.radians(one.lat)) * math.cos(math.radians(other.lat)) * math.sin(half_lon) ** 2
    )
    return 2 * math.asin(min(1.0, math.sqrt(chord)))


def _box(point: Point, reach: float) -> list[int]:
    """Give the box around a cap of `reach` degrees: south, north, and two ranges of longitude, in the file's units."""
    south, north = point.lat - reach, point.lat + reach
    over_a_pole = max(abs(south), abs(north)) >= 90
    half = 180.0 if over_a_pole else math.degrees(math.asin(_sin(reach) / _sin(90 - abs(point.lat))))
    west, east = point.lon - half, point.lon + half
    beyond = (west + 360, 180) if west < -180 else (-180, east - 360)
    return [round(degrees * _SCALE) for degrees in (south, north, west, east, *beyond)]


def _batches(values: Iterable[_T]) -> Iterator[list[_T]]:
    waiting = iter(sorted(values))
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


@cache
def _open(path: Path) -> Index:
    return Index(path)


def open_index(path: Path | None = None) -> Index:
    """Open a gazetteer; the same one for the same path.

    Parameters
    ----------
    path
        The SQLite file; by default geomap's own.

    Raises
    ------
    InputError
        If there is no such file.
    """
    where = path or DEFAULT
    if not where.is_file():
        raise InputError(
            f"There is no gazetteer at {where}.",
            value=str(where),
            hint="Install geomap with pip, which builds it, or run `python -m geomap.gazetteer.compile`.",
        )
    return _open(where.absolute())
