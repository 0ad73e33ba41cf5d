"""What the syntax around a name tells of order: parts of a sentence under "after" or "before", and coming or going."""

from typing import TYPE_CHECKING

from geomap.extract import lexicon
from geomap.extract.clauses import governor
from geomap.extract.parse import children, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: Words over a part of a sentence that comes earlier or later than the rest.
_MARKS = {
    **dict.fromkeys(("after", "following", "since"), "earlier"),
    **dict.fromkeys(("before", "until", "till", "prior", "ahead"), "later"),
}
#: Verbs whose object comes earlier or later than their subject ("the talks follow a visit to Oslo").
_JOINS = {**dict.fromkeys(("follow", "follows"), "earlier"), **dict.fromkeys(("precede", "precedes"), "later")}
#: The same where somebody does it: "a visit to Oslo, followed by talks in Riga".
_JOINED_BY = {"followed": "later", "preceded": "earlier"}
_WAY = lexicon.words("way route road journey course bound heading headed destined destination towards toward")
_MOVES = frozenset({"go", "arrive", "carry", "depart"})
_ORIGINS = lexicon.words("journey trip flight voyage way route return passage march drive ride walk crossing trek")
#: Verbs for the start of a journey ("began her voyage in Oslo").
_OUTSETS = lexicon.words("start begin embark launch take set put")
_LIMIT = 20

#: A part of a sentence: "earlier" or "later" than the rest, and the token that says so.
Part = tuple[str, int]


def parts(token: "Token") -> frozenset[Part]:
    """Find the parts of its sentence in which a token stands that are told as earlier or later than the rest."""
    found: set[Part] = set()
    below = token
    for _ in range(_LIMIT):
        found |= _part(below)
        above = below.head
        if above == below:
            break
        if below.dep_ == "dobj" and above.lower_ in _JOINS:
            found.add((_JOINS[above.lower_], above.i))
        if below.dep_ == "agent" and above.lower_ in _JOINED_BY:
            found.add((_JOINED_BY[above.lower_], above.i))
        below = above
    return frozenset(found)


def _is_left(token: "Token") -> bool:
    """Whether "from" stands over a name, or over what is at it ("from a field at Caribou")."""
    for _ in range(_LIMIT):
        token = token.head
        if token.lower_ == "from":
            return True
        if is_verb(token) or token.head == token:
            return False
    return False


def _part(token: "Token") -> set[Part]:
    if token.lower_ in _MARKS and token.dep_ not in {"mark", "ROOT"}:
        return {(_MARKS[token.lower_], token.i)}
    if not is_verb(token) or token.head == token:
        return set()
    found = {
        (_MARKS[child.lower_], child.i)
        for child in children(token, "mark", "advmod", "prep")
        if child.dep_ == "mark" and child.lower_ in _MARKS
    }
    if any(child.lower_ == "having" for child in children(token, "aux")):
        found.add(("earlier", token.i))
    return found


def course(doc: "Doc", mention: tuple[int, int]) -> str:
    """Tell how somebody moves with regard to a place.

    Parameters
    ----------
    doc
        The parsed text.
    mention
        Token span.

    Returns
    -------
    str
        "from", "toward" (on the way there), "back", "via", "to", "at", or "".
    """
    path = governor(doc[mention[0] : mention[1]].root)
    nouns = {noun.lower_ for noun in path.nouns}
    verb = path.verb
    base, senses = lexicon.verb(verb.text) if verb is not None else ("", frozenset[str]())
    preposition = path.preposition
    moves = bool(senses & _MOVES) or base == "come"
    if _is_left(doc[mention[0] : mention[1]].root) and (moves or nouns & _ORIGINS or base in _OUTSETS):
        return "from"
    if base in {"start", "begin"} and preposition in {"in", "at"}:
        return "from"
    if "depart" in senses and base in {"leave", "depart", "flee", "exit", "quit"} and preposition in {"", "from"}:
        return "from" if path.relation in {"dobj", "pobj", "conj"} else ""
    if preposition in {"to", "for", "towards", "toward"}:
        if nouns & _WAY or (verb is not None and verb.lower_ in _WAY) or preposition[:6] == "toward":
            return "toward"
        before = {doc[i].lower_ for i in range(max(doc[mention[0]].sent.start, mention[0] - 3), mention[0])}
        if base == "return" or "return" in nouns or before & {"back", "home"}:
            return "back"
        return "to" if moves or nouns else ""
    if preposition in {"via", "through", "past"} or (preposition == "of" and "way" in nouns):
        return "via"
    if base in {"reach", "visit", "tour", "enter"} or preposition in {"in", "at", "on", "near", "off"}:
        return "at"
    return ""
