"""Place the stops of an itinerary, or say why one can't be placed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from geomap.gazetteer import open_index
from geomap.gazetteer.containment import contains, distance_m
from geomap.geocode.asking import at_city, in_other_words
from geomap.geocode.clues import Query, home
from geomap.geocode.rank import CLOSE, WEIGHTS, same_area, weigh
from geomap.model import Candidate, Itinerary, Kind, Place, Stop

#: What a stop of each kind may be placed at; any other namesake is a different thing.
FITTING: Mapping[Kind, frozenset[Kind]] = {
    "venue": frozenset({"venue", "natural"}),
    "city": frozenset({"city", "region", "country", "natural", "sea"}),
    "region": frozenset({"region", "country", "natural", "city"}),
    "country": frozenset({"country", "region"}),
    "natural": frozenset({"natural", "sea", "region", "venue"}),
    "sea": frozenset({"sea", "natural", "region"}),
}
#: News stays in its region and trips leave theirs: who flies from Houston to Naples is hardly in Naples, Texas. Of 495
#: stops in texts of our own this places one wrong; long itineraries still say where they are.
_WEIGHTS = replace(WEIGHTS, silent=3.0)
#: Candidates kept with a stop.
_KEPT = 5
#: A venue below this score, with no container to hold it, is rather one that the gazetteer lacks.
_LIKELY = 0.4
#: A stop so far from both neighbours, and so many times the longest other leg, is worth a check.
_FAR_M = 2_000_000.0
_OUT_OF_PROPORTION = 5
#: An area that was read is preferred to a better city of its name ("Tunis") with so much of its score at least.
_NEARLY = 0.6
#: From this score on a town or country is meant, whatever nouns its name is made of.
_SURELY = 0.5
#: Inhabitants from which a city is what a traveller means, and not the region named after it.
_TOWN = 100_000


def geocode(itinerary: Itinerary, *, near: str | None = None) -> Itinerary:
    """Place every stop that has no place yet, deciding over all of them together.

    A venue that the gazetteer lacks is placed at its city, and says so; with no city known it stays
    unplaced, with its reason. It never takes the place of another venue.

    Parameters
    ----------
    itinerary
        As extraction leaves it. Stops that have a place, or a reason why not, stay as they are.
    near
        Where the paper is at home ("Ohio"), if that is known: it counts as one of the text's names.

    Raises
    ------
    InputError
        If the gazetteer lacks the paper's home.
    """
    every = itinerary.stops + itinerary.doubtful
    holders = _holders(every)
    names = tuple(Query(stop.name, holders[stop.within]) for stop in every)
    around = (Query(name) for name in holders.values() if name)
    context = (Query(other.name) for other in itinerary.not_visited)
    weighed = weigh(chain(names, around, context, home(near)), typos=False, weights=_WEIGHTS)

    def containers(stop: Stop) -> Sequence[Candidate]:
        name = holders[stop.within]
        return weighed[Query(name)] if name else ()

    placed = tuple(_place(stop, weighed[name], containers(stop)) for stop, name in zip(every, names, strict=True))
    stops = _proportioned(placed[: len(itinerary.stops)])
    return replace(itinerary, stops=stops, doubtful=placed[len(itinerary.stops) :])


def _proportioned(stops: tuple[Stop, ...]) -> tuple[Stop, ...]:
    """Doubt a stop that lies out of all proportion far from both its neighbours, as a wrong namesake does."""
    placed = [(number, stop.place) for number, stop in enumerate(stops) if stop.place]
    legs = [distance_m(one.point, other.point) for (_, one), (_, other) in pairwise(placed)]
    doubted = list(stops)
    for i, (before, after) in enumerate(pairwise(legs)):
        others = [leg for k, leg in enumerate(legs) if k not in {i, i + 1}]
        nearer = min(before, after)
        if others and nearer > max(_FAR_M, _OUT_OF_PROPORTION * max(others)):
            number, place = placed[i + 1]
            km, times = round(nearer / 1000, -2), round(nearer / max(*others, 1000.0))
            doubt = (
                f"{place.address} is {km:,.0f} km from its neighbours, {times} times the longest other leg: check it."
            )
            doubted[number] = replace(stops[number], doubts=(*stops[number].doubts, doubt))
    return tuple(doubted)


def _holders(stops: Sequence[Stop]) -> Mapping[str | None, str | None]:
    """Give for the words of each container the first name in them that the gazetteer has.

    "Russia's far east" is there itself, or at least in Russia; "Dongcheng, Beijing" at least in Beijing.
    """
    held: dict[str | None, list[str]] = {None: []}
    for words in {stop.within for stop in stops if stop.within}:
        owner = re.match(r"(.+?)['’]s?\s", words)
        held[words] = [words, *(part.strip() for part in words.split(",")), *([owner[1]] if owner else [])]
    known = open_index().known(name for names in held.values() for name in names)
    return {words: next((name for name in names if name in known), None) for words, names in held.items()}


def _place(stop: Stop, found: Sequence[Candidate], containers: Sequence[Candidate]) -> Stop:
    if stop.place is not None or stop.reason is not None:
        return stop
    container = containers[0].place if containers else None
    fitting = [candidate for candidate in found if candidate.place.kind in FITTING[stop.kind]]
    if found and found[0] not in fitting and _well_known(found[0]):
        stop, fitting = replace(stop, kind=found[0].place.kind), list(found)
    if stop.kind == "venue" and container:
        inside = [candidate for candidate in fitting if contains(container, candidate.place)]
        fitting = inside or list(in_other_words(stop.name, found, containers, noun=True))
    elif stop.kind == "venue" and fitting and fitting[0].score < _LIKELY:
        return replace(stop, reason=f"{fitting[0].place.address} is known, but nothing in the text leads there.")
    elif fitting:
        best = _meant(stop, fitting)
        fitting = [best, *(one for one in fitting if one is not best)]
    kept = tuple(fitting[:_KEPT])
    if kept:
        first = kept[0].place
        doubts = (*stop.doubts, *_doubts(stop, kept, container))
        reason = None
        if first.precision == "approximate":
            reason = f"The point of {first.name} could not be checked against a second source."
        kind = stop.kind if stop.kind == "venue" else first.kind
        return replace(
            stop, kind=kind, place=first, precision=first.precision, candidates=kept, reason=reason, doubts=doubts
        )
    if stop.kind == "venue" and container and container.kind == "city":
        return replace(stop, place=container, precision="city", reason=at_city(stop.name, container))
    return replace(stop, precision="none", reason=_missing(stop, container))


def _meant(stop: Stop, fitting: Sequence[Candidate]) -> Candidate:
    """Choose between the areas of one name: who goes to New York goes to the city; else the kind that was read."""
    told = [one for one in fitting if "within" in dict(one.terms)]
    if (
        sum(one.score for one in told) > fitting[0].score
    ):  # Hamilton in Bermuda is a city and a parish, each less likely
        fitting = told
    first = fitting[0]
    inside = (one for one in fitting if one.place.kind == "city" and same_area(first.place, one.place))
    if first.place.kind == "region" and (city := next(inside, None)) and _is_town(city.place):
        return city
    likely = [one for one in fitting if stop.kind == "city" or one.score >= _NEARLY * first.score]
    same = (one for one in likely if one.place.kind == stop.kind and same_area(first.place, one.place))
    return next(same, first)


def _well_known(candidate: Candidate) -> bool:
    """Whether a name is a town's or country's beyond doubt: Cape Town is no cape, Ivory Coast no coast."""
    place = candidate.place
    weighty = place.kind == "country" or (place.kind == "city" and _is_town(place))
    return weighty and candidate.score >= _SURELY


def _is_town(city: Place) -> bool:
    """Whether a region may be named after this city, and not have a village of its name too."""
    return city.feature_code in {"PPLC", "PPLA", "PPLG"} or city.population >= _TOWN


def _missing(stop: Stop, container: Place | None) -> str:
    if stop.kind == "venue" and container:
        return f"{stop.name} isn't in the gazetteer, and the text names no city for it, only {container.name}."
    if stop.kind == "venue":
        return f"{stop.name} isn't in the gazetteer, and the text names no city for it."
    return f"{stop.name} isn't in the gazetteer."


def _doubts(stop: Stop, kept: Sequence[Candidate], container: Place | None) -> tuple[str, ...]:
    doubts = []
    first = kept[0]
    rival = next((other for other in kept[1:] if not same_area(first.place, other.place)), None)
    if rival and rival.score > first.score * CLOSE:
        doubts.append(f"{stop.name} may also be {rival.place.address}.")
    if container and not contains(container, first.place) and container != first.place:
        doubts.append(f"The text puts {stop.name} in {container.name}, but {first.place.address} isn't there.")
    return tuple(doubts)
