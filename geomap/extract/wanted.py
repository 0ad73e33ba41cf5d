"""The traveller that somebody asks for by name, title or role, and those for whom one can ask."""

from typing import TYPE_CHECKING

from geomap.errors import InputError
from geomap.extract import lexicon
from geomap.extract.clauses import doers, governor, mood, owners, with_conjuncts
from geomap.extract.protagonist import worth
from geomap.gazetteer import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from geomap.extract.toponyms import Name
    from geomap.extract.travellers import Actor, Cast

#: What a clause about a place has to be worth to say that somebody travels, and that somebody acts there.
_TRAVELS, _ACTS = 2.0, 1.0
_UNREAL = lexicon.words("not off if")
_ARTICLES = lexicon.words("the a an")
#: Relations of the words before a name that belong to it ("Chinese President Xi").
_BEFORE = lexicon.words("compound amod nmod poss")


def movers(doc: "Doc", names: "Sequence[Name]", actors: "dict[str, Actor]", of: dict[int, str]) -> tuple[str, ...]:
    """Give the keys of those who by clauses of the text go somewhere, or act in two places, in text order."""
    found: dict[str, dict[str, float]] = {}
    for name in names:
        head = doc[name.start : name.end].root
        if name.use != "literal" or not mood(governor(head).verb).isdisjoint(_UNREAL):
            continue
        for token in [item for owner in owners(head)[:1] for item in with_conjuncts(owner)]:
            key = of.get(token.i, "")
            if key in actors and token.ent_type_ not in {"GPE", "NORP", "LOC"} and _is_somebody(actors[key]):
                places = found.setdefault(key, {})
                places[name.key] = max(worth(head), places.get(name.key, 0.0))
    return tuple(
        key
        for key, places in found.items()
        if max(places.values()) >= _TRAVELS or sum(here >= _ACTS for here in places.values()) > 1
    )


def is_anothers(cast: "Cast", head: "Token") -> bool:
    """Whether by its clause somebody else is at the place that a token names, and the traveller is not."""
    if worth(head) < _ACTS:
        return False
    tokens = doers(head)
    if any(cast.stands_for_main(token) for token in tokens):
        return False
    keys = {cast.of[token.i] for token in tokens if token.i in cast.of}
    return any(key in cast.moving or (key in cast.actors and cast.actors[key].person) for key in keys)


def _is_somebody(actor: "Actor") -> bool:
    """Whether an actor has a name to ask for: a person's, or one with a role in it ("Pope Silvester")."""
    return actor.person or (actor.key.startswith("o:") and not lexicon.ROLES.isdisjoint(fold(actor.name).split()))


def find_wanted(
    wanted: str, doc: "Doc", actors: "dict[str, Actor]", of: dict[int, str], moving: tuple[str, ...]
) -> str:
    """Find the key of the actor that a person means.

    Parameters
    ----------
    wanted
        Parts of a name, titles and roles ("Xi", "President Xi Jinping", "the pope"), case and accents aside.
    doc, actors, of
        The parsed text, its actors by key, and the key that each token stands for.
    moving
        Keys of those who travel, who are preferred.

    Raises
    ------
    InputError
        If it is nobody in the text, or could be several; the hint names those who travel.
    """
    asked = set(fold(wanted).split()) - _ARTICLES
    words = {key: set(fold(actor.name).split()) | actor.roles for key, actor in actors.items()}
    for i, key in of.items():
        if key in words:
            words[key] |= _called(doc[i])
    fitting = [key for key in actors if asked and asked <= words[key]]
    for some in (
        [key for key in fitting if set(fold(actors[key].name).split()) == asked],
        [key for key in fitting if key in moving],
        [key for key in fitting if actors[key].person],
        fitting,
    ):
        if some:
            fitting = some
            break
    if len(fitting) == 1:
        return fitting[0]
    travellers = ", ".join(named(actors[key]) for key in moving)
    raise InputError(
        f"Several in the text are called {wanted!r}: {', '.join(named(actors[key]) for key in fitting)}."
        if fitting
        else f"Nobody in the text is called {wanted!r}.",
        value=wanted,
        hint=f"Those who travel in it are: {travellers}." if travellers else "Nobody travels in it.",
    )


def named(actor: "Actor") -> str:
    """Give an actor's name as a person would write it ("the convoy")."""
    return actor.name if actor.person or actor.key.startswith("o:") else f"the {actor.name.lower()}"


def _called(token: "Token") -> set[str]:
    """Give the words by which the text calls an actor here, with those that belong to it; none for a pronoun."""
    if token.tag_[:3] == "PRP":
        return set()
    before = {fold(child.text) for child in token.lefts if child.dep_ in _BEFORE and child.tag_[:3] != "PRP"}
    return {fold(token.text), *before}
