"""How often names in news are given the right place, where the names themselves are given; chooses the weights.

    .venv/bin/python benchmarks/toponyms.py GOLD.jsonl [GOLD2.jsonl …] [--fit] [--docs]

`gold.py` says what a gold file is. The weights of `geomap.geocode.rank.Weights` are those under which the gold of one
half of the texts is likeliest: first those that rank candidates, then those that say how sure one is. `--fit` chooses
them and writes them to `geomap/geocode/weights.csv`. All figures are given for both halves. `--docs` also leaves out
one term after another, and writes the tables of `docs/toponyms.md`.
"""

import argparse
import csv
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

from gold import Gold, is_right, is_there, read, write_section

from geomap.gazetteer import open_index
from geomap.geocode.clues import Query, queries_of
from geomap.geocode.rank import SURE, TABLE, WEIGHTS, Weights, together, weigh
from geomap.model import Candidate, Point, Toponym

#: What candidates of one name differ in, chosen by which of them is right.
RANKING = ("other", "foreign", "folded", "prominence", "village", "kind", "within", "country", "admin", "near")
#: What says how sure a name is, chosen by whether any candidate is right. The others are set: a text has no misspelt
#: names; of venues in other words, and of names that say too little alone, the gold has too few; and `own` is where the
#: others are counted from.
SURENESS = ("words", "none")
#: Changes tried, as shares of a weight.
STEPS = (-0.5, -0.2, -0.1, 0.1, 0.2, 0.5)
#: A change counts from so much more likelihood on.
LEAST_GAIN = 3e-4
#: What a name is worth at least whose right place has no chance: slips in the gold are no reason to bend the weights.
FLOOR = 1e-2
BOUNDS = (1.01, 0.99, 0.95, 0.9, 0.75, 0.5, 0.0)


Likelihood: TypeAlias = Callable[[Sequence["Text"], Weights], float]


@dataclass(frozen=True)
class Text:
    """A document whose names and their points are known; demonyms are evidence and don't count."""

    gold: Gold
    queries: tuple[Query | None, ...]
    counted: tuple[tuple[int, Point], ...]


def texts(path: Path) -> Iterator[Text]:
    """Read a gold file."""
    index = open_index()
    for gold in read(path):
        peoples = index.demonyms(name.text for name in gold.names)
        toponyms = [Toponym(name, "city", use="demonym" if name.text in peoples else "literal") for name in gold.names]
        counted = tuple(
            (i, point)
            for i, (name, point) in enumerate(zip(gold.names, gold.points, strict=True))
            if point and name.text not in peoples
        )
        yield Text(gold, queries_of(toponyms, gold.document), counted)


def answers(documents: Iterable[Text], weights: Weights) -> Iterator[tuple[tuple[Candidate, ...], Point]]:
    """Give the candidates of each name, and its point."""
    for text in documents:
        weighed = weigh([query for query in text.queries if query], typos=False, weights=weights)
        for i, point in text.counted:
            query = text.queries[i]
            if query:
                yield weighed[query], point


def accuracy(documents: Iterable[Text], weights: Weights) -> float:
    """Give the percentage of names that get the right place."""
    right = [bool(found) and is_right(found[0].place, point) for found, point in answers(documents, weights)]
    return 100 * sum(right) / len(right)


def ranking(documents: Iterable[Text], weights: Weights) -> float:
    """Give the mean logarithm of the share of the scores that right candidates have, where there are any."""
    given = []
    for found, point in answers(documents, weights):
        right = sum(one.score for one in found if is_right(one.place, point))
        if right:
            given.append(max(right / sum(one.score for one in found), FLOOR))
    return sum(map(math.log, given)) / len(given)


def sureness(documents: Iterable[Text], weights: Weights) -> float:
    """Give the mean logarithm of the probability of what the gold says: the right candidates, or none of them."""
    given = []
    for found, point in answers(documents, weights):
        right = [one.score for one in found if is_there(one.place, point)]
        given.append(max(sum(right) if right else 1 - sum(one.score for one in found), FLOOR))
    return sum(map(math.log, given)) / len(given)


def reliability(documents: Iterable[Text], weights: Weights) -> Iterator[tuple[float, int, float]]:
    """Give for classes of confidence, from the surest down: the lowest of it, the number of names, percent right."""
    first = [
        (together(found), is_there(found[0].place, point)) for found, point in answers(documents, weights) if found
    ]
    for high, low in pairwise(BOUNDS):
        some = [right for confidence, right in first if low <= confidence < high]
        yield low, len(some), 100 * sum(some) / max(len(some), 1)


def fit(documents: Sequence[Text], weights: Weights, names: Sequence[str], likelihood: Likelihood) -> Weights:
    """Choose the weights of greatest likelihood, one after another, until none gives better.

    A change counts where it makes both halves of the documents likelier: what one half alone supports is chance.
    """
    halves = documents[::2], documents[1::2]
    best, better = [likelihood(half, weights) for half in halves], True
    while better:
        better = False
        for name in names:
            now = getattr(weights, name)
            for step in STEPS:
                tried = replace(weights, **{name: round(now + step * max(abs(now), 0.5), 2)})
                scores = [likelihood(half, tried) for half in halves]
                if all(score > least + LEAST_GAIN for score, least in zip(scores, best, strict=True)):
                    best, weights, better = scores, tried, True
                    print(f"  {sum(best) / 2:.4f}  {name} = {getattr(weights, name)}", flush=True)
    return weights


def write(weights: Weights) -> None:
    """Write the weights into the table that geomap reads them from, with what it says of each."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        says = {row["term"]: row["says"] for row in csv.DictReader(file)}
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["term", "weight", "from", "says"])
        for term, weight in asdict(weights).items():
            table.writerow([term, weight, "fit" if term in RANKING + SURENESS else "set", says[term]])


def main() -> None:
    """Report, and fit if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--docs", action="store_true")
    options = parser.parse_args()
    documents = [text for path in options.gold for text in texts(path)]
    chosen, other = ([text for text in documents if text.gold.chosen_on is half] for half in (True, False))
    weights = WEIGHTS
    if options.fit:
        print(
            f"as they were: {accuracy(chosen, weights):.1f} % right, in the other half {accuracy(other, weights):.1f} %"
        )
        weights = fit(chosen, fit(chosen, weights, RANKING, ranking), SURENESS, sureness)
        write(weights)
    resolution = _resolution(documents, weights)
    sure = _sure(chosen, other, weights)
    print(f"{resolution}\n\n{sure}")
    if options.docs:
        ablation = _ablation(chosen, other, weights)
        print(f"\n{ablation}")
        write_section("resolution", resolution)
        write_section("terms", ablation)
        write_section("reliability", sure)


def _resolution(documents: Sequence[Text], weights: Weights) -> str:
    """Give the table of names placed right."""
    rows = [
        "| texts | names | placed right where the weights were chosen | names | in the other half |",
        "|---|---|---|---|---|",
    ]
    for corpus in (*dict.fromkeys(text.gold.corpus for text in documents), "all"):
        cells = [corpus]
        for half in (True, False):
            some = [text for text in documents if corpus in {text.gold.corpus, "all"} and text.gold.chosen_on is half]
            cells += [f"{sum(len(text.counted) for text in some):,}", f"{accuracy(some, weights):.1f} %"]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def _sure(chosen: Sequence[Text], other: Sequence[Text], weights: Weights) -> str:
    """Give the table of reliability, and how many of the places said to be sure are wrong."""
    rows = [
        "| confidence | names where the weights were chosen | right | names in the other half | right |",
        "|---|---|---|---|---|",
    ]
    halves = tuple(zip(reliability(chosen, weights), reliability(other, weights), strict=True))
    for high, ((low, number, right), (_, others, also)) in zip(BOUNDS, halves, strict=False):
        what = f"{low} and more" if high > 1 else f"{low} to {high}" if low else "less"
        rows.append(f"| {what} | {number:,} | {right:.1f} % | {others:,} | {also:.1f} % |")
    wrong = 100 - next(right for _, (low, _, right) in halves if low == SURE)
    return "\n".join([*rows, "", f"Of the places said to be sure, {wrong:.1f} % are wrong in the other half."])


def _ablation(chosen: Sequence[Text], other: Sequence[Text], weights: Weights) -> str:
    """Give the table of what is lost without each term."""
    whole = [accuracy(half, weights) for half in (chosen, other)]
    rows = ["| without | points fewer right where the weights were chosen | in the other half |", "|---|---|---|"]
    for term in asdict(weights):
        if term != "none":  # it ranks no candidate, and says only how sure one is
            lost = [accuracy(half, replace(weights, **{term: 0.0})) for half in (chosen, other)]
            cells = [f"{was - now + 0.0:.1f}" for was, now in zip(whole, lost, strict=True)]
            rows.append(f"| {term} | {' | '.join(cells)} |")
    return "\n".join(rows)


if __name__ == "__main__":
    main()
