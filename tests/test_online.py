"""--online, against servers on loopback that speak as Nominatim, Photon and Pelias do: what is sent, and believed."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from loopback_stub import Reply
from samples import HOSTILE
from service_stub import (
    Geocoder,
    collection,
    nominatim,
    nominatim_place,
    pelias_feature,
    photon_feature,
    sent,
    serve,
    settle_in,
)
from typer.testing import CliRunner

import geomap
from geomap.cli import app
from geomap.errors import InputError, UnknownPlugin
from geomap.export import to_json
from geomap.geocode.services import open_service
from geomap.model import Itinerary, Place, Point, Stop
from geomap.read.itinerary import parse_itinerary

ARTICLE = (
    "Foreign Minister Jane Doe flew to Pyongyang on Monday. On Tuesday she visited the Moonlight Grand Theatre in "
    "Pyongyang. On Wednesday she will travel to Hanoi."
)
THEATRE = "Moonlight Grand Theatre"
HERE = 39.0235, 125.7501
FOUND = nominatim(nominatim_place(THEATRE, *HERE))


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settle_in(monkeypatch, tmp_path)
    Path("article.txt").write_text(ARTICLE, encoding="utf-8")


class Ran(NamedTuple):
    code: int
    out: str
    err: str


def run(*arguments: str) -> Ran:
    result = CliRunner().invoke(app, arguments)
    if isinstance(result.exception, geomap.GeomapError):
        return Ran(1, result.stdout, f"{result.exception.message}\n{result.exception.hint}")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.exit_code, result.stdout, result.stderr)


def traced(server: Geocoder, source: Any = None, *, name: str = "nominatim", **options: Any) -> Itinerary:
    service = open_service(f"{name}={server.url}", tell=lambda _: None, **options)
    return geomap.trace(geomap.Document(ARTICLE) if source is None else source, online=service)


def theatre(itinerary: Itinerary) -> Stop:
    return next(stop for stop in itinerary.stops if stop.name == THEATRE)


def trip(*stops: dict[str, Any]) -> Itinerary:
    return parse_itinerary(json.dumps({"title": "A trip", "stops": list(stops)}))


# What is asked, and what becomes of it

FORMATS = {
    "nominatim": (FOUND, "/search?q=Moonlight+Grand+Theatre%2C+Pyongyang&format=json&limit=5"),
    "photon": (collection(photon_feature(THEATRE, *HERE)), "/api?q=Moonlight+Grand+Theatre%2C+Pyongyang&limit=5"),
    "pelias": (collection(pelias_feature(THEATRE, *HERE)), "/v1/search?text=Moonlight+Grand+Theatre%2C+Pyongyang"),
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_venue_that_stands_at_its_city_gets_its_own_point(name: str) -> None:
    reply, path = FORMATS[name]
    with serve(reply) as server:
        stop = theatre(traced(server, name=name))

    assert stop.place is not None
    assert stop.place.point.latlon == HERE
    assert stop.place.source == name.capitalize()
    assert (stop.place.city, stop.place.country, stop.precision) == ("Pyongyang", "KP", "approximate")
    assert 100 <= stop.place.radius_m <= 500
    assert f"from {name.capitalize()} alone" in (stop.reason or "")
    assert [one.startswith(path) for one in server.paths] == [True]


def test_unasked_nothing_is_sent() -> None:
    with serve(FOUND) as server:
        assert theatre(geomap.trace(geomap.Document(ARTICLE))).precision == "city"
        assert server.asked == 0


def test_only_what_is_not_placed_well_is_asked_for() -> None:
    given = {"name": "Somewhere", "kind": "venue", "lat": 39.0, "lon": 125.7, "precision": "approximate"}
    with serve(nominatim()) as server:
        traced(server, trip(given, {"name": "Hanoi"}, {"name": "Kim Il Sung Square", "kind": "venue"}))
        assert server.asked == 0
        traced(server, trip({"name": "Moonlight Hall", "kind": "venue", "within": "Hanoi"}, {"name": "Hanoi"}))
        assert [query["q"] for query in server.queries] == ["Moonlight Hall, Hanoi"]


def test_before_it_is_sent_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    before: list[int] = []

    def write(text: str) -> None:
        before.append(server.asked)
        told.append(text)

    with serve(FOUND) as server:
        monkeypatch.setattr("sys.stderr.write", write)
        service = open_service(f"nominatim={server.url}")
        geomap.trace(geomap.Document(ARTICLE), online=service)
        monkeypatch.undo()
        sent_ = dict(server.queries[0])

    assert before == [0, 0]
    assert f"to {server.url}/search: " in told[1]
    assert told[1].split(": ", 2)[2].strip() == ", ".join(f"{name}={value}" for name, value in sent_.items())
    assert server.headers[0]["user-agent"] in told[0]


@pytest.mark.parametrize("name", FORMATS)
def test_the_page_and_the_exports_name_the_source(name: str) -> None:
    reply, _ = FORMATS[name]
    with serve(reply) as server:
        ran = run("map", "article.txt", "-o", "page.html", "--online", f"{name}={server.url}")
        stops = run("stops", "article.txt", "-f", "json", "--online", f"{name}={server.url}")
        table = run("stops", "article.txt", "-f", "csv", "--online", f"{name}={server.url}")

    assert ran.code == 0, ran.err
    page = Path("page.html").read_text(encoding="utf-8")
    assert "© OpenStreetMap contributors" in page
    assert f"position from {name.capitalize()}" in page
    assert f"Places by {name.capitalize()}: © OpenStreetMap contributors" in page
    assert ("https://www.openstreetmap.org/copyright" in page) == (name != "pelias")
    told = json.loads(stops.out)
    assert "© OpenStreetMap contributors" in told["attribution"]
    assert told["stops"][1]["source"] == name.capitalize()
    assert told["stops"][1]["precision"] == "approximate"
    assert name.capitalize() in table.out
    assert server.url not in page + stops.out + table.out


def test_its_json_gives_the_same_page_without_asking_again() -> None:
    with serve(FOUND) as server:
        itinerary = traced(server)
    itinerary.save("a.html")
    geomap.trace(parse_itinerary(to_json(itinerary))).save("b.html")

    assert Path("a.html").read_bytes() == Path("b.html").read_bytes()


@pytest.mark.parametrize("reply", [FOUND, nominatim()])
def test_asked_again_for_its_own_answer_it_confirms_nothing(reply: Reply) -> None:
    with serve(reply) as server:
        once = traced(server)
        twice = traced(server, parse_itinerary(to_json(once)), keep=False)

    assert to_json(twice) == to_json(once)


def test_an_unverified_point_is_confirmed_or_doubted() -> None:
    square = {"name": "Kumsusan guesthouse", "kind": "venue", "within": "Pyongyang"}
    offline = geomap.trace(trip(square, {"name": "Pyongyang"})).stops[0]
    assert (offline.precision, offline.reason is None) == ("approximate", False)
    assert offline.place is not None
    lat, lon = offline.place.point.latlon

    with serve(nominatim(nominatim_place("Kumsusan guesthouse", lat + 0.003, lon))) as server:
        confirmed = traced(server, trip(square, {"name": "Pyongyang"}), keep=False).stops[0]
    with serve(nominatim(nominatim_place("Kumsusan guesthouse", lat + 0.09, lon))) as server:
        doubted = traced(server, trip(square, {"name": "Pyongyang"}), keep=False).stops[0]

    assert (confirmed.precision, confirmed.reason) == ("exact", None)
    assert confirmed.place is not None
    assert confirmed.place.point == offline.place.point
    assert doubted.place == offline.place
    assert any("10.0 km away" in doubt for doubt in doubted.doubts)


# What is not believed

REJECTED = {
    "nothing": (nominatim(), "doesn't know it either"),
    "the city itself": (
        nominatim(nominatim_place("Pyongyang", 39.03, 125.75, class_="place", type="city")),
        "answers with Pyongyang, which is another name",
    ),
    "another venue of its kind": (nominatim(nominatim_place("East Grand Theatre", *HERE)), "which is another name"),
    "a namesake far away": (nominatim(nominatim_place(THEATRE, 40.1, -83.1, "us")), "only outside Pyongyang"),
    "a namesake of another kind": (
        nominatim(nominatim_place(THEATRE, *HERE, class_="place", type="village")),
        "answers with a city, and the text speaks of a venue",
    ),
    "a point that its country does not hold": (
        nominatim(nominatim_place(THEATRE, 52.52, 13.40, "kp")),
        "does not lie in the country that it says",
    ),
    "several": (
        nominatim(nominatim_place(THEATRE, *HERE), nominatim_place(THEATRE, 39.06, 125.70)),
        "several of this name",
    ),
}


@pytest.mark.parametrize(("reply", "told"), REJECTED.values(), ids=REJECTED)
def test_an_answer_that_does_not_stand_the_checks_is_rejected_with_its_reason(reply: Reply, told: str) -> None:
    with serve(reply) as server:
        stop = theatre(traced(server))

    assert stop.place is not None
    assert (stop.place.name, stop.precision) == ("Pyongyang", "city")
    assert "shown at Pyongyang. Nominatim" in (stop.reason or "")
    assert told in (stop.reason or "")


@pytest.mark.parametrize(
    ("others", "placed"), [([{"name": "Hanoi"}], False), ([{"name": "Pyongyang"}], True), ([], False)]
)
def test_without_a_container_it_must_lie_where_the_trip_goes(others: list[dict[str, Any]], placed: bool) -> None:
    village = nominatim_place("Moonlighton", *HERE, class_="place", type="village")
    with serve(nominatim(village)) as server:
        stop = traced(server, trip({"name": "Moonlighton"}, *others)).stops[0]

    assert (stop.place is not None) == placed
    assert ("nothing in the text leads there" in (stop.reason or "")) != placed
    assert any("only likely" in doubt for doubt in stop.doubts) == placed


def test_a_wide_box_does_not_move_a_place_into_its_container() -> None:
    lake = nominatim_place("Moonlight Lake", 35.9, 14.4, "mt", class_="natural", type="water")
    lake["boundingbox"] = ["-80", "80", "-170", "170"]
    asked = {"name": "Moonlight Lake", "kind": "natural", "within": "North Korea"}
    with serve(nominatim(lake)) as server:
        stop = traced(server, trip(asked, {"name": "Pyongyang"})).stops[0]
    assert stop.place is None
    assert "only outside North Korea" in (stop.reason or "")


@pytest.mark.parametrize("within", ["Russia", "Ukraine"])
def test_a_place_lies_in_whoever_holds_or_claims_it(within: str) -> None:
    village = nominatim_place("Moonlighton", 44.97, 34.12, "ua", class_="place", type="village")
    asked = {"name": "Moonlighton", "within": within}
    with serve(nominatim(village)) as server:
        stop = traced(server, trip(asked, {"name": "Hanoi"})).stops[0]
    assert stop.place is not None


def test_of_namesakes_the_one_in_a_country_of_the_trip_is_taken() -> None:
    villages = [
        nominatim_place("Moonlighton", lat, lon, country, class_="place", type="village")
        for lat, lon, country in ((52.5, 13.4, "de"), (*HERE, "kp"))
    ]
    with serve(nominatim(*villages)) as server:
        stop = traced(server, trip({"name": "Moonlighton"}, {"name": "Pyongyang"})).stops[0]
    assert stop.place is not None
    assert stop.place.country == "KP"


def test_a_name_that_many_cities_have_is_not_asked_for_without_its_city() -> None:
    with serve(nominatim(nominatim_place("Presidential Palace", *HERE))) as server:
        stop = traced(server, trip({"name": "Presidential Palace", "kind": "venue"}, {"name": "Pyongyang"})).stops[0]
        assert (stop.place, server.asked) == (None, 0)


def place_with(**fields: Any) -> Reply:
    return nominatim({**nominatim_place(THEATRE, *HERE), **fields})


NONSENSE = {
    "no coordinates": place_with(lat=None, lon=None),
    "NaN": place_with(lat="nan"),
    "NaN as a number": Reply(b'[{"lat": NaN, "lon": 125.75, "display_name": "Moonlight Grand Theatre"}]'),
    "infinity": place_with(lon="inf"),
    "a latitude out of range": place_with(lat="139.02"),
    "a longitude out of range": place_with(lon="485.7501"),
    "a latitude that is a list": place_with(lat=[39]),
    "a latitude that is true": place_with(lat=True),
    "null island": place_with(lat="0", lon="0"),
    "a box of nonsense": place_with(boundingbox=["a", "b", "c", "d"]),
    "a box out of range": place_with(boundingbox=["-900", "900", "0", "0"]),
    "a list of numbers": sent([1, 2]),
    "a number": sent(7),
    "an object": sent({"lat": 1}),
    "an error with 200": sent({"error": "Internal"}),
    "HTML": Reply(b"<html><script>alert(1)</script></html>", kind="text/html"),
    "half a JSON": Reply(FOUND.body[:-20]),
    "cut short": Reply(FOUND.body[:50], headers={"content-length": "5000"}),
    "no body": Reply(b""),
    "nesting without end": Reply(b"[" * 100_000),
    "not UTF-8": Reply(b"\xff\xfe[]"),
    "no name": place_with(display_name=None, name=None, namedetails=None),
    "GeoJSON": collection(photon_feature(THEATRE, *HERE)),
}


@pytest.mark.parametrize("reply", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_no_place_and_is_not_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, reply: Reply) -> None:
    monkeypatch.setenv("GEOMAP_ONLINE_TRIES", "1")
    with serve(reply) as server:
        itinerary = traced(server)

    assert theatre(itinerary).precision == "city"
    assert any(f"Nominatim at {server.url} gave no answer" in note for note in itinerary.notes)
    assert not list((tmp_path / "cache").rglob("places/*.json"))


@pytest.mark.parametrize(
    "feature",
    [
        {"geometry": {"type": "Point", "coordinates": ["x", "y"]}},
        {"geometry": None},
        {"geometry": {"type": "Point", "coordinates": [485.75, 39.02]}},
        {"properties": None},
        {"properties": {"name": {"en": "x"}}},
    ],
)
@pytest.mark.parametrize("name", ["photon", "pelias"])
def test_nonsense_of_photon_and_pelias_is_no_place(
    monkeypatch: pytest.MonkeyPatch, name: str, feature: dict[str, Any]
) -> None:
    monkeypatch.setenv("GEOMAP_ONLINE_TRIES", "1")
    good = photon_feature(THEATRE, *HERE) if name == "photon" else pelias_feature(THEATRE, *HERE)
    with serve(collection({**good, **feature})) as server:
        assert theatre(traced(server, name=name)).precision == "city"


@pytest.mark.parametrize("hostile", HOSTILE)
def test_markup_in_an_answer_stays_text(hostile: str) -> None:
    details = {"name": hostile, "name:en": THEATRE, "name:xx": hostile}
    reply = place_with(namedetails=details, display_name=hostile, type=hostile, osm_type=hostile, licence=hostile)
    with serve(reply) as server:
        itinerary = traced(server)

    stop = theatre(itinerary)
    assert stop.place is not None
    assert stop.place.source == "Nominatim"
    html = itinerary.to_html()
    assert "<script>globalThis" not in html
    assert "<img src=x" not in html
    assert not any(char in stop.place.local_name for char in "\u202e\u2028\x00\n")


# Python and the command line


def test_geocode_puts_what_lies_in_the_container_first() -> None:
    away = nominatim_place(THEATRE, 40.1, -83.1, "us")
    with serve(nominatim(away, nominatim_place(THEATRE, *HERE))) as server:
        ran = run("geocode", THEATRE, "--within", "Pyongyang", "-f", "json", "--online", f"nominatim={server.url}")

    found = json.loads(ran.out)[THEATRE]
    assert [(one["lat"], one["source"], one["precision"]) for one in found] == [(HERE[0], "Nominatim", "approximate")]


def test_geocode_asks_for_nothing_that_is_known() -> None:
    with serve(FOUND) as server:
        ran = run("geocode", "Hanoi", "Kim Il Sung Square", "--online", f"nominatim={server.url}")
        assert (ran.code, ran.err, server.asked) == (0, "", 0)


def test_geocode_says_why_an_answer_is_rejected() -> None:
    with serve(nominatim(nominatim_place(THEATRE, 40.1, -83.1, "us"))) as server:
        ran = run("geocode", THEATRE, "--within", "Pyongyang", "--online", f"nominatim={server.url}")

    assert "1. Pyongyang, KP" in ran.out
    assert f"{THEATRE}: Nominatim knows one only outside Pyongyang, at 40.10, -83.10 in United States." in ran.err


def test_geocode_reads_lines_and_goes_on_offline_where_the_service_fails() -> None:
    lines = [{"id": 1, "query": THEATRE, "within": "Pyongyang"}, {"id": 2, "query": "Hanoi"}]
    Path("names.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    with serve(Reply(status=500)) as server:
        ran = run("geocode", "--jsonl", "names.jsonl", "--online", f"nominatim={server.url}")

    assert ran.code == 0
    assert [json.loads(line)["name"] for line in ran.out.splitlines()] == ["Pyongyang", "Hanoi"]
    assert ran.err.count("gave no answer: HTTP 500") == 1


def test_stops_reads_lines() -> None:
    Path("in.jsonl").write_text(json.dumps({"id": 1, "text": ARTICLE}) + "\n", encoding="utf-8")
    with serve(FOUND) as server:
        ran = run("stops", "--jsonl", "in.jsonl", "--online", f"nominatim={server.url}")

    assert [stop["source"] for stop in json.loads(ran.out)["stops"]] == ["GeoNames", "Nominatim", "GeoNames"]


@pytest.mark.parametrize("option", [("--contact", "desk@example.org"), ("--no-cache",)])
def test_options_of_a_service_go_with_one(option: tuple[str, ...]) -> None:
    for command in (("map", "article.txt"), ("stops", "article.txt"), ("geocode", "Hanoi")):
        ran = run(*command, *option)
        assert ran.code == 2
        assert "--online" in ran.err


def test_no_cache_keeps_nothing(tmp_path: Path) -> None:
    with serve(FOUND) as server:
        for _ in "ab":
            assert run("stops", "article.txt", "--no-cache", "--online", f"nominatim={server.url}").code == 0
        assert server.asked == 2
    assert not list(tmp_path.rglob("places/*"))


def test_an_unknown_service_is_met_with_the_nearest() -> None:
    with pytest.raises(UnknownPlugin, match="nominatin") as error:
        open_service("nominatin")
    assert "Did you mean nominatim?" in error.value.hint


def test_every_service_of_geopy_has_a_policy_and_opens_with_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    from geopy.geocoders import SERVICE_TO_GEOCODER

    listed = run("services").out
    for name in SERVICE_TO_GEOCODER:
        assert f"\n{name} " in f"\n{listed}"
        for variable in re.findall(rf"GEOMAP_{name.upper()}_[A-Z_]+", listed):
            monkeypatch.setenv(variable, "0123456789")
        at = f"{name}=https://geo.example.org" if name == "pelias" else name
        assert open_service(at, contact="desk@example.org").origin.startswith("http")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("pelias", "give --online pelias=https://geo.example.org"),
        ("google", "needs GEOMAP_GOOGLE_API_KEY"),
        ("liveaddress", "needs GEOMAP_LIVEADDRESS_AUTH_ID and GEOMAP_LIVEADDRESS_AUTH_TOKEN"),
        ("nominatim", "wants to know whom to write to"),
        ("nominatim=https://Nominatim.OpenStreetMap.org:443/", "wants to know whom to write to"),
        ("nominatim=ftp://example.org", "no web address"),
        ("nominatim=file:///etc/passwd", "no web address"),
        ("nominatim=https://u:p@example.org", "a name or password"),
        ("nominatim=https://example.org/?a=b", "no web address"),
        ("liveaddress=https://example.org", "no servers but its own"),
    ],
)
def test_what_is_missing_or_bad_is_said_before_anything_is_sent(asked: str, told: str) -> None:
    ran = run("geocode", "Nowhere at all", "--online", asked)

    assert ran.code == 1
    assert told in ran.err
    assert "p@" not in ran.err


@pytest.mark.parametrize("contact", ["nobody", "a@b", "x@y.z\r\nHost: evil", "javascript:alert(1)", "é@example.org"])
def test_a_contact_is_an_address(contact: str) -> None:
    with pytest.raises(InputError, match="no address to write to"):
        open_service("nominatim", contact=contact)


def test_nothing_of_it_is_imported_unasked() -> None:
    code = (
        "import sys\n"
        "import geomap\n"
        f"geomap.trace({ARTICLE!r}).to_html()\n"
        "print(sorted({'geopy', 'filelock', 'urllib.request', 'platformdirs'} & set(sys.modules)))\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "geopy" not in ran.stdout
    assert "filelock" not in ran.stdout


def test_a_point_that_somebody_gave_is_never_moved() -> None:
    given = Place(THEATRE, Point(1, 1), "S", "", source="given", verified=False)
    stop = Stop(THEATRE, "venue", "past", 1, within="Pyongyang", place=given, precision="approximate")
    with serve(FOUND) as server:
        assert traced(server, Itinerary("A trip", (stop,))).stops[0].place == given
        assert server.asked == 0
