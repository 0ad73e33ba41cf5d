"""The snippet that puts a page into an article: a sandboxed frame that grows with its content."""

import re
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote

from geomap.errors import InputError

#: The frame's height before the page has told its own.
_HEIGHT_PX = 720

_FRAME = """\
<iframe src="{src}" title="{title}" loading="lazy" sandbox="allow-scripts allow-popups \
allow-popups-to-escape-sandbox" style="width:100%;height:{height}px;border:0"></iframe>"""
# The listener believes only its own frame, only a number, and only within bounds.
_LISTENER = """
<script>
(function (frame) {
  addEventListener("message", function (event) {
    if (event.source !== frame.contentWindow) return;
    var data = event.data;
    if (!data || data.sentinel !== "amp" || data.type !== "embed-size") return;
    if (typeof data.height !== "number" || !isFinite(data.height)) return;
    frame.style.height = Math.min(Math.max(data.height, 50), 10000) + "px";
  });
})(document.currentScript.previousElementSibling);
</script>
"""


def iframe_line(title: str, *, url: str) -> str:
    """Give the iframe alone, in one line: the map at a fixed height.

    Parameters
    ----------
    title
        The itinerary's title.
    url
        Where readers will find the page.
    """
    return _FRAME.format(src=escape(url), title=escape(f"Map: {title}"), height=_HEIGHT_PX)


def embed_html(page: Path, *, url: str | None = None) -> str:
    """Give the HTML to paste into an article.

    Parameters
    ----------
    page
        A page that geomap wrote.
    url
        Where readers will find it; by default its file name, for an article in the same folder.

    Raises
    ------
    InputError
        If the file can't be read or is no page of geomap's, or if the address is of another kind than http or https.
    """
    try:
        text = page.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "not a text file"
        raise InputError(
            f"{page}: can't read this page: {reason}", value=str(page), hint="Give a page that `geomap map` wrote."
        ) from error
    title = re.search(r"<title>([^<]*)</title>", text)
    if url is not None and re.match(r"\s*[A-Za-z][A-Za-z0-9+.-]*:", url) and not re.match(r"https?://", url):
        raise InputError(f"{url!r} is not a web address.", value=url, hint="Begin it with https://, or give a path.")
    if title is None or 'id="geomap-drawing"' not in text:
        raise InputError(
            f"{page}: this is not a page that geomap wrote", value=str(page), hint="Make one with: geomap map ARTICLE"
        )
    return iframe_line(unescape(title[1]), url=url if url is not None else quote(page.name)) + _LISTENER
