"""Which lines are drawn, and which of them are arrows."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap import Itinerary, Place, Point, Stop
from geomap.route import geometry, route

SPOTS = {
    "Seoul": (37.57, 126.98, "P"), "Pyongyang": (39.03, 125.75, "P"), "Hanoi": (21.02, 105.84, "P"),
    "Square": (39.02, 125.75, "S"), "Church": (38.99, 125.72, "S"), "Guesthouse": (39.06, 125.80, "S"),
    "Suva": (-18.14, 178.44, "P"), "Apia": (-13.83, -171.77, "P"), "Vietnam": (16.2, 107.8, "A"),
}  # fmt: skip


def stop(name: str, order: int, *, within: str | None = None, journey: int = 1, placed: bool = True) -> Stop:
    lat, lon, feature_class = SPOTS[name]
    place = Place(name, Point(lat, lon), feature_class, {"P": "PPL", "S": "BLDG", "A": "PCLI"}[feature_class])
    return Stop(
        name, place.kind, "planned", order, journey=journey, within=within, place=place if placed else None,
        precision=place.precision if placed else "none",
    )  # fmt: skip


def legs(*stops: Stop) -> list[str]:
    signs = {"travel": "→", "unordered": "–", "context": "⋯"}
    return [
        f"{stops[leg.origin].name} {signs[leg.kind]} {stops[leg.destination].name}"
        for leg in route(Itinerary("A trip", stops)).legs
    ]


def test_successive_stops_are_joined_by_arrows() -> None:
    assert legs(stop("Seoul", 1), stop("Hanoi", 2), stop("Suva", 3)) == ["Seoul → Hanoi", "Hanoi → Suva"]


def test_a_city_stands_for_its_own_unordered_venues() -> None:
    drawn = legs(
        stop("Seoul", 1), stop("Pyongyang", 2), stop("Square", 3, within="Pyongyang"),
        stop("Church", 3, within="Pyongyang"), stop("Vietnam", 4),
    )  # fmt: skip

    assert drawn == ["Seoul → Pyongyang", "Pyongyang – Square", "Pyongyang – Church", "Pyongyang → Vietnam"]


def test_venues_that_the_text_orders_have_an_arrow_between_them_and_none_from_their_city() -> None:
    drawn = legs(
        stop("Pyongyang", 1), stop("Square", 2, within="Pyongyang"), stop("Church", 3, within="Pyongyang"),
        stop("Hanoi", 4),
    )  # fmt: skip

    assert drawn == ["Pyongyang – Square", "Square → Church", "Pyongyang → Hanoi"]


def test_tied_stops_are_a_chain_without_arrows_to_either_side() -> None:
    assert legs(stop("Seoul", 1), stop("Hanoi", 2), stop("Suva", 2), stop("Apia", 3)) == [
        "Seoul – Hanoi",
        "Hanoi – Suva",
        "Suva – Apia",
    ]


def test_venues_without_their_city_among_the_stops_are_stops_like_others() -> None:
    assert legs(stop("Square", 1, within="Pyongyang"), stop("Hanoi", 2)) == ["Square → Hanoi"]


def test_a_venue_told_before_its_city_is_joined_to_it_without_an_arrow() -> None:
    assert legs(stop("Square", 1, within="Pyongyang"), stop("Pyongyang", 2), stop("Hanoi", 3)) == [
        "Pyongyang – Square",
        "Pyongyang → Hanoi",
    ]


def test_journeys_are_joined_by_context_only() -> None:
    assert legs(stop("Suva", 1), stop("Apia", 2), stop("Seoul", 3, journey=2), stop("Hanoi", 4, journey=2)) == [
        "Suva → Apia",
        "Apia ⋯ Seoul",
        "Seoul → Hanoi",
    ]


def test_a_stop_without_a_place_is_passed_over() -> None:
    assert legs(stop("Seoul", 1), stop("Suva", 2, placed=False), stop("Hanoi", 3)) == ["Seoul → Hanoi"]
    assert legs(stop("Seoul", 1, placed=False)) == []
    assert legs() == []


def test_a_line_over_the_antimeridian_is_cut_there() -> None:
    (leg,) = route(Itinerary("Islands", (stop("Suva", 1), stop("Apia", 2)))).legs
    cut = geometry(leg)

    assert cut.geom_type == "MultiLineString"
    assert leg.distance_m == pytest.approx(1_150_000, rel=0.02)


@st.composite
def itineraries(draw: st.DrawFn) -> Itinerary:
    names = draw(st.lists(st.sampled_from(sorted(SPOTS)), max_size=8))
    order = journey = 1
    stops = []
    for name in names:
        order += draw(st.integers(0, 1))
        if draw(st.booleans()) and draw(st.booleans()):
            journey, order = journey + 1, order + 1
        within = draw(st.sampled_from([None, "Pyongyang"])) if SPOTS[name][2] == "S" else None
        stops.append(stop(name, order, within=within, journey=journey, placed=draw(st.booleans())))
    return Itinerary("Any", tuple(stops))


@given(itineraries())
def test_no_arrow_is_drawn_that_the_text_does_not_give(itinerary: Itinerary) -> None:
    routed = route(itinerary)

    for leg in routed.legs:
        origin, destination = routed.stops[leg.origin], routed.stops[leg.destination]
        assert origin.place is not None
        assert destination.place is not None
        assert leg.status == destination.status
        assert (origin.journey == destination.journey) == (leg.kind != "context")
        if leg.kind == "travel":
            tied = [s for s in routed.placed if s.order == destination.order and s.journey == destination.journey]
            assert origin.order != destination.order
            assert {origin.name, destination.within} != {"Pyongyang"} or len(tied) == 1
            if "S" not in {SPOTS[s.name][2] for s in tied}:
                assert len(tied) == 1
    assert routed.stops == itinerary.stops


def ferry(name: str, lat: float, lon: float, order: int, mode: str | None = None) -> Stop:
    return Stop(
        name, "city", "past", order, mode=mode, place=Place(name, Point(lat, lon), "P", "PPL"), precision="city"
    )


def test_a_ship_s_leg_keeps_to_the_water_and_its_length_is_that_of_its_way() -> None:
    bergen, stockholm = ferry("Bergen", 60.39, 5.32, 1), ferry("Stockholm", 59.33, 18.07, 2, "ferry")
    (leg,) = route(Itinerary("North", (bergen, stockholm))).legs

    assert leg.by_sea
    assert min(point.lat for point in leg.path) < 56  # round Sweden's south
    assert leg.distance_m > 1_400_000
    assert leg.estimated
    assert leg.duration_s == pytest.approx(leg.distance_m / 37_000 * 3600)


def test_a_ship_on_a_river_goes_straight_and_nobody_says_how_long() -> None:
    (leg,) = route(
        Itinerary("Danube", (ferry("Vienna", 48.21, 16.37, 1), ferry("Budapest", 47.5, 19.04, 2, "ship")))
    ).legs

    assert (leg.by_sea, leg.duration_s, leg.estimated) == (False, None, False)


@pytest.mark.parametrize(
    ("mode", "hours"),
    [("train", 8.6), ("Flight", 1.46), ("bus", 10.2), ("foot", 171), ("reindeer", None), (None, None)],
)
def test_a_time_is_estimated_only_where_the_text_gives_the_means(mode: str | None, hours: float | None) -> None:
    (leg,) = route(Itinerary("East", (ferry("Kyiv", 50.45, 30.52, 1), ferry("Warsaw", 52.23, 21.01, 2, mode)))).legs

    assert leg.estimated == (hours is not None)
    assert leg.duration_s == (hours and pytest.approx(hours * 3600, rel=0.02))


def test_nobody_says_how_long_it_takes_to_the_middle_of_a_country() -> None:
    seoul, vietnam = stop("Seoul", 1), replace(stop("Vietnam", 2), mode="plane")
    (leg,) = route(Itinerary("South", (seoul, vietnam))).legs

    assert leg.duration_s is None
