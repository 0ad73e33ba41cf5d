"""The words around a mention and what the sentences near it tell, with names replaced by what they name.

"Mr Smith flew to Rome on Monday" has around "Rome" the words "<traveller> flew to" and "on <date>".
"""

from typing import TYPE_CHECKING

from geomap.extract import lexicon
from geomap.extract.clauses import subject
from geomap.extract.parse import is_verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from geomap.extract.toponyms import Name
    from geomap.extract.travellers import Cast

#: How many words before and after a mention are read.
_BEFORE, _AFTER = 8, 4
_LABELS = {
    "PERSON": "<person>",
    "DATE": "<date>",
    "TIME": "<date>",
    "ORG": "<body>",
    "NORP": "<people>",
    "EVENT": "<event>",
    "ORDINAL": "<ordinal>",
    **dict.fromkeys(("CARDINAL", "QUANTITY", "MONEY"), "<number>"),
}
_TELLING = lexicon.words("go arrive visit depart stay call_off carry")


def plain_words(doc: "Doc", names: "Sequence[Name]", cast: "Cast") -> tuple[str, ...]:
    """Give each token in lower case, or what it names in angle brackets.

    Parameters
    ----------
    doc
        The parsed text.
    names
        The place names in it.
    cast
        Its actors.
    """
    places = {i for name in names for i in range(name.start, name.end)}
    traveller = set() if cast.main is None else {cast.main, "they:" + cast.main}
    return tuple(
        "<place>"
        if token.i in places
        else "<traveller>"
        if cast.of.get(token.i) in traveller
        else _LABELS.get(token.ent_type_, token.lower_)
        for token in doc
    )


def around(words: "Sequence[str]", name: "Name", sentence: tuple[int, int]) -> set[str]:
    """Features of the words before and after a mention, no further than its sentence.

    Parameters
    ----------
    words
        As `plain_words` gives them.
    name
        The mention.
    sentence
        Token bounds of its sentence.
    """
    start, end = sentence
    left = words[max(start, name.start - _BEFORE) : name.start]
    right = words[name.end : min(end, name.end + _AFTER)]
    found = {f"far left={word}" for word in left[:-1]} | {f"far right={word}" for word in right[1:]}
    found |= {f"left={word}" for word in left[-1:]} | {f"right={word}" for word in right[:1]}
    found |= {f"left {n}={' '.join(left[-n:])}" for n in (2, 3) if len(left) >= n}
    return found | ({f"right 2={' '.join(right[:2])}"} if len(right) > 1 else set())


def told(doc: "Doc", sentence: tuple[int, int], cast: "Cast") -> frozenset[str]:
    """Say what journeys a sentence tells, and whether they are the traveller's."""
    found = set()
    for token in doc[sentence[0] : sentence[1]]:
        if is_verb(token):
            found |= _told_by(token, cast)
        elif token.tag_ in {"NN", "NNS"} and "visit" in lexicon.noun(token.text)[1]:
            found.add("journey")
    return frozenset(found)


def _told_by(verb: "Token", cast: "Cast") -> set[str]:
    senses = lexicon.verb(verb.text)[1] & _TELLING
    if not senses:
        return set()
    who = "main" if cast.stands_for_main(subject(verb)) else "other"
    return {f"{sense} by {who}" for sense in senses}
