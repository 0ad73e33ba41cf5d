"""Readers of venues: the curated file, the open lists, and airports."""

import csv
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path

from geomap.gazetteer.fold import fold
from geomap.gazetteer.sources import DATA, Record, away_m, read_tsv
from geomap.gazetteer.wordings import wordings

VENUES = Path(__file__).parent / "venues.csv"
#: One name so close together is one venue.
SAME_M = 2000.0

#: Metres around the point of a large airport, one with several flights an hour to other countries.
LARGE_M = 5000


def airport_records(
    others: Mapping[str, tuple[str, ...]] | None = None, large: Collection[str] = ()
) -> tuple[Record, ...]:
    """Give the airports that have an IATA code or call themselves a base or international.

    The code matches in capitals only. What `venues.csv` has is left out.

    Parameters
    ----------
    others
        Further names by ICAO code.
    large
        ICAO codes of large airports.
    """
    bases: dict[int, list[Record]] = defaultdict(list)
    for record in venue_records():
        if record.feature_code in {"AIRB", "AIRP", "MILB"}:
            for degree in {int(record.lat - _CLOSE_DEG), int(record.lat + _CLOSE_DEG)}:
                bases[degree].append(record)
    with (resources.files("airportsdata") / "airports.csv").open("r", encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["icao"])
    return tuple(
        Record(
            name=row["name"],
            lat=round(float(row["lat"]), 6),
            lon=round(float(row["lon"]), 6),
            feature_class="S",
            feature_code="AIRB"
            if re.search(r"\b(?:Air|Army|Naval|Force|Marine|Military)\b.*\bBase\b", row["name"])
            else "AIRP",
            source="airportsdata",
            id=row["icao"],
            country=row["country"],
            admin=row["subd"],
            radius_m=LARGE_M if row["icao"] in large else 3000,
            city=row["city"],
            names=(names := _all_names(row, (others or {}).get(row["icao"], ()))),
            common=tuple(name for name in names if " " not in name and name != row["iata"]),
        )
        for row in rows
        if row["name"]
        and (row["iata"] or re.search(r"\bBase\b|\bInternational\b", row["name"]))
        and not any(_is_base(row, base) for base in bases[int(float(row["lat"]))])
    )


#: Degrees of latitude between an airport and a base that may be one.
_CLOSE_DEG = 0.05
#: Words that say nothing about which airport or base one is.
_FIELD = frozenset(
    {"air", "airbase", "airport", "international", "intl", "force", "base", "field", "afb", "joint", "naval", "station"}
    | {"army", "military", "raf", "nas", "of", "the"}
)


#: What airports for soldiers only are called.
_MILITARY = re.compile(r"\b(?:Air Base|Base|Afb|AFB|Nas|NAS|Mcas|Army|Military|Naval|RAF|RNAS)\b")


def _is_base(row: Mapping[str, str], base: Record) -> bool:
    """Tell whether an airport of the list is a curated base: close to it, called so, and not for everybody too."""
    if row["iata"] and "Airport" in row["name"] and not _MILITARY.search(row["name"]):
        return False
    if abs(float(row["lat"]) - base.lat) > _CLOSE_DEG:
        return False
    if away_m(float(row["lat"]), float(row["lon"]), base.lat, base.lon) > base.radius_m:
        return False
    own = frozenset(word for name in (base.name, *base.names) for word in fold(name).split()) - _FIELD
    return not own.isdisjoint(fold(f"{row['name']} {row['city']}").split())


def _all_names(row: Mapping[str, str], others: Iterable[str]) -> tuple[str, ...]:
    """Give an airport's names, and their first words alone ("Heathrow"), which count in context only."""
    names = (*_airport_names(row["name"], row["city"], row["iata"]), *others)
    alone = {
        name.removesuffix(" Airport").removesuffix(" International").removeprefix(f"{row['city']} ")
        for name in (row["name"], *names)
        if name.endswith(" Airport")
    } - {row["city"], ""}
    short = sorted(one for one in alone if " " not in one and len(one) > 4 and one[0].isupper())
    return tuple(dict.fromkeys((*names, *short)))


def _airport_names(name: str, city: str, iata: str) -> tuple[str, ...]:
    """Give the code, the name with and without "International", and without the city ("Heathrow Airport")."""
    plain = re.sub(r" (?:International|Intl|Regional|Municipal) Airport$", " Airport", name)
    longer = re.sub(r" Airport$", " International Airport", plain)
    own = plain.removeprefix(f"{city} ") if city else plain
    return tuple(dict.fromkeys(one for one in (iata, plain, longer, own) if one not in {"", name, "Airport"}))


def airport_names() -> dict[str, tuple[str, ...]]:
    """Give the further names of airports by ICAO code (OurAirports, Wikidata)."""
    return {
        row["icao"]: tuple(filter(None, row["names"].split("|"))) for row in read_tsv(DATA / "airport_names.tsv.gz")
    }


def large_airports() -> frozenset[str]:
    """Give the ICAO codes of the airports that OurAirports calls large."""
    return frozenset(row["icao"] for row in read_tsv(DATA / "airport_names.tsv.gz") if row["size"] == "large")


#: Metres around its point within which a venue of each kind lies; 500 for all others.
VENUE_RADIUS_M = {
    "AIRB": 3000, "AIRP": 3000, "ANS": 2000, "CNL": 30_000, "CTRS": 10_000, "FCL": 2000, "HBR": 4000, "INSM": 5000,
    "MILB": 3000, "MT": 5000, "PRK": 20_000, "PSN": 3000, "RSRT": 10_000, "STRT": 40_000, "UNIV": 1000,
}  # fmt: skip


def venue_records() -> Iterator[Record]:
    """Give the curated venues of `venues.csv`."""
    with VENUES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = tuple(filter(None, row["aliases"].split("|")))
            head = row["name"].partition(", ")[0]
            heads = (head,) if head not in {row["name"], *names} else ()
            yield Record(
                name=row["name"],
                lat=float(row["lat"]),
                lon=float(row["lon"]),
                feature_class="S",
                feature_code=row["kind"],
                source="geomap venues",
                id=fold(f"{row['name']} {row['city']}").replace(" ", "-"),
                country=row["country"],
                radius_m=VENUE_RADIUS_M.get(row["kind"], 500),
                local_name=row["local_name"],
                city=row["city"],
                verified=row["verified"] == "yes",
                names=(*names, *heads),
                common=(*filter(None, row["common"].split("|")), *heads),
            )


def listed_records(curated: Sequence[Record]) -> Iterator[Record]:
    """Give the venues of the open lists (`data/venues.tsv.gz`) that `venues.csv` lacks.

    Parameters
    ----------
    curated
        What `venues.csv` has.
    """
    had: dict[str, list[Record]] = defaultdict(list)
    for record in curated:
        for key in venue_keys((record.name, *record.names), record.city):
            had[key].append(record)
    identifiers = _identifiers()
    for row in read_tsv(DATA / "venues.tsv.gz"):
        names = tuple(filter(None, row["names"].split("|")))
        lat, lon = float(row["lat"]), float(row["lon"])
        feature_class, code = row["feature"].split("/")
        bare = _bare(row["name"], row["city"]) if code in _CALLED_BARE else ()
        same = (one for key in venue_keys((row["name"], *names), row["city"]) for one in had[key])
        if row["id"] in identifiers or any(away_m(lat, lon, one.lat, one.lon) < SAME_M for one in same):
            continue
        yield Record(
            name=row["name"],
            lat=lat,
            lon=lon,
            feature_class=feature_class,
            feature_code=code,
            source=row["source"],
            id=row["id"],
            country=row["country"],
            radius_m=VENUE_RADIUS_M.get(code, 500),
            city=row["city"],
            verified=row["verified"] == "yes",
            names=(*names, *bare),
            common=(*filter(None, row["common"].split("|")), *bare),
        )


#: Kinds of venues that news calls by their own word alone ("the Maracanã", "the Louvre").
_CALLED_BARE = {"CSTL", "MUS", "PAL", "STDM"}


def _bare(name: str, city: str) -> tuple[str, ...]:
    """Give the one word of a name that is its own, which counts in context only."""
    inside = frozenset(fold(city).split())
    own = next((one.own for one in wordings(name) if not one.generic), frozenset())
    words = [word for word in name.split() if fold(word) in own]
    return (words[0],) if len(words) == len(own) == 1 and not own & inside and len(words[0]) > 4 else ()


def _identifiers() -> frozenset[str]:
    """Give the Wikidata identifiers that rows of `venues.csv` name as their source."""
    return frozenset(re.findall(r"\bQ\d+\b", VENUES.read_text(encoding="utf-8")))


def with_listed_names(curated: Iterable[Record]) -> Iterator[Record]:
    """Give curated venues with the names that the open lists have for the same venue."""
    rows = {row["id"]: row for row in read_tsv(DATA / "venues.tsv.gz") if row["source"] == "Wikidata"}
    with VENUES.open(encoding="utf-8", newline="") as file:
        identifiers = [re.search(r"\bQ\d+\b", row["source"]) for row in csv.DictReader(file)]
    for record, found in zip(curated, identifiers, strict=True):
        row = rows.get(found[0]) if found else None
        others = (row["name"], *row["names"].split("|")) if row else ()
        common = frozenset(row["common"].split("|")) if row else frozenset()
        new = tuple(name for name in others if name and name not in common and wordings(name))
        yield replace(record, names=tuple(dict.fromkeys((*record.names, *new))))


def venue_keys(names: Iterable[str], city: str) -> frozenset[str]:
    """Give what a venue is called, without the order of words and without its city's name."""
    inside = frozenset(fold(city).split())
    keys = set()
    for name in names:
        keys.add(fold(name))
        keys |= {f"{sorted(one.kinds)}{sorted(one.own - inside)}" for one in wordings(name) if one.own - inside}
    return frozenset(keys)
