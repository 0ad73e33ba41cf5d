"""How often names in news are given the right place, where the names themselves are given.

    .venv/bin/python benchmarks/toponyms.py GOLD.jsonl [GOLD2.jsonl …] [--fit]

Each line of a gold file is `{"doc_id", "text", "toponyms": [{"start", "end", "text", "lat", "lon"}]}`; toponyms
without coordinates don't count. A place is right within 161 km (100 miles), as in the literature on toponym
resolution. `--fit` chooses the weights of `geomap.geocode.rank.Weights` on every second document, by
likelihood, writes them to `geomap/geocode/weights.csv`, and reports the figures on the documents in between.
"""

import argparse
import csv
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from pathlib import Path

from geomap.gazetteer import open_index
from geomap.geocode.clues import Query, queries_of
from geomap.geocode.rank import TABLE, WEIGHTS, Weights, distance_m, weigh
from geomap.model import Document, Mention, Place, Point, Toponym

RIGHT_M = 161_000.0
#: What namesakes differ in. The other weights say how sure a name with one candidate is, which gold can't tell from
#: gaps in the gazetteer; they are set so that an only candidate, a village spelt right, has about nine tenths.
FITTED = (
    "other", "foreign", "folded", "prominence", "village", "kind", "within", "country", "admin", "near"
)  # fmt: skip
#: Changes tried, as shares of a weight.
STEPS = (-0.5, -0.2, 0.2, 0.5)


@dataclass(frozen=True)
class Text:
    """A document whose names and their points are known."""

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


def chances(text: Text, weights: Weights) -> Iterator[tuple[bool, float | None]]:
    """Give for each name of a text whether it gets the right place, and the share of the scores that right ones have.

    The share is None where no candidate is right: the weights can do nothing about that.
    """
    index = open_index()
    weighed = weigh([query for query in text.queries if query], typos=False, weights=weights)
    for query, name, point in zip(text.queries, text.names, text.points, strict=True):
        if home := index.demonym(name):
            yield distance_m(home.point, point) <= RIGHT_M, None
            continue
        found = weighed[query] if query else ()
        near = [distance_m(one.place.point, point) <= RIGHT_M for one in found]
        truth = sum(one.score for one, is_right in zip(found, near, strict=True) if is_right)
        yield bool(near and near[0]), truth / sum(one.score for one in found) if any(near) else None


def accuracy(documents: Iterable[Text], weights: Weights) -> float:
    """Give the share of names that get the right place."""
    answers = [answer for text in documents for answer, _ in chances(text, weights)]
    return sum(answers) / len(answers)


def likelihood(documents: Iterable[Text], weights: Weights) -> float:
    """Give the mean logarithm of the share that right candidates have, 0 at best; a slip in the gold weighs little."""
    given = [max(share, 1e-2) for text in documents for _, share in chances(text, weights) if share is not None]
    return sum(map(math.log, given)) / len(given)


def is_there(place: Place, point: Point) -> bool:
    """Whether a place was meant: a country's or river's own point may lie far from the one that the gold gives."""
    reach = 0.0 if place.kind in {"city", "venue"} else 1.2 * place.radius_m
    return distance_m(place.point, point) <= max(RIGHT_M, reach)


def reliability(documents: Iterable[Text], weights: Weights) -> Iterator[tuple[float, int, float]]:
    """Give for classes of score, from the surest down: the lowest score, the number of names, the share right."""
    first: list[tuple[float, bool]] = []
    index = open_index()
    for text in documents:
        weighed = weigh([query for query in text.queries if query], typos=False, weights=weights)
        for query, name, point in zip(text.queries, text.names, text.points, strict=True):
            if query and weighed[query] and not index.demonym(name):
                best = weighed[query][0]
                first.append((best.score, is_there(best.place, point)))
    bounds = (1.01, 0.99, 0.95, 0.9, 0.75, 0.5, 0.0)
    for high, low in pairwise(bounds):
        some = [is_right for score, is_right in first if low <= score < high]
        if some:
            yield low, len(some), sum(some) / len(some)


def fit(documents: Sequence[Text], weights: Weights) -> Weights:
    """Choose the weights of greatest likelihood, one after another, until none gives better."""
    best, better = likelihood(documents, weights), True
    while better:
        better = False
        for name in FITTED:
            now = getattr(weights, name)
            for step in STEPS:
                tried = replace(weights, **{name: round(now + step * max(abs(now), 0.5), 2)})
                score = likelihood(documents, tried)
                if score > best + 3e-4:
                    best, weights, better = score, tried, True
                    print(f"  {best:.4f}  {name} = {getattr(weights, name)}", flush=True)
    return weights


def write(weights: Weights) -> None:
    """Write the weights into the table that geomap reads them from, with what it says of each."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        says = {row["term"]: row["says"] for row in csv.DictReader(file)}
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["term", "weight", "says"])
        table.writerows([term, weight, says[term]] for term, weight in asdict(weights).items())


def main() -> None:
    """Report, and fit if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    documents = [text for path in options.gold for text in texts(path)]
    weights = WEIGHTS
    if options.fit:
        print(f"as they were    {accuracy(documents[1::2], weights):.1%} right of the documents in between")
        weights = fit(documents[::2], weights)
        write(weights)
        documents = documents[1::2]
    for corpus in dict.fromkeys(text.corpus for text in documents):
        some = [text for text in documents if text.corpus == corpus]
        print(f"{corpus:15} {sum(len(text.names) for text in some):5} names  {accuracy(some, weights):.1%} right")
    print(f"{'all':15} {sum(len(text.names) for text in documents):5} names  {accuracy(documents, weights):.1%} right")
    for low, number, share in reliability(documents, weights):
        print(f"score from {low:4.2f}  {number:5} names  {share:.1%} right")


if __name__ == "__main__":
    main()
