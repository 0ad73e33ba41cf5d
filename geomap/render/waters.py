"""Names of oceans, seas, gulfs, straits and great lakes, for the view of an itinerary."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from geomap.model import Itinerary
from geomap.render.frame import View, first_view, mercator

#: How many a map may carry, and how far beyond the first view they may lie, against its size.
_MOST = 32
_BEYOND = 0.5


@dataclass(frozen=True, slots=True)
class Water:
    """A body of water, and where its name may stand.

    Parameters
    ----------
    name
        In English.
    spots
        Circles in the water: latitude and longitude of the middle, radius in degrees of longitude on Mercator's map.
    """

    name: str
    spots: tuple[tuple[float, float, float], ...]


def waters(itinerary: Itinerary) -> tuple[Water, ...]:
    """Give the waters that reach into the first view or its surroundings, the most important first."""
    view = first_view(itinerary)
    if view is None:
        return ()
    low, high = mercator(view.south), mercator(view.north)
    near = (
        Water(water.name, tuple(spot for spot in water.spots if _is_near(view, low, high, spot))) for water in _all()
    )
    return tuple(water for water in near if water.spots)[:_MOST]


def _is_near(view: View, low: float, high: float, spot: tuple[float, float, float]) -> bool:
    lat, lon, radius = spot
    up = abs(mercator(lat) - (low + high) / 2)
    beside = abs((lon - view.middle + 180) % 360 - 180)
    return up <= (high - low) / 2 * (1 + _BEYOND) + radius and beside <= view.half_width * (1 + _BEYOND) + radius


@cache
def _all() -> tuple[Water, ...]:
    lines = Path(__file__).with_name("waters.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return tuple(Water(name, tuple(_spot(spot) for spot in spots.split(" "))) for name, _, spots in rows)


def _spot(text: str) -> tuple[float, float, float]:
    lat, lon, radius = map(float, text.split(","))
    return lat, lon, radius
