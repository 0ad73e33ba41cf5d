"""Our own JSON as others may write it: whatever it holds, it is read, or refused in words."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geomap import GeomapError, InputError
from geomap.export import to_csv, to_geojson, to_json, to_table
from geomap.read.itinerary import is_itinerary, parse_itinerary
from geomap.route import route

KEYS = (
    "order", "journey", "lat", "lon", "kind", "status", "precision", "when", "text", "date", "evidence", "start", "end",
    "quote", "name_start", "name_end", "place", "name", "candidates", "score", "reasons", "doubts", "confidence",
    "population", "radius_m", "feature_class", "verified", "within", "reason",
)  # fmt: skip
leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5),
    st.sampled_from(["city", "venue", "past", "exact", "2024-06-17", 1, 0, 10.5]),
)  # fmt: skip
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=20,
)
stops = st.fixed_dictionaries(
    {"name": st.just("Hanoi") | values}, optional=dict.fromkeys((key for key in KEYS if key != "name"), values)
)


def no_constant(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")


@settings(suppress_health_check=list(HealthCheck))
@given(st.fixed_dictionaries({"stops": st.lists(stops, max_size=3)}, optional={"title": values, "date": values}))
def test_whatever_it_holds_it_is_read_or_refused(value: object) -> None:
    try:
        itinerary = route(parse_itinerary(json.dumps(value)))
    except GeomapError:
        return
    json.loads(to_json(itinerary), parse_constant=no_constant)
    json.loads(to_geojson(itinerary), parse_constant=no_constant)
    assert to_csv(itinerary)
    assert to_table(itinerary)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[" * 100_000, "nested too deeply"),
        ('{"stops": [{"name": "A", "order": ' + "1" * 5000 + "}]}", "a number that is too long"),
        ('{"stops": [{"name": "A", "lat": 1e999, "lon": 1}]}', "from -90 to 90 is wanted, not Infinity"),
        ('{"stops": [{"name": "A", "evidence": [{"start": 1e999, "quote": "x"}]}]}', "a number is wanted"),
        ('{"date": "17 June", "stops": []}', r"\$.date: a date like 2024-06-17 is wanted"),
        ('{"stops": [{"name": "A", "when": {"text": "then", "date": "2024-13"}}]}', r"\$.stops\[0\].when.date"),
    ],
)
def test_what_can_t_be_meant_is_told(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        parse_itinerary(text)


@pytest.mark.parametrize("date", ["2024-06-17", "2024-06", "2024-06-17/2024-06-20", "2024-06/2024-07"])
def test_times_may_be_dates_months_and_intervals(date: str) -> None:
    value = {"stops": [{"name": "A", "when": {"text": "then", "date": date}}]}
    (stop,) = parse_itinerary(json.dumps(value)).stops

    assert stop.when is not None
    assert stop.when.date == date


def test_an_article_is_no_itinerary() -> None:
    assert not is_itinerary("[The minister] flew to Hanoi.")
    assert is_itinerary(b'\xef\xbb\xbf\n {"stops": []}')
