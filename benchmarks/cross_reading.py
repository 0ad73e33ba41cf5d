"""Score the reader on texts that its weights were not learned from.

    python benchmarks/cross_reading.py GOLD.jsonl … --scorer score_itinerary.py [--folds 3] [--unseen OTHER.jsonl …]
                                       [--opinions OPINIONS.jsonl]

The texts fall into folds by a hash of their id; each fold is read with weights learned from the others. Texts given
as `--unseen` are read with weights learned from all of GOLD. Prints the scorer's figures for each file, and how
often stops of each confidence are right. With `--opinions`, as of `fit_reading.py`, the encoder is a witness: those
opinions for GOLD, the shipped encoder's for the other texts. Texts and scorer are not part of the project.
"""

import argparse
import importlib.util
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

from fit_reading import Text, fold_of, learn_all, read_opinions, read_parsed, scenes

from geomap.extract.encoder import with_opinions
from geomap.extract.itinerary import decide
from geomap.extract.visits import Judge
from geomap.model import Document


def predict(texts: list[Text], judge: Judge, order: dict[str, float]) -> dict[str, list[dict[str, Any]]]:
    """Read texts by what was learned."""
    found = {}
    for item, here in texts:
        itinerary = decide(Document(item["text"], item.get("title"), date=item.get("date")), here, judge, order)
        found[item["id"]] = [
            {"name": stop.name, "status": stop.status, "confidence": stop.confidence} for stop in itinerary.stops
        ]
    return found


def load_scorer(path: Path) -> ModuleType:
    """Load the scorer from its file."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: not a Python file")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer


def main() -> None:
    """Read, learn, predict, score."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    arguments.add_argument("gold", nargs="+", type=Path)
    arguments.add_argument("--unseen", nargs="*", type=Path, default=[])
    arguments.add_argument("--scorer", required=True, type=Path)
    arguments.add_argument("--folds", type=int, default=3)
    arguments.add_argument("--opinions", type=Path)
    chosen = arguments.parse_args()
    scorer = load_scorer(chosen.scorer)
    opinions = read_opinions(chosen.opinions) if chosen.opinions else None
    files = {path: read_parsed(path) for path in chosen.gold}
    every = [text for texts in files.values() for text in texts]
    predictions: dict[str, list[dict[str, Any]]] = {}
    for fold in range(chosen.folds):
        taught = [text for text in every if fold_of(text[0]["id"], chosen.folds) != fold]
        travellers, judge, order = learn_all(taught, opinions)
        held = scenes([t for t in every if fold_of(t[0]["id"], chosen.folds) == fold], travellers, opinions)
        predictions |= predict(held, judge, order)
    if chosen.unseen:
        travellers, judge, order = learn_all(every, opinions)
        for path in chosen.unseen:
            files[path] = read_parsed(path)
            unseen = scenes(files[path], travellers)
            if opinions is not None:
                unseen = [(item, with_opinions(here)) for item, here in unseen]
            predictions |= predict(unseen, judge, order)
    sure: defaultdict[int, list[bool]] = defaultdict(list)
    for path, texts in files.items():
        figures, _ = scorer.score([item for item, *_ in texts], predictions)
        wanted = ("articles", "precision", "recall", "f1", "status", "tau", "negatives")
        print(f"{path.name}: " + "  ".join(f"{key} {figures[key]}" for key in wanted))
        for item, *_ in texts:
            right = scorer.match(predictions[item["id"]], item["stops"])
            for k, stop in enumerate(predictions[item["id"]]):
                sure[int(stop["confidence"] * 10)].append(k in right)
    print("confidence: share right of stops")
    for tenth, right in sorted(sure.items()):
        print(f"  {tenth / 10:.1f}: {sum(right) / len(right):.2f} of {len(right)}")


if __name__ == "__main__":
    main()
