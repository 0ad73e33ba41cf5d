"""Itineraries as files: JSON (and back), GeoJSON, CSV, and a table for people."""

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Sequence

from geomap.errors import UnknownPlugin
from geomap.evidence import Evidence, NotVisited, Reason
from geomap.gazetteer.credits import owed
from geomap.model import Candidate, Itinerary, Leg, Place, Stop, Toponym

#: The version of the JSON; fields may be added under one number, never changed in meaning.
SCHEMA = 1

#: What every map owes its sources.
ATTRIBUTION = "Places: GeoNames (CC BY 4.0) and geomap. Basemap: Natural Earth."


def to_json(itinerary: Itinerary) -> str:
    """Give the itinerary as one JSON object, as the contract of `geomap stops --format json` has it.

    `geomap.read.itinerary.parse_itinerary` reads it back without loss, but for the document's text.
    Coordinates are WGS 84 degrees; `from` and `to` are indexes into `stops`.
    """
    return json.dumps(itinerary_fields(itinerary), ensure_ascii=False, indent=1) + "\n"


def _attribution(itinerary: Itinerary) -> str:
    others = owed(stop.place for stop in itinerary.stops if stop.place)
    return " ".join([ATTRIBUTION, *(f"{source.name}: {source.licence}." for source in others)])


def itinerary_fields(itinerary: Itinerary) -> dict[str, object]:
    """Give the itinerary as JSON values."""
    return {
        "schema": SCHEMA,
        "title": itinerary.title,
        "date": itinerary.date,
        "traveller": itinerary.traveller,
        "other_travellers": list(itinerary.other_travellers),
        "source_url": itinerary.source_url,
        "credit": itinerary.credit,
        "attribution": _attribution(itinerary),
        "stops": [stop_fields(stop) for stop in itinerary.stops],
        "doubtful": [stop_fields(stop) for stop in itinerary.doubtful],
        "legs": [_leg_fields(leg) for leg in itinerary.legs],
        "not_visited": [_not_visited_fields(place) for place in itinerary.not_visited],
        "notes": list(itinerary.notes),
    }


def stop_fields(stop: Stop) -> dict[str, object]:
    """Give a stop as JSON values."""
    place = stop.place
    return {
        "name": stop.name,
        "lat": place.point.lat if place else None,
        "lon": place.point.lon if place else None,
        "kind": stop.kind,
        "status": stop.status,
        "precision": stop.precision,
        "within": stop.within,
        "order": stop.order,
        "journey": stop.journey,
        "when": {"text": stop.when.text, "date": stop.when.date} if stop.when else None,
        "activity": stop.activity,
        "mode": stop.mode,
        "traveller": stop.traveller,
        "reason": stop.reason,
        "why": stop.why,
        "reasons": [_reason_fields(reason) for reason in stop.reasons],
        "confidence": stop.confidence,
        "doubts": list(stop.doubts),
        "country": place.country if place else None,
        "local_name": place.local_name if place else None,
        "radius_m": place.radius_m if place else None,
        "source": place.source if place else None,
        "evidence": [_evidence_fields(evidence) for evidence in stop.evidence],
        "place": place_fields(place) if place else None,
        "candidates": [candidate_fields(candidate) for candidate in stop.candidates],
    }


def place_fields(place: Place) -> dict[str, object]:
    """Give a place as JSON values (without its other names)."""
    return {
        "name": place.name,
        "lat": place.point.lat,
        "lon": place.point.lon,
        "kind": place.kind,
        "feature_class": place.feature_class,
        "feature_code": place.feature_code,
        "country": place.country,
        "admin": place.admin,
        "city": place.city,
        "population": place.population,
        "radius_m": place.radius_m,
        "local_name": place.local_name,
        "verified": place.verified,
        "source": place.source,
        "id": place.id,
    }


def candidate_fields(candidate: Candidate, *, terms: bool = False) -> dict[str, object]:
    """Give a candidate as JSON values, if asked with what each term of the ranking adds."""
    return {
        **place_fields(candidate.place),
        "precision": candidate.place.precision,
        "score": candidate.score,
        "reasons": list(candidate.reasons),
        **({"terms": dict(candidate.terms)} if terms else {}),
    }


def toponym_fields(toponym: Toponym) -> dict[str, object]:
    """Give a toponym as JSON values; `start` and `end` are code points of the text."""
    place = toponym.place
    return {
        "start": toponym.mention.start,
        "end": toponym.mention.end,
        "text": toponym.mention.text,
        "lat": place.point.lat if place else None,
        "lon": place.point.lon if place else None,
        "kind": toponym.kind,
        "use": toponym.use,
        "place": place.name if place else None,
        "country": place.country if place else None,
        "source": place.source if place else None,
        "id": place.id if place else None,
        "confidence": toponym.confidence,
        "doubts": list(toponym.doubts),
    }


def to_geojson(itinerary: Itinerary) -> str:
    """Give placed stops and legs as a GeoJSON FeatureCollection (RFC 7946: longitude first, cut at 180°)."""
    from shapely.geometry import mapping

    from geomap.route import geometry

    features: list[dict[str, object]] = []
    for number, stop in enumerate(itinerary.stops, 1):
        if stop.place is None:
            continue
        properties = {
            key: value for key, value in stop_fields(stop).items() if key not in {"candidates", "place", "reasons"}
        }
        features.append(
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": list(stop.place.point.lonlat)},
                "properties": {"number": number, **properties},
            }
        )
    features.extend(
        {"type": "Feature", "geometry": mapping(geometry(leg)), "properties": _leg_fields(leg)}
        for leg in itinerary.legs
    )
    collection = {"type": "FeatureCollection", "attribution": _attribution(itinerary), "features": features}
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def to_csv(itinerary: Itinerary) -> str:
    """Give one row a stop; no cell can be taken for a formula by a spreadsheet (OWASP, CSV injection)."""
    columns = (
        "number", "name", "within", "kind", "status", "order", "journey", "when", "date", "activity",
        "lat", "lon", "precision", "country", "reason", "quote",
    )  # fmt: skip
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)  # else a lone CR stays bare
    writer.writerow(columns)
    for number, stop in enumerate(itinerary.stops, 1):
        place = stop.place
        cells = (
            number, stop.name, stop.within, stop.kind, stop.status, stop.order, stop.journey,
            stop.when.text if stop.when else None, stop.when.date if stop.when else None, stop.activity,
            place.point.lat if place else None, place.point.lon if place else None, stop.precision,
            place.country if place else None, stop.reason, stop.evidence[0].quote if stop.evidence else None,
        )  # fmt: skip
        writer.writerow([_inert(cell) if isinstance(cell, str) else cell for cell in cells])
    return out.getvalue()


def to_table(itinerary: Itinerary) -> str:
    """Give the stops as lines for people."""
    if not itinerary.stops:
        return "No stops: the text follows nobody's trip.\n"
    rows = []
    for number, stop in enumerate(itinerary.stops, 1):
        name = f"{stop.name} ({stop.within})" if stop.within and stop.kind == "venue" else stop.name
        rows.append((str(number), name, _status_words(stop), stop.when.text if stop.when else "", _place_words(stop)))
    return columns(rows)


def printable(text: str) -> str:
    """Give a text as a terminal may show it: control codes become U+FFFD, invisible overrides fall away.

    Examples
    --------
    >>> printable("Ha" + chr(0xA0) + "Noi" + chr(0x202E))
    'Ha Noi'
    """
    return "".join(_printable(char) for char in text)


def _printable(char: str) -> str:
    if char.isprintable() or char in "\u200c\u200d":  # the joiners are part of Persian and Indian spelling
        return char
    category = unicodedata.category(char)
    return " " if category[0] == "Z" else "\ufffd" if category == "Cc" else ""


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Lay rows out in columns, left-aligned, two blanks apart, without control codes."""
    rows = [[printable(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))] if rows else []
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "".join(f"{line}\n" for line in lines)


def exporter(name: str) -> Callable[[Itinerary], str]:
    """Give the function that writes format `name`.

    Raises
    ------
    UnknownPlugin
        If there is no such format.
    """
    exporters = {"json": to_json, "table": to_table, "csv": to_csv, "geojson": to_geojson}
    if name not in exporters:
        known = ", ".join(exporters)
        raise UnknownPlugin(f"There is no format {name!r}.", value=name, hint=f"The formats are {known}.")
    return exporters[name]


def _evidence_fields(evidence: Evidence) -> dict[str, object]:
    return {
        "start": evidence.start,
        "end": evidence.end,
        "quote": evidence.quote,
        "name_start": evidence.name_start,
        "name_end": evidence.name_end,
    }


def _reason_fields(reason: Reason) -> dict[str, object]:
    fields = {"weight": reason.weight, "start": reason.start, "end": reason.end}
    return {
        "kind": reason.kind,
        "text": reason.text,
        **{key: value for key, value in fields.items() if value is not None},
    }


def _leg_fields(leg: Leg) -> dict[str, object]:
    return {
        "from": leg.origin,
        "to": leg.destination,
        "kind": leg.kind,
        "status": leg.status,
        "mode": leg.mode,
        "distance_m": round(leg.distance_m),
        "bearing_deg": round(leg.bearing_deg, 1),
        "duration_s": None if leg.duration_s is None else round(leg.duration_s),
        "estimated": leg.estimated,
        "by_sea": leg.by_sea,
    }


def _not_visited_fields(place: NotVisited) -> dict[str, object]:
    return {
        "name": place.name,
        "why": place.why,
        "reasons": [_reason_fields(reason) for reason in place.reasons],
        "evidence": [_evidence_fields(evidence) for evidence in place.evidence],
    }


def _status_words(stop: Stop) -> str:
    return {"past": "visited", "ongoing": "there now", "planned": "planned", "reported": "reported"}[stop.status]


def _place_words(stop: Stop) -> str:
    if stop.place is None:
        return f"not placed: {stop.reason or 'no gazetteer knows it'}"
    point = f"{stop.place.point.lat:.4f}, {stop.place.point.lon:.4f}"
    return f"{point} (approximate)" if stop.approximate else point


def _inert(cell: str) -> str:
    """Keep a cell from being read as a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")) else cell
