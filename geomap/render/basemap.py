"""The basemap of one itinerary: the thinned world, with the full coasts and borders near its stops."""

import math
from itertools import islice

from geomap.model import Borders, Itinerary, Point
from geomap.render.bundle import Part, part

#: The grid of the detail's coordinates, in degrees (`GRID` of `geomap/web/basemap.mjs`).
_GRID_DEG = 0.004
#: How far from a stop the detail reaches, and how many stops may ask for it.
_REACH_DEG = 8.0
_MOST_STOPS = 24
#: How many characters of detail a page may carry; about a third of it once compressed.
_BUDGET = 34_000


#: The parts of each set of borders: the world, and its detail.
_PARTS: dict[Borders, tuple[Part, Part]] = {
    "un": ("basemap.json", "basemap-detail.tsv"),
    "de-facto": ("basemap-de-facto.json", "basemap-de-facto-detail.tsv"),
}


def basemap_block(itinerary: Itinerary, *, borders: Borders = "un") -> str:
    """Give the basemap as JSON that can stand in an HTML `script` element.

    It is a TopoJSON topology of the world's countries with one member more, `detail`: arcs that replace
    the world's own (`[number, arc]`), and islands that it lacks (`[number of the country, arc]`). What lies
    nearest to a stop comes first, as far as the budget goes.
    """
    arcs, islands = [], []
    for _, target, arc in sorted(_chosen(itinerary, borders)):
        if target.startswith("+"):
            islands.append(f"[{target[1:]},{arc}]")
        else:
            arcs.append(f"[{target},{arc}]")
    detail = f'{{"grid":{_GRID_DEG},"arcs":[{",".join(arcs)}],"islands":[{",".join(islands)}]}}'
    return f'{part(_PARTS[borders][0])[:-1]},"detail":{detail}}}'


def _chosen(itinerary: Itinerary, borders: Borders) -> list[tuple[int, str, str]]:
    """Choose lines of the detail: line number, target and arc of each."""
    places = dict.fromkeys(stop.place.point for stop in itinerary.stops if stop.place)
    points = list(islice(places, _MOST_STOPS))
    if not points:
        return []
    near = []
    for number, line in enumerate(part(_PARTS[borders][1]).splitlines()):
        box, target, arc = line.split("\t")
        west, south, east, north = map(int, box.split())
        distance = min(_distance(point, west, south, east, north) for point in points)
        if distance <= _REACH_DEG:
            near.append((distance, number, target, arc))
    chosen, left = [], _BUDGET
    for _, number, target, arc in sorted(near):
        left -= len(arc)
        if left < 0:
            break
        chosen.append((number, target, arc))
    return chosen


def _distance(point: Point, west: int, south: int, east: int, north: int) -> float:
    """Give the distance from a point to a box, in degrees of latitude, as on a small flat map."""
    up = max(south - point.lat, 0.0, point.lat - north)
    if up > _REACH_DEG:
        return up
    beside = max(0.0, min((west - point.lon) % 360, (point.lon - east) % 360)) if not west <= point.lon <= east else 0.0
    return math.hypot(up, beside * math.cos(math.radians(point.lat)))
