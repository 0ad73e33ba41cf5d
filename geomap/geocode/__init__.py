"""From names to places: candidates, ranking, and the gazetteer as a geopy geocoder."""

from typing import TYPE_CHECKING

from geomap.geocode.asking import candidates
from geomap.geocode.rank import resolve
from geomap.geocode.stops import geocode

if TYPE_CHECKING:
    from geomap.geocode.geocoder import Gazetteer

__all__ = ["Gazetteer", "candidates", "geocode", "resolve"]


def __getattr__(name: str) -> object:
    if name == "Gazetteer":  # geopy is imported only where it is used
        from geomap.geocode.geocoder import Gazetteer

        return Gazetteer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
