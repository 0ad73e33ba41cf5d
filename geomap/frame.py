"""Itinerary ↔ pandas: one row a stop, in travel order."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, get_args

from geomap.errors import InputError
from geomap.model import Itinerary, Kind, Precision, Status, Stop
from geomap.read.itinerary import parse_stops

if TYPE_CHECKING:
    import pandas as pd

#: Each column's pandas type. Categories have the words of the model, in its order.
_COLUMNS: Mapping[str, str | tuple[str, ...]] = {
    "name": "string",
    "within": "string",
    "kind": get_args(Kind),
    "status": get_args(Status),
    "order": "Int64",
    "journey": "Int64",
    "when": "string",
    "date": "string",
    "activity": "string",
    "mode": "string",
    "traveller": "string",
    "lat": "Float64",
    "lon": "Float64",
    "precision": get_args(Precision),
    "approximate": "boolean",
    "radius_m": "Float64",
    "travel_m": "Float64",
    "place": "string",
    "local_name": "string",
    "country": "string",
    "source": "string",
    "reason": "string",
    "why": "string",
    "confidence": "Float64",
    "doubts": "string",
    "quote": "string",
    "quote_start": "Int64",
}
#: Columns that a stop of our JSON has under the same name.
_AS_IN_JSON = (
    "name", "within", "kind", "status", "order", "journey", "activity", "mode", "traveller", "lat", "lon",
    "precision", "reason", "why", "confidence",
)  # fmt: skip
#: Columns that hold whole numbers; a table with gaps has them as fractions (3.0).
_WHOLE = frozenset({"order", "journey", "quote_start"})
#: Columns that hold texts; a table may have them as numbers or dates.
_TEXTS = frozenset(name for name, kind in _COLUMNS.items() if kind == "string" or isinstance(kind, tuple))
#: What hand-made tables call a coordinate; taken for nothing, the gazetteer's point would silently replace theirs.
_MISNAMED = {"latitude": "lat", "longitude": "lon", "lng": "lon", "long": "lon"}
#: What a row's point is, where `precision` says that it is coarser than its kind.
_FEATURES: Mapping[str, tuple[str, str]] = {"city": ("P", "PPL"), "region": ("A", "ADM1"), "country": ("A", "PCLI")}


def to_frame(itinerary: Itinerary) -> "pd.DataFrame":
    """Give the stops as a table; the index, `stop`, is the number on the pin, from 1.

    ============= ======== =====================================================================
    column        type     meaning
    ============= ======== =====================================================================
    `name`        string   as the text writes it
    `within`      string   the container that the text names
    `kind`        category venue, city, region, country, natural, sea
    `status`      category past, ongoing, planned, reported
    `order`       Int64    from 1; equal numbers: the text does not settle the order
    `journey`     Int64    from 1
    `when`        string   the words of the text
    `date`        string   ISO 8601 date, month or interval
    `activity`    string   what happens there
    `mode`        string   means of arrival
    `traveller`   string   who
    `lat`         Float64  latitude, degrees (WGS 84), −90 to 90
    `lon`         Float64  longitude, degrees (WGS 84), −180 to 180
    `precision`   category what the pin marks: exact, approximate, city, region, country, none
    `approximate` boolean  whether that is coarser than the kind of place
    `radius_m`    Float64  metres around the point within which the place lies
    `travel_m`    Float64  metres of the travel leg that ends here (geodesic)
    `place`       string   the gazetteer's name of the place
    `local_name`  string   its name in the local script
    `country`     string   ISO 3166-1 alpha-2 code
    `source`      string   who says where it is
    `reason`      string   why it is not placed, or only approximately
    `why`         string   the rule or model that read it
    `confidence`  Float64  0 to 1
    `doubts`      string   what to check, one sentence a line
    `quote`       string   the first sentence that it rests on, verbatim
    `quote_start` Int64    where that begins in the text, code points from 0
    ============= ======== =====================================================================

    What a stop does not have is missing (`pandas.NA`).

    Examples
    --------
    >>> from geomap.model import Itinerary, Stop
    >>> frame = to_frame(Itinerary("A trip", (Stop("Hanoi", "city", "planned", 1),)))
    >>> frame.index.name, frame.loc[1, "name"], frame.loc[1, "status"], frame["lat"].dtype.name
    ('stop', 'Hanoi', 'planned', 'Float64')
    """
    import pandas as pd

    arrivals = {leg.destination: leg.distance_m for leg in itinerary.legs if leg.kind == "travel"}
    rows = [_cells(stop, arrivals.get(i)) for i, stop in enumerate(itinerary.stops)]
    index = pd.RangeIndex(1, len(rows) + 1, name="stop")
    columns = {}
    for name, kind in _COLUMNS.items():
        dtype = pd.CategoricalDtype(list(kind)) if isinstance(kind, tuple) else kind
        columns[name] = pd.Series([row[name] for row in rows], index=index, dtype=dtype)
    return pd.DataFrame(columns, index=index)


def from_frame(frame: "pd.DataFrame", *, title: str = "Itinerary", date: str | None = None) -> Itinerary:
    """Read stops from a table: one that `to_frame` gave, perhaps changed, or one made by hand.

    Parameters
    ----------
    frame
        One row a stop. Only `name` is required; columns mean what they mean in `to_frame`. Order is that of
        the rows unless `order` says otherwise. `approximate` and `travel_m` follow from the rest and are not
        read; neither is a column that `to_frame` does not have. Who moves a point says so in `source`.
    title
        The headline.
    date
        Date of publication, ISO 8601.

    Returns
    -------
    Itinerary
        Without legs; `geomap.trace` places the stops that have neither `lat` and `lon` nor a `reason`, and
        makes the legs.

    Raises
    ------
    InputError
        If a row can't be used; the message lists them all, by row number from 1.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"name": ["Seoul", "Hanoi"], "status": ["past", "planned"]})
    >>> [(stop.name, stop.status, stop.order) for stop in from_frame(table).stops]
    [('Seoul', 'past', 1), ('Hanoi', 'planned', 2)]
    """
    hint = "A table needs a column `name`; `lat` and `lon` are WGS 84 degrees. geomap.to_frame describes the others."
    names = [str(name) for name in frame.columns]
    if "name" not in names:
        raise InputError(f"The table has no column `name`; it has {', '.join(names) or 'none'}.", hint=hint)
    for name, ours in _MISNAMED.items():
        if name in names and ours not in names:
            raise InputError(f"The table has a column `{name}`, which geomap calls `{ours}`.", value=name, hint=hint)
    known = frame.loc[:, [name for name in frame.columns if str(name) in _COLUMNS]]
    if len(set(known.columns)) < len(known.columns):
        raise InputError("The table has two columns of the same name.", value=list(known.columns), hint=hint)
    rows = known.itertuples(index=False, name=None)
    items = (
        (f"row {number}", _stop({str(name): cell for name, cell in zip(known.columns, row, strict=True)}))
        for number, row in enumerate(rows, 1)
    )
    return Itinerary(title=title, date=date, stops=parse_stops(items, source="The table", hint=hint))


def _cells(stop: Stop, travel_m: float | None) -> dict[str, object]:
    place, quote = stop.place, stop.evidence[0] if stop.evidence else None
    return {
        "name": stop.name,
        "within": stop.within,
        "kind": stop.kind,
        "status": stop.status,
        "order": stop.order,
        "journey": stop.journey,
        "when": stop.when.text if stop.when else None,
        "date": stop.when.date if stop.when else None,
        "activity": stop.activity,
        "mode": stop.mode,
        "traveller": stop.traveller,
        "lat": place.point.lat if place else None,
        "lon": place.point.lon if place else None,
        "precision": stop.precision,
        "approximate": stop.approximate if place else None,
        "radius_m": place.radius_m if place else None,
        "travel_m": travel_m,
        "place": place.name if place else None,
        "local_name": (place.local_name or None) if place else None,
        "country": (place.country or None) if place else None,
        "source": (place.source or None) if place else None,
        "reason": stop.reason,
        "why": stop.why or None,
        "confidence": stop.confidence,
        "doubts": "\n".join(stop.doubts) or None,
        "quote": quote.quote if quote else None,
        "quote_start": quote.start if quote else None,
    }


def _stop(row: Mapping[str, object]) -> Mapping[str, object]:
    """Give a row the shape that a stop has in our JSON."""
    cells = {name: value for name, cell in row.items() if (value := _value(name, cell)) is not None}
    stop = {name: cells[name] for name in _AS_IN_JSON if name in cells}
    if "when" in cells or "date" in cells:
        stop["when"] = {"text": cells.get("when", cells.get("date")), "date": cells.get("date")}
    if "doubts" in cells:
        stop["doubts"] = str(cells["doubts"]).split("\n")
    if "quote" in cells:
        stop["evidence"] = [_evidence(str(cells["quote"]), str(cells.get("name")), cells.get("quote_start"))]
    if "lat" in cells and "lon" in cells:
        stop["place"] = {
            "name": cells.get("place"),
            "verified": cells.get("precision") != "approximate",
            **{name: cells.get(name) for name in ("lat", "lon", "radius_m", "local_name", "country", "source")},
            **_feature(cells.get("kind"), cells.get("precision")),
        }
    return stop


def _evidence(quote: str, name: str, start: object) -> Mapping[str, object]:
    if not isinstance(start, int):
        return {"quote": quote, "start": start}
    at = start + max(0, quote.find(name))
    return {"quote": quote, "start": start, "name_start": at, "name_end": at + len(name) if name in quote else at}


def _feature(kind: object, precision: object) -> Mapping[str, str]:
    """Say what the point is of, where it is of something coarser than the stop."""
    if precision == kind or kind in {"natural", "sea"} or precision not in _FEATURES:
        return {}
    feature_class, feature_code = _FEATURES[str(precision)]
    return {"feature_class": feature_class, "feature_code": feature_code}


def _value(name: str, cell: object) -> object:
    """Give a cell as a JSON value; None where it is missing."""
    from datetime import date, datetime

    import numpy as np
    import pandas as pd

    if isinstance(cell, np.generic):
        cell = cell.item()
    if cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and math.isnan(cell)):
        return None
    if name in _WHOLE and isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if name not in _TEXTS:
        return cell
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return (str(cell) if isinstance(cell, int | float | date) else cell) or None
