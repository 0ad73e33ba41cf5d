"""The notebook's view: the page in a frame of its own, where its scripts reach nothing else."""

from html import escape

from geomap.model import Borders, Itinerary
from geomap.render.page import to_html
from geomap.render.tiles import Tiles

#: High enough for the page's map, list and key at a notebook's usual width.
_HEIGHT_PX = 760


class View:
    """What a notebook shows of an itinerary; parameters and errors as for `to_html`."""

    def __init__(self, itinerary: Itinerary, *, borders: Borders = "un", tiles: str | Tiles | None = None) -> None:
        self._html = to_notebook_html(itinerary, borders=borders, tiles=tiles)

    def _repr_html_(self) -> str:
        return self._html


def to_notebook_html(itinerary: Itinerary, *, borders: Borders = "un", tiles: str | Tiles | None = None) -> str:
    """Give the page in a sandboxed `iframe`, for `_repr_html_`."""
    return (
        f'<iframe title="{escape(itinerary.title or "Map of a route")}" sandbox="allow-scripts allow-popups" '
        f'loading="lazy" style="width:100%;height:{_HEIGHT_PX}px;border:0" '
        f'srcdoc="{escape(to_html(itinerary, borders=borders, tiles=tiles))}"></iframe>'
    )
