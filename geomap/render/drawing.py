"""Itinerary → Drawing: all that the script draws, in words and numbers, as one JSON block.

The fields are those of `geomap/web/src/drawing.ts`, under the same names. Nothing here depends on the
document's text, so that an itinerary read back from JSON draws the same.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from geomap.evidence import Evidence
from geomap.gazetteer import Index, open_index
from geomap.geodesy import distance_m, unwrap
from geomap.model import Borders, Itinerary, Kind, Leg, LegKind, Place, Status, Stop
from geomap.render import words
from geomap.render.bundle import for_script
from geomap.render.credits import Credit, credits_of
from geomap.render.disputes import POLICY, disputes
from geomap.render.frame import frame_of, window
from geomap.render.neighbours import between_neighbours
from geomap.render.scripts import language_of
from geomap.render.waters import Water, waters
from geomap.travel import means_of

#: Latitude, longitude in WGS 84 degrees, rounded to about a metre.
LatLon = tuple[float, float]

#: How many cities may be named for orientation: over the whole route, and around each dense part of it.
_CITIES = 40
_CITIES_NEARBY = 6
#: Half the side, in degrees, of the square around a stop that is searched for cities nearby; the zoom that shows
#: it; and how many such squares.
_NEARBY = 0.6
_NEARBY_ZOOM = 8
_MOST_LOOKS = 40
#: How many stops in doubt are named.
_MOST_DOUBTFUL = 6
#: The latitude at which Web Mercator ends, in degrees; and the one beyond which it stretches a path out of all shape.
_MAP_ENDS = 85.05
_PATH_ENDS = 80.0
#: How far the path may bend away from the drawn points, in degrees.
_PATH_TOLERANCE = 0.05


@dataclass(frozen=True, slots=True)
class DrawnStop:
    """A stop as drawn and listed; see `drawing.ts` for the meaning of each field."""

    number: int
    name: str
    local_name: str
    local_lang: str
    kind: Kind
    status: Status
    status_words: str
    at: LatLon | None
    approximate: bool
    radius_m: float
    country: str
    within: str
    city: str
    earlier: bool
    when: str
    activity: str
    quotes: tuple[tuple[str, str, str], ...]
    why: tuple[str, ...]
    others: tuple[str, ...]
    caution: str


@dataclass(frozen=True, slots=True)
class DrawnLeg:
    """A leg as drawn; `origin` and `to` are indexes into the stops (`origin` is `from` in the JSON)."""

    origin: int
    to: int
    kind: LegKind
    status: Status
    mode: str
    path: tuple[LatLon, ...]
    distance: str
    time: str
    sea: bool


@dataclass(frozen=True, slots=True)
class City:
    """A city that tells the reader where the map is."""

    name: str
    at: LatLon
    capital: bool
    zoom: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is drawn, listed and said."""

    title: str
    summary: str
    description: str
    stops: tuple[DrawnStop, ...]
    legs: tuple[DrawnLeg, ...]
    cities: tuple[City, ...]
    waters: tuple[Water, ...]
    notes: tuple[str, ...]
    disputed: tuple[str, ...]
    credits: tuple[Credit, ...]


def draw(itinerary: Itinerary, *, borders: Borders = "un") -> Drawing:
    """Turn an itinerary into its drawing; the borders are named in its notes and credits."""
    index = open_index()
    main = max((stop.journey for stop in itinerary.stops), default=1)
    year = int(itinerary.date[:4]) if itinerary.date and itinerary.date[:4].isdigit() else None
    stops = tuple(
        _stop(number, stop, index, earlier=stop.journey < main, year=year)
        for number, stop in enumerate(itinerary.stops, 1)
    )
    stops = tuple(_off_the_pole(stops))
    return Drawing(
        title=itinerary.title or "Map of a route",
        summary=words.summary(itinerary),
        description=words.description(itinerary),
        stops=stops,
        legs=tuple(_leg(leg, stops) for leg in between_neighbours(itinerary.legs, itinerary.stops)),
        cities=tuple(_cities(itinerary, index)),
        waters=waters(itinerary),
        notes=tuple(_notes(itinerary, borders)),
        disputed=disputes(itinerary),
        credits=tuple(credits_of(itinerary, borders)),
    )


def to_block(drawing: Drawing) -> str:
    """Give the drawing as JSON that can stand in an HTML `script` element.

    It holds no `<`, `>`, `&`, U+2028 or U+2029, and no two braces of a template language in a row, whatever
    the article says.
    """
    fields = asdict(drawing)
    for leg in fields["legs"]:
        leg["from"] = leg.pop("origin")
    return for_script(json.dumps(fields, ensure_ascii=False, separators=(",", ":")))


def _stop(number: int, stop: Stop, index: Index, *, earlier: bool, year: int | None) -> DrawnStop:
    place = stop.place
    country = _country(place.country, index) if place else ""
    local_name = _local_name(stop)
    return DrawnStop(
        number=number,
        name=stop.name,
        local_name=local_name,
        local_lang=language_of(local_name, place.country) if place else "",
        kind=stop.kind,
        status=stop.status,
        status_words=words.STATUS[stop.status],
        at=_round(place.point.latlon) if place else None,
        approximate=stop.approximate,
        radius_m=round(place.radius_m) if place else 0,
        country=place.country if place else "",
        within=_within(stop, country),
        city=_city(stop),
        earlier=earlier,
        when=words.date_words(stop.when, year),
        activity=words.activity_words(stop),
        quotes=tuple(_quote(evidence) for evidence in stop.evidence),
        why=tuple(words.why(stop, country)),
        others=tuple(_others(stop, index)),
        caution=words.caution(stop),
    )


def _country(code: str, index: Index) -> str:
    country = index.country(code) if code else None
    return country.name if country else ""


def _local_name(stop: Stop) -> str:
    local = stop.place.local_name if stop.place else ""
    return "" if local.casefold() == stop.name.casefold() else local


def _within(stop: Stop, country: str) -> str:
    """Say what the place lies in, the nearest first, as far as the name does not say it already."""
    within = "" if stop.within == country else stop.within or ""
    # "Russia's far east" names its country.
    parts = [within, "" if within else _city(stop), "" if country and within.startswith(country) else country]
    return ", ".join(dict.fromkeys(part for part in parts if part and part.casefold() != stop.name.casefold()))


def _city(stop: Stop) -> str:
    """Name the city whose badge the stop may join."""
    if stop.kind == "city":
        return stop.name
    if stop.kind != "venue" or stop.place is None:
        return ""
    return stop.place.city or stop.within or ""


def _quote(evidence: Evidence) -> tuple[str, str, str]:
    start, end = evidence.name_start - evidence.start, evidence.name_end - evidence.start
    return evidence.quote[:start], evidence.quote[start:end], evidence.quote[end:]


def _others(stop: Stop, index: Index) -> Iterator[str]:
    """Name up to four other places that the name may mean."""
    if stop.place is None:
        return
    said = {words.place_words(stop.place, _country(stop.place.country, index))}
    for candidate in stop.candidates:
        place = candidate.place
        phrase = words.place_words(place, _country(place.country, index))
        if phrase not in said:
            said.add(phrase)
            yield phrase
        if len(said) > 4:
            return


def _off_the_pole(stops: tuple[DrawnStop, ...]) -> Iterator[DrawnStop]:
    """Put what lies beyond the edge of the map at its edge, midway between the stops before and after it."""
    placed = [stop for stop in stops if stop.at]
    for stop in stops:
        if stop.at is None or abs(stop.at[0]) <= _MAP_ENDS:
            yield stop
            continue
        i = placed.index(stop)
        around = [other.at[1] for other in placed[max(0, i - 1) : i + 2] if other.at and abs(other.at[0]) <= _MAP_ENDS]
        west, east = window(around) if around else (stop.at[1], stop.at[1])
        yield replace(stop, at=_round((math.copysign(_MAP_ENDS, stop.at[0]), _turned((west + east) / 2))))


def _leg(leg: Leg, stops: tuple[DrawnStop, ...]) -> DrawnLeg:
    start, end = stops[leg.origin].at, stops[leg.destination].at
    over_the_top = any(abs(point.lat) > _PATH_ENDS for point in leg.path)
    path = (start, end) if start and end and over_the_top else _simplify(unwrap(leg.path))
    return DrawnLeg(
        origin=leg.origin,
        to=leg.destination,
        kind=leg.kind,
        status=leg.status,
        mode=means_of(leg.mode) or "",
        path=tuple(_round(point) for point in path),
        distance=words.leg_words(leg, stops[leg.origin].name),
        time=words.time_words(leg),
        sea=leg.by_sea,
    )


def _simplify(path: tuple[LatLon, ...]) -> tuple[LatLon, ...]:
    """Drop the points that the line passes anyway (Douglas and Peucker 1973, in degrees)."""
    keep = {0, len(path) - 1}
    spans = [(0, len(path) - 1)]
    while spans:
        first, last = spans.pop()
        (lat, lon), (end_lat, end_lon) = path[first], path[last]
        chord = ((end_lat - lat) ** 2 + (end_lon - lon) ** 2) ** 0.5
        far, farthest = _PATH_TOLERANCE, None
        for i in range(first + 1, last):
            dy, dx = path[i][0] - lat, path[i][1] - lon
            off = abs((end_lat - lat) * dx - (end_lon - lon) * dy) / chord if chord else (dy * dy + dx * dx) ** 0.5
            if off > far:
                far, farthest = off, i
        if farthest is not None:
            keep.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return tuple(path[i] for i in sorted(keep))


def _round(point: LatLon) -> LatLon:
    return round(point[0], 5), round(point[1], 5)


def _cities(itinerary: Itinerary, index: Index) -> Iterator[City]:
    """Name cities in the frame of the first view, then smaller ones for a closer look at each place."""
    frame = frame_of(itinerary)
    if frame is None:
        return
    points = [stop.place.point for stop in itinerary.stops if stop.place]
    looks = [_Look(frame.lat, frame.lon, frame.height * 0.8, frame.width, _CITIES, 0)]
    near = sorted({(round(point.lat, 1), round(point.lon, 1)) for point in points})
    looks += [_Look(lat, lon, _NEARBY, _NEARBY, _CITIES_NEARBY, _NEARBY_ZOOM) for lat, lon in near[:_MOST_LOOKS]]
    seen: set[tuple[str, str]] = set()
    for look in looks:
        for place in _apart(look.cities(index)):
            if (place.source, place.id) not in seen:
                seen.add((place.source, place.id))
                capital = place.feature_code == "PPLC"
                yield City(place.name, _round(place.point.latlon), capital=capital, zoom=look.zoom)


def _apart(cities: tuple[Place, ...]) -> Iterator[Place]:
    """Leave out what is a quarter or suburb of a city before it."""
    named: list[Place] = []
    for place in cities:
        if all(distance_m(place.point, city.point) > city.radius_m / 2 for city in named):
            named.append(place)
            yield place


@dataclass(frozen=True, slots=True)
class _Look:
    """A box around a point, in degrees, and how many of its cities may be named from which zoom on."""

    lat: float
    lon: float
    half_height: float
    half_width: float
    limit: int
    zoom: int

    def cities(self, index: Index) -> tuple[Place, ...]:
        south, north = max(-90.0, self.lat - self.half_height), min(90.0, self.lat + self.half_height)
        if self.half_width >= 180:
            return index.cities_in(south, -180.0, north, 180.0, limit=self.limit)
        west, east = (_turned(self.lon + side) for side in (-self.half_width, self.half_width))
        return index.cities_in(south, west, north, east, limit=self.limit)


def _turned(lon: float) -> float:
    return (lon + 180) % 360 - 180


def _notes(itinerary: Itinerary, borders: Borders) -> Iterator[str]:
    coarse = sum(stop.approximate for stop in itinerary.stops)
    if coarse:
        yield (
            f"{words.count(coarse, 'place is', 'places are')} approximate: "
            f"somewhere within the shaded {'disc' if coarse == 1 else 'discs'}."
        )
    missing = [stop.name for stop in itinerary.stops if stop.place is None]
    if missing:
        yield f"Not on the map, because no place was found: {', '.join(missing)}."
    if itinerary.doubtful:
        names = words.in_short(list(dict.fromkeys(stop.name for stop in itinerary.doubtful)), _MOST_DOUBTFUL)
        yield f"Left out, for the article does not say plainly that the trip goes there: {names}."
    if any(abs(stop.place.point.lat) > _MAP_ENDS for stop in itinerary.placed if stop.place):
        yield "The poles lie beyond the edge of this map: what is there stands at the edge."
    if any(leg.kind == "travel" for leg in itinerary.legs):
        at_sea = ", by sea along the line" if any(leg.by_sea for leg in itinerary.legs) else ""
        yield f"Lines show the order of the stops, not the way travelled; distances are straight{at_sea}."
    if any(leg.estimated for leg in itinerary.legs):
        yield "Travel times are estimated from the distance and the means of travel."
    yield POLICY[borders]
