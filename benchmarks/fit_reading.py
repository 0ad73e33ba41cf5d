"""Learn the reader's weights from texts with gold itineraries, and write them to a readable table.

    python benchmarks/fit_reading.py TRAIN.jsonl [TRAIN2.jsonl …] [--out geomap/extract/weights.csv]

Each line of a file: {"id", "text", "title", "date", "stops": [{"name", "aliases", "quote", "status", "core"}]}.
A mention inside a stop's quote teaches a visit; a name that is no stop teaches the opposite; a stop's name
outside its quote, and stops that a careful reader could leave out, teach nothing. Needs numpy only.
"""

import argparse
import csv
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from geomap.extract.features import Scene, features, scene
from geomap.extract.parse import parse
from geomap.extract.references import DESCRIPTION, with_descriptions
from geomap.extract.toponyms import find_names
from geomap.extract.travellers import read_cast
from geomap.extract.visits import STATUSES
from geomap.model import Document

_OUT = Path(__file__).parents[1] / "geomap" / "extract" / "weights.csv"
#: A feature seen in fewer mentions is left out.
_SEEN = 4
_RIDGE = 10.0

Example = tuple[frozenset[str], "int | None", "int | None"]


def same_name(text: str, stop: dict[str, Any]) -> bool:
    """Whether a mention names a gold stop: equal, or all words of the shorter in the longer."""
    here = _fold(text)
    for name in (stop["name"], *(stop.get("aliases") or ())):
        there = _fold(name)
        short, long = sorted((here, there), key=len)
        if here == there or (len(short) >= 4 and set(short.split()) <= set(long.split())):
            return True
    return False


def _fold(name: str) -> str:
    text = unicodedata.normalize("NFKD", name).casefold()
    words = re.findall(r"\w+", "".join(c for c in text if not unicodedata.combining(c)))
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def read_scene(item: dict[str, Any]) -> Scene:
    """Parse one text."""
    document = Document(item["text"], item.get("title"), date=item.get("date"))
    doc = parse(document)
    names = with_descriptions(doc, find_names(doc))
    return scene(doc, document.title, document.date, names, read_cast(doc, document.title, names))


def examples(item: dict[str, Any], here: Scene) -> list[Example]:
    """Features, visit or not (None: teaches nothing), and status, of each literal mention."""
    spans = []
    for stop in item["stops"]:
        start = item["text"].find(stop["quote"]) if stop.get("quote") else -1
        spans.append(range(start, start + len(stop["quote"])) if start >= 0 else range(0))
    found: list[tuple[frozenset[str], int | None, int | None, list[int]]] = []
    for n, name in enumerate(here.names):
        if name.use != "literal":
            continue
        text = next((o.text for o in here.names if o.key == name.key and o.label != DESCRIPTION), name.text)
        meant = [j for j, stop in enumerate(item["stops"]) if same_name(text, stop)]
        told = [j for j in meant if here.doc[name.start].idx in spans[j]]
        visit: int | None = 0
        if meant:
            visit = 1 if any(item["stops"][j].get("core", True) for j in told) else None
        status = STATUSES.index(item["stops"][told[0]]["status"]) if told else None
        found.append((frozenset(features(here, n)), visit, status, meant))
    taught = {j for _, visit, _, meant in found if visit for j in meant}
    for j, stop in enumerate(item["stops"]):
        if stop.get("core", True) and j not in taught:
            first = next((k for k, example in enumerate(found) if j in example[3]), None)
            if first is not None:
                found[first] = (found[first][0], 1, STATUSES.index(stop["status"]), found[first][3])
    return [example[:3] for example in found]


def learn(data: list[Example]) -> dict[str, list[float]]:
    """Weights of each feature: for a visit, then for each status."""
    seen = Counter(feature for present, visit, _ in data if visit is not None for feature in present)
    vocabulary = {feature: k for k, feature in enumerate(sorted(f for f, n in seen.items() if n >= _SEEN))}
    visits = [(present, visit) for present, visit, _ in data if visit is not None]
    target = np.array([[1 - visit, visit] for _, visit in visits], float)
    decided = _softmax_fit([present for present, _ in visits], target, vocabulary)
    timed = [(present, status) for present, _, status in data if status is not None]
    statuses = _softmax_fit([present for present, _ in timed], np.eye(len(STATUSES))[[s for _, s in timed]], vocabulary)
    return {
        feature: [float(decided[k, 1] - decided[k, 0]), *(float(w) for w in statuses[k])]
        for feature, k in vocabulary.items()
    }


def _softmax_fit(
    rows: list[frozenset[str]], target: "np.ndarray[Any, Any]", vocabulary: dict[str, int]
) -> "np.ndarray[Any, Any]":
    """Multinomial logistic regression with a ridge penalty, by L-BFGS on sparse rows."""
    indexes = [np.array([vocabulary[f] for f in row if f in vocabulary]) for row in rows]
    row_of = np.repeat(np.arange(len(rows)), [len(k) for k in indexes])
    column = np.concatenate(indexes)
    shape = (len(vocabulary), target.shape[1])

    def loss(flat: "np.ndarray[Any, Any]") -> tuple[float, "np.ndarray[Any, Any]"]:
        weights = flat.reshape(shape)
        scores = np.zeros(target.shape)
        for k in range(shape[1]):
            scores[:, k] = np.bincount(row_of, weights[column, k], len(rows))
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        value = -np.sum(target * np.log(chances + 1e-12)) + 0.5 * _RIDGE * np.sum(weights**2)
        error = chances - target
        gradient = (
            np.stack([np.bincount(column, error[row_of, k], len(vocabulary)) for k in range(shape[1])], axis=1)
            + _RIDGE * weights
        )
        return float(value), gradient.ravel()

    return _lbfgs(loss, np.zeros(shape[0] * shape[1])).reshape(shape)


def _lbfgs(loss: Any, start: "np.ndarray[Any, Any]", steps: int = 300, memory: int = 10) -> "np.ndarray[Any, Any]":
    point = start
    value, gradient = loss(point)
    moves: list[tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]] = []
    for _ in range(steps):
        direction = -gradient
        alphas = []
        for s, y in reversed(moves):
            alpha = (s @ direction) / (s @ y)
            alphas.append(alpha)
            direction = direction - alpha * y
        if moves:
            s, y = moves[-1]
            direction = direction * (s @ y) / (y @ y)
        for (s, y), alpha in zip(moves, reversed(alphas), strict=True):
            direction = direction + (alpha - (y @ direction) / (s @ y)) * s
        size, slope = (1.0 if moves else 1.0 / max(1.0, float(np.abs(gradient).sum()))), gradient @ direction
        while size > 1e-10:
            new_value, new_gradient = loss(point + size * direction)
            if new_value <= value + 1e-4 * size * slope:
                break
            size /= 2
        else:
            break
        step, change = size * direction, new_gradient - gradient
        if step @ change > 1e-10:
            moves = [*moves[-memory + 1 :], (step, change)]
        done = abs(value - new_value) < 1e-6 * max(1.0, abs(value))
        point, value, gradient = point + step, new_value, new_gradient
        if done:
            break
    return point


def write(weights: dict[str, list[float]], path: Path) -> None:
    """Write the table, without what weighs next to nothing."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["feature", "visit", *STATUSES])
        for feature, values in sorted(weights.items()):
            if max(map(abs, values)) >= 0.02:
                table.writerow([feature, *(f"{value:.2f}" for value in values)])


def main() -> None:
    """Read the texts, learn, write."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    arguments.add_argument("train", nargs="+", type=Path)
    arguments.add_argument("--out", type=Path, default=_OUT)
    chosen = arguments.parse_args()
    data: list[Example] = []
    for path in chosen.train:
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            data += examples(item, read_scene(item))
    weights = learn(data)
    write(weights, chosen.out)
    print(f"{len(data)} mentions, {len(weights)} features → {chosen.out}")


if __name__ == "__main__":
    main()
