"""How well place names in news are found, and found and placed, and what each witness is worth.

    .venv/bin/python benchmarks/recognition.py GOLD.jsonl [GOLD2.jsonl …] [--fit] [--ablation] [--docs]

`gold.py` says what a gold file is. A name counts if both its ends are right, and is placed right within 161 km.
`--fit` chooses the points of the witnesses on one half of the texts, from those that stand in
`geomap/extract/witnesses.csv`, and writes them there; the other half is only scored. `--ablation` leaves out one
witness after another; `--docs` writes the tables of `docs/toponyms.md`.
"""

import argparse
import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from gold import Gold, is_right, read, write_section
from spacy.tokens import Doc

from geomap.extract.parse import parse
from geomap.extract.recognition import marked, seen, with_one_sense
from geomap.extract.witnesses import TABLE, Sighting, points
from geomap.geocode import resolve

#: Changes of a witness's points that are tried, and the gain in F1 from which one counts: about one name in a thousand.
STEPS = (-0.5, 0.5, -1.0, 1.0)
LEAST_GAIN = 0.05
#: Set by hand: points against names that the recogniser misses please corpora full of tables and lists (0.2 of F1), and
#: lose large cities in well-edited prose.
SET = frozenset({"label none"})


@dataclass(frozen=True)
class Text:
    """A parsed document, what was seen in it, and where its names are."""

    gold: Gold
    doc: Doc
    sightings: list[Sighting]

    @property
    def spans(self) -> frozenset[tuple[int, int]]:
        """Where the names are."""
        return frozenset((name.start, name.end) for name in self.gold.names)


def texts(path: Path) -> Iterator[Text]:
    """Read and parse a gold file."""
    for gold in read(path):
        doc = parse(gold.document)
        yield Text(gold, doc, seen(doc))


@contextmanager
def worth(witness: str, some: float) -> Iterator[None]:
    """Let a witness have so many points for a while."""
    table = cast("dict[str, float]", points())
    was = table[witness]
    table[witness] = some
    try:
        yield
    finally:
        table[witness] = was


def figures(documents: Iterable[Text]) -> tuple[float, float, float]:
    """Give precision, recall and F1 in percent."""
    right = found = wanted = 0
    for text in documents:
        names = marked(text.doc, with_one_sense(text.sightings))
        spans = {(one.mention.start, one.mention.end) for one in names}
        right += len(spans & text.spans)
        found += len(spans)
        wanted += len(text.spans)
    return 100 * right / found, 100 * right / wanted, 200 * right / (found + wanted)


def fit(documents: Sequence[Text]) -> None:
    """Choose the points of one witness after another, until no change makes F1 better, and write them.

    A change counts where F1 rises by `LEAST_GAIN` and falls in neither half of the documents.
    """
    halves = documents[::2], documents[1::2]
    table = cast("dict[str, float]", points())
    best, better = [figures(half)[2] for half in halves], True
    while better:
        better = False
        for witness in (one for one in table if one not in SET):
            for step in STEPS:
                with worth(witness, table[witness] + step):
                    scores = [figures(half)[2] for half in halves]
                gains = [score - least for score, least in zip(scores, best, strict=True)]
                if min(gains) >= 0 and sum(gains) / 2 >= LEAST_GAIN:
                    best, better = scores, True
                    table[witness] += step
                    print("  {:.2f} {:.2f}".format(*best), f"{witness} = {table[witness]:g}", flush=True)
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        written = csv.DictWriter(file, rows[0], lineterminator="\n")
        written.writeheader()
        written.writerows({**row, "points": f"{table[row['witness']]:g}"} for row in rows)


def placed(documents: Iterable[Text]) -> float:
    """Give F1 of names found and placed right, in percent; names that the gold doesn't place don't count."""
    right = found = wanted = 0
    for text in documents:
        gold = {(name.start, name.end): at for name, at in zip(text.gold.names, text.gold.points, strict=True)}
        names = resolve(tuple(marked(text.doc, with_one_sense(text.sightings))), text.gold.document)
        places = {(one.mention.start, one.mention.end): one.place for one in names if one.place}
        wanted += sum(point is not None for point in gold.values())
        for span, place in places.items():
            if span in gold and gold[span] is None:
                continue
            found += 1
            point = gold.get(span)
            right += point is not None and is_right(place, point)
    return 200 * right / (found + wanted)


def groups(documents: Sequence[Text]) -> Mapping[str, list[Text]]:
    """Give the documents by corpus, all of them, and by half."""
    corpora = {
        one.gold.corpus: [text for text in documents if text.gold.corpus == one.gold.corpus] for one in documents
    }
    halves = {
        "the half looked at": [text for text in documents if text.gold.chosen_on],
        "the half only scored": [text for text in documents if not text.gold.chosen_on],
    }
    return {name: some for name, some in ({**corpora, "all": list(documents)} | halves).items() if some}


def _table(documents: Sequence[Text]) -> str:
    rows = ["| texts | names | precision | recall | F1 | found and placed right, F1 |", "|---|---|---|---|---|---|"]
    for name, some in groups(documents).items():
        scores = (*figures(some), placed(some))
        names = sum(len(text.spans) for text in some)
        rows.append(f"| {name} | {names:,} | {' | '.join(f'{score:.1f}' for score in scores)} |")
    return "\n".join(rows)


def _ablation(documents: Sequence[Text]) -> str:
    """Give what is lost or won without each witness, the greatest loss first, without those worth less than 0.05."""
    halves = [[text for text in documents if text.gold.chosen_on is half] for half in (True, False)]
    whole = [figures(half)[2] for half in halves]
    worth = {
        witness: [was - _without(witness, half) for half, was in zip(halves, whole, strict=True)]
        for witness in points()
    }
    rows = ["| without | F1 less in the half looked at | in the half only scored |", "|---|---|---|"]
    for witness, lost in sorted(worth.items(), key=lambda item: -sum(item[1])):
        if max(map(abs, lost)) >= 0.05:
            rows.append(f"| {witness} | {' | '.join(f'{points + 0.0:.1f}' for points in lost)} |")
    return "\n".join(rows)


def _without(witness: str, documents: Sequence[Text]) -> float:
    with worth(witness, 0.0):
        return figures(documents)[2]


def main() -> None:
    """Report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--ablation", action="store_true")
    parser.add_argument("--docs", action="store_true")
    options = parser.parse_args()
    documents = [text for path in options.gold for text in texts(path)]
    if options.fit:
        fit([text for text in documents if text.gold.chosen_on])
    table = _table(documents)
    print(table)
    if options.docs:
        write_section("recognition", table)
    if options.ablation:
        ablation = _ablation(documents)
        print(f"\n{ablation}")
        if options.docs:
            write_section("witnesses", ablation)


if __name__ == "__main__":
    main()
