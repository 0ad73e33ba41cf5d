"""What the first view shows: a box around the stops, with room for the reader to know where it is."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geomap.model import Itinerary

#: Height and width, in degrees, that the first view has at least.
_LEAST = (9.0, 16.0)


@dataclass(frozen=True, slots=True)
class Frame:
    """A box in degrees, WGS 84.

    Parameters
    ----------
    lat, lon
        Its middle; the longitude may exceed 180.
    height, width
        Of the stops, and no less than any first view has.
    """

    lat: float
    lon: float
    height: float
    width: float


def frame_of(itinerary: Itinerary) -> Frame | None:
    """Give the frame of an itinerary's stops, or None if none of them has a place."""
    points = [stop.place.point for stop in itinerary.stops if stop.place]
    if not points:
        return None
    lats, (west, east) = [point.lat for point in points], window([point.lon for point in points])
    height, width = max(_LEAST[0], max(lats) - min(lats)), max(_LEAST[1], east - west)
    return Frame((min(lats) + max(lats)) / 2, (west + east) / 2, height, width)


#: The map at the usual width of a page, in pixels; `geomap/web/src/view.ts` has the other figures too.
_WIDTH_PX, _HEIGHT_PX = 864, 560
_MARGIN_X, _MARGIN_Y = 0.12 * _WIDTH_PX, 0.1 * _HEIGHT_PX
_CLOSEST_ROUTE, _CLOSEST_PLACE = 7.5, 5.75
_ONE_PLACE = (0.6, 0.8)
_ZOOM_STEP = 0.25
#: Pixels that the whole world is wide at zoom 0.
_WORLD_PX = 256


@dataclass(frozen=True, slots=True)
class View:
    """What the map shows at first sight, on a page 1280 pixels wide: a box in degrees, WGS 84.

    Parameters
    ----------
    south, north
        Its edges.
    middle
        Its middle longitude, which may exceed 180.
    half_width
        Degrees of longitude from the middle to an edge.
    """

    south: float
    north: float
    middle: float
    half_width: float

    @property
    def degrees_per_px(self) -> float:
        """Degrees of longitude to a pixel."""
        return 2 * self.half_width / _WIDTH_PX

    def meets(self, outline: Sequence[tuple[float, float]]) -> bool:
        """Say whether an area, or a place of one corner (longitude, latitude), reaches into the view."""
        turn = 360 * round((self.middle - sum(lon for lon, _ in outline) / len(outline)) / 360)
        left = [(lon + turn, lat) for lon, lat in outline]
        west, east = self.middle - self.half_width, self.middle + self.half_width
        for axis, sign, edge in ((0, 1, west), (0, -1, east), (1, 1, self.south), (1, -1, self.north)):
            left = _cut(left, axis, sign, edge)
        return bool(left)


def _cut(outline: list[tuple[float, float]], axis: int, sign: int, edge: float) -> list[tuple[float, float]]:
    """Keep the part of a polygon on the inner side of an edge (Sutherland and Hodgman 1974)."""
    kept: list[tuple[float, float]] = []
    for corner, following in zip(outline, [*outline[1:], *outline[:1]], strict=True):
        here, there = (sign * (one[axis] - edge) for one in (corner, following))
        if here >= 0:
            kept.append(corner)
        if (here >= 0) != (there >= 0):
            part = here / (here - there)
            (lon, lat), (next_lon, next_lat) = corner, following
            kept.append((lon + part * (next_lon - lon), lat + part * (next_lat - lat)))
    return kept


def first_view(itinerary: Itinerary) -> View | None:
    """Give the first view of an itinerary, as `geomap/web/src/framing.ts` fits it, or None if no stop has a place."""
    points = [stop.place.point.latlon for stop in itinerary.stops if stop.place]
    if not points:
        return None
    points += [point.latlon for leg in itinerary.legs for point in leg.path]
    west, east = window([lon for _, lon in points])
    lats = [lat for lat, _ in points]
    low, high = mercator(min(lats)), mercator(max(lats))
    one_place = max(lats) - min(lats) < _ONE_PLACE[0] and east - west < _ONE_PLACE[1]
    zoom = _CLOSEST_PLACE if one_place else _CLOSEST_ROUTE
    for span, room in ((east - west, _WIDTH_PX - 2 * _MARGIN_X), (high - low, _HEIGHT_PX - 2 * _MARGIN_Y)):
        if span > 0:
            fits = math.log2(room / span * 360 / _WORLD_PX)
            zoom = min(zoom, math.floor(fits / _ZOOM_STEP) * _ZOOM_STEP)
    degrees_per_px = 360 / (_WORLD_PX * 2**zoom)
    half_height = _HEIGHT_PX / 2 * degrees_per_px
    farthest = max(0.0, 180 + _MARGIN_Y * degrees_per_px - half_height)  # beyond the poles' edges there is nothing
    middle = max(-farthest, min(farthest, (low + high) / 2))
    return View(
        latitude(middle - half_height),
        latitude(middle + half_height),
        (west + east) / 2,
        _WIDTH_PX / 2 * degrees_per_px,
    )


def mercator(lat: float) -> float:
    """Give the height of a latitude on Mercator's map, in degrees of longitude."""
    return math.degrees(math.asinh(math.tan(math.radians(max(-85.0, min(85.0, lat))))))


def latitude(height: float) -> float:
    """Give the latitude at a height on Mercator's map, in degrees."""
    return math.degrees(math.atan(math.sinh(math.radians(height))))


def window(longitudes: Iterable[float]) -> tuple[float, float]:
    """Give west and east of the shortest arc that holds all the longitudes; east may exceed 180."""
    ordered = sorted({lon % 360 for lon in longitudes})
    gaps = [(b - a, b) for a, b in zip(ordered, [*ordered[1:], ordered[0] + 360], strict=True)]
    widest, start = max(gaps)
    return start, start + 360 - widest
