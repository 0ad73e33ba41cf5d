"""Texts whose place names are known: read, halved, and told of in `docs/toponyms.md`.

Each line of a gold file is `{"doc_id", "text", "toponyms": [{"start", "end", "text", "lat", "lon"}]}`; what has no
coordinates counts for the finding of names only.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geomap.gazetteer.containment import distance_m
from geomap.model import Document, Mention, Place, Point

#: A place is right within 161 km (100 miles), as in the literature on toponym resolution.
RIGHT_M = 161_000.0
DOCS = Path(__file__).parents[1] / "docs" / "toponyms.md"


@dataclass(frozen=True, slots=True)
class Gold:
    """One text with its names, in text order, and the point of each (None where nobody gave one)."""

    corpus: str
    doc_id: str
    document: Document
    names: tuple[Mention, ...]
    points: tuple[Point | None, ...]

    @property
    def chosen_on(self) -> bool:
        """Whether weights and points are chosen on this text (an even MD5 sum); the other half is only scored."""
        return int(hashlib.md5(self.doc_id.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 0


def read(path: Path) -> Iterator[Gold]:
    """Read a gold file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        listed = sorted(row["toponyms"], key=lambda one: int(one["start"]))
        yield Gold(
            path.stem,
            row["doc_id"],
            Document(row["text"]),
            tuple(Mention(one["start"], one["end"], row["text"][one["start"] : one["end"]]) for one in listed),
            tuple(None if one.get("lat") is None else Point(one["lat"], one["lon"]) for one in listed),
        )


def is_right(place: Place, point: Point) -> bool:
    """Whether a place stands where the gold does."""
    return distance_m(place.point, point) <= RIGHT_M


def is_there(place: Place, point: Point) -> bool:
    """Whether a place was meant: a country's or river's own point may lie far from the one that the gold gives."""
    reach = 0.0 if place.kind in {"city", "venue"} else 1.2 * place.radius_m
    return distance_m(place.point, point) <= max(RIGHT_M, reach)


def write_section(name: str, text: str) -> None:
    """Write a section of the docs between its two marks."""
    marks = re.compile(rf"(<!-- {name}: .*? -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    written, times = marks.subn(lambda found: f"{found[1]}{text.strip()}\n{found[2]}", DOCS.read_text(encoding="utf-8"))
    if times != 1:
        raise ValueError(f"{DOCS} has no section {name!r}.")
    DOCS.write_text(written, encoding="utf-8")
