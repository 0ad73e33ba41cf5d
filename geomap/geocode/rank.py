"""Which place a name means: all candidates, scored by named terms, jointly over a document.

Every candidate has a utility, the weighted sum of its terms. Scores are the probabilities of a multinomial
logit over the candidates and "none of these" (McFadden 1974): between 0 and 1, and close to one
another where the evidence is.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from geomap.gazetteer import fold, open_index
from geomap.gazetteer.index import central_angle
from geomap.gazetteer.prominence import prominence
from geomap.model import Candidate, Document, Kind, Place, Point, Toponym


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each term of a candidate's utility; chosen by `benchmarks/toponyms.py`."""

    #: The name as written is the place's own name or another name that its source lists; 1 or 0.5.
    match: float = 2.0
    #: A decade of inhabitants, or what `geomap.gazetteer.prominence` puts beside it.
    prominence: float = 1.2
    #: The text asks for this kind of place ("the city of", "River").
    kind: float = 2.0
    #: It lies in the place that the text names right behind it ("Alexandria, Louisiana").
    within: float = 8.0
    #: Share of the document's other names that can lie in its country.
    country: float = 3.0
    #: Share of the document's other names that can lie in its first-level division.
    admin: float = 4.0
    #: Closeness to the document's other places: 1 at the same spot, ½ at `NEAR_M`.
    near: float = 2.0
    #: Utility of "none of these": below any name that is spelt as a source spells it.
    none: float = 2.0


WEIGHTS = Weights()
#: Half a day's drive: news of one region speaks of places about so far apart.
NEAR_M = 100_000.0
#: Candidates weighed for one name, the most prominent of its namesakes; the rarest name has a thousand.
_MOST = 150
#: Rounds of the joint resolution; more change nothing.
_ROUNDS = 2
_LETTERS = "abcdefghijklmnopqrstuvwxyz "
_EARTH_RADIUS_M = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Term:
    """One reason for or against a candidate: `weight` × `value` is its share of the utility."""

    name: str
    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate while it is weighed."""

    place: Place
    terms: tuple[Term, ...]
    score: float = 0.0

    def utility(self, weights: Weights) -> float:
        """Give the weighted sum of the terms."""
        return sum(getattr(weights, term.name) * term.value for term in self.terms)


@dataclass(frozen=True, slots=True)
class Query:
    """A name to be resolved, with what the text says of it."""

    name: str
    within: str | None = None
    kind: Kind | None = None


def candidates(
    name: str,
    *,
    within: str | None = None,
    context: Sequence[str] = (),
    kind: Kind | None = None,
    limit: int = 10,
) -> tuple[Candidate, ...]:
    """Give the places that a name may mean, the likeliest first.

    Parameters
    ----------
    name
        As a text writes it; "Alexandria, Louisiana" names its container itself.
    within
        The place that it lies in ("Louisiana"), if the text says so.
    context
        Names of other places that the text speaks of.
    kind
        The kind of place that the text asks for.
    limit
        At most so many.

    Returns
    -------
    tuple of Candidate
        Scores fall from 1 to 0, and sum to 1 at most; the reasons say what decided. Empty for a name that
        the gazetteer lacks.
    """
    query = _split(name, within, kind)
    queries = [query, *(Query(other) for other in context)]
    options = _weigh(queries, WEIGHTS)[query]
    return tuple(_candidate(option) for option in options[:limit])


def weigh(queries: Iterable[Query]) -> dict[Query, tuple[Candidate, ...]]:
    """Give the candidates of each query, likeliest first, deciding over all of them together."""
    weighed = _weigh(queries, WEIGHTS)
    return {query: tuple(_candidate(option) for option in options) for query, options in weighed.items()}


def resolve(toponyms: Sequence[Toponym], document: Document) -> tuple[Toponym, ...]:
    """Give each toponym its place, deciding over all of them together.

    One name means one place in one document, unless the text itself puts it elsewhere ("Paris, Texas").

    Parameters
    ----------
    toponyms
        In text order.
    document
        The text that they stand in.
    """
    queries = queries_of(toponyms, document)
    weighed = _weigh([query for query in queries if query], WEIGHTS)
    index = open_index()
    resolved = []
    for toponym, query in zip(toponyms, queries, strict=True):
        if toponym.use == "demonym":
            code = index.demonym(toponym.mention.text)
            place = index.country(code) if code else None
        else:
            options = weighed[query] if query else ()
            place = options[0].place if options else None
        resolved.append(replace(toponym, place=place, kind=place.kind if place else toponym.kind))
    return tuple(resolved)


_CONTAINED = re.compile(r"\s*(?:,|\(|, in| in|, near)\s+|\s*\(")
_BEFORE: Mapping[str, Kind] = {
    "city of": "city", "town of": "city", "village of": "city", "capital of": "country", "capital": "city",
    "state of": "region", "province of": "region", "region of": "region", "republic of": "country",
    "lake": "natural", "mount": "natural", "river": "natural", "island of": "natural",
}  # fmt: skip
_BEHIND: Mapping[str, Kind] = {
    "city": "city", "province": "region", "state": "region", "region": "region", "county": "region",
    "oblast": "region", "prefecture": "region", "river": "natural", "lake": "natural", "mountains": "natural",
    "island": "natural", "airport": "venue", "sea": "sea",
}  # fmt: skip


def queries_of(toponyms: Sequence[Toponym], document: Document) -> tuple[Query, ...]:
    """Read from the text what it says of each name: the container behind it, and the kind of place."""
    text = document.text
    containers: dict[str, str] = {}
    found: list[tuple[str, str | None, Kind | None]] = []
    for toponym, following in zip_longest(toponyms, toponyms[1:]):
        mention, within = toponym.mention, None
        if following and _CONTAINED.fullmatch(text[mention.end : following.mention.start]):
            within = following.mention.text
            containers.setdefault(fold(mention.text), within)
        found.append((mention.text, within, _kind_around(text, mention.start, mention.end)))
    return tuple(Query(name, within or containers.get(fold(name)), kind) for name, within, kind in found)


def _kind_around(text: str, start: int, end: int) -> Kind | None:
    before = " ".join(re.findall(r"\w+", text[max(start - 30, 0) : start].lower())[-2:])
    behind = re.match(r"\s+(\w+)", text[end : end + 30])
    for words, kind in _BEFORE.items():
        if before == words or before.endswith(f" {words}"):
            return kind
    return _BEHIND.get(behind[1].lower()) if behind else None


def _split(name: str, within: str | None, kind: Kind | None) -> Query:
    if within is None and "," in name and not open_index().known((name,)):
        name, within = (part.strip() for part in name.split(",", 1))
    return Query(name, within, kind)


def contains(container: Place, place: Place) -> bool:
    """Tell whether `place` lies in `container`, as far as names, codes and radii say."""
    if container.kind == "country":
        return container.country == place.country
    if container.feature_code == "ADM1":
        if place.admin and place.feature_class == "P":
            return (container.country, container.admin) == (place.country, place.admin)
        return distance_m(container.point, place.point) <= container.radius_m
    if container.kind == "city":
        same = bool(place.city) and fold(place.city) == fold(container.name)
        return same or distance_m(container.point, place.point) <= max(2 * container.radius_m, 5000)
    return distance_m(container.point, place.point) <= max(container.radius_m, 5000)


def distance_m(one: Point, other: Point) -> float:
    """Give the distance on the sphere: within 0.6 % of the ellipsoid's, and a hundred times faster."""
    return _EARTH_RADIUS_M * central_angle(one, other)


def _weigh(queries: Iterable[Query], weights: Weights) -> dict[Query, tuple[Option, ...]]:
    """Score all candidates of all queries: alone first, then in the light of one another."""
    distinct = tuple(dict.fromkeys(queries))
    index = open_index()
    found = index.lookup_many({name for query in distinct for name in (query.name, query.within) if name})
    alone = {}
    for query in distinct:
        places = found[query.name][:_MOST] or _nearly(query.name)
        inside = found[query.within] if query.within else ()
        alone[query] = _scored([Option(p, _terms(query, p, inside)) for p in places], weights)
    current = alone
    for _ in range(_ROUNDS if len(distinct) > 1 else 0):
        current = _in_context(alone, current, weights)
    return current


def _nearly(name: str) -> tuple[Place, ...]:
    """Give the places whose name is one letter away: missing, added, wrong, or swapped with its neighbour."""
    key = fold(name)
    if len(key) < 5 or not key.isascii():
        return ()
    splits = [(key[:i], key[i:]) for i in range(len(key) + 1)]
    variants = {a + b[1:] for a, b in splits if b}
    variants |= {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1}
    variants |= {a + c + b[1:] for a, b in splits if b for c in _LETTERS}
    variants |= {a + c + b for a, b in splits for c in _LETTERS}
    found = open_index().lookup_many(variants)
    nearly = {(place.source, place.id): replace(place, names=()) for some in found.values() for place in some}
    return tuple(sorted(nearly.values(), key=lambda place: (-_prominence(place), place.source, place.id)))


def _prominence(place: Place) -> float:
    return prominence(
        feature_class=place.feature_class,
        feature_code=place.feature_code,
        population=place.population,
        radius_m=place.radius_m,
    )


def _terms(query: Query, place: Place, containers: Sequence[Place]) -> tuple[Term, ...]:
    terms = [_match(query.name, place), Term("prominence", _prominence(place), _standing(place))]
    if query.kind and place.kind == query.kind:
        terms.append(Term("kind", 1, f"a {query.kind}, as the text says"))
    container = next((c for c in containers if contains(c, place) and c != place), None)
    if container:
        terms.append(Term("within", 1, f"lies in {container.name}"))
    return tuple(terms)


def _match(name: str, place: Place) -> Term:
    if name == place.name:
        return Term("match", 1, "its usual name")
    if name in place.names or name == place.local_name:
        return Term("match", 0.9, f"another name of {place.name}")
    if fold(name) == fold(place.name):
        return Term("match", 0.9, f"spelt {place.name}")
    if place.names:
        return Term("match", 0.6, f"spelt {place.names[0]}, another name of {place.name}")
    return Term("match", -1, f"spelt almost like {place.name}")


def _standing(place: Place) -> str:
    people = f"{place.population:,} inhabitants" if place.population else "number of inhabitants unknown"
    if place.feature_code == "PPLC":
        return f"a capital, {people}"
    if place.kind in {"city", "country", "region"}:
        return f"a {place.kind}, {people}" if place.population else f"a {place.kind}"
    return f"a {place.kind} ({place.feature_code})"


def _scored(options: Iterable[Option], weights: Weights) -> tuple[Option, ...]:
    """Give the options with their probabilities, best first."""
    utilities = [(option.utility(weights), option) for option in options]
    top = max([weights.none, *(utility for utility, _ in utilities)])
    total = math.exp(weights.none - top) + sum(math.exp(utility - top) for utility, _ in utilities)
    scored = (replace(option, score=math.exp(utility - top) / total) for utility, option in utilities)
    return tuple(sorted(scored, key=lambda option: (-option.score, option.place.source, option.place.id)))


def _in_context(
    alone: Mapping[Query, tuple[Option, ...]], current: Mapping[Query, tuple[Option, ...]], weights: Weights
) -> dict[Query, tuple[Option, ...]]:
    """Score anew, each name in the light of what the others seem to mean."""
    countries: dict[str, float] = {}
    admins: dict[tuple[str, str], float] = {}
    own: dict[Query, tuple[dict[str, float], dict[tuple[str, str], float]]] = {}
    for query, options in current.items():
        mine: tuple[dict[str, float], dict[tuple[str, str], float]] = ({}, {})
        for option in options:
            place = option.place
            if place.country:
                mine[0][place.country] = mine[0].get(place.country, 0) + option.score
            if place.admin:
                area = (place.country, place.admin)
                mine[1][area] = mine[1].get(area, 0) + option.score
        own[query] = mine
        for votes, some in zip((countries, admins), mine, strict=True):
            for area, score in some.items():
                votes[area] = votes.get(area, 0) + score  # type: ignore[index, call-overload]
    others = max(len(current) - 1, 1)
    anchors = [(query, options[0]) for query, options in current.items() if options]
    result = {}
    for query, options in alone.items():
        renewed = []
        for option in options:
            place, terms = option.place, list(option.terms)
            votes_country = countries.get(place.country, 0) - own[query][0].get(place.country, 0)
            if votes_country > 0.05:
                share = votes_country / others
                terms.append(Term("country", share, f"{share:.0%} of the text's other names lie in {place.country}"))
            area = (place.country, place.admin)
            votes_admin = admins.get(area, 0) - own[query][1].get(area, 0)
            if votes_admin > 0.05:
                share = votes_admin / others
                terms.append(Term("admin", share, f"{share:.0%} of the text's other names lie in {place.admin}"))
            near = max(
                (
                    (anchor.score * NEAR_M / (NEAR_M + distance_m(place.point, anchor.place.point)), anchor.place.name)
                    for other, anchor in anchors
                    if other.name != query.name and anchor.place.kind in {"city", "venue"}
                ),
                default=None,
            )
            if near and near[0] > 0.05:
                terms.append(Term("near", near[0], f"near {near[1]}"))
            renewed.append(Option(place, tuple(terms)))
        result[query] = _scored(renewed, weights)
    return result


def _candidate(option: Option) -> Candidate:
    return Candidate(option.place, round(option.score, 4), tuple(term.words for term in option.terms))
