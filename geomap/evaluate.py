"""How well a reader reads: itineraries against gold ones, in the figures that docs/reading.md explains."""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import product
from typing import Any, Literal

from geomap.errors import GeomapError, InputError
from geomap.lines import Line, in_order
from geomap.model import Document, Itinerary, Stop

#: A position alone makes a match within so many kilometres at most.
_NEAR_KM = 30.0
#: How far a pin may be off where the gold doesn't say.
_RADIUS_KM = 25.0
_EARTH_DIAMETER_KM = 12742.0
#: A name of fewer letters must be equal.
_SHORTEST = 4
#: "There now" and "been there" are one to the softer figure.
_SOFT = {"ongoing": "past"}
_MOST_PROBLEMS = 10


@dataclass(frozen=True, slots=True)
class GoldStop:
    """A stop as a careful reader has it; `core` is False where leaving it out is right as well."""

    name: str
    aliases: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    status: str | None = None
    order: int | None = None
    core: bool = True


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article with its gold stops; `kind` is `negative` for a text without anybody's trip."""

    id: str
    document: Document
    kind: Literal["trip", "negative"]
    stops: tuple[GoldStop, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A stop as a reader has it."""

    name: str
    lat: float | None
    lon: float | None
    status: str


@dataclass(frozen=True, slots=True)
class ArticleScore:
    """The counts of one article.

    Parameters
    ----------
    id
        The article's.
    core
        Core stops of the gold.
    tp, fp
        Core stops found; stops that are none.
    tp_pinned
        Core stops found with the pin within the radius.
    matched, pinned, status, status_soft
        Stops found, core or not; of these, those with the right pin, status, and status but for past and ongoing.
    tau
        Kendall's tau over the pairs that the gold orders; None without any.
    perfect
        Whether nothing is missing, wrong or out of place; False for a negative article.
    error
        Why it could not be read; it counts as read without stops.
    """

    id: str
    core: int
    tp: int
    fp: int
    tp_pinned: int
    matched: int
    pinned: int
    status: int
    status_soft: int
    tau: float | None
    perfect: bool = False
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """Figures over all articles: percent, but for the counts and `tau`; None where there is nothing to count.

    Parameters
    ----------
    articles, failed, core_stops
        How many articles, how many of them could not be read, and how many core stops the gold has.
    precision, recall, f1
        Of stops, by name or else by position. A match with a stop that is not core counts neither way.
    e2e_f1
        The same, a match counting only with its pin in place.
    pins, status, status_soft
        Of the stops found: pins within the radius, right status, the same with past = ongoing.
    tau
        Kendall's tau, mean of the articles with an ordered pair.
    perfect
        Of the articles with a trip: all found and pinned, nothing false, order right.
    negatives
        Of the articles without a trip: those read without stops.
    rows
        The counts of each article.
    """

    articles: int
    failed: int
    core_stops: int
    precision: float | None
    recall: float | None
    f1: float | None
    e2e_f1: float | None
    pins: float | None
    status: float | None
    status_soft: float | None
    tau: float | None
    perfect: float | None
    negatives: float | None
    rows: tuple[ArticleScore, ...] = field(default=(), repr=False)

    def fields(self) -> dict[str, object]:
        """Give the figures as JSON values, without the rows."""
        return {name: value for name, value in asdict(self).items() if name != "rows"}


def read_gold(lines: Iterable[Line]) -> tuple[GoldArticle, ...]:
    """Read gold itineraries, one JSON object a line (docs/reading.md has the format).

    Raises
    ------
    InputError
        If a line can't be used; all that is wrong is said at once, with line numbers.
    """
    articles: dict[str, GoldArticle] = {}
    problems: list[str] = []
    for line in lines:
        try:
            article = _article(line)
            if article.id in articles:
                raise InputError(f"a second article has the id {article.id!r}.")
        except InputError as error:
            problems.append(f"line {line.number}: {error.message}")
        else:
            articles[article.id] = article
    if not articles and not problems:
        problems = ["there are no lines"]
    if problems:
        shown = "".join(f"\n  {problem}" for problem in problems[:_MOST_PROBLEMS])
        more = f"\n  and {len(problems) - _MOST_PROBLEMS} more" if len(problems) > _MOST_PROBLEMS else ""
        raise InputError(
            f"The gold itineraries can't be used:{shown}{more}",
            hint='A line is {"id": …, "text": …, "stops": [{"name": …, "lat": …, "lon": …, "status": …, "order": …}]}.',
        )
    return tuple(articles.values())


def evaluate(
    gold: Sequence[GoldArticle],
    read: Callable[[Document], Itinerary],
    *,
    jobs: int = 1,
    told: Callable[[], None] = lambda: None,
) -> Scores:
    """Read every article and score what comes out.

    Parameters
    ----------
    gold
        At least one article.
    read
        Gives the itinerary of a document, placed (`geomap.trace`, for one). Where it raises a GeomapError the article
        counts as read without stops.
    jobs
        How many articles are read at a time.
    told
        Called after each article.
    """

    def scored(article: GoldArticle) -> ArticleScore:
        try:
            score = score_article(article, [_found(stop) for stop in read(article.document).stops])
        except GeomapError as problem:
            score = score_article(article, (), error=problem.message)
        told()
        return score

    return total(gold, tuple(in_order(scored, gold, jobs=jobs)))


def score_article(article: GoldArticle, found: Sequence[Found], *, error: str | None = None) -> ArticleScore:
    """Score the stops found in an article, in travel order."""
    gold = article.stops
    pairs = _match(found, gold)
    core = [j for j, stop in enumerate(gold) if stop.core]
    matched = set(pairs.values())
    pinned = {j for i, j in pairs.items() if _km(found[i], gold[j]) <= (gold[j].radius_km or _RADIUS_KM)}
    tau = _tau([gold[j].order for _, j in sorted(pairs.items())])
    tp, tp_pinned, fp = sum(j in matched for j in core), sum(j in pinned for j in core), len(found) - len(pairs)
    return ArticleScore(
        id=article.id,
        core=len(core),
        tp=tp,
        fp=fp,
        tp_pinned=tp_pinned,
        matched=len(pairs),
        pinned=len(pinned),
        status=sum(found[i].status == gold[j].status for i, j in pairs.items()),
        status_soft=sum(_soft(found[i].status) == _soft(gold[j].status) for i, j in pairs.items()),
        tau=tau,
        perfect=article.kind == "trip" and tp_pinned == len(core) and not fp and tau in {None, 1.0},
        error=error,
    )


def total(gold: Sequence[GoldArticle], rows: tuple[ArticleScore, ...]) -> Scores:
    """Sum the counts of articles to figures; `rows` belong to the articles one by one."""
    core, tp, fp = (sum(getattr(row, name) for row in rows) for name in ("core", "tp", "fp"))
    tp_pinned, matched = sum(row.tp_pinned for row in rows), sum(row.matched for row in rows)
    trips = [row for article, row in zip(gold, rows, strict=True) if article.kind == "trip"]
    without = [row for article, row in zip(gold, rows, strict=True) if article.kind == "negative"]
    taus = [row.tau for row in rows if row.tau is not None]
    lost = tp - tp_pinned
    return Scores(
        articles=len(rows),
        failed=sum(row.error is not None for row in rows),
        core_stops=core,
        precision=_percent(tp, tp + fp),
        recall=_percent(tp, core),
        f1=_percent(2 * tp, tp + fp + core),
        e2e_f1=_percent(2 * tp_pinned, tp_pinned + fp + lost + core),
        pins=_percent(sum(row.pinned for row in rows), matched),
        status=_percent(sum(row.status for row in rows), matched),
        status_soft=_percent(sum(row.status_soft for row in rows), matched),
        tau=round(sum(taus) / len(taus), 3) if taus else None,
        perfect=_percent(sum(row.perfect for row in trips), len(trips)),
        negatives=_percent(sum(not row.fp and not row.matched for row in without), len(without)),
        rows=rows,
    )


def _match(found: Sequence[Found], gold: Sequence[GoldStop]) -> dict[int, int]:
    """Match stops one to one: as many of the gold as can be, by name before position, core ones and order first."""
    by_found: dict[int, int] = {}
    by_gold: dict[int, int] = {}
    wanted: dict[int, list[int]] = {}
    for i, j in _likenesses(found, gold):
        wanted.setdefault(j, []).append(i)
        if i not in by_found and j not in by_gold:
            by_found[i], by_gold[j] = j, i

    def settle(j: int, seen: set[int]) -> bool:
        """Find a partner for a gold stop, moving others to theirs where that helps (Kuhn's augmenting paths)."""
        for i in wanted.get(j, ()):
            if i not in seen:
                seen.add(i)
                if i not in by_found or settle(by_found[i], seen):
                    by_found[i], by_gold[j] = j, i
                    return True
        return False

    for j in sorted(range(len(gold)), key=lambda j: not gold[j].core):
        if j not in by_gold:
            settle(j, set())
    return {i: j for j, i in by_gold.items()}


def _likenesses(found: Sequence[Found], gold: Sequence[GoldStop]) -> list[tuple[int, int]]:
    """List the pairs that may be one stop, the likeliest first."""
    edges = []
    for (i, one), (j, stop) in product(enumerate(found), enumerate(gold)):
        named, km = same_name(one.name, (stop.name, *stop.aliases)), _km(one, stop)
        if named or km <= min(_NEAR_KM, stop.radius_km or _NEAR_KM):
            edges.append((not named, not stop.core, abs(i / len(found) - j / len(gold)), min(km, 1e5), i, j))
    return [(i, j) for *_, i, j in sorted(edges)]


def _found(stop: Stop) -> Found:
    point = stop.place.point if stop.place else None
    return Found(stop.name, point.lat if point else None, point.lon if point else None, stop.status)


def same_name(name: str, names: Iterable[str]) -> bool:
    """Whether a name is one of a stop's: equal, or all words of the shorter in the longer one.

    Examples
    --------
    >>> same_name("the Kremlin", ["Kremlin", "Moscow"])
    True
    """
    here = _folded(name)
    for other in names:
        there = _folded(other)
        shorter, longer = sorted((here, there), key=len)
        if here and (here == there or (len(shorter) >= _SHORTEST and set(shorter.split()) <= set(longer.split()))):
            return True
    return False


def _folded(name: str) -> str:
    """Give a name without case, accents, punctuation and leading article."""
    text = unicodedata.normalize("NFKD", name).casefold()
    words = re.findall(r"\w+", "".join(char for char in text if not unicodedata.combining(char)))
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def _km(one: Found, stop: GoldStop) -> float:
    """Give the great-circle distance in kilometres, infinite where a point is missing."""
    if one.lat is None or one.lon is None or stop.lat is None or stop.lon is None:
        return math.inf
    lat, lon, lat2, lon2 = map(math.radians, (one.lat, one.lon, stop.lat, stop.lon))
    h = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return _EARTH_DIAMETER_KM * math.asin(min(1.0, math.sqrt(h)))


def _tau(orders: Sequence[int | None]) -> float | None:
    pairs = [
        1 if first < second else -1
        for at, first in enumerate(orders)
        for second in orders[at + 1 :]
        if first is not None and second is not None and first != second
    ]
    return sum(pairs) / len(pairs) if pairs else None


def _soft(status: str | None) -> str | None:
    return _SOFT.get(status or "", status)


def _percent(part: int, whole: int) -> float | None:
    return round(100.0 * part / whole, 1) if whole else None


def _article(line: Line) -> GoldArticle:
    if line.problem:
        raise InputError(line.problem)
    name = next(iter(line.keys.values()), None)
    if not isinstance(name, str | int):
        raise InputError('there is no "id".')
    document = line.document(lang="en")
    stops = line.fields.get("stops")
    kind: Literal["trip", "negative"] = line.fields.get("kind") or "trip"
    if not isinstance(stops, list):
        raise InputError('"stops" is no list.')
    if kind not in {"trip", "negative"}:
        raise InputError('"kind" is neither trip nor negative.')
    return GoldArticle(str(name), document, kind, tuple(_stop(stop, i) for i, stop in enumerate(stops)))


def _stop(value: object, number: int) -> GoldStop:
    stop: Mapping[str, Any] = value if isinstance(value, dict) else {}
    name, aliases, status = stop.get("name"), stop.get("aliases") or [], stop.get("status")
    numbers = {key: stop.get(key) for key in ("lat", "lon", "radius_km")}
    order, core = stop.get("order"), stop.get("core", True)
    wrong = [
        *([] if isinstance(name, str) and name.strip() else ["name"]),
        *([] if isinstance(aliases, list) and all(isinstance(one, str) for one in aliases) else ["aliases"]),
        *([] if status is None or isinstance(status, str) else ["status"]),
        *(
            key
            for key, one in numbers.items()
            if not (one is None or (isinstance(one, int | float) and one is not True))
        ),
        *([] if order is None or (isinstance(order, int) and order is not True) else ["order"]),
        *([] if isinstance(core, bool) else ["core"]),
    ]
    if wrong:
        raise InputError(f"stops[{number}]: {', '.join(wrong)} can't be used.")
    return GoldStop(str(name), tuple(aliases), **numbers, status=status, order=order, core=core)
