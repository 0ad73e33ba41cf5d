"""The published page: one HTML file that asks nothing from anywhere, under a policy of hashes only."""

from base64 import b64encode
from hashlib import sha256
from html import escape

from geomap.model import Borders, Itinerary
from geomap.render.basemap import basemap_block
from geomap.render.bundle import part
from geomap.render.credits import Credit
from geomap.render.drawing import Drawing, DrawnStop, draw, to_block
from geomap.render.tiles import Tiles, chosen


def to_html(itinerary: Itinerary, *, borders: Borders = "un", tiles: str | Tiles | None = None) -> str:
    """Draw the itinerary as one HTML page. The same itinerary gives the same bytes.

    The page carries its script, style, basemap and data. Its Content-Security-Policy allows exactly the
    constant script and style, by SHA-256; text from the article stands only in escaped text and in a JSON
    block that never runs. With tiles, the policy also allows pictures from exactly their hosts.

    Parameters
    ----------
    itinerary
        What to draw.
    borders
        Whose borders the basemap shows: `"un"` (close to the United Nations') or `"de-facto"` (as controlled).
    tiles
        A provider's tiles over the built-in map: by name, as in `find_tiles`, or your own.

    Raises
    ------
    InputError
        As in `find_tiles`.
    """
    tiles = chosen(tiles)
    drawing = draw(itinerary, borders=borders)
    style = part("leaflet.css") + part("geomap.css")
    leaflet, script = part("leaflet.js"), part("geomap.js")
    return _PAGE.format(
        policy=_policy(style, (script, leaflet), tiles.origins if tiles else ()),
        title=escape(drawing.title),
        description=escape(drawing.description),
        style=style,
        fallback=_fallback(drawing),
        drawing=to_block(drawing),
        basemap=basemap_block(itinerary, borders=borders, tiles=tiles),
        leaflet=leaflet,
        script=script,
    )


_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{description}">
<meta name="color-scheme" content="light dark">
<style>{style}</style>
</head>
<body class="geomap-page">
<main id="geomap"></main>
<noscript>{fallback}</noscript>
<script type="application/json" id="geomap-drawing">{drawing}</script>
<script type="application/json" id="geomap-basemap">{basemap}</script>
<script>{script}</script>
<script type="text/plain" id="geomap-leaflet">{leaflet}</script>
</body>
</html>
"""


def _policy(style: str, scripts: tuple[str, ...], pictures: tuple[str, ...]) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(_hash(script) for script in scripts)}",
            f"style-src {_hash(style)}",
            " ".join(("img-src data:", *pictures)),
            "connect-src 'none'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _fallback(drawing: Drawing) -> str:
    """Give the list, for a reader without scripts."""
    items = "".join(f"<li>{escape(_line(stop))}</li>" for stop in drawing.stops)
    mentions = " · ".join(_mention(credit) for credit in drawing.credits)
    disputed = f" Disputed, in view: {', '.join(drawing.disputed)}." if drawing.disputed else ""
    return (
        f"<h1>{escape(drawing.title)}</h1><p>{escape(drawing.summary)}</p><ol>{items}</ol>"
        f"<p>{escape(' '.join(drawing.notes) + disputed)}</p><p>{mentions}</p>"
    )


def _mention(credit: Credit) -> str:
    text = escape(credit.text)
    return f'<a href="{escape(credit.url)}" rel="noopener noreferrer nofollow">{text}</a>' if credit.url else text


def _line(stop: DrawnStop) -> str:
    return ", ".join(part for part in (stop.name, stop.within, stop.when, stop.status_words) if part)
