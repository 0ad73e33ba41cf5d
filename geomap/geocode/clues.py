"""What a text says right beside a name about the place that it means: its container, its kind."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from geomap.errors import InputError
from geomap.gazetteer import fold, open_index
from geomap.model import Document, Kind, Toponym


@dataclass(frozen=True, slots=True)
class Query:
    """A name to be resolved, with what the text says of it.

    Parameters
    ----------
    name
        As the text writes it.
    within
        The name of its container, or None.
    kind
        The kind of place that the text asks for, or None.
    listed
        Whether that container may rather be the next of a list ("Batman, Mardin and Diyarbakır").
    """

    name: str
    within: str | None = None
    kind: Kind | None = None
    listed: bool = False


#: What stands between a name and its container.
_CONTAINED = re.compile(r",?\s+in\s+|,\s+(?:near\s+)?|\s*\(")
_LAST = re.compile(r",?\s+(?:and|or)\s+")
_BEFORE: Mapping[str, Kind] = {
    "city of": "city", "town of": "city", "village of": "city", "capital": "city",
    "state of": "region", "province of": "region", "region of": "region", "republic of": "country",
    "lake": "natural", "mount": "natural", "river": "natural", "island of": "natural",
}  # fmt: skip
_BEHIND: Mapping[str, Kind] = {
    "city": "city", "province": "region", "state": "region", "region": "region", "county": "region",
    "oblast": "region", "prefecture": "region", "river": "natural", "lake": "natural", "mountains": "natural",
    "island": "natural", "airport": "venue", "sea": "sea",
}  # fmt: skip


def queries_of(toponyms: Sequence[Toponym], document: Document) -> tuple[Query | None, ...]:
    """Read from the text what it says of each name.

    A name that the text puts into a container once is meant so everywhere. A demonym asks for its country, as
    evidence for the others; None if it is nobody's.
    """
    text = document.text
    gaps = [text[one.mention.end : two.mention.start] for one, two in pairwise(toponyms)]
    within: dict[int, tuple[str, bool]] = {}
    stated: dict[str, tuple[str, bool]] = {}
    for i, gap in enumerate(gaps):
        if _CONTAINED.fullmatch(gap):
            within[i] = (toponyms[i + 1].mention.text, bool(_LAST.fullmatch("".join(gaps[i + 1 : i + 2]))))
            stated.setdefault(fold(toponyms[i].mention.text), within[i])
    queries = []
    for i, one in enumerate(toponyms):
        if one.use == "demonym":
            queries.append(_of_demonym(one.mention.text))
            continue
        container, listed = within.get(i) or stated.get(fold(one.mention.text)) or (None, False)
        kind = _kind(text, one.mention.start, one.mention.end)
        queries.append(Query(one.mention.text, container, kind, listed))
    return tuple(queries)


def _of_demonym(word: str) -> Query | None:
    home = open_index().demonym(word)
    return Query(home.name, kind=home.kind) if home else None


def split(name: str, within: str | None, kind: Kind | None) -> Query:
    """Give the query of a name typed by a person: "Paris, Texas" names its container itself.

    Of several containers ("Kigali, Rwanda") the first that is known counts.
    """
    parts = [re.sub(r"^[Tt]he (?=[A-Z]{2,5}$)", "", name.strip())]
    if not open_index().known(parts):
        parts = [part.strip() for part in re.split(r",|\s+in\s+(?=[^\W\d_])", name)]
    return Query(parts[0], ", ".join(filter(None, [(within or "").strip(), *parts[1:]])) or None, kind)


def home(near: str | None) -> tuple[Query, ...]:
    """Give the query of the place where a paper is at home, as a person types it ("Springfield, Ohio"); none for None.

    Raises
    ------
    InputError
        If the gazetteer lacks it.
    """
    if near is None:
        return ()
    query = split(near, None, None)
    if not open_index().known((query.name,)):
        raise InputError(
            f"{near!r} isn't in the gazetteer.", value=near, hint="Name the paper's town, state or country."
        )
    return (replace(query, within=next(iter(holders(query.within)), None) if query.within else None),)


def holders(within: str) -> tuple[str, ...]:
    """Give the containers in a phrase, the nearest first: "Kigali, Rwanda", "Georgia (Azerbaijani border)"."""
    plain = re.sub(r"\s*\([^)]*\)", "", within)
    index = open_index()
    if index.known((plain,)):
        return (plain,)
    parts = [part.strip() for part in plain.split(",")]
    known = index.known(parts)
    return tuple(part for part in parts if part in known) or places_in(within, "")


#: Capitalised words in a row, with the little words inside names.
_RUN = re.compile(r"[^\W\d_a-z][\w'’.-]*(?:\s+(?:(?:of|the|de|da|do|del|la|al|el)\s+){0,2}[^\W\d_a-z][\w'’.-]*)*")
_MAX_WORDS = 5


def places_in(sentence: str, name: str) -> tuple[str, ...]:
    """Give the words of a sentence that name towns, divisions and countries, in order, without those of `name`.

    A cheap reading for one sentence: capitalised words that the gazetteer knows, the longest names first.
    """
    index = open_index()
    runs = [re.split(r"\s+", run[0].rstrip(".,'’")) for run in _RUN.finditer(sentence.replace(name, ", "))]
    grams = {" ".join(run[i:j]) for run in runs for i in range(len(run)) for j in range(i + 1, i + 1 + _MAX_WORDS)}
    grams |= {gram.removesuffix("'s").removesuffix("’s") for gram in grams}
    kinds = index.kinds(grams)
    found: dict[str, None] = {}
    for run in runs:
        i = 0
        while i < len(run):
            texts = (" ".join(run[i:j]) for j in range(min(len(run), i + _MAX_WORDS), i, -1))
            named = (re.sub(r"['’]s$", "", text) for text in texts)
            text = next((text for text in named if kinds.get(text, frozenset()) & {"city", "country", "region"}), None)
            if text:
                found[text] = None
            i += len(text.split()) if text else 1
    return tuple(found)


def _kind(text: str, start: int, end: int) -> Kind | None:
    """Give the kind of place that the words around a name ask for."""
    before = re.findall(r"\w+", text[max(start - 30, 0) : start].lower())
    behind = re.match(r"\s+(\w+)", text[end : end + 30])
    asked = _BEFORE.get(" ".join(before[-2:])) or _BEFORE.get(" ".join(before[-1:]))
    return asked or (_BEHIND.get(behind[1].lower()) if behind else None)
