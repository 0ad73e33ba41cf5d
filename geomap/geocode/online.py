"""What the gazetteer can't place well, asked of a service; its answers are checked as the gazetteer's are.

A service's place counts only where it has the name that the text gives, is of that kind, and lies where the text
puts it. One source is not two: its venues are drawn as approximate, unless the gazetteer has the same point.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.errors import ServiceError
from geomap.gazetteer import open_index
from geomap.gazetteer.containment import contains, distance_m
from geomap.gazetteer.fold import keys
from geomap.gazetteer.wordings import asked_keys, is_generic, listed_keys
from geomap.geocode.asking import at_city
from geomap.geocode.asking import candidates as offline_candidates
from geomap.geocode.clues import split
from geomap.geocode.services.policies import policies
from geomap.geocode.stops import FITTING
from geomap.model import Candidate, Itinerary, Kind, Place, Stop

if TYPE_CHECKING:
    from geomap.geocode.services import Service

#: Answers of one name further apart than this are different places.
_APART_M = {"venue": 2000.0}
_APART_AREAS_M = 50_000.0
#: The service and the gazetteer mean one point if they are no further apart.
_SAME_M = 1000.0
#: Neighbours of a point that say in which country it lies, and how far off a border town may be.
_NEIGHBOURS = 8
_KEPT = 5
#: A service doesn't say how sure it is; what could not be checked has half of the doubt.
_UNCHECKED = 0.5
_FEATURES: dict[Kind, tuple[str, str]] = {
    "venue": ("S", "FCL"),
    "city": ("P", "PPL"),
    "region": ("A", "ADM1"),
    "country": ("A", "PCLI"),
    "natural": ("T", "MT"),
    "sea": ("H", "SEA"),
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A name with what its answers are checked against.

    Parameters
    ----------
    name
        As the text writes it.
    kind
        What may stand for it; None for any kind.
    container
        What holds it, or None.
    countries
        Where the text's other places lie, which counts without a container.
    """

    name: str
    kind: Kind | None
    container: Place | None
    countries: frozenset[str]

    @property
    def query(self) -> str:
        """What is sent: the name, with its container."""
        if self.container:
            return f"{self.name}, {self.container.name}"
        return self.name


def place_online(itinerary: Itinerary, service: "Service") -> Itinerary:
    """Ask a service for the stops that have no place, stand at their city, or at an unverified point.

    Doubtful stops, which are not drawn, and points that somebody gave are not asked for. Whatever fails, the
    itinerary is no worse than before, and its notes say what failed.

    Parameters
    ----------
    itinerary
        As `geomap.geocode.geocode` leaves it.
    service
        From `geomap.geocode.services.open_service`.

    Raises
    ------
    InputError
        If answers can't be kept.
    """
    stops, failures = [], []
    for stop in itinerary.stops:
        if not _needs(stop):
            stops.append(stop)
            continue
        try:
            stops.append(_asked_for(stop, itinerary, service))
        except ServiceError as error:
            stops.append(stop)
            failures.append((stop.name, error))
    notes = [f"{error.message} Placed without it: {name}." for name, error in failures if not service.stopped]
    if service.stopped and failures:
        names = ", ".join(dict.fromkeys(name for name, _ in failures))
        notes.append(f"{service.source} was asked no more, for {service.stopped}. Placed without it: {names}.")
    return replace(itinerary, stops=tuple(stops), notes=(*itinerary.notes, *notes))


def candidates_online(
    name: str, *, service: "Service", within: str | None = None, context: Sequence[str] = (), limit: int = 10
) -> tuple[Candidate, ...]:
    """Give the places that a name may mean, with a service's where the gazetteer has no verified one.

    Parameters
    ----------
    name, within, context, limit
        As of `geomap.geocode.candidates`.
    service
        From `geomap.geocode.services.open_service`.

    Returns
    -------
    tuple of Candidate
        A service's come first where they lie in the container, else last. Where the service fails it is told, and
        these are the gazetteer's.

    Raises
    ------
    InputError
        If answers can't be kept.
    """
    found = offline_candidates(name, within=within, context=context, limit=limit)
    query = split(name, within, None)
    better = tuple(one for one in found if at_city(query.name, one.place) not in one.reasons)
    if better and better[0].place.precision != "approximate":
        return found
    container = _container(query.within, context)
    asked = _Asked(query.name, None, container, frozenset())
    stopped = service.stopped
    try:
        good, why_not = _sorted_out(service.ask(asked.query), asked)
    except ServiceError as error:
        if not stopped:  # else it has been told
            service.tell(f"online: {error.message} {name} is as the gazetteer has it.")
        return found
    if not good:
        service.tell(f"online: {name}: {service.source} {why_not}")
    if container and good:
        score = found[0].score if found else _UNCHECKED
        mine = tuple(Candidate(one, score, (f"in {container.name}, as {service.source} says",)) for one in good)
        return (*mine, *better)[:limit]
    score = _UNCHECKED / len(good) if good else 0.0
    lowest = min([score, *(one.score for one in found)])
    mine = tuple(Candidate(one, lowest, (f"a place that {service.source} knows; nothing checks it",)) for one in good)
    return (*found, *mine)[:limit]


def _needs(stop: Stop) -> bool:
    if stop.place is None:
        return True
    settled = stop.place.source == "given" or any(stop.place.source == one.source for one in policies().values())
    return not settled and (_at_its_city(stop) or stop.precision == "approximate")


def _at_its_city(stop: Stop) -> bool:
    return stop.kind == "venue" and stop.place is not None and stop.place.kind == "city"


def _asked_for(stop: Stop, itinerary: Itinerary, service: "Service") -> Stop:
    """Ask for one stop, and take the answer if it stands every check."""
    others = [one for one in itinerary.stops if one is not stop]
    names = [*(one.name for one in others), *(one.name for one in itinerary.not_visited)]
    container = stop.place if _at_its_city(stop) else _container(stop.within, names)
    if container is None and stop.kind == "venue" and is_generic(stop.name):
        return stop  # many cities have one: no answer could be checked
    countries = frozenset(one.place.country for one in others if one.place and one.place.country)
    asked = _Asked(stop.name, stop.kind, container, countries)
    answers = service.ask(asked.query)
    good, why_not = _sorted_out(answers, asked)
    if stop.precision == "approximate" and stop.place and stop.place.kind != "city":
        return _compared(stop, stop.place, good, service.source)
    if not good:
        return _with_reason(stop, f"{service.source} {why_not}")
    there = good if container else tuple(one for one in good if one.country in countries)
    if not there:
        told = f"{service.source} knows one at {_where(good[0])}, but nothing in the text leads there."
        return replace(_with_reason(stop, told), candidates=(*stop.candidates, *_as_candidates(good, told))[:_KEPT])
    place = there[0]
    if any(distance_m(place.point, one.point) > _apart_m(place) for one in there[1:]):
        return _with_reason(stop, f"{service.source} knows several of this name there, and which is meant is not told.")
    where = container.name if container else place.country
    taken = Candidate(place, _UNCHECKED, (f"{service.source} has it under this name, in {where}",))
    doubt = () if container else (f"That {stop.name} is the one in {where} is only likely: the text does not say so.",)
    return replace(
        stop,
        kind=stop.kind if stop.kind == "venue" else place.kind,
        place=place,
        precision=place.precision,
        candidates=(taken, *stop.candidates)[:_KEPT],
        reason=f"The point of {stop.name} is from {service.source} alone, and not checked against a second source.",
        doubts=(*stop.doubts, *doubt),
    )


def _compared(stop: Stop, place: Place, good: Sequence[Place], source: str) -> Stop:
    """Hold an unverified point of the gazetteer against the service's."""
    if not good:
        return _with_reason(stop, f"{source} doesn't have it under this name.")
    away = min(distance_m(place.point, one.point) for one in good)
    if away > max(_SAME_M, min(place.radius_m, 3000.0)):
        told = f"{source} puts {stop.name} {away / 1000:,.1f} km away from the point shown: check it."
        return replace(stop, doubts=(*stop.doubts, told))
    checked = replace(place, verified=True)
    confirmed = tuple(
        replace(one, place=checked, reasons=(*one.reasons, f"{source} has it at the same point"))
        if one.place == place
        else one
        for one in stop.candidates
    )
    return replace(stop, place=checked, precision=checked.precision, candidates=confirmed, reason=None)


def _sorted_out(answers: Sequence[Place], asked: _Asked) -> tuple[tuple[Place, ...], str]:
    """Give the answers that stand the checks, and why there is none."""
    if not answers:
        return (), "doesn't know it either."
    good, told = [], []
    for answer in answers:
        place = _completed(answer, asked)
        problem = next(_problems(place, asked), None)
        if problem:
            told.append(problem)
        else:
            good.append(_inside(place, asked.container))
    return tuple(good), told[0] if told else ""


def _problems(place: Place, asked: _Asked) -> Iterator[str]:
    city = asked.container.name if asked.container and asked.container.kind == "city" else ""
    if not _called(asked.name, place, city):
        yield f"answers with {place.name}, which is another name."
    if asked.kind and place.kind not in FITTING[asked.kind]:
        yield f"answers with a {place.kind}, and the text speaks of a {asked.kind}."
    if place.country == "?":
        yield f"answers with a point that does not lie in the country that it says ({_where(place)})."
    if asked.container and not _lies_in(asked.container, place):
        yield f"knows one only outside {asked.container.name}, at {_where(place)}."


def _lies_in(container: Place, place: Place) -> bool:
    """Tell whether a point lies in a container; how wide the service says the place is does not count."""
    (nearest,) = open_index().near(place.point)
    admin = nearest.admin if nearest.country == place.country else ""
    return contains(container, replace(place, admin=admin, radius_m=0.0))


def _called(name: str, place: Place, city: str) -> bool:
    """Tell whether a place has a name, in these words or in other wordings of the same."""
    wanted = {*keys(name), *asked_keys(name)}
    return any(
        wanted & {*keys(other), *(key for key, _ in listed_keys(other, city))} for other in (place.name, *place.names)
    )


def _completed(place: Place, asked: _Asked) -> Place:
    """Add the country in which the point lies, by its neighbours; "?" where the service says another one."""
    kind = asked.kind or "venue"
    if not place.feature_class:
        place = replace(place, feature_class=_FEATURES[kind][0], feature_code=_FEATURES[kind][1])
    near = [one.country for one in open_index().near(place.point, limit=_NEIGHBOURS)]
    if place.country:
        return place if place.country in near or place.kind in {"sea", "country"} else replace(place, country="?")
    wanted = asked.container.country if asked.container else ""
    return replace(place, country=wanted if wanted in near else near[0] if near else "")


def _inside(place: Place, container: Place | None) -> Place:
    if container is None or container.kind == "country" or place.kind != "venue":
        return place
    return replace(
        place, city=container.name if container.kind == "city" else "", admin=container.admin, country=container.country
    )


def _container(within: str | None, context: Sequence[str]) -> Place | None:
    found = offline_candidates(within, context=context, limit=1) if within else ()
    return found[0].place if found else None


def _apart_m(place: Place) -> float:
    return _APART_M.get(place.kind, _APART_AREAS_M)


def _as_candidates(places: Sequence[Place], reason: str) -> Iterator[Candidate]:
    return (Candidate(place, _UNCHECKED / len(places), (reason,)) for place in places)


def _with_reason(stop: Stop, told: str) -> Stop:
    said = stop.reason or ""
    return stop if told in said else replace(stop, reason=f"{said} {told}".strip())


def _where(place: Place) -> str:
    country = open_index().country(place.country)
    return f"{place.point.lat:.2f}, {place.point.lon:.2f}" + (f" in {country.name}" if country else "")
