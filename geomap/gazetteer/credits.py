"""What the gazetteer is made of, and which services add to it: their licences, and whom to name."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from geomap.gazetteer.sources import DATA, read_tsv
from geomap.model import Place


@dataclass(frozen=True, slots=True)
class Source:
    """One source.

    Parameters
    ----------
    name
        As in `Place.source`.
    gives
        What is taken from it.
    licence
        Of its data.
    credit
        Whom to name.
    url
        Where it is at home; may be empty.
    """

    name: str
    gives: str
    licence: str
    credit: str
    url: str


@cache
def sources() -> tuple[Source, ...]:
    """Give the sources, in the order in which they are credited."""
    return tuple(
        Source(row["source"], row["gives"], row["licence"], row["credit"], row["url"])
        for row in read_tsv(DATA / "sources.tsv")
    )


@cache
def _services() -> dict[str, Source]:
    """Give whom to credit for a service's places, by what `Place.source` calls it."""
    return {
        row["source"]: Source(row["credit"], f"places by {row['source']}", row["licence"], row["credit"], row["url"])
        for row in read_tsv(DATA / "services.tsv")
    }


#: Named on every map, or our own.
_ALWAYS = {"GeoNames", "Natural Earth", "geomap venues", "geomap regions"}


def owed(places: Iterable[Place]) -> tuple[Source, ...]:
    """Give the sources of some places that a map of them has to name beside those that every map names."""
    used = {place.source for place in places} - _ALWAYS
    if not used:
        return ()
    asked = (source for name, source in _services().items() if name in used)
    return (*(source for source in sources() if source.name in used), *asked)
