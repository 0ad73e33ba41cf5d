"""One name, asked by a person: which places it may mean."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from geomap.gazetteer import fold, open_index
from geomap.gazetteer.containment import contains, distance_m
from geomap.gazetteer.prominence import PICKED
from geomap.gazetteer.venues import LARGE_M
from geomap.gazetteer.wordings import is_generic, wordings
from geomap.geocode.clues import Query, holders, places_in, split
from geomap.geocode.rank import town_first, weigh
from geomap.model import Candidate, Kind, Place

#: A container with a smaller share of the best one's score is another place of its name.
_LIKELY = 1 / 3
#: Places further apart than this are rivals for a name.
_APART_M = 50_000.0


def candidates(
    name: str,
    *,
    within: str | None = None,
    context: Sequence[str] = (),
    kind: Kind | None = None,
    limit: int = 10,
) -> tuple[Candidate, ...]:
    """Give the places that a name may mean, the likeliest first.

    Parameters
    ----------
    name
        As a text writes it; "Alexandria, Louisiana" names its container itself.
    within
        The place that it lies in ("Louisiana"), if the text says so.
    context
        Names of other places that the text speaks of, or sentences that hold some.
    kind
        The kind of place that the text asks for.
    limit
        At most so many.

    Returns
    -------
    tuple of Candidate
        Scores fall, and sum to 1 at most; the reasons say what decided. Empty for a name that the gazetteer lacks;
        but a name in a city that has nothing so called stands at the city. No other venue ever stands for it.

    Examples
    --------
    >>> [(one.place.name, one.place.country) for one in candidates("Saigon")[:1]]
    [('Ho Chi Minh City', 'VN')]
    >>> [one.place.precision for one in candidates("Presidential Palace", within="Lilongwe")]
    ['city']
    """
    query = split(name, within, kind)
    if not fold(query.name):
        return ()
    around = holders(query.within) if query.within else ()
    query = replace(query, within=around[0] if around else None)
    holder = Query(around[0], within=around[1] if len(around) > 1 else None) if around else None
    others = (*around[1:], *_others(query.name, context))
    asked = [query, *([holder] if holder else []), *map(Query, others)]
    weighed = weigh(asked)
    found = town_first(query, weighed[query])
    if holder and weighed[holder]:
        listed = _inside(query, found, weighed[holder])
    elif others and wordings(query.name):
        listed = _beside(query, found, [weighed[Query(other)] for other in others])
    else:
        listed = tuple(found) or _at_own_city(query.name)
    return _falling(listed)[:limit]


def at_city(name: str, city: Place) -> str:
    """Say that a name stands at its city."""
    return f"The exact place of {name} isn't in the gazetteer; shown at {city.name}."


def _falling(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Let what a container has put behind another place be no likelier than that."""
    scores = accumulate((one.score for one in found), min)
    return tuple(replace(one, score=score) for one, score in zip(found, scores, strict=True))


def _others(name: str, context: Sequence[str]) -> tuple[str, ...]:
    """Give the names in the context, without the name itself."""
    known = open_index().known(context)
    found = [one for text in context for one in ((text,) if text in known else places_in(text, name))]
    return tuple(dict.fromkeys(one for one in found if fold(one) != fold(name)))


def _inside(query: Query, found: Sequence[Candidate], containers: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Give what lies in the container; nothing so called there, its city, or nothing at all."""
    best = containers[0]
    likely = [one.place for one in containers if one.score >= _LIKELY * best.score]
    inside = [one for one in found if any(place != one.place and contains(place, one.place) for place in likely)]
    if inside:
        if best.place.kind == "city":  # a venue that news names, rather than a quarter that is called after it
            inside.sort(key=lambda one: not _in_the_news(one.place))
        return (*inside, *(one for one in found if one not in inside))
    if best.place.kind == "city":
        return (_stands(query.name, best),)
    same = tuple(one for one in found if one.place in likely)
    return same or (() if wordings(query.name) or best.place.kind in {"country", "region"} else tuple(found))


def _beside(query: Query, found: Sequence[Candidate], others: Sequence[Sequence[Candidate]]) -> tuple[Candidate, ...]:
    """Give a venue that lies where the context's places do; one of many namesakes elsewhere is another."""
    best = [some[0] for some in others if some]
    cities = [one for one in best if one.place.kind == "city"]
    for areas in (cities, [one for one in best if one.place.kind in {"country", "region"}]):
        inside = [one for one in found if any(contains(area.place, one.place) for area in areas)]
        if inside:
            return (*inside, *(one for one in found if one not in inside))
    elsewhere = bool(cities) and bool(found) and found[0].place.source != PICKED
    if found and not elsewhere and not _ambiguous(query.name, found):
        return tuple(found)
    return (_stands(query.name, cities[0]),) if cities else ()


def _in_the_news(place: Place) -> bool:
    """Tell whether news names this venue: one that people picked, or a large airport."""
    return place.source == PICKED or (place.feature_code == "AIRP" and place.radius_m >= LARGE_M)


def _ambiguous(name: str, found: Sequence[Candidate]) -> bool:
    """Tell whether a name is that of several places, or of any."""
    first = found[0].place
    rivals = any(distance_m(first.point, one.place.point) > _APART_M for one in found[1:])
    return rivals or is_generic(name)


def _at_own_city(name: str) -> tuple[Candidate, ...]:
    """Give the city that a venue is called after ("Berlin Cathedral"), which then stands for it."""
    words = name.split()
    parts = [" ".join(words[:end]) for end in range(len(words) - 1, 0, -1)] if wordings(name) else []
    known = open_index().known(parts)
    city = next((part for part in parts if part in known), None)
    some = [one for one in weigh([Query(city)])[Query(city)] if one.place.kind == "city"] if city else []
    rest = wordings(name.removeprefix(city or ""))
    return (_stands(name, some[0]),) if some and rest and rest[0].generic else ()


def _stands(name: str, city: Candidate) -> Candidate:
    return replace(city, reasons=(at_city(name, city.place),))
