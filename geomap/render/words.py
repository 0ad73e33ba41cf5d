"""The words of the drawing: dates, distances, statuses and doubts, as a reader would say them."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from geomap.model import Candidate, Itinerary, Leg, Place, Precision, Status, Stop, When
from geomap.travel import Means, means_of

STATUS: dict[Status, str] = {
    "past": "visited",
    "ongoing": "there now",
    "planned": "planned",
    "reported": "reported, not confirmed",
}

_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905

#: What a pin marks that stands for something wider than the stop, by the pin's precision.
_WIDER: dict[Precision, str] = {"city": "the city", "region": "the area", "country": "the country"}

#: GeoNames feature codes in a word, where the kind alone says too little.
_FEATURES = {
    "ADM1": "region",
    "ADM2": "district",
    "AIRB": "air base",
    "AIRP": "airport",
    "ANS": "ancient site",
    "BAY": "bay",
    "BDG": "bridge",
    "BLDG": "building",
    "CAPE": "cape",
    "CAPG": "seat of government",
    "CH": "church",
    "CMTY": "cemetery",
    "CONT": "continent",
    "CSTL": "castle",
    "CTRS": "space centre",
    "DSRT": "desert",
    "GHSE": "guest house",
    "GOVL": "government building",
    "GULF": "gulf",
    "HSTS": "historical site",
    "HTL": "hotel",
    "ISL": "island",
    "ISLS": "islands",
    "LK": "lake",
    "MILB": "military base",
    "MNMT": "monument",
    "MSQE": "mosque",
    "MSTY": "monastery",
    "MT": "mountain",
    "MTS": "mountains",
    "MUS": "museum",
    "OPRA": "opera house",
    "PAL": "palace",
    "PEN": "peninsula",
    "PPLC": "capital",
    "PRN": "prison",
    "PSN": "power station",
    "RSRT": "resort",
    "RSV": "reservoir",
    "SEA": "sea",
    "SQR": "square",
    "STDM": "stadium",
    "STM": "river",
    "STRT": "strait",
    "TMB": "tomb",
    "TMPL": "temple",
    "TOWR": "tower",
}

#: What readers call our own sources.
_LISTS = {"geomap venues": "geomap's own list of venues"}
#: A long number of inhabitants.
_MILLIONS = re.compile(r"\b(\d{1,3}),(\d)\d\d,\d{3}\b")
#: A reason with a code, a figure of the ranking, or a bracket is for the desk (`geomap geocode`), not for readers.
_FOR_THE_DESK = re.compile(r"[%()\[\]]|\b[A-Z]{2,}\b|\d\.\d")
#: So is one that speaks of our own sources.
_OUR_SOURCES = re.compile(r"gazetteer|second source")
#: What stands before an event that is told by its noun ("a parade"), not before a verb ("they met").
_BEFORE_A_NOUN = r"\b(?:an?|the|his|her|its|their|for|of|at|during|after)\s+"


def date_words(when: When | None, year: int | None = None) -> str:
    """Say when in words; an unresolved time keeps the article's own words.

    Parameters
    ----------
    when
        The time, or None.
    year
        The year that goes without saying.

    Examples
    --------
    >>> date_words(When("on Tuesday", "2024-06-18"), 2024)
    'Tuesday 18 June'
    >>> date_words(When("this week", "2024-06-18/2024-06-20"))
    '18–20 June 2024'
    >>> date_words(When("on Tuesday"))
    'on Tuesday'
    """
    if when is None:
        return ""
    if when.date is None:
        return when.text
    start, _, end = when.date.partition("/")
    if end and end != start:
        return _interval(start, end, year) or when.text
    return _moment(start, year) or when.text


def _moment(iso: str, year: int | None) -> str | None:
    if re.fullmatch(r"\d{4}", iso):
        return iso
    if month := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", iso):
        return _with_year(_MONTHS[int(month[2]) - 1], int(month[1]), year)
    day = _day(iso)
    return _with_year(f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}", day.year, year) if day else None


def _interval(start: str, end: str, year: int | None) -> str | None:
    first, last = _day(start), _day(end)
    if first is None or last is None:
        ends = _moment(start, year), _moment(end, year)
        return f"{ends[0]} to {ends[1]}" if all(ends) else None
    until = f"{last.day} {_MONTHS[last.month - 1]}"
    if (first.year, first.month) == (last.year, last.month):
        return _with_year(f"{first.day}–{until}", last.year, year)
    since = f"{first.day} {_MONTHS[first.month - 1]}"
    if first.year == last.year:
        return _with_year(f"{since} – {until}", last.year, year)
    return f"{since} {first.year} – {until} {last.year}"


def _with_year(words: str, of: int, known: int | None) -> str:
    return words if of == known else f"{words} {of}"


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso[:10])
    except ValueError:
        return None


def period_words(itinerary: Itinerary) -> str:
    """Say which month or months the last journey falls into, or "" where no date of it is known.

    The document's own date stands in where the article gives days without dates.
    """
    journey = max((stop.journey for stop in itinerary.stops), default=1)
    days = sorted(
        part[:7]
        for stop in itinerary.stops
        if stop.journey == journey and stop.when and stop.when.date
        for part in stop.when.date.split("/")
        if re.match(r"\d{4}-\d{2}", part)
    )
    if not days and itinerary.date:
        days = [itinerary.date[:7]]
    if not days:
        return ""
    first, last = _moment(days[0], None), _moment(days[-1], None)
    if not first or not last or first == last:
        return first or ""
    if days[0][:4] == days[-1][:4]:
        first = _moment(days[0], int(days[0][:4]))
    return f"{first} – {last}"


def distance_words(metres: float) -> str:
    """Say a distance, no more exactly than a straight line deserves.

    Examples
    --------
    >>> distance_words(3_094_211), distance_words(42_300), distance_words(620)
    ('about 3,100 km', 'about 42 km', 'about 600 m')
    """
    if metres < 950:
        return f"about {max(100, round(metres, -2)):.0f} m"
    km = metres / 1000
    digits = 0 if km < 100 else -1 if km < 1000 else -2
    return f"about {round(km, digits):,.0f} km"


#: How one goes by each means of travel.
_BY: dict[Means, str] = {
    "plane": " by air",
    "train": " by train",
    "ship": " by ship",
    "road": " by road",
    "foot": " on foot",
    "bicycle": " by bicycle",
}


def leg_words(leg: Leg, origin: str) -> str:
    """Say how far a leg goes, from where, and how.

    Parameters
    ----------
    leg
        The leg.
    origin
        The name of the stop that it starts from.
    """
    means = means_of(leg.mode)
    how = " by sea" if leg.by_sea else _BY[means] if means else ""
    return f"{distance_words(leg.distance_m)} from {origin}{how}"


def time_words(leg: Leg) -> str:
    """Say how long a leg takes, or "" where nobody knows.

    Examples
    --------
    >>> from dataclasses import replace
    >>> leg = Leg(0, 1, "travel", (), 690_000, 90, "past", "train", 31_000, estimated=True)
    >>> time_words(leg), time_words(replace(leg, duration_s=5300)), time_words(replace(leg, duration_s=1100))
    ('about 9 hours, estimated', 'about 1½ hours, estimated', 'about 20 minutes, estimated')
    >>> time_words(replace(leg, duration_s=57 * 3600))
    'about 2½ days, estimated'
    """
    if leg.duration_s is None:
        return ""
    hours = leg.duration_s / 3600
    if hours < 0.9:
        said = f"{max(5, round(hours * 12) * 5)} minutes"
    elif hours >= 96:
        said = f"{round(hours / 24)} days"
    elif hours >= 36:
        said = f"{_halves(hours / 24)} days"
    elif hours < 3:
        said = f"{_halves(hours)} {'hour' if round(2 * hours) == 2 else 'hours'}"
    else:
        said = f"{round(hours)} hours"
    return f"about {said}{', estimated' if leg.estimated else ''}"


def _halves(number: float) -> str:
    """Say a number to the half ("2½")."""
    halves = round(2 * number)
    return f"{halves // 2}{'½' if halves % 2 else ''}"


def count(number: int, one: str, many: str) -> str:
    """Say a number of things."""
    return f"{number} {one if number == 1 else many}"


def summary(itinerary: Itinerary) -> str:
    """Give the line of figures under the title, all from the data."""
    stops = itinerary.stops
    travelled = sum(leg.distance_m for leg in itinerary.legs if leg.kind == "travel")
    to_come = sum(stop.status == "planned" for stop in stops)
    here = [stop.name for stop in stops if stop.status == "ongoing"]
    parts = [
        count(len(stops), "stop", "stops"),
        period_words(itinerary),
        distance_words(travelled) if travelled else "",
        f"now in {here[-1]}" if here else "",
        f"{to_come} still to come" if 0 < to_come < len(stops) else "all still to come" if to_come else "",
    ]
    return " · ".join(part for part in parts if part)


def description(itinerary: Itinerary) -> str:
    """Say in a sentence or two what the map shows, for readers who can't see it."""
    if not itinerary.stops:
        return "A map without stops."
    main = max(stop.journey for stop in itinerary.stops)
    who = itinerary.traveller or "the traveller"
    if who[0].islower() and not who.startswith(("the ", "a ", "an ", "his ", "her ", "their ")):
        who = f"the {who}"
    clauses = []
    for status, phrase in _GOES.items():
        if names := _names(stop for stop in itinerary.stops if stop.journey == main and stop.status == status):
            clauses.append(f"{phrase} {in_short(names, _MOST_NAMES)}")
    sentence = f"Map of a route: {who} {listed(clauses)}."
    before = _names(stop for stop in itinerary.stops if stop.journey < main)
    return f"{sentence} An earlier journey is shown too: {in_short(before, _MOST_NAMES)}." if before else sentence


#: What a traveller does at stops of each status, in the order in which it is told.
_GOES: dict[Status, str] = {
    "past": "has been to",
    "ongoing": "is now in",
    "planned": "is to go to",
    "reported": "is reported, without confirmation, to go to",
}
#: More names than this nobody listens to.
_MOST_NAMES = 10


def _names(stops: Iterable[Stop]) -> list[str]:
    """Name the stops, each once, with their city unless it has been named just before."""
    names: list[str] = []
    city = ""
    for stop in stops:
        name = stop.name if not stop.within or stop.within == city else f"{stop.name} in {stop.within}"
        city = stop.within or stop.name
        if name not in names:
            names.append(name)
    return names


def in_short(names: Sequence[str], most: int) -> str:
    """Name so many at most, and count the others.

    Examples
    --------
    >>> in_short(["Oslo", "Bergen", "Tromsø"], 3), in_short(["Oslo", "Bergen", "Tromsø"], 2)
    ('Oslo, Bergen and Tromsø', 'Oslo and 2 more')
    """
    return listed(names if len(names) <= most else [*names[: most - 1], f"{len(names) - most + 1} more"])


def listed(parts: Sequence[str]) -> str:
    """Join parts as a sentence does.

    Examples
    --------
    >>> listed(["Oslo"]), listed(["Oslo", "Bergen", "Tromsø"])
    ('Oslo', 'Oslo, Bergen and Tromsø')
    """
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def place_words(place: Place, country: str) -> str:
    """Say which place this is, so that it can be told from its namesakes.

    Examples
    --------
    >>> from geomap.model import Point
    >>> place_words(Place("Paris", Point(33.66, -95.55), "P", "PPL", "US", "Texas"), "United States")
    'Paris, city in Texas, United States'
    """
    if place.kind == "country":
        return place.name
    what = _FEATURES.get(place.feature_code, {"venue": "place"}.get(place.kind, place.kind))
    inside = [place.city, place.admin, country]
    where = ", ".join(dict.fromkeys(part for part in inside if part and part != place.name))
    return f"{place.name}, {what}" + (f" in {where}" if where else "")


def confidence_words(stop: Stop) -> str:
    """Say how sure the reading is."""
    confidence = stop.confidence
    if stop.status == "reported":
        return "The article passes it on without confirming it."
    if confidence >= 0.75:
        return "The article says so plainly."
    return "The article suggests so." if confidence >= 0.4 else "The article only hints at it."


def activity_words(stop: Stop) -> str:
    """Say what happens at a stop, or "" where the text gives only a bare verb ("met"): its sentence says more."""
    activity = stop.activity or ""
    if " " in activity or not stop.evidence:
        return activity
    noun = re.compile(_BEFORE_A_NOUN + re.escape(activity) + r"\b", re.IGNORECASE)
    return activity if any(noun.search(evidence.quote) for evidence in stop.evidence) else ""


def caution(stop: Stop) -> str:
    """Say what is not certain about where the stop is, why, and what to do, or "" if nothing is."""
    doubts = (f"In doubt: {' '.join(map(_sentence, stop.doubts))}",) if stop.doubts else ()
    return " ".join(_sentence(part) for part in (_position(stop), *doubts, _advice(stop)) if part)


def _position(stop: Stop) -> str:
    """Say how far the pin can be believed."""
    reason = stop.reason if stop.reason and not _OUR_SOURCES.search(stop.reason) else ""
    if stop.place is None:
        unknown = f"We do not know where {stop.name} is: an address or the name of its town would tell"
        return reason or unknown
    if not stop.approximate:
        return ""
    if reason:
        return reason
    if wider := _WIDER.get(stop.precision):
        return f"Its exact spot is not known: the pin stands for {stop.place.name}, {wider}, as a whole"
    off = f" It may be off by {distance_words(stop.place.radius_m)}" if stop.place.radius_m else ""
    return f"Its exact spot is not confirmed.{off}"


def _advice(stop: Stop) -> str:
    unsaid = stop.doubts and not any("check" in doubt.casefold() for doubt in stop.doubts)
    return "Check it against the article before you rely on it" if unsaid else ""


def why(stop: Stop, country: str) -> list[str]:
    """Say why the pin stands where it stands, in sentences without jargon."""
    sentences: list[str] = []
    if stop.place is not None:
        source = f" (position from {_LISTS.get(stop.place.source, stop.place.source)})" if stop.place.source else ""
        sentences.append(f"Taken to be {place_words(stop.place, country)}{source}.")
        chosen = _chosen(stop.place, stop.candidates)
        plain = [reason for reason in chosen.reasons if not _FOR_THE_DESK.search(reason)] if chosen else []
        if plain:
            sentences.append(_sentence(f"What spoke for it: {_MILLIONS.sub(_rounded, '; '.join(plain))}"))
    if stop.evidence and stop.evidence[0].name and stop.evidence[0].name != stop.name:
        sentences.append(f"The article's words for it: “{stop.evidence[0].name}”.")
    sentences.append(confidence_words(stop))
    return sentences


def _rounded(number: re.Match[str]) -> str:
    return f"{float(f'{number[1]}.{number[2]}'):.3g} million"


def _chosen(place: Place, candidates: Sequence[Candidate]) -> Candidate | None:
    return next((each for each in candidates if (each.place.source, each.place.id) == (place.source, place.id)), None)


def _sentence(words: str) -> str:
    words = words.strip()
    return words if not words or words[-1] in ".!?…”" else f"{words}."
