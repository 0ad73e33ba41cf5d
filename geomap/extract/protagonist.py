"""Whose trip a text tells: readable traits of its actors, weighed by what was learned from texts with known travellers.

The weights are learned (`benchmarks/fit_reading.py`) and lie in `travellers.csv`.
"""

import functools
import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from geomap.extract import lexicon
from geomap.extract.clauses import doers, governor
from geomap.extract.tables import read_table
from geomap.gazetteer import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from geomap.extract.toponyms import Name
    from geomap.extract.travellers import Actor

TraitWeights = Mapping[str, float]

#: What each kind of clause says for its actor as a traveller.
_WORTH = {"go": 3.0, "arrive": 3.0, "visit": 3.0, "depart": 2.0, "stay": 2.0, "event": 1.0, "carry": 1.5, "be": 0.5}
_MOVES = lexicon.words("go arrive visit depart stay")
_SUBJECTS = lexicon.words("nsubj nsubjpass")
#: How many sentences the lead has.
_LEAD = 3


@functools.cache
def shipped_weights() -> TraitWeights:
    """Read the weights that come with the package."""
    return {trait: weight for trait, (weight,) in read_table("travellers.csv").items()}


def traits(
    doc: "Doc", title: str | None, names: "Sequence[Name]", actors: "dict[str, Actor]", of: dict[int, str]
) -> dict[str, dict[str, float]]:
    """Traits of every actor, and what its clauses are worth as travel, which is kept with the actor.

    Parameters
    ----------
    doc
        The parsed text.
    title
        Its headline.
    names
        The place names in it.
    actors
        By key.
    of
        Key of the actor that a token stands for, by token index.
    """
    lead = {token.i for n, sentence in enumerate(doc.sents) if n < _LEAD for token in sentence}
    first = next(doc.sents, doc[:0])
    motion, early = _motion(doc, names, of, lead)
    subjects = [token for token in doc if token.dep_ in _SUBJECTS and token.i in of]
    acts = Counter(of[token.i] for token in subjects)
    moves = Counter(of[token.i] for token in subjects if lexicon.verb(token.head.text)[1] & _MOVES)
    says = Counter(of[token.i] for token in subjects if "say" in lexicon.verb(token.head.text)[1])
    opens = {of[token.i] for token in subjects if token.sent.start == first.start}
    told = Counter(key for i, key in of.items() if i in lead)
    counts, total = Counter(of.values()), sum(motion.values()) or 1.0
    headline = set(fold(title or "").split()) - {"the", "of", "and", "in", "to"}
    found = {}
    for key in counts.keys() & actors.keys():
        actor, words = actors[key], fold(actors[key].name).split()
        actor.motion = motion[key]
        here = {
            "travels": math.log1p(motion[key]),
            "travels early": math.log1p(early[key]),
            "share of travel": motion[key] / total,
            "mentions": math.log1p(counts[key]),
            "mentions early": min(told[key], 5) / 5,
            "is subject": math.log1p(acts[key]),
            "moves": math.log1p(moves[key]),
            "share of speaking": says[key] / max(1, acts[key]),
            "opens the text": float(key in opens),
            "last name in headline": float(words[-1:] != [] and words[-1] in headline),
            "in headline": float(not headline.isdisjoint(words)),
        }
        kind = _kind(actor)
        also = ("mentions", "moves", "travels", "share of travel", "opens the text", "last name in headline")
        found[key] = here | {f"{kind}, {trait}": here[trait] for trait in also} | {kind: 1.0}
    return found


def _kind(actor: "Actor") -> str:
    if actor.person:
        return "person"
    if actor.key == "n:we":
        return "narrator"
    if actor.key.startswith("o:"):
        return "named"
    return "role" if lexicon.singular(actor.name) in lexicon.ROLES else "noun"


def _motion(
    doc: "Doc", names: "Sequence[Name]", of: dict[int, str], lead: set[int]
) -> tuple[defaultdict[str, float], defaultdict[str, float]]:
    """Add up what clauses about places say that each actor travels, in all and in the lead."""
    motion: defaultdict[str, float] = defaultdict(float)
    early: defaultdict[str, float] = defaultdict(float)
    for name in names:
        if name.use != "literal":
            continue
        head = doc[name.start : name.end].root
        here = worth(head)
        items = doers(head) if here else []
        for key in filter(None, (of.get(item.i) for item in items)):
            motion[key] += here
            early[key] += here * (name.start in lead)
    return motion, early


def worth(head: "Token") -> float:
    """Tell how much a clause about a place says that somebody travels."""
    path = governor(head)
    if path.modifies or not (path.preposition or path.relation in {"dobj", "conj", "appos"}):
        return 0.0
    nouns = [lexicon.noun(noun.text)[1] for noun in path.nouns]
    if any("visit" in senses for senses in nouns):
        return _WORTH["visit"]
    senses = lexicon.verb(path.verb.text)[1] if path.verb is not None else frozenset()
    most = max((_WORTH.get(sense, 0.0) for sense in senses), default=0.0)
    return max(most, _WORTH["event"]) if any("event" in senses for senses in nouns) else most


def score(found: dict[str, dict[str, float]], weights: TraitWeights | None) -> dict[str, float]:
    """Weigh the traits of each actor."""
    weights = shipped_weights() if weights is None else weights
    return {key: sum(weights.get(t, 0.0) * value for t, value in here.items()) for key, here in found.items()}
