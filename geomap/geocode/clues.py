"""What a text says right beside a name about the place that it means: its container, its kind."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from geomap.gazetteer import fold, open_index
from geomap.model import Document, Kind, Toponym


@dataclass(frozen=True, slots=True)
class Query:
    """A name to be resolved, with what the text says of it.

    Parameters
    ----------
    name
        As the text writes it.
    within
        The name of its container, or None.
    kind
        The kind of place that the text asks for, or None.
    """

    name: str
    within: str | None = None
    kind: Kind | None = None


#: What stands between a name and its container.
_CONTAINED = re.compile(r",?\s+in\s+|,\s+(?:near\s+)?|\s*\(")
_BEFORE: Mapping[str, Kind] = {
    "city of": "city", "town of": "city", "village of": "city", "capital": "city",
    "state of": "region", "province of": "region", "region of": "region", "republic of": "country",
    "lake": "natural", "mount": "natural", "river": "natural", "island of": "natural",
}  # fmt: skip
_BEHIND: Mapping[str, Kind] = {
    "city": "city", "province": "region", "state": "region", "region": "region", "county": "region",
    "oblast": "region", "prefecture": "region", "river": "natural", "lake": "natural", "mountains": "natural",
    "island": "natural", "airport": "venue", "sea": "sea",
}  # fmt: skip


def queries_of(toponyms: Sequence[Toponym], document: Document) -> tuple[Query | None, ...]:
    """Read from the text what it says of each name.

    A name that the text puts into a container once is meant so everywhere. A demonym asks for its country, as
    evidence for the others; None if it is nobody's.
    """
    text = document.text
    within: list[str | None] = []
    stated: dict[str, str] = {}
    for toponym, following in zip_longest(toponyms, toponyms[1:]):
        container = None
        if following and _CONTAINED.fullmatch(text[toponym.mention.end : following.mention.start]):
            container = following.mention.text
            stated.setdefault(fold(toponym.mention.text), container)
        within.append(container)
    return tuple(
        _of_demonym(one.mention.text)
        if one.use == "demonym"
        else Query(
            one.mention.text,
            container or stated.get(fold(one.mention.text)),
            _kind(text, one.mention.start, one.mention.end),
        )
        for one, container in zip(toponyms, within, strict=True)
    )


def _of_demonym(word: str) -> Query | None:
    home = open_index().demonym(word)
    return Query(home.name, kind=home.kind) if home else None


def split(name: str, within: str | None, kind: Kind | None) -> Query:
    """Give the query of a name typed by a person: "Paris, Texas" names its container itself."""
    if within is None and "," in name and not open_index().known((name,)):
        name, within = (part.strip() for part in name.split(",", 1))
    return Query(name, within or None, kind)


def _kind(text: str, start: int, end: int) -> Kind | None:
    """Give the kind of place that the words around a name ask for."""
    before = re.findall(r"\w+", text[max(start - 30, 0) : start].lower())
    behind = re.match(r"\s+(\w+)", text[end : end + 30])
    asked = _BEFORE.get(" ".join(before[-2:])) or _BEFORE.get(" ".join(before[-1:]))
    return asked or (_BEHIND.get(behind[1].lower()) if behind else None)
