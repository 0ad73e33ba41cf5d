"""Every row of venues.csv: where it lies, what it is called, who says so."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from runpy import run_path

import packed
import pytest
import shapely
from shapely.ops import nearest_points

from geomap.gazetteer import fold, open_index
from geomap.gazetteer.credits import sources
from geomap.gazetteer.venues import listed_records, venue_records
from geomap.geodesy import distance_m
from geomap.model import Place, Point

ROWS = list(csv.DictReader((resources.files("geomap.gazetteer") / "venues.csv").read_text("utf-8").splitlines()))
#: GeoNames feature codes of class S that the file uses, with their meaning.
KINDS = {
    "ADMF": "administrative facility", "AIRB": "airbase", "AMUS": "amusement park", "ANS": "ancient site",
    "ASTR": "astronomical station", "BDG": "bridge", "BLDG": "building",
    "CAPG": "capitol building", "CH": "church", "CMTY": "cemetery", "CSTL": "castle",
    "CTHSE": "courthouse", "CTRF": "facility centre",
    "CAVE": "cave", "CTRS": "space centre", "DAM": "dam", "HBR": "harbour", "HSP": "hospital", "LIBR": "library",
    "MN": "mine", "MUS": "museum", "PRK": "park", "RSTN": "railway station", "SCH": "school",
    "STNB": "scientific research base", "SYG": "synagogue", "THTR": "theatre", "UNIV": "university", "ZOO": "zoo",
    "FCL": "facility", "GHSE": "guest house", "GOVL": "government office",
    "HSTS": "historical site", "HTL": "hotel", "INSM": "military installation", "MILB": "military base",
    "MNMT": "monument", "MSQE": "mosque", "MSTY": "monastery", "OPRA": "opera house", "PAL": "palace",
    "PRN": "prison", "PSN": "nuclear power station", "PSTB": "border post", "PYRS": "pyramids", "RLG": "religious site",
    "RSRT": "resort", "SQR": "square", "STDM": "stadium", "TMB": "tomb", "TMPL": "temple", "TOWR": "tower",
}  # fmt: skip
#: Kinds that lie far from any city.
REMOTE = {"AIRB", "ANS", "BDG", "CTRS", "DAM", "FCL", "INSM", "MILB", "MN", "PSN", "PSTB", "RSRT", "STNB"}
#: Territories too small for the map, or part of another country's shape on it.
UNMAPPED = {"GF", "VA"}
#: On islands and ice that the map leaves out, or over water.
ISLANDS = {
    "Andøya Space",
    "Davis Station",
    "Emirates Palace",
    "Gateway to Europe",
    "Halley Research Station",
    "Hong Kong–Zhuhai–Macau Bridge",
    "Imrali island prison",
    "Kill Devil Hills",
    "Lampedusa hotspot",
    "Marambio Base",
    "McMurdo Station",
    "Mount Athos",
    "Naro Space Center",
    "Neumayer Station III",
    "Orcadas Base",
    "Qasr Al Watan",
    "Qinling Station",
    "Ramanathaswamy Temple",
    "Scott Base",
    "VinFast factory",
    "Yangshan Port",
    "Zucchelli Station",
    "Øresund Bridge",
    "Amundsen–Scott South Pole Station",
}


def point(row: dict[str, str]) -> Point:
    return Point(float(row["lat"]), float(row["lon"]))


def names(row: dict[str, str]) -> list[str]:
    return [row["name"], *filter(None, row["aliases"].split("|"))]


@cache
def shapes() -> dict[str, shapely.MultiPolygon]:
    """Give each country's shape on the map that the page shows."""
    world = json.loads((resources.files("geomap.web") / "bundle" / "basemap.json").read_text("utf-8"))
    found: dict[str, list[shapely.Polygon]] = {}
    for _, iso, *_, rings in world["countries"]:
        if parts := [shapely.Polygon(ring) for ring in packed.rings(world, rings) if len(set(ring)) > 2]:
            found.setdefault(iso, []).extend(parts)
    return {iso: shapely.MultiPolygon(parts) for iso, parts in found.items()}


def test_there_are_enough_of_them_all_over_the_world() -> None:
    assert len(ROWS) >= 150
    assert len({row["country"] for row in ROWS}) >= 60


def test_a_venue_lies_in_its_country_or_within_15_km() -> None:
    assert {row["country"] for row in ROWS} - set(shapes()) == UNMAPPED
    outside = [row["name"] for row in ROWS if row["country"] not in UNMAPPED and off_m(row) > 15_000]
    assert set(outside) == ISLANDS


def off_m(row: dict[str, str]) -> float:
    """Give the metres from a venue to its country."""
    at = point(row)
    nearest = nearest_points(shapes()[row["country"]], shapely.Point(at.lon, at.lat))[0]
    return distance_m(at, Point(nearest.y, nearest.x))


def test_a_venue_lies_within_reach_of_its_city() -> None:
    far = [row["name"] for row in ROWS if row["city"] and city_m(row) > (250_000 if row["kind"] in REMOTE else 60_000)]
    assert far == []


def city_m(row: dict[str, str]) -> float:
    """Give the metres from a venue to the nearest place of its country, or any, that its city's name means."""
    places = [place for place in open_index().lookup(row["city"]) if place.kind != "venue"]
    return min(distance_m(point(row), place.point) for place in places)


def test_rows_are_well_formed() -> None:
    problems = [f"{row['name']}: {problem}" for row in ROWS for problem in problems_of(row)]
    assert problems == []


def problems_of(row: dict[str, str]) -> Iterator[str]:
    if row["kind"] not in KINDS:
        yield f"unknown feature code {row['kind']}"
    if not open_index().country(row["country"]):
        yield f"unknown country {row['country']}"
    if row["verified"] not in {"yes", "no"}:
        yield f"verified is {row['verified']!r}"
    if not row["source"] or (row["verified"] == "yes" and "; " not in row["source"]):
        yield "verified rows name two sources, all others one"
    for degrees in (row["lat"], row["lon"]):
        if len(degrees.partition(".")[2]) < 4 and not re.search(r"(?:two|three) decimals", row["source"]):
            yield f"{degrees} has few decimals, and the source doesn't say why"
    keys = [fold(name) for name in names(row)]
    if len(keys) > len(set(keys)):
        yield "an alias that folds to another name says nothing new"


def test_no_name_of_two_venues_without_a_city_between_them() -> None:
    counted = Counter((fold(name), row["city"], row["country"]) for row in ROWS for name in names(row))
    assert [key for key, times in counted.items() if times > 1] == []


def test_no_two_rows_at_one_point() -> None:
    points = [point(row) for row in ROWS]
    close = [
        (ROWS[i]["name"], ROWS[j]["name"])
        for i, one in enumerate(points)
        for j, other in enumerate(points[:i])
        if abs(one.lat - other.lat) < 0.001 and distance_m(one, other) < 25
    ]
    assert close == []


def test_no_name_is_an_everyday_word() -> None:
    words = {"square", "palace", "church", "arena", "lodge", "tower", "capitol", "hill", "centre", "station"}
    assert not words & {fold(name) for row in ROWS for name in names(row)}


def test_every_name_finds_its_venue() -> None:
    found = open_index().matches(name for row in ROWS for name in names(row))
    lost = [name for row in ROWS for name in names(row) if not any(_is(one.place, row) for one in found[name])]
    assert lost == []


def _is(place: Place, row: dict[str, str]) -> bool:
    return place.source == "geomap venues" and (place.name, place.city) == (row["name"], row["city"])


@pytest.mark.parametrize(
    ("name", "lat", "lon", "within_km", "precision"),
    [
        ("Vostochny cosmodrome", 51.884, 128.333, 5, "exact"),
        ("Kim Il Sung Square", 39.0195, 125.7528, 1, "exact"),
        ("Life-Giving Trinity Orthodox Church", 38.993, 125.720, 0.1, "approximate"),
        ("Life-Giving Trinity Church", 38.993, 125.720, 0.1, "approximate"),
        ("Kumsusan guesthouse", 39.058, 125.795, 0.1, "approximate"),
        ("the Kumsusan State Guesthouse", 39.058, 125.795, 0.1, "approximate"),
        ("Kumsusan Palace of the Sun", 39.0633, 125.789, 0.5, "approximate"),
    ],
)
def test_the_venues_of_the_reference_article(
    name: str, lat: float, lon: float, within_km: float, precision: str
) -> None:
    place = open_index().lookup(name)[0]
    assert distance_m(place.point, Point(lat, lon)) <= within_km * 1000
    assert place.precision == precision


LISTED = list(listed_records(tuple(venue_records())))


def test_a_listed_venue_lies_in_its_country_or_not_far_from_it() -> None:
    land = {iso: shape.buffer(0.3) for iso, shape in shapes().items()}  # islets, ports at anchor, coarse coasts
    for shape in land.values():
        shapely.prepare(shape)
    outside = [
        record.name
        for record in LISTED
        if record.country in land and not land[record.country].contains(shapely.Point(record.lon, record.lat))
    ]
    assert len(outside) < len(LISTED) / 50, outside


def test_a_listed_venue_lies_within_reach_of_its_city() -> None:
    near = {record.city for record in LISTED if record.city}
    found = open_index().lookup_many(near)
    far = [
        record.name
        for record in LISTED
        if record.city
        and not any(
            distance_m(Point(record.lat, record.lon), place.point) < 80_000
            for place in found[record.city]
            if place.kind != "venue"
        )
    ]
    assert far == []


def test_no_listed_venue_is_there_twice() -> None:
    seen: dict[tuple[str, str, str], list[Point]] = {}
    twice = []
    for record in LISTED:
        here = Point(record.lat, record.lon)
        others = seen.setdefault((fold(record.name), record.feature_code, record.country), [])
        if record.feature_code != "DIP" and any(distance_m(here, other) < 2000 for other in others):
            twice.append(record.name)
        others.append(here)
    assert twice == []


def test_listed_names_that_are_words_need_context() -> None:
    found = open_index().lookup_many({name for record in LISTED for name in record.common})
    captured = [
        name
        for record in LISTED
        for name in record.common
        if any((place.source, place.id) == (record.source, record.id) for place in found[name])
    ]
    assert captured == []


def test_every_source_is_credited() -> None:
    counts = open_index().counts()
    named = {source.name for source in sources() if counts.get(source.name)}
    assert named == set(open_index().counts())
    assert all(source.licence and source.credit for source in sources())


def test_the_report_of_coverage_is_of_today() -> None:
    page = (Path(__file__).parents[1] / "docs" / "gazetteer.md").read_text(encoding="utf-8")
    code = run_path(str(Path(__file__).parents[1] / "docs" / "coverage.py"))
    assert page == code["with_report"](page)
