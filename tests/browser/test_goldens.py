"""What is drawn stays as it was: maps without their words, compared small, so that fonts and antialiasing don't matter.

    GEOMAP_UPDATE_GOLDENS=1 .venv/bin/pytest tests/browser/test_goldens.py  # after a meant change; look at them

The tests at the end hold that the comparison sees a missing leg, a moved pin and another colour, and no other font.
"""

import os
from io import BytesIO
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
import tours
from PIL import Image
from playwright.sync_api import Page
from visits import Open, settle

from geomap.render.page import to_html

pytestmark = pytest.mark.browser

GOLDENS = Path(__file__).parent / "goldens"
#: Pixels of a screenshot that become one of a golden, in each direction.
SHRINK = 3
#: From this difference of a channel on a pixel counts as another; so many may, and the mean may differ so much.
OTHER, MOST_OTHERS, MOST_MEAN = 60, 12, 1.0
WORDLESS = ".geomap-page .leaflet-control, .geomap-page .leaflet-geomap-labels-pane, .geomap-page .geomap-inset-title"

Scheme = Literal["light", "dark"]
CASES: list[tuple[str, int, Scheme]] = [
    ("reference", 1280, "light"),
    ("reference", 1280, "dark"),
    ("reference", 375, "light"),
    ("two_dense_cities", 1280, "light"),
    ("there_and_back", 768, "dark"),
    ("all_statuses", 768, "light"),
    ("by_sea", 768, "light"),
    ("round_the_world", 1280, "light"),
    ("near_the_poles", 768, "dark"),
    ("island_hopping", 375, "light"),
]


def picture(page: Page) -> Image.Image:
    """Give the map and its insets, small and without words."""
    page.add_style_tag(
        content=f"{WORDLESS} {{ visibility: hidden; }} .geomap-page * {{ color: transparent !important; }}"
    )
    settle(page)
    shot = Image.open(BytesIO(page.locator(".geomap-stage").screenshot())).convert("RGB")
    return shot.resize((shot.width // SHRINK, shot.height // SHRINK), Image.Resampling.BOX)


def differences(seen: Image.Image, golden: Image.Image) -> tuple[int, float]:
    """Count the pixels that are others, and give the mean difference."""
    assert seen.size == golden.size
    apart = np.abs(np.asarray(seen, dtype=np.int16) - np.asarray(golden, dtype=np.int16))
    return int((apart.max(axis=2) > OTHER).sum()), float(apart.mean())


def is_same(seen: Image.Image, golden: Image.Image) -> bool:
    others, mean = differences(seen, golden)
    return others <= MOST_OTHERS and mean <= MOST_MEAN


def opened(visit: Open, shape: str, width: int, scheme: Scheme) -> Page:
    # Goldens are of pages without a policy, for a style has to go in.
    html = to_html(tours.ALL[shape]()).replace('http-equiv="Content-Security-Policy"', 'name="policy"')
    page: Page = visit(html, width=width, scheme=scheme).page
    return page


@pytest.mark.parametrize(("shape", "width", "scheme"), CASES)
def test_a_map_looks_as_it_did(visit: Open, shape: str, width: int, scheme: Scheme, tmp_path: Path) -> None:
    seen = picture(opened(visit, shape, width, scheme))
    path = GOLDENS / f"{shape}-{width}-{scheme}.png"
    if os.environ.get("GEOMAP_UPDATE_GOLDENS"):
        GOLDENS.mkdir(exist_ok=True)
        seen.quantize(64, dither=Image.Dither.NONE).save(path, optimize=True)
    with Image.open(path) as stored:
        golden = stored.convert("RGB")
    seen.save(tmp_path / path.name)

    others, mean = differences(seen, golden)
    assert is_same(seen, golden), f"{others} pixels, mean {mean:.2f}: compare {tmp_path / path.name} with {path}"


def test_goldens_are_small() -> None:
    assert sum(path.stat().st_size for path in GOLDENS.iterdir()) < 400_000


@pytest.mark.parametrize(
    "change",
    [
        "document.querySelectorAll('.geomap-map path.geomap-travel.geomap-planned').forEach(leg => leg.remove())",
        "document.querySelector('.geomap-map [data-stop=\"1\"]').style.translate = '7px 0'",
        "document.documentElement.style.setProperty('--geomap-land', '#ece7dd')",
        "document.documentElement.style.setProperty('--geomap-route', '#1e6bb3')",
    ],
    ids=["a leg is missing", "a pin has moved", "land has another colour", "the route has another colour"],
)
def test_a_change_is_seen(visit: Open, change: str) -> None:
    page = opened(visit, "reference", 1280, "light")
    before = picture(page)
    assert is_same(picture(page), before)
    page.evaluate(change)

    assert not is_same(picture(page), before)


def test_other_fonts_are_not_seen(visit: Open) -> None:
    plain = picture(opened(visit, "reference", 1280, "light"))
    page = opened(visit, "reference", 1280, "light")
    page.add_style_tag(content=".geomap-page, .geomap-page * { font-family: serif !important; }")
    page.set_viewport_size({"width": 1270, "height": 800})
    page.set_viewport_size({"width": 1280, "height": 800})
    settle(page)

    assert is_same(picture(page), plain)
