"""Raster tiles under the drawing: whose they are, where they come from, and what speaks against them."""

import json
import os
import re
import warnings
from dataclasses import dataclass, field
from difflib import get_close_matches
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from geomap.errors import InputError
from geomap.render.bundle import for_script
from geomap.render.credits import Credit

if TYPE_CHECKING:
    from xyzservices import TileProvider

#: The environment variable that holds the provider's key.
KEY_VARIABLE = "GEOMAP_TILES_KEY"

#: Leaflet fills these in, for each tile.
_PER_TILE = {"x", "y", "z", "s", "r"}
_MERCATOR = {"EPSG:3857", "EPSG:900913"}

#: What a host's operators say, or what its tiles do, that an editor has to know before publishing.
_CAUTIONS = {
    "openstreetmap.org": "it refuses pages that do not say where they stand (it wants a Referer): a file opened from a "
    "disk, a notebook, and the sandboxed frame that `geomap embed` prints. There readers see our own map instead, or a "
    "picture that says so.",
    "stadiamaps.com": "it answers only sites that are registered with it, which it tells by the Referer: a file opened "
    "from a disk, a notebook and the sandboxed frame that `geomap embed` prints send none.",
}
#: Hosts whose tiles don't lie where WGS 84 has the places.
_SHIFTED = {"autonavi.com"}


@dataclass(frozen=True, slots=True)
class Tiles:
    """Where raster tiles come from; one of your own server, or a known provider's from `find_tiles`.

    Parameters
    ----------
    name
        What people call them.
    url
        An https address with `{z}`, `{x}` and `{y}`, perhaps `{s}` (a subdomain) and `{r}` ("@2x" on sharp screens).
    attribution
        What the provider wants to be said, in parts; shown on the map and under it.
    subdomains
        What `{s}` stands for, in turn.
    min_zoom, max_zoom
        Of the tiles; closer views enlarge the closest.
    tile_size
        Of one tile, in pixels.
    zoom_offset
        What to add to the map's zoom for the tiles' own.
    tms
        Whether rows count from the south.
    bounds
        (south, west), (north, east) in WGS 84 degrees, if the tiles cover only a part of the world.
    cautions
        What to know before publishing, in sentences that begin small.

    Raises
    ------
    InputError
        If the address is not of tiles on the web.
    """

    name: str
    url: str = field(repr=False)  # it may hold the key
    attribution: tuple[Credit, ...]
    subdomains: tuple[str, ...] = ("a", "b", "c")
    min_zoom: int = 0
    max_zoom: int = 18
    tile_size: int = 256
    zoom_offset: int = 0
    tms: bool = False
    bounds: tuple[tuple[float, float], tuple[float, float]] | None = None
    cautions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        names = set(re.findall(r"\{([^}]*)\}", self.url))
        host = r"(?:[a-z0-9-]|\{s\})+(?:\.(?:[a-z0-9-]|\{s\})+)*(?::\d+)?"
        if not re.match(rf"(?:https://{host}|http://(?:127\.0\.0\.1|localhost)(?::\d+)?)/", self.url):
            raise InputError(f"The tiles {self.name} have no https address.", value=self.name)
        if not {"x", "y", "z"} <= names <= _PER_TILE:
            unknown = ", ".join(sorted(names - _PER_TILE)) or "no {z}, {x} and {y}"
            raise InputError(f"The address of the tiles {self.name} can't be filled in: {unknown}.", value=self.name)

    @property
    def origins(self) -> tuple[str, ...]:
        """The origins that the page asks for pictures, as a Content-Security-Policy names them."""
        parts = urlsplit(self.url)
        names = self.subdomains if "{s}" in parts.netloc else ("",)
        return tuple(dict.fromkeys(f"{parts.scheme}://{parts.netloc.replace('{s}', name)}" for name in names))

    @property
    def block(self) -> str:
        """The member `tiles` of the page's basemap block, as JSON; `geomap/web/src/tiles.ts` reads it."""
        fields = {
            "url": self.url,
            "attribution": [{"text": credit.text, "url": credit.url} for credit in self.attribution],
            "subdomains": self.subdomains,
            "minZoom": self.min_zoom,
            "maxZoom": self.max_zoom,
            "tileSize": self.tile_size,
            "zoomOffset": self.zoom_offset,
            "tms": self.tms,
            "bounds": self.bounds,
        }
        given = {name: value for name, value in fields.items() if value is not None}
        return for_script(json.dumps(given, ensure_ascii=False))


def chosen(tiles: str | Tiles | None) -> Tiles | None:
    """Give the tiles that a caller chose by name; what speaks against them becomes a warning.

    Raises
    ------
    InputError
        As in `find_tiles`.
    """
    if not isinstance(tiles, str):
        return tiles
    found = find_tiles(tiles)
    warnings.warn(f"tiles {found.name}: {' '.join(found.cautions)}", stacklevel=3)
    return found


def find_tiles(name: str, *, key: str | None = None) -> Tiles:
    """Give a provider's tiles by the name that xyzservices has for them, such as `"OpenStreetMap.Mapnik"`.

    Parameters
    ----------
    name
        Upper and lower case, spaces and dots make no difference.
    key
        The provider's key; by default what the environment variable GEOMAP_TILES_KEY holds. It stands in every page
        that uses it.

    Raises
    ------
    InputError
        If no provider has this name, if it needs a key and there is none, or if its tiles don't fit this map.
    """
    import xyzservices.providers

    key = os.environ.get(KEY_VARIABLE, "") if key is None else key
    try:
        provider = xyzservices.providers.query_name(name)
    except ValueError:
        known = list(xyzservices.providers.flatten())
        raise InputError(f"No tiles are called {name!r}.", value=name, hint=_nearest(name, known)) from None
    crs = provider.get("crs", "EPSG:3857")
    if crs not in _MERCATOR:
        raise InputError(f"The tiles {provider.name} are drawn in another projection ({crs}).", value=name)
    if any(host in provider.url for host in _SHIFTED):
        raise InputError(
            f"The tiles {provider.name} are shifted against WGS 84 by up to half a kilometre, so that every pin would "
            "stand wrong.",
            value=name,
        )
    return Tiles(
        name=provider.name,
        url=_address(provider, key),
        attribution=_credits(provider.html_attribution),
        subdomains=tuple(provider.get("subdomains", "abc")),
        min_zoom=provider.get("min_zoom", 0),
        max_zoom=provider.get("max_zoom", 18),
        tile_size=provider.get("tileSize", 256),
        zoom_offset=provider.get("zoomOffset", 0),
        tms=bool(provider.get("tms", False)),
        bounds=_bounds(provider),
        cautions=tuple(_cautions(provider, key)),
    )


def _nearest(name: str, known: list[str]) -> str:
    """Suggest names that are spelled alike, or that hold what was asked for."""
    folded = {re.sub(r"[^a-z0-9]", "", each.lower()): each for each in known}
    asked = re.sub(r"[^a-z0-9]", "", name.lower())
    holding = [each for each in folded if len(asked) > 2 and asked in each]
    near = dict.fromkeys([*get_close_matches(asked, folded, n=5), *holding])
    names = [folded[each] for each in near][:5]
    if not names:
        return "The names are those of xyzservices, such as OpenStreetMap.Mapnik, OpenTopoMap or UN.ClearMap."
    return f"Did you mean {' or '.join([', '.join(names[:-1]), names[-1]] if names[1:] else names)}?"


def _key_names(provider: "TileProvider") -> list[str]:
    asked = (name for name, value in provider.items() if isinstance(value, str) and "<insert your" in value)
    return [name for name in asked if f"{{{name}}}" in provider.url]


def _address(provider: "TileProvider", key: str) -> str:
    """Fill in all but what each tile needs; http becomes https, which a published page needs."""
    url: str = provider.url
    keys = _key_names(provider)
    if keys and not key:
        if not _watermarks(provider):
            raise InputError(
                f"The tiles {provider.name} need a key from their provider.",
                value=provider.name,
                hint=f"Put it into the environment variable {KEY_VARIABLE}. It will stand in the page.",
            )
        url = url.split("?", 1)[0]
    values = {**provider, **dict.fromkeys(keys, quote(key, safe=""))}
    filled = re.sub(
        r"\{(\w+)\}", lambda match: match[0] if match[1] in _PER_TILE else str(values.get(match[1], match[0])), url
    )
    return re.sub(r"^http://", "https://", filled)


def _watermarks(provider: "TileProvider") -> bool:
    return "cartocdn.com" in provider.url


def _cautions(provider: "TileProvider", key: str) -> list[str]:
    said = [caution for host, caution in _CAUTIONS.items() if f"{host}/" in provider.url]
    if _key_names(provider):
        if key:
            said.append(
                "the key stands in the page, where every reader can find it. Limit it to your site at the provider; a "
                "limit by Referer keeps the map out of sandboxed frames, files and notebooks."
            )
        else:
            said.append(
                f"without a key it prints a watermark over every tile. Put a key into the environment variable "
                f"{KEY_VARIABLE}."
            )
    if provider.get("status") == "broken":
        said.append("xyzservices lists it as broken; where tiles don't load, readers see our own map.")
    if _bounds(provider):
        said.append("it covers only a part of the world; elsewhere readers see our own map.")
    hosts = urlsplit(provider.url).netloc.replace("{s}.", "")
    said.append(f"every reader's browser asks {hosts} for pictures; its terms say whether you may publish with them.")
    return said


def _bounds(provider: "TileProvider") -> tuple[tuple[float, float], tuple[float, float]] | None:
    corners = provider.get("bounds")
    if not corners:
        return None
    (south, west), (north, east) = corners
    if (south, west, north, east) == (-90, -180, 90, 180) or east - west >= 359 or abs(north - south) >= 170:
        return None
    return (min(south, north), min(west, east)), (max(south, north), max(west, east))


class _Parts(HTMLParser):
    """Text and links of an attribution."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Credit] = []
        self._url = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            url = dict(attrs).get("href") or ""
            self._url = f"https:{url}" if url.startswith("//") else url

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._url = ""

    def handle_data(self, data: str) -> None:
        if text := re.sub(r"\s+", " ", data):
            self.parts.append(Credit(text, self._url if self._url.startswith(("https://", "http://")) else ""))


def _credits(html: str) -> tuple[Credit, ...]:
    parser = _Parts()
    parser.feed(html)
    parser.close()
    return tuple(parser.parts)
