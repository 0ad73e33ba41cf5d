"""How much the world talks about a place: the prior of every ranking, and the order of the gazetteer."""

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geomap.gazetteer.sources import Record
    from geomap.model import Place

#: The radius of an airport of the world's larger cities.
_LARGE_AIRPORT_M = 5000

#: Whose venues are there because news names them; all other venues come from long lists.
PICKED = "geomap venues"


def prominence(place: "Place | Record") -> float:
    """Give a place's prominence, 0 to about 11, from what a gazetteer says of it.

    It is the decimal logarithm of the inhabitants where those are known: a scale on which the
    frequency of names in news is close to a straight line. What has no inhabitants is put beside cities that
    are named about as often.

    Parameters
    ----------
    place
        A place, or what the gazetteer is compiled from.
    """
    feature_class, feature_code, radius_m = place.feature_class, place.feature_code, place.radius_m
    people = math.log10(max(place.population, 1))
    if feature_class == "P":
        return people + (1 if feature_code == "PPLC" else 0)  # a capital also stands for its state
    if feature_class == "A":
        # A country is named more often than a city of its size; a division less often than its namesake city.
        return max(people + {"PCLI": 2, "ADM1": -0.5}.get(feature_code, -1.0), 0)
    if feature_code == "CONT":
        return people
    if feature_class == "S" and feature_code == "AIRP":
        return 3.5 if radius_m >= _LARGE_AIRPORT_M else 2.0
    if feature_class in {"S", "R"}:
        return 6.0 if place.source == PICKED else 2.0 if feature_code == "DIP" else 3.5
    return min(3 + math.log10(max(radius_m, 1000) / 1000), 8)  # 3 for a hill, 7 for an ocean


def in_the_news(place: "Place | Record") -> bool:
    """Tell whether news names this venue: one that people picked, or a large airport."""
    return place.source == PICKED or (place.feature_code == "AIRP" and place.radius_m >= _LARGE_AIRPORT_M)
