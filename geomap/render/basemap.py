"""The basemap of one itinerary: the thinned world, with the full coasts and borders near its stops."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from geomap.model import Borders, Itinerary, Point
from geomap.render.bundle import Part, part
from geomap.render.tiles import Tiles

#: The grid of the detail's coordinates, in degrees (`GRID` of `geomap/web/basemap.mjs`).
_GRID_DEG = 0.004
#: That of lakes and rivers (`WATER_GRID` of `geomap/web/water.mjs`).
_WATER_GRID_DEG = 0.02
#: How far from a stop the detail reaches, and how many stops may ask for it.
_REACH_DEG = 8.0
_MOST_STOPS = 24
#: How many characters of detail, and of lakes and rivers, a page may carry; about three quarters of it once compressed.
_BUDGET = 8_700
_WATER_BUDGET = 2_300


#: The parts of each set of borders: the world, and its detail.
_PARTS: dict[Borders, tuple[Part, Part]] = {
    "un": ("basemap.json", "basemap-detail.tsv"),
    "de-facto": ("basemap-de-facto.json", "basemap-de-facto-detail.tsv"),
}


def basemap_block(itinerary: Itinerary, *, borders: Borders = "un", tiles: Tiles | None = None) -> str:
    """Give the basemap as JSON that can stand in an HTML `script` element.

    It is the world as `geomap/web/basemap.mjs` packs it, with one member more, `detail`: arcs that replace
    the world's own (`[number, arc]`), islands that it lacks (`[number of the country, arc]`), the lakes and
    rivers, and the borders of the states of the route's countries. What lies nearest to a stop comes first, as far as
    the budget goes. Tiles come as its first member,
    `tiles`: the built-in map stays below them for readers whose browser does not get them.
    """
    world, fine = _PARTS[borders]
    places = dict.fromkeys(stop.place.point for stop in itinerary.stops if stop.place)
    points = list(islice(places, _MOST_STOPS))
    coasts = _near(_lines(fine), points, _BUDGET)
    water = _lines("water.tsv")
    near = _near([line for line in water if line.target != "L"], points, _WATER_BUDGET)
    great = [line for line in water if line.target == "L"]
    detail = {
        "grid": str(_GRID_DEG),
        "arcs": _list(f'[{line.target},"{line.arc}"]' for line in coasts if not line.target.startswith("+")),
        "islands": _list(f'[{line.target[1:]},"{line.arc}"]' for line in coasts if line.target.startswith("+")),
        "waterGrid": str(_WATER_GRID_DEG),
        "lakes": _list(f'"{line.arc}"' for line in [*great, *near] if line.target != "r"),
        "rivers": _list(f'"{line.arc}"' for line in near if line.target == "r"),
    }
    countries = {stop.place.country for stop in itinerary.stops if stop.place}
    divisions = (line.split("\t") for line in part("divisions.tsv").splitlines())
    detail["divisions"] = _list(f'"{arc}"' for country, arc in divisions if country in countries)
    members = ",".join(f'"{name}":{value}' for name, value in detail.items())
    first = f'{{"tiles":{tiles.block},' if tiles else "{"
    return f'{first}{part(world).strip()[1:-1]},"detail":{{{members}}}}}'


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the detail or of the water: its box in whole degrees, what it is, and its packed arc."""

    number: int
    box: tuple[int, int, int, int]
    target: str
    arc: str


@cache
def _lines(name: Part) -> list[_Line]:
    lines = []
    for number, line in enumerate(part(name).splitlines()):
        box, target, arc = line.split("\t")
        west, south, east, north = map(int, box.split())
        lines.append(_Line(number, (west, south, east, north), target, arc))
    return lines


def _list(parts: Iterable[str]) -> str:
    return f"[{','.join(parts)}]"


def _near(lines: Iterable[_Line], points: Sequence[Point], budget: int) -> list[_Line]:
    """Choose the lines nearest to the points, as many as the budget holds, and give them in their own order."""
    near = []
    for line in lines:
        distance = min((_distance(point, *line.box) for point in points), default=_REACH_DEG + 1)
        if distance <= _REACH_DEG:
            near.append((distance, line.number, line))
    chosen = []
    for _, _, line in sorted(near, key=lambda each: each[:2]):
        budget -= len(line.arc)
        if budget < 0:
            break
        chosen.append(line)
    return sorted(chosen, key=lambda line: line.number)


def _distance(point: Point, west: int, south: int, east: int, north: int) -> float:
    """Give the distance from a point to a box, in degrees of latitude, as on a small flat map."""
    up = max(south - point.lat, 0.0, point.lat - north)
    if up > _REACH_DEG:
        return up
    beside = max(0.0, min((west - point.lon) % 360, (point.lon - east) % 360)) if not west <= point.lon <= east else 0.0
    return math.hypot(up, beside * math.cos(math.radians(point.lat)))
