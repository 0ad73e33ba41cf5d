"""The drawing and the page as data and bytes."""

import gzip
import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path

import packed
import pytest
import samples
import tours
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import InputError
from geomap.export import to_json
from geomap.model import Document, Itinerary, Point, Stop, When
from geomap.read.itinerary import parse_itinerary
from geomap.render.basemap import basemap_block
from geomap.render.bundle import part
from geomap.render.drawing import draw, to_block
from geomap.render.embed import embed_html
from geomap.render.notebook import to_notebook_html
from geomap.render.page import to_html
from geomap.render.words import date_words, description, distance_words, period_words, summary
from geomap.route import route

SHAPES = pytest.mark.parametrize("shape", samples.SHAPES.values(), ids=samples.SHAPES)


class Parts(HTMLParser):
    """The elements of a page, and the text of its scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[int, str] = {}
        self.open = -1
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open = len(self.tags)
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 (HTMLParser's signature)
        self.open = -1

    def handle_data(self, data: str) -> None:
        self.texts[self.open] = self.texts.get(self.open, "") + data

    def text_of(self, tag: str) -> list[tuple[dict[str, str | None], str]]:
        return [(attrs, self.texts.get(i, "")) for i, (each, attrs) in enumerate(self.tags) if each == tag]


def block(itinerary: Itinerary) -> dict[str, object]:
    fields: dict[str, object] = json.loads(to_block(draw(itinerary)))
    return fields


def digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@SHAPES
def test_the_policy_allows_the_constant_script_and_style_by_hash_and_nothing_else(shape: samples.Shape) -> None:
    parts = Parts(to_html(shape()))

    policies = [attrs["content"] for tag, attrs in parts.tags if attrs.get("http-equiv") == "Content-Security-Policy"]
    policy = {words[0]: words[1:] for words in (part.split() for part in (policies[0] or "").split(";"))}

    running = [text for attrs, text in parts.text_of("script") if attrs.get("type") != "application/json"]
    assert len(policies) == 1
    assert policy.pop("script-src") == [digest(text) for text in running]
    assert policy.pop("style-src") == [digest(text) for _, text in parts.text_of("style")]
    assert policy.pop("img-src") == ["data:"]
    assert set(map(tuple, policy.values())) == {("'none'",)}
    assert {"default-src", "base-uri", "form-action", "connect-src"} <= policy.keys()


@SHAPES
def test_a_page_is_the_same_every_time_and_out_of_our_own_json(shape: samples.Shape) -> None:
    itinerary = shape()

    page = to_html(itinerary)

    assert page == to_html(itinerary)
    assert page == to_html(route(parse_itinerary(to_json(itinerary))))


def test_a_page_does_not_depend_on_the_text() -> None:
    itinerary = samples.reference()

    assert to_html(replace(itinerary, document=Document("Quite another text."))) == to_html(itinerary)


def test_the_reference_page_fits_its_budget() -> None:
    assert len(gzip.compress(to_html(samples.reference()).encode(), 9)) <= 150_000


def test_no_text_becomes_an_element_an_attribute_or_a_link() -> None:
    parts = Parts(to_html(samples.hostile()))
    plain = Parts(to_html(samples.reference()))

    shape = [(tag, sorted(attrs)) for tag, attrs in parts.tags if tag != "li"]
    assert shape == [(tag, sorted(attrs)) for tag, attrs in plain.tags if tag != "li"]
    credit = block(samples.hostile())["credits"]
    assert isinstance(credit, list)
    assert credit[0]["url"] == ""


def test_the_head_has_title_language_description_and_a_viewport_that_zooms() -> None:
    itinerary = samples.reference()
    parts = Parts(to_html(itinerary))
    named = {attrs.get("name"): attrs.get("content") for tag, attrs in parts.tags if tag == "meta"}

    assert parts.text_of("title")[0][1] == itinerary.title
    assert dict(parts.tags)["html"]["lang"] == "en"
    assert named["description"] == (
        "Map of a route: Vladimir Putin is to go to Pyongyang, Kim Il Sung Square, Life-Giving Trinity Orthodox Church "
        "and Vietnam and is reported, without confirmation, to go to Kumsusan guesthouse in Pyongyang. "
        "An earlier journey is shown too: Vostochny cosmodrome."
    )
    assert named["viewport"] == "width=device-width, initial-scale=1"


@SHAPES
def test_a_reader_without_scripts_gets_the_list_the_notes_and_the_sources(shape: samples.Shape) -> None:
    itinerary = shape()
    (fallback,) = re.findall(r"<noscript>(.*?)</noscript>", to_html(itinerary), flags=re.S)

    items = [unescape(item) for item in re.findall(r"<li>(.*?)</li>", fallback, flags=re.S)]
    assert [item.startswith(stop.name) for item, stop in zip(items, itinerary.stops, strict=True)] == [True] * len(
        items
    )
    drawing = draw(itinerary)
    assert all(escape(said) in fallback for said in (*drawing.notes, *(credit.text for credit in drawing.credits)))


@given(st.text(st.characters(codec="utf-8")))
def test_the_block_keeps_every_text_and_can_not_close_its_element(text: str) -> None:
    stop = Stop(text, "city", "planned", 1, evidence=(samples.said(f"a {text} b", text),), reason=text)
    json_block = to_block(draw(Itinerary(text, (stop,))))
    fields = json.loads(json_block)

    assert not re.search("[<>&\u2028\u2029]", json_block)
    assert fields["stops"][0]["name"] == text
    assert "".join(fields["stops"][0]["quotes"][0]) == f"a {text} b"


def test_the_reference_drawing_in_words_and_numbers() -> None:
    fields = block(samples.reference())
    stops, legs = fields["stops"], fields["legs"]
    assert isinstance(stops, list)
    assert isinstance(legs, list)

    assert fields["summary"] == "6 stops · about 3,100 km · 4 still to come"
    assert [stop["number"] for stop in stops] == [1, 2, 3, 4, 5, 6]
    assert [stop["approximate"] for stop in stops] == [False, False, False, True, True, False]
    assert [stop["earlier"] for stop in stops] == [True, False, False, False, False, False]
    assert [stop["city"] for stop in stops] == ["Tsiolkovsky", "Pyongyang", "Pyongyang", "Pyongyang", "Pyongyang", ""]
    assert [stop["when"] for stop in stops[:2]] == ["in September", "on Tuesday"]
    assert stops[1]["quotes"][0][1] == "the capital"
    assert stops[0]["others"] == ["Vostochny, city in Stavropol Kray, Russia"]
    assert [(leg["from"], leg["to"], leg["kind"]) for leg in legs if leg["kind"] != "unordered"] == [
        (0, 1, "context"),
        (1, 5, "travel"),
    ]
    assert next(leg["distance"] for leg in legs if leg["kind"] == "travel") == "about 3,100 km from Pyongyang"


def test_lines_between_stops_in_no_order_join_neighbours() -> None:
    """Six cities of Italy along the boot: no line crosses another, and there are as many as the route has."""
    drawing = draw(tours.all_unordered())

    names = [stop.name for stop in drawing.stops]
    assert {frozenset((names[leg.origin], names[leg.to])) for leg in drawing.legs} == {
        frozenset(pair)
        for pair in (
            ("Turin", "Milan"),
            ("Milan", "Bologna"),
            ("Bologna", "Rome"),
            ("Rome", "Naples"),
            ("Naples", "Palermo"),
        )
    }
    assert [leg.path[0] for leg in drawing.legs] == [drawing.stops[leg.origin].at for leg in drawing.legs]
    assert {leg.kind for leg in drawing.legs} == {"unordered"}


def test_venues_stay_joined_to_their_city() -> None:
    drawing = draw(tours.two_dense_cities())

    assert [(leg.origin, leg.to) for leg in drawing.legs if leg.kind == "unordered"] == [
        (0, 1),
        (0, 2),
        (0, 3),
        (4, 5),
        (4, 6),
        (4, 7),
    ]


def test_the_reader_is_told_no_jargon() -> None:
    said = json.dumps(block(samples.reference())["stops"]).lower()

    for word in ("geocod", "confidence", "gpe", "toponym", "candidate", "null,null"):
        assert word not in said


def test_names_in_their_own_script_say_which_language_they_are() -> None:
    drawn = [*draw(tours.many_scripts()).stops, *draw(tours.right_to_left()).stops, *draw(samples.reference()).stops]

    assert [stop.local_lang for stop in drawn if stop.local_name] == (
        ["hi", "bn", "th", "zh-Hans", "zh-Hant", "ko", "ja", "ka", "ta", "ar", "he", "fa", "ur", "ru", "ko", "ko", ""]
    )


def test_what_is_told_of_a_map_is_a_sentence() -> None:
    assert description(tours.all_statuses()) == (
        "Map of a route: the traveller has been to Nairobi and Kigali, is now in Kinshasa, is to go to Luanda and "
        "is reported, without confirmation, to go to Windhoek."
    )
    assert "Paris, Élysée Palace, Louvre" in description(tours.two_dense_cities())
    assert description(tours.thirty_stops()).count(",") < 24


@SHAPES
def test_paths_have_few_points_and_keep_their_ends(shape: samples.Shape) -> None:
    itinerary = shape()

    for leg, drawn in zip(itinerary.legs, draw(itinerary).legs, strict=True):
        assert len(drawn.path) <= min(len(leg.path), 64)
        for end in (0, -1):
            assert drawn.path[end][0] == pytest.approx(leg.path[end].lat, abs=1e-4)
            assert (drawn.path[end][1] - leg.path[end].lon) % 360 == pytest.approx(0, abs=1e-4) or (
                drawn.path[end][1] - leg.path[end].lon
            ) % 360 == pytest.approx(360, abs=1e-4)


def test_a_pole_stands_at_the_edge_of_the_map_between_its_neighbours_and_no_line_runs_along_the_edge() -> None:
    drawing = draw(tours.near_the_poles())

    assert drawing.stops[1].at == pytest.approx((85.05, -70.58), abs=0.01)  # between 156.8° W and 15.6° E
    assert [len(leg.path) for leg in drawing.legs[:2]] == [2, 2]


def test_a_flight_over_the_ice_is_drawn_as_a_line_that_stays_on_the_map() -> None:
    for leg in draw(tours.over_the_arctic()).legs:
        assert max(abs(lat) for lat, _ in leg.path) <= 80


def cautions(*stops: Stop) -> list[str]:
    return [drawn.caution for drawn in draw(route(Itinerary("A trip", stops))).stops]


def test_doubt_is_said_in_plain_words_with_its_reason_and_what_to_do() -> None:
    paris = samples.stop("Paris", 1, 48.8566, 2.3522)
    assert paris.place
    rival = replace(paris, doubts=("Paris may also be Paris, Texas, United States.",))
    far = replace(paris, doubts=("Paris is 9,000 km from its neighbours: check it.",))
    unknown = Stop("Hall of Mirrors", "venue", "past", 1, reason="Hall of Mirrors isn't in the gazetteer.")
    at_city = replace(paris, kind="venue", reason="The exact place of Hall isn't in the gazetteer; shown at Paris.")
    unverified = replace(
        paris,
        kind="venue",
        precision="approximate",
        reason="The point of Paris could not be checked against a second source.",
        place=replace(paris.place, radius_m=1000),
    )
    theirs = replace(unverified, reason="Moved in 2020; this is the old hall.")

    assert cautions(paris, rival, far, unknown, at_city, unverified, theirs) == [
        "",
        "In doubt: Paris may also be Paris, Texas, United States. Check it against the article before you rely on it.",
        "In doubt: Paris is 9,000 km from its neighbours: check it.",
        "We do not know where Hall of Mirrors is: an address or the name of its town would tell.",
        "Its exact spot is not known: the pin stands for Paris, the city, as a whole.",
        "Its exact spot is not confirmed. It may be off by about 1 km.",
        "Moved in 2020; this is the old hall.",
    ]


def test_stops_in_doubt_are_named_and_not_drawn() -> None:
    drawn = draw(Itinerary("A trip", (), doubtful=tuple(samples.stop(f"Town {i}", 1, 50, i) for i in range(8))))

    assert drawn.stops == ()
    assert "Town 0, Town 1, Town 2, Town 3, Town 4 and 3 more." in " ".join(drawn.notes)


def test_a_bare_verb_is_no_activity() -> None:
    def activity(words: str, quote: str, *, read: bool = True) -> str:
        evidence = (samples.said(quote, "Seoul"),) if read else ()
        stop = replace(samples.stop("Seoul", 1, 37.5665, 126.978), activity=words, evidence=evidence)
        return draw(Itinerary("A trip", (stop,))).stops[0].activity

    assert activity("met", "They met in Seoul.") == ""
    assert activity("play", "The band will play Seoul next.") == ""
    assert activity("parade", "A parade in Seoul is planned.") == "parade"
    assert activity("met the president", "He met the president in Seoul.") == "met the president"
    assert activity("Concert", "", read=False) == "Concert"


def test_a_route_over_180_degrees_is_drawn_without_a_jump() -> None:
    for leg in draw(samples.over_the_antimeridian()).legs:
        assert max(abs(a[1] - b[1]) for a, b in zip(leg.path, leg.path[1:], strict=False)) < 180


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_any_point_on_earth_can_be_drawn(lat: float, lon: float) -> None:
    place = replace(samples.city("Somewhere", 0, 0), point=Point(lat, lon))
    stop = Stop("Somewhere", "city", "planned", 1, place=place, precision="city")

    assert to_html(route(Itinerary("Somewhere", (stop,))))


@pytest.mark.parametrize(
    ("when", "year", "words"),
    [
        (None, 2024, ""),
        (When("on Tuesday"), 2024, "on Tuesday"),
        (When("on Tuesday", "2024-06-18"), 2024, "Tuesday 18 June"),
        (When("on Tuesday", "2024-06-18"), None, "Tuesday 18 June 2024"),
        (When("last September", "2023-09"), 2024, "September 2023"),
        (When("in 2000", "2000"), 2024, "2000"),
        (When("this week", "2024-06-18/2024-06-20"), 2024, "18–20 June"),
        (When("", "2024-06-28/2024-07-02"), 2023, "28 June – 2 July 2024"),
        (When("", "2024-12-30/2025-01-02"), 2024, "30 December 2024 – 2 January 2025"),
        (When("", "2024-05/2024-06"), 2025, "May 2024 to June 2024"),
        (When("", "2024-06-18/2024-06-18"), 2024, "Tuesday 18 June"),
        (When("one day", "2024-13-45"), 2024, "one day"),
        (When("some day", "soon"), 2024, "some day"),
    ],
)
def test_dates_in_words(when: When | None, year: int | None, words: str) -> None:
    assert date_words(when, year) == words


@given(st.floats(0, 4e7))
def test_distances_are_said_in_round_numbers_near_the_truth(metres: float) -> None:
    number, unit = distance_words(metres).removeprefix("about ").split()

    said = float(number.replace(",", "")) * {"km": 1000, "m": 1}[unit]
    assert abs(said - metres) <= max(100, metres * 0.06)


def test_the_summary_is_made_of_what_is_known() -> None:
    dated = replace(samples.reference(), date="2024-06-17")

    assert summary(samples.nowhere()) == "1 stop · all still to come"
    assert summary(samples.one_stop()) == "1 stop · now in Ulaanbaatar"
    assert summary(dated) == "6 stops · June 2024 · about 3,100 km · 4 still to come"
    assert period_words(samples.reference()) == ""


@SHAPES
def test_the_basemap_is_the_world_with_detail_near_the_stops(shape: samples.Shape) -> None:
    itinerary = shape()
    world = json.loads(basemap_block(itinerary))
    countries = world["countries"]

    assert len(countries) > 230
    assert {"KP", "VN", "RU", "VA", "NR", "TV"} <= {code for _, code, *_ in countries}
    assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for _, _, lon, lat, *_ in countries)
    detail = world["detail"]
    assert all(0 <= number < len(world["arcs"]) for number, _ in detail["arcs"])
    assert all(0 <= number < len(countries) for number, _ in detail["islands"])
    starts = [packed.line(arc, detail["grid"])[0] for _, arc in detail["arcs"] + detail["islands"]]
    assert bool(starts) == bool(itinerary.placed)
    for lon, lat in starts:  # an arc has 150 points or so, and may lead away from the stop that it passes
        assert any(abs(lat - stop.place.point.lat) < 30 for stop in itinerary.placed if stop.place)
        assert -180.01 <= lon <= 180.01


def test_the_basemap_has_the_great_lakes_always_and_rivers_near_the_stops() -> None:
    nowhere = json.loads(basemap_block(samples.nowhere()))["detail"]
    europe = json.loads(basemap_block(tours.capitals_of_europe()))["detail"]

    assert len(nowhere["lakes"]) >= 10
    assert nowhere["rivers"] == []
    assert len(europe["lakes"]) >= len(nowhere["lakes"])
    assert len(europe["rivers"]) > 10
    for lon, lat in (packed.line(arc, europe["waterGrid"])[0] for arc in europe["rivers"]):
        assert -40 < lon < 60
        assert 20 < lat < 75


def test_the_basemap_names_countries_in_full() -> None:
    world = json.loads(part("basemap.json"))
    names = [name for name, *_ in world["countries"]]

    assert [name for name in names if "." in name] == []
    assert {"United States", "Czechia", "South Sudan", "DR Congo"} <= set(names)


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_colours_have_the_contrast_that_eyes_need(scheme: int) -> None:
    blocks = re.findall(r":root[^{]*\{([^}]*--geomap[^}]*)\}", part("geomap.css"))
    tokens = dict(re.findall(r"--geomap-([\w-]+):\s*(#\w+|white|black)", blocks[0]))
    tokens |= dict(re.findall(r"--geomap-([\w-]+):\s*(#\w+|white|black)", blocks[scheme]))

    for ground in ("paper", "land", "land-route", "water"):
        assert contrast(tokens["text"], tokens[ground]) >= 4.5, ground
        assert contrast(tokens["quiet"], tokens[ground]) >= 4.5, ground
        assert contrast(tokens["route"], tokens[ground]) >= 3, ground
    assert contrast(tokens["route"], tokens["paper"]) >= 4.5
    assert contrast(tokens["on-route"], tokens["route"]) >= 4.5
    assert contrast(tokens["text"], tokens["mark"]) >= 4.5
    assert contrast(tokens["focus"], tokens["paper"]) >= 3


def test_the_notebook_shows_the_page_in_a_sandbox_without_its_own_origin() -> None:
    itinerary = samples.hostile()
    ((tag, attrs),) = Parts(to_notebook_html(itinerary)).tags

    assert tag == "iframe"
    assert attrs["srcdoc"] == to_html(itinerary)
    assert attrs["title"] == itinerary.title
    assert (attrs["sandbox"] or "").split() == ["allow-scripts", "allow-popups"]


def test_the_snippet_frames_the_page_and_escapes_what_it_says(tmp_path: Path) -> None:
    page = tmp_path / "a map & more.html"
    page.write_text(to_html(samples.hostile()), encoding="utf-8")

    frame, script = Parts(embed_html(page)).tags

    assert frame[1]["src"] == "a%20map%20%26%20more.html"
    assert frame[1]["title"] == f"Map: {samples.hostile().title}"
    assert "allow-same-origin" not in (frame[1]["sandbox"] or "")
    assert frame[1]["loading"] == "lazy"
    assert script[0] == "script"
    assert 'src="https://example.org/?a=1&amp;b=2"' in embed_html(page, url="https://example.org/?a=1&b=2")


@pytest.mark.parametrize("content", [None, b"<title>Another page</title>", b"\xff\xfe\x00"])
def test_what_is_no_page_of_ours_is_not_embedded(tmp_path: Path, content: bytes | None) -> None:
    page = tmp_path / "page.html"
    if content is not None:
        page.write_bytes(content)

    with pytest.raises(InputError, match=re.escape(str(page))):
        embed_html(page)


def test_seas_in_and_around_the_first_view_may_be_named_the_great_ones_first() -> None:
    names = [water.name for water in draw(samples.reference()).waters]

    assert {"Sea of Japan", "Yellow Sea", "South China Sea", "Lake Baikal"} <= set(names)
    assert names.index("Sea of Japan") < names.index("Yellow Sea") < names.index("Lake Baikal")
    assert "North Sea" not in names
    assert draw(samples.nowhere()).waters == ()
    assert "South Pacific Ocean" in [water.name for water in draw(samples.over_the_antimeridian()).waters]
