"""Words that stand for a place named elsewhere: "the city", "the Peruvian capital", "here" after a dateline."""

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.extract.parse import is_dateline
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
    added = [*_shortly_before(doc, names), *_capitals(doc, names), *_here(doc, names)]
    if not added:
        return list(names)
    order = sorted([*names, *added], key=lambda name: name.start)
    at = {name.start: n for n, name in enumerate(order)}
    return [name if name.within is None else replace(name, within=at[names[name.within].start]) for name in order]


def _standing_for(meant: Name, doc: "Doc", start: int, end: int) -> Name:
    """Give the name that a description from token `start` to `end` makes for a place."""
    return replace(meant, start=start, end=end, text=doc[start:end].text, label=DESCRIPTION, within=None)


def _shortly_before(doc: "Doc", names: "Sequence[Name]") -> list[Name]:
    """Find descriptions of a place that the sentences before name ("the city")."""
    nouns = [token for token in doc if token.lower_ in _KINDS and _refers(token)]
    if not nouns:
        return []
    places = open_index().lookup_many({name.text for name in names if name.use == "literal"})
    starts = [sentence.start for sentence in doc.sents]
    firsts = [name.start for name in names]
    found = []
    for token in nouns:
        border = starts[max(0, bisect_right(starts, token.i) - 1 - _REACH)]
        near = names[bisect_left(firsts, border) : bisect_left(firsts, token.i)]
        meant = _meant(token, near, places)
        if meant is not None:
            found.append(_standing_for(meant, doc, token.i - 1, token.i + 1))
    return found


def _capitals(doc: "Doc", names: "Sequence[Name]") -> list[Name]:
    """Find "the Peruvian capital" and "Peru's capital" where the text names that capital, before or after."""
    of_country = {
        name.end + (doc[name.end].tag_ == "POS"): name
        for name in names
        if name.end < len(doc) and (name.use == "demonym" or doc[name.end].tag_ == "POS")
    }
    nouns = [token for token in doc if token.lower_ == "capital" and token.i in of_country]
    nouns = [token for token in nouns if token.i + 1 == len(doc) or doc[token.i + 1].text not in {",", "of"}]
    if not nouns:
        return []
    index = open_index()
    owners = [of_country[token.i] for token in nouns]
    homes = index.demonyms({name.text for name in owners})
    places = index.lookup_many({name.text for name in names if name.use == "literal"})
    seats = {
        place.country: name
        for name in reversed(names)
        if name.use == "literal" and name.kind == "city"
        for place in places[name.text][:1]
        if place.feature_code == "PPLC"
    }
    found = []
    for token, owner in zip(nouns, owners, strict=True):
        home = homes.get(owner.text) or next(iter(places.get(owner.text, ())), None)
        if home is not None and home.country in seats:
            found.append(_standing_for(seats[home.country], doc, token.i, token.i + 1))
    return found


def _here(doc: "Doc", names: "Sequence[Name]") -> list[Name]:
    """Find "here" in a text with a dateline, whose place it means."""
    dateline = next((name for name in names if name.use == "literal" and is_dateline(doc, name.start, name.end)), None)
    if dateline is None:
        return []
    return [_standing_for(dateline, doc, token.i, token.i + 1) for token in doc if token.lower_ == "here"]


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
