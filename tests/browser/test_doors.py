"""One drawing, three doors: page, folium map and notebook draw the same marks, and run nothing of the text."""

from typing import Any

import folium
import pytest
import samples
from playwright.sync_api import Frame
from visits import Open

from geomap.render.folium import RouteLayer, to_folium
from geomap.render.notebook import to_notebook_html
from geomap.render.page import to_html

pytestmark = pytest.mark.browser

# The first map of the document: what it marks, and how its lines are drawn.
DRAWN = """() => {
    const map = document.querySelector('.leaflet-container');
    const all = (selector, of) => [...map.querySelectorAll(selector)].map(of);
    return {
        marks: all('[data-numbers]', e => e.getAttribute('aria-label')).sort(),
        legs: all('path.geomap-leg', e => e.getAttribute('class')).filter(c => c.includes('leaflet')).sort(),
        arrows: map.querySelector('.geomap-arrow') !== null,
        names: all('.geomap-label-stop', e => e.textContent).sort(),
    };
}"""


def notebook(itinerary: Any) -> str:
    return f"<!doctype html><title>A notebook</title>{to_notebook_html(itinerary)}"


def frame_of(frames: list[Frame]) -> Frame:
    frame = frames[-1]
    frame.wait_for_selector(".leaflet-container .geomap-label, .geomap-items")
    return frame


@pytest.mark.parametrize(
    "shape",
    [samples.reference, samples.round_the_world, samples.all_reported, samples.there_and_back],
    ids=lambda s: s.__name__,
)
def test_page_folium_and_notebook_draw_the_same_marks(visit: Open, shape: samples.Shape) -> None:
    itinerary = shape()
    page = visit(to_html(itinerary))
    map_ = visit(to_folium(itinerary).get_root().render(), beside=True)
    cell = visit(notebook(itinerary), beside=True)

    drawn = page.page.evaluate(DRAWN)
    assert drawn["marks"]
    assert map_.page.evaluate(DRAWN) == drawn
    assert frame_of(cell.page.frames).evaluate(DRAWN) == drawn
    for opened in (page, map_, cell):
        assert opened.requests == []
        assert opened.messages == []


def test_no_hostile_name_runs_in_any_of_them(visit: Open) -> None:
    itinerary = samples.hostile()
    plain = to_folium(itinerary)
    folium.Marker([45, 10]).add_to(plain)
    folium.LayerControl().add_to(plain)

    for html in (to_html(itinerary), plain.get_root().render(), notebook(itinerary)):
        opened = visit(html)
        frame = frame_of(opened.page.frames)
        assert frame.evaluate("() => typeof globalThis.x") == "undefined"
        assert opened.page.evaluate("() => typeof globalThis.x") == "undefined"
        assert frame.locator("img[src='x'], svg[onload]").count() == 0
        assert frame.locator(".geomap-label-stop", has_text="{{7*7}}").count() == 1
        assert opened.requests == []
        assert opened.messages == []


def test_the_layer_can_be_switched_off_and_on_and_its_card_opens(visit: Open) -> None:
    map_ = to_folium(samples.reference())
    folium.LayerControl(collapsed=False).add_to(map_)
    page = visit(map_.get_root().render()).page

    page.get_by_role("checkbox", name="Route").uncheck()
    assert page.locator("[data-stop], .geomap-label, path.geomap-leg.leaflet-interactive").count() == 0
    page.get_by_role("checkbox", name="Route").check()
    page.get_by_role("button", name="1, Vostochny cosmodrome").click()
    assert page.get_by_role("dialog", name="Vostochny cosmodrome").is_visible()
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0


def test_a_route_layer_on_a_plain_map_shares_its_leaflet(visit: Open) -> None:
    """Here with Leaflet from our own bundle, as a stock map would bring it from elsewhere."""
    map_ = to_folium(samples.one_stop())
    RouteLayer(samples.all_reported(), name="Another").add_to(map_)
    opened = visit(map_.get_root().render())

    assert opened.page.locator("[data-stop='1']").count() == 2
    assert opened.messages == []
