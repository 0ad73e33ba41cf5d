"""What a service answers, as places: nothing in it is believed but names, points and kinds that make sense."""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from geomap.geodesy import distance_m
from geomap.model import Place, Point

_LONGEST_NAME = 200
_MOST_NAMES = 100
#: Metres around a point, where the service gives no box.
_RADIUS_M = {"venue": 500.0, "city": 5000.0, "natural": 5000.0}
_NARROWEST_M, _WIDEST_M, _WIDEST_VENUE_M = 100.0, 2_000_000.0, 10_000.0
_TOWN, _PART, _DIVISION, _COUNTRY = ("P", "PPL"), ("P", "PPLX"), ("A", "ADM1"), ("A", "PCLI")
#: GeoNames' codes for words of OpenStreetMap's `place`, Nominatim's `addresstype`, and the layers of Photon and Pelias.
_FEATURES = {
    **dict.fromkeys(("city", "town", "village", "hamlet", "municipality", "locality", "localadmin"), _TOWN),
    **dict.fromkeys(("suburb", "quarter", "neighbourhood", "borough", "city_district", "district"), _PART),
    **dict.fromkeys(
        ("state", "region", "province", "county", "state_district", "macroregion", "macrocounty"), _DIVISION
    ),
    "country": _COUNTRY,
    "dependency": ("A", "TERR"),
    "island": ("T", "ISL"),
    "islet": ("T", "ISL"),
    "archipelago": ("T", "ISLS"),
    "sea": ("H", "SEA"),
    "marinearea": ("H", "SEA"),
    "ocean": ("H", "OCN"),
    "bay": ("H", "BAY"),
    "strait": ("H", "STRT"),
    "national_park": ("L", "PRK"),
    "protected_area": ("L", "PRK"),
    **dict.fromkeys(("water", "wetland", "spring", "glacier", "reef"), ("H", "LK")),
    **dict.fromkeys(("beach", "coastline"), ("T", "BCH")),
}
#: Main keys of OpenStreetMap that name areas and nature; all others are venues.
_OTHERWISE = {"place": _TOWN, "boundary": _DIVISION, "natural": ("T", "MT"), "waterway": ("H", "STM")}
_VENUE = ("S", "FCL")
#: The kind that an answer of unknown kind has is the one that was asked for.
UNKNOWN = ""


def read_places(locations: Sequence[Any], *, source: str, radius_m: float) -> tuple[Place, ...]:
    """Give the places of geopy's locations, in their order; one that makes no sense fails them all.

    Parameters
    ----------
    locations
        As geopy gives them.
    source
        Who says so.
    radius_m
        How far off they may be at least.

    Raises
    ------
    ValueError, TypeError, KeyError, AttributeError
        If an answer is not what such a service answers.
    """
    return tuple(_place(one, source, radius_m) for one in locations)


def to_text(places: Sequence[Place]) -> str:
    """Give places as the text that is kept."""
    return json.dumps(
        [
            [p.name, p.names, p.point.lat, p.point.lon, p.feature_class, p.feature_code, p.country, p.radius_m, p.id,
             p.local_name]
            for p in places
        ],
        ensure_ascii=False,
    )  # fmt: skip


def from_text(text: str, *, source: str) -> tuple[Place, ...] | None:
    """Read what `to_text` gave; None if it is something else."""
    try:
        rows = json.loads(text)
        return tuple(_checked(*row, source=source) for row in rows)
    except (ValueError, TypeError, RecursionError):
        return None


def _checked(
    name: str, names: Sequence[str], lat: float, lon: float, feature_class: str, feature_code: str, country: str,
    radius_m: float, id_: str, local_name: str, *, source: str,
) -> Place:  # fmt: skip
    if not all(isinstance(one, str) for one in (name, *names, feature_class, feature_code, country, id_, local_name)):
        raise TypeError
    if not 0 < radius_m <= _WIDEST_M:
        raise ValueError
    return Place(
        name, Point(lat, lon), feature_class, feature_code, country, radius_m=radius_m, source=source, id=id_,
        names=tuple(names), local_name=local_name, verified=False,
    )  # fmt: skip


def _place(location: Any, source: str, radius_m: float) -> Place:
    raw: dict[str, Any] = location.raw if isinstance(location.raw, dict) else {}
    inner = raw.get("properties")
    properties: dict[str, Any] = inner if isinstance(inner, dict) else raw
    point = Point(location.latitude, location.longitude)
    given = set(_numbers(raw))
    if point.latlon == (0, 0) or not {point.lat, point.lon} <= given:  # geopy makes 0 of nothing, and 160 of 520
        raise ValueError("no coordinates")
    details = properties.get("namedetails")
    others = details if isinstance(details, dict) else {}
    names = tuple(_names(location.address, properties, others))
    feature_class, feature_code = _feature(raw, properties)
    local = _clean(others.get("name"))
    place = Place(
        names[0],
        point,
        feature_class,
        feature_code,
        _country(raw, properties),
        source=source,
        id=_identifier(raw, properties),
        names=names[1:],
        local_name="" if local == names[0] or local.isascii() else local,
        verified=False,
    )
    radius = max(_radius_m(raw, properties, place), radius_m)
    return _checked(
        place.name, place.names, point.lat, point.lon, feature_class, feature_code, place.country, radius, place.id,
        place.local_name, source=source,
    )  # fmt: skip


def _names(address: object, properties: Mapping[str, Any], others: Mapping[str, Any]) -> Iterator[str]:
    """Yield what it is called, its English or first name first."""
    head = address.split(",")[0] if isinstance(address, str) else ""
    label = properties.get("label")
    found = [
        others.get("name:en"),
        properties.get("name"),
        head,
        label.split(",")[0] if isinstance(label, str) else "",
        *(value for key, value in others.items() if isinstance(key, str) and "name" in key),
    ]
    cleaned = (_clean(part) for one in found if isinstance(one, str) for part in one.split(";"))
    distinct = list(dict.fromkeys(one for one in cleaned if one))[:_MOST_NAMES]
    if not distinct:
        raise ValueError("no name")
    yield from distinct


def _clean(value: object) -> str:
    """Give a text in one line, of letters that print, no longer than a name is."""
    if not isinstance(value, str):
        return ""
    return "".join(char for char in " ".join(value.split()) if char.isprintable())[:_LONGEST_NAME].strip()


def _feature(raw: Mapping[str, Any], properties: Mapping[str, Any]) -> tuple[str, str]:
    """Say what sort of place it is, as GeoNames codes it."""
    if re.fullmatch(r"[AHLPRSTUV]", str(raw.get("fcl"))) and re.fullmatch(r"[A-Z0-9]{2,5}", str(raw.get("fcode"))):
        return raw["fcl"], raw["fcode"]
    key = properties.get("osm_key") or properties.get("class") or properties.get("category")
    value = properties.get("osm_value") or properties.get("type")
    layer = properties.get("layer")
    if isinstance(layer, str):
        return _FEATURES.get(layer, _VENUE)
    if not isinstance(key, str):
        return UNKNOWN, ""
    if key == "boundary" and value == "administrative":
        wide = properties.get("addresstype") or (properties.get("type") if "osm_key" in properties else None)
        return _FEATURES.get(str(wide), _DIVISION)
    if key in _OTHERWISE:
        return _FEATURES.get(str(value), _OTHERWISE[key])
    return _VENUE


def _country(raw: Mapping[str, Any], properties: Mapping[str, Any]) -> str:
    address = properties.get("address")
    found = (
        address.get("country_code") if isinstance(address, dict) else None,
        *(properties.get(key) for key in ("countrycode", "country_code")),
        raw.get("countryCode"),
    )
    codes = (one.upper() for one in found if isinstance(one, str) and re.fullmatch(r"[A-Za-z]{2}", one))
    return next(codes, "")


def _identifier(raw: Mapping[str, Any], properties: Mapping[str, Any]) -> str:
    kind, number = properties.get("osm_type"), properties.get("osm_id")
    if isinstance(kind, str) and isinstance(number, int | str):
        return _clean(f"{kind}/{number}")
    return _clean(str(properties.get("gid") or raw.get("id") or raw.get("geonameId") or ""))


def _radius_m(raw: Mapping[str, Any], properties: Mapping[str, Any], place: Place) -> float:
    kind = place.kind if place.feature_class else "venue"
    box = raw.get("boundingbox") or properties.get("extent") or raw.get("bbox")
    radius = _RADIUS_M.get(kind, 50_000.0)
    if isinstance(box, list) and len(box) == 4:
        numbers = [float(one) for one in box]
        south_first = "boundingbox" in raw  # Nominatim: south, north, west, east; the others begin with the west
        lats, lons = (numbers[:2], numbers[2:]) if south_first else (numbers[1::2], numbers[::2])
        corners = [Point(lat, lon) for lat in lats for lon in lons]
        radius = max(distance_m(place.point, corner) for corner in corners)
    return min(max(radius, _NARROWEST_M), _WIDEST_VENUE_M if kind == "venue" else _WIDEST_M)


def _numbers(value: object, depth: int = 0) -> Iterator[float]:
    """Yield all numbers in an answer, also those in texts ("39.03 125.75")."""
    if depth > 8:
        return
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _numbers(one, depth + 1)
    elif isinstance(value, str) and len(value) < 60:
        for word in re.split(r"[\s,;]+", value):
            if re.fullmatch(r"-?\d{1,3}(\.\d+)?", word):
                yield float(word)
    elif isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        yield float(value)
