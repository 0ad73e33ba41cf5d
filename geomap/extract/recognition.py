"""Every place name of a text, with its kind and its use.

All that may be a name is listed (`sightings`), witnesses are heard for each (`witnesses`), and their points decide.
One sense per document: what is surely a place once is one wherever it stands, and who has a first name or a title
anywhere is a person.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from geomap.extract.parse import parse
from geomap.extract.sightings import Text
from geomap.extract.toponyms import kind_of, said_kind
from geomap.extract.witnesses import THRESHOLD, Sighting, hear
from geomap.model import Kind, Mention, Toponym

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from geomap.model import Document

#: Points of a name's other mentions from which they make it likely, and sure, that it is a place's.
_LIKELY, _SURE = 1.5, 3.0
#: What stands between the names of a list.
_LINK = re.compile(r",|,? ?(?:and|or|&)(?: nearby| neighbou?ring)?")


def recognise(document: "Document") -> tuple[Toponym, ...]:
    """Find the place names of a document.

    Parameters
    ----------
    document
        An English text.

    Returns
    -------
    tuple of Toponym
        In text order, without overlaps, not yet resolved to places.
    """
    doc = parse(document)
    return tuple(marked(doc, with_one_sense(seen(doc))))


def marked(doc: "Doc", sightings: Iterable[Sighting]) -> Iterator[Toponym]:
    """Give those of the sightings that are names of places."""
    for one in sightings:
        if one.use != "demonym" and one.points < THRESHOLD:
            continue
        text = doc[one.start : one.end].text
        start = doc[one.start].idx
        if "." in text[:-1] and " " not in text and doc.text[start + len(text) : start + len(text) + 1] == ".":
            text += "."  # "the U.S." and "W.Va." at the end of a sentence
        kind = "country" if one.use == "demonym" else _kind(doc, one)
        yield Toponym(Mention(start, start + len(text), text, one.label), kind, one.use)


def _kind(doc: "Doc", one: Sighting) -> Kind:
    known = (one.match.place.kind,) if one.match else ()
    label = "venue" if "landmark" in one.witnesses else one.label
    return said_kind(doc, one.start, one.end) or kind_of(doc[one.start : one.end].text, label, known)


def seen(doc: "Doc") -> list[Sighting]:
    """Give all that may be names of places, each with its own witnesses, in text order and without overlaps."""
    text = Text(doc)
    heard = [hear(text, start, end, source) for start, end, source in text.segments()]
    links = [_LINK.fullmatch(doc[one.end : two.start].text) is not None for one, two in pairwise(heard)]
    return [replace(one, linked=linked) for one, linked in zip(heard, (False, *links), strict=False)]


def with_one_sense(sightings: Sequence[Sighting]) -> list[Sighting]:
    """Let the names of a list, and the mentions of a name, speak for one another."""
    told = _in_lists(sightings)
    heard: defaultdict[str, float] = defaultdict(float)
    for one in told:
        heard[one.key] += one.context
    return [_with_others(one, heard[one.key] - one.context) for one in told]


def _in_lists(sightings: Sequence[Sighting]) -> list[Sighting]:
    """Let places speak for the names that stand in a list with them ("Gao and Timbuktu")."""
    told = list(sightings)
    linked = [i for i, one in enumerate(told) if one.linked]
    for i in (*linked, *reversed(linked)):
        told[i - 1], told[i] = _listed_with(told[i - 1], told[i]), _listed_with(told[i], told[i - 1])
    return told


def _listed_with(one: Sighting, other: Sighting) -> Sighting:
    if "in a list" in one.witnesses or one.match is None or other.points < THRESHOLD:
        return one
    return replace(one, witnesses=(*one.witnesses, "in a list")) if one.use == other.use == "literal" else one


def _with_others(one: Sighting, others: float) -> Sighting:
    if one.use == "demonym" or one.match is None or "title" in one.witnesses or others < _LIKELY:
        return one
    return replace(one, witnesses=(*one.witnesses, "sure elsewhere" if others >= _SURE else "likely elsewhere"))
