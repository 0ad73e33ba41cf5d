"""Distances, bearings and paths on the WGS 84 ellipsoid: pure functions on Points.

The geodesics are those of Karney, "Algorithms for geodesics", J. Geodesy 87 (2013), 43-55,
doi:10.1007/s00190-012-0578-z, as in geographiclib, the library behind `geopy.distance.geodesic`;
their error is below 15 nanometres. (geographiclib is called directly: one solution gives distance,
bearing and path, and importing geopy costs a tenth of a second.)
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from geomap.model import Point

#: Metres between neighbouring points of a path, before the limit on their number.
_STEP_M = 100_000.0
#: Half the equator is 20,000 km: 128 parts draw it smoothly at any zoom that shows both ends.
_MOST_PARTS = 128


@dataclass(frozen=True, slots=True)
class Geodesic:
    """The shortest line between two points.

    Parameters
    ----------
    path
        Points on it, both ends included, at most about 100 km apart (157 km between antipodes).
    distance_m
        Its length in metres.
    bearing_deg
        Its azimuth at the origin, degrees clockwise from true north, 0 ≤ b < 360; 0 for equal points.
    """

    path: tuple[Point, ...]
    distance_m: float
    bearing_deg: float


def geodesic(origin: Point, destination: Point) -> Geodesic:
    """Give the shortest line from `origin` to `destination`.

    Examples
    --------
    >>> line = geodesic(Point(39.0339, 125.7543), Point(21.0245, 105.8412))
    >>> round(line.distance_m / 1000), round(line.bearing_deg), len(line.path)
    (2758, 229, 29)
    """
    from geographiclib.geodesic import Geodesic as Ellipsoid

    line = Ellipsoid.WGS84.InverseLine(*origin.latlon, *destination.latlon)
    parts = min(_MOST_PARTS, max(1, math.ceil(line.s13 / _STEP_M)))
    between = (line.Position(line.s13 * part / parts) for part in range(1, parts))
    return Geodesic(
        path=(origin, *(Point(at["lat2"], at["lon2"]) for at in between), destination),
        distance_m=line.s13,
        bearing_deg=line.azi1 % 360 % 360 if line.s13 else 0.0,  # twice: -1e-15 % 360 is 360.0
    )


def distance_m(origin: Point, destination: Point) -> float:
    """Give the geodesic distance in metres.

    Examples
    --------
    >>> round(distance_m(Point(0, 179.5), Point(0, -179.5)))
    111319
    """
    from geographiclib.geodesic import Geodesic as Ellipsoid

    length: float = Ellipsoid.WGS84.Inverse(*origin.latlon, *destination.latlon, Ellipsoid.DISTANCE)["s12"]
    return length


def unwrap(points: Iterable[Point]) -> tuple[tuple[float, float], ...]:
    """Give the points as (latitude, longitude) with no step of more than 180° of longitude.

    Longitudes may leave −180 to 180: Leaflet draws such a line across the antimeridian in one piece.

    Examples
    --------
    >>> unwrap([Point(0, 179), Point(0, -179)])
    ((0, 179), (0, 181.0))
    """
    unwrapped: list[tuple[float, float]] = []
    for point in points:
        lon: float = point.lon
        if unwrapped:
            lon += 360.0 * round((unwrapped[-1][1] - lon) / 360.0)
        unwrapped.append((point.lat, lon))
    return tuple(unwrapped)
