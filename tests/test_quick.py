"""Place names without a model."""

import pytest

from geomap.gazetteer import open_index
from geomap.gazetteer.prominence import PICKED, prominence
from geomap.geocode.quick import recognise_quickly
from geomap.model import Document


def found(text: str) -> list[tuple[str, str, str]]:
    return [
        (one.mention.text, one.use, one.place.country if one.place else "") for one in recognise_quickly(Document(text))
    ]


def test_countries_cities_and_peoples() -> None:
    text = "The French minister flew from Hanoi to Bosnia and Herzegovina."
    assert found(text) == [
        ("French", "demonym", "FR"),
        ("Hanoi", "literal", "VN"),
        ("Bosnia and Herzegovina", "literal", "BA"),
    ]


def test_a_town_stands_before_its_state() -> None:
    assert found("He was born in Paris, Texas, in 1990.")[0] == ("Paris", "literal", "US")
    assert ("Marfa", "literal", "US") in found("She moved to Marfa, Texas, last year.")
    assert found("She moved to Marfa last year.") == []


@pytest.mark.parametrize(
    "text", ["Paris Hilton sang.", "Mr London came in March.", "JFK and BBC.", "", "no names here"]
)
def test_people_months_and_codes_are_no_places(text: str) -> None:
    assert found(text) == []


def test_offsets_are_those_of_the_text() -> None:
    text = "🛫 In São Paulo and then\r\nin Tokyo, Japan."
    names = recognise_quickly(Document(text))
    assert [text[one.mention.start : one.mention.end] for one in names] == ["São Paulo", "Tokyo", "Japan"]


def test_a_venue_of_a_long_list_is_no_place_that_the_world_knows() -> None:
    index = open_index()
    listed = index.lookup("Bodiam Castle")[0]
    assert listed.source != PICKED
    assert found(f"They spoke of {listed.name}.") == []
    assert prominence(listed) < prominence(index.lookup("Kim Il Sung Square")[0])
