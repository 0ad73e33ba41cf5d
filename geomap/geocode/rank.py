"""Which place a name means: all candidates, scored by named terms, jointly over a document.

Every candidate has a utility, the weighted sum of its terms. Scores are the probabilities of a multinomial
logit over the candidates and "none of these" (McFadden, "Conditional logit analysis of qualitative choice
behavior", 1974): between 0 and 1, and close to one another where the evidence is.
"""

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple, TypeAlias

from geomap.gazetteer import fold, open_index
from geomap.gazetteer.containment import contains, distance_m
from geomap.gazetteer.index import Relation
from geomap.gazetteer.prominence import prominence
from geomap.gazetteer.wordings import wordings
from geomap.geocode.clues import Query, home, queries_of
from geomap.model import Candidate, Document, Place, Point, Toponym


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each term of a candidate's utility: the rows of `weights.csv`, which says what they mean.

    `benchmarks/toponyms.py --fit` chooses them, and writes that file.
    """

    own: float
    other: float
    foreign: float
    common: float
    reworded: float
    nearly: float
    folded: float
    words: float
    prominence: float
    village: float
    kind: float
    within: float
    country: float
    admin: float
    near: float
    outshone: float
    silent: float
    none: float
    overturned: float


#: Where the weights stand.
TABLE = Path(__file__).with_name("weights.csv")


def _read_weights() -> Weights:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return Weights(**{row["term"]: float(row["weight"]) for row in csv.DictReader(file)})


WEIGHTS = _read_weights()

#: Inhabitants below which a town is a village to the rest of the world.
_VILLAGE = 5000
#: Half a day's drive: news of one region speaks of places about so far apart.
_NEAR_M = 100_000.0
#: No farther away a place is called near, in words.
_CALLED_NEAR_M = 200_000.0
#: The Earth's radius, rounded down.
_EARTH_M = 6_370_000.0
#: A vote below this share is noise, and no reason worth a word.
_LEAST = 0.05
#: Candidates weighed for one name, the most prominent of its namesakes; the commonest name has a thousand.
_MOST = 200
_MOST_WORDS = 3
#: A misspelt name has so many letters at least; if fewer than the second, it is only a place's of this prominence.
_SHORT, _LONG, _KNOWN = 6, 9, 5.0
#: Candidates of a name that keep their terms in figures.
_SHOWN = 50
#: From this score on a place is sure: of those that the table in docs/toponyms.md counts, 2 % at most are wrong.
SURE = 0.99
#: The gazetteer's radii end at the farthest town, rounded.
_ROUNDED_M = 1000.0
#: A second candidate with a third of the first's score is worth a word.
CLOSE = 1 / 3
#: Terms that a text's other names lend.
_LENT = frozenset({"country", "admin", "near"})
#: A town's share of its division's people from which their name means the town: Murmansk, not Quebec.
_SEAT = 1 / 8
#: Rounds of the joint resolution; further ones change nothing.
_ROUNDS = 2


class Term(NamedTuple):
    """One reason for a candidate: its weight times `value` is its share of the utility; no words, nothing to say."""

    name: str
    value: float
    words: str


class Option(NamedTuple):
    """A candidate while it is weighed; its score counts once all its rivals are known."""

    place: Place
    terms: tuple[Term, ...]
    utility: float
    score: float = 0.0


def resolve(toponyms: Sequence[Toponym], document: Document, *, near: str | None = None) -> tuple[Toponym, ...]:
    """Give each toponym its place, deciding over all of them together, with what is in doubt.

    One name means one place in one document, unless the text itself puts it elsewhere ("Paris, Texas").

    Parameters
    ----------
    toponyms
        In text order.
    document
        The text that they stand in.
    near
        Where the paper is at home ("Ohio"), if that is known: it counts as one of the text's names.
    """
    queries = queries_of(toponyms, document)
    weighed = weigh([*(query for query in queries if query), *home(near)], typos=False)
    index = open_index()
    holders = {fold(query.name): found[0].place for query, found in weighed.items() if found}
    resolved = []
    for toponym, query in zip(toponyms, queries, strict=True):
        if toponym.use == "demonym":
            place = index.demonym(toponym.mention.text)
            resolved.append(replace(toponym, place=place, kind=place.kind if place else toponym.kind))
            continue
        found = town_first(query, weighed[query]) if query else ()
        best = found[0] if found else None
        resolved.append(
            replace(
                toponym,
                place=best.place if best else None,
                kind=best.place.kind if best else toponym.kind,
                confidence=confidence(found) if best else None,
                doubts=tuple(_doubts(query, found, holders.get(fold(query.within or "")))) if query else (),
            )
        )
    return tuple(resolved)


def confidence(found: Sequence[Candidate], weights: Weights = WEIGHTS) -> float:
    """Give the probability that the best candidate's area is meant: a city's and its district's count as one."""
    first = found[0].place
    score = sum(one.score for one in found if one.place == first or same_area(first, one.place))
    return round(min(score, weights.overturned if _overturned(found) else 1.0), 4)


def _overturned(found: Sequence[Candidate]) -> bool:
    """Whether another place would be likeliest, if the text had no other names."""
    alone = max(found[:_SHOWN], key=lambda one: sum(worth for name, worth in one.terms if name not in _LENT))
    return not same_area(found[0].place, alone.place)


def town_first(query: Query, found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Let a town and the division called after it change places, where the name alone rather means the town.

    It does where the town is nearly as likely, or many of the division's people live there.
    """
    first = found[0] if found else None
    if first is None or query.kind or first.place.kind != "region" or first.place.feature_class != "A":
        return found
    towns = (one for one in found[1:] if one.place.kind == "city" and contains(first.place, one.place))
    town = next((one for one in towns if 2 * one.score > first.score or _is_seat(query, one, first)), None)
    if town is None:
        return found
    changed = {id(first): replace(town, score=first.score), id(town): replace(first, score=town.score)}
    return tuple(changed.get(id(one), one) for one in found)


def _is_seat(query: Query, town: Candidate, division: Candidate) -> bool:
    named = fold(town.place.name) == fold(query.name)
    return named and town.place.population > _SEAT * division.place.population


def _doubts(query: Query, found: Sequence[Candidate], holder: Place | None) -> Iterator[str]:
    """Say what is in doubt about a name in a text, and what to do.

    Towns with commas between them are a list, so that only an area holds more than a venue.
    """
    if not found:
        yield f"{query.name} isn't in the gazetteer: give its point yourself, or name the town that it is in."
        return
    first = found[0].place
    rival = next((one for one in found[1:] if not same_area(first, one.place)), None)
    if rival and rival.score > confidence(found) * CLOSE:
        yield f"{query.name} may also be {rival.place.address}: name its state or country in the text."
    holds = holder and not query.listed and (holder.kind in {"country", "region"} or first.kind == "venue")
    if holds and "within" not in dict(found[0].terms) and first.kind != "country":
        yield (
            f"The text puts {query.name} in {query.within}, but {first.address} isn't known to be there: "
            "check which one is meant."
        )


def same_area(one: Place, other: Place) -> bool:
    """Tell whether two places are one for a reader: a city and its province, an island and its state."""
    return distance_m(one.point, other.point) <= max(one.radius_m, other.radius_m) + _ROUNDED_M


def weigh(
    queries: Iterable[Query], *, typos: bool = True, weights: Weights = WEIGHTS
) -> dict[Query, tuple[Candidate, ...]]:
    """Give the candidates of each query, likeliest first, deciding over all of them together.

    Parameters
    ----------
    queries
        Equal ones are one.
    typos
        Whether a name that the gazetteer lacks may be a misspelt one.
    weights
        Of the terms.
    """
    distinct = tuple(dict.fromkeys(queries))
    index = open_index()
    found = index.matches({name for query in distinct for name in (query.name, query.within or "")}, most=_MOST)
    alone = {}
    for query in distinct:
        containers = _areas_first([match.place for match in found[query.within]]) if query.within else []
        named: list[tuple[Place, Relation | None]] = [(one.place, one.relation) for one in found[query.name]]
        if not named and typos:
            named = [(place, None) for place in nearly(query.name)]
        if typos:  # a person asks for a place, so that no name is an everyday word
            named = [(place, "other" if relation == "common" else relation) for place, relation in named]
        best = max((prominence(place) for place, relation in named if relation == "own"), default=0.0)
        options = [
            Option(place, terms, _utility(terms, weights))
            for place, relation in named
            for terms in (_own_terms(query, place, relation, containers, best),)
        ]
        alone[query] = _scored(options, weights.none)
    current = alone
    for _ in range(_ROUNDS if len(distinct) > 1 else 0):
        context = _Context(current, weights.silent)
        current = {
            query: _scored(
                context.around(query, options, weights), weights.none + weights.country * context.most(query)
            )
            for query, options in alone.items()
        }
    return {
        query: tuple(
            Candidate(
                option.place,
                round(option.score, 4),
                tuple(term.words for term in option.terms if term.words),
                tuple((term.name, round(getattr(weights, term.name) * term.value, 2)) for term in option.terms)
                if rank < _SHOWN
                else (),
            )
            for rank, option in enumerate(options)
        )
        for query, options in current.items()
    }


def _areas_first(containers: Sequence[Place]) -> Sequence[Place]:
    """Give the countries and first-level divisions of a container's name if there are any: "Missouri" is no village."""
    areas = [one for one in containers if one.kind == "country" or one.feature_code == "ADM1"]
    return areas or containers


def nearly(name: str) -> tuple[Place, ...]:
    """Give the places whose name is one letter away: missing, added, wrong, or swapped with its neighbour."""
    key = fold(name)
    if not _SHORT <= len(key) <= 40 or not key.isascii():
        return ()
    letters = "abcdefghijklmnopqrstuvwxyz "
    splits = [(key[:i], key[i:]) for i in range(len(key) + 1)]
    variants = {a + b[1:] for a, b in splits if b}
    variants |= {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1}
    variants |= {a + c + b[1:] for a, b in splits if b for c in letters}
    variants |= {a + c + b for a, b in splits for c in letters}
    found = open_index().lookup_many(variants)
    likely = {
        (place.source, place.id): replace(place, names=())
        for some in found.values()
        for place in some
        if _meant(name, key, place)
    }
    return tuple(sorted(likely.values(), key=lambda place: (-prominence(place), place.source, place.id))[:_MOST])


def _meant(name: str, key: str, place: Place) -> bool:
    """Tell whether a place nearly called so may be meant: slips spare the first letter, and nouns for venues.

    Short names have neighbours by chance, so that only well-known places count.
    """
    if fold(place.name)[:1] != key[:1] and not any(fold(other)[:1] == key[:1] for other in place.names):
        return False
    nouns = {wording.kinds for wording in wordings(name)}
    if place.kind == "venue":
        return not nouns or not nouns.isdisjoint(wording.kinds for wording in wordings(place.name))
    return not nouns and (len(key) >= _LONG or prominence(place) >= _KNOWN)


def _own_terms(
    query: Query, place: Place, relation: Relation | None, containers: Sequence[Place], best: float
) -> tuple[Term, ...]:
    """Give the terms that a candidate has whatever else the text names.

    Without a relation it is nearly spelt so; `best` is the prominence of the best known place whose own name it is.
    """
    known = prominence(place)
    terms = [
        *_spelling(query.name, place, relation),
        Term("words", min(query.name.count(" "), _MOST_WORDS), ""),
        Term("prominence", known, _standing(place)),
    ]
    if relation and relation != "own" and best > known + 1:
        terms.append(Term("outshone", 1, ""))
    if place.feature_class == "P" and place.population < _VILLAGE:
        terms.append(Term("village", 1, ""))
    if query.kind and place.kind == query.kind:
        terms.append(Term("kind", 1, f"a {query.kind}, as the text says"))
    container = next((one for one in containers if one != place and contains(one, place)), None)
    if container:
        terms.append(Term("within", 1, f"lies in {container.name}"))
    return tuple(terms)


def _spelling(name: str, place: Place, relation: Relation | None) -> Iterator[Term]:
    if relation is None:
        yield Term("nearly", 1, f"spelt almost like {place.name}")
    elif relation == "own":
        yield Term("own", 1, "its name")
    elif relation == "other":
        yield Term("other", 1, f"another name of {place.name}" if name != place.name else "its name")
    elif relation == "common":
        yield Term("common", 1, f"{name} alone may be many things")
    elif relation == "reworded":
        yield Term("reworded", 1, f"{place.name} in other words")
    else:
        yield Term("foreign", 1, f"{place.name} in another language")
    written = [place.name] if relation == "own" else [*place.names, place.local_name]
    said = {name.casefold(), name.casefold().removeprefix("the ")}
    if relation and relation != "reworded" and said.isdisjoint(map(str.casefold, written)):
        yield Term("folded", 1, f"spelt {place.name if relation == 'own' else place.names[0]}")


def _standing(place: Place) -> str:
    what = "a capital" if place.feature_code == "PPLC" else f"a {place.kind}"
    if place.kind == "venue":
        return f"{what} ({place.feature_code})"
    return f"{what}, {place.population:,} inhabitants" if place.population else what


def _utility(terms: Iterable[Term], weights: Weights, before: float = 0.0) -> float:
    """Add the worth of terms to a utility."""
    for term in terms:
        before += getattr(weights, term.name) * term.value
    return before


def _scored(options: Sequence[Option], none: float) -> tuple[Option, ...]:
    """Give the options with their probabilities, best first, beside a place that nobody knows."""
    top = max([none, *(option.utility for option in options)])
    shares = [math.exp(option.utility - top) for option in options]
    total = math.exp(none - top) + sum(shares)
    scored = [option._replace(score=share / total) for option, share in zip(options, shares, strict=True)]
    return tuple(sorted(scored, key=lambda option: (-option.score, option.place.source, option.place.id)))


#: Code of a country, and name of a first-level division or "".
_Area: TypeAlias = tuple[str, str]


class _Context:
    """What the other names of a document seem to mean, as evidence for one of them."""

    def __init__(self, current: Mapping[Query, Sequence[Option]], silent: float) -> None:
        self._silent = silent
        self._votes: dict[str, dict[_Area, float]] = {}
        for query, options in current.items():  # one name, one vote
            self._votes[fold(query.name)] = _areas(options)
        self._all: dict[_Area, float] = defaultdict(float)
        for votes in self._votes.values():
            for area, share in votes.items():
                self._all[area] += share
        countries = (area for area in self._all if not area[1])
        self._countries = sorted(countries, key=lambda area: -self._all[area])
        anchors = [
            (options[0].score, fold(query.name), query.name, options[0].place, _on_sphere(options[0].place.point))
            for query, options in current.items()
            if options and options[0].place.kind in {"city", "venue"}
        ]
        self._anchors = sorted(anchors, key=lambda anchor: -anchor[0])

    def most(self, query: Query) -> float:
        """Give the greatest share of the others that seem to lie in one country.

        A place that nobody knows would lie there.
        """
        own = self._votes[fold(query.name)]
        others = next((i for i, area in enumerate(self._countries) if area not in own), len(self._countries))
        return max((self._share(own, area) for area in self._countries[: others + 1]), default=0.0)

    def _share(self, own: Mapping[_Area, float], area: _Area) -> float:
        return (self._all[area] - own.get(area, 0)) / (max(len(self._votes) - 1, 1) + self._silent)

    def around(self, query: Query, options: Iterable[Option], weights: Weights) -> list[Option]:
        """Give the candidates of a query with the terms that the others lend them."""
        key = fold(query.name)
        own = self._votes[key]
        shares: dict[_Area, tuple[Term, ...]] = {}
        lent = []
        for place, terms, utility, _ in options:
            more: list[Term] = []
            for area in _areas_of(place):
                if area not in shares:
                    shares[area] = tuple(self._voted(own, area))
                more += shares[area]
            near, neighbour = self._nearest(key, place)
            if near > _LEAST:
                more.append(Term("near", near, f"near {neighbour}" if neighbour else ""))
            lent.append(Option(place, (*terms, *more), _utility(more, weights, utility)))
        return lent

    def _voted(self, own: Mapping[_Area, float], area: _Area) -> Iterator[Term]:
        country, admin = area
        share = self._share(own, area) if area in self._all else 0.0
        if share > _LEAST:
            said = share * (1 + self._silent / max(len(self._votes) - 1, 1))
            words = f"{said:.0%} of the text's other names lie in {admin or country}"
            yield Term("admin" if admin else "country", share, words)

    def _nearest(self, key: str, place: Place) -> tuple[float, str]:
        """Give the closeness to the nearest of the other places, and how the text names it if it is really near.

        It is `_LEAST` where none is worth a word.
        """
        best = (_LEAST, "")
        here = _on_sphere(place.point)
        for score, other, name, anchor, there in self._anchors:
            if score < best[0]:
                break  # the rest can't be closer than they are likely
            straight_m = _EARTH_M * math.dist(here, there)
            if other != key and straight_m <= _NEAR_M * (score / best[0] - 1):
                away = distance_m(place.point, anchor.point)
                closeness = score * _NEAR_M / (_NEAR_M + away)
                best = max(best, (closeness, name if away < _CALLED_NEAR_M else ""))
        return best


def _on_sphere(point: Point) -> tuple[float, float, float]:
    """Give a point's coordinates on a sphere of radius 1."""
    lat, lon = math.radians(point.lat), math.radians(point.lon)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _areas(options: Sequence[Option]) -> dict[_Area, float]:
    """Give the share of a name's meanings that lie in each country and division."""
    areas: dict[_Area, float] = defaultdict(float)
    for option in options:
        for area in _areas_of(option.place):
            areas[area] += option.score
    return areas


def _areas_of(place: Place) -> Iterator[_Area]:
    if place.country:
        yield place.country, ""
    if place.admin:
        yield place.country, place.admin
