"""Venues by name, as news writes it: other words, other places of one name, and what is lacking."""

import json
from pathlib import Path

import pytest

from geomap.extract import extract
from geomap.gazetteer import open_index
from geomap.gazetteer.wordings import wordings
from geomap.geocode import candidates, geocode
from geomap.geodesy import distance_m
from geomap.model import Document, Itinerary, Point, Stop

NAMES = Path(__file__).parents[1] / "benchmarks" / "names.jsonl"


def first(name: str, within: str | None = None, *context: str) -> str:
    """Say what a name is taken for: its address, or nothing."""
    found = candidates(name, within=within, context=context, limit=1)
    return found[0].place.address if found else ""


@pytest.mark.parametrize(
    ("name", "within", "address"),
    [
        ("Parliament Palace", "Bucharest", "Palace of the Parliament, Bucharest, RO"),
        ("the Presidential Élysée Palace", None, "Élysée Palace, Paris, FR"),
        ("Bellevue Palace", "Berlin", "Bellevue Palace, Berlin, DE"),
        ("Parliament", "Budapest", "Hungarian Parliament Building, Budapest, HU"),
        ("Kremlin", "Kazan", "Kazan Kremlin, Kazan, RU"),
        ("Cathedral of St. Paul", "London", "St Paul's Cathedral, London, GB"),
        ("Prado", "Madrid", "Prado Museum, Madrid, ES"),
        ("Zaporizhzhia NPP", None, "Zaporizhzhia Nuclear Power Plant, Enerhodar, UA"),
        ("Independence Square in Minsk", None, "Independence Square, Minsk, Minsk, BY"),
        ("Heathrow", "London", "London Heathrow Airport, London, England, GB"),
        ("US Embassy", "Vilnius", "Embassy of the United States of America, Vilnius, LT"),
        ("故宫", None, "Forbidden City, Beijing, CN"),
    ],
)
def test_other_words_lead_to_the_same_venue(name: str, within: str | None, address: str) -> None:
    assert first(name, within) == address


@pytest.mark.parametrize(
    ("name", "sentence", "address"),
    [
        ("Independence Square", "Thousands gathered in Minsk.", "Independence Square, Minsk, Minsk, BY"),
        (
            "Presidential Palace",
            "He spoke in Vilnius, Lithuania.",
            "Presidential Palace, Vilnius, Vilnius, LT",
        ),
        ("Hagia Sophia mosque", "He prayed in Istanbul on Friday.", "Hagia Sophia, Istanbul, TR"),
        ("the Ritz-Carlton hotel", "The princes were held in Riyadh.", "Ritz-Carlton, Riyadh, Riyadh, SA"),
        ("Ritz-Carlton hotel", "The princes were held in Lilongwe.", "Lilongwe, Central Region, MW"),
        ("Georgia", "Talks were held in Tbilisi.", "Georgia, GE"),
        ("Georgia", "She flew on to Atlanta and Savannah.", "Georgia, US"),
    ],
)
def test_a_sentence_decides_between_namesakes(name: str, sentence: str, address: str) -> None:
    assert first(name, None, sentence) == address


@pytest.mark.parametrize("name", ["National Museum", "Presidential Palace", "St. Mary's Cathedral", "Central Station"])
def test_no_other_venue_of_the_kind_stands_for_what_is_lacking(name: str) -> None:
    (found,) = candidates(name, within="Lilongwe")
    assert (found.place.name, found.place.precision) == ("Lilongwe", "city")
    assert candidates(name, within="Tuvalu") == ()


@pytest.mark.parametrize(
    ("name", "within", "address"),
    [
        ("Hagia Sophia mosque", "Istanbul", "Hagia Sophia, Istanbul, TR"),
        ("Taksim", "Istanbul", "Taksim Square, Istanbul, TR"),
        ("the Bolshoi", "Moscow", "Bolshoi Theatre, Moscow, RU"),
        ("the Natanz enrichment plant", "Iran", "Natanz nuclear facility, Natanz, IR"),
        ("the Fukushima Daiichi plant", "Japan", "Fukushima Daiichi Nuclear Power Plant, Namie, JP"),
        ("Bukit Jalil stadium", "Kuala Lumpur", "Bukit Jalil National Stadium, Kuala Lumpur, MY"),
        ("Sultan Omar Ali Saifuddien Mosque", "Brunei", "Omar Ali Saifuddien Mosque, Bandar Seri Begawan, BN"),
        ("the Ritz-Carlton hotel", "Riyadh", "Ritz-Carlton, Riyadh, Riyadh, SA"),
        ("the MCG", "Melbourne", "Melbourne Cricket Ground, Melbourne, AU"),
        ("Noi Bai", "Hanoi", "Noi Bai International Airport, Hanoi, Ha-Nội, VN"),
        ("Persepolis", "Shiraz", "Persepolis, Marvdasht, IR"),
        ("Aintree", "Liverpool", "Aintree Racecourse, Liverpool, GB"),
        ("Central Park", "New York", "Central Park, New York City, New York City, US"),
        ("Rafah border crossing", "Gaza", "Rafah crossing, Rafah, EG"),
        ("Rashtrapati Bhawan", "New Delhi", "Rashtrapati Bhavan, New Delhi, IN"),
        ("Hussainiya Palace", "Amman", "Al-Husseiniya Palace, Amman, JO"),
        ("the Panama Canal's Miraflores locks", None, "Miraflores Locks, Panamá, PA"),
        ("the Vatican's Apostolic Palace", None, "Apostolic Palace, Vatican City, VA"),
    ],
)
def test_another_noun_or_none_a_slip_or_the_outskirts_lead_there_too(
    name: str, within: str | None, address: str
) -> None:
    assert first(name, within) == address


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("Wawel Museum", "Krakow"),
        ("Bolshoi Hotel", "Moscow"),
        ("Mikhailovsky Palace", "Kyiv"),
        ("Kim Il Sung Square", "Seoul"),
        ("Lincoln Cathedral", "Washington"),
        ("King's Square", "Nairobi"),
        ("St. Paul's Stadium", "London"),
    ],
)
def test_another_noun_leads_to_no_other_kind_of_venue(name: str, within: str) -> None:
    assert candidates(name, within=within)[0].place.kind == "city"


def test_a_stop_is_found_by_another_noun_too() -> None:
    stops = (Stop("Hagia Sophia mosque", "venue", "past", 1, within="Istanbul"), Stop("Istanbul", "city", "past", 2))
    placed = geocode(Itinerary("", stops=stops)).stops[0]
    assert placed.place is not None
    assert placed.place.name == "Hagia Sophia"


def test_a_name_that_says_too_little_goes_nowhere_where_the_container_is_unknown() -> None:
    assert candidates("American Cemetery", within="Xyzzyville") == ()
    assert first("Anıtkabir", "Xyzzyville") == "Anıtkabir, Ankara, TR"


def test_the_container_of_a_container_counts() -> None:
    assert candidates("no such hotel", within="Córdoba, Spain")[0].place.country == "ES"
    assert candidates("no such hotel", within="Córdoba, Argentina")[0].place.country == "AR"


def test_a_slip_of_the_pen_is_forgiven_but_not_between_kinds() -> None:
    assert first("Buckingam Palace") == "Buckingham Palace, London, GB"
    assert first("Brnik", "Slovenia") == ""
    assert "Port" not in first("Colombo Fort", "Colombo, Sri Lanka")


def test_venues_called_by_everyday_words_are_known_in_context_only() -> None:
    assert open_index().known(("Wembley Stadium", "Independence Square")) == {"Wembley Stadium"}
    assert not any(place.kind == "venue" for place in open_index().lookup("Victoria"))
    assert not any(place.kind == "venue" for place in open_index().lookup("Liberty"))


def test_a_common_name_is_not_placed_at_a_namesake_far_from_the_text() -> None:
    cities = tuple(Stop(name, "city", "past", order) for order, name in enumerate(("Manila", "Cebu", "Davao"), 1))
    for name in ("National Museum", "Independence Square", "Presidential Palace"):
        placed = geocode(Itinerary("", stops=(*cities, Stop(name, "venue", "past", 4)))).stops[-1]
        assert placed.place is None
        assert placed.reason


def test_words_of_a_text_make_no_venue() -> None:
    text = "The president flew to Warsaw on Monday. He praised Liberty and Victoria, and met Mr. Lincoln for lunch."
    names = [stop.name for stop in extract(Document(text, date="2024-06-17")).stops]
    assert names == ["Warsaw"]


def test_wordings_know_nouns_and_saints() -> None:
    assert wordings("Kadena AFB") == wordings("Kadena Air Base")
    assert wordings("Plaza de la Revolución") == wordings("Revolución Square")
    assert wordings("Saint John's Church")[0].generic
    assert wordings("Reims") == ()


def test_old_shared_local_and_short_names_are_found() -> None:
    rows = [json.loads(line) for line in NAMES.read_text("utf-8").splitlines()]
    lost = []
    for row in rows:
        found = candidates(row["query"], within=row.get("within"), context=row.get("context", ()), limit=1)
        at = Point(row["lat"], row["lon"])
        if not found or distance_m(found[0].place.point, at) > 1000 * row["tolerance_km"]:
            lost.append(row["query"])
    assert len(lost) < len(rows) / 10, lost


def test_the_kremlin_is_no_other_citys() -> None:
    assert first("the Kremlin") == "Moscow Kremlin, Moscow, RU"
    assert first("the Kremlin", "Kazan") == "Kazan Kremlin, Kazan, RU"


@pytest.mark.parametrize(
    ("name", "city"), [("Kotoka", "Accra"), ("Don Mueang airport", "Bangkok"), ("San Diego airport", "San Diego")]
)
def test_a_base_beside_an_airport_does_not_hide_it(name: str, city: str) -> None:
    assert candidates(name, within=city)[0].place.feature_code == "AIRP"


def test_a_large_airport_goes_before_the_quarter_of_its_name() -> None:
    assert "Airport" in first("Haneda", "Tokyo")
