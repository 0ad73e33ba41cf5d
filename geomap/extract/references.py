"""Descriptions that stand for a place named elsewhere: "the capital", "the city", "the island"."""

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.extract.toponyms import Name
from geomap.gazetteer import open_index

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Doc, Token

    from geomap.model import Place

#: The label of a description among the names.
DESCRIPTION = "description"
#: How many sentences back a description may look for its name.
_REACH = 3
#: What each noun may stand for.
_KINDS = {
    "capital": ("city",),
    "city": ("city",),
    "town": ("city",),
    "village": ("city",),
    "country": ("country",),
    "island": ("natural", "region", "country"),
    "region": ("region",),
}


def with_descriptions(doc: "Doc", names: "Sequence[Name]") -> list[Name]:
    """Add the descriptions whose place the text names shortly before.

    Parameters
    ----------
    doc
        The parsed text.
    names
        The names found in it, in order.

    Returns
    -------
    list of Name
        The names, and for each description a name with the words of the text, the key of its place, and the
        label `DESCRIPTION`; in order.
    """
    spans = [token for token in doc if token.lower_ in _KINDS and _refers(token)]
    if not spans:
        return list(names)
    places = open_index().lookup_many({name.text for name in names if name.use == "literal"})
    added = []
    starts = [sentence.start for sentence in doc.sents]
    firsts = [name.start for name in names]
    for token in spans:
        border = starts[max(0, bisect_right(starts, token.i) - 1 - _REACH)]
        near = names[bisect_left(firsts, border) : bisect_left(firsts, token.i)]
        meant = _meant(token, near, places)
        if meant is not None:
            start = token.i - 1
            added.append(
                replace(
                    meant,
                    start=start,
                    end=token.i + 1,
                    text=doc[start : token.i + 1].text,
                    label=DESCRIPTION,
                    within=None,
                )
            )
    order = sorted([*names, *added], key=lambda name: name.start)
    at = {name.start: n for n, name in enumerate(order)}
    return [name if name.within is None else replace(name, within=at[names[name.within].start]) for name in order]


def _refers(token: "Token") -> bool:
    """Whether a noun stands alone with its article where places stand, and is not named itself ("the city of York")."""
    doc = token.doc
    if token.i == 0 or doc[token.i - 1].lower_ not in {"the", "that"} or token.dep_ not in {"pobj", "dobj", "conj"}:
        return False
    after = doc[token.i + 1] if token.i + 1 < len(doc) else None
    return after is None or not (after.lower_ in {"of", "'s", "’s", ","} or after.tag_[:2] == "NN")


def _meant(token: "Token", near: "Sequence[Name]", places: "Mapping[str, tuple[Place, ...]]") -> Name | None:
    """Find the name that a description stands for: the nearest before it of a fitting kind."""
    for name in reversed(near):
        if name.use != "literal" or name.kind not in _KINDS[token.lower_]:
            continue
        if token.lower_ == "capital":
            known = places.get(name.text, ())
            if not known or known[0].feature_code != "PPLC":
                continue
        return name
    return None
