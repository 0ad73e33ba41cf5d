"""Words for people about a reading: what happens at a stop, by what means, and why it is one or isn't."""

from typing import TYPE_CHECKING

from geomap.extract import lexicon
from geomap.extract.clauses import governor
from geomap.extract.parse import children, is_noun

if TYPE_CHECKING:
    from spacy.tokens import Token

    from geomap.extract.features import Scene
    from geomap.extract.toponyms import Name
    from geomap.extract.visits import Visit

_MAX_WORDS = 12
#: Means of travel by the words of the clause.
_MODES = {
    "plane": lexicon.words("fly flies flew flown flying flight flights plane aircraft airliner jet landed"),
    "train": lexicon.words("train trains rail railway"),
    "ship": lexicon.words("ship sail sailed sails sailing boat ferry cruise yacht vessel docked moored"),
    "road": lexicon.words("drove drive drives driven driving car bus coach motorcade truck lorry"),
    "foot": lexicon.words("walk walked walks walking hike hiked trek trekked foot"),
    "bicycle": lexicon.words("cycle cycled cycling bicycle bike"),
}
#: What the strongest sense of the clause says of somebody, in plain words; the first that is present speaks.
_WHY = (
    ("n0:visit", "tells of a visit or journey there by {}"),
    ("v:visit", "says that {} visits the place"),
    ("v:arrive", "says that {} arrives there"),
    ("v:go", "says that {} travels there"),
    ("v:stay", "says that {} stays there"),
    ("v:depart", "says that {} leaves from there"),
    ("v=meet", "says that {} meets somebody there"),
    ("n0:event", "places an event there"),
    ("v:event", "says that {} does something there"),
    ("v:carry", "says that {} is taken there"),
    ("v:placed", "places something there"),
    ("v:harm", "says that something befalls {} there"),
    ("v:be", "says that {} is there"),
)
_OWNERS = {"main": "the traveller", "we": "the narrator", "thing": "something", "event": "something"}
#: Clauses that say a visit outright.
_PLAIN = lexicon.words("s=n0:visit s=v:visit&d s=v:arrive&d s=v:go&d s=v:stay&d s=v=meet&own=main")
_OWN = lexicon.words("own=main own=we")
#: What the encoder thinks, where it is for a visit.
_READ_AS_VISIT = "encoder visit>0"
#: Verbs that call off the visit, trip or plan that is their object or subject, or that somebody would make.
_CALLS_OFF = lexicon.words(
    "cancel postpone scrap call shelve scrub abandon skip refuse decline forgo reject snub boycott drop deny"
)
#: Relations by which a verb is what is called off ("refused to go", "plans to go were shelved").
_CALLED_OFF_AS = lexicon.words("xcomp acl pcomp")
_OFF = "the text says that it did not or will not come about"
_WHY_NOT = (
    ("is_container", "named only as the country or region of another place"),
    ("modifies=compound", "part of another expression, not a place where somebody is"),
    ("modifies=poss", "named as an owner, not as a place where somebody is"),
    ("modifies=amod", "named as an origin, not as a place where somebody is"),
    ("dateline", "a dateline"),
    ("mood=off", "the text tells of it with a word of refusing, missing or calling off"),
    ("own=person", "the text puts somebody else there, not the traveller"),
    ("own=traveller2", "the text puts another traveller there"),
    ("rel=nsubj", "named as an actor, such as a government, not as a place visited"),
    ("own=place", "the clause is about a country or government, not the traveller"),
    ("mood=not", _OFF),
    ("mood=if", "told only as something that may come about"),
    ("year=other", "told as history"),
    ("quoted", "only spoken about"),
)


def activity(here: "Scene", name: "Name") -> tuple[str | None, str | None]:
    """Tell what happens at a place, in a few words of the text, and the means of travel; None where it isn't told."""
    head = here.doc[name.start : name.end].root
    path = governor(head)
    start, end = here.sentences[here.sentence_of[name.start]]
    words = {here.doc[i].lower_ for i in range(start, end)}
    mode = next((mode for mode, signs in _MODES.items() if words.intersection(signs)), None)
    for noun in path.nouns:
        senses = lexicon.noun(noun.text)[1]
        if "event" in senses:
            return _phrase(here, noun.left_edge.i, noun.i + 1), mode
    if path.verb is None:
        return None, mode
    for clause in children(path.verb, "advcl", "xcomp"):
        if any(child.lower_ == "to" and child.dep_ == "aux" for child in clause.children):
            return _clause(here, clause, name), mode
    if "event" in lexicon.verb(path.verb.text)[1]:
        return _clause(here, path.verb, name), mode
    return None, mode


def _clause(here: "Scene", verb: "Token", name: "Name") -> str | None:
    """Give a verb with what follows it, up to the place or the next clause."""
    last = verb.i + 1
    for token in here.doc[verb.i + 1 : verb.i + 1 + _MAX_WORDS]:
        if (
            (token.is_punct and token.text not in {"-", "'", "’"})
            or token.is_space
            or token.i == name.start
            or token.ent_type_ in {"DATE", "TIME"}
            or token.dep_ in {"cc", "mark", "relcl"}
        ):
            break
        last = token.i + 1
    while last > verb.i + 1 and here.doc[last - 1].tag_ in {"IN", "TO", "DT", "CC", "PRP$"}:
        last -= 1
    alone = last == verb.i + 1
    return None if alone and "event" not in lexicon.verb(verb.text)[1] else _phrase(here, verb.i, last)


def _phrase(here: "Scene", start: int, end: int) -> str | None:
    while start < end and here.doc[start].tag_ in {"DT", "PRP$", "IN"}:
        start += 1
    text = here.doc[start:end].text
    return text if start < end and end - start <= _MAX_WORDS and "\n" not in text else None


def why(visit: "Visit") -> str:
    """Say in a sentence why a mention counts as a visit."""
    who = next((words for owner, words in _OWNERS.items() if f"own={owner}" in visit.features), "somebody")
    what = next((words for feature, words in _WHY if f"s={feature}" in visit.features), None)
    if what is not None:
        return f"The text {what.format(who)}."
    if "listed" in visit.features:
        return "The text lists it among places that are visited."
    if _READ_AS_VISIT in visit.features:
        return "geomap's own small model, tuned on trips, reads it as a visit."
    return "The words around it read like a visit."


def is_plain(visit: "Visit") -> bool:
    """Whether the clause says outright that the traveller goes to the place or is there."""
    return not visit.features.isdisjoint(_PLAIN) and not visit.features.isdisjoint(_OWN)


def is_called_off(here: "Scene", visit: "Visit") -> bool:
    """Whether the clause says that a visit is called off, put off or refused ("his trip to Warsaw was postponed")."""
    name = here.names[visit.name]
    path = governor(here.doc[name.start : name.end].root)
    if path.verb is None or "mood=not" in visit.features:
        return False
    if (path.nouns or path.relation == "dobj") and _calls_off(path.verb):
        return True
    token = path.verb
    if "s=v:depart" in visit.features:  # who refuses to leave a place is there
        return False
    while token.dep_ in _CALLED_OFF_AS or (token.dep_ == "advcl" and is_noun(token.head)):
        token = token.head
        if _calls_off(token) or (token.dep_ in {"dobj", "nsubjpass"} and _calls_off(token.head)):
            return True
    return False


def _calls_off(verb: "Token") -> bool:
    base = lexicon.verb(verb.text)[0]
    return base in _CALLS_OFF and (base != "call" or any(child.lower_ == "off" for child in verb.children))


def why_not(here: "Scene", visit: "Visit") -> str:
    """Why a mention doesn't count as a visit."""
    if is_called_off(here, visit):
        return _OFF
    return next(
        (words for feature, words in _WHY_NOT if feature in visit.features),
        "the text does not say that the traveller goes there",
    )
