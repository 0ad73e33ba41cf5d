"""Which mentions are visits, and in which status: an inspectable sum of weighted features.

The weights are learned (`benchmarks/fit_reading.py`) and lie in `weights.csv`, and those of readings without the
encoder's opinions in `weights_fast.csv`, one readable feature a line.
"""

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.extract.features import features
from geomap.extract.opinions import STATUSES
from geomap.extract.tables import read_table
from geomap.model import Status

if TYPE_CHECKING:
    from geomap.extract.features import Scene

#: Of each feature: log-odds of a visit, then of each status.
Weights = Mapping[str, Sequence[float]]
#: What a further mention of a place adds to the surest one, and how many are asked; chosen on the training texts.
_AGAIN = 0.8
_WITNESSES = 4
#: What remains of the confidence of a visit that is called off, unless the verb has another sense or is denied; and of
#: one that is denied, refused or a condition, that only a dateline names, or whose name is also somebody's: of these
#: few are stops.
_OFF = 0.3
_DENIED = frozenset({"mood=off", "mood=not", "mood=if", "dateline", "names somebody"})
_NOT_CALLED_OFF = frozenset({"s=v:arrive", "s=v:carry", "s=v:go", "mood=not"})


@dataclass(frozen=True, slots=True)
class Visit:
    """One mention of a place, and how surely it tells a visit.

    Parameters
    ----------
    name
        Index into `scene.names`.
    confidence
        0 to 1.
    leanings
        Log-odds of each status, in the order of `STATUSES`.
    features
        All features of the mention.
    weighed
        What each feature that has a weight adds to the log-odds of a visit.
    """

    name: int
    confidence: float
    leanings: tuple[float, float, float, float]
    features: frozenset[str]
    weighed: Mapping[str, float]


@functools.cache
def shipped_weights(*, fast: bool = False) -> Weights:
    """Read the weights that come with the package; `fast`: for readings without the encoder's opinions."""
    return read_table("weights_fast.csv" if fast else "weights.csv")


def read_visits(scene: "Scene", weights: Weights | None = None) -> list[Visit]:
    """Judge every literal mention of a place, by the shipped weights if no others are given."""
    weights = shipped_weights(fast=scene.opinions is None) if weights is None else weights
    found = []
    for n, name in enumerate(scene.names):
        if name.use != "literal":
            continue
        present = features(scene, n)
        sums = [0.0] * 5
        for feature in present:
            for k, weight in enumerate(weights.get(feature, ())):
                sums[k] += weight
        confidence = 1 / (1 + math.exp(-max(-30.0, min(30.0, sums[0]))))
        called_off = "s=v:call_off" in present and present.keys().isdisjoint(_NOT_CALLED_OFF)
        if called_off or not present.keys().isdisjoint(_DENIED):
            confidence *= _OFF
        leanings = (sums[1], sums[2], sums[3], sums[4])
        weighed = {feature: weights[feature][0] for feature in present if feature in weights}
        found.append(Visit(n, confidence, leanings, frozenset(present), weighed))
    return found


def status_of(visits: "list[Visit]") -> Status:
    """Choose the status that mentions of one visit agree on most; "reportedly" in most of them says it outright."""
    hearsay = sum(visit.confidence for visit in visits if "mood=hearsay" in visit.features)
    if hearsay > sum(visit.confidence for visit in visits) / 2:
        return "reported"
    totals = [sum(visit.confidence * visit.leanings[k] for visit in visits) for k in range(4)]
    return STATUSES[max(range(4), key=lambda k: (totals[k], -k))]


def together(confidences: list[float]) -> float:
    """How surely a place is visited of which several mentions speak, the surest first (a noisy "or")."""
    doubt = 1 - confidences[0]
    for confidence in confidences[1 : 1 + _WITNESSES]:
        doubt *= 1 - _AGAIN * confidence
    return 1 - doubt
