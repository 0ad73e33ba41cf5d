"""Why a place is a stop or none, for machines; and of visits that were called off, for people."""

import json
from dataclasses import replace

import pytest

from geomap.evidence import Reason
from geomap.export import to_geojson, to_json
from geomap.extract import extract
from geomap.extract.tables import read_table
from geomap.model import Document
from geomap.pipeline import trace
from geomap.read.itinerary import parse_itinerary

TEXT = (
    "Foreign Minister Jonas Peck flew to Ankara on Monday. On Thursday he will travel to Baku, his office said. "
    "The White House had no comment, and Cairo denied the report."
)
DOCUMENT = Document(TEXT, date="2024-06-17")


def words(reasons: tuple[Reason, ...], kind: str) -> list[str]:
    return [TEXT[reason.start : reason.end] for reason in reasons if reason.kind == kind]


def test_a_stop_tells_its_traveller_and_time_where_they_stand() -> None:
    ankara, baku = extract(DOCUMENT).stops
    assert (words(ankara.reasons, "traveller"), words(ankara.reasons, "time")) == (["Jonas Peck"], ["on Monday"])
    assert (words(baku.reasons, "traveller"), words(baku.reasons, "time")) == (["he"], ["On Thursday"])
    for reason in (*ankara.reasons, *baku.reasons):
        if reason.kind in {"traveller", "time"}:
            assert TEXT[reason.start : reason.end] == reason.text


def test_what_weighed_most_is_named_and_weighed_as_in_the_table() -> None:
    itinerary = extract(DOCUMENT)
    weights = read_table("weights.csv")
    assert itinerary.not_visited
    judged = [(stop.reasons, 1) for stop in itinerary.stops] + [(one.reasons, -1) for one in itinerary.not_visited]
    for reasons, sign in judged:
        weighed = [reason for reason in reasons if reason.weight is not None]
        sizes = [abs(reason.weight or 0) for reason in weighed]
        assert 1 <= len(weighed) <= 3
        assert sizes == sorted(sizes, reverse=True)
        for reason in weighed:
            assert (reason.weight or 0) * sign > 0
            assert reason.kind == "document" or reason.weight == round(weights[reason.text][0], 2)


def test_the_json_carries_them_and_the_page_and_the_geojson_do_not() -> None:
    itinerary = trace(DOCUMENT)
    told = to_json(itinerary)
    back = parse_itinerary(told)
    assert [stop.reasons for stop in back.stops] == [stop.reasons for stop in itinerary.stops]
    assert [place.reasons for place in back.not_visited] == [place.reasons for place in itinerary.not_visited]
    assert json.loads(told)["stops"][1]["reasons"][-1] == {
        "kind": "time",
        "text": "On Thursday",
        "start": 54,
        "end": 65,
    }
    assert '"reasons"' not in to_geojson(itinerary)

    without = replace(itinerary, stops=tuple(replace(stop, reasons=()) for stop in itinerary.stops))
    assert itinerary.to_html() == without.to_html()


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("Madrid", "She cancelled a visit to Madrid because of the floods."),
        ("Warsaw", "Her trip to Warsaw, planned for Friday, has been postponed."),
        ("Kampala", "She will not travel to Kampala, her spokesman said."),
        ("Baku", "She was refused entry to Baku."),
        ("Athens", "She called off a stop in Athens after the storm."),
        ("Bergen", "She declined an invitation to Bergen."),
        ("Riyadh", "A planned stop in Riyadh was dropped from her programme."),
        ("Vienna", "Plans for her to go on to Vienna were shelved."),
    ],
)
def test_a_visit_called_off_is_listed_with_its_sentence(place: str, sentence: str) -> None:
    itinerary = extract(Document(f"President Ada Moreno flew to Lisbon on Sunday. {sentence}", date="2024-06-17"))
    called_off = next(one for one in itinerary.not_visited if one.name == place)
    assert [stop.name for stop in itinerary.stops] == ["Lisbon"]
    assert called_off.why == "the text says that it did not or will not come about"
    assert [evidence.quote for evidence in called_off.evidence] == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "She refused to leave Skopje before that.",
        "She did not cancel her trip to Skopje.",
        "She cut short a trip to Skopje.",
    ],
)
def test_a_visit_that_took_place_is_not_said_to_be_called_off(sentence: str) -> None:
    itinerary = extract(Document(f"President Ada Moreno flew to Lisbon on Sunday. {sentence}", date="2024-06-17"))
    assert all("come about" not in one.why for one in itinerary.not_visited)
