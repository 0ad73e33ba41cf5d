"""Learn the reader's weights from texts with gold itineraries, and write them to readable tables.

    python benchmarks/fit_reading.py TRAIN.jsonl [TRAIN2.jsonl …] --opinions OPINIONS.jsonl [--out FOLDER]

Each line of a file: {"id", "text", "title", "date", "stops": [{"name", "aliases", "quote", "status", "core"}]}.
A mention inside a stop's quote teaches a visit; a name that is no stop teaches the opposite; a stop's name
outside its quote, stops that a careful reader could leave out, and the country or region of a stop teach nothing.
"traveller_mentions" teach who travels. The order of pairs is learned from places and statuses as they are read with
weights learned from other texts, and so is the second look. Needs numpy, and for that lightgbm (4.7 was used).

The encoder is sure of texts that it was trained on, so weights are learned from what encoders think that had not seen
the text: `benchmarks/train_encoder.py` writes it, one line a mention: {"id", "start", "end", "visit", "statuses"}, with
the offsets of the mention, log-odds of a visit and the chances of each status. Without such opinions `weights.csv` and
`trees.csv` are not written.
"""

import argparse
import csv
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from spacy.tokens import Doc

from geomap.evaluate import same_name
from geomap.extract.encoder.windows import literal_spans
from geomap.extract.features import Scene, features, scene
from geomap.extract.itinerary import pairs_to_learn
from geomap.extract.opinions import STATUSES, Opinion, gather
from geomap.extract.parse import parse
from geomap.extract.protagonist import traits
from geomap.extract.references import DESCRIPTION, with_descriptions
from geomap.extract.second_look import MISSING, Node, Tree, measures
from geomap.extract.toponyms import Name, find_names
from geomap.extract.travellers import find_actors, read_cast
from geomap.extract.visits import Judge, Weights, first_look
from geomap.gazetteer import fold, open_index
from geomap.model import Document

_OUT = Path(__file__).parents[1] / "geomap" / "extract"
#: A feature seen in fewer mentions is left out.
_SEEN = 4
#: A weight smaller than this is left out.
_NOTHING = 0.02
_RIDGE = 20.0

#: The same for the features of pairs, and how many parts of the texts take turns.
_PAIR_RIDGE, _PARTS = 3.0, 3
_TRAIT_RIDGE = 2.0
#: How many trees the second look has, and how they grow; other numbers near these do as well.
_TREES, _GROWTH = (
    250,
    {
        "objective": "binary",
        "learning_rate": 0.04,
        "num_leaves": 16,
        "min_data_in_leaf": 40,
        "lambda_l2": 5,
        "feature_fraction": 0.6,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "seed": 0,
        "verbosity": -1,
    },
)

Example = tuple[frozenset[str], "int | None", "int | None"]
Text = tuple[dict[str, Any], Scene]
Parsed = tuple[dict[str, Any], Doc, list[Name]]
#: Traits of each actor of a text, and the keys of the right ones.
Choice = tuple[dict[str, dict[str, float]], set[str]]
#: What encoders think that had not seen the text: by id of the text, then by offsets of the mention.
HeldOut = Mapping[str, Mapping[tuple[int, int], Opinion]]
#: Features of a pair in the order of the gold itinerary, and the weight of the pair.
Pair = tuple[dict[str, float], float]


def names_stop(text: str, stop: dict[str, Any]) -> bool:
    """Whether a mention names a gold stop."""
    return same_name(text, (stop["name"], *(stop.get("aliases") or ())))


def read_parsed(path: Path) -> list[Parsed]:
    """Parse the texts of a file and find the names in them."""
    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    found = []
    for item in items:
        doc = parse(Document(item["text"], item.get("title"), date=item.get("date")))
        found.append((item, doc, with_descriptions(doc, find_names(doc))))
    return found


def read_opinions(path: Path) -> HeldOut:
    """Read what encoders think of texts that they had not seen."""
    found: defaultdict[str, dict[tuple[int, int], Opinion]] = defaultdict(dict)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        past, ongoing, planned, reported = row["statuses"]
        found[row["id"]][row["start"], row["end"]] = Opinion(row["visit"], (past, ongoing, planned, reported))
    return found


def scenes(texts: list[Parsed], travellers: dict[str, float], opinions: HeldOut | None = None) -> list[Text]:
    """Set the scene of each text: the traveller that some weights choose, and opinions where there are any."""
    found = []
    for item, doc, names in texts:
        title = item.get("title")
        here = scene(doc, title, item.get("date"), names, read_cast(doc, title, names, travellers))
        known = (opinions or {}).get(item["id"], {})
        of = {n: known[span] for n, span in literal_spans(here).items() if span in known}
        found.append((item, replace(here, opinions=gather(names, of))))
    return found


def told_travellers(text: Parsed) -> Choice | None:
    """Traits of the actors of a text, and which of them the gold names as its traveller."""
    item, doc, names = text
    actors, of = find_actors(doc, names)
    found = traits(doc, item.get("title"), names, actors, of)
    right: set[str] = set()
    for words in item.get("traveller_mentions") or ():
        for match in re.finditer(rf"\b{re.escape(words)}\b", item["text"]):
            span = doc.char_span(*match.span(), alignment_mode="expand")
            if span is not None and span.root.tag_[:3] != "PRP":
                right.add(of.get(span.root.i, ""))
    return (found, right & found.keys()) if right & found.keys() else None


def learn_travellers(data: list[Choice]) -> dict[str, float]:
    """Weights of traits: the actors of each text compete, and one of the right ones should win."""
    vocabulary = {
        trait: k for k, trait in enumerate(sorted({t for found, _ in data for a in found.values() for t in a}))
    }
    tables = []
    for found, right in data:
        rows = np.zeros((len(found), len(vocabulary)))
        for n, actor in enumerate(found.values()):
            for trait, value in actor.items():
                rows[n, vocabulary[trait]] = value
        tables.append((rows, np.array([key in right for key in found])))

    def loss(point: "np.ndarray[Any, Any]") -> tuple[float, "np.ndarray[Any, Any]"]:
        value, gradient = 0.5 * _TRAIT_RIDGE * float(point @ point), _TRAIT_RIDGE * point
        for rows, right in tables:
            scores = rows @ point
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            share = float(chances[right].sum()) + 1e-12
            value -= np.log(share)
            gradient = gradient + rows.T @ (chances - chances * right / share)
        return value, gradient

    point = _lbfgs(loss, np.zeros(len(vocabulary)))
    return {trait: float(point[k]) for trait, k in vocabulary.items()}


def examples(item: dict[str, Any], here: Scene) -> list[Example]:
    """Features, visit or not (None: teaches nothing), and status, of each literal mention."""
    spans = []
    for stop in item["stops"]:
        start = item["text"].find(stop["quote"]) if stop.get("quote") else -1
        spans.append(range(start, start + len(stop["quote"])) if start >= 0 else range(0))
    around = _around_stops(item, here)
    found: list[tuple[frozenset[str], int | None, int | None, list[int]]] = []
    for n, name in enumerate(here.names):
        if name.use != "literal":
            continue
        text = next((o.text for o in here.names if o.key == name.key and o.label != DESCRIPTION), name.text)
        meant = [j for j, stop in enumerate(item["stops"]) if names_stop(text, stop)]
        told = [j for j in meant if here.doc[name.start].idx in spans[j]]
        visit: int | None = None if name.key in around else 0
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


def _around_stops(item: dict[str, Any], here: Scene) -> set[str]:
    """Keys of the names for a country or region in which a stop lies: whoever goes to Paris is in France as well."""
    told = {fold(part) for stop in item["stops"] for part in (stop.get("within") or "").split(",")}
    literal = [name for name in here.names if name.use == "literal"]
    places = open_index().lookup_many({name.text for name in literal} | {stop["name"] for stop in item["stops"]})
    first = {text: found[0] for text, found in places.items() if found}
    finer = [first[s["name"]] for s in item["stops"] if s["kind"] not in {"country", "region"} and s["name"] in first]
    countries = {place.country for place in finer}
    regions = {(place.country, place.admin) for place in finer}
    keys = {name.key for name in literal if name.key in told}
    for name in literal:
        place = first.get(name.text)
        if place is not None and (
            (place.kind == "country" and place.country in countries)
            or (place.kind == "region" and (place.country, place.name) in regions)
        ):
            keys.add(name.key)
    return keys


def learn_visits(data: list[Example]) -> dict[str, float]:
    """Weights of each feature for a visit."""
    visits = [(present, visit) for present, visit, _ in data if visit is not None]
    vocabulary = _vocabulary(present for present, _ in visits)
    target = np.array([[1 - visit, visit] for _, visit in visits], float)
    decided = _softmax_fit([present for present, _ in visits], target, vocabulary)
    return {feature: float(decided[k, 1] - decided[k, 0]) for feature, k in vocabulary.items()}


def _vocabulary(data: Iterable[frozenset[str]]) -> dict[str, int]:
    seen = Counter(feature for present in data for feature in present)
    return {feature: k for k, feature in enumerate(sorted(f for f, n in seen.items() if n >= _SEEN))}


def learn(data: list[Example]) -> dict[str, list[float]]:
    """Weights of each feature: for a visit, then for each status."""
    visits = learn_visits(data)
    vocabulary = {feature: k for k, feature in enumerate(visits)}
    timed = [(present, status) for present, _, status in data if status is not None]
    statuses = _softmax_fit([present for present, _ in timed], np.eye(len(STATUSES))[[s for _, s in timed]], vocabulary)
    return {feature: [visits[feature], *(float(w) for w in statuses[k])] for feature, k in vocabulary.items()}


def fold_of(id_: str, folds: int) -> int:
    """Give the fold of a text, by a hash of its id."""
    return int(hashlib.sha256(id_.encode()).hexdigest(), 16) % folds


def in_turns(texts: list[Text], examples_of: dict[str, list[Example]]) -> Iterator[tuple[Judge, list[Text]]]:
    """Give parts of the texts, each with what the first look learns from the others."""
    for part in range(_PARTS):
        parts = {item["id"]: fold_of(f"order {item['id']}", _PARTS) for item, _ in texts}
        weights = learn([example for name, other in parts.items() if other != part for example in examples_of[name]])
        yield Judge(weights), [text for text in texts if parts[text[0]["id"]] == part]


def learn_second_look(turns: list[tuple[Judge, list[Text]]], examples_of: dict[str, list[Example]]) -> tuple[Tree, ...]:
    """Learn trees from first looks at texts from which those had not learned."""
    import lightgbm

    measured, visits, worth = [], [], []
    for judge, texts in turns:
        for item, here in texts:
            first = first_look(here, judge.weights)
            found = measures(here, {n: look.odds for n, look in first.items()})
            for (_, visit, _), n in zip(examples_of[item["id"]], found, strict=True):
                if visit is not None:
                    measured.append(found[n])
                    visits.append(visit)
                    worth.append(len(found) ** -0.5)  # short texts, which have few mentions, count as well
    names = sorted({name for row in measured for name in row})
    table = np.array([[row.get(name, MISSING) for name in names] for row in measured])
    grown = lightgbm.train(_GROWTH, lightgbm.Dataset(table, np.array(visits), weight=np.array(worth)), _TREES)
    return tuple(_tree(names, tree["tree_structure"]) for tree in grown.dump_model()["tree_info"])


def _tree(names: list[str], root: dict[str, Any]) -> Tree:
    """Write a tree as a list of nodes, each before those below it."""
    nodes: list[Node] = []

    def add(node: dict[str, Any]) -> int:
        place = len(nodes)
        nodes.append(Node("", 0.0, 0, 0, node.get("leaf_value", 0.0)))
        if "split_feature" in node:
            low, high = add(node["left_child"]), add(node["right_child"])
            nodes[place] = Node(names[node["split_feature"]], node["threshold"], low, high, 0.0)
        return place

    add(root)
    return tuple(nodes)


def told_pairs(item: dict[str, Any], here: Scene, judge: Judge) -> list[Pair]:
    """Pairs of stops of a text whose order the gold itinerary tells."""
    meant: dict[str, dict[str, Any]] = {}

    def wanted(text: str) -> bool:
        stops = [stop for stop in item["stops"] if names_stop(text, stop)]
        if len(stops) == 1:
            meant[text] = stops[0]
        return len(stops) == 1

    if len(item["stops"]) < 2:
        return []
    names, pairs = pairs_to_learn(here, judge, wanted)
    found = []
    for (i, j), features_of in pairs.items():
        first, second = meant[names[i]]["order"], meant[names[j]]["order"]
        if first != second:
            sign = 1.0 if first < second else -1.0
            found.append({feature: sign * value for feature, value in features_of.items()})
    return [(features_of, len(found) ** -0.5) for features_of in found]


def learn_order(turns: list[tuple[Judge, list[Text]]]) -> dict[str, float]:
    """Weights of the features of pairs, from texts read with weights learned from the others."""
    return fit_pairs([pair for judge, texts in turns for item, here in texts for pair in told_pairs(item, here, judge)])


def fit_pairs(data: list[Pair]) -> dict[str, float]:
    """Logistic regression without a bias: every pair stands in the right order."""
    seen = Counter(feature for features_of, _ in data for feature in features_of)
    vocabulary = {feature: k for k, feature in enumerate(sorted(f for f, n in seen.items() if n >= _SEEN))}
    rows = np.zeros((len(data), len(vocabulary)))
    for n, (features_of, _) in enumerate(data):
        for feature, value in features_of.items():
            if feature in vocabulary:
                rows[n, vocabulary[feature]] = value
    worth = np.array([weight for _, weight in data])

    def loss(point: "np.ndarray[Any, Any]") -> tuple[float, "np.ndarray[Any, Any]"]:
        margins = rows @ point
        value = float(np.sum(worth * np.logaddexp(0, -margins)) + 0.5 * _PAIR_RIDGE * point @ point)
        wrong = worth / (1 + np.exp(np.clip(margins, -30, 30)))
        return value, _PAIR_RIDGE * point - rows.T @ wrong

    point = _lbfgs(loss, np.zeros(len(vocabulary)))
    return {feature: float(point[k]) for feature, k in vocabulary.items()}


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


def learn_all(
    parsed: list[Parsed], opinions: HeldOut | None = None
) -> tuple[dict[str, float], Judge, dict[str, float]]:
    """Learn who travels, what is a visit, and the order."""
    travellers = learn_travellers([choice for text in parsed if (choice := told_travellers(text))])
    texts = scenes(parsed, travellers, opinions)
    examples_of = {item["id"]: examples(item, here) for item, here in texts}
    weights = learn([example for found in examples_of.values() for example in found])
    turns = list(in_turns(texts, examples_of))
    return travellers, Judge(weights, learn_second_look(turns, examples_of)), learn_order(turns)


def write(folder: Path, name: str, header: list[str], weights: Weights) -> None:
    """Write a table, without what weighs next to nothing."""
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(header)
        for feature, values in sorted(weights.items()):
            if max(map(abs, values)) >= _NOTHING:
                table.writerow([feature, *(f"{value:.2f}" for value in values)])


def write_judge(folder: Path, kind: str, judge: Judge) -> None:
    """Write what was learned of visits; kind: what the names of the tables end with."""
    write(folder, f"weights{kind}.csv", ["feature", "visit", *STATUSES], judge.weights)
    with (folder / f"trees{kind}.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["node", "measure", "most", "low", "high", "answer"])
        for tree in judge.trees:
            for n, node in enumerate(tree):
                if node.measure:
                    table.writerow([n, node.measure, f"{node.most:.3f}", node.low, node.high, ""])
                else:
                    table.writerow([n, "", "", "", "", f"{node.answer:.4f}"])


def main() -> None:
    """Read the texts, learn, write."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    arguments.add_argument("train", nargs="+", type=Path)
    arguments.add_argument("--opinions", type=Path, help="of encoders that had not seen the texts")
    arguments.add_argument("--out", type=Path, default=_OUT)
    chosen = arguments.parse_args()
    parsed = [text for path in chosen.train for text in read_parsed(path)]
    travellers, judge, order = learn_all(parsed, read_opinions(chosen.opinions) if chosen.opinions else None)
    write(chosen.out, "travellers.csv", ["trait", "traveller"], {trait: [w] for trait, w in travellers.items()})
    if chosen.opinions:
        write_judge(chosen.out, "", judge)
        _, judge, _ = learn_all(parsed)
    write_judge(chosen.out, "_fast", judge)
    write(chosen.out, "order.csv", ["feature", "first"], {feature: [w] for feature, w in order.items()})
    print(f"{len(travellers)} traits, {len(judge.weights)} features of mentions, {len(order)} of pairs → {chosen.out}")


if __name__ == "__main__":
    main()
