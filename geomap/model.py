"""The values that pass between the stages: frozen, typed, free of files, tables and networks.

Coordinates are WGS 84 decimal degrees. Offsets are code points of `Document.text`.
Change is `dataclasses.replace`.
"""

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from geomap.evidence import Evidence, NotVisited, Reason

if TYPE_CHECKING:
    from pathlib import Path

    import folium
    import pandas as pd

    from geomap.render.notebook import View
    from geomap.render.tiles import Tiles

Kind = Literal["venue", "city", "region", "country", "natural", "sea"]
Status = Literal["past", "ongoing", "planned", "reported"]
Precision = Literal["exact", "approximate", "city", "region", "country", "none"]
Use = Literal["literal", "demonym", "embedded"]
LegKind = Literal["travel", "unordered", "context"]
#: Whose borders a map shows: close to the United Nations' view, or as controlled on the ground.
Borders = Literal["un", "de-facto"]

#: How finely each precision fixes a point; a larger number is coarser.
_COARSENESS: dict[Precision, int] = {
    "exact": 0,
    "approximate": 1,
    "city": 2,
    "region": 3,
    "country": 4,
    "none": 5,
}
#: The coarseness at which a place of each kind is still itself.
_OWN_COARSENESS: dict[Kind, int] = {"venue": 0, "city": 2, "region": 3, "natural": 3, "sea": 3, "country": 4}


@dataclass(frozen=True, slots=True)
class Point:
    """A position on the WGS 84 ellipsoid.

    Parameters
    ----------
    lat
        Latitude in decimal degrees, −90 to 90.
    lon
        Longitude in decimal degrees, −180 to 180.

    Raises
    ------
    ValueError
        If a coordinate is not finite or out of range.

    Examples
    --------
    >>> Point(39.03, 125.75).lonlat
    (125.75, 39.03)
    """

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.lat) and -90 <= self.lat <= 90):
            raise ValueError(f"latitude {self.lat!r} is not between -90 and 90")
        if not (math.isfinite(self.lon) and -180 <= self.lon <= 180):
            raise ValueError(f"longitude {self.lon!r} is not between -180 and 180")

    @property
    def latlon(self) -> tuple[float, float]:
        """Latitude, then longitude (the order of Leaflet, folium and geopy)."""
        return (self.lat, self.lon)

    @property
    def lonlat(self) -> tuple[float, float]:
        """Longitude, then latitude (the order of GeoJSON and shapely)."""
        return (self.lon, self.lat)


@dataclass(frozen=True, slots=True)
class Document:
    """An article as decoded.

    Parameters
    ----------
    text
        The whole text; every offset in geomap counts its code points.
    title
        The headline, or None. It may also stand in the text.
    source
        Where the text came from (a path, an address, "-"), or None.
    date
        Date of publication, ISO 8601 (`2024-06-17`), or None.
    lang
        BCP 47 language tag.
    """

    text: str
    title: str | None = None
    source: str | None = None
    date: str | None = None
    lang: str = "en"


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of the text that names a place: `document.text[start:end] == text`."""

    start: int
    end: int
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One gazetteer entry.

    Parameters
    ----------
    name
        Its usual English name.
    point
        A point that stands for it.
    feature_class, feature_code
        GeoNames codes (`P`/`PPLC` a capital, `A`/`PCLI` a country, `S`/`SQR` a square …).
    country
        ISO 3166-1 alpha-2 code, or "".
    admin
        Name of the first-level division, or "".
    population
        Inhabitants; 0 where unknown.
    radius_m
        Metres around `point` within which the place lies.
    source
        Who says so ("GeoNames", "geomap venues", "airportsdata" …).
    id
        Identifies the place within `source`.
    names
        Other names, as a gazetteer lists them.
    local_name
        Its name in the local script, or "".
    city
        For a venue, the city that it is in, or "".
    verified
        Whether the point itself was checked against an independent source.
    """

    name: str
    point: Point
    feature_class: str
    feature_code: str
    country: str = ""
    admin: str = ""
    population: int = 0
    radius_m: float = 0.0
    source: str = ""
    id: str = ""
    names: tuple[str, ...] = ()
    local_name: str = ""
    city: str = ""
    verified: bool = True

    @property
    def address(self) -> str:
        """The name with what holds it, the nearest first: "Kim Il Sung Square, Pyongyang, KP"."""
        return ", ".join(dict.fromkeys(part for part in (self.name, self.city, self.admin, self.country) if part))

    @property
    def kind(self) -> Kind:
        """What sort of place this is, in the contract's six words."""
        if self.feature_class == "P":
            return "city"
        if self.feature_class == "A":
            return "country" if self.feature_code.startswith(("PCL", "TERR")) else "region"
        if self.feature_class == "H" and self.feature_code in {"SEA", "OCN", "GULF", "STRT", "BAY", "CHN"}:
            return "sea"
        if self.feature_class == "L":
            return "natural" if self.feature_code == "PRK" else "region"
        if self.feature_class in {"H", "T", "U", "V"}:
            return "natural"
        return "venue"

    @property
    def precision(self) -> Precision:
        """What a pin at `point` marks."""
        if self.kind == "venue":
            return "exact" if self.verified else "approximate"
        if self.kind in {"city", "country"}:
            return "city" if self.kind == "city" else "country"
        return "region"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean.

    Parameters
    ----------
    place
        The gazetteer entry.
    score
        0 to 1; candidates are listed best first.
    reasons
        What the score is made of, in words.
    terms
        The same in figures: the name of each term, and what it adds.
    """

    place: Place
    score: float
    reasons: tuple[str, ...] = ()
    terms: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name found in a text, and the place that it means.

    Parameters
    ----------
    mention
        Where the name stands.
    kind
        What sort of place it names.
    use
        `literal`, `demonym` ("Russian"), or `embedded` in a longer name ("University of Cambridge").
    place
        The place, or None if no gazetteer knows it.
    confidence
        0 to 1, how likely the place is the one that the text means; None without a place.
    doubts
        What an editor should check, in words, and what to do about it.
    """

    mention: Mention
    kind: Kind
    use: Use = "literal"
    place: Place | None = None
    confidence: float | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """A time as the text gives it.

    Parameters
    ----------
    text
        The words of the text ("on Tuesday").
    date
        ISO 8601 date, month (`2023-09`), or interval (`2024-06-18/2024-06-20`), resolved against
        the document's date; None where that can't be done.
    """

    text: str
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A place visited.

    Parameters
    ----------
    name
        As the text writes it, without its container; a description ("the capital") takes the name of its place.
    kind
        What sort of place.
    status
        `past`, `ongoing` (there on the article's date), `planned`, or `reported` (unconfirmed).
    order
        From 1 over the whole itinerary; equal numbers mean that the text does not settle it.
    journey
        From 1; an earlier trip that the article ties to this one is a journey of its own.
    within
        The container that the text names ("Pyongyang" of a square in it), or None.
    when, activity, mode, traveller
        Time, what happens there in a few words of the text, means of arrival ("plane", "train" …), and who; or None.
    evidence
        The sentences that it rests on, in text order.
    place
        Where it is, or None.
    precision
        What the pin marks; `none` for an unplaced stop.
    candidates
        What the name may mean, best first.
    reason
        Why it could not be placed, or could be only approximately; None where there is nothing to say.
    why
        The rule or model that read it, in words.
    reasons
        The same for machines: what weighed most in the reading.
    confidence
        0 to 1: how sure the reading is.
    doubts
        What a careful editor should check, in sentences.
    """

    name: str
    kind: Kind
    status: Status
    order: int
    journey: int = 1
    within: str | None = None
    when: When | None = None
    activity: str | None = None
    mode: str | None = None
    traveller: str | None = None
    evidence: tuple[Evidence, ...] = ()
    place: Place | None = None
    precision: Precision = "none"
    candidates: tuple[Candidate, ...] = ()
    reason: str | None = None
    why: str = ""
    reasons: tuple[Reason, ...] = ()
    confidence: float = 1.0
    doubts: tuple[str, ...] = ()

    @property
    def approximate(self) -> bool:
        """Whether the pin is coarser than the kind of place that it stands for."""
        return self.precision != "none" and _COARSENESS[self.precision] > _OWN_COARSENESS[self.kind]


@dataclass(frozen=True, slots=True)
class Leg:
    """A line between two stops.

    Parameters
    ----------
    origin, destination
        Indexes into `Itinerary.stops`.
    kind
        `travel` (an arrow: the text gives the order), `unordered` (no arrow), `context` (between journeys).
    path
        The points of the geodesic, or of a way by sea, both ends included; neighbours may lie on either side of 180°.
    distance_m
        Length of the path in metres (WGS 84).
    bearing_deg
        Initial azimuth of the geodesic, degrees clockwise from true north, 0 ≤ b < 360.
    status
        That of the destination.
    mode
        Means of travel where the text gives it, else None.
    duration_s
        Travel time in seconds, or None.
    estimated
        Whether `duration_s` is an estimate of ours and not of the text.
    by_sea
        Whether the path is about a ship's way, which keeps to the water (`geomap.sea`), and not a geodesic.
    """

    origin: int
    destination: int
    kind: LegKind
    path: tuple[Point, ...]
    distance_m: float
    bearing_deg: float
    status: Status
    mode: str | None = None
    duration_s: float | None = None
    estimated: bool = False
    by_sea: bool = False


@dataclass(frozen=True, slots=True)
class Itinerary:
    """Stops in travel order, and the legs between them.

    It leaves *extract* without places, *geocode* with places, and *route* with legs.

    Parameters
    ----------
    title
        The headline.
    stops
        In travel order.
    legs
        Empty before routing.
    document
        The text, where it is at hand.
    date
        Date of publication, ISO 8601, or None.
    traveller, other_travellers
        Whose itinerary this is, and who else the text follows.
    doubtful
        Like stops, but below the confidence threshold: listed, never drawn.
    not_visited
        Places named and not visited, with the reason.
    source_url, credit
        Of the article, for the page; or None.
    notes
        What an editor should know about the reading as a whole, in sentences: what a reader claimed and the text
        does not bear out, for one.
    """

    title: str
    stops: tuple[Stop, ...] = ()
    legs: tuple[Leg, ...] = ()
    document: Document | None = field(default=None, compare=False, repr=False)
    date: str | None = None
    traveller: str | None = None
    other_travellers: tuple[str, ...] = ()
    doubtful: tuple[Stop, ...] = ()
    not_visited: tuple[NotVisited, ...] = ()
    source_url: str | None = None
    credit: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def placed(self) -> tuple[Stop, ...]:
        """The stops that have a place."""
        return tuple(stop for stop in self.stops if stop.place is not None)

    def to_html(self, *, borders: Borders = "un", tiles: "str | Tiles | None" = None) -> str:
        """Draw the published page, one HTML file that asks nothing from anywhere, but for tiles where it has any.

        Parameters
        ----------
        borders
            Whose borders the basemap shows: `"un"` or `"de-facto"`.
        tiles
            A provider's tiles over the basemap: by name, such as `"OpenTopoMap"`, or your own.

        Raises
        ------
        InputError
            If no provider has this name, or its tiles can't be used.
        """
        from geomap.render.page import to_html

        return to_html(self, borders=borders, tiles=tiles)

    def to_folium(self, *, borders: Borders = "un", tiles: "str | Tiles | None" = None) -> "folium.Map":
        """Draw the itinerary as a `folium.Map`; parameters and errors as in `to_html`. Add further layers as usual."""
        from geomap.render.folium import to_folium

        return to_folium(self, borders=borders, tiles=tiles)

    def to_frame(self) -> "pd.DataFrame":
        """Give the stops as a table, one row a stop, in travel order."""
        from geomap.frame import to_frame

        return to_frame(self)

    def save(self, path: "str | Path", *, borders: Borders = "un", tiles: "str | Tiles | None" = None) -> "Path":
        """Write the page to `path` (all of it or nothing), and return the path; the rest as in `to_html`.

        Raises
        ------
        InputError
            As in `to_html`.
        PublishError
            If the file can't be written.
        """
        from geomap.publish import write_text

        return write_text(path, self.to_html(borders=borders, tiles=tiles))

    def show(self, *, borders: Borders = "un", tiles: "str | Tiles | None" = None) -> "View":
        """Give what a notebook shows, with other borders or with tiles; parameters and errors as in `to_html`."""
        from geomap.render.notebook import View

        return View(self, borders=borders, tiles=tiles)

    def _repr_html_(self) -> str:
        from geomap.render.notebook import to_notebook_html

        return to_notebook_html(self)
