"""The words around a mention, with names replaced by what they name.

"Mr Smith flew to Rome on Monday" has around "Rome" the words "<traveller> flew to" and "on <date>".
"""

from typing import TYPE_CHECKING

from geomap.extract.clauses import object_of, subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from geomap.extract.clauses import Path
    from geomap.extract.toponyms import Name
    from geomap.extract.travellers import Cast

#: How many words before and after a mention are read, and how many of them by their place.
_BEFORE, _AFTER = 8, 4
_PLACED_BEFORE, _PLACED_AFTER = 5, 4
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
    found |= {f"word -{n}={left[-n]}" for n in range(2, 1 + min(_PLACED_BEFORE, len(left)))}
    found |= {f"word +{n}={right[n - 1]}" for n in range(2, 1 + min(_PLACED_AFTER, len(right)))}
    return found | ({f"right 2={' '.join(right[:2])}"} if len(right) > 1 else set())


def governing(words: "Sequence[str]", path: "Path") -> set[str]:
    """Features of the very words that a mention hangs on: verb, subject, object and nouns.

    Parameters
    ----------
    words
        As `plain_words` gives them.
    path
        The way from the mention up to its verb.
    """
    found = set()
    if path.verb is not None:
        verb = path.verb.lower_
        found |= {f"verb={verb}", f"verb={verb} {path.preposition}"}
        for relation, token in (("subject", subject(path.verb)), ("object", object_of(path.verb))):
            if token is not None:
                found |= {f"{relation}={words[token.i]}", f"{relation} of {verb}={words[token.i]}"}
    for n, noun in enumerate(path.nouns[:2]):
        found |= {f"noun {n}={noun.lower_}", f"noun {n}={noun.lower_} {path.preposition}"}
    return found
