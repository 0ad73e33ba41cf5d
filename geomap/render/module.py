"""The data of one itinerary for a page of one's own, which imports the drawing as a module."""

from geomap.model import Borders, Itinerary
from geomap.render.basemap import basemap_block
from geomap.render.drawing import draw, to_block
from geomap.render.tiles import Tiles, chosen


def to_data(itinerary: Itinerary, *, borders: Borders = "un", tiles: str | Tiles | None = None) -> str:
    """Give as JSON what `draw` of `geomap.mjs` takes; the same itinerary gives the same bytes.

    Parameters
    ----------
    itinerary
        What to draw.
    borders, tiles
        As in `to_html`.

    Raises
    ------
    InputError
        As in `find_tiles`.
    """
    drawing = to_block(draw(itinerary, borders=borders))
    basemap = basemap_block(itinerary, borders=borders, tiles=chosen(tiles))
    return f'{{"drawing":{drawing},"basemap":{basemap}}}\n'
