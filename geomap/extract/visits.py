"""Which mentions are visits, and in which status: an inspectable sum of weighted features.

The weights are learned (`benchmarks/fit_reading.py`) and lie in `weights.csv`, one readable feature a line. A second
look (`second_look.py`) then judges each mention beside the others. Readings without the encoder's opinions have tables
of their own.
"""

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.extract.features import features
from geomap.extract.opinions import STATUSES
from geomap.extract.second_look import Tree, log_odds, measures, read_trees
from geomap.extract.tables import read_table
from geomap.model import Status

if TYPE_CHECKING:
    from geomap.extract.features import Scene

#: Of each feature: log-odds of a visit, then of each status.
Weights = Mapping[str, Sequence[float]]
#: What a further mention of a place adds to the surest one, and how many are asked; chosen on the training texts.
_AGAIN = 0.8
_WITNESSES = 4
#: The share of the second look in the log-odds; on the training texts anything from 0.4 to 0.7 does as well.
_SECOND = 0.5
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


@dataclass(frozen=True, slots=True)
class Judge:
    """What was learned of visits.

    Parameters
    ----------
    weights
        Of the features of a mention, for the first look.
    trees
        For the second look; without any, the first one decides.
    """

    weights: Weights
    trees: Sequence[Tree] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """What the first look finds of a mention: log-odds of a visit and of each status, from its features."""

    odds: float
    leanings: tuple[float, float, float, float]
    features: frozenset[str]
    weighed: Mapping[str, float]


@functools.cache
def shipped_judge(*, fast: bool = False) -> Judge:
    """Read the tables that come with the package; `fast`: for readings without the encoder's opinions."""
    kind = "_fast" if fast else ""
    return Judge(read_table(f"weights{kind}.csv"), read_trees(f"trees{kind}.csv"))


def read_visits(scene: "Scene", judge: Judge | None = None) -> list[Visit]:
    """Judge every literal mention of a place, by the shipped tables if no others are given."""
    judge = shipped_judge(fast=scene.opinions is None) if judge is None else judge
    looks = first_look(scene, judge.weights)
    odds = {n: look.odds for n, look in looks.items()}
    if judge.trees:
        odds = {
            n: _SECOND * log_odds(judge.trees, measured) + (1 - _SECOND) * odds[n]
            for n, measured in measures(scene, odds).items()
        }
    return [
        Visit(n, _confidence(odds[n], look.features), look.leanings, look.features, look.weighed)
        for n, look in looks.items()
    ]


def first_look(scene: "Scene", weights: Weights) -> dict[int, Look]:
    """Judge every literal mention of a place by its own features, by index into `scene.names`."""
    return {n: _look(features(scene, n), weights) for n, name in enumerate(scene.names) if name.use == "literal"}


def _look(present: Mapping[str, float], weights: Weights) -> Look:
    sums = [0.0] * 5
    for feature in present:
        for k, weight in enumerate(weights.get(feature, ())):
            sums[k] += weight
    visit, *leanings = sums
    past, ongoing, planned, reported = leanings
    weighed = {feature: weights[feature][0] for feature in present if feature in weights}
    return Look(visit, (past, ongoing, planned, reported), frozenset(present), weighed)


def _confidence(odds: float, present: frozenset[str]) -> float:
    confidence = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
    called_off = "s=v:call_off" in present and present.isdisjoint(_NOT_CALLED_OFF)
    return confidence * _OFF if called_off or not present.isdisjoint(_DENIED) else confidence


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
