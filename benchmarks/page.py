"""What the page of the reference article weighs, asks for, and takes to draw, beside stock folium's page.

    .venv/bin/python benchmarks/page.py

Both pages hold the same stops. Sizes are of the HTML file, as it is and as a server sends it (gzip -9). Requests are
counted in Chromium, which is kept offline.

For the rest both pages are served from loopback, folium's with all its parts (fetched once by npm into `build/peers`)
and with tiles of one colour. They are loaded in turn, each time in a fresh profile, at 1280 × 800.

All times run from the start of the navigation. The same rule holds for both pages:

First mark
    The first frame is painted in which a mark of the map, with its picture, is the uppermost thing at its middle.
Answer
    That mark is pressed at once, and its card or popup is painted.
Interactive
    The answer, or the end of the last task of more than 50 ms of the main thread, whichever comes later. Tasks count in
    processor time, for what else the machine does is not the page's doing. The ratio is the median of all rounds'.
Quiet
    The same with tasks by the clock, as readers of a busy machine feel them; told, and not judged.
Layout shift
    The sum of all shifts that the browser reports, at 1280 and at 375 pixels of width.
Longest task while panning
    Of the main thread while the map is dragged, zoomed in, dragged and zoomed out, in processor time (what else the
    machine does is not the page's doing), once the page is drawn; the median of 3 rounds.

Exits with 1 where a bound is missed: 150,000 bytes gzip, no request, half of folium's time, no shift, 50 ms.
"""

import gzip
import json
import re
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which

import folium
from loopback import localise, parts, served
from playwright.sync_api import Browser, Page, Route, sync_playwright
from processes import ARTICLE, ROOT

import geomap

MOST_GZIP_BYTES = 150_000
MOST_OF_FOLIUMS_TIME = 0.5
LONGEST_TASK_MS = 50
LOADS = 9
SETTLED_MS = 1200
PANS = 3

#: Notes when a mark can be seen, presses it, notes when it is answered, when the last long task ended, and all shifts.
WATCH = """
globalThis.seen = { mark: 0, answer: 0, busyUntil: 0, shift: 0 };
const whenPainted = react => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = react;
  port2.postMessage(null);  // runs when this frame is painted
};
const whenever = (find, react) => {
  const found = find();
  if (found) whenPainted(() => react(found)); else requestAnimationFrame(() => whenever(find, react));
};
const isOver = mark => {
  const { left, top, width, height } = mark.getBoundingClientRect();
  return mark.contains(document.elementFromPoint(left + width / 2, top + height / 2));
};
const isThere = mark => (mark.tagName !== "IMG" || (mark.complete && mark.naturalWidth > 0)) && isOver(mark);
const MARKS = ".geomap-map button[data-stop], .leaflet-container .leaflet-marker-icon.leaflet-interactive";
requestAnimationFrame(() => whenever(() => [...document.querySelectorAll(MARKS)].find(isThere), mark => {
  seen.mark = performance.now();
  mark.click();
  whenever(() => document.querySelector(".geomap-card, .leaflet-popup"), () => { seen.answer = performance.now(); });
}));
const observe = (type, react) =>
  new PerformanceObserver(list => list.getEntries().forEach(react)).observe({ type, buffered: true });
observe("longtask", ({ startTime, duration }) => { seen.busyUntil = startTime + duration; });
observe("layout-shift", ({ value }) => { seen.shift += value; });
"""


@dataclass
class Race:
    """What was measured of one page; times in milliseconds."""

    mark: list[float] = field(default_factory=list)
    answer: list[float] = field(default_factory=list)
    interactive: list[float] = field(default_factory=list)
    quiet: list[float] = field(default_factory=list)
    shift: float = 0.0
    longest_task: float = 0.0


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
            races = _race(browser, ours, stock)
            browser.close()
        sizes = [(len(data), len(gzip.compress(data, 9))) for data in (ours.read_bytes(), stock.read_bytes())]
        pieces = _parts(ours.read_text(encoding="utf-8"))
    ratio = _ratio([race.interactive for race in races])
    print(f"{'':32}  {'geomap':>12}  {'folium':>12}")
    print(f"{'bytes':32}  {sizes[0][0]:12,}  {sizes[1][0]:12,}")
    print(f"{'bytes gzip':32}  {sizes[0][1]:12,}  {sizes[1][1]:12,}")
    print(f"{'requests to other hosts':32}  {len(asked[0]):12}  {len(asked[1]):12}")
    for name in ("mark", "answer", "interactive", "quiet"):
        rounds: list[list[float]] = [getattr(race, name) for race in races]
        ours_ms, stock_ms = map(statistics.median, rounds)
        print(f"{_SAID[name]:32}  {ours_ms:9.0f} ms  {stock_ms:9.0f} ms  ratio {_ratio(rounds):.2f}")
    print(f"{'layout shift':32}  {races[0].shift:12.3f}  {races[1].shift:12.3f}")
    print(f"{'longest task while panning':32}  {races[0].longest_task:9.0f} ms  {races[1].longest_task:9.0f} ms")
    print("\nParts of geomap's page, bytes gzip, each by itself:")
    for part, size in pieces:
        print(f"{part:32}  {size:12,}")
    bounds = {
        f"at most {MOST_GZIP_BYTES:,} bytes gzip": sizes[0][1] <= MOST_GZIP_BYTES,
        "no request": not asked[0],
        f"interactive in {MOST_OF_FOLIUMS_TIME} of folium's time": ratio <= MOST_OF_FOLIUMS_TIME,
        "no layout shift": races[0].shift == 0,
        f"no task over {LONGEST_TASK_MS} ms while panning": races[0].longest_task <= LONGEST_TASK_MS,
    }
    for bound, kept in bounds.items():
        if not kept:
            print(f"missed: {bound}")
    return int(not all(bounds.values()))


_SAID = {
    "mark": "first mark, from loopback",
    "answer": "answer to a press",
    "interactive": "interactive",
    "quiet": "quiet by the clock",
}


def _ratio(rounds: list[list[float]]) -> float:
    return float(statistics.median(one / other for one, other in zip(*rounds, strict=True)))


def _stock_folium(itinerary: geomap.Itinerary) -> folium.Map:
    points = [stop.place.point.latlon for stop in itinerary.stops if stop.place]
    drawn = folium.Map(location=points[0], zoom_start=5)
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


def _race(browser: Browser, ours: Path, stock: Path) -> list[Race]:
    """Load both pages in turn, and pan both."""
    modules = parts(ROOT / "build" / "peers")
    races = [Race(), Race()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "node_modules").symlink_to(modules)
        (folder / "ours.html").write_bytes(ours.read_bytes())
        (folder / "stock.html").write_text(localise(stock.read_text(encoding="utf-8")), encoding="utf-8")
        with served(folder) as address:
            urls = [f"{address}/ours.html", f"{address}/stock.html"]
            for turn in range(LOADS + 1):
                for race, url in zip(races, urls, strict=True):
                    _load(browser, url, 1280, folder, race if turn > 0 else Race())  # the first warms the disk's cache
            for race, url in zip(races, urls, strict=True):
                narrow = Race()
                _load(browser, url, 375, folder, narrow)
                race.shift = max(race.shift, narrow.shift)
                race.longest_task = statistics.median(_longest_task(browser, url, folder) for _ in range(PANS))
    return races


@contextmanager
def _tab(browser: Browser, width: int) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": 800})
    tab = context.new_page()
    tab.add_init_script(WATCH)
    yield tab
    context.close()


def _open(tab: Page, url: str) -> None:
    tab.goto(url)
    tab.wait_for_timeout(SETTLED_MS)  # without asking the page, which would take its time
    tab.wait_for_function("() => globalThis.seen.answer")
    tab.wait_for_function("() => !document.querySelector('[aria-busy=true]')")


def _load(browser: Browser, url: str, width: int, folder: Path, race: Race) -> None:
    """Load a page once, press its first mark, and note what was measured."""
    with _tab(browser, width) as tab:
        with _traced(browser, folder, "navigationStart", tab) as tasks:
            _open(tab, url)
        seen = tab.evaluate("globalThis.seen")
    busy = [task.end for task in tasks if task.processor > LONGEST_TASK_MS]
    race.mark.append(seen["mark"])
    race.answer.append(seen["answer"])
    race.interactive.append(max(seen["answer"], *busy, 0))
    race.quiet.append(max(seen["answer"], seen["busyUntil"]))
    race.shift = max(race.shift, seen["shift"])


def _longest_task(browser: Browser, url: str, folder: Path) -> float:
    """Give the longest task of the main thread while the map is panned, in milliseconds of processor time."""
    with _tab(browser, 1280) as tab:
        _open(tab, url)
        tab.keyboard.press("Escape")
        with _traced(browser, folder, "panning", tab) as tasks:
            tab.evaluate("performance.mark('panning')")
            _pan(tab)
            tab.locator(".leaflet-control-zoom-in").first.click()
            tab.wait_for_timeout(700)
            _pan(tab)
            tab.locator(".leaflet-control-zoom-out").first.click()
            tab.wait_for_timeout(700)
    return max(task.processor for task in tasks)


@dataclass(frozen=True)
class Task:
    """A task of the main thread: when it ended, after the mark, and its processor time; milliseconds."""

    end: float
    processor: float


@contextmanager
def _traced(browser: Browser, folder: Path, mark: str, tab: Page) -> Iterator[list[Task]]:
    """Trace a tab meanwhile; gives the tasks, once that is over, of the thread and since the moment of the mark."""
    path = folder / "trace.json"
    tasks: list[Task] = []
    browser.start_tracing(page=tab, path=path, categories=["toplevel", "blink.user_timing"])
    yield tasks
    browser.stop_tracing()
    events = json.loads(path.read_text(encoding="utf-8"))["traceEvents"]
    start = max((event for event in events if event["name"] == mark), key=lambda event: event["ts"])
    tasks += (
        Task((event["ts"] + event["dur"] - start["ts"]) / 1000, event["tdur"] / 1000)
        for event in events
        if event["name"].endswith("RunTask") and "tdur" in event
        if (event["pid"], event["tid"]) == (start["pid"], start["tid"]) and event["ts"] >= start["ts"]
    )


def _pan(tab: Page) -> None:
    for across, down in ((-240, -80), (200, 120), (-160, 60)):
        tab.mouse.move(760, 320)
        tab.mouse.down()
        for step in range(1, 9):
            tab.mouse.move(760 + across * step / 8, 320 + down * step / 8)
        tab.mouse.up()
        tab.wait_for_timeout(500)


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
