"""Means of travel: the words for each, and about how long a way takes by it."""

from dataclasses import dataclass
from typing import Literal, get_args

Means = Literal["plane", "train", "ship", "road", "foot", "bicycle"]

#: Each means, and other words that an itinerary may use for it.
_MEANS: dict[str, Means] = {
    **{means: means for means in get_args(Means)},
    **dict.fromkeys(("air", "flight", "aeroplane", "airplane", "helicopter"), "plane"),
    **dict.fromkeys(("rail", "railway"), "train"),
    **dict.fromkeys(("boat", "ferry", "sea", "yacht", "cruise"), "ship"),
    **dict.fromkeys(("bus", "car", "coach", "motorcade", "taxi", "truck"), "road"),
    **dict.fromkeys(("walk", "hike", "walking"), "foot"),
    **dict.fromkeys(("bike", "cycle"), "bicycle"),
}


@dataclass(frozen=True, slots=True)
class _Pace:
    """How a means of travel covers ground: detour over the straight line, speed, and time lost at the ends."""

    detour: float
    speed_kmh: float
    ends_h: float


_PACES: dict[Means, _Pace] = {
    "plane": _Pace(1.0, 850, 0.65),
    "train": _Pace(1.25, 100, 0),
    "ship": _Pace(1.0, 37, 0),
    "road": _Pace(1.25, 85, 0.15),
    "foot": _Pace(1.25, 5, 0),
    "bicycle": _Pace(1.25, 15, 0),
}


def means_of(mode: str | None) -> Means | None:
    """Give the means of travel that a stop's `mode` stands for, or None.

    Examples
    --------
    >>> means_of("Ferry"), means_of("train"), means_of("reindeer")
    ('ship', 'train', None)
    """
    return _MEANS.get((mode or "").strip().lower())


def duration_s(means: Means, distance_m: float) -> float:
    """Estimate how long a way takes, in seconds.

    A ship sails 20 knots along its way (cruise ships and ferries make 18 to 22). All others are given the straight
    line. A plane makes 850 km/h and loses 40 minutes at the ends, within about 10 % of timetables in calm air
    (airmilescalc.com/methodology). On land the way is 1.25 times the straight line, between the 1.2 of dense
    networks (Newell 1980, "Traffic Flow on Transportation Networks") and the 1.4 of mountains and coasts (Ballou,
    Rahardja and Sakai 2002, doi:10.1016/S0965-8564(01)00044-1). A train makes 100 km/h with its stops, and this is
    the least certain: a fast line halves the time, a border or a night train doubles it. A car makes 85 km/h and
    loses ten minutes in town; a bicycle 15 km/h; a walker 5 km/h (Bohannon 1997, doi:10.1093/ageing/26.1.15).

    Parameters
    ----------
    means
        The means of travel.
    distance_m
        Metres in a straight line; of a ship, along its way.

    Examples
    --------
    >>> round(duration_s("train", 690_000) / 3600, 1)
    8.6
    """
    pace = _PACES[means]
    return 3600 * (distance_m / 1000 * pace.detour / pace.speed_kmh + pace.ends_h)
