"""Stock folium's page with all its parts on this machine: fetched once by npm, served from loopback, tiles too."""

import json
import shutil
import struct
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import folium

#: npm packages that hold the parts, and for each part of folium's where it lies in them.
PACKAGES = {
    "leaflet": "1.9.3",
    "jquery": "3.7.1",
    "bootstrap": "5.2.2",
    "leaflet.awesome-markers": "2.0.5",
    "@fortawesome/fontawesome-free": "6.2.0",
}
PARTS = {
    "leaflet": "leaflet/dist/leaflet.js",
    "leaflet_css": "leaflet/dist/leaflet.css",
    "jquery": "jquery/dist/jquery.min.js",
    "bootstrap": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "bootstrap_css": "bootstrap/dist/css/bootstrap.min.css",
    "awesome_markers": "leaflet.awesome-markers/dist/leaflet.awesome-markers.js",
    "awesome_markers_css": "leaflet.awesome-markers/dist/leaflet.awesome-markers.css",
    "awesome_markers_font_css": "@fortawesome/fontawesome-free/css/all.min.css",
}

#: Where folium's own tiles come from, and where ours of one colour lie.
OPENSTREETMAP = "https://tile.openstreetmap.org/"
TILES = "/tiles/"


def parts(folder: Path) -> Path:
    """Have npm put the packages into a folder, once, and give where they lie."""
    modules = folder / "node_modules"
    wanted = json.dumps({"private": True, "dependencies": PACKAGES})
    manifest = folder / "package.json"
    if not modules.is_dir() or not manifest.is_file() or manifest.read_text(encoding="utf-8") != wanted:
        npm = shutil.which("npm")
        if npm is None:
            sys.exit("There is no npm on this machine, which the comparison with folium's page needs.")
        folder.mkdir(parents=True, exist_ok=True)
        manifest.write_text(wanted, encoding="utf-8")
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"]
        subprocess.run([npm, "install", *quiet], cwd=folder, check=True)
    return modules


def localise(html: str) -> str:
    """Turn the addresses of folium's parts into paths below `/node_modules`, and of its tiles into `/tiles`.

    Two style sheets that npm lacks (3 kB of icon names together) are left out, in folium's favour.
    """
    for name, url in [*folium.Map.default_js, *folium.Map.default_css]:
        if name in PARTS:
            html = html.replace(url, f"/node_modules/{PARTS[name]}")
        else:
            html = html.replace(f'<link rel="stylesheet" href="{url}"/>', "")
    if OPENSTREETMAP not in html:
        sys.exit("folium's page has other tiles than this comparison knows.")
    return html.replace(OPENSTREETMAP, TILES)


def _tile() -> bytes:
    """Give a tile of one colour as PNG: 256 × 256 pixels of grey."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\xdd" * 256) * 256
    header = struct.pack(">IIBBBBB", 256, 256, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    tile = _tile()

    def do_GET(self) -> None:
        if not self.path.startswith(TILES):
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Length", str(len(self.tile)))
        self.end_headers()
        self.wfile.write(self.tile)
        return None

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a loopback port, and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
