"""Stops → legs: an arrow only where the text gives the order.

`travel` joins successive order groups of one journey; a city stands for its own venues. `unordered` joins
what belongs together without an order: a venue and its city, tied stops, and a tied group and its neighbours.
`context` joins one journey to the next.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from geomap.geodesy import geodesic
from geomap.model import Itinerary, Leg, LegKind, Stop
from geomap.sea import length_m, sea_way
from geomap.travel import duration_s, means_of

if TYPE_CHECKING:
    from shapely.geometry import LineString, MultiLineString


def route(itinerary: Itinerary) -> Itinerary:
    """Give the itinerary with its legs. Stops without a place have none.

    Examples
    --------
    >>> from geomap.model import Itinerary, Place, Point, Stop
    >>> hanoi = Place("Hanoi", Point(21.02, 105.84), "P", "PPLC")
    >>> seoul = Place("Seoul", Point(37.57, 126.98), "P", "PPLC")
    >>> stops = (Stop("Seoul", "city", "past", 1, place=seoul), Stop("Hanoi", "city", "planned", 2, place=hanoi))
    >>> [(leg.kind, leg.status) for leg in route(Itinerary("A trip", stops)).legs]
    [('travel', 'planned')]
    """
    stops = itinerary.stops
    journeys: list[list[int]] = []
    for number in sorted({stop.journey for stop in stops}):
        placed = [i for i, stop in enumerate(stops) if stop.journey == number and stop.place is not None]
        if placed:
            journeys.append(placed)
    joins: list[tuple[int, int, LegKind]] = []
    for i, journey in enumerate(journeys):
        inner = list(_joins(stops, journey))
        if i:
            joins.append((_last(stops, journeys[i - 1]), _city_of(stops, journey, journey[0]), "context"))
        joins.extend(inner)
    return replace(itinerary, legs=tuple(_leg(stops, *join) for join in joins))


def geometry(leg: Leg) -> "LineString | MultiLineString":
    """Give a leg's path as a shapely geometry, (longitude, latitude), cut at 180° as RFC 7946 (3.1.9) asks.

    Examples
    --------
    >>> from geomap.geodesy import geodesic
    >>> from geomap.model import Point
    >>> path = geodesic(Point(0, 179), Point(0, -179)).path
    >>> geometry(Leg(0, 1, "travel", path, 222_639, 90, "past")).geom_type
    'MultiLineString'
    """
    import antimeridian
    from shapely.geometry import LineString

    line = LineString([point.lonlat for point in leg.path])
    fixed: LineString | MultiLineString = antimeridian.fix_line_string(line, great_circle=False)
    return fixed


def _joins(stops: tuple[Stop, ...], journey: list[int]) -> Iterator[tuple[int, int, LegKind]]:
    """Yield the joins inside one journey, in travel order."""
    here: int | None = None  # the stop, a city rather than its venues, that the next leg starts from
    settled = True  # whether the text says that `here` is where the traveller leaves from
    venue: int | None = None  # the one venue of `here` that was visited last, if the text says so
    for _, group in groupby(sorted(journey, key=lambda i: stops[i].order), key=lambda i: stops[i].order):
        members = list(group)
        outer = list(dict.fromkeys(_city_of(stops, journey, i) for i in members))
        if here is not None and outer[0] != here:
            yield here, outer[0], "travel" if settled and len(outer) == 1 else "unordered"
        for tied, other in pairwise(outer):
            yield tied, other, "unordered"
        for i in members:
            city = _city_of(stops, journey, i)
            if city == i:
                continue
            if len(members) == 1 and venue is not None and city == here:
                yield venue, i, "travel"
            else:
                yield city, i, "unordered"
        venue = members[0] if len(members) == 1 and outer != members else None
        settled = len(outer) == 1
        here = outer[-1]


def _last(stops: tuple[Stop, ...], journey: list[int]) -> int:
    return _city_of(stops, journey, max(journey, key=lambda i: (stops[i].order, i)))


def _city_of(stops: tuple[Stop, ...], journey: list[int], i: int) -> int:
    """Give the city that stands for stop `i`: the last one before it that holds it, else the next, else itself."""
    stop = stops[i]
    if stop.kind != "venue":
        return i
    cities = [j for j in journey if stops[j].kind == "city" and _holds(stops[j], stop)]
    before = [j for j in cities if stops[j].order <= stop.order]
    return before[-1] if before else cities[0] if cities else i


def _holds(city: Stop, venue: Stop) -> bool:
    """Whether the text or the gazetteer puts the venue into the city."""
    names = {name.casefold() for name in (city.name, city.place.name if city.place else "") if name}
    claims = (venue.within, venue.place.city if venue.place else None)
    return any(claim is not None and claim.casefold() in names for claim in claims)


def _leg(stops: tuple[Stop, ...], origin: int, destination: int, kind: LegKind) -> Leg:
    start, end = stops[origin].place, stops[destination].place
    if start is None or end is None:
        raise ValueError("a leg needs two placed stops")
    line = geodesic(start.point, end.point)
    mode = stops[destination].mode if kind == "travel" else None
    means = means_of(mode)
    way = sea_way(start.point, end.point) if means == "ship" else None
    distance_m = length_m(way) if way else line.distance_m
    # The middle of a country is no place to set out from, and a ship without a way sails a river.
    timed = {stops[origin].kind, stops[destination].kind} <= {"city", "venue"} and (means != "ship" or way)
    seconds = duration_s(means, distance_m) if means and timed else None
    return Leg(
        origin=origin,
        destination=destination,
        kind=kind,
        path=way or line.path,
        distance_m=distance_m,
        bearing_deg=line.bearing_deg,
        status=stops[destination].status,
        mode=mode,
        duration_s=seconds,
        estimated=seconds is not None,
        by_sea=way is not None,
    )
