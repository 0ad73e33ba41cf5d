"""Whether one place lies in another, as far as names, codes and radii say."""

from collections.abc import Mapping
from functools import cache

from geomap.gazetteer.fold import fold
from geomap.gazetteer.index import central_angle
from geomap.gazetteer.sources import DATA, read_tsv
from geomap.model import Kind, Place, Point

_EARTH_RADIUS_M = 6_371_008.8
#: A radius is rough: cities have suburbs, divisions have corners.
_SLACK: Mapping[Kind, float] = {"venue": 1, "city": 2, "region": 1.5, "natural": 1, "sea": 1, "country": 1}
_LEAST_M = 5000.0


def distance_m(one: Point, other: Point) -> float:
    """Give the distance on the sphere: within 0.6 % of the ellipsoid's, and a hundred times faster."""
    return _EARTH_RADIUS_M * central_angle(one, other)


def contains(container: Place, place: Place) -> bool:
    """Tell whether `place` lies in `container`.

    A place lies in the country that holds or claims its territory too: texts put Simferopol in Ukraine and in Russia. A
    river or range lies in what it touches.
    """
    if container.kind == "country" and place.country:
        return container.country in {place.country, *_claimants(place)}
    if container.feature_code == "ADM1" and place.admin and place.feature_class in {"P", "A"}:
        if (container.country, container.admin) == (place.country, place.admin):
            return True
        inside = distance_m(container.point, place.point) <= container.radius_m
        return container.country == place.country and _is_own_division(place) and inside
    if container.kind == "city" and place.city and fold(place.city) == fold(container.name):
        return container.country == place.country
    width = place.radius_m if place.kind in {"natural", "sea"} else 0.0
    reach = max(_SLACK[container.kind] * container.radius_m, _LEAST_M)
    return distance_m(container.point, place.point) <= reach + width


def _is_own_division(city: Place) -> bool:
    """Whether a city is a first-level division by itself, and lies in the division around it only for a reader."""
    return city.feature_class == "P" and fold(city.admin).removesuffix(" city") == fold(city.name)


def _claimants(place: Place) -> frozenset[str]:
    claims = _claims()
    return claims.get((place.country, place.admin), frozenset()) | claims.get((place.country, ""), frozenset())


@cache
def _claims() -> Mapping[tuple[str, str], frozenset[str]]:
    """Give the countries that hold or claim a territory beside the one that the gazetteer puts it in."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for row in read_tsv(DATA / "claims.tsv"):
        area = row["country"], row["division"]
        found[area] = found.get(area, frozenset()) | {row["also"]}
    return found
