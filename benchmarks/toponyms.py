"""How often names in news are given the right place, where the names themselves are given.

    .venv/bin/python benchmarks/toponyms.py GOLD.jsonl [GOLD2.jsonl …] [--fit]

Each line of a gold file is `{"doc_id", "text", "toponyms": [{"start", "end", "text", "lat", "lon"}]}`; toponyms
without coordinates don't count. A place is right within 161 km (100 miles), as in the literature on toponym
resolution. `--fit` chooses the weights of `geomap.geocode.rank.Weights` on every second document, one weight after
another, and reports the figures on the documents in between.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from geomap.gazetteer import open_index
from geomap.geocode.clues import Query, queries_of
from geomap.geocode.rank import WEIGHTS, Weights, distance_m, weigh
from geomap.model import Document, Mention, Point, Toponym

RIGHT_M = 161_000.0
FACTORS = (0.5, 0.7, 0.85, 1.15, 1.4, 2.0)


@dataclass(frozen=True)
class Text:
    """A document whose names and their points are known; a query of None is a demonym."""

    corpus: str
    queries: tuple[Query | None, ...]
    names: tuple[str, ...]
    points: tuple[Point, ...]


def texts(path: Path) -> Iterator[Text]:
    """Read a gold file."""
    index = open_index()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold = sorted((one for one in row["toponyms"] if one["lat"] is not None), key=lambda one: one["start"])
        toponyms = [
            Toponym(
                Mention(one["start"], one["end"], one["text"]),
                "city",
                use="demonym" if index.demonym(one["text"]) else "literal",
            )
            for one in gold
        ]
        yield Text(
            path.stem,
            queries_of(toponyms, Document(row["text"])),
            tuple(one["text"] for one in gold),
            tuple(Point(one["lat"], one["lon"]) for one in gold),
        )


def right(text: Text, weights: Weights) -> list[bool]:
    """Tell for each name of a text whether it is given the right place."""
    index = open_index()
    weighed = weigh([query for query in text.queries if query], typos=False, weights=weights)
    answers = []
    for query, name, point in zip(text.queries, text.names, text.points, strict=True):
        if query:
            place = weighed[query][0].place if weighed[query] else None
        else:
            place = index.country(index.demonym(name) or "")
        answers.append(place is not None and distance_m(place.point, point) <= RIGHT_M)
    return answers


def accuracy(documents: Iterable[Text], weights: Weights) -> float:
    """Give the share of names that are given the right place."""
    answers = [answer for text in documents for answer in right(text, weights)]
    return sum(answers) / len(answers)


def fit(documents: Sequence[Text], weights: Weights) -> Weights:
    """Choose the weights, one after another, until none gives better."""
    best, better = accuracy(documents, weights), True
    while better:
        better = False
        for field in fields(Weights):
            for factor in FACTORS:
                tried = replace(weights, **{field.name: round(getattr(weights, field.name) * factor, 2)})
                score = accuracy(documents, tried)
                if score > best + 1e-9:
                    best, weights, better = score, tried, True
                    print(f"  {best:.4f}  {field.name} = {getattr(weights, field.name)}", flush=True)
    return weights


def main() -> None:
    """Report, and fit if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    documents = [text for path in options.gold for text in texts(path)]
    weights = WEIGHTS
    if options.fit:
        weights = fit(documents[::2], weights)
        print(weights)
        documents = documents[1::2]
    for corpus in dict.fromkeys(text.corpus for text in documents):
        some = [text for text in documents if text.corpus == corpus]
        print(f"{corpus:15} {sum(len(text.names) for text in some):5} names  {accuracy(some, weights):.1%} right")
    print(f"{'all':15} {sum(len(text.names) for text in documents):5} names  {accuracy(documents, weights):.1%} right")


if __name__ == "__main__":
    main()
