"""From names to places: candidates, joint resolution, stops, and the geopy geocoder."""

import pickle
from dataclasses import replace

import pandas as pd
import pytest
from geopy.exc import GeocoderQueryError
from geopy.extra.rate_limiter import RateLimiter
from geopy.location import Location
from geopy.point import Point as GeopyPoint
from hypothesis import given
from hypothesis import strategies as st

from geomap.evidence import NotVisited
from geomap.geocode import Gazetteer, candidates, geocode, resolve
from geomap.geocode.rank import SURE
from geomap.model import Candidate, Document, Itinerary, Kind, Mention, Place, Point, Stop, Toponym, Use


def best(name: str, **asked: object) -> Place:
    return candidates(name, **asked)[0].place  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "place", "country"),
    [
        ("Kim Il Sung Square", "Kim Il Sung Square", "KP"),
        ("Kumsusan guesthouse", "Kumsusan guesthouse", "KP"),
        ("Life-Giving Trinity Church", "Life-Giving Trinity Church", "KP"),
        ("Life-Giving Trinity Orthodox Church", "Life-Giving Trinity Church", "KP"),
        ("Vostochny", "Vostochny Cosmodrome", "RU"),
        ("Vietnam", "Vietnam", "VN"),
        ("Peking", "Beijing", "CN"),
        ("Khasan", "Hassan", "IN"),
        ("Columbia, S.C.", "Columbia", "US"),
        ("Kumsusan Palace of the Sun", "Kumsusan Palace of the Sun", "KP"),
        ("JFK", "John F Kennedy International Airport", "US"),
        ("Washington", "Washington", "US"),
        ("London", "London", "GB"),
        ("Georgia", "Georgia", "GE"),
        ("Washington, D.C.", "Washington", "US"),
    ],
)
def test_the_likeliest_place_alone(name: str, place: str, country: str) -> None:
    found = best(name)
    assert (found.name, found.country) == (place, country)


def test_namesakes_are_ranked_with_reasons() -> None:
    found = candidates("Vostochny")
    assert len(found) > 1
    assert "another name of Vostochny Cosmodrome" in found[0].reasons
    assert any(one.place.feature_class == "P" for one in found)
    assert all(one.reasons for one in found)


@pytest.mark.parametrize(
    ("name", "within", "admin"),
    [
        ("Paris", "Texas", "Texas"),
        ("Alexandria", "Louisiana", "Louisiana"),
        ("Alexandria", "La.", "Louisiana"),
        ("Springfield", "Massachusetts", "Massachusetts"),
        ("London", "Ontario", "Ontario"),
    ],
)
def test_a_container_decides(name: str, within: str, admin: str) -> None:
    assert best(name, within=within).admin == admin
    assert best(f"{name}, {within}").admin == admin


@pytest.mark.parametrize("name", ["Chollima Hotel", "Independence Square"])
def test_a_city_stands_for_what_we_lack_in_it(name: str) -> None:
    (found,) = candidates(name, within="Pyongyang")
    assert (found.place.name, found.place.precision) == ("Pyongyang", "city")
    assert found.reasons == (f"The exact place of {name} isn't in the gazetteer; shown at Pyongyang.",)
    assert candidates("Chollima Hotel", within="Vietnam") == ()


def test_the_other_places_of_the_text_decide() -> None:
    assert best("Columbus", context=["Savannah", "Macon", "Atlanta", "Augusta"]).admin == "Georgia"
    assert best("Birmingham", context=["Tuscaloosa", "Montgomery", "Huntsville", "Mobile"]).admin == "Alabama"
    assert best("Tripoli", context=["Beirut", "Sidon", "Tyre", "Baalbek"]).country == "LB"


def test_a_kind_decides() -> None:
    assert best("Luxembourg", kind="city").kind == "city"
    assert best("Mississippi", kind="natural").kind == "natural"


def test_one_letter_amiss_is_found_and_said() -> None:
    found = candidates("Pyonyang")[0]
    assert found.place.name == "Pyongyang"
    assert "spelt almost like Pyongyang" in found.reasons
    assert found.score < candidates("Pyongyang")[0].score


@pytest.mark.parametrize("name", ["", "  ", ",", "Xyzzyville", "a" * 5000, "🗺", "'; DROP TABLE name; --"])
def test_unknown_names_have_no_candidates(name: str) -> None:
    assert candidates(name) == ()


@given(st.text(max_size=30), st.none() | st.text(max_size=10), st.lists(st.text(max_size=10), max_size=3))
def test_candidates_never_raise_and_scores_fall(name: str, within: str | None, context: list[str]) -> None:
    _holds(candidates(name, within=within, context=context))


@pytest.mark.parametrize("name", ["Washington", "San Antonio", "Santa Cruz", "Springfield", "Victoria"])
def test_scores_fall_from_one_to_nought(name: str) -> None:
    found = candidates(name, limit=1000)
    _holds(found)
    assert found == candidates(name, limit=1000)


def _holds(found: tuple[Candidate, ...]) -> None:
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert sum(scores) <= 1 + 0.0001 * len(scores)


def toponyms(text: str, *names: str, use: Use = "literal") -> list[Toponym]:
    """Find the names in the text, one after another."""
    found, start = [], 0
    for name in names:
        start = text.index(name, start)
        found.append(Toponym(Mention(start, start + len(name), name), "city", use))
        start += len(name)
    return found


def resolved(text: str, *names: str) -> list[str]:
    places = [one.place for one in resolve(toponyms(text, *names), Document(text))]
    return [f"{place.name}, {place.admin or place.country}" if place else "" for place in places]


def test_the_text_puts_a_name_into_its_container_everywhere() -> None:
    text = "Police in Paris, Texas, said on Monday that the road to Paris was closed."
    assert resolved(text, "Paris", "Texas", "Paris") == ["Paris, Texas", "Texas, Texas", "Paris, Texas"]


@pytest.mark.parametrize(
    ("text", "names", "last"),
    [
        ("She flew from Washington to Toronto.", ("Washington", "Toronto"), "Ontario"),
        ("The general flew from Washington to Ottawa.", ("Washington", "Ottawa"), "Ontario"),
        ("The minister of Greece flew from Chicago to Athens.", ("Greece", "Chicago", "Athens"), "Attica"),
    ],
)
def test_one_other_name_draws_none_into_its_country(text: str, names: tuple[str, ...], last: str) -> None:
    place = resolve(toponyms(text, *names), Document(text))[-1].place
    assert place is not None
    assert place.admin == last


def test_the_words_beside_a_name_say_its_kind() -> None:
    text = "They crossed the Mississippi River into the state of Mississippi."
    first, second = resolve(toponyms(text, "Mississippi", "Mississippi"), Document(text))
    assert (first.kind, second.kind) == ("natural", "region")


def test_doubts_about_names_in_a_text_say_what_to_do() -> None:
    text = "The mayor of Springfield flew to Hanoi in Vietnam and on to Xyzzyville."
    springfield, hanoi, nowhere = resolve(toponyms(text, "Springfield", "Hanoi", "Xyzzyville"), Document(text))
    assert "may also be Springfield" in springfield.doubts[0]
    assert "name its state or country" in springfield.doubts[0]
    assert hanoi.doubts == ()
    assert hanoi.confidence is not None
    assert springfield.confidence is not None
    assert hanoi.confidence > 0.75 > springfield.confidence
    assert (nowhere.place, nowhere.confidence) == (None, None)
    assert "isn't in the gazetteer" in nowhere.doubts[0]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("He went on to Batman, Mardin and Diyarbakir.", ("Batman", "Mardin", "Diyarbakir")),
        ("Firefighters from Dubbo and Mudgee helped.", ("Dubbo", "Mudgee")),
    ],
)
def test_lists_and_areas_around_a_town_are_no_cause_for_doubt(text: str, names: tuple[str, ...]) -> None:
    assert [one.doubts for one in resolve(toponyms(text, *names), Document(text))] == [()] * len(names)


def test_a_place_for_which_only_the_other_names_speak_is_not_sure() -> None:
    text = "Tampa and St. Petersburg, Florida, prepared for the storm, which passed Key West and Havana overnight."
    *certain, havana = resolve(
        toponyms(text, "Tampa", "St. Petersburg", "Florida", "Key West", "Havana"), Document(text)
    )
    assert all(one.confidence and one.confidence >= SURE for one in certain)
    assert havana.confidence is not None
    assert havana.confidence < SURE


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Heavy rain flooded parts of São Paulo on Friday.", "São Paulo", "city"),
        ("Icebreakers came from Murmansk.", "Murmansk", "city"),
        ("Icebreakers came from the Murmansk region.", "Murmansk", "region"),
        ("Voters in Quebec will decide.", "Quebec", "region"),
    ],
)
def test_a_name_that_a_town_shares_with_its_division(text: str, name: str, kind: str) -> None:
    assert [one.kind for one in resolve(toponyms(text, name), Document(text))] == [kind]


def test_the_papers_home_decides_between_namesakes() -> None:
    text = "The mayor of Springfield spoke on Monday. Later he drove to Chicago."
    names = toponyms(text, "Springfield", "Chicago")
    assert resolve(names, Document(text), near="Massachusetts")[0].place is not None
    at_home = resolve(names[:1], Document(text), near="Massachusetts")[0].place
    assert at_home is not None
    assert at_home.admin == "Massachusetts"


def test_terms_of_candidates_in_figures() -> None:
    first = candidates("Alexandria, Louisiana")[0]
    terms = dict(first.terms)
    assert terms["within"] > 0
    assert terms["own"] > 0
    assert {"own", "prominence", "within"} <= set(terms)


def test_one_other_stop_draws_none_into_its_division() -> None:
    naples = placed(stop("Houston", "city"), stop("Naples", "city"))[1]
    assert naples.place is not None
    assert naples.place.country == "IT"
    assert naples.doubts == ("Naples may also be Naples, Texas, US.",)


def test_all_that_lies_in_the_told_container_counts_together() -> None:
    hamilton, *_ = placed(
        stop("Hamilton", "city", "Bermuda"), stop("St. John", "city"), stop("Sydney", "city", "Cape Breton")
    )
    assert hamilton.place is not None
    assert hamilton.place.country == "BM"


def test_a_leg_out_of_proportion_is_doubted() -> None:
    names = ("Kyoto", "Osaka", "Nagoya", "Yokohama")
    placed_stops = placed(*(stop(name, "city") for name in names))
    assert not any("times" in doubt for one in placed_stops for doubt in one.doubts)
    far = placed(*(stop(name, "city") for name in ("Kyoto", "Osaka", "Honolulu", "Nagoya")))
    assert not far[1].doubts
    assert any("Honolulu, Hawaii, US is" in doubt and "km from" in doubt for doubt in far[2].doubts)


def test_demonyms_stand_for_their_country() -> None:
    text = "Russian and Korean officials met."
    russian, korean = resolve(toponyms(text, "Russian", "Korean", use="demonym"), Document(text))
    assert russian.place is not None
    assert (russian.place.country, russian.kind) == ("RU", "country")
    assert korean.place is not None
    assert (korean.place.name, korean.place.country) == ("Korean Peninsula", ""), "two countries claim the word"


def test_unknown_names_stay_unresolved_and_nothing_is_guessed() -> None:
    text = "They went to Xyzzyville and to Pyonyang."
    assert resolved(text, "Xyzzyville", "Pyonyang") == ["", ""]


def test_resolution_does_not_depend_on_how_often_or_when_it_is_asked() -> None:
    text = "From Springfield to Columbus, Dayton, Toledo and Cleveland, Ohio."
    names = ("Springfield", "Columbus", "Dayton", "Toledo", "Cleveland", "Ohio")
    assert resolved(text, *names) == resolved(text, *names)
    assert resolved(text, *names)[0] == "Springfield, Ohio"


def stop(name: str, kind: Kind, within: str | None = None) -> Stop:
    return Stop(name, kind, "planned", 1, within=within)


def placed(*stops: Stop) -> tuple[Stop, ...]:
    return geocode(Itinerary("A trip", stops)).stops


def test_the_stops_of_the_reference_article() -> None:
    stops = placed(
        stop("Vostochny cosmodrome", "venue", "Russia's far east"),
        stop("Pyongyang", "city"),
        stop("Kim Il Sung Square", "venue", "Pyongyang"),
        stop("Life-Giving Trinity Orthodox Church", "venue", "Pyongyang"),
        stop("Kumsusan guesthouse", "venue", "Pyongyang"),
        stop("Vietnam", "country"),
    )
    assert [one.place.name for one in stops if one.place] == [
        "Vostochny Cosmodrome",
        "Pyongyang",
        "Kim Il Sung Square",
        "Life-Giving Trinity Church",
        "Kumsusan guesthouse",
        "Vietnam",
    ]
    assert [one.precision for one in stops] == ["exact", "city", "exact", "approximate", "approximate", "country"]
    assert [one.approximate for one in stops] == [False, False, False, True, True, False]
    assert not any(one.doubts for one in stops)


@pytest.mark.parametrize(
    "name", ["Chollima Hotel", "Kumsusan", "Independence Square", "Presidential Palace", "St. Mary's Church"]
)
def test_a_venue_that_we_lack_is_shown_at_its_city_and_says_so(name: str) -> None:
    (one,) = placed(stop(name, "venue", "Pyongyang"))
    assert one.place is not None
    assert (one.place.name, one.precision, one.approximate) == ("Pyongyang", "city", True)
    assert one.reason == f"The exact place of {name} isn't in the gazetteer; shown at Pyongyang."


def test_a_venue_takes_no_namesake_elsewhere() -> None:
    (one,) = placed(stop("Kim Il Sung Square", "venue", "Seoul"))
    assert one.place is not None
    assert (one.place.name, one.precision) == ("Seoul", "city")


@pytest.mark.parametrize("within", [None, "Vietnam", "Xyzzyville"])
def test_a_venue_that_we_lack_without_a_city_stays_unplaced_and_says_so(within: str | None) -> None:
    (one,) = placed(stop("Chollima Hotel", "venue", within))
    assert (one.place, one.precision) == (None, "none")
    assert one.reason is not None
    assert "Chollima Hotel isn't in the gazetteer" in one.reason


def test_a_venue_is_never_placed_at_a_village_of_its_name() -> None:
    (one,) = placed(stop("Trinity", "venue", "Pyongyang"))
    assert one.place is not None
    assert one.place.name == "Pyongyang"


def test_namesake_venues_go_to_the_city_that_the_text_names() -> None:
    kyiv, accra = placed(stop("Independence Square", "venue", "Kyiv"), stop("Independence Square", "venue", "Accra"))
    assert kyiv.place is not None
    assert accra.place is not None
    assert (kyiv.place.country, accra.place.country) == ("UA", "GH")


def test_of_a_city_and_its_country_the_one_that_was_read_is_taken() -> None:
    city, country = placed(stop("Singapore", "city"), stop("Luxembourg", "country"))
    assert (city.precision, country.precision) == ("city", "country")
    assert not city.approximate


def test_a_town_s_name_may_be_made_of_nouns_for_other_things() -> None:
    cape, fort, coast = placed(
        stop("Cape Town", "natural"), stop("Fort Worth", "venue"), stop("Ivory Coast", "natural")
    )
    assert [one.kind for one in (cape, fort, coast)] == ["city", "city", "country"]
    assert [one.place.country for one in (cape, fort, coast) if one.place] == ["ZA", "US", "CI"]


@pytest.mark.parametrize("name", ["New York", "Zurich", "Osaka", "Porto", "Utrecht"])
def test_of_a_city_and_its_region_the_city_is_visited(name: str) -> None:
    (one,) = placed(stop(name, "region"))
    assert (one.kind, one.precision) == ("city", "city")


def test_a_country_s_foreign_name_does_not_outweigh_its_capital() -> None:
    (one,) = placed(stop("Tunis", "country"))
    assert one.place is not None
    assert one.place.name == "Tunis"


def test_the_gazetteer_knows_the_kind_better_than_the_reader() -> None:
    (one,) = placed(stop("Baltic", "city"))
    assert one.place is not None
    assert (one.place.name, one.kind) == ("Baltic Sea", "sea")


def test_a_namesake_venue_at_the_other_end_of_the_world_is_left_out() -> None:
    stops = placed(
        *(stop(name, "city") for name in ("Manila", "Cebu", "Davao", "Baguio")), stop("Stephenville airport", "venue")
    )
    assert stops[-1].place is None
    assert stops[-1].reason is not None
    assert stops[-1].reason.endswith("is known, but nothing in the text leads there.")


def test_doubt_is_said() -> None:
    (one,) = placed(stop("Springfield", "city"))
    assert one.place is not None
    assert any(doubt.startswith("Springfield may also be Springfield, ") for doubt in one.doubts)
    (other,) = placed(stop("Pyongyang", "city", "Vietnam"))
    assert "The text puts Pyongyang in Vietnam, but Pyongyang, KP isn't there." in other.doubts


def test_places_not_visited_are_context() -> None:
    itinerary = Itinerary(
        "A trip",
        (stop("Columbus", "city"),),
        not_visited=tuple(NotVisited(name, "spoken of") for name in ("Savannah", "Macon", "Atlanta", "Augusta")),
    )
    place = geocode(itinerary).stops[0].place
    assert place is not None
    assert place.admin == "Georgia"


def test_what_is_placed_or_explained_stays_as_it_is() -> None:
    somewhere = Place("Somewhere", Point(1, 2), "P", "PPL")
    given_place = replace(stop("Hanoi", "city"), place=somewhere, precision="city")
    explained = replace(stop("Hanoi", "city"), reason="left out on purpose")
    assert placed(given_place, explained) == (given_place, explained)


def test_doubtful_stops_are_placed_too() -> None:
    done = geocode(Itinerary("A trip", (stop("Hanoi", "city"),), doubtful=(stop("Seoul", "city"),)))
    assert done.doubtful[0].place is not None
    assert done.doubtful[0].place.name == "Seoul"


def test_an_empty_itinerary_stays_empty() -> None:
    assert geocode(Itinerary("Nothing")) == Itinerary("Nothing")


@given(st.lists(st.tuples(st.text(max_size=12), st.sampled_from(["venue", "city", "country", "sea"])), max_size=4))
def test_any_stops_are_placed_or_explained(given_stops: list[tuple[str, Kind]]) -> None:
    for one in placed(*(stop(name, kind) for name, kind in given_stops)):
        assert (one.place is None) == (one.precision == "none")
        assert one.place is not None or one.reason


def test_geopy_geocode() -> None:
    location = Gazetteer().geocode("Kumsusan guesthouse")
    assert isinstance(location, Location)
    assert (round(location.latitude, 3), round(location.longitude, 3)) == (39.058, 125.795)
    assert location.address == "Kumsusan guesthouse, Pyongyang, KP"
    assert location.raw["id"]
    assert location.raw["reasons"]
    assert 0 < location.raw["score"] <= 1


def test_geopy_misses_are_none() -> None:
    gazetteer = Gazetteer()
    assert gazetteer.geocode("Xyzzyville") is None
    assert gazetteer.geocode("Xyzzyville", exactly_one=False) is None


def test_geopy_lists() -> None:
    found = Gazetteer().geocode("Paris", exactly_one=False, limit=3)
    assert isinstance(found, list)
    assert len(found) == 3
    assert isinstance(Gazetteer().geocode("Vietnam", exactly_one=False), list)


@pytest.mark.parametrize("codes", ["us", ["US"], ("us", "ca")])
def test_geopy_country_codes(codes: object) -> None:
    location = Gazetteer().geocode("Paris", country_codes=codes)  # type: ignore[arg-type]
    assert isinstance(location, Location)
    assert location.raw["country_code"] == "US"


def test_geopy_structured_queries() -> None:
    location = Gazetteer().geocode({"city": "Paris", "state": "Texas", "country": "US"})
    assert isinstance(location, Location)
    assert location.address.startswith("Paris, Texas")
    with pytest.raises(GeocoderQueryError, match="planet"):
        Gazetteer().geocode({"planet": "Mars"})


@pytest.mark.parametrize("query", ["", "   ", {}, {"city": " "}])
def test_geopy_empty_queries(query: object) -> None:
    with pytest.raises(GeocoderQueryError):
        Gazetteer().geocode(query)  # type: ignore[arg-type]


@pytest.mark.parametrize("query", [(39.0194, 125.7526), GeopyPoint(39.0194, 125.7526), "39.0194, 125.7526"])
def test_geopy_reverse(query: object) -> None:
    location = Gazetteer().reverse(query)
    assert isinstance(location, Location)
    assert location.address == "Kim Il Sung Square, Pyongyang, KP"
    assert "km away" in location.raw["reasons"][0]


@pytest.mark.parametrize("cell", [None, float("nan"), pd.NA])
def test_geopy_empty_cells_have_no_location(cell: object) -> None:
    assert Gazetteer().geocode(cell) is None  # type: ignore[arg-type]
    assert Gazetteer().geocode({"city": "Hanoi", "state": cell}) is not None  # type: ignore[dict-item]


def test_geopy_other_things_are_no_query() -> None:
    with pytest.raises(GeocoderQueryError, match="42"):
        Gazetteer().geocode(42)  # type: ignore[arg-type]


def test_geopy_locations_travel() -> None:
    """A location survives pickling and copying with its raw answer, as those of geopy's own geocoders."""
    location = Gazetteer().geocode("Hanoi")
    assert isinstance(location, Location)
    again = pickle.loads(pickle.dumps(location))
    assert (again, again.raw) == (location, location.raw)
    assert tuple(location)[1] == (location.latitude, location.longitude)


def test_geopy_there_and_back() -> None:
    """What reverse gives for a city's own point is a place there."""
    gazetteer = Gazetteer()
    location = gazetteer.geocode("Ulaanbaatar")
    assert isinstance(location, Location)
    back = gazetteer.reverse(location.point)
    assert isinstance(back, Location)
    assert abs(back.latitude - location.latitude) < 0.2


def test_geopy_accepts_a_timeout_and_closes() -> None:
    with Gazetteer() as gazetteer:
        assert gazetteer.geocode("Hanoi", timeout=1) is not None
        assert gazetteer.reverse((21.03, 105.85), timeout=1) is not None


def test_geopy_a_country_code_that_holds_nothing() -> None:
    assert Gazetteer().geocode("Hanoi", country_codes=["is"]) is None


def test_geopy_reverse_lists() -> None:
    found = Gazetteer().reverse((39.03, 125.75), exactly_one=False, limit=4)
    assert isinstance(found, list)
    assert len(found) == 4


@pytest.mark.parametrize("query", ["nowhere", (float("nan"), 0)])
def test_geopy_bad_points(query: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Gazetteer().reverse(query)


def test_geopy_rate_limiter_and_a_column() -> None:
    look_up = RateLimiter(Gazetteer().geocode, min_delay_seconds=0)
    frame = pd.DataFrame({"place": ["Hanoi", "Xyzzyville", "Seoul", None]})
    frame["location"] = frame["place"].map(look_up)
    assert [location and location.raw["country_code"] for location in frame["location"]] == ["VN", None, "KR", None]
