"""The page of every shape of itinerary, at every width and several zooms."""

from dataclasses import dataclass

import pytest
import tours
from boxes import BOXES, WIDTHS, Drawn, clashes, overlaps, zoom
from visits import Open, settle

from geomap.model import Itinerary
from geomap.render.page import to_html

pytestmark = pytest.mark.browser


@dataclass
class Sights:
    """What readers of some shape get to see."""

    itinerary: Itinerary
    requests: list[str]
    messages: list[str]
    ran: bool
    sideways: list[int]
    """Widths at which the page is wider than its window."""
    first: list[list[Drawn]]
    """The maps at first sight, for each width."""
    later: list[list[Drawn]]
    """The maps after zooms and a shift."""


@pytest.fixture(scope="module", params=tours.ALL)
def sights(request: pytest.FixtureRequest, visit: Open) -> Sights:
    itinerary = tours.ALL[request.param]()
    opened = visit(to_html(itinerary), width=WIDTHS[0])
    page = opened.page
    seen = Sights(itinerary, opened.requests, opened.messages, False, [], [], [])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        settle(page)
        seen.first.append(page.evaluate(BOXES))
        if page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            seen.sideways.append(width)
    for steps in (1, 2, -4, -2):
        zoom(page, steps)
        seen.later.append(page.evaluate(BOXES))
    page.set_viewport_size({"width": WIDTHS[0], "height": 700})
    settle(page)
    seen.later.append(page.evaluate(BOXES))
    seen.ran = page.evaluate("() => typeof globalThis.x !== 'undefined'")
    return seen


def test_a_page_asks_nothing_says_nothing_runs_nothing_and_never_scrolls_sideways(sights: Sights) -> None:
    assert sights.requests == []
    assert sights.messages == []
    assert not sights.ran
    assert sights.sideways == []


def test_no_label_overlaps_another_or_a_pin_or_an_arrowhead_at_any_width_and_zoom(sights: Sights) -> None:
    for maps in sights.first + sights.later:
        for drawn in maps:
            assert clashes(drawn["labels"], drawn["marks"] + drawn["arrows"]) == []


def test_no_mark_overlaps_another_or_an_arrowhead_at_any_width_and_zoom(sights: Sights) -> None:
    for maps in sights.first + sights.later:
        for drawn in maps:
            assert clashes(drawn["marks"], drawn["arrows"]) == []


def test_every_placed_stop_is_marked_in_the_first_view(sights: Sights) -> None:
    for drawn, *_ in sights.first:
        frame = drawn["frame"]

        assert sorted(drawn["numbers"]) == [i for i, stop in enumerate(sights.itinerary.stops, 1) if stop.place]
        for mark in drawn["marks"]:
            assert frame["left"] <= mark["left"] < mark["right"] <= frame["right"]
            assert frame["top"] <= mark["top"] < mark["bottom"] <= frame["bottom"]


def test_nothing_covers_a_stop_in_the_first_view(sights: Sights) -> None:
    for drawn, *_ in sights.first:
        for cover in drawn["covers"]:
            assert [mark["text"] for mark in drawn["marks"] if overlaps(mark, cover)] == []


def test_no_inset_hides_an_arrowhead_or_a_means_of_travel_in_the_first_view(sights: Sights) -> None:
    for drawn, *_ in sights.first:
        insets = [cover for cover in drawn["covers"] if "geomap-inset" in cover["text"]]
        assert [arrow for arrow in drawn["arrows"] if any(overlaps(arrow, inset) for inset in insets)] == []


def test_every_line_ends_at_a_mark_at_any_width(sights: Sights) -> None:
    for drawn, *_ in sights.first:
        for end in drawn["ends"]:
            if overlaps(end, drawn["frame"]):
                assert any(overlaps(end, mark) for mark in drawn["marks"]), end


def test_insets_do_not_cover_one_another(sights: Sights) -> None:
    for drawn, *_ in sights.first:
        assert clashes([cover for cover in drawn["covers"] if "geomap-inset" in cover["text"]], []) == []


def test_the_reader_sees_a_country_that_they_know(sights: Sights) -> None:
    for maps in sights.first:
        assert sum(drawn["countries"] for drawn in maps) >= 1
