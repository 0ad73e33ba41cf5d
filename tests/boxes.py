"""Where things stand on an open page, as boxes in pixels."""

from typing import Any

from playwright.sync_api import FloatRect, Page
from visits import settle

WIDTHS = (1280, 768, 375)

# Labels, marks and arrowheads of each map on the page, as boxes.
BOXES = """() => [...document.querySelectorAll('.leaflet-container')].map(map => {
    const boxes = selector => [...map.querySelectorAll(selector)].map(each => {
        const {left, top, right, bottom} = each.getBoundingClientRect();
        return {text: each.textContent || each.className, left, top, right, bottom};
    }).filter(box => box.right > box.left);
    const marks = boxes('.geomap-pin, .geomap-badge');
    const {left, top, right, bottom} = map.getBoundingClientRect();
    return {
        frame: {left, top, right, bottom}, marks,
        covers: map.matches('.geomap-map') ? [...map.parentElement.querySelectorAll('.geomap-inset, .leaflet-control')]
            .filter(each => !each.closest('.geomap-inset .leaflet-container')).map(each => {
                const {left, top, right, bottom} = each.getBoundingClientRect();
                return {text: each.className, left, top, right, bottom};
            }) : [],
        scales: boxes('.leaflet-control-scale-line'),
        labels: boxes('.geomap-label'), arrows: boxes('.geomap-map path.geomap-arrow, .geomap-map [data-mode]'),
        ends: map.matches('.geomap-map') ? [...map.querySelectorAll('path.geomap-leg')].flatMap(leg => {
            if (leg.getTotalLength() === 0) return [];
            return [0, leg.getTotalLength()].map(along => {
                const {x, y} = leg.getPointAtLength(along).matrixTransform(leg.getScreenCTM());
                return {text: leg.getAttribute('class'), left: x - 2, top: y - 2, right: x + 2, bottom: y + 2};
            });
        }) : [],
        numbers: [...map.querySelectorAll('[data-numbers]')].flatMap(e => e.dataset.numbers.split(' ').map(Number)),
        countries: map.querySelectorAll('.geomap-label-country').length,
    };
})"""

Drawn = dict[str, Any]


def zoom(page: Page, steps: int) -> None:
    button = page.locator(f".geomap-map .leaflet-control-zoom-{'in' if steps > 0 else 'out'}")
    for _ in range(abs(steps)):
        button.evaluate("button => button.click()")
        settle(page)


def overlaps(a: Drawn, b: Drawn) -> bool:
    """Whether two boxes share more than the rounding of a pixel."""
    shared = [min(a[high], b[high]) - max(a[low], b[low]) for low, high in (("left", "right"), ("top", "bottom"))]
    return bool(min(shared) > 1)


def clashes(boxes: list[Drawn], others: list[Drawn]) -> list[tuple[str, str]]:
    """Give the pairs that overlap."""
    return [(a["text"], b["text"]) for i, a in enumerate(boxes) for b in [*boxes[i + 1 :], *others] if overlaps(a, b)]


def within(inner: FloatRect | None, outer: FloatRect | None) -> bool:
    assert inner
    assert outer
    return (
        outer["x"] <= inner["x"]
        and inner["x"] + inner["width"] <= outer["x"] + outer["width"]
        and outer["y"] <= inner["y"]
        and inner["y"] + inner["height"] <= outer["y"] + outer["height"]
    )


def marks(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('.geomap-map [data-stop], .geomap-map [data-stops]')]
            .map(each => each.dataset.stop ?? each.dataset.stops)"""
    )
    return sorted(found)
