"""What the page of the reference article weighs, asks for, and takes to draw, beside folium's own page.

    .venv/bin/python benchmarks/page.py

Both pages hold the same stops. Sizes are of the HTML file, as it is and as a server sends it (gzip -9). Requests are
counted in Chromium, which is kept offline. For the time, both pages are served from loopback, folium's with all its
parts (fetched once by npm into `build/peers`) and without tiles, so that it draws markers on an empty ground; they are
loaded in turn, each time afresh, at 1280 × 800: from the start of the navigation to the first frame with a mark on the
map that can be pressed (median of 9 rounds).

Exits with 1 where a bound is missed: 150,000 bytes gzip, and no request.
"""

import gzip
import re
import statistics
import sys
import tempfile
from pathlib import Path
from shutil import which

import folium
from loopback import localise, parts, served
from playwright.sync_api import Browser, Route, sync_playwright
from processes import ARTICLE, ROOT

import geomap

MOST_GZIP_BYTES = 150_000
LOADS = 9

#: Notes when the first mark stands on the map and has been painted.
WATCH = """
new MutationObserver((_, observer) => {
  const marks = "[data-stop], [data-stops], .leaflet-interactive.leaflet-marker-icon";
  if (!document.querySelector(`.leaflet-container :is(${marks})`)) return;
  observer.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => { globalThis.drawnAt = performance.now(); }));
}).observe(document, { childList: true, subtree: true, attributes: true });
"""


def main() -> int:
    """Measure both pages, print the figures, and say whether ours keeps its bounds."""
    itinerary = geomap.trace(ARTICLE)
    with tempfile.TemporaryDirectory() as name:
        ours, stock = Path(name) / "geomap.html", Path(name) / "folium.html"
        itinerary.save(ours)
        _stock_folium(itinerary).save(str(stock))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
            asked = [_requests(browser, page) for page in (ours, stock)]
            drawn_ms, their_ms, ratio = _race(browser, ours, stock)
            browser.close()
        sizes = [(len(data), len(gzip.compress(data, 9))) for data in (ours.read_bytes(), stock.read_bytes())]
        pieces = _parts(ours.read_text(encoding="utf-8"))
    good = sizes[0][1] <= MOST_GZIP_BYTES and not asked[0]
    print(f"{'':30}  {'geomap':>12}  {'folium':>12}")
    print(f"{'bytes':30}  {sizes[0][0]:12,}  {sizes[1][0]:12,}")
    print(f"{'bytes gzip':30}  {sizes[0][1]:12,}  {sizes[1][1]:12,}")
    print(f"{'requests to other hosts':30}  {len(asked[0]):12}  {len(asked[1]):12}")
    print(f"{'first mark drawn, loopback':30}  {drawn_ms:9.0f} ms  {their_ms:9.0f} ms  ratio {ratio:.2f}")
    print("\nParts of geomap's page, bytes gzip, each by itself:")
    for part, size in pieces:
        print(f"{part:30}  {size:12,}")
    if not good:
        print(f"missed: at most {MOST_GZIP_BYTES:,} bytes gzip and no request")
    return int(not good)


def _stock_folium(itinerary: geomap.Itinerary) -> folium.Map:
    points = [stop.place.point.latlon for stop in itinerary.stops if stop.place]
    drawn = folium.Map(location=points[0], zoom_start=5, tiles=None)
    for stop in itinerary.stops:
        if stop.place:
            folium.Marker(stop.place.point.latlon, popup=stop.name, tooltip=stop.name).add_to(drawn)
    folium.PolyLine(points).add_to(drawn)  # type: ignore[no-untyped-call]
    return drawn


def _chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := which(name):
            return found
    sys.exit("There is no Chromium on this machine.")


def _requests(browser: Browser, page: Path) -> list[str]:
    """Give the addresses that a page asks for, none of which is answered."""
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    tab = browser.new_page()
    tab.route(re.compile("^(https?|wss?):"), refuse)
    tab.goto(page.as_uri())
    tab.wait_for_timeout(500)
    tab.close()
    return asked


def _race(browser: Browser, ours: Path, stock: Path) -> tuple[float, float, float]:
    """Load both pages in turn; give the medians in milliseconds, and the median of the rounds' ratios."""
    modules = parts(ROOT / "build" / "peers")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "node_modules").symlink_to(modules)
        (folder / "ours.html").write_bytes(ours.read_bytes())
        (folder / "stock.html").write_text(localise(stock.read_text(encoding="utf-8")), encoding="utf-8")
        with served(folder) as address:
            urls = [f"{address}/ours.html", f"{address}/stock.html"]
            rounds = [[_drawn_ms(browser, url) for url in urls] for _ in range(LOADS + 1)][1:]
    return (
        statistics.median(one for one, _ in rounds),
        statistics.median(other for _, other in rounds),
        statistics.median(one / other for one, other in rounds),
    )


def _drawn_ms(browser: Browser, url: str) -> float:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    tab = context.new_page()
    tab.add_init_script(WATCH)
    tab.goto(url)
    drawn: float = tab.wait_for_function("globalThis.drawnAt").json_value()
    context.close()
    return drawn


def _parts(html: str) -> list[tuple[str, int]]:
    """Give the page's scripts, styles and data blocks, largest first, with their size as sent."""
    parts = []
    for tag, attributes, text in re.findall(r"<(script|style)\b([^>]*)>(.*?)</\1>", html, re.DOTALL):
        named = re.search(r'\bid="([^"]+)"', attributes)
        kind = "data" if "json" in attributes else tag
        parts.append((f"{kind} {named[1] if named else ''}".strip(), len(gzip.compress(text.encode(), 9))))
    return sorted(parts, key=lambda part: -part[1])


if __name__ == "__main__":
    sys.exit(main())
