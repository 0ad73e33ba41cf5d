"""The parts that every drawing carries: script, style and basemap, as the build hook put them into the package."""

from functools import cache
from pathlib import Path
from typing import Literal

Part = Literal[
    "leaflet.js",
    "leaflet-icons.js",
    "geomap.js",
    "folium.js",
    "geomap.mjs",
    "geomap.d.mts",
    "leaflet.css",
    "leaflet-icons.css",
    "geomap.css",
    "basemap.json",
    "basemap-detail.tsv",
    "basemap-de-facto.json",
    "basemap-de-facto-detail.tsv",
    "water.tsv",
    "divisions.tsv",
]

_BUNDLE = Path(__file__).parent.parent / "web" / "bundle"


@cache
def part(name: Part) -> str:
    """Give one part of the bundle. None of it holds anything that could close the HTML element around it."""
    return (_BUNDLE / name).read_text(encoding="utf-8")


def for_script(text: str) -> str:
    """Give JSON as it can stand in an HTML `script` element: without `<`, `>`, `&`, U+2028 and U+2029."""
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
