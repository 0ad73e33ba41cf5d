"""How a page comes about."""

import pytest
import samples
from visits import Open, settle

from geomap.render.page import to_html

pytestmark = pytest.mark.browser

SHIFTS = """() => new Promise(done => {
    const shifts = [];
    new PerformanceObserver(list => shifts.push(...list.getEntries().map(({ value }) => value)))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(shifts), 200);
})"""
MARKS = """
globalThis.order = [];
const note = () => {
    for (const name of ["geomap-pin", "geomap-item", "geomap-coast", "geomap-label"])
        if (document.querySelector(`.${name}`) && !order.includes(name)) order.push(name);
    if (order.length < 4) requestAnimationFrame(note);
};
requestAnimationFrame(note);
"""

PRESS = """
const press = () => {
    const mark = document.querySelector(".geomap-map button[data-stop='1']");
    if (!mark) return requestAnimationFrame(press);
    mark.click();
    globalThis.early = {
        card: document.querySelector(".geomap-card")?.innerText ?? "",
        map: document.querySelector(".leaflet-container") !== null,
    };
};
requestAnimationFrame(press);
"""


@pytest.mark.parametrize("width", [1280, 768, 375])
def test_nothing_moves_while_a_page_loads(visit: Open, width: int) -> None:
    page = visit(to_html(samples.reference()), width=width).page

    assert page.evaluate(SHIFTS) == []


def test_the_route_comes_before_the_ground_and_the_ground_before_the_names(visit: Open) -> None:
    page = visit(to_html(samples.reference())).page
    page.add_init_script(MARKS)
    page.reload()
    page.wait_for_function("() => order.length === 4")

    assert page.evaluate("order") == ["geomap-pin", "geomap-item", "geomap-coast", "geomap-label"]


def test_a_pin_pressed_before_there_is_a_map_shows_its_card_which_stays(visit: Open) -> None:
    page = visit(to_html(samples.reference())).page
    page.add_init_script(PRESS)
    page.reload()
    settle(page)

    early = page.evaluate("early")
    assert not early["map"]
    assert "Vostochny" in early["card"]
    card = page.get_by_role("dialog", name="Vostochny cosmodrome")
    assert card.evaluate("card => card.contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert card.count() == 0
    assert page.evaluate("() => document.activeElement.closest('.leaflet-container') !== null")
