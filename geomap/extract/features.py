"""What speaks for and against a visit: named features of one mention of a place, each readable in words."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.extract import lexicon
from geomap.extract.clauses import governor, mood, owners, subject
from geomap.extract.opinions import opinion_features
from geomap.extract.parse import is_dateline, is_verb
from geomap.extract.tense import time_features
from geomap.extract.wording import around, governing, plain_words
from geomap.gazetteer import fold, open_index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from geomap.extract.clauses import Path
    from geomap.extract.opinions import Opinions
    from geomap.extract.toponyms import Name
    from geomap.extract.travellers import Cast

_NEAR = lexicon.words(
    """in at to from near into through via outside towards around across for of on by with between after before
    over off toward inside against than like since during until about and , ( the"""
)
_YEAR = re.compile(r"(?:19|20)\d\d$")
_BUCKETS = ((0, "0"), (1, "1"), (2, "2"), (4, "3-4"), (8, "5-8"), (10**9, "9+"))


@dataclass(frozen=True, slots=True)
class Scene:
    """A parsed text with what was found in it."""

    doc: "Doc"
    text: str
    title: str | None
    date: str | None
    names: "Sequence[Name]"
    cast: "Cast"
    sentence_of: tuple[int, ...]
    sentences: tuple[tuple[int, int], ...]
    quoted: frozenset[int]
    counts: dict[str, int]
    holds: frozenset[str]
    visited: frozenset[str]
    homes: tuple[str, ...]
    containers: frozenset[int]
    first: dict[str, int]
    places_in: dict[int, int]
    words: tuple[str, ...]
    opinions: "Opinions | None" = None


def scene(doc: "Doc", title: str | None, date: str | None, names: "Sequence[Name]", cast: "Cast") -> Scene:
    """Gather what the features of all mentions share."""
    sentences = tuple((sentence.start, sentence.end) for sentence in doc.sents)
    sentence_of = [0] * len(doc)
    for n, (start, end) in enumerate(sentences):
        sentence_of[start:end] = [n] * (end - start)
    counts: dict[str, int] = {}
    first: dict[str, int] = {}
    places_in: dict[int, int] = {}
    for n, name in enumerate(names):
        counts[name.key] = counts.get(name.key, 0) + 1
        first.setdefault(name.key, n)
        if name.use == "literal":
            places_in[sentence_of[name.start]] = places_in.get(sentence_of[name.start], 0) + 1
    return Scene(
        doc=doc,
        text=doc.text,  # the parser puts it together anew each time
        title=title,
        date=date,
        names=names,
        cast=cast,
        sentence_of=tuple(sentence_of),
        sentences=sentences,
        quoted=frozenset(_quoted(doc)),
        counts=counts,
        holds=_holds(names),
        visited=_visited(doc, names, cast),
        homes=_homes(names),
        containers=frozenset(name.within for name in names if name.within is not None),
        first=first,
        places_in=places_in,
        words=plain_words(doc, names, cast),
    )


def _visited(doc: "Doc", names: "Sequence[Name]", cast: "Cast") -> frozenset[str]:
    """Keys of the places that a plain clause sends the traveller to."""
    found = set()
    for name in names:
        head = doc[name.start : name.end].root
        path = governor(head)
        if name.use != "literal" or path.modifies or name.key in found:
            continue
        nouns = frozenset(sense for noun in path.nouns[:1] for sense in lexicon.noun(noun.text)[1])
        verbs = lexicon.verb(path.verb.text)[1] if path.verb is not None else frozenset()
        if ("visit" in nouns or verbs & {"go", "arrive", "visit", "stay"}) and any(
            cast.stands_for_main(token) for token in owners(head)[:2]
        ):
            found.add(name.key)
    return frozenset(found)


def _homes(names: "Sequence[Name]") -> tuple[str, ...]:
    """For each name the key of its container: the one that the text gives, else a venue's city by the gazetteer."""
    found = open_index().lookup_many({name.text for name in names if name.kind == "venue" and name.use == "literal"})
    homes = []
    for name in names:
        city = next((place.city for place in found.get(name.text, ()) if place.city), "")
        homes.append(names[name.within].key if name.within is not None else fold(city) if name.kind == "venue" else "")
    return tuple(homes)


def _quoted(doc: "Doc") -> list[int]:
    """Tokens inside quotation marks, which close at the latest with their paragraph."""
    inside, found = False, []
    for token in doc:
        if token.is_space and "\n" in token.text:
            inside = False
        elif token.text in {"“", "``"} or (token.text == '"' and not inside):
            inside = True
        elif token.text in {"”", "''", '"'}:
            inside = False
        elif inside:
            found.append(token.i)
    return found


def _holds(names: "Sequence[Name]") -> frozenset[str]:
    """Keys of the countries and regions in which another place named in the text lies."""
    literal = [name for name in names if name.use == "literal"]
    found = open_index().lookup_many({name.text for name in literal})
    inside: set[tuple[str, str]] = set()
    for name in literal:
        if name.kind in {"city", "venue", "natural"}:
            for place in found[name.text][:1]:
                inside.add((place.country, ""))
                inside.add((place.country, place.admin))
    held = set()
    for name in literal:
        for place in found[name.text][:3]:
            if name.kind == "country" and place.kind == "country" and (place.country, "") in inside:
                held.add(name.key)
            if name.kind == "region" and place.kind == "region" and (place.country, place.name) in inside:
                held.add(name.key)
    return frozenset(held)


def _bucket(n: int) -> str:
    return next(label for most, label in _BUCKETS if n <= most)


def features(scene: Scene, n: int) -> dict[str, float]:
    """Features of the mention `scene.names[n]`, by name; all are 1 where present."""
    name, doc = scene.names[n], scene.doc
    head = doc[name.start : name.end].root
    path = governor(head)
    found: set[str] = set()
    found.update(_of_name(scene, n))
    found.update(_of_path(path, doc, name))
    whose = _whose(scene, head)
    found.update(f"own={who}" for who in whose)
    senses = _senses(path)
    found.update("mood=" + flag for flag in mood(path.verb))
    preposition = path.preposition if path.preposition in _NEAR else ("none" if not path.preposition else "other")
    direct = "d" if not path.nouns else "n"
    for sense in senses:
        found.add("s=" + sense)
        found.update(f"s={sense}&own={who}" for who in whose)
        found.add(f"s={sense}&{direct}")
    found.update(f"p={preposition}&own={who}" for who in whose)
    found.add(f"p={preposition}&{direct}")
    found.add(f"p={preposition}&kind={name.kind}")
    found.update(_of_sentence(scene, n))
    number = scene.sentence_of[name.start]
    found.update(around(scene.words, name, scene.sentences[number]))
    found.update(governing(scene.words, path))
    found.update(time_features(doc, name, scene.sentences, number, scene.date))
    if scene.opinions is not None:
        found |= opinion_features(scene.opinions, n, name.key)
    return dict.fromkeys(sorted(found), 1.0)


def _senses(path: "Path") -> set[str]:
    found: set[str] = set()
    if path.verb is not None:
        base, senses = lexicon.verb(path.verb.text)
        found |= {"v:" + sense for sense in senses} or {"v:unlisted"}
        if senses:
            found.add("v=" + base)
    for i, noun in enumerate(path.nouns[:3]):
        base, senses = lexicon.noun(noun.text)
        found |= {f"n{min(i, 1)}:" + sense for sense in senses} or ({"n0:unlisted"} if i == 0 else set())
        if senses & {"visit", "event"} and i == 0:
            found.add("n=" + base)
            found.update(f"n0:{sense}&outer={path.relation}" for sense in senses & {"visit", "event"})
        if lexicon.singular(noun.text) in lexicon.VENUES:
            found.add(f"n{min(i, 1)}:venue")
    return found


def _whose(scene: Scene, head: "Token") -> list[str]:
    """Tell whether the traveller, somebody else, a place or nobody is said to be there."""
    kinds = [_owner(scene, token) for token in owners(head)[:2]]
    return ["main"] if "main" in kinds else kinds[:1] or ["none"]


def _owner(scene: Scene, token: "Token") -> str:
    key = scene.cast.of.get(token.i)
    if scene.cast.stands_for_main(token):
        return "main"
    if token.ent_type_ == "GPE":
        return "place"
    if key is None:
        return "unknown"
    if key in scene.cast.others:
        return "traveller2"
    if key in scene.cast.actors and scene.cast.actors[key].person:
        return "person"
    if key == "n:we":
        return "we"
    if key[2:] in lexicon.ROLES and key.startswith("n:"):
        return "role"
    return "event" if key.startswith("n:") and lexicon.noun(key[2:])[1] & {"event", "visit"} else "thing"


def _of_name(scene: Scene, n: int) -> list[str]:
    name, doc = scene.names[n], scene.doc
    found = [
        "bias",
        "kind=" + name.kind,
        "label=" + (name.label or "none"),
        "known" if name.known else "unknown",
        "count=" + _bucket(scene.counts[name.key]),
        f"kind={name.kind}&count=" + _bucket(scene.counts[name.key]),
    ]
    if name.within is not None:
        found.append("has_container")
        found.append("has_container&kind=" + name.kind)
    found += _of_document(scene, n)
    found.append("first_mention" if scene.first[name.key] == n else "again")
    if name.start in scene.quoted:
        found.append("quoted")
    if doc[name.start].text.isupper() and len(doc[name.start].text) > 3:
        found.append("capitals")
    if is_dateline(doc, name.start, name.end):
        found.append("dateline")
    if "p:" + name.key in scene.cast.actors or scene.cast.main == "o:" + name.key:
        found.append("names somebody")
    return found


def _of_document(scene: Scene, n: int) -> list[str]:
    """Tell how a name stands to the other names, to the title, and to where the traveller plainly goes."""
    name = scene.names[n]
    found = ["visited_places=" + _bucket(len(scene.visited))]
    if n in scene.containers:
        found += ["is_container", f"is_container&kind={name.kind}"]
    if name.key in scene.holds:
        found.append("holds_others&kind=" + name.kind)
    if scene.homes[n] in scene.visited:
        found += ["home_visited", "home_visited&kind=" + name.kind]
    if name.key in scene.visited:
        found += ["visited", "visited&kind=" + name.kind]
    if name.key and re.search(rf"\b{re.escape(name.key)}\b", fold(scene.title or "")):
        found += ["in_title", "in_title&kind=" + name.kind]
    return found


def _of_path(path: "Path", doc: "Doc", name: "Name") -> list[str]:
    found = [
        ("outer=" if path.nouns else "rel=") + path.relation,
        "p=" + (path.preposition if path.preposition in _NEAR else "other" if path.preposition else "none"),
    ]
    if path.modifies:
        found.append("modifies=" + path.modifies)
    if path.listed:
        found.append("listed")
    if path.verb is None:
        found.append("no_verb")
    before = doc[name.start - 1] if name.start else None
    if before is not None and before.lower_ == "the" and name.start > 1:
        before = doc[name.start - 2]
    after = doc[name.end] if name.end < len(doc) else None
    if before is not None:
        found.append("before=" + (before.lower_ if before.lower_ in _NEAR else before.tag_))
    if after is not None:
        found.append("after=" + (after.lower_ if after.lower_ in _NEAR else after.tag_))
    if len(path.nouns) > 1:
        found.append("far")
    return found + _nearby(doc, name)


def _nearby(doc: "Doc", name: "Name") -> list[str]:
    """Senses of the nearest verb and noun before the mention, which hold where the parse errs."""
    found, verb_seen, noun_seen = [], False, False
    for i in range(name.start - 1, max(doc[name.start].sent.start, name.start - 9) - 1, -1):
        token = doc[i]
        if not verb_seen and is_verb(token) and token.dep_ not in {"aux", "auxpass"}:
            verb_seen = True
            found += ["near v:" + sense for sense in lexicon.verb(token.text)[1]] or ["near v:unlisted"]
        elif not noun_seen and not verb_seen and token.tag_ in {"NN", "NNS"}:
            noun_seen = True
            found += ["near n:" + sense for sense in lexicon.noun(token.text)[1]] or ["near n:unlisted"]
    return found


def _of_sentence(scene: Scene, n: int) -> list[str]:
    name, doc = scene.names[n], scene.doc
    number = scene.sentence_of[name.start]
    start, end = scene.sentences[number]
    found = ["sentence=" + _bucket(number)]
    share = number / max(1, len(scene.sentences) - 1)
    found.append("part=" + ("begin" if share < 0.2 else "middle" if share < 0.7 else "end"))
    found += _of_main(scene, number)
    words = {doc[i].lower_.rstrip(".") for i in range(start, end)}
    found += _of_time(words, scene.date)
    found.append("places_in_sentence=" + _bucket(scene.places_in.get(number, 0)))
    roots = [doc[i] for i in range(start, end) if doc[i].head.i == i]
    if roots and is_verb(roots[0]):
        found.extend("root:" + sense for sense in lexicon.verb(roots[0].text)[1])
        if scene.cast.stands_for_main(subject(roots[0])):
            found.append("root_own=main")
    return found


def _of_main(scene: Scene, number: int) -> list[str]:
    """Tell who the traveller is and whether the sentence, or the one before, speaks of them."""
    main = scene.cast.main
    if main is None:
        return ["no_main"]
    actor = scene.cast.actors[main]
    found = ["main_is=" + ("person" if actor.person else main[0]), "main_score=" + _bucket(int(actor.motion // 3))]
    here, before = ({scene.cast.of.get(i) for i in range(*scene.sentences[k])} for k in (number, max(0, number - 1)))
    if main in here or f"they:{main}" in here:
        found.append("main_in_sentence")
    elif main in before:
        found.append("main_in_previous")
    return found


def _of_time(words: set[str], published: str | None) -> list[str]:
    found = []
    if words & (lexicon.WEEKDAYS | {"today", "yesterday", "tomorrow", "tonight"}):
        found.append("day_in_sentence")
    if words & (lexicon.MONTHS - {"may", "march"}):
        found.append("month_in_sentence")
    years = {int(word) for word in words if _YEAR.match(word)}
    if years:
        found.append("year=" + ("undated" if not published else "same" if int(published[:4]) in years else "other"))
    return found
