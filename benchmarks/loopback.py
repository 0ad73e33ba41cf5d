"""Stock folium's page with all its parts on this machine: fetched once by npm, served from loopback."""

import json
import shutil
import subprocess
import sys
import threading
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
    """Turn the addresses of folium's parts into paths below `/node_modules`.

    Two style sheets that npm lacks (3 kB of icon names together) are left out, in folium's favour.
    """
    for name, url in [*folium.Map.default_js, *folium.Map.default_css]:
        if name in PARTS:
            html = html.replace(url, f"/node_modules/{PARTS[name]}")
        else:
            html = html.replace(f'<link rel="stylesheet" href="{url}"/>', "")
    return html


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

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
