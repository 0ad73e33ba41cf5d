"""Place names without a model, for many texts in little time.

Capitalised words that the gazetteer knows: countries, divisions, cities that the world knows, and whatever stands right
before its state or country. Less is found than with the model, and each name is given its best known place.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import zip_longest

from geomap.extract import lexicon
from geomap.gazetteer import open_index, sources
from geomap.gazetteer.containment import contains
from geomap.gazetteer.index import Match
from geomap.gazetteer.prominence import prominence
from geomap.model import Document, Mention, Place, Toponym

_WORD = r"(?:[^\W\d_a-z](?:[\w’]|'(?!s\b)|\.(?=[A-Z]))*(?:(?<=\.[A-Z])\.|(?<=\bSt)\.)?)"
#: Capitalised words in a row, with the little words inside names.
_RUN = re.compile(rf"{_WORD}(?:(?:[ -]|\ (?:of|the|de|da|del|la|and|of\ the)\ ){_WORD})*", re.VERBOSE)
_SPLIT = re.compile(r"[^ -]+")
_BEFORE = re.compile(r"(\w+)\.? $")
_ARTICLES = frozenset({"The", "A", "An"})
_MAX_WORDS = 5
#: Decimal logarithm of the inhabitants from which on a city needs no context.
_KNOWN = 5.0
#: Names kept in memory between texts.
_KEPT = 100_000


@dataclass(slots=True)
class _Names:
    """Names looked up before, so that the common ones are asked for once."""

    asked: set[str] = field(default_factory=set)
    #: The best known place of a name, and the home of a word for a people.
    known: dict[str, tuple[Match | None, Place | None]] = field(default_factory=dict)

    def look_up(self, names: set[str]) -> None:
        if len(self.asked) > _KEPT:
            self.asked.clear()
            self.known.clear()
        missing = names - self.asked
        if missing:
            index = open_index()
            places, homes = index.foremost(missing), index.demonyms(missing)
            self.asked |= missing
            self.known |= {name: (places.get(name), homes.get(name)) for name in places.keys() | homes.keys()}


@cache
def _names() -> _Names:
    return _Names()


@cache
def _no_places() -> frozenset[str]:
    return sources.everyday() | lexicon.TITLES | lexicon.MONTHS | lexicon.WEEKDAYS


@cache
def _before_names() -> frozenset[str]:
    """Words of a run that may stand before a place's name without belonging to it."""
    return _LINKS | _no_places()


_Words = list[tuple[int, int]]


def recognise_quickly(document: Document) -> tuple[Toponym, ...]:
    """Find and place the names of a text's places, with no model.

    Parameters
    ----------
    document
        An English text.
    """
    text = document.text
    runs = [[match.span() for match in _SPLIT.finditer(text, *run.span())] for run in _RUN.finditer(text)]
    names = _names()
    names.look_up({gram for words in runs for gram in _grams(text, words)})
    found: list[Toponym] = []
    for words in runs:
        found += _of_run(text, words, names)
    return tuple(_contained(text, found))


def _grams(text: str, words: _Words) -> Iterator[str]:
    for i, (start, _) in enumerate(words):
        if text[start].isupper():
            for last, end in words[i : i + _MAX_WORDS]:
                if text[last].isupper():
                    yield text[start:end]


def _of_run(text: str, words: _Words, names: _Names) -> Iterator[Toponym]:
    i = 0
    while i < len(words):
        start = words[i][0]
        if text[start : words[i][1]] in _ARTICLES:
            i += 1
            continue
        for j in range(min(len(words), i + _MAX_WORDS), i, -1):
            name = text[start : words[j - 1][1]]
            if name not in names.known:
                continue
            match, home = names.known[name]
            mention = Mention(start, words[j - 1][1], name)
            if match and match.place.kind == "country" and match.relation != "foreign":
                home = None
            if home:
                yield Toponym(mention, home.kind, "demonym", home)
            elif not match or (j - i == 1 and name.lower() in _no_places()):
                continue
            elif _stands(text, words, i, j, match.place):
                yield Toponym(mention, match.place.kind, "literal", match.place)
            i = j - 1
            break
        i += 1


def _stands(text: str, words: _Words, i: int, j: int, place: Place) -> bool:
    """Whether a name is long or well known enough, and no part of somebody's name."""
    if i and text[words[i - 1][0] : words[i - 1][1]].lower() not in _before_names():
        return False
    before = _BEFORE.search(text[max(words[i][0] - 15, 0) : words[i][0]])
    if before and before[1].lower() in lexicon.TITLES:
        return False
    goes_on = j < len(words) and text[words[j][0] : words[j][1]].lower() not in _LINKS
    if place.kind == "country" or place.feature_code == "ADM1":
        return True
    known = _is_known(place) or text[words[j - 1][1] : words[j - 1][1] + 2] == ", "
    return known and not goes_on and not (place.name.isupper() and place.kind == "venue")


_LINKS = frozenset({"and", "of", "the", "north", "south", "east", "west", "northern", "southern", "eastern", "western"})


def _is_known(place: Place) -> bool:
    return prominence(place) >= _KNOWN


@lru_cache(maxsize=_KEPT // 10)
def _namesake(name: str, holder: Place) -> Place | None:
    """Give the best known place of a name in a state or country."""
    namesakes = open_index().lookup(name)
    return next((place for place in namesakes if place != holder and contains(holder, place)), None)


def _contained(text: str, found: Iterable[Toponym]) -> Iterator[Toponym]:
    """Put names into the state or country right behind them, and drop those that needed one and have none."""
    listed = list(found)
    for one, following in zip_longest(listed, listed[1:]):
        place = one.place
        holder = following.place if following and text[one.mention.end : following.mention.start] == ", " else None
        if one.use == "literal" and place and holder and (holder.kind == "country" or holder.feature_code == "ADM1"):
            inside = place if contains(holder, place) else _namesake(one.mention.text, holder)
            if inside:
                yield replace(one, place=inside, kind=inside.kind)
                continue
        if one.use == "demonym" or (place and (place.kind in {"country", "region"} or _is_known(place))):
            yield one
