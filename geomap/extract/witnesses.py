"""What speaks for and against a name's being a place's: each witness has a name and points (`witnesses.csv`)."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.extract import lexicon
from geomap.extract.parse import is_titled
from geomap.extract.sightings import (
    ABBREVIATIONS,
    COUNTIES,
    DIRECTIONS,
    INSTITUTIONS,
    NAME_LABELS,
    PAPERS,
    Source,
    Text,
    never,
)
from geomap.extract.toponyms import PLACE_LABELS, VISITED
from geomap.gazetteer import fold, sources
from geomap.gazetteer.containment import contains
from geomap.gazetteer.prominence import prominence

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from geomap.gazetteer.index import Match
    from geomap.model import Use

#: Where the points of each witness stand; `benchmarks/recognition.py --fit` chooses them.
TABLE = Path(__file__).with_name("witnesses.csv")
#: Points from which a name is a place's: the scale of all others.
THRESHOLD = 1.5
#: Prominence from which the points for it are counted (a decimal logarithm): a town for which neither speaks.
_TOWN = 4.0
#: What is said of one mention and holds for every other of its name.
_CONTEXT = frozenset(
    {"label GPE", "preposition", "in", "kind said", "contained", "container", "dateline", "people of", "listed",
     "age of", "person of", "visited", "person", "title", "says"}
)  # fmt: skip

_LOCATIVE = lexicon.words(
    "in at to from near into through via outside towards toward around across inside off throughout"
)
_ON = lexicon.words("on along off up down across over around")
_KINDS = lexicon.REGIONS | lexicon.words("counties districts provinces states city cities town towns village villages")
_KINDS_OF = _KINDS | lexicon.words(
    """west east north south outside coast parts streets people residents mayor block side university outskirts suburb
    bishop archbishop governor emir battle siege capture bombing invasion occupation outskirts
    island"""
)
#: Plural kinds that end a list of names.
_LISTS = lexicon.words("counties streets roads")
_FIRST = lexicon.words("river lake mount mt mt. cape loch camp fort isle point port")
_PEOPLE = lexicon.words(
    """man woman men women boy girl mother father couple teen teenager native natives resident residents citizen
    citizens voter voters family families student students teacher teachers official officials police cops
    firefighters mayor councilman councilwoman councillor councillors council lawmakers senator taxpayers
    neighborhood neighborhoods suburb suburbs community communities home house pub restaurant hospital school schools
    hotel airport area region government authorities president minister premier ambassador embassy troops soldiers
    army office plant factory businesses business club team fans market markets county court courthouse jail
    headquarters campus bar church mosque attorney lawyer judge doctor woman's man's farmer farmers motorist driver"""
)
_SAYS = lexicon.words(
    """said says told asked added replied explained noted recalled wrote tweeted smiled laughed thinks believes joked
    testified pleaded"""
)
#: Verbs behind which "for" says where to ("left Kirkuk for Erbil").
_LEAVES = lexicon.words("leave depart head sail embark bound")
_UNION = frozenset({"EU", "E.U.", "European Union"})


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name that may be a place's, where it stands, and what speaks for and against it.

    Parameters
    ----------
    start, end
        Token indexes.
    key
        The gazetteer's matching key.
    label
        The entity recogniser's label, or "".
    use
        As in `geomap.model.Toponym`.
    match
        The best known place of the name.
    witnesses
        Rows of `witnesses.csv`.
    linked
        Whether a comma or "and" stands between it and the sighting before.
    """

    start: int
    end: int
    key: str
    label: str
    use: "Use"
    match: "Match | None"
    witnesses: tuple[str, ...]
    linked: bool = False

    @property
    def context(self) -> float:
        """What this mention says for all others of its name."""
        worth = points()
        return sum(worth[name] for name in self.witnesses if name in _CONTEXT) if self.match else 0.0

    @property
    def points(self) -> float:
        """What the witnesses add up to, and how well known the place is."""
        worth = points()
        return sum(worth[name] for name in self.witnesses) + worth["prominence"] * (_standing(self.match) - _TOWN)


@cache
def points() -> Mapping[str, float]:
    """Give the points of each witness."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["witness"]: float(row["points"]) for row in csv.DictReader(file)}


def _standing(match: "Match | None") -> float:
    return _TOWN if match is None else prominence(match.place)


def hear(text: Text, start: int, end: int, source: Source) -> Sighting:
    """Hear the witnesses for a span of a text.

    Parameters
    ----------
    text
        The parsed text.
    start, end
        Token indexes.
    source
        What suggests the span.
    """
    words = text.doc[start:end].text
    if source == "demonym":
        return Sighting(start, end, fold(words), "NORP", "demonym", None, ())
    match = text.place(start, end)
    label, inside = _label(text, start, end)
    longer = inside or _longer(text, start, end)
    use: Use = "embedded" if longer and source not in {"feature", "landmark"} else "literal"
    around = (
        _around(text, start, end, label if inside else "") if use == "embedded" else _beside(text, start, end, label)
    )
    witnesses = (*around, *_itself(text, start, end, match, source), *_alone(text, start, end, match, label))
    return Sighting(start, end, fold(words), label, use, match, witnesses)


def _label(text: Text, start: int, end: int) -> tuple[str, bool]:
    """Give the entity label of a span, and whether a longer name around it has it."""
    entity = text.entity.get(start)
    if entity is None:
        return "", False
    size = sum(text.capital[i] and not never(text.doc[i]) for i in range(entity.start, entity.end))
    return entity.label_, entity.label_ in NAME_LABELS and size > sum(text.capital[start:end])


def _longer(text: Text, start: int, end: int) -> bool:
    """Tell whether capitalised words right beside a name make a longer one of it that is no entity."""
    doc = text.doc
    if end < len(doc) and text.capital[end] and doc[end].tag_[:3] == "NNP" and not never(doc[end]):
        other_place = doc[end].ent_type_ == "GPE" and text.known_end(end)
        somebody = doc[end].ent_type_ == "PERSON" or doc[end].lower_.rstrip(".") in lexicon.TITLES
        if not other_place and not somebody:
            return True
    before = doc[start - 1] if start else None
    if before is None or before.is_sent_start or not text.capital[start - 1] or before.tag_[:3] != "NNP":
        return False
    return before.lower_ not in DIRECTIONS | {"the"} and before.ent_type_ not in {"GPE", "NORP"}


def _around(text: Text, start: int, end: int, longer: str) -> Iterator[str]:
    """Hear what the longer name around an embedded one says."""
    doc = text.doc
    yield "inside a person" if longer == "PERSON" else "inside"
    entity = text.entity.get(start) if longer in NAME_LABELS else None
    first, last = (entity.start, entity.end) if entity is not None else (start, end + 1)
    while first < start and not text.capital[first]:
        first += 1
    before = doc[start - 1].lower_ if start else ""
    if before == "of":
        yield "of"
    elif first == start or before in DIRECTIONS or before == "the":
        yield "starts"
    elif text.capital[start - 1]:
        yield "longer name"
    if end < len(doc) and doc[end].lower_ in INSTITUTIONS:
        yield "institution"
    if any(doc[i].lower_ in PAPERS for i in range(end, min(last, len(doc)))):
        yield "paper"


def _itself(text: Text, start: int, end: int, match: "Match | None", source: Source) -> Iterator[str]:
    """Hear what the name itself says, wherever it stands."""
    words = text.doc[start:end].text
    by_its_words = source in {"feature", "landmark"}
    if by_its_words or (end - start > 1 and text.doc[start].lower_ in _FIRST):
        yield source if by_its_words else "feature"
    if match is None and not by_its_words:
        yield "unknown"
    if match is not None:
        if not by_its_words:
            yield from _rank(text.doc, start, match)
        if match.relation == "foreign":
            yield "foreign name"
        elif match.relation == "other" and words not in ABBREVIATIONS and "." not in words:
            yield "other name"
    if words in _UNION:
        yield "union"
    if is_titled(text.doc, start):
        yield "title"
    if end - start > 1 and text.doc[end - 1].lower_ in COUNTIES:
        yield "county"


def _stands_on(doc: "Doc", start: int) -> bool:
    """Whether a name follows a preposition that waters, islands and mountains have and towns haven't."""
    before = start - 1
    while before >= 0 and doc[before].lower_ in DIRECTIONS | {"the"}:
        before -= 1
    return before >= 0 and doc[before].lower_ in _ON and doc[before].tag_ in {"IN", "RP"}


def _rank(doc: "Doc", start: int, match: "Match") -> Iterator[str]:
    if match.place.kind in {"natural", "sea"} and _stands_on(doc, start):
        yield "on it"
    if match.place.kind == "country":
        yield "country"
    elif match.place.feature_code == "ADM1" and match.relation == "own":
        yield "division"


def _alone(text: Text, start: int, end: int, match: "Match | None", label: str) -> Iterator[str]:
    """Hear what a name of one word may be instead."""
    if end - start > 1:
        return
    word = text.doc[start]
    if word.lower_ in DIRECTIONS:
        yield "compass"
    if word.lower_ in _everyday():
        yield "everyday"
    if word.text in text.persons:
        yield "person"
    coded = match is not None and label == "GPE" and match.place.feature_code in {"ADM1", "PCLI"}
    if _acronym(word) and not coded and not _shouted(text.doc, start):
        yield "acronym"


def _acronym(word: "Token") -> bool:
    text = word.text
    return text.isupper() and len(text) < 6 and text not in ABBREVIATIONS and "." not in text


def _shouted(doc: "Doc", i: int) -> bool:
    """Whether the words around are all in capitals too."""
    near = [token for token in doc[max(i - 3, 0) : i + 4] if token.is_alpha and token.i != i]
    return sum(token.text.isupper() for token in near) > 1 and len(doc[i].text) > 3


def _beside(text: Text, start: int, end: int, label: str) -> Iterator[str]:
    """Hear what the words beside a name say."""
    doc = text.doc
    yield f"label {label or 'none'}" if label in PLACE_LABELS | {"NORP", "ORG", "PERSON", ""} else "label other"
    before = start - 1
    while before >= 0 and doc[before].lower_ in DIRECTIONS | {"the", "nearby", "neighbouring", "neighboring"}:
        before -= 1
    if before >= 0:
        yield from _behind(doc, before)
    yield from _kind_behind(doc, end)
    yield from _grammar(doc, start, end)
    yield from _containment(text, start, end)
    if _dateline(doc, start, end):
        yield "dateline"
    if start > 1 and doc[start - 1].text == "-" and doc[start - 2].text in {"D", "R", "(D", "(R"}:
        yield "party"
    if end < len(doc):
        yield from _ahead(doc, end)
    if end == start + 1 == doc[start].sent.start + 1 and not doc[start].ent_type_:
        yield "opens"


def _grammar(doc: "Doc", start: int, end: int) -> Iterator[str]:
    root = doc[start:end].root
    if root.dep_ == "dobj" and lexicon.verb(root.head.text)[0] in VISITED:
        yield "visited"
    if root.dep_ in {"conj", "appos"} and root.head.ent_type_ == "GPE":
        yield "listed"
    if end == start + 1 and root.dep_ == "nsubj" and root.head.lower_ in _SAYS:
        yield "says"


def _ahead(doc: "Doc", end: int) -> Iterator[str]:
    """Hear what belongs to the name before it."""
    word = doc[end]
    based = word.text == "-" and end + 1 < len(doc) and doc[end + 1].lower_ in {"based", "born", "area"}
    if word.lower_ in _PEOPLE or based:
        yield "people of"
    if word.text[:1].isupper() and word.lower_ in INSTITUTIONS:
        yield "institution"


def _behind(doc: "Doc", before: int) -> Iterator[str]:
    """Hear what a name stands behind, articles and directions left out."""
    word = doc[before].lower_
    bound = word == "for" and lexicon.verb(doc[before].head.text)[0] in _LEAVES
    if bound or (word in _LOCATIVE and doc[before].tag_ in {"IN", "TO", "RP"}):
        yield "preposition"
        if word in {"in", "near"}:
            yield "in"
    if word != "of" or not before:
        return
    if doc[before - 1].lower_ in _KINDS_OF:
        yield "kind said"
    if doc[before - 1].text == ",":
        yield "age of"
    elif doc[before - 1].ent_type_ == "PERSON":
        yield "person of"


def _kind_behind(doc: "Doc", end: int) -> Iterator[str]:
    """Hear what kind of place the words behind a name say it is."""
    if end >= len(doc):
        return
    word = doc[end]
    among = word.lower_ == "and" and any(token.lower_ in _LISTS for token in doc[end + 1 : end + 5])
    if among or (word.lower_ in _KINDS and word.text.islower()):
        yield "kind said"


def _containment(text: Text, start: int, end: int) -> Iterator[str]:
    """Hear whether a comma stands between a name and a country or first-level division."""
    doc = text.doc

    def holds(match: "Match | None") -> bool:
        return match is not None and (match.place.kind == "country" or match.place.feature_code == "ADM1")

    inner = text.place(start, end)
    after = end + 2 if doc[end : end + 2].text.lower() == "in the" else end + 1
    if after < len(doc) and (doc[end].text == "," or doc[end].lower_ == "in") and text.capital[after]:
        size = text.known_end(after)
        outer = text.place(after, size) if size else None
        close = doc[end].text == "," or (inner and outer and contains(outer.place, inner.place))
        if close and holds(outer) and not (inner and inner.place.kind == "country"):
            yield "contained"
    if start > 1 and doc[start - 1].text == "," and text.capital[start - 2] and holds(inner):
        yield "container"


def _dateline(doc: "Doc", start: int, end: int) -> bool:
    """Whether a name opens a dispatch: a dash or colon behind it, perhaps after its state."""
    shouted = doc[start:end].text.isupper()
    if start != doc[start].sent.start and not shouted:
        return False
    i = end
    while i < min(end + 5, len(doc)) and (doc[i].text in {",", ".", "(", ")"} or doc[i].text[:1].isupper()):
        i += 1
    if i == len(doc) or not doc[i].whitespace_:
        return False
    return doc[i].text in {"-", "–", "—", "--"} or (doc[i].text == ":" and shouted)


@cache
def _everyday() -> frozenset[str]:
    return sources.everyday() | lexicon.TITLES
