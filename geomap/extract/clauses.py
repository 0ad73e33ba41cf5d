"""What a name hangs on in the parse: the governing nouns and verb, whose it is, and in which tense and mood."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.extract import lexicon
from geomap.extract.parse import children, is_noun, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
#: Relations by which a verb without a subject of its own shares that of its head.
_SHARING = frozenset({"xcomp", "conj", "advcl", "pcomp", "ccomp", "parataxis", "dep"})
_CLIMB_LIMIT = 14

_FUTURE_WORDS = frozenset("will shall 'll ’ll".split())  # noqa: SIM905
_MAYBE_WORDS = frozenset("may might could would should can".split())  # noqa: SIM905
_PLAN_WORDS = frozenset(
    """expected scheduled due set planned planning plans plan slated intends intend hopes hope hoping wants aims
    bound supposed poised preparing prepares prepare ready agreed decided booked expects expect invited
    slate likely meant going tentatively""".split()  # noqa: SIM905
)
_HEARSAY = frozenset("reportedly apparently allegedly possibly perhaps probably supposedly rumoured rumored likely".split())  # noqa: SIM905
_OFF = frozenset(
    """cancelled canceled postponed scrapped abandoned refused declined skipped shelved missed rejected called
    failed unable never without instead""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Path:
    """The way from a name up to the verb of its clause.

    Parameters
    ----------
    preposition
        The one right before the name, lower case, or "".
    relation
        Dependency relation of the outermost noun (or of the name) to the verb.
    nouns
        Nouns passed, from the name outwards.
    verb
        The verb reached, or None in a clause without one.
    listed
        Whether the name is a further item of a list.
    modifies
        Whether the name modifies a noun ("a Paris hotel", "London's mayor").
    """

    preposition: str
    relation: str
    nouns: tuple["Token", ...]
    verb: "Token | None"
    listed: bool
    modifies: str


def governor(head: "Token") -> Path:
    """Climb from a name's head token to the verb that governs it."""
    preposition, relation, modifies, listed = "", "", "", False
    nouns: list[Token] = []
    token = head
    for _ in range(_CLIMB_LIMIT):
        relation, above = token.dep_, token.head
        if above == token:
            return Path(preposition, "ROOT", tuple(nouns), token if is_verb(token) else None, listed, modifies)
        if is_verb(token) and token != head:
            return Path(preposition, relation, tuple(nouns), token, listed, modifies)
        if relation in {"conj", "appos"}:
            listed = listed or relation == "conj"
            if is_verb(above):
                return Path(preposition, relation, tuple(nouns), above, listed, modifies)
        elif relation in {"compound", "nmod", "poss", "amod", "nummod"}:
            if token == head and not nouns:
                modifies = relation
            if is_noun(above):
                nouns.append(above)
        elif above.tag_ in {"IN", "TO", "RP"} or above.dep_ == "prep":
            if not preposition:
                preposition = above.lower_
            while above.head != above and (above.head.tag_ in {"IN", "TO", "RP"} or above.head.dep_ == "prep") and not is_verb(above):
                above = above.head
            relation = above.dep_
            if above.head == above:
                return Path(preposition, "ROOT", tuple(nouns), None, listed, modifies)
            above = above.head
            if is_verb(above):
                return Path(preposition, "pobj", tuple(nouns), above, listed, modifies)
            if is_noun(above):
                nouns.append(above)
        elif is_verb(above):
            return Path(preposition, relation, tuple(nouns), above, listed, modifies)
        elif is_noun(above):
            nouns.append(above)
        token = above
    return Path(preposition, relation, tuple(nouns), None, listed, modifies)


def subject(verb: "Token") -> "Token | None":
    """The subject of a verb, its own or the one that it shares."""
    token = verb
    for _ in range(_CLIMB_LIMIT):
        own = children(token, *_SUBJECTS)
        if own:
            first = own[0]
            if first.tag_ in {"WP", "WDT"} and token.dep_ == "relcl":
                return token.head
            return first
        if token.dep_ == "relcl":
            return None if token.head.tag_ not in {"NN", "NNS", "NNP", "NNPS"} else token.head
        if token.dep_ == "acl":
            return token.head
        if token.dep_ in {"aux", "auxpass"} or (token.dep_ in _SHARING and token.head != token):
            token = token.head
            continue
        if token.dep_ == "prep" and token.head != token:
            token = token.head
            continue
        return None
    return None


def possessors(noun: "Token") -> list["Token"]:
    """Whose a visit or an event is: "his visit", "a visit by Mr Smith"."""
    found = children(noun, "poss")
    for preposition in children(noun, "prep", "agent"):
        if preposition.lower_ in {"of", "by", "for"}:
            found += children(preposition, "pobj")
    return found


def with_conjuncts(token: "Token") -> list["Token"]:
    """A token and the further items of a list that it starts or belongs to."""
    return [token, *token.conjuncts]


def object_of(verb: "Token") -> "Token | None":
    """The direct object of a verb, or the subject of a passive one."""
    found = children(verb, "dobj", "nsubjpass")
    return found[0] if found else None


def mood(verb: "Token | None") -> frozenset[str]:
    """Tense, modality, negation and hearsay of a clause, from its verb up to the sentence's root."""
    flags: set[str] = set()
    if verb is None:
        return frozenset({"verbless"})
    token = verb
    for step in range(_CLIMB_LIMIT):
        _own_mood(token, flags, first=step == 0)
        if token.head == token:
            break
        if token.dep_ in {"xcomp", "pcomp", "conj", "aux", "auxpass"} and not any(c.dep_ in _SUBJECTS for c in token.children):
            if token.dep_ == "conj" and children(token, "aux", "auxpass"):
                break
            token = token.head
            if not is_verb(token) and token.tag_[:2] not in {"JJ", "IN"}:
                if token.lower_ in {"plan", "plans", "visit", "trip", "schedule", "invitation"}:
                    flags.add("plan")
                break
            continue
        if token.dep_ == "ccomp" and "say" in lexicon.verb(token.head.text)[1]:
            flags.add("said")
        if token.dep_ == "advcl" and any(c.lower_ in {"if", "unless", "whether"} for c in children(token, "mark")):
            flags.add("if")
        if token.dep_ in {"advcl"}:
            flags.add("sub:" + next((c.lower_ for c in children(token, "mark", "advmod")), "none"))
        if token.dep_ == "relcl":
            flags.add("relcl")
        break
    return frozenset(flags)


def _own_mood(token: "Token", flags: set[str], *, first: bool) -> None:
    if first:
        flags.add("tag:" + token.tag_)
    word = token.lower_
    if word in _PLAN_WORDS and not first:
        flags.add("plan")
    elif first and word in _PLAN_WORDS and word not in {"going", "invited", "agreed", "decided"}:
        flags.add("plan")
    for child in token.children:
        low = child.lower_
        if child.dep_ in {"aux", "auxpass"}:
            if low in _FUTURE_WORDS:
                flags.add("will")
            elif low in _MAYBE_WORDS:
                flags.add("maybe")
            elif low == "to":
                flags.add("to")
            elif low in {"is", "are", "'s", "’s", "am", "'re"}:
                flags.add("is")
            elif low in {"was", "were"}:
                flags.add("was")
            elif low in {"has", "have", "'ve"}:
                flags.add("has")
            elif low == "had":
                flags.add("had")
        elif child.dep_ == "neg":
            flags.add("not")
        elif low in _HEARSAY:
            flags.add("hearsay")
        elif low in _OFF:
            flags.add("off")
        if low in {"if", "unless", "whether"} and child.dep_ == "mark":
            flags.add("if")
    if "call_off" in lexicon.verb(word)[1]:
        flags.add("off")
