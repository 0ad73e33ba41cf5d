"""Whose borders the basemap shows, and which disputed areas stand in its frame."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from geomap.model import Borders, Itinerary
from geomap.render.frame import first_view

#: What each set of borders follows, for the page's notes.
POLICY: dict[Borders, str] = {
    "un": "Borders are drawn close to the United Nations' view.",
    "de-facto": "Borders are drawn as they are controlled on the ground.",
}

#: The extent, in pixels, from which on an area can be seen, and what an islet counts as, in degrees: it is looked for
#: on the map of its sea, not on that of the world.
_LEAST_PX = 3
_ISLET_DEG = 0.35


@dataclass(frozen=True, slots=True)
class _Area:
    """A disputed area: its outlines (longitude, latitude; a single corner for an islet), its extent in degrees."""

    name: str
    outlines: tuple[tuple[tuple[float, float], ...], ...]
    extent: float


def disputes(itinerary: Itinerary) -> tuple[str, ...]:
    """Name the disputed areas that the first view shows, in alphabetical order, but for those too small to be seen.

    The areas are Natural Earth's; `geomap/web/natural_earth.py` says which, and why.
    """
    view = first_view(itinerary)
    if view is None:
        return ()
    least = _LEAST_PX * view.degrees_per_px
    return tuple(area.name for area in _areas() if area.extent >= least and any(map(view.meets, area.outlines)))


@cache
def _areas() -> tuple[_Area, ...]:
    lines = Path(__file__).with_name("disputed.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(_area(*line.split("\t")) for line in lines)


def _area(name: str, text: str) -> _Area:
    outlines = tuple(_outline(outline) for outline in text.split(";"))
    lons, lats = zip(*(corner for outline in outlines for corner in outline), strict=True)
    return _Area(name, outlines, max(max(lons) - min(lons), max(lats) - min(lats), _ISLET_DEG))


def _outline(text: str) -> tuple[tuple[float, float], ...]:
    corners = (corner.split(",") for corner in text.split(" "))
    return tuple((float(lon), float(lat)) for lon, lat in corners)
