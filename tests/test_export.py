"""Itineraries as files, and back."""

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from strategies import HOSTILE, itineraries

from geomap import InputError, Itinerary, Place, Point, Stop
from geomap.errors import UnknownPlugin
from geomap.export import exporter, to_csv, to_geojson, to_json, to_table
from geomap.model import When
from geomap.read.itinerary import is_itinerary, parse_itinerary
from geomap.route import route

HANOI = Place("Hanoi", Point(21.0245, 105.8412), "P", "PPLC", country="VN")
slow_data = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@slow_data
@given(itineraries())
def test_json_comes_back_as_it_went(itinerary: Itinerary) -> None:
    routed = route(itinerary)
    back = parse_itinerary(to_json(routed))

    assert route(back) == routed
    assert to_json(route(back)) == to_json(routed)


@slow_data
@given(itineraries(min_size=1))
def test_geojson_holds_every_placed_stop_and_leg_longitude_first(itinerary: Itinerary) -> None:
    routed = route(itinerary)
    features = json.loads(to_geojson(routed))["features"]
    points = [feature for feature in features if feature["geometry"]["type"] == "Point"]

    assert [tuple(point["geometry"]["coordinates"]) for point in points] == [
        stop.place.point.lonlat for stop in routed.stops if stop.place
    ]
    assert len(features) == len(points) + len(routed.legs)


@slow_data
@given(itineraries())
def test_csv_has_a_row_a_stop_and_no_formula(itinerary: Itinerary) -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(itinerary), newline="")))

    assert len(rows) == len(itinerary.stops)
    for row in rows:
        for column, cell in row.items():
            if column not in {"lat", "lon"}:
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_data(name: str) -> None:
    stop = Stop(name, "city", "past", 1, place=HANOI, precision="city")

    assert parse_itinerary(to_json(Itinerary("A trip", (stop,)))).stops[0].name == name


def test_a_hand_made_file_needs_no_more_than_names() -> None:
    itinerary = parse_itinerary('{"title": "A trip", "stops": [{"name": "Hanoi"}, {"name": "Seoul"}]}')

    assert [(stop.name, stop.order, stop.status, stop.place) for stop in itinerary.stops] == [
        ("Hanoi", 1, "past", None),
        ("Seoul", 2, "past", None),
    ]


def test_a_pin_moved_by_hand_wins() -> None:
    told = json.loads(to_json(Itinerary("A trip", (Stop("Hanoi", "city", "past", 1, place=HANOI, precision="city"),))))
    told["stops"][0]["lat"] = 21.5
    (stop,) = parse_itinerary(json.dumps(told)).stops

    assert stop.place is not None
    assert (stop.place.point, stop.place.source) == (Point(21.5, 105.8412), "given")


def test_everything_that_is_wrong_is_said_at_once_with_its_path() -> None:
    text = json.dumps(
        {
            "stops": [
                {"name": "Hanoi", "lat": 121, "lon": 105},
                {"name": "", "status": "maybe"},
                {"name": "Seoul", "lat": 37.5},
                7,
                {"name": "Suva", "order": 0, "evidence": [{"start": 0, "end": 3, "quote": "Suva"}]},
            ]
        }
    )
    with pytest.raises(InputError) as caught:
        parse_itinerary(text, source="trip.json")

    for path in ("$.stops[0].lat", "$.stops[1].name", "$.stops[1].status", "$.stops[2]", "$.stops[3]",
                 "$.stops[4].order", "$.stops[4].evidence[0].end"):  # fmt: skip
        assert path in caught.value.message
    assert caught.value.message.startswith("trip.json")
    assert caught.value.hint


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"stops": 1}', '{"schema": 2, "stops": []}', "[" * 100_000, "{\xff"]
)
def test_what_is_no_itinerary_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_itinerary(text)


def test_an_article_is_not_taken_for_an_itinerary() -> None:
    assert is_itinerary('\ufeff {"stops": []}')
    assert is_itinerary(b'\xef\xbb\xbf\n{"stops": []}')
    assert not is_itinerary("The minister flew to Hanoi.")
    assert not is_itinerary("")


def test_the_table_says_status_and_place_in_words() -> None:
    placed = Stop("Hanoi", "city", "planned", 1, place=HANOI, precision="city")
    lost = Stop("Guesthouse", "venue", "reported", 2, reason="no gazetteer knows it")

    assert to_table(Itinerary("A trip", (placed, lost))).splitlines() == [
        "1  Hanoi       planned     21.0245, 105.8412",
        "2  Guesthouse  reported    not placed: no gazetteer knows it",
    ]
    assert "No stops" in to_table(Itinerary("Nobody travels"))


def test_an_approximate_place_is_called_so() -> None:
    stop = Stop("Guesthouse", "venue", "reported", 1, place=HANOI, precision="city")

    assert stop.approximate
    assert "approximate" in to_table(Itinerary("A trip", (stop,)))
    assert not replace(stop, kind="city").approximate


def test_a_name_can_t_command_a_terminal() -> None:
    stop = Stop("Hanoi\x1b]0;owned\x07\u202e\n", "city", "past", 1, place=HANOI, precision="city")

    assert (
        to_table(Itinerary("A trip", (stop,))) == "1  Hanoi\ufffd]0;owned\ufffd\ufffd  visited    21.0245, 105.8412\n"
    )


@pytest.mark.parametrize("date", ["2023", "2023-09", "2023-09-01", "2023-09-01/2023-09-03"])
def test_every_time_that_reading_gives_is_read_back(date: str) -> None:
    stop = Stop("Hanoi", "city", "past", 1, when=When("then", date), reason="unknown")

    assert parse_itinerary(to_json(Itinerary("A trip", (stop,)))).stops == (stop,)


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownPlugin) as caught:
        exporter("docx")

    assert "geojson" in caught.value.hint
