"""Claims against the article: what the text bears out becomes a stop with evidence, the rest a problem."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from geomap.evidence import Evidence, NotVisited
from geomap.gazetteer import fold, open_index
from geomap.model import Document, Stop, When
from geomap.reader_llm.claims import Claims, PlaceClaim, StopClaim
from geomap.reader_llm.wording import Wording

#: A quote is a sentence or a part of one; a longer one proves nothing in particular.
_LONGEST_QUOTE = 600
_LONGEST_NAME = 120
_MOST_WORDS = 12
_MOST_ORDERS = 1_000
#: Words from which a name of the gazetteer may be made.
_WORDS = re.compile(r"[^\W\d_][\w'’.-]*")
_LONGEST_ALIAS = 5

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Problem:
    """A claim that the text does not bear out, and the reason, as parts of a sentence."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Verified:
    """What is left of an answer: all of it stands in the text."""

    traveller: str | None
    other_travellers: tuple[str, ...]
    stops: tuple[Stop, ...]
    not_visited: tuple[NotVisited, ...]
    problems: tuple[Problem, ...]


class _Unproved(Exception):
    pass


def verify(claims: Claims, document: Document, *, closed: Sequence[Span] = (), why: str = "") -> Verified:
    """Hold an answer against the article.

    Parameters
    ----------
    claims
        The answer.
    document
        The article.
    closed
        Passages that prove nothing.
    why
        What the stops say about who read them.
    """
    text = _Article(Wording(document.text), tuple(closed))
    problems: list[Problem] = []
    traveller = _named(claims.traveller, document, problems) if claims.stops else None
    elsewhere = {fold(place.name) for place in claims.not_visited}
    stops: list[Stop] = []
    for claim in claims.stops:
        try:
            stop = _stop(claim, text, elsewhere)
        except _Unproved as problem:
            problems.append(Problem(_short(claim.name), str(problem)))
            continue
        if any(
            (other.name, other.journey, other.evidence) == (stop.name, stop.journey, stop.evidence) for other in stops
        ):
            problems.append(Problem(stop.name, "it is given twice with the same quote"))
            continue
        stops.append(replace(stop, traveller=traveller, why=why))
    places = tuple(_places(claims.not_visited, text, problems))
    others = tuple(name for one in claims.other_travellers if (name := _named(one, document, problems)))
    return Verified(traveller, others, ordered(stops), places, tuple(dict.fromkeys(problems)))


def ordered(stops: Sequence[Stop]) -> tuple[Stop, ...]:
    """Count stops from 1, earlier journeys first; those that were equal stay so."""
    ranks = sorted({(stop.journey, stop.order) for stop in stops})
    journeys = sorted({stop.journey for stop in stops})
    numbered = [
        replace(stop, order=ranks.index((stop.journey, stop.order)) + 1, journey=journeys.index(stop.journey) + 1)
        for stop in stops
    ]
    return tuple(sorted(numbered, key=lambda stop: stop.order))


@dataclass(frozen=True, slots=True)
class _Article:
    wording: Wording
    closed: tuple[Span, ...]

    def find(self, words: str, span: Span | None = None) -> Iterator[Span]:
        """Yield where words stand outside closed passages, as written first, then in any case."""
        start, end = span or (0, len(self.wording.text))
        for any_case in (False, True):
            for first, last in self.wording.find(words, start=start, end=end, any_case=any_case):
                if not self.is_closed(first, last):
                    yield first, last

    def is_closed(self, start: int, end: int) -> bool:
        return any(start < last and first < end for first, last in self.closed)

    def words(self, span: Span) -> str:
        return " ".join(self.wording.text[span[0] : span[1]].split())


def _stop(claim: StopClaim, text: _Article, elsewhere: set[str]) -> Stop:
    if fold(claim.name) in elsewhere:
        raise _Unproved("it also stands on the list of places not visited")
    if not (1 <= claim.order <= _MOST_ORDERS and 1 <= claim.journey <= _MOST_ORDERS):
        raise _Unproved("order and journey are counted from 1")
    evidence = _evidence(claim.name, claim.quote, text)
    around = text.wording.sentence(evidence.start, evidence.end)
    name = text.words((evidence.name_start, evidence.name_end))
    when = next(text.find(claim.when, around), None) if claim.when else None
    activity = next(text.find(claim.activity, around), None) if claim.activity else None
    if activity and len(text.words(activity).split()) > _MOST_WORDS:
        activity = None
    within = next(text.find(claim.within), None) if claim.within else None
    return Stop(
        name=name,
        kind=claim.kind,
        status=claim.status,
        order=claim.order,
        journey=claim.journey,
        within=text.words(within) if within and fold(text.words(within)) != fold(name) else None,
        when=When(text.words(when)) if when else None,
        activity=text.words(activity) if activity else None,
        evidence=(evidence,),
    )


def _places(claims: Sequence[PlaceClaim], text: _Article, problems: list[Problem]) -> Iterator[NotVisited]:
    for claim in claims:
        try:
            evidence = _evidence(claim.name, claim.quote, text)
        except _Unproved as problem:
            problems.append(Problem(_short(claim.name), f"(not visited) {problem}"))
        else:
            name = text.words((evidence.name_start, evidence.name_end))
            yield NotVisited(name, "the model says that it is not visited", (evidence,))


def _evidence(name: str, quote: str, text: _Article) -> Evidence:
    """Find a quote that has the name in it, or in the sentence around it."""
    if not name.strip() or len(name) > _LONGEST_NAME:
        raise _Unproved("it has no name")
    if len(quote) > _LONGEST_QUOTE:
        raise _Unproved(f"its quote is longer than {_LONGEST_QUOTE} characters")
    found = list(text.wording.find(quote))
    if not found:
        raise _Unproved("its quote does not stand in the article, word for word")
    open_ = [span for span in found if not text.is_closed(*span)]
    if not open_:
        raise _Unproved("its quote is from a passage that addresses a machine")
    for start, end in open_:
        around = text.wording.sentence(start, end)
        for span in ((start, end), around):
            at = next(text.find(name, span), None) or _alias(name, span, text)
            if at:
                first, last = min(start, at[0]), max(end, at[1])
                return Evidence(first, last, text.wording.text[first:last], *at)
    raise _Unproved("neither its quote nor the sentence around it names the place")


def _alias(name: str, span: Span, text: _Article) -> Span | None:
    """Find another name of the same place in a span ("Burma" for "Myanmar")."""
    start, end = span
    words = [found.span() for found in _WORDS.finditer(text.wording.text, start, end)]
    spans = {
        text.wording.text[words[i][0] : words[j][1]]: (words[i][0], words[j][1])
        for i in range(len(words))
        for j in range(i, min(i + _LONGEST_ALIAS, len(words)))
        if text.wording.text[words[i][0]].isupper()
    }
    matches = open_index().matches([name, *spans])
    meant = {(match.place.source, match.place.id) for match in matches[name] if match.relation != "foreign"}
    for words_, at in spans.items():
        own = {(m.place.source, m.place.id) for m in matches[words_] if m.relation != "foreign"}
        if meant & own and not text.is_closed(*at):
            return at
    return None


def _named(name: str | None, document: Document, problems: list[Problem]) -> str | None:
    """Give a traveller's name as the article has it, None if it doesn't."""
    if name is None or not name.strip():
        return None
    for where in (document.text, document.title or ""):
        wording = Wording(where)
        for any_case in (False, True):
            for start, end in wording.find(name, any_case=any_case):
                return " ".join(where[start:end].split())
    problems.append(Problem(_short(name), "the article does not name this traveller in these words"))
    return None


def _short(name: str) -> str:
    """Give a claimed name short enough for a message."""
    name = " ".join(name.split()) or "a stop without a name"
    return name if len(name) <= 60 else f"{name[:57]}…"
