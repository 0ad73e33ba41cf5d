"""A second look at each mention of a place, in the light of what a first one found in the whole text.

The first look (`visits.py`) judges every mention by its own words. Whether "in Geneva on Friday" is a stop depends on
the others too: on how sure the first look is of any trip, of the neighbours in the sentence, of the place elsewhere.
These are numbers, of which small decision trees make log-odds: gradient boosting (Friedman 2001, "Greedy function
approximation"), learned by `benchmarks/fit_reading.py` from first looks at texts that those had not been learned from.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.extract.opinions import STATUSES

if TYPE_CHECKING:
    from geomap.extract.features import Scene

#: What is measured where there is nothing to measure: log-odds below all others.
MISSING = -9.0
#: From these log-odds on a mention may well tell a visit.
_LIKELY = -1.0
_KINDS = ("city", "country", "venue", "region", "natural", "sea")


@dataclass(frozen=True, slots=True)
class Node:
    """A question of a tree, or its answer.

    Parameters
    ----------
    measure
        Which number of the mention is asked for; empty at an answer.
    most
        The number goes to the node `low` up to this value, and to `high` above it.
    low, high
        Indices into the nodes of the tree.
    answer
        What the tree adds to the log-odds of a visit.
    """

    measure: str
    most: float
    low: int
    high: int
    answer: float


Tree = tuple[Node, ...]


def read_trees(name: str) -> tuple[Tree, ...]:
    """Read the trees of a file beside this one."""
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        trees: list[list[Node]] = []
        for row in csv.DictReader(file):
            if row["node"] == "0":
                trees.append([])
            if row["measure"]:
                node = Node(row["measure"], float(row["most"]), int(row["low"]), int(row["high"]), 0.0)
            else:
                node = Node("", 0.0, 0, 0, float(row["answer"]))
            trees[-1].append(node)
    return tuple(map(tuple, trees))


def log_odds(trees: Sequence[Tree], measures: Mapping[str, float]) -> float:
    """Add up what the trees say of a mention."""
    total = 0.0
    for tree in trees:
        node = tree[0]
        while node.measure:
            node = tree[node.low if measures.get(node.measure, MISSING) <= node.most else node.high]
        total += node.answer
    return total


def measures(scene: "Scene", first: Mapping[int, float]) -> dict[int, dict[str, float]]:
    """Measure how each mention stands among the others.

    Parameters
    ----------
    scene
        A parsed text.
    first
        Of each mention that was judged, by index into `scene.names`: the log-odds of a visit at first look.
    """
    order = sorted(first)
    sentences: dict[int, list[int]] = {}
    for n in order:
        sentences.setdefault(scene.sentence_of[scene.names[n].start], []).append(n)
    others = _Others(scene, first)
    found: dict[int, dict[str, float]] = {}
    for place, n in enumerate(order):
        name = scene.names[n]
        number = scene.sentence_of[name.start]
        here = [m for m in sentences[number] if scene.names[m].key != name.key]
        near = [m for k in (number - 1, number + 1) for m in sentences.get(k, ()) if scene.names[m].key != name.key]
        found[n] = {
            "first look": first[n],
            "first look at the mention before": first[order[place - 1]] if place else MISSING,
            "first look at the mention after": first[order[place + 1]] if place + 1 < len(order) else MISSING,
            "first look at the container": MISSING if name.within is None else first.get(name.within, MISSING),
            "other places in the sentence": len(here),
            "likely other places in the sentence": sum(first[m] > _LIKELY for m in here),
            "surest other place in the sentence": max((first[m] for m in here), default=MISSING),
            "mean of other places in the sentence": sum(first[m] for m in here) / len(here) if here else MISSING,
            "surest other place in the sentences around": max((first[m] for m in near), default=MISSING),
            "sentence": number,
            "part of the text": number / max(1, len(scene.sentences) - 1),
            "mentions in the text": len(order),
            **others.measures(n),
            **{f"is a {kind}": float(name.kind == kind) for kind in _KINDS},
            **_of_encoder(scene, n, here),
        }
    return found


class _Others:
    """What the first look found of each place, so that every mention can be held against the others."""

    def __init__(self, scene: "Scene", first: Mapping[int, float]) -> None:
        self.scene, self.first = scene, first
        self.of: dict[str, list[float]] = {}
        for n, odds in first.items():
            self.of.setdefault(scene.names[n].key, []).append(odds)
        self.total, self.likely = sum(first.values()), sum(odds > 0 for odds in first.values())
        surest = sorted(self.of, key=lambda key: -max(self.of[key]))
        self.two = surest[:2]

    def measures(self, n: int) -> dict[str, float]:
        key, odds = self.scene.names[n].key, self.first[n]
        same = self.of[key]
        rest = len(self.first) - len(same)
        again = sorted(same)[-2:]
        return {
            "other mentions of the place": len(same) - 1,
            "surest other mention of the place": again[0 if odds == again[-1] else -1] if len(same) > 1 else MISSING,
            "mentions of other places above 0": self.likely - sum(one > 0 for one in same),
            "surest of the other places": max((max(self.of[k]) for k in self.two if k != key), default=MISSING),
            "mean of the other places": (self.total - sum(same)) / rest if rest else MISSING,
        }


def _of_encoder(scene: "Scene", n: int, others: Sequence[int]) -> dict[str, float]:
    opinions = scene.opinions
    if opinions is None:
        return {}
    own = opinions.of.get(n)
    around = [opinions.of[m].visit for m in others if m in opinions.of]
    return {
        "encoder": own.visit if own else MISSING,
        "encoder on the place": opinions.of_place.get(scene.names[n].key, MISSING),
        "encoder on the text": opinions.of_text,
        "encoder on other places in the sentence": max(around, default=MISSING),
        **{f"encoder {status}": own.statuses[k] if own else -1.0 for k, status in enumerate(STATUSES)},
    }
