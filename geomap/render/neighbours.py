"""Lines between stops that the text gives no order: to neighbours, so that none crosses another or passes a stop."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from geomap.geodesy import distance_m, geodesic
from geomap.model import Leg, Stop


def between_neighbours(legs: Iterable[Leg], stops: tuple[Stop, ...]) -> Iterator[Leg]:
    """Yield the legs, those of a tied group along its shortest tree (Prim 1957) instead of in the order of the text.

    As many legs join the group as before; no order is lost, for there is none. A city stays joined to its venues.
    """

    def tied(leg: Leg) -> tuple[int, int] | None:
        ends = stops[leg.origin], stops[leg.destination]
        same = len({(stop.journey, stop.order) for stop in ends}) == 1
        inside = [stop.kind for stop in ends] == ["city", "venue"]
        return (ends[0].journey, ends[0].order) if leg.kind == "unordered" and same and not inside else None

    for group, members in groupby(legs, key=tied):
        some = list(members)
        yield from some if group is None else _tree(some, stops)


def _tree(legs: list[Leg], stops: tuple[Stop, ...]) -> Iterator[Leg]:
    waiting = list(dict.fromkeys(i for leg in legs for i in (leg.origin, leg.destination)))
    reached = [waiting.pop(0)]
    for leg in legs:
        _, origin, destination = min((_apart(stops[a], stops[b]), a, b) for a in reached for b in waiting)
        waiting.remove(destination)
        reached.append(destination)
        yield _between(leg, origin, destination, stops)


def _apart(one: Stop, other: Stop) -> float:
    return distance_m(one.place.point, other.place.point) if one.place and other.place else 0.0


def _between(leg: Leg, origin: int, destination: int, stops: tuple[Stop, ...]) -> Leg:
    start, end = stops[origin].place, stops[destination].place
    if start is None or end is None:
        return leg
    line = geodesic(start.point, end.point)
    return replace(
        leg,
        origin=origin,
        destination=destination,
        path=line.path,
        distance_m=line.distance_m,
        bearing_deg=line.bearing_deg,
        status=stops[destination].status,
    )
