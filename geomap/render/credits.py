"""What a map owes its sources."""

from collections.abc import Iterator
from dataclasses import dataclass

from geomap.gazetteer.credits import owed
from geomap.model import Borders, Itinerary


@dataclass(frozen=True, slots=True)
class Credit:
    """A source that is owed a mention; `url` may be empty."""

    text: str
    url: str = ""


#: What every map owes its parts and sources.
CREDITS = (
    Credit("Map: geomap"),
    Credit("Places: GeoNames (CC BY 4.0)", "https://www.geonames.org/"),
    Credit("Leaflet", "https://leafletjs.com/"),
)


def credits_of(itinerary: Itinerary, borders: Borders) -> Iterator[Credit]:
    """Name the article first, then what every map owes, then whose borders these are."""
    url = itinerary.source_url or ""
    if itinerary.credit or url:
        safe = url.lower().startswith(("https://", "http://"))
        yield Credit(f"From: {itinerary.credit or url}", url if safe else "")
    yield from CREDITS
    for source in owed(stop.place for stop in itinerary.stops if stop.place):
        yield Credit(f"{source.gives[:1].upper()}{source.gives[1:]}: {source.name} ({source.licence})", source.url)
    after = ", after Visionscarto" if borders == "un" else ""
    yield Credit(f"Land and borders: Natural Earth{after}", "https://www.naturalearthdata.com/")
