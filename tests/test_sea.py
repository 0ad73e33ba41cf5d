"""Ships keep to the water, pass the straits and canals, and take about as long a way as ships do."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.geodesy import distance_m
from geomap.model import Point
from geomap.sea import length_m, sea_way

PORTS = {
    "Apia": Point(-13.83, -171.77),
    "Athens": Point(37.94, 23.65),
    "Auckland": Point(-36.84, 174.76),
    "Barcelona": Point(41.38, 2.17),
    "Bergen": Point(60.39, 5.32),
    "Calais": Point(50.95, 1.86),
    "Capri": Point(40.55, 14.24),
    "Catania": Point(37.50, 15.09),
    "Colón": Point(9.36, -79.90),
    "Copenhagen": Point(55.68, 12.57),
    "Dover": Point(51.13, 1.31),
    "Geneva": Point(46.20, 6.14),
    "Gothenburg": Point(57.71, 11.97),
    "Hamburg": Point(53.55, 9.99),
    "Kiel": Point(54.32, 10.14),
    "London": Point(51.51, -0.13),
    "Los Angeles": Point(33.74, -118.27),
    "Mariupol": Point(47.10, 37.55),
    "Mumbai": Point(19.08, 72.88),
    "Naples": Point(40.85, 14.27),
    "New York": Point(40.71, -74.01),
    "Novorossiysk": Point(44.72, 37.77),
    "Nuku'alofa": Point(-21.14, -175.20),
    "Odesa": Point(46.48, 30.72),
    "Panama City": Point(8.98, -79.52),
    "Port Said": Point(31.26, 32.30),
    "Rotterdam": Point(51.92, 4.47),
    "Singapore": Point(1.26, 103.84),
    "Stockholm": Point(59.33, 18.07),
    "Suez": Point(29.97, 32.55),
    "Suva": Point(-18.14, 178.44),
    "Sydney": Point(-33.87, 151.21),
    "Tokyo": Point(35.62, 139.78),
    "Vladivostok": Point(43.11, 131.90),
}
#: Kilometres by sea: round figures, as tables of distances between ports give them.
KNOWN = {
    ("Dover", "Calais"): 42,
    ("Naples", "Capri"): 33,
    ("Port Said", "Suez"): 162,
    ("Colón", "Panama City"): 80,
    ("Athens", "Odesa"): 1_295,
    ("Novorossiysk", "Mariupol"): 340,
    ("Gothenburg", "Copenhagen"): 250,
    ("Bergen", "Stockholm"): 1_560,
    ("Naples", "Catania"): 400,
    ("Hamburg", "Kiel"): 170,
    ("Barcelona", "Athens"): 2_000,
    ("Los Angeles", "Tokyo"): 8_960,
    ("London", "New York"): 6_100,
    ("London", "Mumbai"): 11_600,
    ("Sydney", "Auckland"): 2_370,
    ("New York", "Sydney"): 17_950,
    ("Tokyo", "London"): 20_700,
    ("Singapore", "Rotterdam"): 15_350,
    ("Sydney", "London"): 21_400,
}


@pytest.mark.parametrize(("ends", "km"), KNOWN.items())
def test_a_way_is_about_as_long_as_ships_sail(ends: tuple[str, str], km: float) -> None:
    way = sea_way(*(PORTS[name] for name in ends))

    assert way
    assert length_m(way) / 1000 == pytest.approx(km, rel=0.1, abs=25)


@pytest.mark.parametrize(
    ("ends", "inland"),
    [
        (("Bergen", "Stockholm"), {"Örebro": Point(59.27, 15.21), "Oslo": Point(60.2, 9.5)}),
        (("Bergen", "Barcelona"), {"Madrid": Point(40.42, -3.7), "Lyon": Point(45.76, 4.84)}),
        (("London", "Mumbai"), {"Riyadh": Point(24.71, 46.68), "Cairo": Point(29.0, 30.0)}),
        (("New York", "Los Angeles"), {"Managua": Point(12.9, -85.5), "Mexico City": Point(19.43, -99.13)}),
    ],
)
def test_a_way_keeps_off_the_land(ends: tuple[str, str], inland: dict[str, Point]) -> None:
    way = sea_way(*(PORTS[name] for name in ends))

    assert way
    for name, place in inland.items():
        assert min(distance_m(point, place) for point in way) > 90_000, name


def test_no_ship_sails_through_the_ice() -> None:
    way = sea_way(PORTS["London"], PORTS["Tokyo"])

    assert way
    assert max(point.lat for point in way) < 72


def test_a_way_over_180_degrees_is_short() -> None:
    way = sea_way(PORTS["Suva"], PORTS["Apia"])

    assert way
    assert length_m(way) < 1.1 * distance_m(PORTS["Suva"], PORTS["Apia"]) + 50_000


def test_no_way_leads_over_land() -> None:
    assert sea_way(PORTS["Geneva"], PORTS["Naples"]) is None  # a lake and the sea
    assert sea_way(Point(48.21, 16.37), Point(47.50, 19.04)) is None  # a river


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(("Athens", "Barcelona", "Capri", "Catania", "Naples", "Odesa", "Geneva")), st.data())
def test_a_way_joins_its_ends_without_jumps_and_is_no_shorter_than_the_straight_line(
    name: str, data: st.DataObject
) -> None:
    other = data.draw(st.sampled_from(("Athens", "Barcelona", "Capri", "Catania", "Naples", "Odesa", "Geneva")))
    way = sea_way(PORTS[name], PORTS[other])

    assert way is None or (
        (way[0], way[-1]) == (PORTS[name], PORTS[other])
        and max(distance_m(a, b) for a, b in pairwise(way)) < 101_000
        and length_m(way) >= distance_m(PORTS[name], PORTS[other]) - 1
    )
