"""How a page comes about."""

import pytest
import samples
from visits import Open

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


@pytest.mark.parametrize("width", [1280, 768, 375])
def test_nothing_moves_while_a_page_loads(visit: Open, width: int) -> None:
    page = visit(to_html(samples.reference()), width=width).page

    assert page.evaluate(SHIFTS) == []


def test_the_route_comes_before_the_ground_and_the_ground_before_the_names(visit: Open) -> None:
    page = visit(to_html(samples.reference())).page
    page.add_init_script(MARKS)
    page.reload()
    page.wait_for_function("order.length === 4")

    assert page.evaluate("order") == ["geomap-pin", "geomap-item", "geomap-coast", "geomap-label"]
