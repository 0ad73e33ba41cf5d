"""What lies in what, as far as a text may say so."""

import csv

import pytest

from geomap.gazetteer import open_index
from geomap.gazetteer.containment import contains
from geomap.gazetteer.sources import DATA
from geomap.geocode import candidates, resolve
from geomap.model import Document, Mention, Place, Toponym


def place(name: str, code: str = "") -> Place:
    return next(one for one in open_index().lookup(name) if not code or one.feature_code == code)


@pytest.mark.parametrize(
    ("container", "inner"),
    [
        ("Ukraine", "Simferopol"),
        ("Russia", "Simferopol"),
        ("Crimea", "Sevastopol"),
        ("Russia", "Sevastopol"),
        ("Serbia", "Pristina"),
        ("China", "Taipei"),
        ("China", "Hong Kong"),
        ("Morocco", "Laayoune"),
        ("United States", "San Juan, Puerto Rico"),
        ("Denmark", "Nuuk"),
        ("Texas", "Paris, Texas"),
        ("Nepal", "Mount Everest"),
        ("Kenya", "Lake Victoria"),
    ],
)
def test_a_place_lies_in_whoever_holds_or_claims_it(container: str, inner: str) -> None:
    assert contains(place(container), candidates(inner)[0].place)


@pytest.mark.parametrize(
    ("container", "inner"),
    [
        ("Russia", "Kyiv"),
        ("Crimea", "Kherson"),
        ("Spain", "Lisbon"),
        ("Illinois", "Paris, Texas"),
        ("Kosovo", "Belgrade"),
    ],
)
def test_others_do_not(container: str, inner: str) -> None:
    assert not contains(place(container), candidates(inner)[0].place)


def test_claims_name_countries_and_divisions_that_the_gazetteer_has() -> None:
    index = open_index()
    with (DATA / "claims.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert all(index.country(row["country"]) and index.country(row["also"]) for row in rows)
    for row in rows:
        if row["division"]:
            assert any(
                (one.country, one.admin, one.feature_code) == (row["country"], row["division"], "ADM1")
                for one in index.lookup(row["division"])
            ), row


@pytest.mark.parametrize(
    ("name", "within", "capital"),
    [
        ("Washington", "Utah", False),
        ("Washington", "D.C.", True),
        ("Bogota", "Colombia", True),
        ("Brasilia", "Brazil", True),
        ("Astana", "Kazakhstan", True),
        ("Ulaanbaatar", "Mongolia", True),
        ("San José", "Costa Rica", True),
    ],
)
def test_a_country_has_one_capital(name: str, within: str, capital: bool) -> None:
    found = [one.place for one in candidates(name, within=within) if one.place.kind == "city"]
    assert (found[0].feature_code == "PPLC") is capital


def doubts(text: str, *names: str) -> list[str]:
    toponyms = [Toponym(Mention(text.index(name), text.index(name) + len(name), name), "city") for name in names]
    return [doubt for one in resolve(toponyms, Document(text)) for doubt in one.doubts]


def test_a_list_of_towns_puts_none_into_another() -> None:
    assert not any("puts" in doubt for doubt in doubts("From Oslo, Lisbon and Vienna.", "Oslo", "Lisbon", "Vienna"))


def test_a_place_outside_its_stated_country_is_doubted() -> None:
    (doubt,) = doubts("They met in Reykjavik, Portugal.", "Reykjavik", "Portugal")
    assert doubt.startswith("The text puts Reykjavik in Portugal, but Reykjavík")
    assert doubt.endswith("check which one is meant.")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The fleet is in Sevastopol, Crimea.", ("Sevastopol", "Crimea")),
        ("They landed in Simferopol, Russia.", ("Simferopol", "Russia")),
        ("Talks in Pristina, Serbia, failed.", ("Pristina", "Serbia")),
    ],
)
def test_who_holds_a_place_is_no_cause_for_doubt(text: str, names: tuple[str, ...]) -> None:
    assert not any("puts" in doubt for doubt in doubts(text, *names))


def test_a_city_and_its_district_are_one_place_to_be_sure_of() -> None:
    text = "She was born in Ramallah in the West Bank."
    names = [Toponym(Mention(16, 24, "Ramallah"), "city"), Toponym(Mention(32, 41, "West Bank"), "region")]
    ramallah, _ = resolve(names, Document(text))
    assert ramallah.confidence is not None
    assert ramallah.confidence > 0.9
