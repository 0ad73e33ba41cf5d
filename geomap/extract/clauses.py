"""What a name hangs on in the parse: the governing nouns and verb, whose it is, and in which tense and mood."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geomap.extract import lexicon
from geomap.extract.parse import children, is_noun, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
#: Relations by which a verb without a subject of its own shares that of its head.
_SHARING = lexicon.words("xcomp conj advcl pcomp ccomp parataxis dep")
_MODIFIERS = frozenset({"compound", "nmod", "poss", "amod", "nummod"})
_CLIMB_LIMIT = 14

_AUXILIARIES = {
    "will": lexicon.words("will shall 'll ’ll"),
    "maybe": lexicon.words("may might could would should can"),
    "to": lexicon.words("to"),
    "is": lexicon.words("is are 's ’s am 're"),
    "was": lexicon.words("was were"),
    "has": lexicon.words("has have 've"),
    "had": lexicon.words("had"),
}
_IFS = lexicon.words("if unless whether")
_PLANS = lexicon.words("plan plans visit trip schedule invitation")
#: Words that tell a plan only where they govern another verb ("is going to visit").
_PLAN_ONLY_ABOVE = lexicon.words("going invited agreed decided")
_PLAN_WORDS = lexicon.words(
    """expected scheduled due set planned planning plans plan slated intends intend hopes hope hoping wants aims
    bound supposed poised preparing prepares prepare ready agreed decided booked expects expect invited slate
    likely meant going tentatively"""
)
_HEARSAY = lexicon.words(
    """reportedly apparently allegedly possibly perhaps probably supposedly rumoured rumored likely"""
)
_OFF = lexicon.words(
    """cancelled canceled postponed scrapped abandoned refused declined skipped shelved missed rejected called
    failed unable never without instead"""
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
    climb = _Climb()
    token = head
    for _ in range(_CLIMB_LIMIT):
        above = climb.step(token, first=token == head)
        if above is None or above == token:
            break
        token = above
    return Path(climb.preposition, climb.relation, tuple(climb.nouns), climb.verb, climb.listed, climb.modifies)


@dataclass(slots=True)
class _Climb:
    """What is gathered on the way up."""

    preposition: str = ""
    relation: str = ""
    modifies: str = ""
    listed: bool = False
    verb: "Token | None" = None
    nouns: list["Token"] = field(default_factory=list)

    def step(self, token: "Token", *, first: bool) -> "Token | None":
        """Go one token up; None at the end of the way."""
        self.relation, above = token.dep_, token.head
        if above == token:
            self.relation = "ROOT"
            self.verb = token if is_verb(token) else None
            return None
        if is_verb(token) and not first:
            self.verb = token
            return None
        if self.relation in _MODIFIERS:
            if first:
                self.modifies = self.relation
        elif self.relation in {"conj", "appos"}:
            self.listed = self.listed or self.relation == "conj"
        elif _is_preposition(above):
            return self._over(above)
        return self._at(above, keep=self.relation not in {"conj", "appos"})

    def _over(self, preposition: "Token") -> "Token | None":
        """Go over a preposition, or several in a row, to what it hangs on."""
        self.preposition = self.preposition or preposition.lower_
        while preposition.head != preposition and _is_preposition(preposition.head) and not is_verb(preposition.head):
            preposition = preposition.head
        self.relation = preposition.dep_
        if preposition.head == preposition:
            self.relation = "ROOT"
            return None
        if is_verb(preposition.head):
            self.relation = "pobj"
        return self._at(preposition.head, keep=True)

    def _at(self, above: "Token", *, keep: bool) -> "Token | None":
        if is_verb(above) and self.relation not in _MODIFIERS:
            self.verb = above
            return None
        if is_noun(above) and keep:
            self.nouns.append(above)
        return above


def _is_preposition(token: "Token") -> bool:
    return token.tag_ in {"IN", "TO", "RP"} or token.dep_ == "prep"


def subject(verb: "Token") -> "Token | None":
    """Find the subject of a verb, its own or the one that it shares."""
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
    """Give a token and the further items of its list."""
    return [token, *token.conjuncts]


def object_of(verb: "Token") -> "Token | None":
    """Find the direct object of a verb, or the subject of a passive one."""
    found = children(verb, "dobj", "nsubjpass")
    return found[0] if found else None


def owners(head: "Token") -> "list[Token]":
    """Find the tokens for those who, by the parse, are at the place that a token names."""
    path = governor(head)
    found: list[Token] = []
    for noun in path.nouns:
        if lexicon.noun(noun.text)[1] & {"visit", "event"}:
            found += possessors(noun)
            if found:
                return found
    if path.verb is None:
        return found
    senses = lexicon.verb(path.verb.text)[1]
    who = subject(path.verb) or _nearest_person(path.verb)
    moved = object_of(path.verb) if "carry" in senses else None
    if moved is not None:
        found.append(moved)
    if who is not None:
        found.append(who)
    return found


def doers(head: "Token") -> "list[Token]":
    """Give the nearest two of `owners`, each with the further items of its list."""
    return [item for owner in owners(head)[:2] for item in with_conjuncts(owner)]


def _nearest_person(verb: "Token") -> "Token | None":
    """Find the person named last before a verb for which the parse gives no subject."""
    for i in range(verb.i - 1, max(verb.sent.start, verb.i - 12) - 1, -1):
        token = verb.doc[i]
        if token.ent_type_ == "PERSON" and token.tag_ != "POS":
            return token
        if is_verb(token) and token.dep_ not in {"aux", "auxpass"}:
            return None
    return None


def mood(verb: "Token | None") -> frozenset[str]:
    """Tell tense, modality, negation and hearsay of a clause, from its verb up to the sentence's root."""
    if verb is None:
        return frozenset({"verbless"})
    flags = {"tag:" + verb.tag_}
    token, first = verb, True
    for _ in range(_CLIMB_LIMIT):
        flags |= _own_mood(token, first=first)
        if not _shares_mood(token):
            flags |= _outer_mood(token)
            break
        token, first = token.head, False
        if not is_verb(token) and token.tag_[:2] not in {"JJ", "IN"}:
            if token.lower_ in _PLANS:
                flags.add("plan")
            break
    return frozenset(flags)


def _shares_mood(token: "Token") -> bool:
    """Tell whether the mood of a verb is told by the verb above it ("is expected to arrive")."""
    if token.head == token or token.dep_ not in {"xcomp", "pcomp", "conj", "aux", "auxpass"}:
        return False
    return not children(token, *_SUBJECTS) and not (token.dep_ == "conj" and children(token, "aux", "auxpass"))


def _outer_mood(token: "Token") -> set[str]:
    """Give the flags that tell how a clause hangs in its sentence."""
    if token.dep_ == "ccomp" and "say" in lexicon.verb(token.head.text)[1]:
        return {"said"}
    if token.dep_ == "advcl":
        flags = {"sub:" + next((child.lower_ for child in children(token, "mark", "advmod")), "none")}
        return flags | ({"if"} if any(child.lower_ in _IFS for child in children(token, "mark")) else set())
    return {"relcl"} if token.dep_ == "relcl" and token.head != token else set()


def _own_mood(token: "Token", *, first: bool) -> set[str]:
    """Give the flags that a verb and its auxiliaries, negation and adverbs tell."""
    word = token.lower_
    flags = set()
    if word in _PLAN_WORDS and not (first and word in _PLAN_ONLY_ABOVE):
        flags.add("plan")
    if "call_off" in lexicon.verb(word)[1]:
        flags.add("off")
    for child in token.children:
        low = child.lower_
        if child.dep_ in {"aux", "auxpass"}:
            flags.update(flag for flag, forms in _AUXILIARIES.items() if low in forms)
        elif child.dep_ == "neg":
            flags.add("not")
        elif low in _HEARSAY:
            flags.add("hearsay")
        elif low in _OFF:
            flags.add("off")
        if low in _IFS and child.dep_ == "mark":
            flags.add("if")
    return flags
