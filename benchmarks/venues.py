"""How often a venue, asked for as news writes it, is found.

    python benchmarks/venues.py GOLD.jsonl … [--misses] [--report]

A gold file holds queries (`{"id", "query", "within"?, "context"?, "lat", "lon", "kind"?, "tolerance_km"?}`), articles
with stops (the venues among them count) or texts with toponyms (those of type POI or LANDMARK count). Queries go
through the command itself, `geomap geocode --jsonl -`. A venue is *exact* within its tolerance (1 km if not said),
*at city* where geomap says that it stands at its city, *unplaced* where it says nothing, *off* where it says
"approximate" and is further away, and *wrong* where it says "exact" and is three tolerances off.
"""

import argparse
import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geomap.gazetteer import open_index
from geomap.geodesy import distance_m
from geomap.model import Point

PAGE = Path(__file__).parents[1] / "docs" / "gazetteer.md"
BEGIN, END = "<!-- found: written by benchmarks/venues.py --report -->\n", "<!-- end of found -->\n"
OUTCOMES = ("exact", "at city", "unplaced", "off", "wrong")
#: Kinds by the noun in the name, for the report.
NOUNS = {
    "airport": "airport", "base": "base", "cathedral": "worship", "church": "worship", "basilica": "worship",
    "mosque": "worship", "temple": "worship", "palace": "palace", "castle": "palace", "house": "palace",
    "square": "square", "plaza": "square", "stadium": "stadium", "arena": "stadium", "hotel": "hotel",
    "museum": "museum", "university": "university", "port": "port", "memorial": "memorial", "embassy": "embassy",
    "park": "park", "hospital": "hospital", "station": "station",
}  # fmt: skip


@dataclass(frozen=True)
class Gold:
    """A venue whose place is known."""

    query: str
    within: str | None
    context: tuple[str, ...]
    point: Point
    kind: str
    tolerance_m: float


def gold(path: Path) -> Iterator[Gold]:
    """Read a gold file of one of the three kinds; what is named twice counts once."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if "query" in row:
            context = row.get("context") or ()
            yield _gold(
                row, row["query"], row.get("within"), (context,) if isinstance(context, str) else tuple(context)
            )
        for stop in row.get("stops", ()):
            if stop["kind"] == "venue" and stop.get("lat") is not None:
                yield _gold(stop, stop["name"], stop.get("within"), ())
        wanted = [one for one in row.get("toponyms", ()) if one.get("type") in {"POI", "LANDMARK"}]
        cities = dict.fromkeys(one["text"] for one in row.get("toponyms", ()) if one.get("type") in {"CITY", "COUNTRY"})
        for one in wanted:
            if one["lat"] is not None:
                yield _gold(one, one["text"], None, tuple(cities)[:8])


def _gold(row: dict[str, Any], query: str, within: str | None, context: tuple[str, ...]) -> Gold:
    noun = next((NOUNS[word] for word in query.lower().split()[::-1] if word in NOUNS), "other")
    tolerance = 1000 * float(row.get("tolerance_km") or 1)
    return Gold(query, within, context, Point(row["lat"], row["lon"]), row.get("type") or noun, tolerance)


def answers(some: list[Gold]) -> list[dict[str, Any]]:
    """Ask geomap's command for all of them."""
    lines = [
        json.dumps({"id": n, "query": one.query, "within": one.within, "context": list(one.context)})
        for n, one in enumerate(some)
    ]
    command = [sys.executable, "-m", "geomap", "geocode", "--jsonl", "-"]
    done = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def outcome(one: Gold, answer: dict[str, Any]) -> tuple[str, float]:
    """Say what became of a query, and how many metres off it is."""
    if answer.get("lat") is None:
        return "unplaced", 0.0
    off = distance_m(one.point, Point(answer["lat"], answer["lon"]))
    if off <= one.tolerance_m:
        return "exact", off
    if answer["precision"] in {"city", "region", "country"}:
        return "at city", off
    return ("wrong" if answer["precision"] == "exact" and off > 3 * one.tolerance_m else "off"), off


def continent(point: Point) -> str:
    """Name the part of the world, roughly, by the nearest city's country."""
    from geomap.gazetteer.sources import countries

    code = open_index().near(point)[0].country
    return next((row["continentcode"] for row in countries() if row["iso"] == code), "?")


def report(tables: dict[str, dict[str, Counter[str]]]) -> str:
    """Give the figures as one table: a line for each set, and for each of its kinds and continents that has ten."""
    lines = [f"| asked for | number | {' | '.join(OUTCOMES)} |", f"|---|---:|{'---:|' * len(OUTCOMES)}"]
    for name, groups in tables.items():
        for group, counts in sorted(groups.items(), key=lambda item: -sum(item[1].values())):
            total = sum(counts.values())
            if group == "all" or 10 <= total < sum(groups["all"].values()):
                shares = " | ".join(f"{counts[what] / total:.0%}" for what in OUTCOMES)
                lines.append(f"| {f'**{name}**' if group == 'all' else group} | {total} | {shares} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--misses", action="store_true", help="list what was not found")
    parser.add_argument("--report", action="store_true", help="write the figures into docs/gazetteer.md")
    options = parser.parse_args()
    tables = {}
    for path in options.gold:
        some = list(dict.fromkeys(gold(path)))
        results = [(one, answer, *outcome(one, answer)) for one, answer in zip(some, answers(some), strict=True)]
        groups: dict[str, Counter[str]] = defaultdict(Counter)
        for one, _, what, _ in results:
            for group in ("all", one.kind, continent(one.point)):
                groups[group][what] += 1
        tables[path.stem] = groups
        print(f"{path.name:24} {'number':>7} " + " ".join(f"{name:>9}" for name in OUTCOMES))
        for group, counts in sorted(groups.items(), key=lambda item: -sum(item[1].values())):
            total = sum(counts.values())
            print(f"  {group:22} {total:7} " + " ".join(f"{counts[name] / total:9.0%}" for name in OUTCOMES))
        for one, answer, what, off in results if options.misses else ():
            if what != "exact":
                where = f"{answer['name']} ({answer['precision']}), {off / 1000:.1f} km off" if off else ""
                print(f"  {what:9} {one.query} | {one.within or '; '.join(one.context)[:60]} | {where}")
    if options.report:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}{report(tables)}{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
