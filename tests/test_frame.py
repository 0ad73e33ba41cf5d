"""Itineraries as pandas tables, and back."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from strategies import HOSTILE, itineraries

from geomap import InputError, Itinerary, Place, Point, Stop, from_frame, to_frame
from geomap.evidence import Evidence
from geomap.model import When
from geomap.route import route

HANOI = Place("Hanoi", Point(21.0245, 105.8412), "P", "PPLC", country="VN", source="GeoNames", local_name="Hà Nội")
SEOUL = Place("Seoul", Point(37.566, 126.9784), "P", "PPLC", country="KR", source="GeoNames")
TRIP = route(
    Itinerary(
        "A trip",
        (
            Stop("Seoul", "city", "past", 1, place=SEOUL, precision="city", when=When("on Monday", "2024-06-17")),
            Stop(
                "Opera House", "venue", "planned", 2, within="Hanoi", place=HANOI, precision="city",
                evidence=(Evidence(40, 69, "She will see the Opera House.", 57, 68),), doubts=("One.", "Two."),
            ),
            Stop("Ruritania", "country", "reported", 3, reason="No gazetteer knows it."),
        ),
    )
)  # fmt: skip
slow_data = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def test_a_row_a_stop_in_travel_order_numbered_as_on_the_map() -> None:
    frame = to_frame(TRIP)

    assert frame.index.name == "stop"
    assert list(frame.index) == [1, 2, 3]
    assert list(frame["name"]) == ["Seoul", "Opera House", "Ruritania"]
    assert list(frame["approximate"]) == [False, True, pd.NA]
    assert frame.loc[2, "quote"] == "She will see the Opera House."
    assert frame.loc[2, "doubts"] == "One.\nTwo."
    assert frame.loc[2, "travel_m"] == TRIP.legs[0].distance_m
    assert frame.loc[3, ["lat", "lon", "place", "travel_m", "quote"]].isna().all()


@pytest.mark.parametrize("itinerary", [TRIP, Itinerary("Nobody travels")])
def test_every_column_has_its_type_even_of_an_empty_table(itinerary: Itinerary) -> None:
    types = {name: dtype.name for name, dtype in to_frame(itinerary).dtypes.items()}

    assert {name for name, kind in types.items() if kind == "category"} == {"kind", "status", "precision"}
    assert {name for name, kind in types.items() if kind == "Int64"} == {"order", "journey", "quote_start"}
    assert {name for name, kind in types.items() if kind == "boolean"} == {"approximate"}
    assert {name for name, kind in types.items() if kind == "Float64"} == {
        "lat", "lon", "radius_m", "travel_m", "confidence",
    }  # fmt: skip
    assert set(types.values()) == {"category", "Int64", "boolean", "Float64", "string"}


def test_categories_are_the_words_of_the_model() -> None:
    frame = to_frame(TRIP)

    assert list(frame["status"].cat.categories) == ["past", "ongoing", "planned", "reported"]
    assert list(frame["kind"].cat.categories) == ["venue", "city", "region", "country", "natural", "sea"]


def test_every_column_is_described() -> None:
    for column in to_frame(TRIP):
        assert f"\n    `{column}`" in str(to_frame.__doc__), column


@slow_data
@given(itineraries())
def test_a_table_comes_back_as_it_went(itinerary: Itinerary) -> None:
    frame = to_frame(itinerary)
    back = from_frame(frame, title=itinerary.title, date=itinerary.date)

    assert_frame_equal(to_frame(back), frame)
    assert back.title == itinerary.title
    assert [stop.approximate for stop in back.stops] == [stop.approximate for stop in itinerary.stops]


def test_legs_are_made_again_from_a_table() -> None:
    assert [leg.distance_m for leg in route(from_frame(to_frame(TRIP))).legs] == [leg.distance_m for leg in TRIP.legs]


def test_the_caller_s_table_stays_as_it_was() -> None:
    frame = to_frame(TRIP)
    before = frame.copy(deep=True)
    from_frame(frame)

    assert_frame_equal(frame, before)


def test_names_alone_make_a_table() -> None:
    itinerary = from_frame(pd.DataFrame({"name": ["Hanoi", "Seoul"]}), title="By hand")

    assert itinerary == Itinerary("By hand", (Stop("Hanoi", "city", "past", 1), Stop("Seoul", "city", "past", 2)))


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, ""])
def test_missing_cells_count_as_absent(missing: object) -> None:
    frame = pd.DataFrame({"name": ["Hanoi"], "within": [missing], "status": [missing], "when": [missing]}, dtype=object)

    assert from_frame(frame).stops == (Stop("Hanoi", "city", "past", 1),)


def test_a_missing_point_is_left_to_the_gazetteer_beside_a_given_one() -> None:
    frame = pd.DataFrame({"name": ["Here", "Hanoi"], "lat": [1.5, np.nan], "lon": [2, np.nan], "order": [1.0, np.nan]})
    here, hanoi = from_frame(frame).stops

    assert here.place is not None
    assert here.place.point == Point(1.5, 2.0)
    assert (here.place.source, here.precision) == ("given", "city")
    assert (hanoi.place, hanoi.reason, hanoi.order) == (None, None, 2)


def test_order_wins_over_rows() -> None:
    frame = pd.DataFrame({"name": ["Hanoi", "Seoul"], "order": [2, 1]})

    assert [stop.name for stop in from_frame(frame).stops] == ["Seoul", "Hanoi"]


@pytest.mark.parametrize("day", [pd.Timestamp("2024-06-18 14:00"), dt.date(2024, 6, 18), "2024-06-18"])
def test_dates_may_be_dates(day: object) -> None:
    (stop,) = from_frame(pd.DataFrame({"name": ["Hanoi"], "date": [day]})).stops

    assert stop.when == When("2024-06-18", "2024-06-18")


def test_all_bad_rows_are_told_at_once() -> None:
    frame = pd.DataFrame(
        {
            "name": ["Hanoi", None, "Seoul", "Kyoto", ["a"]],
            "lat": [95.0, 1.0, 2.0, np.inf, 1.0],
            "lon": [1.0, 1.0, np.nan, 1.0, 1.0],
            "status": ["past", "past", "past", "yesterday", "past"],
            "order": [1, 2, 2.5, 4, "five"],
        }
    )
    with pytest.raises(InputError) as caught:
        from_frame(frame)

    for problem in (
        "row 1.lat: a number from -90 to 90 is wanted, not 95.0",
        "row 2.name: a stop needs a name",
        "row 3: lat and lon go together",
        "row 3.order: a whole number from 1 is wanted, not 2.5",
        'row 4.status: one of past, ongoing, planned, reported is wanted, not "yesterday"',
        "row 4.lat:",
        "row 5.name: a text is wanted",
        'row 5.order: a whole number from 1 is wanted, not "five"',
    ):
        assert problem in caught.value.message, problem


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        (pd.DataFrame({"place": ["Hanoi"]}), "no column `name`; it has place"),
        (pd.DataFrame(), "no column `name`; it has none"),
        (pd.DataFrame({"name": ["Hanoi"], "latitude": [1.0], "lon": [1.0]}), "`latitude`, which geomap calls `lat`"),
        (pd.DataFrame([["Hanoi", "Hue"]], columns=["name", "name"]), "two columns"),
    ],
)
def test_a_table_that_can_t_be_meant_is_refused(frame: pd.DataFrame, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        from_frame(frame)

    assert "needs a column `name`" in caught.value.hint


def test_columns_of_the_caller_s_own_are_left_aside() -> None:
    frame = pd.DataFrame({"name": ["Hanoi"], "reporter": ["A. B."], 3: [4]})

    assert from_frame(frame).stops == (Stop("Hanoi", "city", "past", 1),)


@given(st.sampled_from(HOSTILE))
@example("\x00")
def test_hostile_names_stay_data(name: str) -> None:
    itinerary = Itinerary("A trip", (replace(TRIP.stops[0], name=name),))

    assert from_frame(to_frame(itinerary)).stops[0].name == name
