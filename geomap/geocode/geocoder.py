"""The gazetteer as a geopy geocoder."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point as GeopyPoint

from geomap.gazetteer import open_index
from geomap.gazetteer.containment import distance_m
from geomap.geocode.asking import candidates
from geomap.model import Candidate, Place, Point

#: A structured query's fields, finest first, and those that name a container.
_FIELDS = ("name", "venue", "amenity", "city", "county", "state", "country")
#: Fields of Nominatim's that are finer than the gazetteer.
_TOO_FINE = ("street", "postalcode")


class Gazetteer(Geocoder):  # type: ignore[misc]
    """geomap's offline gazetteer, with the manners of geopy's geocoders.

    It asks no service: what geopy's geocoders take about connections is accepted and ignored.

    Parameters
    ----------
    timeout, proxies, user_agent, ssl_context, adapter_factory
        As of geopy's geocoders; ignored.

    Examples
    --------
    >>> location = Gazetteer().geocode("Pyongyang")
    >>> round(location.latitude, 2), round(location.longitude, 2)
    (39.03, 125.75)
    >>> Gazetteer().geocode("no such place at all") is None
    True
    """

    def __init__(
        self,
        *,
        timeout: object = DEFAULT_SENTINEL,
        proxies: object = DEFAULT_SENTINEL,
        user_agent: str | None = None,
        ssl_context: object = DEFAULT_SENTINEL,
        adapter_factory: object = None,  # noqa: ARG002 - geopy's signature
    ) -> None:
        super().__init__(timeout=timeout, proxies=proxies, user_agent=user_agent, ssl_context=ssl_context)

    def geocode(
        self,
        query: str | Mapping[str, str],
        *,
        exactly_one: bool = True,
        limit: int | None = None,
        country_codes: str | Iterable[str] | None = None,
        timeout: object = DEFAULT_SENTINEL,  # noqa: ARG002 - geopy's signature
    ) -> Location | list[Location] | None:
        """Give the location of a name.

        Parameters
        ----------
        query
            A name ("Kim Il Sung Square", "Paris, Texas"), or a structured query with some of `name`,
            `venue`, `amenity`, `city`, `county`, `state` and `country`; `street` and `postalcode` are left aside,
            and the reasons say so.
        exactly_one
            The likeliest location, or a list of all.
        limit
            At most so many in the list; 10 if None.
        country_codes
            ISO 3166-1 alpha-2 codes to keep to.
        timeout
            Ignored.

        Returns
        -------
        geopy.location.Location, list of them, or None
            None where nothing is known, and for a table's empty cell (None, NaN).
            `raw` holds `id`, `source`, `score`, `reasons`, `kind`,
            `feature_code`, `country_code` and `population`.

        Raises
        ------
        geopy.exc.GeocoderQueryError
            If the query is empty, or a structured one has unknown fields.
        """
        if _is_missing(query):
            return None
        name, within, aside = _asked(query)
        wanted = limit or 10
        codes = {country_codes} if isinstance(country_codes, str) else set(country_codes or ())
        codes = {code.upper() for code in codes}
        found = candidates(name, within=within, limit=10_000 if codes else wanted)
        kept = [one for one in found if not codes or one.place.country in codes][:wanted]
        return _answer([_location(replace(one, reasons=(*one.reasons, *aside))) for one in kept], exactly_one)

    def reverse(
        self,
        query: GeopyPoint | tuple[float, float] | str,
        *,
        exactly_one: bool = True,
        limit: int | None = None,
        timeout: object = DEFAULT_SENTINEL,  # noqa: ARG002 - geopy's signature
    ) -> Location | list[Location] | None:
        """Give the city or venue nearest to a point.

        Parameters
        ----------
        query
            A geopy point, a pair latitude, longitude, or a string that geopy reads as one.
        exactly_one
            The nearest, or a list of the nearest ones.
        limit
            At most so many in the list; 10 if None.
        timeout
            Ignored.

        Raises
        ------
        ValueError
            If the point can't be read or is out of range, as in geopy.
        """
        point = query if isinstance(query, GeopyPoint) else GeopyPoint(query)
        here, wanted = Point(point.latitude, point.longitude), 1 if exactly_one else limit or 10
        near = open_index().near(here, limit=wanted)
        return _answer([_location(Candidate(place, 1.0, (_away(here, place),))) for place in near], exactly_one)


def _is_missing(cell: object) -> bool:
    """Whether this is a table's empty cell: None, pandas' NA, or NaN, which alone doesn't equal itself."""
    return cell is None or type(cell).__name__ == "NAType" or (isinstance(cell, float) and cell != cell)


def _asked(query: str | Mapping[str, str]) -> tuple[str, str | None, tuple[str, ...]]:
    """Give the name and the container that are asked for, and what is said of the rest."""
    if isinstance(query, Mapping):
        unknown = sorted(set(query) - {*_FIELDS, *_TOO_FINE})
        if unknown:
            raise GeocoderQueryError(f"Unknown fields {', '.join(unknown)}; known are {', '.join(_FIELDS)}.")
        given = [str(query[field]).strip() for field in _FIELDS if not _is_missing(query.get(field))]
        given = [value for value in given if value]
        if not given:
            raise GeocoderQueryError("The query is empty.")
        aside = [field for field in _TOO_FINE if not _is_missing(query.get(field))]
        words = (f"without the {' and the '.join(aside)}, which the gazetteer doesn't have",) if aside else ()
        return given[0], ", ".join(given[1:]) or None, words
    if not isinstance(query, str):
        raise GeocoderQueryError(f"A query is a name or a mapping, not {query!r}.")
    if not query.strip():
        raise GeocoderQueryError("The query is empty.")
    return query.strip(), None, ()


def _away(here: Point, place: Place) -> str:
    return f"{distance_m(here, place.point) / 1000:.1f} km away"


def _location(candidate: Candidate) -> Location:
    place = candidate.place
    raw: dict[str, Any] = {
        "id": place.id,
        "source": place.source,
        "score": candidate.score,
        "reasons": list(candidate.reasons),
        "kind": place.kind,
        "feature_code": f"{place.feature_class}/{place.feature_code}",
        "country_code": place.country,
        "population": place.population,
    }
    return Location(place.address, place.point.latlon, raw)


def _answer(found: list[Location], exactly_one: bool) -> Location | list[Location] | None:
    if not found:
        return None
    return found[0] if exactly_one else found
