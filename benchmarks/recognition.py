"""How well place names in news are found, and found and placed, and what each witness is worth.

    .venv/bin/python benchmarks/recognition.py GOLD.jsonl [GOLD2.jsonl …] [--ablation] [--docs]

`gold.py` says what a gold file is. A name counts if both its ends are right, and is placed right within 161 km. The
points in `geomap/extract/witnesses.csv` were set by hand while looking at one half of the texts; the other half was
only scored. `--ablation` leaves out one witness after another; `--docs` writes the tables of `docs/toponyms.md`.
"""

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gold import Gold, is_right, read, write_section
from spacy.tokens import Doc

from geomap.extract.parse import parse
from geomap.extract.recognition import marked, seen, with_one_sense
from geomap.extract.witnesses import Sighting, points
from geomap.geocode import resolve


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


def figures(documents: Iterable[Text], without: str | None = None) -> tuple[float, float, float]:
    """Give precision, recall and F1 in percent."""
    right = found = wanted = 0
    for text in documents:
        sightings = text.sightings
        if without:
            sightings = [replace(one, witnesses=tuple(w for w in one.witnesses if w != without)) for one in sightings]
        final = with_one_sense(sightings)
        if without:
            final = [replace(one, witnesses=tuple(w for w in one.witnesses if w != without)) for one in final]
        spans = {(one.mention.start, one.mention.end) for one in marked(text.doc, final)}
        right += len(spans & text.spans)
        found += len(spans)
        wanted += len(text.spans)
    return 100 * right / found, 100 * right / wanted, 200 * right / (found + wanted)


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
        witness: [was - figures(half, witness)[2] for half, was in zip(halves, whole, strict=True)]
        for witness in points()
    }
    rows = ["| without | F1 less in the half looked at | in the half only scored |", "|---|---|---|"]
    for witness, lost in sorted(worth.items(), key=lambda item: -sum(item[1])):
        if max(map(abs, lost)) >= 0.05:
            rows.append(f"| {witness} | {' | '.join(f'{points + 0.0:.1f}' for points in lost)} |")
    return "\n".join(rows)


def main() -> None:
    """Report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--ablation", action="store_true")
    parser.add_argument("--docs", action="store_true")
    options = parser.parse_args()
    documents = [text for path in options.gold for text in texts(path)]
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
