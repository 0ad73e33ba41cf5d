"""The notebook's view: the page in a frame of its own, where its scripts reach nothing else."""

from html import escape

from geomap.model import Itinerary
from geomap.render.page import to_html

#: High enough for the page's map, list and key at a notebook's usual width.
_HEIGHT_PX = 760


def to_notebook_html(itinerary: Itinerary) -> str:
    """Give the page in a sandboxed `iframe`, for `_repr_html_`."""
    return (
        f'<iframe title="{escape(itinerary.title or "Map of a route")}" sandbox="allow-scripts allow-popups" '
        f'loading="lazy" style="width:100%;height:{_HEIGHT_PX}px;border:0" '
        f'srcdoc="{escape(to_html(itinerary))}"></iframe>'
    )
