"""The time that the words around a mention speak of: tenses of its clause and sentence, and words such as "now"."""

from typing import TYPE_CHECKING

from geomap.extract import lexicon
from geomap.extract.clauses import governor, mood
from geomap.extract.times import find_when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from geomap.extract.toponyms import Name

_NOW = lexicon.words(
    "now today currently yesterday tomorrow tonight next last week ago later already still earlier here"
)
_FINITE = {"VBD": "past", "VBZ": "present", "VBP": "present", "MD": "modal"}


def tense(verb: "Token | None") -> str:
    """Tell the time of a clause from its verb: "had", "was", "has", "is", "will" or "none"."""
    flags = mood(verb)
    if "had" in flags:
        return "had"
    if flags & {"will", "plan", "to", "maybe"}:
        return "will"
    if "has" in flags:
        return "has"
    if flags & {"was", "tag:VBD"}:
        return "was"
    return "is" if flags & {"is", "tag:VBZ", "tag:VBP"} else "none"


def time_features(
    doc: "Doc", name: "Name", sentences: "Sequence[tuple[int, int]]", number: int, published: str | None
) -> set[str]:
    """Features of the time that a mention's clause, its sentence and the one before speak of.

    Parameters
    ----------
    doc
        The parsed text.
    name
        The mention.
    sentences, number
        Token bounds of all sentences, and which one is the mention's.
    published
        ISO date of publication, or None.
    """
    start, end = sentences[number]
    own = tense(governor(doc[name.start : name.end].root).verb)
    root = _root_tense(doc, sentences[number])
    found = {f"tense={own}", f"root tense={root}", f"tense={own}&root={root}"}
    left = next((i for i in range(name.start - 1, start - 1, -1) if doc[i].tag_ in _FINITE), None)
    if left is not None:
        found.add(f"left tense={_FINITE[doc[left].tag_]}")
    if number:
        found.add(f"tense before={_root_tense(doc, sentences[number - 1])}")
    found |= {f"time word={doc[i].lower_}" for i in range(start, end) if doc[i].lower_ in _NOW}
    return found | _date(doc, name, sentences[number], published)


def _root_tense(doc: "Doc", sentence: tuple[int, int]) -> str:
    root = next((doc[i] for i in range(*sentence) if doc[i].head.i == i), None)
    return tense(root)


def _date(doc: "Doc", name: "Name", sentence: tuple[int, int], published: str | None) -> set[str]:
    """Tell on which side of publication the date beside a mention lies, where that doesn't hang on the status."""
    if not published:
        return set()
    back, ahead = (find_when(doc, sentence, name.start, status, published) for status in ("past", "planned"))
    if back is None or ahead is None or back.date is None or back.date != ahead.date:
        return set()
    day = back.date[:10]
    today = published[: len(day)]
    return {"date=" + ("before" if day < today else "after" if day > today else "same")}
