"""Which of two stops comes first: readable features of a pair, weighed by what was learned from told journeys.

The weights are learned (`benchmarks/fit_reading.py`) and lie in `order.csv`. The sum of a pair is antisymmetric, so
that "a before b" and "b before a" can't both be likely.
"""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.extract import lexicon
from geomap.extract.clauses import governor
from geomap.extract.opinions import STATUSES
from geomap.extract.sequence import Part, course, parts
from geomap.extract.tables import read_table
from geomap.extract.tense import tense
from geomap.model import Status

if TYPE_CHECKING:
    from spacy.tokens import Doc

PairWeights = Mapping[str, float]

#: Words that tell order, by their sense.
CUES = {
    **dict.fromkeys(("before", "prior", "ahead", "until"), "before"),
    **dict.fromkeys(("after", "following", "since"), "after"),
    **dict.fromkeys(("to", "for", "into", "towards", "toward", "onto"), "to"),
    **dict.fromkeys(("from", "leaving", "left", "out"), "from"),
    **dict.fromkeys(("via", "through", "past", "way"), "via"),
    **dict.fromkeys(("then", "next", "onward", "onwards", "thence", "later", "afterwards", "followed"), "then"),
    **dict.fromkeys(("earlier", "previously", "already", "formerly"), "earlier"),
    **dict.fromkeys(
        ("first", "began", "started", "start", "starting", "begin", "beginning", "begins", "starts"), "first"
    ),
    **dict.fromkeys(
        ("last", "final", "finally", "ended", "end", "ends", "finish", "finished", "finishes", "home", "ending"), "last"
    ),
    **dict.fromkeys(("return", "returned", "returns", "returning", "back"), "back"),
}  # fmt: skip
_DIRECTIONS = lexicon.words("to from via")
_OPENERS = {
    **dict.fromkeys(
        ("then", "later", "next", "afterwards", "thereafter", "after", "following", "subsequently"), "then"
    ),
    **dict.fromkeys(("earlier", "before", "previously", "prior", "already"), "earlier"),
    **dict.fromkeys(("finally", "last", "eventually"), "last"),
    **dict.fromkeys(("first", "initially", "originally"), "first"),
    **dict.fromkeys(("now", "today", "tonight", "currently"), "now"),
    **dict.fromkeys(("tomorrow",), "tomorrow"),
    **dict.fromkeys(("yesterday",), "yesterday"),
}
#: How many words before a name a cue may stand, and around it.
_REACH, _AROUND = 6, 8
#: How many sentences the lead has.
_LEAD = 2


@dataclass(frozen=True, slots=True)
class Item:
    """What ordering needs to know of a stop.

    Parameters
    ----------
    mentions
        Token spans of the place's mentions that tell the visit, the best first.
    others
        Token starts of all other mentions of the place.
    status, day
        Status, and first ISO day or month, or None.
    inside
        Index of the item of the city that a venue lies in, or None.
    venue
        Whether it is a venue.
    journey
        Number of the journey.
    told_by
        The ISO day that the text told last before the best mention, or None.
    chances
        How likely each status is, in the order of `STATUSES`; none where the status is sure.
    """

    mentions: tuple[tuple[int, int], ...]
    others: tuple[tuple[int, int], ...]
    status: Status
    day: str | None
    inside: int | None
    venue: bool
    journey: int
    told_by: str | None = None
    chances: tuple[float, ...] = ()

    def chance(self, status: Status) -> float:
        """How much a status counts: half goes to the one decided on, half by likelihood (best on held-out texts)."""
        decided = float(status == self.status)
        return (self.chances[STATUSES.index(status)] + decided) / 2 if self.chances else decided


@functools.cache
def shipped_weights() -> PairWeights:
    """Read the weights that come with the package."""
    return {feature: weight for feature, (weight,) in read_table("order.csv").items()}


@dataclass(frozen=True, slots=True)
class Telling:
    """What the words around one mention say of its time.

    Parameters
    ----------
    at, sentence, place
        Token, sentence, and rank of the mention among those of the sentence.
    tense
        "had", "was", "has", "is", "will" or "none".
    cue
        Cue word right before the name, or "".
    words
        Senses of the cue words around it.
    opener
        Sense of the first words of its sentence, or "".
    course
        Whether somebody comes from there, goes there, comes back …, or "".
    parts
        Parts of its sentence told as earlier or later than the rest, in which it stands.
    """

    at: int
    sentence: int
    tense: str
    cue: str
    words: frozenset[str]
    opener: str
    course: str
    parts: frozenset[Part]


def tell(doc: "Doc", mention: tuple[int, int], sentence: tuple[int, int, int]) -> Telling:
    """Gather what the words around a mention say of its time.

    Parameters
    ----------
    doc
        The parsed text.
    mention
        Token span.
    sentence
        Number, start and end of its sentence.
    """
    number, start, end = sentence
    at = mention[0]
    root = doc[mention[0] : mention[1]].root
    path = governor(root)
    around = {
        _OPENERS.get(doc[i].lower_) or CUES.get(doc[i].lower_, "")
        for i in range(max(start, at - _AROUND), min(end, mention[1] + _AROUND))
    } - {"", *_DIRECTIONS}
    opener = next((s for i in range(start, min(end, start + 4)) if (s := _OPENERS.get(doc[i].lower_, ""))), "")
    return Telling(
        at, number, tense(path.verb), cue_before(doc, at), frozenset(around), opener, course(doc, mention), parts(root)
    )


def cue_before(doc: "Doc", at: int, cues: Mapping[str, str] = CUES) -> str:
    """Find the sense of the cue among the few words before a mention in its sentence, or ""."""
    found = ""
    for i in range(at - 1, max(doc[at].sent.start, at - _REACH) - 1, -1):
        cue = cues.get(doc[i].lower_, "")
        if cue in {"before", "after", "then"}:
            return cue
        found = found or cue
        if doc[i].text in {",", ";"} or doc[i].lower_ == "and":
            break
    return found


def pair_features(
    first: Item, second: Item, a: Telling, b: Telling, near: "tuple[Telling, Telling]"
) -> dict[str, float]:
    """Features for "first comes before second", antisymmetric in the two.

    Parameters
    ----------
    first, second
        The stops.
    a, b
        What their surest mentions tell.
    near
        Their mentions in one sentence if there are such, else the nearest ones.
    """
    found: dict[str, float] = {}
    for sign, (x, y, p, q, m, n) in (
        (1.0, (first, second, a, b, near[0], near[1])),
        (-1.0, (second, first, b, a, near[1], near[0])),
    ):
        for feature in _one_way(x, y, p, q, m, n):
            found[feature] = found.get(feature, 0.0) + sign
    for earlier in STATUSES:
        for later in STATUSES:
            if earlier != later:
                value = first.chance(earlier) * second.chance(later) - second.chance(earlier) * first.chance(later)
                found[f"{earlier} before {later}"] = value
    return {feature: value for feature, value in found.items() if value}


def _one_way(x: Item, y: Item, p: Telling, q: Telling, m: Telling, n: Telling) -> set[str]:
    """Features that speak of x as against y."""
    found = {f"tense {p.tense} before {q.tense}"} | _of_dates(x, y)
    if y.inside is not None and x.journey == y.journey and not x.venue:
        found.add("city or other before venue")
    if p.at < q.at:
        found |= _of_telling(x, y, p, q)
    if m.at < n.at and m.sentence == n.sentence:
        found |= {f"cues {m.cue or 'none'} … {n.cue or 'none'}"}
        found |= {f"then cue {n.cue or 'none'}", f"first cue {m.cue or 'none'}"}
    elif m.at < n.at and n.sentence - m.sentence == 1:
        found.add(f"next sentence, cue {n.cue or 'none'}")
    if m.at < n.at and m.sentence == n.sentence and (m.course or n.course):
        found.add(f"{n.course or 'somehow'} after {m.course or 'somehow'}")
    if m.sentence == n.sentence:
        found |= {f"in a part that comes {sense}" for sense, _ in m.parts - n.parts}
    found |= {f"goes {p.course}"} if p.course else set()
    found |= {f"near {word}" for word in p.words}
    found |= {f"cue {p.cue}"} if p.cue else set()
    return found | ({f"opens {p.opener}"} if p.opener else set())


def is_earlier(first: Item, second: Item) -> bool:
    """Whether the first has a day or month before the second's, as far as both are told."""
    if not (first.day and second.day):
        return False
    k = min(len(first.day), len(second.day))
    return first.day[:k] < second.day[:k]


def _of_dates(x: Item, y: Item) -> set[str]:
    if not (x.day and y.day):
        found = {"has date"} if x.day else set()
        a, b = x.day or x.told_by, y.day or y.told_by
        if a and b and a[: min(len(a), len(b))] != b[: min(len(a), len(b))]:
            found.add("told by an earlier date" if a < b else "told by a later date")
        return found
    return {"earlier date" if is_earlier(x, y) else "later date" if is_earlier(y, x) else "same date"}


def _of_telling(x: Item, y: Item, p: Telling, q: Telling) -> set[str]:
    """Features of x being told before y."""
    gap = q.sentence - p.sentence
    where = "same sentence" if gap == 0 else "next sentence" if gap == 1 else "later"
    both = x.status if x.status == y.status and x.status in {"past", "planned"} else "mixed"
    found = {"told first", f"told first, {where}", f"told first, {where}, {both}"}
    found.add(f"told first, then {q.tense} after {p.tense}")
    if p.sentence < _LEAD:
        found |= {f"told first, in the lead, {both}", f"told first, in the lead, {p.tense} then {q.tense}"}
    if q.opener:
        found |= {f"told first, then sentence begins {q.opener}", f"told first, {where}, sentence begins {q.opener}"}
    return found | {f"told first, then near {word}" for word in q.words}


def tellings(doc: "Doc", items: "Sequence[Item]") -> list[list[Telling]]:
    """Gather what all mentions of each stop tell, the surest first."""
    bounds = [(n, sentence.start, sentence.end) for n, sentence in enumerate(doc.sents)]
    of = [bound for bound in bounds for _ in range(bound[1], bound[2])]
    return [[tell(doc, mention, of[mention[0]]) for mention in item.mentions] for item in items]


def nearest(xs: "Sequence[Telling]", ys: "Sequence[Telling]") -> "tuple[Telling, Telling]":
    """Give the two mentions that stand nearest to each other, in one sentence if there are such."""
    return min(
        ((x, y) for x in xs for y in ys),
        key=lambda pair: (abs(pair[0].sentence - pair[1].sentence), abs(pair[0].at - pair[1].at)),
    )
