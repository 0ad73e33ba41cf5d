"""What geopy's own geocoders promise their callers, held by the gazetteer too."""

import copy
import inspect
import math

import pytest
from geopy import geocoders
from geopy.exc import GeocoderQueryError, GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from geomap.geocode import Gazetteer


@pytest.fixture
def geocoder() -> Gazetteer:
    return Gazetteer()


def keywords(call: object) -> set[str]:
    """Give the parameters that a call takes by name only."""
    assert callable(call)
    parameters = inspect.signature(call).parameters.values()
    return {one.name for one in parameters if one.kind is inspect.Parameter.KEYWORD_ONLY}


@pytest.mark.parametrize("method", ["geocode", "reverse"])
def test_it_takes_what_all_of_geopy_s_geocoders_take(method: str) -> None:
    every = [one for one in {*geocoders.SERVICE_TO_GEOCODER.values()} if hasattr(one, method)]
    shared = set.intersection(*(keywords(getattr(one, method)) for one in every))
    assert "timeout" in shared
    assert keywords(getattr(Gazetteer, method)) >= shared | {"exactly_one"}
    assert next(iter(inspect.signature(getattr(Gazetteer, method)).parameters.values())).name == "self"
    assert "query" in inspect.signature(getattr(Gazetteer, method)).parameters


def test_it_is_one_of_them_and_takes_their_options() -> None:
    configured = Gazetteer(timeout=5, proxies=None, user_agent="newsroom", ssl_context=None, adapter_factory=None)
    assert isinstance(configured, Geocoder)
    assert configured.timeout == 5
    assert "newsroom" in configured.headers["User-Agent"]
    assert configured.geocode("Hanoi") is not None


@pytest.mark.parametrize(
    ("query", "latitude", "longitude"),
    [
        ("435 north michigan ave, chicago il 60611 usa", None, None),
        ("Chicago", 41.85, -87.65),
        ("Málaga", 36.72, -4.42),
        ("Bogotá", 4.71, -74.07),
        ("東京", 35.69, 139.69),
        ("Москва", 55.75, 37.62),
        ("القاهرة", 30.06, 31.25),
        ({"city": "Portland", "state": "Oregon"}, 45.52, -122.68),
        ({"city": "Portland", "state": "Oregon", "country": "United States"}, 45.52, -122.68),
        ({"county": "Cook County", "state": "Illinois"}, 41.8, -87.8),
        ({"country": "Vietnam"}, 16.2, 107.8),
    ],
)
def test_geocode(geocoder: Gazetteer, query: str, latitude: float | None, longitude: float | None) -> None:
    found = geocoder.geocode(query)
    if latitude is None:
        assert found is None
        return
    assert isinstance(found, Location)
    assert found.latitude == pytest.approx(latitude, abs=0.5)
    assert found.longitude == pytest.approx(longitude, abs=0.5)
    assert isinstance(found.address, str)
    assert str(found) == found.address
    assert found.altitude == 0
    assert tuple(found) == (found.address, (found.latitude, found.longitude))
    assert isinstance(found.raw, dict)


def test_structured_queries_leave_streets_and_postal_codes_aside(geocoder: Gazetteer) -> None:
    found = geocoder.geocode({"street": "1 Main Street", "city": "Paris", "state": "Texas", "postalcode": "75460"})
    assert isinstance(found, Location)
    assert found.address == "Paris, Texas, US"
    assert "without the street and the postalcode" in found.raw["reasons"][-1]
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode({"street": "1 Main Street"})


@pytest.mark.parametrize("query", ["qqqqqqqq zzzz", {"city": "qqqqqqqq zzzz"}])
@pytest.mark.parametrize("exactly_one", [True, False])
def test_nothing_found_is_none_and_no_empty_list(geocoder: Gazetteer, query: str, exactly_one: bool) -> None:
    assert geocoder.geocode(query, exactly_one=exactly_one) is None


def test_lists_have_the_single_answer_first(geocoder: Gazetteer) -> None:
    listed = geocoder.geocode("Springfield", exactly_one=False)
    assert isinstance(listed, list)
    assert len(listed) == 10
    assert all(isinstance(one, Location) for one in listed)
    assert listed[0] == geocoder.geocode("Springfield")
    assert [one.raw["score"] for one in listed] == sorted((one.raw["score"] for one in listed), reverse=True)
    assert geocoder.geocode("Springfield", exactly_one=False, limit=2) == listed[:2]


@pytest.mark.parametrize(
    "query", [(40.75, -73.98), [40.75, -73.98], Point(40.75, -73.98), "40.75, -73.98", "40.75,-73.98"]
)
def test_reverse(geocoder: Gazetteer, query: object) -> None:
    found = geocoder.reverse(query)
    assert isinstance(found, Location)
    assert math.hypot(found.latitude - 40.75, found.longitude + 73.98) < 0.5
    listed = geocoder.reverse(query, exactly_one=False)
    assert isinstance(listed, list)
    assert listed[0] == found


@pytest.mark.parametrize("query", ["", " ", {}, {"planet": "Mars"}, 42, b"Hanoi", ["Hanoi"]])
def test_bad_queries_are_geopy_s_errors(geocoder: Gazetteer, query: object) -> None:
    with pytest.raises(GeopyError):
        geocoder.geocode(query)  # type: ignore[arg-type]


def test_queries_are_left_as_they_were(geocoder: Gazetteer) -> None:
    query = {"city": "Paris", "state": "Texas"}
    before = copy.deepcopy(query)
    geocoder.geocode(query)
    assert query == before


def test_a_rate_limiter_passes_arguments_and_answers(geocoder: Gazetteer) -> None:
    limited = RateLimiter(geocoder.geocode, min_delay_seconds=0, max_retries=0, swallow_exceptions=False)
    assert limited("Paris", country_codes="us") == geocoder.geocode("Paris", country_codes="us")
    with pytest.raises(GeocoderQueryError):
        limited("")
    assert RateLimiter(geocoder.reverse, min_delay_seconds=0)((40.75, -73.98)) == geocoder.reverse((40.75, -73.98))
