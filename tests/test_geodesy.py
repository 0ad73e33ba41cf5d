"""Distances, bearings and paths."""

import math
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geomap import Point
from geomap.geodesy import distance_m, geodesic, unwrap

points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


@given(points, points)
def test_distance_is_that_of_geopy(a: Point, b: Point) -> None:
    from geopy.distance import geodesic as geopy_geodesic

    assert distance_m(a, b) == pytest.approx(geopy_geodesic(a.latlon, b.latlon).m, abs=1e-6)


@given(points, points)
def test_distance_is_the_same_both_ways_and_the_length_of_the_path(a: Point, b: Point) -> None:
    line = geodesic(a, b)

    assert distance_m(a, b) == pytest.approx(distance_m(b, a), abs=1e-6)
    assert sum(distance_m(p, q) for p, q in pairwise(line.path)) == pytest.approx(line.distance_m, rel=1e-9, abs=1e-6)


@given(points, points)
@example(Point(10, 20), Point(10, 20))
def test_path_joins_its_ends_in_steps_that_can_be_drawn(a: Point, b: Point) -> None:
    line = geodesic(a, b)

    assert (line.path[0], line.path[-1]) == (a, b)
    assert 2 <= len(line.path) <= 129
    assert 0 <= line.bearing_deg < 360


def test_published_example_holds() -> None:
    # JFK to Singapore Changi, from the manual page of GeographicLib's GeodSolve: 15347628 m, azimuth 3°18'29.9".
    line = geodesic(Point(40 + 38 / 60 + 23 / 3600, -(73 + 46 / 60 + 44 / 3600)), Point(1.35916667, 103.98944444))

    assert line.distance_m == pytest.approx(15_347_628, abs=1)
    assert line.bearing_deg == pytest.approx(3 + 18 / 60 + 29.9 / 3600, abs=1e-4)


@given(st.lists(points, min_size=1, max_size=20))
def test_unwrapped_lines_never_jump(path: list[Point]) -> None:
    line = unwrap(path)

    assert all(abs(b[1] - a[1]) <= 180.0 + 1e-9 for a, b in pairwise(line))
    for point, (lat, lon) in zip(path, line, strict=True):
        assert lat == point.lat
        assert math.isclose(math.remainder(lon - point.lon, 360.0), 0.0, abs_tol=1e-6)


@pytest.mark.parametrize(("lat", "lon"), [(91, 0), (0, 181), (math.nan, 0), (0, math.inf)])
def test_a_point_outside_the_earth_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(ValueError, match="is not between"):
        Point(lat, lon)
