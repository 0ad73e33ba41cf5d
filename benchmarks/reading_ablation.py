"""Tell what each group of features is worth for judging mentions.

    python benchmarks/reading_ablation.py GOLD.jsonl … --opinions OPINIONS.jsonl

For each group the weights are learned without it, three folds by a hash of the text's id, and the mentions of the
other fold are put in the order of their log-odds. Prints the average precision of that order (the mean share of visits
above each visit, in percent), for each folder of texts and for all. The first look alone is measured. Files as
for `fit_reading.py`; takes about ten minutes.
"""

import argparse
import re
from pathlib import Path

import numpy as np
from fit_reading import Example, examples, fold_of, learn_travellers, learn_visits, read_opinions, read_parsed, scenes
from fit_reading import told_travellers as told

_FOLDS = 3
#: Groups by what the names of their features begin with.
_GROUPS = {
    "the encoder": "encoder",
    "words around the name": "word far left right",
    "words of the clause": "verb noun subject object",
    "senses of verbs and nouns": "s n v near root",
    "who travels": "own main_in_sentence main_in_previous main_is main_score no_main root_own visited visited_places"
    " home_visited",
    "prepositions and syntax": "p rel outer before after modifies listed no_verb",
    "tense, mood, dates": "tense time date mood year day_in_sentence month_in_sentence",
    "place in the text, title, dateline, quotation": "sentence part places_in_sentence count first_mention again"
    " in_title dateline quoted capitals",
    "kind of place, container": "kind label known unknown has_container is_container holds_others names",
}
_BEGIN = re.compile(r"[a-z_]+")


def without(data: list[Example], words: str) -> list[Example]:
    """Drop the features of a group, and those that join one of them with another."""
    dropped = set(words.split())

    def kept(feature: str) -> bool:
        return dropped.isdisjoint(m.group() for part in feature.split("&") if (m := _BEGIN.match(part)))

    return [(frozenset(filter(kept, present)), visit, status) for present, visit, status in data]


def average_precision(judged: list[tuple[float, int]]) -> float:
    """Mean share of visits among the mentions down to each visit, the likeliest first."""
    right = np.array([visit for _, visit in sorted(judged, key=lambda one: -one[0])], float)
    return float(100 * (np.cumsum(right) / np.arange(1, len(right) + 1))[right == 1].mean())


def main() -> None:
    """Read the texts, learn without each group, print a table."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    arguments.add_argument("gold", nargs="+", type=Path)
    arguments.add_argument("--opinions", required=True, type=Path)
    chosen = arguments.parse_args()
    parsed = [(path.parent.name + "/" + path.stem, text) for path in chosen.gold for text in read_parsed(path)]
    travellers = learn_travellers([choice for _, text in parsed if (choice := told(text))])
    texts = scenes([text for _, text in parsed], travellers, read_opinions(chosen.opinions))
    data = [(file, fold_of(item["id"], _FOLDS), examples(item, here))
            for (file, _), (item, here) in zip(parsed, texts, strict=True)]  # fmt: skip
    sets = {"own": "train/own", "open": "train/open", "texts": "texts/"}
    print(f"{'without':48}" + "".join(f"{name:>8}" for name in (*sets, "all")))
    for label, words in (("nothing left out", ""), *_GROUPS.items()):
        judged: dict[str, list[tuple[float, int]]] = {}
        cut = [(file, fold, without(found, words)) for file, fold, found in data]
        for held in range(_FOLDS):
            weights = learn_visits([one for _, fold, found in cut if fold != held for one in found])
            for file, present, visit in [
                (file, present, visit) for file, fold, found in cut if fold == held for present, visit, _ in found
            ]:
                if visit is not None:
                    odds = sum(weights.get(feature, 0.0) for feature in present)
                    judged.setdefault(file, []).append((odds, visit))
        figures = [
            average_precision([one for file, some in judged.items() if file.startswith(start) for one in some])
            for start in (*sets.values(), "")
        ]
        print(f"{label:48}" + "".join(f"{figure:8.1f}" for figure in figures), flush=True)


if __name__ == "__main__":
    main()
