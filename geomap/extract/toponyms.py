"""The names that reading weighs as stops: found by several witnesses, each with its kind and its use.

Witnesses: the entity recogniser, noun phrases that end in a noun for a venue or a natural feature,
capitalised words that the gazetteer knows, demonyms, and names recognised elsewhere in the same text.
People, months and organisations are no places; a place inside a longer name is `embedded`.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.extract import lexicon
from geomap.extract.containers import with_containers
from geomap.extract.parse import is_titled
from geomap.gazetteer import fold, open_index
from geomap.model import Kind, Use

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from spacy.tokens import Doc, Span, Token

PLACE_LABELS = lexicon.words("GPE LOC FAC")
#: Verbs whose object is a place.
VISITED = lexicon.words("visit reach leave enter tour")
_NAME_LABELS = lexicon.words("ORG PERSON WORK_OF_ART PRODUCT EVENT LAW")
#: Prepositions after which a name is a place rather than somebody.
_LOCATIVE = lexicon.words("in at to from near into through via outside towards toward around across inside off")
#: Venue nouns that with a city's name alone make a name ("Sydney airport"), unlike "a Sydney hotel".
_CIVIC = lexicon.words("""airport airbase station port harbour harbor cathedral stadium zoo cosmodrome spaceport""")
_ABBREVIATIONS = lexicon.words("U.S. US UK U.K. UAE U.A.E. EU USA U.S.A. DC D.C. NYC LA L.A. DRC DPRK PRC")
#: Head nouns of names; labels of words that alone make no name of a venue.
_HEADS = lexicon.VENUES | lexicon.NATURAL | lexicon.SEAS
_COMMON = lexicon.words("GPE NORP LOC DATE ORDINAL")
_NO_PLACES = lexicon.words("EU E.U. UN U.N. NATO")
_DIVISIONS = lexicon.words("country region")
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


def find_names(doc: "Doc") -> list[Name]:
    """Find the place names of a parsed text, in order, without overlaps."""
    index = open_index()
    spans = _candidates(doc)
    wanted = {text for start, end, _ in spans for text in (doc[start:end].text, *_grams(doc, start, end))}
    kinds = {text: tuple(dict.fromkeys(p.kind for p in places)) for text, places in index.lookup_many(wanted).items()}
    names: list[Name] = []
    taken: set[int] = set()
    for start, end, label in sorted(spans, key=lambda span: (_rank(span[2]), span[0] - span[1], span[0])):
        if taken.isdisjoint(range(start, end)):
            for name in _read(doc, start, end, label, kinds):
                names.append(name)
                taken.update(range(name.start, name.end))
            taken.update(range(start, end))
    names.sort(key=lambda name: name.start)
    return with_containers(doc, _one_sense(names), index)


def _rank(label: str) -> int:
    return {"venue": 0, "natural": 0, "GPE": 1, "LOC": 1, "FAC": 1, "NORP": 2}.get(label, 3)


def _candidates(doc: "Doc") -> list[tuple[int, int, str]]:
    """Token spans that may hold a place name, with what suggests it."""
    spans = [(start, end, "venue") for start, end in venues(doc)]
    spans += [
        (*_trim(entity), entity.label_)
        for entity in doc.ents
        if entity.label_ in PLACE_LABELS | _NAME_LABELS | {"NORP"}
    ]
    covered = {i for start, end, label in spans if label != "venue" for i in range(start, end)}
    spans += [(start, end, "") for start, end in _runs(doc, covered)]
    return [(start, end, label) for start, end, label in spans if start < end]


def _trim(span: "Span") -> tuple[int, int]:
    """Give a span without the articles before and the possessive after a name."""
    start, end = span.start, span.end
    while (
        start < end
        and (doc_lower := span.doc[start].lower_)
        and (doc_lower in {"the", "a", "an"} or span.doc[start].is_punct or span.doc[start].is_space)
    ):
        start += 1
    while end > start and (
        span.doc[end - 1].tag_ == "POS"
        or span.doc[end - 1].is_space
        or span.doc[end - 1].text in {",", "'", "’", ")", "”", '"'}
    ):
        end -= 1
    return start, end


def _named(token: "Token") -> bool:
    """Whether a token looks like a part of a name."""
    return token.text[:1].isupper() and (
        token.tag_[:3] == "NNP" or token.i != token.sent.start or token.ent_type_ != ""
    )


def venues(doc: "Doc") -> "Iterator[tuple[int, int]]":
    """Noun phrases with a noun for a venue or a natural feature, and a name before or after it."""
    for token in doc:
        word = token.lower_
        capital = token.text[:1].isupper()
        if capital and word in lexicon.VENUES_FIRST and token.i + 1 < len(doc) and _proper(doc[token.i + 1]):
            yield token.i, _name_end(doc, token.i + 1)
        elif token.tag_[:2] == "NN" and word in _HEADS and (capital or word not in lexicon.SEAS):
            start, end = _extent(doc, token)
            if _is_name(doc, start, end, token):
                yield start, end


def _proper(token: "Token") -> bool:
    return _named(token) and token.tag_[:3] == "NNP"


def _extent(doc: "Doc", head: "Token") -> tuple[int, int]:
    """Give the span of a name around its head noun."""
    start = head.i
    while start > head.sent.start and _inside(doc, start - 1, head):
        start -= 1
    while start < head.i and not (doc[start].text[:1].isupper() or doc[start].text[:1].isdigit()):
        start += 1
    end = head.i + 1
    if head.text[:1].isupper() and end + 1 < len(doc) and doc[end].lower_ == "of":
        end = _after_of(doc, end) or end
    return start, end


def _is_name(doc: "Doc", start: int, end: int, head: "Token") -> bool:
    """Tell whether a phrase is a proper name and not "a Sydney hotel" or "the Russian embassy"."""
    words = [doc[i] for i in range(start, end) if doc[i].text[:1].isupper() and i != head.i]
    if not words or head.text[:1].isupper():
        return bool(words)
    if all(word.lower_ in lexicon.TITLES | lexicon.MONTHS | lexicon.WEEKDAYS for word in words):
        return False
    if all(word.ent_type_ in _COMMON or word.text in _ABBREVIATIONS for word in words):
        return head.lower_ in _CIVIC and not all(word.ent_type_ == "NORP" for word in words)
    return True


def _name_end(doc: "Doc", i: int) -> int:
    while (
        i < len(doc)
        and (_named(doc[i]) or doc[i].lower_ in {"de", "la", "del", "di", "al", "du", "des"})
        and not doc[i].is_punct
    ):
        i += 1
    return i


def _inside(doc: "Doc", i: int, head: "Token") -> bool:
    """Whether token `i`, left of a head noun, belongs to its name."""
    token = doc[i]
    if token.is_space or token.tag_ in {",", ":", ".", "DT", "IN", "CC", "PRP$"} or token.is_quote:
        return False
    if token.tag_ == "POS":
        return (
            not (doc[i - 1].ent_type_ in {"GPE", "PERSON"} and i - 1 >= 0 and not head.text[:1].isupper())
            and doc[i - 1].ent_type_ != "GPE"
        )
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
    """Yield runs of capitalised words that no entity covers."""
    i = 0
    while i < len(doc):
        if (
            i in covered
            or not _named(doc[i])
            or doc[i].is_punct
            or doc[i].tag_[:1] not in {"N", "J"}
            or _no_place(doc[i])
        ):
            i += 1
            continue
        start = i
        while (
            i < len(doc)
            and i not in covered
            and (
                (_named(doc[i]) and not doc[i].is_punct)
                or (doc[i].text == "-" and i + 1 < len(doc) and _named(doc[i + 1]))
            )
        ):
            i += 1
        yield start, i


def _no_place(token: "Token") -> bool:
    return token.lower_ in lexicon.MONTHS or token.lower_ in lexicon.WEEKDAYS or token.text in _NO_PLACES


def _grams(doc: "Doc", start: int, end: int) -> "Iterator[str]":
    for size in range(min(_MAX_WORDS, end - start), 0, -1):
        for i in range(start, end - size + 1):
            if not (doc[i].is_punct or doc[i + size - 1].is_punct or doc[i + size - 1].tag_ == "POS"):
                yield doc[i : i + size].text


def _read(doc: "Doc", start: int, end: int, label: str, kinds: "Mapping[str, tuple[Kind, ...]]") -> "Iterator[Name]":
    """Yield the names in a candidate span."""
    text = doc[start:end].text
    known = kinds.get(text, ())
    if is_titled(doc, start) and (label not in PLACE_LABELS | {"venue"} or doc[start - 1].lower_ in lexicon.HONORIFICS):
        return
    if end - start == 1 and text.lower().rstrip(".") in lexicon.TITLES:
        return
    if any(_no_place(doc[i]) for i in range(start, end)) and end - start == 1:
        return
    if label == "NORP" and not (known and open_index().demonym(text) is None):
        yield _name(doc, start, end, label, "country", "demonym", known)
    elif label == "venue" or label in PLACE_LABELS:
        yield _name(doc, start, end, label, kind_of(text, label, known), "literal", known)
    elif (known and _stands_as_place(doc, start, end, label)) or (
        label in {"ORG", "PERSON"} and _pointed_at(doc, start, end) and not text.isupper()
    ):
        yield _name(doc, start, end, label, kind_of(text, "", known), "literal", known)
    elif label in _NAME_LABELS and label != "PERSON":
        yield from _parts(doc, start, end, label, kinds, "embedded")
    else:
        yield from _parts(doc, start, end, label, kinds, "literal")


def _parts(
    doc: "Doc", start: int, end: int, label: str, kinds: "Mapping[str, tuple[Kind, ...]]", use: Use
) -> "Iterator[Name]":
    """Yield the gazetteer names inside a run, longest first; of an unknown run that is pointed at, all of it."""
    i, seen = start, False
    while i < end:
        size = next(
            (
                size
                for size in range(min(_MAX_WORDS, end - i), 0, -1)
                if _counts(doc, (start, end), (i, i + size), kinds.get(doc[i : i + size].text, ()), use)
            ),
            0,
        )
        if size:
            known = kinds[doc[i : i + size].text]
            yield _name(doc, i, i + size, label, kind_of(doc[i : i + size].text, "", known), use, known)
            seen = True
        i += max(1, size)
    if seen or use != "literal" or any(kinds.get(text) for text in _grams(doc, start, end)):
        return
    if _locative(doc, start, end) and doc[start].lower_ not in lexicon.TITLES and doc[end - 1].tag_[:3] == "NNP":
        yield _name(doc, start, end, label, "city", use, ())


def _counts(doc: "Doc", run: tuple[int, int], part: tuple[int, int], known: tuple[Kind, ...], use: Use) -> bool:
    """Tell whether a gazetteer name inside a run stands there for a place."""
    start, end = part
    if not known or not doc[start].text[:1].isupper() or any(_no_place(doc[i]) for i in range(start, end)):
        return False
    if use == "embedded":
        return not _DIVISIONS.isdisjoint(known) or (start > run[0] and doc[start - 1].lower_ == "of")
    if doc[start].lower_ in lexicon.TITLES or is_titled(doc, start) or (end - start == 1 and len(doc[start].text) < 3):
        return False
    if end < run[1] and end - start == 1 and _proper(doc[end]) and doc[end].ent_type_ != "GPE":
        return False  # the first word of a longer name ("Qasr Al Watan")
    opens = end - start == 1 and start == doc[start].sent.start and doc[start].tag_ != "NNP"
    return _locative(doc, start, end) or (part == run and not opens)


def _locative(doc: "Doc", start: int, end: int) -> bool:
    """Whether a span stands where places stand: after a preposition of place, or as what is visited."""
    before = start - 1
    while before >= 0 and doc[before].lower_ in {"the", "nearby", "neighbouring", "neighboring", "central", "downtown"}:
        before -= 1
    if before >= 0 and doc[before].lower_ in _LOCATIVE and doc[before].tag_ in {"IN", "TO", "RP"}:
        return True
    root = doc[start:end].root
    return root.dep_ == "dobj" and lexicon.verb(root.head.text)[0] in VISITED


def _stands_as_place(doc: "Doc", start: int, end: int, label: str) -> bool:
    """Whether a name that the gazetteer knows, and the recogniser takes for something else, is used as a place."""
    if label in {"ORG", "NORP"} or _locative(doc, start, end):
        return label != "PERSON" or end - start > 1 or not _person(doc, start)
    return _beside_places(doc, start, end) and not (label == "PERSON" and _person(doc, start))


def _beside_places(doc: "Doc", start: int, end: int) -> bool:
    """Whether a name is listed with places or stands before its container."""
    root = doc[start:end].root
    listed = root.dep_ in {"conj", "appos"} and root.head.ent_type_ in PLACE_LABELS
    return listed or (end + 1 < len(doc) and doc[end].text == "," and doc[end + 1].ent_type_ == "GPE")


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
    if is_titled(doc, i):
        return True
    word = doc[i].text
    return any(
        entity.label_ == "PERSON" and len(entity) > 1 and word in {token.text for token in entity}
        for entity in doc.ents
    )


def kind_of(text: str, label: str, known: tuple[Kind, ...]) -> Kind:
    """Tell what sort of place a name names: by the town or division known best, its nouns, the gazetteer, its label."""
    words = text.lower().replace("-", " ").split()
    first, last = words[0].rstrip("."), words[-1]
    if "country" in known and label in {"", "GPE"}:
        return "country"
    if known and known[0] in _DIVISIONS | {"city"} and last not in lexicon.VENUES:
        return known[0]  # Cape Town is no cape, Rhode Island no island
    if last in lexicon.SEAS or first in {"gulf", "strait", "bay", "sea"}:
        return "sea"
    if last in lexicon.NATURAL or first in {"mount", "lake", "cape", "isle", "mt"}:
        return "natural"
    if last in lexicon.REGIONS:
        return "region"
    if label == "venue" or last in lexicon.VENUES or (label == "FAC" and not known):
        return "venue"
    if known:
        return known[0]
    if label == "FAC":
        return "venue"
    if label == "LOC":
        return "region"
    return "city"


def _name(doc: "Doc", start: int, end: int, label: str, kind: Kind, use: Use, known: tuple[Kind, ...]) -> Name:
    text = doc[start:end].text
    return Name(start, end, text, fold(text), said_kind(doc, start, end) or kind, use, label, bool(known))


def said_kind(doc: "Doc", start: int, end: int) -> Kind | None:
    """Give the kind that a common noun beside a name says outright ("Córdoba province", "the city of York")."""
    if end < len(doc) and doc[end].lower_ in lexicon.REGIONS and doc[end].text.islower():
        return "region"
    if start < 2 or doc[start - 1].lower_ != "of":
        return None
    said = doc[start - 2].lower_
    return "region" if said in lexicon.REGIONS else "city" if said in {"city", "town", "village"} else None


def _one_sense(names: list[Name]) -> list[Name]:
    """Give every literal mention of a name the kind that most of them have."""
    kinds: dict[str, list[Kind]] = {}
    for name in names:
        if name.use == "literal":
            kinds.setdefault(name.key, []).append(name.kind)
    usual = {key: max(found, key=lambda kind: (found.count(kind), -found.index(kind))) for key, found in kinds.items()}
    return [replace(name, kind=usual[name.key]) if name.use == "literal" else name for name in names]
