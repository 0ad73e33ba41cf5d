"""The page for readers with a keyboard, a screen reader, a magnifier or little patience for motion."""

from typing import Literal

import pytest
import samples
import tours
from axe_playwright_python.sync_playwright import Axe
from visits import Open, settle

from geomap.render.page import to_html

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("shape", [samples.reference, samples.there_and_back, tours.right_to_left, samples.nowhere])
def test_axe_finds_no_violation(visit: Open, shape: samples.Shape, scheme: Literal["light", "dark"]) -> None:
    page = visit(to_html(shape()), scheme=scheme).page
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()

    page.locator("ol [data-stop='1'] button").click()
    settle(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_page_magnified_four_times_needs_no_sideways_scroll_and_its_card_fits(visit: Open) -> None:
    page = visit(to_html(samples.reference()), width=320, height=256).page

    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    page.locator("ol [data-stop='2'] button").click()
    card, map_ = page.get_by_role("dialog").bounding_box(), page.locator(".geomap-map").bounding_box()
    assert card
    assert map_
    assert card["x"] >= 0
    assert card["x"] + card["width"] <= 320
    assert card["height"] <= map_["height"]


def test_with_colours_of_the_readers_own_marks_lines_and_focus_stand_out(visit: Open) -> None:
    page = visit(to_html(tours.all_statuses())).page
    page.emulate_media(forced_colors="active")

    def colour(selector: str, what: str) -> str:
        found: str = page.locator(selector).first.evaluate("(each, what) => getComputedStyle(each)[what]", what)
        return found

    ground = colour(".geomap-map", "backgroundColor")
    assert colour(".geomap-map path.geomap-travel", "stroke") != ground
    assert colour(".geomap-map .geomap-coast", "stroke") != ground
    for number in ("1", "4"):
        pin = f".geomap-map [data-stop='{number}']"
        assert colour(f"{pin} .geomap-disc-ring", "stroke") != ground
        assert colour(f"{pin} .geomap-disc-number", "color") != colour(f"{pin} .geomap-disc-ring", "fill")
    page.locator(".geomap-map [data-stop='1']").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert colour(".geomap-map [data-stop='1']", "outlineStyle") == "solid"
    assert colour(".geomap-map [data-stop='1']", "outlineColor") != ground


def test_the_map_is_told_in_a_sentence(visit: Open) -> None:
    page = visit(to_html(samples.reference())).page

    region = page.get_by_role("region", name="Map of the stops")
    described = page.locator(f"#{region.get_attribute('aria-describedby')}").inner_text()
    assert described.startswith("Map of a route: Vladimir Putin is to go to Pyongyang")


def test_pins_are_reached_in_travel_order(visit: Open) -> None:
    page = visit(to_html(samples.reference())).page
    reached = []
    for _ in range(16):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("() => document.activeElement.closest('.geomap-map [data-numbers]')?.dataset.numbers ?? null")
        )

    assert [number for number in reached if number] == ["1", "2 3 4 5", "6"]


def test_nothing_moves_for_who_asked_for_less_motion(visit: Open) -> None:
    page = visit(to_html(samples.reference())).page
    page.locator("[data-stops='2-5']").click()
    settle(page)

    assert page.evaluate("() => document.getAnimations().length") == 0
    assert page.locator(".leaflet-zoom-anim").count() == 0
