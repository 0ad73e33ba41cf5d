"""Cut `disputed.tsv` and `waters.tsv` in `geomap/render/` from Natural Earth, which is in the public domain.

    python geomap/web/natural_earth.py FOLDER

The folder holds three files of https://github.com/martynafford/natural-earth-geojson (CC0), commit 0b9a6ce:
`10m/cultural/ne_10m_admin_0_disputed_areas.json`, `10m/physical/ne_10m_geography_marine_polys.json` and
`50m/physical/ne_50m_lakes.json`.

`disputed.tsv`: name, and the area's outlines, `longitude,latitude` each, outlines apart by `;`. The list is Natural
Earth's admin-0 disputed areas: the kinds "claim area", "breakaway and disputed" and "indeterminant", not its overlays
(demilitarised and patrolled zones) and leases. Left out by code (`LEFT_OUT`): what is settled, and rocks, valleys and
headwaters that no map of a trip shows. Added (`ADDED`): what Natural Earth counts as a country and not all members of
the United Nations do. It names some areas by who holds them, so those names are ours: what readers know them by.

`waters.tsv`: name, rank (Natural Earth's scalerank: 0 oceans, 1 great seas, …), and the points where the name may
stand, `latitude,longitude,radius` each: a circle in the water, on Mercator's map, its radius in degrees of longitude.
"""

import json
import math
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from shapely import make_valid, maximum_inscribed_circle, transform, unary_union
from shapely.geometry import GeometryCollection, MultiPolygon, Point, Polygon, shape
from shapely.geometry.base import BaseGeometry

RENDER = Path(__file__).parent.parent / "render"

DISPUTED_KINDS = {"Admin-0 claim area", "Admin-0 breakaway and disputed", "Admin-0 indeterminant"}
#: Natural Earth's codes (`BRK_A3`) of areas that are not listed.
LEFT_OUT = {
    # Rocks, reefs and uninhabited islands
    *("B23", "B24", "B25", "B26", "B27", "B31", "B33", "B34", "B41", "B42", "B48", "B52", "B59"),
    *("B62", "B63", "B64", "B65", "B66"),
    # Valleys and headwaters
    *("B01", "B02", "B03", "B04", "B06", "B14", "B15"),
    # A zone patrolled by the United Nations
    "B43",
    # Settled: Hans Island (2022), Nagorno-Karabakh (2023), Tiran and Sanafir (2017), Swains (1980), Atacama (1904)
    *("B21", "B38", "B68", "B71", "B72"),
}
NAMES = {
    "B08": "Gilgit-Baltistan",
    "B12": "the Falkland Islands (Malvinas)",
    **dict.fromkeys(("B16", "B58"), "the Golan Heights"),
    **dict.fromkeys(("B17", "B74"), "the Ilemi Triangle"),
    "B18": "the Senkaku (Diaoyu) Islands",
    "B20": "Northern Cyprus",
    **dict.fromkeys(("B19", "B28"), "Western Sahara"),
    "B29": "the southern Kuril Islands",
    "B32": "South Georgia",
    "B39": "Dokdo (Takeshima, the Liancourt Rocks)",
    "B46": "the Spratly Islands",
    "B47": "the Paracel Islands",
    **dict.fromkeys(("B51", "B80"), "southern Belize"),
    "B54": "the West Bank",
    "B56": "Essequibo",
    "B69": "the Chagos Archipelago",
    "B70": "Scarborough Shoal",
    "B73": "Abu Musa",
    "B75": "the north-west of Bhutan",
    "B76": "Doklam",
    "B88": "Kalapani",
    "B90": "the Donbas",
}
#: Outlines about their coasts and borders, longitude and latitude.
ADDED = {
    "Kosovo": [(20.6, 41.9), (21.6, 42.3), (21.8, 42.7), (21.4, 42.9), (20.8, 43.2), (20.1, 42.8), (20.1, 42.5)],
    "Taiwan": [(120.1, 22.9), (120.9, 21.9), (121.6, 24.0), (122.0, 25.0), (121.5, 25.3), (120.7, 24.6)],
}
#: How far an outline may be off, in degrees.
TOLERANCE_DEG = 0.05

WATER_KINDS = {"ocean", "sea", "gulf", "bay", "strait", "channel", "sound"}
#: The least important that is named.
LEAST_RANK = 7
#: No names that a reader would look for, or names of several waters.
NO_NAMES = {"Inner Sea", "Inner Seas", "The North Western Passages", "Kaliningrad", "Wrigley Gulf"}
ENGLISH = {
    "Bahía de Campeche": "Bay of Campeche",
    "Bransfield Str.": "Bransfield Strait",
    "Cumberland Sd.": "Cumberland Sound",
    "Estrecho de Magellanes": "Strait of Magellan",
    "Golfe du Lion": "Gulf of Lion",
    "Golfo San Mat’as": "Golfo San Matías",
    "Golfo de California": "Gulf of California",
    "Golfo de Panamá": "Gulf of Panama",
    "Gulf of Olen‘k": "Gulf of Olenyok",
    "L. Erie": "Lake Erie",
    "L. Ontario": "Lake Ontario",
    "Lago Titicaca": "Lake Titicaca",
    "Lago de Nicaragua": "Lake Nicaragua",
    "Prince ALbert Sound": "Prince Albert Sound",
}
#: Where the copy has only slivers of a water: latitude, longitude, radius, by hand.
SLIVERS = {
    "Bab el Mandeb": (12.6, 43.35, 0.12),
    "Drake Passage": (-58.5, -65.0, 4.0),
    "Korea Strait": (34.6, 129.0, 0.4),
    "La Perouse Strait": (45.75, 142.0, 0.25),
    "Luzon Strait": (20.5, 121.3, 1.0),
    "Scotia Sea": (-57.5, -43.0, 5.0),
    "Strait of Gibraltar": (35.95, -5.6, 0.15),
    "Yucatan Channel": (21.7, -85.8, 0.7),
}
#: The least radius of a water's largest circle.
LEAST_RADIUS = 0.05
#: Lakes that every map shows (`geomap/web/water.mjs`), in square degrees, and the rank of their names.
GREAT_LAKE_DEG2 = 0.9
LAKE_RANK = 3
#: Circles looked for in a water, and the smallest, against the largest.
CIRCLES, SMALLEST = 6, 0.3
CIRCLES_OCEAN, SMALLEST_OCEAN = 60, 0.12


def main(folder: Path) -> None:
    """Write the two tables."""
    _write("disputed.tsv", _disputed(_features(folder / "ne_10m_admin_0_disputed_areas.json")))
    seas = _features(folder / "ne_10m_geography_marine_polys.json")
    _write("waters.tsv", _waters(seas, _features(folder / "ne_50m_lakes.json")))


def _features(path: Path) -> list[tuple[dict[str, object], BaseGeometry]]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return [(each["properties"], shape(each["geometry"])) for each in features]


def _write(name: str, rows: list[str]) -> None:
    (RENDER / name).write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")


def _disputed(features: list[tuple[dict[str, object], BaseGeometry]]) -> list[str]:
    areas: dict[str, list[list[tuple[float, float]]]] = defaultdict(list)
    for name, outline in ADDED.items():
        areas[name].append(outline)
    for properties, geometry in features:
        code = str(properties["BRK_A3"])
        if properties["featurecla"] in DISPUTED_KINDS and code not in LEFT_OUT:
            name = NAMES.get(code, str(properties["BRK_NAME"]))
            areas[name] += [_outline(part) for part in _polygons(geometry.simplify(TOLERANCE_DEG))]
    return [
        f"{name}\t{';'.join(' '.join(f'{lon:.2f},{lat:.2f}' for lon, lat in outline) for outline in outlines)}"
        for name, outlines in sorted(areas.items(), key=lambda item: item[0].removeprefix("the ").lower())
    ]


def _outline(polygon: Polygon) -> list[tuple[float, float]]:
    """Give the corners; one point will do for an islet."""
    west, south, east, north = polygon.bounds
    if max(east - west, north - south) < 4 * TOLERANCE_DEG:
        return [(west, south)]
    return [(lon, lat) for lon, lat in polygon.exterior.coords][:-1]


def _waters(
    seas: list[tuple[dict[str, object], BaseGeometry]], lakes: list[tuple[dict[str, object], BaseGeometry]]
) -> list[str]:
    ranks: dict[str, int] = {}
    shapes: dict[str, list[BaseGeometry]] = defaultdict(list)
    for properties, geometry in seas:
        name, rank = str(properties["name"] or ""), int(str(properties["scalerank"]))
        if properties["featurecla"] in WATER_KINDS and name and name not in NO_NAMES and rank <= LEAST_RANK:
            shapes[_name(name)].append(geometry)
            ranks[_name(name)] = min(rank, ranks.get(_name(name), rank))
    for properties, geometry in lakes:
        name = str(properties["name"] or "")
        if name and properties["featurecla"] == "Lake" and geometry.area >= GREAT_LAKE_DEG2:
            shapes[_name(name)].append(geometry)
            ranks[_name(name)] = LAKE_RANK
    rows = []
    for name, rank in sorted(ranks.items(), key=lambda item: (item[1], item[0])):
        limits = (CIRCLES_OCEAN, SMALLEST_OCEAN) if rank == 0 else (CIRCLES, SMALLEST)
        circles = _circles(unary_union([make_valid(each) for each in shapes[name]]), *limits)
        if name in SLIVERS:
            circles = [SLIVERS[name]]
        if circles[0][2] < LEAST_RADIUS:
            continue
        rows.append(f"{name}\t{rank}\t{' '.join(f'{lat:.2f},{lon:.2f},{radius:.2f}' for lat, lon, radius in circles)}")
    return rows


def _name(name: str) -> str:
    name = " ".join(name.split())
    return ENGLISH.get(name, name.title() if name.isupper() else name)


def _circles(water: BaseGeometry, limit: int, smallest: float) -> list[tuple[float, float, float]]:
    """Give the middles (latitude, longitude) and radii of the largest circles that lie in the water apart."""
    rest: BaseGeometry = make_valid(transform(water.simplify(0.02), _flat))
    circles: list[tuple[float, float, float]] = []
    while len(circles) < limit:
        polygons = _polygons(rest)
        if not polygons:
            break
        found = [maximum_inscribed_circle(polygon, tolerance=0.05) for polygon in polygons]
        line = max(found, key=lambda each: each.length)
        x, y = line.coords[0]
        if circles and line.length < smallest * circles[0][2]:
            break
        circles.append((_latitude(y), x, line.length))
        rest = rest.difference(Point(x, y).buffer(line.length * 0.9))
    return circles


def _polygons(geometry: BaseGeometry) -> list[Polygon]:
    if isinstance(geometry, Polygon):
        return [] if geometry.is_empty else [geometry]
    if not isinstance(geometry, MultiPolygon | GeometryCollection):
        return []
    return [polygon for part in geometry.geoms for polygon in _polygons(part)]


def _flat(points: np.ndarray) -> np.ndarray:
    """Put longitudes and latitudes on Mercator's map."""
    lats = np.radians(np.clip(points[:, 1], -84.0, 84.0))
    return np.column_stack([points[:, 0], np.degrees(np.arcsinh(np.tan(lats)))])


def _latitude(y: float) -> float:
    return math.degrees(math.atan(math.sinh(math.radians(y))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
