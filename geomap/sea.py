"""Ways over water: about how a ship goes from one place to another without crossing land.

The seas and lakes are a grid of 0.05° (about 5 km), cut at build time from Natural Earth's 1:50m land
(`geomap/web/sea.mjs`). A way is found by A* (Hart, Nilsson and Raphael 1968, doi:10.1109/TSSC.1968.300136) over
its cells: all of them for short ways; for long ones every k-th, and all near the ends and the narrows. It keeps off
the shore where it can, and is then pulled straight. It is a picture of the way, not one to sail by: no depths, ice,
traffic lanes or ports.
"""

import gzip
import math
from collections.abc import Iterator
from functools import cache, lru_cache
from heapq import heappop, heappush
from itertools import pairwise
from pathlib import Path

from geomap.geodesy import distance_m, geodesic
from geomap.model import Point

_GRID = Path(__file__).parent / "web" / "bundle" / "sea.bin.gz"
#: Side of a cell in degrees (`CELL` of `geomap/web/sea.mjs`).
_CELL_DEG = 0.05
_COLUMNS, _ROWS = 7200, 3600
#: A place farther than this from water has no port, in cells; one nearer than this stands at the water.
_ASHORE = 16
_AT_THE_WATER = 3
#: Sizes of step that divide the grid, in cells; how many steps across a way, about; how many cells to look at.
_STEPS = (16, 12, 10, 8, 6, 5, 4, 3, 2, 1)
_ACROSS = 100
_MOST_CELLS = 400_000
#: How much farther a ship goes to keep off the shore; and over long ways, where wide steps make straits look narrow.
_SHY, _SHY_FAR = 4.0, 1.7
_FAR_STEP = 8
#: North of this lies the ice, unless an end of the way is there; degrees.
_ICE = 71.5
#: Narrow waters, (latitude, longitude): around them every cell is searched, as far as this many cells.
_NARROWS = (
    *((35.95, -5.6), (51.0, 1.5), (55.8, 12.7), (55.4, 11.0), (54.2, 9.7), (41.1, 29.1), (40.7, 27.9), (40.2, 26.4)),
    *((45.3, 36.6), (31.0, 32.3), (30.1, 32.5), (28.9, 33.0), (27.8, 33.8), (12.6, 43.4), (26.5, 56.5), (2.7, 101.3)),
    *((1.2, 103.8), (-6.0, 105.8), (-8.6, 115.8), (9.1, -79.7), (38.2, 15.6), (41.3, 9.2), (57.8, 22.0), (41.4, 140.5)),
    *((33.9, 130.9), (34.5, 129.5), (-41.2, 174.5), (51.6, -56.5), (48.3, -123.5), (12.6, 124.2), (20.2, 110.2)),
    *((66.5, 41.0), (-10.5, 142.2), (1.9, 102.4), (3.5, 100.4)),
)
_NEAR = 18

#: A cell: row from the north, column from 180° west.
_Cell = tuple[int, int]
_COMPASS = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))


@lru_cache(maxsize=512)
def sea_way(origin: Point, destination: Point) -> tuple[Point, ...] | None:
    """Give the points of a way over water, both ends included, at most about 100 km apart.

    From a place ashore it starts with a straight line to the nearest water.

    Returns
    -------
    tuple of Point or None
        None where an end lies more than about 80 km from water, or no water joins the two.

    Examples
    --------
    >>> way = sea_way(Point(54.0924, 12.0991), Point(60.1699, 24.9384))  # Rostock to Helsinki
    >>> 1000 < round(length_m(way) / 1000) < 1200
    True
    >>> sea_way(Point(48.2083, 16.3731), Point(47.4984, 19.0405)) is None  # Vienna and Budapest lie on a river
    True
    """
    here, there = _cell(origin), _cell(destination)
    start, end = _shore(here), _shore(there)
    if start is None or end is None:
        return None
    points = [_point(cell) for cell in _search(start, end)]
    if not points:
        return None
    for i, (place, cell) in enumerate(((here, start), (there, end))):
        if _apart(place, cell) <= _AT_THE_WATER and points:
            points.pop(-i)
    stations = [origin, *points, destination]
    legs = [geodesic(a, b).path for a, b in pairwise(stations)]
    return (origin, *(point for leg in legs for point in leg[1:]))


def length_m(way: tuple[Point, ...]) -> float:
    """Give the length of a way in metres."""
    return sum(distance_m(a, b) for a, b in pairwise(way))


@cache
def _grid() -> bytes:
    return gzip.decompress(_GRID.read_bytes())


def _is_water(row: int, column: int) -> bool:
    return 0 <= row < _ROWS and _grid()[row * _COLUMNS + column % _COLUMNS] == 1


def _all_water(row: int, column: int, up: int, along: int, size: int) -> bool:
    """Whether the next cells in a direction are water, as many as `size`."""
    last = column + along * size
    if 0 <= last < _COLUMNS and 0 < row + up * size < _ROWS - 1:
        stride = up * _COLUMNS + along
        start = row * _COLUMNS + column + stride
        return all(_grid()[start : start + stride * size : stride])
    return all(_is_water(row + up * i, column + along * i) for i in range(size, 0, -1))


def _cell(point: Point) -> _Cell:
    row = int((90 - point.lat) / _CELL_DEG)
    return min(row, _ROWS - 1), int((point.lon + 180) / _CELL_DEG) % _COLUMNS


def _lat(row: float) -> float:
    return 90 - (row + 0.5) * _CELL_DEG


def _point(cell: _Cell) -> Point:
    return Point(_lat(cell[0]), (cell[1] + 0.5) * _CELL_DEG - 180)


@cache
def _breadth(row: float) -> float:
    """How wide a cell is, as a share of its height."""
    return max(0.01, math.cos(math.radians(_lat(row))))


def _columns_apart(a: int, b: int) -> int:
    """Columns from `a` to `b`, the short way round."""
    return (b - a + _COLUMNS // 2) % _COLUMNS - _COLUMNS // 2


def _apart(a: _Cell, b: _Cell) -> float:
    """Distance in heights of a cell, over a great circle."""
    lat, other = (math.radians(_lat(row)) for row in (a[0], b[0]))
    turn = math.radians(_columns_apart(a[1], b[1]) * _CELL_DEG)
    h = math.sin((other - lat) / 2) ** 2 + math.cos(lat) * math.cos(other) * math.sin(turn / 2) ** 2
    return math.degrees(2 * math.asin(min(1.0, math.sqrt(h)))) / _CELL_DEG


def _shore(place: _Cell) -> _Cell | None:
    """Give the nearest cell of water that is no pond."""
    wide = int(_ASHORE / _breadth(place[0])) + 1
    near = [
        (row, (place[1] + step) % _COLUMNS)
        for row in range(place[0] - _ASHORE, place[0] + _ASHORE + 1)
        for step in range(-wide, wide + 1)
        if _is_water(row, place[1] + step)
    ]
    for cell in sorted(near, key=lambda cell: (_apart(place, cell), cell)):
        if _apart(place, cell) > _ASHORE:
            return None
        if _is_wide(cell):
            return cell
    return None


def _is_wide(cell: _Cell, least: int = 40) -> bool:
    """Whether the cell's water has more than `least` cells."""
    seen, todo = {cell}, [cell]
    while todo and len(seen) <= least:
        row, column = todo.pop()
        for up, along in _COMPASS:
            other = (row + up, (column + along) % _COLUMNS)
            if other not in seen and _is_water(*other):
                seen.add(other)
                todo.append(other)
    return len(seen) > least


def _between(a: _Cell, b: _Cell) -> Iterator[_Cell]:
    """Yield the cells on the great circle from `a` to `b`, about one a cell."""
    vectors = []
    for cell in (a, b):
        lat, lon = math.radians(_lat(cell[0])), math.radians((cell[1] + 0.5) * _CELL_DEG)
        vectors.append((math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)))
    angle = math.radians(_apart(a, b) * _CELL_DEG)
    parts = max(1, math.ceil(1.5 * _apart(a, b)))
    for i in range(1, parts):
        near, far = math.sin(angle * (1 - i / parts)), math.sin(angle * i / parts)
        x, y, z = (near * first + far * second for first, second in zip(*vectors, strict=True))
        lat, lon = math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x)) % 360
        yield int((90 - lat) / _CELL_DEG), int(lon / _CELL_DEG) % _COLUMNS


class _Waters:
    """The cells that one search looks at.

    Parameters
    ----------
    start, end
        Cells of water.
    step
        Away from the ends and the narrows only every `step`-th row and column is looked at.
    """

    def __init__(self, start: _Cell, end: _Cell, step: int) -> None:
        self.step = step
        self._offing = 1 + step // 2
        self._shy = _SHY_FAR if step >= _FAR_STEP else _SHY
        self._top = min(int((90 - _ICE) / _CELL_DEG), start[0] - _NEAR, end[0] - _NEAR)
        self._open: dict[_Cell, bool] = {}
        self._fine: set[_Cell] = set()
        if step > 1:
            for row, column in (start, end, *(_cell(Point(lat, lon)) for lat, lon in _NARROWS)):
                wide = int(_NEAR / _breadth(row))
                for up in range(row - _NEAR, row + _NEAR + 1):
                    self._fine.update((up, (column + along) % _COLUMNS) for along in range(-wide, wide + 1))

    def steps(self, cell: _Cell) -> Iterator[tuple[_Cell, float]]:
        """Yield the neighbours of a cell, and the distance to each."""
        row, column = cell
        sizes = {1} if self.step == 1 or cell in self._fine else set()
        if row % self.step == 0 and column % self.step == 0:
            sizes.add(self.step)
        for size in sizes:
            for up, along in _COMPASS:
                other = (row + up * size, (column + along * size) % _COLUMNS)
                if other[0] < self._top or not _all_water(row, column, up, along, size):
                    continue
                length = size * math.hypot(up, along * _breadth(row + up * size / 2))
                yield other, length * (1 if self.is_open(other) else self._shy)

    def is_open(self, cell: _Cell) -> bool:
        """Whether the cell lies clear of the shore."""
        if cell not in self._open:
            row, column = cell
            self._open[cell] = all(
                _is_water(row + up * self._offing, column + along * self._offing)
                for up, along in _COMPASS
                if not up or not along
            )
        return self._open[cell]


def _search(start: _Cell, end: _Cell) -> list[_Cell]:
    """Find a short way, with finer steps where coarse ones find none; an empty one if there is none."""
    across = max(abs(start[0] - end[0]), abs(_columns_apart(start[1], end[1])) * _breadth((start[0] + end[0]) / 2))
    for step in _STEPS:
        if step <= max(1, across / _ACROSS):
            waters = _Waters(start, end, step)
            way = [start, end] if _passes(start, end, waters, _AT_THE_WATER) else _way(start, end, waters)
            if way:
                return _pulled(way, waters)
    return []


def _way(start: _Cell, end: _Cell, waters: _Waters) -> list[_Cell]:
    best = {start: 0.0}
    came: dict[_Cell, _Cell] = {}
    todo = [(0.0, start)]
    done: set[_Cell] = set()
    while todo and len(done) < _MOST_CELLS:
        _, cell = heappop(todo)
        if cell == end:
            way = [cell]
            while way[-1] != start:
                way.append(came[way[-1]])
            return way[::-1]
        if cell in done:
            continue
        done.add(cell)
        here = best[cell]
        for other, length in waters.steps(cell):
            if here + length < best.get(other, math.inf):
                best[other], came[other] = here + length, cell
                heappush(todo, (here + length + _apart(other, end), other))
    return []


def _pulled(way: list[_Cell], waters: _Waters) -> list[_Cell]:
    """Leave out the cells that a straight line can pass by without coming nearer to the shore."""
    closed = [0]
    for a, b in pairwise(way):
        closed.append(closed[-1] + sum(not waters.is_open(cell) for cell in (*_between(a, b), b)))
    kept = [0]
    while kept[-1] < len(way) - 1:
        here = kept[-1]
        ahead = len(way) - 1
        while ahead > here + 1 and not _passes(way[here], way[ahead], waters, closed[ahead] - closed[here]):
            ahead = here + max(1, (ahead - here) * 3 // 4)
        kept.append(ahead)
    return [way[i] for i in kept]


def _passes(a: _Cell, b: _Cell, waters: _Waters, near_shore: int) -> bool:
    """Whether the straight line lies over water, few more cells of it near the shore than there need be."""
    for cell in _between(a, b):
        if not _is_water(*cell):
            return False
        near_shore -= not waters.is_open(cell)
        if near_shore < -1:
            return False
    return True
