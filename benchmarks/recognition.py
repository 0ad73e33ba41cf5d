"""How well place names in news are found, and what each witness is worth.

    .venv/bin/python benchmarks/recognition.py GOLD.jsonl [GOLD2.jsonl …] [--ablation]

Each line of a gold file is `{"doc_id", "text", "toponyms": [{"start", "end"}]}`. A name counts if both its ends are
right. The points in `geomap/extract/witnesses.csv` were set by hand while looking at one half of the development
texts (those whose identifier has an even MD5 sum); the other half was only scored. `--ablation` leaves out one
witness after another.
"""

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.tokens import Doc

from geomap.extract.parse import parse
from geomap.extract.recognition import marked, seen, with_one_sense
from geomap.extract.witnesses import Sighting, points
from geomap.model import Document


@dataclass(frozen=True)
class Text:
    """A parsed document, what was seen in it, and where its names are."""

    corpus: str
    looked_at: bool
    doc: Doc
    sightings: list[Sighting]
    gold: frozenset[tuple[int, int]]


def texts(path: Path) -> Iterator[Text]:
    """Read and parse a gold file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        digest = hashlib.md5(row["doc_id"].encode(), usedforsecurity=False).hexdigest()
        doc = parse(Document(row["text"]))
        gold = frozenset((one["start"], one["end"]) for one in row["toponyms"])
        yield Text(path.stem, int(digest, 16) % 2 == 0, doc, seen(doc), gold)


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
        right += len(spans & text.gold)
        found += len(spans)
        wanted += len(text.gold)
    return 100 * right / found, 100 * right / wanted, 200 * right / (found + wanted)


def groups(documents: list[Text]) -> Mapping[str, list[Text]]:
    """Give the documents by corpus, by half, and all."""
    corpora = {one.corpus: [text for text in documents if text.corpus == one.corpus] for one in documents}
    halves = {
        "half looked at": [text for text in documents if text.looked_at],
        "half only scored": [text for text in documents if not text.looked_at],
    }
    return {**corpora, **halves, "all": documents}


def main() -> None:
    """Report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--ablation", action="store_true")
    options = parser.parse_args()
    documents = [text for path in options.gold for text in texts(path)]
    for name, some in groups(documents).items():
        if some:
            print(f"{name:18} {len(some):4} texts  P {{:.1f}} R {{:.1f}} F1 {{:.1f}}".format(*figures(some)))
    if options.ablation:
        whole = figures(documents)[2]
        for witness in points():
            print(f"without {witness:18} F1 {figures(documents, witness)[2] - whole:+.1f}", flush=True)


if __name__ == "__main__":
    main()
