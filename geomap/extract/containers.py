"""What a name lies in, by the words of the text: "Tokyo, Japan", "the Golden Temple in Amritsar"."""

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from geomap.extract.toponyms import Name
    from geomap.gazetteer import Index
    from geomap.model import Kind

_GRAIN: "dict[Kind, int]" = {"venue": 0, "city": 1, "natural": 1, "sea": 3, "region": 2, "country": 3}


def with_containers(doc: "Doc", names: "list[Name]", index: "Index") -> "list[Name]":
    """Tell each name its container: "Tokyo, Japan", "the Golden Temple in Amritsar".

    Parameters
    ----------
    doc
        The parsed text.
    names
        The names in it, in order.
    index
        The gazetteer, which must not contradict what only a comma tells.
    """
    pairs = []
    for i, name in enumerate(names[:-1]):
        after = names[i + 1]
        if name.use != "literal" or after.use != "literal" or name.key == after.key:
            continue
        between = doc[name.end : after.start].text.strip().lower()
        if between in {",", "(", "/"} and _finer(name, after):
            pairs.append((i, i + 1, True))
        elif between in {
            "in",
            "in the",
            ", in",
            ", in the",
            "of",
            "outside",
            ", outside",
            ", near",
            "near",
            "'s",
            "on",
            "in central",
            "in northern",
            "in southern",
            "in eastern",
            "in western",
            "in downtown",
        } and _finer(name, after):
            pairs.append((i, i + 1, False))
    if not pairs:
        return names
    found = index.lookup_many({names[i].text for pair in pairs for i in pair[:2]})
    linked = list(names)
    for i, j, needs_proof in pairs:
        inner, outer = found.get(names[i].text, ()), found.get(names[j].text, ())
        codes = {place.country for place in outer if place.kind in {"country", "region", "city"}}
        proved = any(place.country in codes for place in inner) or not inner or not outer
        if proved or not needs_proof:
            linked[i] = replace(linked[i], within=j)
    return linked


def _finer(inner: "Name", outer: "Name") -> bool:
    return outer.kind in {"city", "region", "country"} and _GRAIN[inner.kind] < _GRAIN[outer.kind]
