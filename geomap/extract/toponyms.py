"""Place names in a text: found by several witnesses, each with its kind and its use.

Witnesses: the entity recogniser, noun phrases that end in a noun for a venue or a natural feature,
capitalised words that the gazetteer knows, demonyms, and names recognised elsewhere in the same text.
People, months and organisations are no places; a place inside a longer name is `embedded`.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.extract import lexicon
from geomap.extract.parse import parse
from geomap.gazetteer import fold, open_index
from geomap.model import Kind, Mention, Toponym, Use

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from spacy.tokens import Doc, Span, Token

    from geomap.gazetteer import Index
    from geomap.model import Document

_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_NAME_LABELS = frozenset({"ORG", "PERSON", "WORK_OF_ART", "PRODUCT", "EVENT", "LAW"})
#: Prepositions after which a name is a place rather than somebody.
_LOCATIVE = frozenset("in at to from near into through via outside towards toward around across inside off".split())
#: Words that stand inside names.
_LINKS = frozenset("of the de la le du des del di da al el an van von der den and - – ’s 's & los las upon on sur".split())
#: Venue nouns that with a city's name alone make a name ("Sydney airport"), unlike "a Sydney hotel".
_CIVIC = frozenset("airport airbase station port harbour harbor cathedral stadium zoo cosmodrome spaceport".split())
_ABBREVIATIONS = frozenset("U.S. US UK U.K. UAE U.A.E. EU USA U.S.A. DC D.C. NYC LA L.A. DRC DPRK PRC".split())
_NO_PLACES = frozenset("EU E.U. UN U.N. NATO".split())
#: What a name can be, when the gazetteer knows several: the kind that news means.
_PREFERENCE: tuple[Kind, ...] = ("country", "city", "region", "sea", "natural", "venue")
_MAX_WORDS = 5


@dataclass(frozen=True, slots=True)
class Name:
    """A place name in a parsed text.

    Parameters
    ----------
    start, end
        Token indexes.
    text
        As written.
    key
        The gazetteer's matching key.
    kind, use
        As in `geomap.model.Toponym`.
    label
        The entity recogniser's label of it, or "".
    known
        Whether the gazetteer has it.
    within
        Index of the name of its container in the list of names, or None.
    """

    start: int
    end: int
    text: str
    key: str
    kind: Kind
    use: Use
    label: str
    known: bool
    within: int | None = None


def recognise(document: "Document") -> tuple[Toponym, ...]:
    """Find the place names of a document.

    Parameters
    ----------
    document
        An English text.

    Returns
    -------
    tuple of Toponym
        In text order, without overlaps, not yet resolved to places.
    """
    doc = parse(document)
    return tuple(
        Toponym(Mention(start := doc[name.start].idx, start + len(name.text), name.text, name.label), name.kind, name.use)
        for name in find_names(doc)
    )


def find_names(doc: "Doc") -> list[Name]:
    """Find the place names of a parsed text, in order, without overlaps."""
    index = open_index()
    spans = _candidates(doc)
    wanted = {text for start, end, _ in spans for text in (doc[start:end].text, *_grams(doc, start, end))}
    kinds = index.kinds(wanted)
    names: list[Name] = []
    taken: set[int] = set()
    for start, end, label in sorted(spans, key=lambda span: (_rank(span[2]), span[0] - span[1], span[0])):
        if taken.isdisjoint(range(start, end)):
            for name in _read(doc, start, end, label, kinds):
                names.append(name)
                taken.update(range(name.start, name.end))
            taken.update(range(start, end))
    names.sort(key=lambda name: name.start)
    return _link(doc, _one_sense(names), index)


def _rank(label: str) -> int:
    return {"venue": 0, "natural": 0, "GPE": 1, "LOC": 1, "FAC": 1, "NORP": 2}.get(label, 3)


def _candidates(doc: "Doc") -> list[tuple[int, int, str]]:
    """Token spans that may hold a place name, with what suggests it."""
    spans = [(start, end, "venue") for start, end in _venues(doc)]
    spans += [(*_trim(entity), entity.label_) for entity in doc.ents if entity.label_ in _PLACE_LABELS | _NAME_LABELS | {"NORP"}]
    covered = {i for start, end, label in spans if label != "venue" for i in range(start, end)}
    spans += [(start, end, "") for start, end in _runs(doc, covered)]
    return [(start, end, label) for start, end, label in spans if start < end]


def _trim(span: "Span") -> tuple[int, int]:
    """A span without the articles before and the possessive after a name."""
    start, end = span.start, span.end
    while start < end and (doc_lower := span.doc[start].lower_) and (doc_lower in {"the", "a", "an"} or span.doc[start].is_punct or span.doc[start].is_space):
        start += 1
    while end > start and (span.doc[end - 1].tag_ == "POS" or span.doc[end - 1].is_space or span.doc[end - 1].text in {",", "'", "’", ")", "”", '"'}):
        end -= 1
    return start, end


def _named(token: "Token") -> bool:
    """Whether a token looks like a part of a name."""
    return token.text[:1].isupper() and (token.tag_[:3] == "NNP" or token.i != token.sent.start or token.ent_type_ != "")


def _venues(doc: "Doc") -> "Iterator[tuple[int, int]]":
    """Noun phrases with a head noun for a venue or a natural feature, and a name before or after it."""
    for token in doc:
        word = token.lower_
        if word not in lexicon.VENUES and word not in lexicon.NATURAL and word not in lexicon.SEAS:
            if word in lexicon.VENUES_FIRST and token.text[:1].isupper() and token.i + 1 < len(doc) and _named(doc[token.i + 1]):
                yield token.i, _name_end(doc, token.i + 1)
            continue
        capital = token.text[:1].isupper()
        if token.tag_[:2] != "NN":
            continue
        if word in lexicon.VENUES_FIRST and capital and token.i + 1 < len(doc) and _named(doc[token.i + 1]) and doc[token.i + 1].tag_[:3] == "NNP":
            yield token.i, _name_end(doc, token.i + 1)
            continue
        start = token.i
        while start > token.sent.start and _inside(doc, start - 1, token):
            start -= 1
        while start < token.i and not (doc[start].text[:1].isupper() or doc[start].text[:1].isdigit()):
            start += 1
        end = token.i + 1
        if capital and end + 1 < len(doc) and doc[end].lower_ == "of":
            end = _after_of(doc, end) or end
        words = [doc[i] for i in range(start, end) if doc[i].text[:1].isupper() and i != token.i]
        if not words or (word in lexicon.SEAS and not capital):
            continue
        places = all(other.ent_type_ in {"GPE", "NORP", "LOC", "DATE", "ORDINAL"} or other.text in _ABBREVIATIONS for other in words)
        if not capital and places and (word not in _CIVIC or all(other.ent_type_ == "NORP" for other in words)):
            continue
        if not capital and all(other.lower_ in lexicon.TITLES | lexicon.MONTHS | lexicon.WEEKDAYS for other in words):
            continue
        yield start, end


def _name_end(doc: "Doc", i: int) -> int:
    while i < len(doc) and (_named(doc[i]) or doc[i].lower_ in {"de", "la", "del", "di", "al", "du", "des"}) and not doc[i].is_punct:
        i += 1
    return i


def _inside(doc: "Doc", i: int, head: "Token") -> bool:
    """Whether token `i`, left of a head noun, belongs to its name."""
    token = doc[i]
    if token.is_space or token.tag_ in {",", ":", ".", "DT", "IN", "CC", "PRP$"} or token.is_quote:
        return False
    if token.tag_ == "POS":
        return not (doc[i - 1].ent_type_ in {"GPE", "PERSON"} and i - 1 >= 0 and not head.text[:1].isupper()) and doc[i - 1].ent_type_ != "GPE"
    if token.text in {"-", "–"}:
        return True
    if token.ent_type_ == "NORP" and not head.text[:1].isupper():
        return False
    return token.text[:1].isupper() or token.head.i == i + 1 or (i + 1 < len(doc) and doc[i + 1].text == "-")


def _after_of(doc: "Doc", of: int) -> int | None:
    """End of the name that goes on with "of" ("Church of the Holy Sepulchre")."""
    i = of + 1
    if i < len(doc) and doc[i].lower_ == "the":
        i += 1
    first = i
    while i < len(doc) and doc[i].text[:1].isupper() and doc[i].tag_[:2] in {"NN", "JJ"}:
        i += 1
    return i if i > first else None


def _runs(doc: "Doc", covered: set[int]) -> "Iterator[tuple[int, int]]":
    """Runs of capitalised words that no entity covers."""
    i = 0
    while i < len(doc):
        if i in covered or not _named(doc[i]) or doc[i].is_punct or doc[i].tag_[:1] not in {"N", "J"} or _no_place(doc[i]):
            i += 1
            continue
        start = i
        while i < len(doc) and i not in covered and (_named(doc[i]) and not doc[i].is_punct or (doc[i].text == "-" and i + 1 < len(doc) and _named(doc[i + 1]))):
            i += 1
        yield start, i


def _no_place(token: "Token") -> bool:
    return token.lower_ in lexicon.MONTHS or token.lower_ in lexicon.WEEKDAYS or token.text in _NO_PLACES


def _grams(doc: "Doc", start: int, end: int) -> "Iterator[str]":
    for size in range(min(_MAX_WORDS, end - start), 0, -1):
        for i in range(start, end - size + 1):
            if not (doc[i].is_punct or doc[i + size - 1].is_punct or doc[i + size - 1].tag_ == "POS"):
                yield doc[i : i + size].text


def _read(doc: "Doc", start: int, end: int, label: str, kinds: "Mapping[str, frozenset[str]]") -> "Iterator[Name]":
    """The names in a candidate span."""
    text = doc[start:end].text
    known = kinds.get(text, frozenset())
    if end - start == 1 and text.lower().rstrip(".") in lexicon.TITLES:
        return
    if any(_no_place(doc[i]) for i in range(start, end)) and end - start == 1:
        return
    if label == "NORP" and not (known and open_index().demonym(text) is None):
        yield _name(doc, start, end, label, "country", "demonym", known)
    elif label == "venue" or label in _PLACE_LABELS:
        yield _name(doc, start, end, label, kind_of(text, label, known), "literal", known)
    elif known and _stands_as_place(doc, start, end, label):
        yield _name(doc, start, end, label, kind_of(text, "", known), "literal", known)
    elif label in {"ORG", "PERSON"} and _pointed_at(doc, start, end) and not text.isupper():
        yield _name(doc, start, end, label, kind_of(text, "", known), "literal", known)
    elif label in _NAME_LABELS and label != "PERSON":
        yield from _parts(doc, start, end, label, kinds, "embedded")
    else:
        yield from _parts(doc, start, end, label, kinds, "literal")


def _parts(doc: "Doc", start: int, end: int, label: str, kinds: "Mapping[str, frozenset[str]]", use: Use) -> "Iterator[Name]":
    """Gazetteer names inside a run, longest first."""
    i = start
    while i < end:
        for size in range(min(_MAX_WORDS, end - i), 0, -1):
            text = doc[i : i + size].text
            known = kinds.get(text, frozenset())
            if not known or not text[0].isupper() or any(_no_place(doc[j]) for j in range(i, i + size)):
                continue
            if use == "embedded":
                if not known & {"country", "region"} and not (i > start and doc[i - 1].lower_ == "of"):
                    continue
                yield _name(doc, i, i + size, label, kind_of(text, "", known), use, known)
            elif (i, i + size) == (start, end) or _locative(doc, i, i + size):
                if doc[i].lower_ in lexicon.TITLES or (size == 1 and len(text) < 3) or (not _locative(doc, i, i + size) and (size == 1 and doc[i].i == doc[i].sent.start and doc[i].tag_ != "NNP")):
                    continue
                yield _name(doc, i, i + size, label, kind_of(text, "", known), use, known)
            else:
                continue
            i += size - 1
            break
        i += 1
    if use == "literal" and not label and _locative(doc, start, end) and not any(kinds.get(text) for text in _grams(doc, start, end)):
        if doc[start].lower_ not in lexicon.TITLES and doc[end - 1].tag_[:3] == "NNP":
            yield _name(doc, start, end, label, "city", use, frozenset())


def _locative(doc: "Doc", start: int, end: int) -> bool:
    """Whether a span stands where places stand: after a preposition of place, or as what is visited."""
    before = start - 1
    while before >= 0 and doc[before].lower_ in {"the", "nearby", "neighbouring", "neighboring", "central", "downtown"}:
        before -= 1
    if before >= 0 and doc[before].lower_ in _LOCATIVE and doc[before].tag_ in {"IN", "TO", "RP"}:
        return True
    root = doc[start:end].root
    return root.dep_ == "dobj" and lexicon.verb(root.head.text)[0] in {"visit", "reach", "leave", "enter", "tour"}


def _stands_as_place(doc: "Doc", start: int, end: int, label: str) -> bool:
    """Whether a name that the gazetteer knows, and the recogniser takes for something else, is used as a place."""
    if label in {"ORG", "NORP"} or _locative(doc, start, end):
        return label != "PERSON" or end - start > 1 or not _person(doc, start)
    root = doc[start:end].root
    listed = root.dep_ in {"conj", "appos"} and root.head.ent_type_ in _PLACE_LABELS
    contained = end + 1 < len(doc) and doc[end].text == "," and doc[end + 1].ent_type_ == "GPE"
    return (listed or contained) and not (label == "PERSON" and _person(doc, start))


def _pointed_at(doc: "Doc", start: int, end: int) -> bool:
    """Whether an unknown name follows right after a preposition of place, and is no person's."""
    if end - start > 3 or not start or doc[start - 1].lower_ not in {"in", "at", "to", "from", "near", "through"}:
        return False
    if any(not doc[i].text[:1].isupper() for i in range(start, end)):
        return False
    if doc[start - 1].lower_ == "to" and not lexicon.verb(doc[start - 1].head.text)[1] & {"go", "carry", "arrive"}:
        return False
    return not (doc[start].ent_type_ == "PERSON" and (end - start > 1 or _person(doc, start)))


def _person(doc: "Doc", i: int) -> bool:
    """Whether a single name is elsewhere part of somebody's full name, or carries a title."""
    if i and doc[i - 1].lower_.rstrip(".") in lexicon.TITLES:
        return True
    word = doc[i].text
    return any(entity.label_ == "PERSON" and len(entity) > 1 and word in {token.text for token in entity} for entity in doc.ents)


def kind_of(text: str, label: str, known: frozenset[str]) -> Kind:
    """What sort of place a name names: by its own nouns first, then by the gazetteer, then by its label."""
    words = text.lower().replace("-", " ").split()
    first, last = words[0].rstrip("."), words[-1]
    if "country" in known and label in {"", "GPE"}:
        return "country"
    if last in lexicon.SEAS or first in {"gulf", "strait", "bay", "sea"}:
        return "sea"
    if last in lexicon.NATURAL or first in {"mount", "lake", "cape", "isle", "mt"}:
        return "natural"
    if last in lexicon.REGIONS:
        return "region"
    if label == "venue" or last in lexicon.VENUES or (label == "FAC" and not known):
        return "venue"
    for kind in _PREFERENCE:
        if kind in known:
            return kind
    if label == "FAC":
        return "venue"
    if label == "LOC":
        return "region"
    return "city"


def _name(doc: "Doc", start: int, end: int, label: str, kind: Kind, use: Use, known: frozenset[str]) -> Name:
    text = doc[start:end].text
    return Name(start, end, text, fold(text), kind, use, label, bool(known))


def _one_sense(names: list[Name]) -> list[Name]:
    """Give every literal mention of a name the kind that most of them have."""
    kinds: dict[str, list[Kind]] = {}
    for name in names:
        if name.use == "literal":
            kinds.setdefault(name.key, []).append(name.kind)
    usual = {key: max(found, key=lambda kind: (found.count(kind), -found.index(kind))) for key, found in kinds.items()}
    return [replace(name, kind=usual[name.key]) if name.use == "literal" else name for name in names]


def _link(doc: "Doc", names: list[Name], index: "Index") -> list[Name]:
    """Tell each name its container: "Tokyo, Japan", "the Golden Temple in Amritsar"."""
    pairs = []
    for i, name in enumerate(names[:-1]):
        after = names[i + 1]
        if name.use != "literal" or after.use != "literal" or name.key == after.key:
            continue
        between = doc[name.end : after.start].text.strip().lower()
        if between in {",", "(", "/"} and _finer(name, after):
            pairs.append((i, i + 1, True))
        elif between in {"in", "in the", ", in", ", in the", "of", "outside", ", outside", ", near", "near", "'s", "on", "in central", "in northern", "in southern", "in eastern", "in western", "in downtown"} and _finer(name, after):
            pairs.append((i, i + 1, False))
    if not pairs:
        return names
    found = index.lookup_many({names[i].text for pair in pairs for i in pair[:2]})
    linked = list(names)
    for i, j, needs_proof in pairs:
        inner, outer = found.get(names[i].text, ()), found.get(names[j].text, ())
        codes = {place.country for place in outer if place.kind in {"country", "region", "city"}}
        proved = any(place.country in codes for place in inner) or not inner or not outer
        if proved or not needs_proof:
            linked[i] = replace(linked[i], within=j)
    return linked


_GRAIN: dict[Kind, int] = {"venue": 0, "city": 1, "natural": 1, "sea": 3, "region": 2, "country": 3}


def _finer(inner: Name, outer: Name) -> bool:
    return outer.kind in {"city", "region", "country"} and (
        _GRAIN[inner.kind] < _GRAIN[outer.kind] or (inner.kind == outer.kind == "venue")
    )
