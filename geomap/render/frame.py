"""What the first view shows, about: a box around the stops, with room for the reader to know where it is."""

from collections.abc import Iterable
from dataclasses import dataclass

from geomap.model import Itinerary

#: Height and width, in degrees, that the first view has at least.
_LEAST = (9.0, 16.0)


@dataclass(frozen=True, slots=True)
class Frame:
    """A box in degrees, WGS 84.

    Parameters
    ----------
    lat, lon
        Its middle; the longitude may exceed 180.
    height, width
        Of the stops, and no less than any first view has.
    """

    lat: float
    lon: float
    height: float
    width: float

    def meets(self, west: float, south: float, east: float, north: float) -> bool:
        """Say whether a box of longitudes and latitudes reaches into what the view shows around the stops."""
        half_height, half_width = self.height * 0.6, self.width * 0.6
        middle = (west + east) / 2
        away = abs((middle - self.lon + 180) % 360 - 180)
        return (
            south < self.lat + half_height and north > self.lat - half_height and away - (east - west) / 2 < half_width
        )


def frame_of(itinerary: Itinerary) -> Frame | None:
    """Give the frame of an itinerary's stops, or None if none of them has a place."""
    points = [stop.place.point for stop in itinerary.stops if stop.place]
    if not points:
        return None
    lats, (west, east) = [point.lat for point in points], window([point.lon for point in points])
    height, width = max(_LEAST[0], max(lats) - min(lats)), max(_LEAST[1], east - west)
    return Frame((min(lats) + max(lats)) / 2, (west + east) / 2, height, width)


def window(longitudes: Iterable[float]) -> tuple[float, float]:
    """Give west and east of the shortest arc that holds all the longitudes; east may exceed 180."""
    ordered = sorted({lon % 360 for lon in longitudes})
    gaps = [(b - a, b) for a, b in zip(ordered, [*ordered[1:], ordered[0] + 360], strict=True)]
    widest, start = max(gaps)
    return start, start + 360 - widest
