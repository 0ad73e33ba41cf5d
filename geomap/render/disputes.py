"""Whose borders the basemap shows, and which disputed areas stand in its frame."""

from functools import cache
from pathlib import Path

from geomap.model import Borders, Itinerary
from geomap.render.frame import frame_of

#: What each set of borders follows, for the page's notes.
POLICY: dict[Borders, str] = {
    "un": "Borders as in Natural Earth, in Visionscarto's version, which follows the United Nations.",
    "de-facto": "Borders as controlled on the ground, as in Natural Earth.",
}


def disputes(itinerary: Itinerary) -> tuple[str, ...]:
    """Name the disputed areas within the frame of the first view, in alphabetical order.

    The areas and their boxes are Natural Earth's (`geomap/web/disputed.py` says which). A box may reach
    further than its area, so that the list may name an area just outside the view.
    """
    frame = frame_of(itinerary)
    if frame is None:
        return ()
    return tuple(name for name, box in _areas() if frame.meets(*box))


def border_note(itinerary: Itinerary, borders: Borders) -> str:
    """Say whose borders these are, and what is disputed in the frame."""
    areas = disputes(itinerary)
    return POLICY[borders] + (f" Disputed, in view: {', '.join(areas)}." if areas else "")


@cache
def _areas() -> tuple[tuple[str, tuple[float, float, float, float]], ...]:
    lines = Path(__file__).with_name("disputed.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return tuple(
        (name, (float(west), float(south), float(east), float(north))) for name, west, south, east, north in rows
    )
