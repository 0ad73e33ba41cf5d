"""Short texts, each for one difficulty of reading: their stops in travel order, with status.

`texts.jsonl` holds what is read rightly, `not_yet.jsonl` what is not, so that its day is not missed; `travellers.jsonl`
texts that follow two, with the places of each by a name to ask for, and who else than the foremost is said to travel.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from geomap.extract import extract
from geomap.model import Document

HERE = Path(__file__).parent


def texts(file: str) -> list[Any]:
    rows = [json.loads(line) for line in (HERE / file).read_text(encoding="utf-8").splitlines()]
    return [pytest.param(row, id=row["difficulty"]) for row in rows]


def read(row: dict[str, Any]) -> list[list[str]]:
    itinerary = extract(Document(row["text"], row["title"], date=row["date"]))
    return [[stop.name, stop.status] for stop in itinerary.stops]


@pytest.mark.parametrize("row", texts("texts.jsonl"))
def test_reading(row: dict[str, Any]) -> None:
    assert read(row) == row["stops"]


@pytest.mark.xfail(strict=True, reason="not read rightly yet; move the line to texts.jsonl when it is")
@pytest.mark.parametrize("row", texts("not_yet.jsonl"))
def test_reading_not_yet(row: dict[str, Any]) -> None:
    assert read(row) == row["stops"]


@pytest.mark.parametrize("row", texts("travellers.jsonl"))
def test_each_travellers_trip_can_be_asked_for(row: dict[str, Any]) -> None:
    document = Document(row["text"], row["title"], date=row["date"])
    assert {name: _places(document, name) for name in row["trips"]} == row["trips"]
    assert list(extract(document).other_travellers) == row["others"]


@pytest.mark.xfail(strict=True, reason="not read rightly yet; move the line to travellers.jsonl when it is")
@pytest.mark.parametrize("row", texts("travellers_not_yet.jsonl"))
def test_each_travellers_trip_not_yet(row: dict[str, Any]) -> None:
    document = Document(row["text"], row["title"], date=row["date"])
    assert {name: _places(document, name) for name in row["trips"]} == row["trips"]


def _places(document: Document, traveller: str) -> list[str]:
    return [stop.name for stop in extract(document, traveller=traveller).stops]
