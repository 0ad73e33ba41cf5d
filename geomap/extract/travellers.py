"""Who travels: the actors of a text, what stands for them, and the one whose trip it tells."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geomap.extract import lexicon
from geomap.extract.clauses import with_conjuncts
from geomap.extract.parse import is_noun, is_titled
from geomap.extract.protagonist import score, traits
from geomap.extract.wanted import find_wanted, movers
from geomap.gazetteer import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from geomap.extract.protagonist import TraitWeights
    from geomap.extract.toponyms import Name

_HE = lexicon.words("he him his himself")
_SHE = lexicon.words("she her hers herself")
_IT = lexicon.words("it its itself")
_THEY = lexicon.words("they them their theirs themselves")
_WE = lexicon.words("we us our ours i me my mine ourselves myself")
_WANTS = {"m": _HE, "f": _SHE, "it": _IT, "they": _THEY}
#: How many sentences back a pronoun may look.
_REACH = 3


@dataclass(slots=True)
class Actor:
    """Somebody or something that acts in a text."""

    key: str
    name: str
    person: bool
    roles: set[str] = field(default_factory=set)
    gender: str = ""
    motion: float = 0.0


@dataclass(frozen=True, slots=True)
class Cast:
    """The actors of a text.

    Parameters
    ----------
    actors
        By key.
    of
        Key of the actor that a token stands for, by token index.
    main
        Key of the traveller, or None.
    others
        Keys of further people who may travel, the strongest first.
    moving
        Keys of the traveller, and of others who by clauses of the text go somewhere.
    wanted
        Whether somebody asked for this traveller.
    """

    actors: dict[str, Actor]
    of: dict[int, str]
    main: str | None
    others: tuple[str, ...]
    moving: tuple[str, ...] = ()
    wanted: bool = False

    def stands_for_main(self, token: "Token | None") -> bool:
        """Whether a token stands for the traveller, alone or with others."""
        return (
            token is not None
            and self.main is not None
            and any(
                self.of.get(item.i) == self.main or self.of.get(item.i) == "they:" + self.main
                for item in with_conjuncts(token)
            )
        )


def read_cast(
    doc: "Doc",
    title: str | None,
    names: "Sequence[Name]",
    weights: "TraitWeights | None" = None,
    wanted: str | None = None,
) -> Cast:
    """Find the actors of a parsed text and the traveller among them.

    Parameters
    ----------
    doc, title, names
        The parsed text, its headline, and the place names in it.
    weights
        Of the actors' traits; the shipped ones if None.
    wanted
        Who is to be the traveller, by name, title or role; whose trip the text tells foremost if None.

    Raises
    ------
    InputError
        If the wanted traveller is nobody in the text, or could be several.
    """
    actors, of = find_actors(doc, names)
    scores = score(traits(doc, title, names, actors, of), weights)
    ranked = sorted((actors[key] for key in scores), key=lambda actor: (-scores[actor.key], actor.key))
    main = ranked[0].key if ranked and any(name.use == "literal" for name in names) else None
    others = tuple(
        actor.key for actor in ranked[1:] if actor.person and actor.motion and actor.motion >= 0.5 * ranked[0].motion
    )
    moving = tuple(dict.fromkeys((*([main] if main else []), *movers(doc, names, actors, of))))
    if wanted is not None:
        foremost, main = main, find_wanted(wanted, doc, actors, of, moving)
        others = tuple(key for key in dict.fromkeys((foremost, *others)) if key is not None and key != main)
    _groups(doc, actors, of, main)
    return Cast(actors, of, main, others, moving, wanted is not None)


def find_actors(doc: "Doc", names: "Sequence[Name]") -> tuple[dict[str, Actor], dict[int, str]]:
    """Find who or what acts in a parsed text, and the key of the actor that each token stands for."""
    actors: dict[str, Actor] = {}
    of: dict[int, str] = {}
    place_tokens = {i for name in names if name.use == "literal" for i in range(name.start, name.end)}
    _people(doc, place_tokens, actors, of)
    _others(doc, place_tokens, actors, of)
    _pronouns(doc, actors, of)
    return actors, of


def _people(doc: "Doc", place_tokens: set[int], actors: dict[str, Actor], of: dict[int, str]) -> None:
    """Gather people by their last names, with all that their names and titles tell."""
    found = _person_names(doc, place_tokens)
    surnames = {fold(words[-1].text) for words in found if len(words) > 1}
    by_first_name = {fold(words[0].text): fold(words[-1].text) for words in found if len(words) > 1}
    for words in found:
        last = fold(words[-1].text)
        if len(words) == 1 and last not in surnames:
            last = by_first_name.get(last, last)
        if not last:
            continue
        key = "p:" + last
        text = doc[words[0].i : words[-1].i + 1].text
        actor = actors.setdefault(key, Actor(key, text, person=True))
        if len(text) > len(actor.name):
            actor.name = text
        if fold(words[0].text) in lexicon.FEMALE:
            actor.gender = "f"
        of.update(dict.fromkeys((token.i for token in words), key))
        _titles(doc, words[0], actor)
        _roles(words[-1], actor, of)


def _person_names(doc: "Doc", place_tokens: set[int]) -> "list[list[Token]]":
    """Give the words of each person's name that is not a place's."""
    places = {doc[i].text for i in place_tokens}
    found = []
    for entity in doc.ents:
        if entity.label_ != "PERSON" or not place_tokens.isdisjoint(range(entity.start, entity.end)):
            continue
        words = [token for token in entity if token.tag_ != "POS" and token.text[:1].isalpha()]
        if words and not (len(entity) == 1 and entity.text in places):
            found.append(words)
    named = {token.i for words in found for token in words}
    taken = named | place_tokens
    found.extend(
        [token]
        for token in doc[1:]
        if is_titled(doc, token.i) and token.tag_ == "NNP" and not token.ent_type_ and token.i not in taken
    )
    return sorted(found, key=lambda words: words[0].i)


def _roles(name: "Token", actor: Actor, of: dict[int, str]) -> None:
    """Take roles from the nouns that a name stands beside or is said to be."""
    head = name
    while head.head != head and head.dep_ in {"compound", "appos"} and is_noun(head.head) and head.i - head.head.i < 9:
        head = head.head
        if head.ent_type_ != "PERSON":
            of.setdefault(head.i, actor.key)
            actor.roles.add(lexicon.singular(head.text))
    beside = [child for child in name.children if child.dep_ == "appos" and child.i not in of]
    if name.dep_ == "nsubj" and name.head.lower_ in {"is", "was"}:
        beside += [child for child in name.head.children if child.dep_ == "attr"]
    for child in beside:
        if is_noun(child) and child.lower_ in lexicon.ROLES | lexicon.TITLES:
            actor.roles.add(lexicon.singular(child.text))
            of[child.i] = actor.key


def _titles(doc: "Doc", first: "Token", actor: Actor) -> None:
    """Take the titles right before a name as roles ("Russian President …")."""
    i = first.i - 1
    while i >= 0 and first.i - i < 9:
        token = doc[i]
        word = token.lower_.rstrip(".")
        if word in {"mrs", "ms", "miss", "lady", "queen", "princess", "sister"}:
            actor.gender = "f"
        elif word in {"mr", "sir", "lord", "king", "prince", "father", "brother"}:
            actor.gender = actor.gender or "m"
        if word in lexicon.ROLES or word in lexicon.TITLES:
            actor.roles.add(lexicon.singular(word))
        elif (
            not (token.tag_[:2] in {"NN", "JJ", "HY"} or word in {"of", "for", "the", "and"})
            or token.ent_type_ == "PERSON"
        ):
            break
        i -= 1


def _others(doc: "Doc", place_tokens: set[int], actors: dict[str, Actor], of: dict[int, str]) -> None:
    """Roles that stand for people named, and actors without a person's name."""
    holders: dict[str, list[str]] = {}
    for actor in actors.values():
        for role in actor.roles:
            holders.setdefault(role, []).append(actor.key)
    last: dict[str, str] = {}
    for token in doc:
        key = of.get(token.i)
        if key and actors[key].person:
            for role in actors[key].roles:
                last[role] = key
            continue
        if (
            key
            or not is_noun(token)
            or token.dep_ in {"compound", "nmod"}
            or token.i in place_tokens
            or token.ent_type_ in {"DATE", "TIME"}
        ):
            continue
        role = lexicon.singular(token.text)
        if (
            role in holders
            and token.tag_ in {"NN", "NNP"}
            and not any(c.lower_ in {"a", "an", "another", "former", "no"} for c in token.children)
        ):
            of[token.i] = last.get(role) or holders[role][0]
            continue
        proper = token.tag_[:3] == "NNP"
        if not fold(token.text):
            continue
        if proper and "p:" + fold(token.text) in actors:
            key = "p:" + fold(token.text)
            of[token.i] = key
            continue
        key = ("o:" if proper else "n:") + (fold(token.text) if proper else role)
        name = doc[token.left_edge.i : token.i + 1].text if proper else token.text
        actor = actors.setdefault(key, Actor(key, name, person=False))
        of[token.i] = key


def _pronouns(doc: "Doc", actors: dict[str, Actor], of: dict[int, str]) -> None:
    """Let pronouns stand for the nearest fitting actor, subjects first."""
    history: list[list[tuple[Token, str]]] = []
    for sentence in doc.sents:
        here: list[tuple[Token, str]] = []
        for token in sentence:
            if token.tag_[:3] == "PRP":
                key = _antecedent(token, here, history, actors)
                if key:
                    of[token.i] = key
            key = of.get(token.i)
            if key and not (token.dep_ == "compound" and of.get(token.head.i) == key):
                here.append((token, key))
        history.append(here)


def _antecedent(
    pronoun: "Token",
    here: "list[tuple[Token, str]]",
    history: "list[list[tuple[Token, str]]]",
    actors: dict[str, Actor],
) -> str | None:
    """Find the actor that a pronoun stands for."""
    word = pronoun.lower_
    if word in _WE:
        actors.setdefault("n:we", Actor("n:we", pronoun.text, person=False))
        return "n:we"
    want = next((want for want, forms in _WANTS.items() if word in forms), None)
    if want is None:
        return None
    key = _nearest(here, history, actors, want)
    if key and want in {"m", "f"} and not actors[key].gender:
        actors[key].gender = want
    return key


def _nearest(
    here: "list[tuple[Token, str]]", history: "list[list[tuple[Token, str]]]", actors: dict[str, Actor], want: str
) -> str | None:
    def fits(token: "Token", key: str) -> bool:
        actor = actors[key]
        if want in {"m", "f"}:
            return (
                actor.person or (not actor.key.startswith("o:") and lexicon.singular(actor.name) in lexicon.ROLES)
            ) and actor.gender in {"", want}
        if want == "it":
            return not actor.person and token.tag_ in {"NN", "NNP", "PRP", "PRP$"} and not actor.key.endswith(":we")
        return (
            token.tag_ in {"NNS", "NNPS"}
            or token.lower_ in _THEY
            or bool(token.conjuncts)
            or (not actor.person and lexicon.singular(actor.name) in lexicon.ROLES)
        )

    for mentions in [here, *reversed(history[-_REACH:])]:
        fitting = [(token, key) for token, key in mentions if fits(token, key)]
        subjects = [key for token, key in fitting if token.dep_ in {"nsubj", "nsubjpass"} or token.dep_ == "poss"]
        if subjects:
            return subjects[0] if mentions is not here else subjects[-1]
        if fitting:
            return fitting[0][1]
    return None


def _groups(doc: "Doc", actors: dict[str, Actor], of: dict[int, str], main: str | None) -> None:
    """Let plurals stand for a group that the traveller belongs to ("the two leaders", "they")."""
    if main is None or not actors[main].person:
        return
    roles = actors[main].roles | {"leader", "pair", "man", "couple", "duo"}
    groups: set[str] = set()
    for token in doc:
        if (
            token.tag_ in {"NNS", "NNPS"}
            and lexicon.singular(token.text) in roles
            and any(c.lower_ in {"the", "two", "both", "three"} for c in token.children)
        ):
            key = of.get(token.i)
            if key:
                groups.add(key)
            of[token.i] = "they:" + main
    for i, key in list(of.items()):
        if doc[i].lower_ in _THEY and (key in groups or key == main):
            of[i] = "they:" + main
