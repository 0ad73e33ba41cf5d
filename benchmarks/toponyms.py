"""How often names in news are given the right place, where the names themselves are given; chooses the weights.

    .venv/bin/python benchmarks/toponyms.py GOLD.jsonl [GOLD2.jsonl …] [--fit] [--docs]

`gold.py` says what a gold file is. The weights of `geomap.geocode.rank.Weights` are those under which the gold of one
half of the texts is likeliest; `--fit` chooses them and writes them to `geomap/geocode/weights.csv`. All figures are
given for both halves. `--docs` also leaves out one term after another, and writes the tables of `docs/toponyms.md`.
"""

import argparse
import csv
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from pathlib import Path

from gold import Gold, is_right, is_there, read, write_section

from geomap.gazetteer import open_index
from geomap.geocode.clues import Query, queries_of
from geomap.geocode.rank import SURE, TABLE, WEIGHTS, Weights, confidence, weigh
from geomap.model import Candidate, Point, Toponym

#: What the gold can tell. A text has no misspelt names; of venues in other words, and of names that say too little
#: alone, the gold has too few; and `own` is where the others are counted from.
FITTED = (
    "other", "foreign", "folded", "words", "prominence", "village", "kind", "within", "country", "admin", "near",
    "outshone", "silent", "none",
)  # fmt: skip
#: Changes tried, as shares of a weight.
STEPS = (-0.5, -0.2, -0.1, 0.1, 0.2, 0.5)
#: A change counts from so much more likelihood on.
LEAST_GAIN = 3e-4
#: Slips in the gold are no reason to bend the weights: what a name is worth at least whose right place has no chance.
FLOOR = 1e-4
BOUNDS = (1.01, 0.99, 0.95, 0.9, 0.75, 0.5, 0.0)


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


def likelihood(documents: Iterable[Text], weights: Weights) -> float:
    """Give the mean logarithm of the probability of what the gold says: the right candidates, or none of them."""
    given = []
    for found, point in answers(documents, weights):
        right = [one.score for one in found if is_there(one.place, point)]
        given.append(max(sum(right) if right else 1 - sum(one.score for one in found), FLOOR))
    return sum(map(math.log, given)) / len(given)


def reliability(documents: Iterable[Text], weights: Weights) -> Iterator[tuple[float, int, float]]:
    """Give for classes of confidence, from the surest down: the lowest of it, the number of names, percent right."""
    first = [
        (confidence(found, weights), is_there(found[0].place, point))
        for found, point in answers(documents, weights)
        if found
    ]
    for high, low in pairwise(BOUNDS):
        some = [right for sureness, right in first if low <= sureness < high]
        yield low, len(some), 100 * sum(some) / max(len(some), 1)


def overturned(documents: Iterable[Text], weights: Weights) -> float:
    """Give how often a place is right that would be sure, but is likeliest only for the text's other names."""
    freely = replace(weights, overturned=1.0)
    right = [
        is_there(found[0].place, point)
        for found, point in answers(documents, weights)
        if found and confidence(found, freely) >= SURE > confidence(found, replace(weights, overturned=0.0))
    ]
    return round(sum(right) / len(right), 2)


def fit(documents: Sequence[Text], weights: Weights) -> Weights:
    """Choose the weights one after another, until no change is better.

    A change is better where it makes the gold likelier and no fewer names right, or more names right and the gold no
    less likely, in both halves of the documents: what one half alone supports is chance.
    """
    halves = documents[::2], documents[1::2]

    def measured(some: Weights) -> tuple[float, ...]:
        return tuple(measure(half, some) for half in halves for measure in (accuracy, likelihood))

    best, better = measured(weights), True
    while better:
        better = False
        for name in FITTED:
            now = getattr(weights, name)
            for step in STEPS:
                tried = replace(weights, **{name: round(now + step * max(abs(now), 0.5), 2)})
                scores = measured(tried)
                gains = [score - least for score, least in zip(scores, best, strict=True)]
                if min(gains) >= 0 and (min(gains[::2]) > 0 or min(gains[1::2]) > LEAST_GAIN):
                    best, weights, better = scores, tried, True
                    print(
                        "  {:.2f} % {:.4f}  {:.2f} % {:.4f}".format(*best),
                        f"{name} = {getattr(weights, name)}",
                        flush=True,
                    )
    return weights


def write(weights: Weights) -> None:
    """Write the weights into the table that geomap reads them from, with what it says of each."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        says = {row["term"]: row["says"] for row in csv.DictReader(file)}
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["term", "weight", "from", "says"])
        for term, weight in asdict(weights).items():
            table.writerow([term, weight, "fit" if term in {*FITTED, "overturned"} else "set", says[term]])


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
        weights = fit(chosen, weights)
        weights = replace(weights, overturned=overturned(chosen, weights))
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
    rows += ["", "Of the places said to be sure are wrong:", ""]
    rows += [
        "| texts | sure where the weights were chosen | wrong | sure in the other half | wrong |",
        "|---|---|---|---|---|",
    ]
    for corpus in (*dict.fromkeys(text.gold.corpus for text in [*chosen, *other]), "all"):
        cells = []
        for half in (chosen, other):
            some = [text for text in half if corpus in {text.gold.corpus, "all"}]
            number, right = next((number, right) for low, number, right in reliability(some, weights) if low == SURE)
            cells += [f"{number:,}", f"{100 - right:.1f} %"]
        rows.append(f"| {' | '.join([corpus, *cells])} |")
    return "\n".join(rows)


def _ablation(chosen: Sequence[Text], other: Sequence[Text], weights: Weights) -> str:
    """Give the table of what is lost without each term."""
    whole = [accuracy(half, weights) for half in (chosen, other)]
    rows = ["| without | points fewer right where the weights were chosen | in the other half |", "|---|---|---|"]
    for term in asdict(weights):
        if term not in {"none", "overturned"}:  # they rank no candidate, and say only how sure one is
            lost = [accuracy(half, replace(weights, **{term: 0.0})) for half in (chosen, other)]
            cells = [f"{was - now + 0.0:.1f}" for was, now in zip(whole, lost, strict=True)]
            rows.append(f"| {term} | {' | '.join(cells)} |")
    return "\n".join(rows)


if __name__ == "__main__":
    main()
