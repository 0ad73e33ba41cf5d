"""The same drawing on folium: a layer for any `folium.Map`, and a map that loads nothing from anywhere.

No text of the article passes through folium's templates, whose JavaScript strings run `${…}`: it stands in a
JSON block, and the script enters it as text.
"""

from collections.abc import Iterator
from hashlib import sha256

from branca.element import CssLink, Element, Figure, JavascriptLink
from folium import Map
from folium.map import Icon, Layer, Popup
from folium.template import Template

from geomap.model import Borders, Itinerary
from geomap.render.basemap import basemap_block
from geomap.render.bundle import part
from geomap.render.drawing import draw, to_block
from geomap.render.tiles import Tiles, chosen


class _Verbatim(Element):
    """HTML that branca doesn't take for a template, as it takes the text of its own elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self._text = text

    def render(self, **kwargs: object) -> str:  # noqa: ARG002 (branca passes its own)
        """Give the text as it is."""
        return self._text


class RouteLayer(Layer):
    """The itinerary as a layer of any `folium.Map`: pins, badges, legs, labels, cards and key.

    Parameters
    ----------
    itinerary
        What to draw.
    name
        Its name in a `folium.LayerControl`.
    basemap
        Draw the built-in basemap below (for a map without tiles).
    key
        Show the key in a corner of the map.
    borders
        Whose borders that basemap shows: `"un"` or `"de-facto"`.
    tiles
        Tiles over that basemap, as in `to_folium`.
    fit
        Fit the map to the route when it opens.
    overlay, control, show
        As for every `folium.map.Layer`.

    Examples
    --------
    >>> import folium
    >>> from geomap.model import Itinerary
    >>> map_ = folium.Map(tiles=None)
    >>> layer = RouteLayer(Itinerary("A trip")).add_to(map_)
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = geomap.layer({{ this.block|tojson }}, {{ this.options|tojson }});
        {% endmacro %}
        """
    )

    def __init__(
        self,
        itinerary: Itinerary,
        *,
        name: str = "Route",
        basemap: bool = False,
        borders: Borders = "un",
        tiles: str | Tiles | None = None,
        key: bool = True,
        fit: bool = True,
        overlay: bool = True,
        control: bool = True,
        show: bool = True,
    ) -> None:
        super().__init__(name=name, overlay=overlay, control=control, show=show)
        self._name = "RouteLayer"
        self._drawing = draw(itinerary, borders=borders)
        self._json = to_block(self._drawing)
        self._basemap = basemap_block(itinerary, borders=borders, tiles=chosen(tiles)) if basemap else ""
        self._id = sha256(self._json.encode()).hexdigest()[:16]
        self.block = f"geomap-drawing-{self._id}"
        self.options = {"basemap": basemap, "key": key, "fit": fit}

    def render(self, **kwargs: object) -> str:
        """Put style, script and data into the figure, then the layer onto the map."""
        figure = self.get_root()
        if not isinstance(figure, Figure):
            raise TypeError("a RouteLayer can be rendered only on a folium.Map")
        _put(figure.header, "geomap-css", f"<style>{part('geomap.css')}</style>")
        _put(figure.header, "geomap-js", f"<script>{part('folium.js')}</script>")
        if self.options["basemap"]:
            _put(figure.html, "geomap-basemap", _data("geomap-basemap", self._basemap))
        _put(figure.html, self.block, _data(self.block, self._json))
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""  # folium's elements put themselves into the figure instead

    def _get_self_bounds(self) -> list[list[float | None]]:
        points = [stop.at for stop in self._drawing.stops if stop.at is not None]
        if not points:
            return [[None, None], [None, None]]
        lats, lons = zip(*points, strict=True)
        return [[min(lats), min(lons)], [max(lats), max(lons)]]


class RouteMap(Map):
    """A `folium.Map` of an itinerary with no outside part but tiles: script, style and basemap stand in the file.

    It takes further layers as any `folium.Map`. What needs more than Leaflet brings its scripts from where folium
    has them: a `folium.Popup`, a `folium.Icon`, most plug-ins. (folium runs `${…}` in the text of a popup.)

    Parameters
    ----------
    itinerary
        What to draw.
    borders
        Whose borders the basemap shows: `"un"` or `"de-facto"`.
    tiles
        A provider's tiles over the basemap: by name, as in `find_tiles`, or your own.
    width, height
        As for `folium.Map`.
    """

    # Lists of this class, so that `add_js_link` on such a map touches no other map.
    default_js: list[tuple[str, str]] = []  # noqa: RUF012 (folium's own declaration)
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    # folium's own template, but for the viewport, which here lets the reader zoom.
    _template = Template(
        """
        {% macro header(this, kwargs) %}
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>
                html, body { width: 100%; height: 100%; margin: 0; }
                #{{ this.get_name() }} {
                    position: {{ this.position }};
                    width: {{ this.width[0] }}{{ this.width[1] }};
                    height: {{ this.height[0] }}{{ this.height[1] }};
                    left: {{ this.left[0] }}{{ this.left[1] }};
                    top: {{ this.top[0] }}{{ this.top[1] }};
                }
            </style>
        {% endmacro %}
        {% macro html(this, kwargs) %}
            <div class="folium-map" id="{{ this.get_name() }}"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = geomap.map({{ this.get_name()|tojson }});
        {% endmacro %}
        """
    )

    def __init__(
        self,
        itinerary: Itinerary,
        *,
        borders: Borders = "un",
        tiles: str | Tiles | None = None,
        width: str | float = "100%",
        height: str | float = "100%",
    ) -> None:
        super().__init__(tiles=None, width=width, height=height)
        self.route = RouteLayer(itinerary, basemap=True, borders=borders, tiles=tiles)
        self._id = self.route._id
        self.add_child(self.route)

    def render(self, **kwargs: object) -> str:
        """Put Leaflet into the figure, then everything that is on the map."""
        figure = self.get_root()
        if isinstance(figure, Figure):
            _put(figure.header, "leaflet-css", f"<style>{part('leaflet.css')}{part('leaflet-icons.css')}</style>")
            _put(figure.header, "leaflet-js", f"<script>{part('leaflet.js')}</script>")
            _put(figure.header, "leaflet-icons", f"<script>{part('leaflet-icons.js')}</script>")
            for name, link in _links(self):
                figure.header.add_child(link, name=name)
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""  # folium's elements put themselves into the figure instead


def to_folium(itinerary: Itinerary, *, borders: Borders = "un", tiles: str | Tiles | None = None) -> RouteMap:
    """Draw the itinerary as a `folium.Map` with no outside part but tiles; the same itinerary gives the same bytes.

    Parameters
    ----------
    itinerary, borders, tiles
        As for `RouteMap`.

    Raises
    ------
    InputError
        As in `find_tiles`.
    """
    return RouteMap(itinerary, borders=borders, tiles=tiles)


def _links(map_: Map) -> Iterator[tuple[str, Element]]:
    """Give the outside parts that the map's further layers can't do without."""
    kinds = {type(element) for element in _descendants(map_)}
    icons = any(issubclass(kind, Icon) for kind in kinds)
    popups = any(issubclass(kind, Popup) for kind in kinds)
    for name, url in Map.default_js:
        if name != "leaflet" and (icons or (popups and name == "jquery")):
            yield name, JavascriptLink(url)
    for name, url in Map.default_css if icons else []:
        if name != "leaflet_css":
            yield name, CssLink(url)


def _descendants(element: Element) -> Iterator[Element]:
    for child in element._children.values():
        yield child
        yield from _descendants(child)


def _put(parent: Element, name: str, html: str) -> None:
    parent.add_child(_Verbatim(html), name=name)


def _data(block: str, json: str) -> str:
    return f'<script type="application/json" id="{block}">{json}</script>'
