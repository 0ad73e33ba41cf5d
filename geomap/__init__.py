"""geomap: from an article about a trip to its visit route, as a map that a newsroom can publish.

>>> import geomap
>>> itinerary = geomap.trace("The minister flew to Hanoi on Monday. On Tuesday she will visit Seoul.")
>>> [(stop.name, stop.status) for stop in itinerary.stops]
[('Hanoi', 'ongoing'), ('Seoul', 'planned')]

The stages by themselves: `geomap.read.article.read_article`, `geomap.extract.extract`, `geomap.geocode.geocode`,
`geomap.route.route`, `geomap.render.page.to_html`; `geomap.pipeline` shows them in a row.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geomap.errors import GeomapError, InputError, PlaceNotFound, PublishError, ServiceError
    from geomap.frame import from_frame, to_frame
    from geomap.geocode import Gazetteer
    from geomap.model import Document, Itinerary, Leg, Place, Point, Stop
    from geomap.pipeline import make, trace
    from geomap.read.article import read_article
    from geomap.render.folium import RouteLayer
    from geomap.render.tiles import Tiles

#: Where each public name lives; a name is imported when it is first asked for, so that `import geomap` is instant.
_HOMES = {
    "Document": "geomap.model",
    "Gazetteer": "geomap.geocode",
    "GeomapError": "geomap.errors",
    "InputError": "geomap.errors",
    "Itinerary": "geomap.model",
    "Leg": "geomap.model",
    "Place": "geomap.model",
    "PlaceNotFound": "geomap.errors",
    "Point": "geomap.model",
    "PublishError": "geomap.errors",
    "RouteLayer": "geomap.render.folium",
    "ServiceError": "geomap.errors",
    "Stop": "geomap.model",
    "Tiles": "geomap.render.tiles",
    "from_frame": "geomap.frame",
    "make": "geomap.pipeline",
    "read_article": "geomap.read.article",
    "to_frame": "geomap.frame",
    "trace": "geomap.pipeline",
}

__all__ = [
    "Document",
    "Gazetteer",
    "GeomapError",
    "InputError",
    "Itinerary",
    "Leg",
    "Place",
    "PlaceNotFound",
    "Point",
    "PublishError",
    "RouteLayer",
    "ServiceError",
    "Stop",
    "Tiles",
    "from_frame",
    "make",
    "read_article",
    "to_frame",
    "trace",
]


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("geomap-itinerary")
    if name not in _HOMES:
        raise AttributeError(f"module 'geomap' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
