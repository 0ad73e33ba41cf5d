"""Tiles under the drawing, from a server on loopback."""

import json
import re
import struct
import threading
import zlib
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import folium
import pytest
import samples
from playwright.sync_api import Browser, Page
from visits import Open, Serve, settle

from geomap.model import Itinerary
from geomap.render.credits import Credit
from geomap.render.embed import embed_html
from geomap.render.folium import to_folium
from geomap.render.page import to_html
from geomap.render.tiles import Tiles

pytestmark = pytest.mark.browser


def png(red: int, green: int, blue: int) -> bytes:
    """Draw one tile of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes((red, green, blue)) * 256) * 256
    header = struct.pack(">IIBBBBB", 256, 256, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class TileServer:
    """A provider: what it was asked for, and what the Referer said."""

    def __init__(self, port: int) -> None:
        self.asked: list[str] = []
        self.referers: set[str | None] = set()
        self.open = True
        self.url = f"http://127.0.0.1:{port}/{{z}}/{{x}}/{{y}}.png"

    @property
    def tiles(self) -> Tiles:
        return Tiles(
            "Grey", self.url, (Credit("© "), Credit("Loopback <b>", "https://tiles.example.org/"), Credit(" & co"))
        )


@pytest.fixture
def tile_server() -> Generator[TileServer]:
    picture = png(200, 200, 196)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.asked.append(self.path)
            seen.referers.add(self.headers["Referer"])
            self.send_response(200 if seen.open else 403)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            if seen.open:
                self.wfile.write(picture)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    seen = TileServer(server.server_port)
    yield seen
    server.shutdown()
    server.server_close()


def names(page: Page) -> list[str]:
    """Give the names on the map that no stop has."""
    return page.locator(".geomap-label-country, .geomap-label-city, .geomap-label-water").all_text_contents()


def tiled(page: Page) -> bool:
    page.wait_for_timeout(100)
    settle(page)
    return page.locator(".geomap-on-tiles img.leaflet-tile-loaded").count() > 0


def test_a_page_shows_tiles_with_their_attribution_and_leaves_the_names_to_them(
    visit: Open, tile_server: TileServer
) -> None:
    opened = visit(to_html(samples.reference(), tiles=tile_server.tiles))
    page = opened.page
    page.wait_for_selector("img.leaflet-tile-loaded")

    assert tiled(page)
    assert opened.messages == []
    assert all(url.startswith(tile_server.url.split("{", maxsplit=1)[0]) for url in opened.requests)
    assert names(page) == []
    assert page.locator(".geomap-label-stop").count() > 0
    assert (page.locator("main").text_content() or "").count("© Loopback <b> & co") == 1
    assert "© Loopback <b> & co" in (page.locator(".leaflet-control-attribution").text_content() or "")
    assert page.locator("a[href='https://tiles.example.org/']").count() == 1
    assert "provider's" in (page.locator(".geomap-notes").text_content() or "")


def test_where_no_tile_loads_readers_see_the_built_in_map(visit: Open, tile_server: TileServer) -> None:
    tile_server.open = False
    page = visit(to_html(samples.reference(), tiles=tile_server.tiles)).page
    page.wait_for_timeout(300)

    assert tile_server.asked
    assert not tiled(page)
    assert "Mongolia" in names(page) or "China" in names(page)
    assert page.locator("path.geomap-land").count() > 0


def test_the_policy_lets_pictures_come_from_the_tiles_hosts_only(visit: Open, tile_server: TileServer) -> None:
    html = to_html(samples.reference(), tiles=tile_server.tiles)
    other = html.replace("127.0.0.1", "localhost", 1)  # in the policy, not in the block

    assert re.search(r"img-src data: http://127\.0\.0\.1:\d+;", html)
    blocked = visit(other)
    blocked.page.wait_for_timeout(300)
    assert tile_server.asked == []
    assert any("Content Security Policy" in message for message in blocked.messages)


def test_folium_and_its_own_tiles(visit: Open, tile_server: TileServer) -> None:
    ours = visit(to_folium(samples.reference(), tiles=tile_server.tiles).get_root().render()).page
    ours.wait_for_selector("img.leaflet-tile-loaded")
    assert tiled(ours)
    assert "© Loopback <b> & co" in (ours.locator(".leaflet-control-attribution").text_content() or "")
    assert names(ours) == []

    theirs = to_folium(samples.reference())
    folium.TileLayer(tile_server.url, attr="Somebody").add_to(theirs)
    page = visit(theirs.get_root().render()).page
    page.wait_for_selector("img.leaflet-tile-loaded")
    assert tiled(page)
    assert names(page) == []


def test_a_newsroom_exchanges_the_basemap_in_its_block(visit: Open, tile_server: TileServer) -> None:
    """As docs/page.md tells it: the block, and the policy's `img-src`."""
    html = to_html(samples.reference())
    host = tile_server.url.split("/{", maxsplit=1)[0]
    block = json.dumps({"tiles": {"url": tile_server.url, "attribution": "© The Daily"}})
    allowed = html.replace("img-src data:", f"img-src data: {host}")
    opening = '<script type="application/json" id="geomap-basemap">'

    beside = allowed.replace(f"{opening}{{", f"{opening}{block[:-1]},", 1)
    page = visit(beside).page
    page.wait_for_selector("img.leaflet-tile-loaded")
    assert "© The Daily" in (page.locator(".leaflet-control-attribution").text_content() or "")
    assert page.locator("path.geomap-land").count() > 0

    instead = re.sub(rf"({re.escape(opening)}).*?</script>", lambda match: f"{match[1]}{block}</script>", allowed)
    opened = visit(instead)
    opened.page.wait_for_selector("img.leaflet-tile-loaded")
    assert opened.messages == []
    assert opened.page.locator("path.geomap-land").count() == 0
    assert opened.page.locator(".geomap-pin, .geomap-badge").count() > 0


def test_who_sends_a_referer(browser: Browser, serve: Serve, tile_server: TileServer, tmp_path: Path) -> None:
    """A page at its own address does, and what we say of files and of our frame is so."""
    page_file = tmp_path / "page.html"
    page_file.write_text(to_html(samples.reference(), tiles=tile_server.tiles), encoding="utf-8")
    (tmp_path / "article.html").write_text(f"<!doctype html>{embed_html(page_file)}", encoding="utf-8")
    site = serve(tmp_path)

    def referers(address: str) -> set[str | None]:
        tile_server.referers.clear()
        page = browser.new_page()
        page.goto(address)
        for _ in range(200):
            page.wait_for_timeout(100)
            if tile_server.referers:
                break
        page.wait_for_load_state("networkidle")  # none of its tiles comes late
        page.close()
        return set(tile_server.referers)

    assert referers(f"{site}/page.html") == {f"{site}/"}
    assert referers(f"{site}/article.html") == {None}
    assert referers(page_file.as_uri()) == {None}


def test_the_default_page_is_untouched_by_tiles(visit: Open) -> None:
    opened = visit(to_html(samples.reference()))

    assert opened.requests == []
    assert opened.page.locator(".geomap-on-tiles, .leaflet-control-attribution").count() == 0


@pytest.mark.parametrize("itinerary", [samples.reference(), samples.nowhere()], ids=["reference", "nowhere"])
def test_every_page_with_tiles_opens(visit: Open, tile_server: TileServer, itinerary: Itinerary) -> None:
    opened = visit(to_html(itinerary, tiles=tile_server.tiles))
    opened.page.wait_for_selector("img.leaflet-tile-loaded")

    assert opened.messages == []
