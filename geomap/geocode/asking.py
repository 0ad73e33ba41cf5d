"""One name, asked by a person: which places it may mean."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from geomap.gazetteer import fold, open_index
from geomap.gazetteer.containment import contains, distance_m
from geomap.gazetteer.prominence import PICKED, in_the_news
from geomap.gazetteer.wordings import is_generic, wordings
from geomap.geocode.clues import Query, holders, places_in, split
from geomap.geocode.rank import nearly, town_first, weigh
from geomap.model import Candidate, Kind, Place

#: A container with a smaller share of the best one's score is another place of its name.
_LIKELY = 1 / 3
#: Places further apart than this are rivals for a name.
_APART_M = 50_000.0
#: News puts a venue so far away into the city, where there is no other of its name.
_NEAR_M = 60_000.0
#: A container below this score may be another place than the text means, and holds nothing back.
_DOUBTED = 0.5
#: Venues of one name so close together are parts of one.
_TOGETHER_M = 1000.0


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
        if not _is_found(listed, weighed[holder]):
            listed = in_other_words(query.name, found, weighed[holder]) or listed
    elif others and wordings(query.name):
        listed = _beside(query, found, [weighed[Query(other)] for other in others])
    else:
        if within:  # an unknown container leaves what is called so beyond doubt
            found = _named(query.name, found)
        listed = tuple(found) or _owned(query.name) or _at_own_city(query.name) or _together(query.name, 1.0, None)
    beside = [weighed[Query(other)] for other in others if weighed[Query(other)]]
    if not (holder and weighed[holder]) and not _is_found(listed, [some[0] for some in beside]):
        tried = (in_other_words(query.name, found, some, noun=True) for some in beside)
        listed = next(filter(None, tried), listed)
    return _falling(listed)[:limit]


def at_city(name: str, city: Place) -> str:
    """Say that a name stands at its city."""
    return f"The exact place of {name} isn't in the gazetteer; shown at {city.name}."


def in_other_words(
    name: str, found: Sequence[Candidate], containers: Sequence[Candidate], *, noun: bool = False
) -> tuple[Candidate, ...]:
    """Give the venue in a container that a name may mean though nothing there is called so; none where several may be.

    It has the name's own words with another noun ("Natanz enrichment plant"), lies just outside the city, or is spelt
    one letter differently; or the name says itself where it lies ("the Panama Canal's Miraflores Locks").

    Parameters
    ----------
    name
        As written.
    found
        The places so called, wherever they lie.
    containers
        What the container may be, the likeliest first.
    noun
        Whether the name must say what kind of venue it is.
    """
    holder, score = containers[0].place, containers[0].score
    likely = [one for one in containers if one.score >= _LIKELY * score] if not noun or wordings(name) else []
    for one in likely:
        if listed := _together(name, one.score, one.place):
            return listed
    picked = [one for one in found if one.place.source == PICKED]
    unique = bool(picked) and not _ambiguous(name, found)
    if unique and (_is_near(picked[0].place, holder) or (score < _DOUBTED and _named(name, picked))):
        return (picked[0],)
    slips = () if is_generic(name) else nearly(name)
    misspelt = [place for place in slips if place.source == PICKED and contains(holder, place)]
    if misspelt:
        return (Candidate(misspelt[0], score, (f"spelt almost like {misspelt[0].name}", f"lies in {holder.name}")),)
    return _owned(name)


def _named(name: str, found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Give the places that a name names by itself: not those that it says too little about."""
    named = {(place.source, place.id) for place in (*open_index().lookup(name), *nearly(name))}
    return tuple(one for one in found if (one.place.source, one.place.id) in named)


def _together(name: str, score: float, holder: Place | None) -> tuple[Candidate, ...]:
    """Give the venues of a name's own words in a container, or anywhere, if they stand together."""
    places = [match.place for match in open_index().loosely(name)]
    some = [place for place in places if holder is None or contains(holder, place) or _is_near(place, holder)]
    if any(distance_m(some[0].point, other.point) > _TOGETHER_M for other in some):
        return ()
    where = (f"lies in {holder.name}",) if holder else ()
    some.sort(key=lambda place: place.feature_code != "SQR")  # what stands there is called after the square
    return tuple(Candidate(place, score, (f"{place.name} in other words", *where)) for place in some)


def _owned(name: str) -> tuple[Candidate, ...]:
    """Give what lies in the place that a name begins with ("the Vatican's Apostolic Palace")."""
    owner = re.fullmatch(r"(?:[Tt]he )?(.+?)['’]s? (.+)", name)
    if not owner or is_generic(owner[2]) or not open_index().known((owner[1],)):
        return ()
    holder, held = Query(owner[1]), Query(owner[2])
    weighed = weigh((holder, held), typos=False)
    inside = [one for one in weighed[held] if one.place.source == PICKED]
    return tuple(one for one in inside if contains(weighed[holder][0].place, one.place))[:1]


def _is_near(venue: Place, city: Place) -> bool:
    """Tell whether a venue lies just outside a city, where news puts it in the city."""
    near = city.kind == "city" and distance_m(venue.point, city.point) <= _NEAR_M
    return near and (venue.country == city.country or venue.feature_code == "PSTB")


def _is_found(listed: Sequence[Candidate], containers: Sequence[Candidate]) -> bool:
    """Tell whether something so called lies in the container, rather than the container standing for it."""
    return bool(listed) and listed[0].place not in {one.place for one in containers}


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
        cities = [place for place in likely if place.kind == "city"]
        # a venue that news names in a city goes before a quarter, or a village of its state, that is called so
        inside.sort(key=lambda one: not (in_the_news(one.place) and any(contains(city, one.place) for city in cities)))
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
