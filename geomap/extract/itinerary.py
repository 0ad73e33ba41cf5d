"""The decisions over the whole document: which places are stops, on which journey, in which order."""

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.evidence import Evidence, NotVisited
from geomap.extract import describe, lexicon
from geomap.extract.clauses import governor, mood
from geomap.extract.features import Scene, scene
from geomap.extract.opinions import STATUSES
from geomap.extract.order import arrange, pairs
from geomap.extract.parse import parse, sentence_bounds
from geomap.extract.precedence import Item
from geomap.extract.reasons import reasons
from geomap.extract.references import DESCRIPTION, with_descriptions
from geomap.extract.times import day_told_before, direction, find_when, first_day
from geomap.extract.toponyms import Name, find_names
from geomap.extract.travellers import read_cast
from geomap.extract.visits import Visit, read_visits, status_of, together
from geomap.extract.wanted import is_anothers, named
from geomap.gazetteer import fold, open_index
from geomap.gazetteer.fold import capitalised
from geomap.model import Document, Itinerary, Status, Stop, When

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

    from geomap.extract.precedence import PairWeights
    from geomap.extract.visits import Judge
    from geomap.model import Place

#: A place is a stop from this confidence on; chosen on the training texts, one false pin costing two missing ones.
THRESHOLD = 0.5
#: A text tells a trip only if one of its stops is at least so sure, or two are together, the second counting in part.
TRIP = 0.75
_BESIDE = 0.5
#: A name that no gazetteer knows and no clause plainly sends the traveller to has to be surer.
_UNKNOWN = 0.55
#: Below THRESHOLD a place is doubtful down to this, and not visited below it.
DOUBT = 0.25
#: How much of a city's confidence passes on to an event held in it.
_PASSED_ON = 0.5
#: An event in a city that is a stop counts from this confidence on.
_EVENT = 0.15
#: What remains of the confidence of a visit where somebody asked for a traveller and the clause tells of another.
_ANOTHERS = 0.1
_EVENTS = lexicon.words("s=n0:event kind=venue")
_ELSEWHERE = lexicon.words("own=person own=traveller2 own=place year=other mood=not mood=off mood=if")
#: A clause of going or arriving, and the words by which it follows on another place.
_GOING = lexicon.words("s=v:go s=v:arrive")
_THEN = lexicon.words("then later afterwards subsequently")
_MAX_EVIDENCE = 3
#: So many capitals may be initials ("UAE").
_INITIALS = 3
#: Parts of a country that have no name of their own.
_PARTS = lexicon.words("east west north south northeast northwest southeast southwest coast centre center interior")
#: Words by which a text ties an earlier encounter to the trip that it is about.
_EARLIER = lexicon.words("last previously earlier")


@dataclass(slots=True, eq=False)
class _Draft:
    """A place on its way to becoming a stop."""

    key: str
    visits: list[Visit]
    confidence: float
    status: Status = "past"
    when: When | None = None
    within: str | None = None
    inside: str | None = None
    journey: int = 1
    places: "tuple[Place, ...]" = ()
    chances: tuple[float, ...] = ()

    @property
    def best(self) -> Visit:
        return self.visits[0]


def read_itinerary(document: Document, *, fast: bool = False, traveller: str | None = None) -> Itinerary:
    """Read the itinerary of a document (see `geomap.extract.extract`)."""
    here = set_scene(document, traveller=traveller)
    if not fast:
        from geomap.extract.encoder import with_opinions

        here = with_opinions(here)
    return decide(document, here)


def set_scene(document: Document, *, traveller: str | None = None) -> Scene:
    """Parse a document, and find the names and the traveller in it."""
    doc = parse(document)
    names = with_descriptions(doc, find_names(doc))
    cast = read_cast(doc, document.title, names, wanted=traveller)
    return scene(doc, document.title, document.date, names, cast)


def decide(
    document: Document, here: Scene, judge: "Judge | None" = None, order: "PairWeights | None" = None
) -> Itinerary:
    """Decide over a parsed document as a whole, by the shipped tables if no others are given."""
    cast = here.cast
    drafts = _drafts(here, judge)
    chosen = [draft for draft in drafts if _is_sure(here, draft) and not _is_called_off(here, draft)]
    if not _is_trip([draft.confidence for draft in chosen]):
        chosen = []
    chosen = _without_containers(here, chosen + _events_at_stops(chosen, drafts))
    _left_behind(here, chosen)
    _journeys(here, chosen)
    stops = _ordered(here, chosen, order)
    rest = [draft for draft in drafts if draft not in chosen]
    doubtful = [draft for draft in rest if _in_doubt(here, draft) and not _holds(here, draft, chosen)]
    main = cast.actors[cast.main].name if cast.main and stops else None
    return Itinerary(
        title=document.title or "",
        stops=tuple(replace(stop, traveller=main) for stop in stops),
        document=document,
        date=document.date,
        traveller=main,
        other_travellers=tuple(named(cast.actors[key]) for key in cast.moving if key != cast.main) if main else (),
        doubtful=tuple(replace(stop, traveller=main) for stop in _ordered(here, doubtful, order)),
        not_visited=tuple(_not_visited(here, draft) for draft in rest if draft not in doubtful),
    )


def _is_trip(confidences: list[float]) -> bool:
    """Whether stops are sure enough to make a trip: the surest alone, or with the next to it."""
    first, second = sorted([*confidences, 0.0, 0.0])[-1:-3:-1]
    return first >= TRIP or together([first, _BESIDE * second]) >= TRIP


def _is_sure(here: Scene, draft: _Draft) -> bool:
    return draft.confidence >= (THRESHOLD if _is_told(here, draft) else _UNKNOWN)


def _in_doubt(here: Scene, draft: _Draft) -> bool:
    """Whether a place that is no stop may be one; a name that no gazetteer knows only if a clause says so outright."""
    return draft.confidence >= DOUBT and _is_told(here, draft) and not _is_called_off(here, draft)


def _is_called_off(here: Scene, draft: _Draft) -> bool:
    """Whether all that speaks for a place is a visit that its clause calls off, puts off or refuses."""
    told = [visit for visit in draft.visits if visit.confidence >= DOUBT] or draft.visits[:1]
    return all(describe.is_called_off(here, visit) for visit in told)


def _is_told(here: Scene, draft: _Draft) -> bool:
    """Whether a gazetteer knows the name, or a clause says outright that the traveller goes there."""
    known = any(here.names[visit.name].known for visit in draft.visits)
    return known or any(describe.is_plain(visit) for visit in draft.visits)


def _drafts(here: Scene, judge: "Judge | None") -> list[_Draft]:
    """One draft a place, in text order."""
    by_key: dict[str, list[Visit]] = {}
    for visit in read_visits(here, judge):
        theirs = visit if not here.cast.wanted else _of_wanted(here, visit)
        by_key.setdefault(here.names[visit.name].key, []).append(theirs)
    _merge_short_forms(here, by_key)
    places = open_index().lookup_many({here.names[visit.name].text for visits in by_key.values() for visit in visits})
    drafts = []
    for key, visits in by_key.items():
        visits.sort(key=lambda visit: (-visit.confidence, visit.name))
        telling = [visit for visit in visits if visit.confidence >= max(DOUBT, visits[0].confidence / 2)] or visits[:1]
        draft = _Draft(key, visits, together([visit.confidence for visit in visits]), status_of(telling))
        draft.places = places[_name(here, draft).text]
        if _told_as_earlier(here, draft):
            draft.status = "past"
        draft.when = _when(here, telling, draft.status)
        if _is_to_come(here, draft):
            draft.status = "planned"
        draft.chances = _chances(telling, draft.status)
        draft.within = next(
            (_container(here, w) for visit in visits if (w := here.names[visit.name].within) is not None), None
        )
        drafts.append(draft)
    cities = {draft.key: draft for draft in drafts if _name(here, draft).kind == "city"}
    for draft in drafts:
        if _name(here, draft).kind == "venue":
            home = draft.within or (draft.places[0].city if draft.places else "")
            draft.inside = city if (city := fold(home)) in cities else None
            if draft.inside and not draft.within:
                draft.within = _spelled(_name(here, cities[draft.inside]))
    drafts.sort(key=lambda draft: draft.best.name)
    return drafts


def _of_wanted(here: Scene, visit: Visit) -> Visit:
    """Take a visit for the traveller's that somebody asked for only if its clause tells of nobody else."""
    name = here.names[visit.name]
    anothers = is_anothers(here.cast, here.doc[name.start : name.end].root)
    return replace(visit, confidence=visit.confidence * _ANOTHERS) if anothers else visit


def _is_to_come(here: Scene, draft: _Draft) -> bool:
    """Whether the surest mention tells in the future tense of a day after publication."""
    day = first_day(draft.when)
    later = bool(here.date and day and day > here.date[: len(day)])
    name = here.names[draft.best.name]
    return later and draft.status != "reported" and direction(here.doc[name.start]) == "planned"


def _chances(visits: list[Visit], status: Status) -> tuple[float, ...]:
    """Tell how likely each status is; nothing where the words decided, not the leanings."""
    total = sum(visit.confidence for visit in visits) + 1e-9
    means = [sum(visit.confidence * visit.leanings[k] for visit in visits) / total for k in range(len(STATUSES))]
    if means[STATUSES.index(status)] < max(means):
        return ()
    shares = [math.exp(mean - max(means)) for mean in means]
    return tuple(share / sum(shares) for share in shares)


def _merge_short_forms(here: Scene, by_key: dict[str, list[Visit]]) -> None:
    """Count "Kumsusan" with "Kumsusan guesthouse": a name that only a longer one of the same sort explains."""
    for key in sorted(by_key, key=len):
        words = key.split()
        longer = [
            other for other in by_key
            if other != key and other.split()[: len(words)] == words
            and not here.names[by_key[key][0].name].known
            and here.names[by_key[other][0].name].kind == "venue"
        ]  # fmt: skip
        if len(longer) == 1:
            by_key[longer[0]] += by_key.pop(key)


def _name(here: Scene, draft: _Draft) -> Name:
    """Give the mention that names a draft: the surest that is no description."""
    return next(
        (name for visit in draft.visits if (name := here.names[visit.name]).label != DESCRIPTION),
        here.names[draft.best.name],
    )


def _spelled(name: Name) -> str:
    """Give a name as one writes it where the text has it all in capitals, as datelines and headlines do ("HANOI")."""
    shouted = name.text.isupper() and len(name.text) > _INITIALS and name.text != "USSR"
    return capitalised(name.text.lower()) if shouted else name.text


def _verb(here: Scene, name: Name) -> "Token | None":
    """Give the verb of the clause in which a name stands."""
    return governor(here.doc[name.start : name.end].root).verb


def _sentence(here: Scene, visit: Visit) -> tuple[int, int]:
    return here.sentences[here.sentence_of[here.names[visit.name].start]]


def _container(here: Scene, n: int) -> str:
    """Give the words for a container, with the part of it that the text tells ("Russia's far east")."""
    name = here.names[n]
    end = name.end
    if end < len(here.doc) and here.doc[end].tag_ == "POS":
        part = here.doc[end].head.head if here.doc[end].head.dep_ == "poss" else here.doc[end]
        if part.i > end and part.lower_ in _PARTS and part.i - end < 4:
            return here.doc[name.start : part.i + 1].text
    return _spelled(name)


def _when(here: Scene, visits: list[Visit], status: Status) -> When | None:
    for visit in visits:
        at = here.names[visit.name].start
        when = find_when(here.doc, _sentence(here, visit), at, direction(here.doc[at]) or status, here.date)
        if when is not None:
            return when
    return None


def _events_at_stops(chosen: list[_Draft], drafts: list[_Draft]) -> list[_Draft]:
    """Find venues in a city that is a stop, where an event takes place that the text gives to nobody else."""
    stops = {draft.key: draft.confidence for draft in chosen}
    found = [
        draft
        for draft in drafts
        if draft not in chosen
        and draft.inside in stops
        and draft.confidence >= _EVENT
        and draft.best.features >= _EVENTS
        and not draft.best.features & _ELSEWHERE
    ]
    for draft in found:
        draft.confidence = together([draft.confidence, _PASSED_ON * stops[draft.inside or ""]])
    return found


def _without_containers(here: Scene, chosen: list[_Draft]) -> list[_Draft]:
    """Drop the country or region of a finer stop: it is no stop of its own."""
    return [draft for draft in chosen if not _holds(here, draft, [other for other in chosen if other is not draft])]


def _holds(here: Scene, draft: _Draft, others: list[_Draft]) -> bool:
    kind = _name(here, draft).kind
    if kind not in {"country", "region"}:
        return False
    for other in others:
        finer = _name(here, other).kind
        if finer == kind or finer == "country":
            continue
        if any((w := here.names[v.name].within) is not None and here.names[w].key == draft.key for v in other.visits):
            return True
        if not (draft.places and other.places):
            continue
        outer, inner = draft.places[0], other.places[0]
        if outer.country == inner.country and (kind == "country" or outer.name in {inner.admin, inner.name}):
            return True
    return False


def _left_behind(here: Scene, chosen: list[_Draft]) -> None:
    """Take a place as left from which the traveller then moves on ("arrived in Lisbon …, then went to Madrid")."""
    further = [
        name.start
        for draft in chosen
        if (verb := _verb(here, name := here.names[draft.best.name])) is not None
        and "mood=tag:VBD" in draft.best.features
        and not draft.best.features.isdisjoint(_GOING)
        and any(child.lower_ in _THEN for child in verb.children)
    ]
    for draft in chosen:
        if draft.status == "ongoing" and any(here.names[draft.best.name].start < start for start in further):
            draft.status = "past"


def _journeys(here: Scene, chosen: list[_Draft]) -> None:
    """Put an earlier encounter that the text ties to the trip ("they last met at …") on a journey of its own."""
    if not any(draft.status in {"planned", "ongoing", "reported"} for draft in chosen):
        return
    earlier = [draft for draft in chosen if draft.status == "past" and _is_earlier(here, draft)]
    if earlier and len(earlier) < len(chosen):
        for draft in chosen:
            draft.journey = 1 if draft in earlier else 2


def _is_earlier(here: Scene, draft: _Draft) -> bool:
    day = first_day(draft.when)
    if here.date and day and len(day) >= 7:
        year, month = int(here.date[:4]), int(here.date[5:7])
        if (year - int(day[:4])) * 12 + month - int(day[5:7]) >= 2:
            return True
    return _told_as_earlier(here, draft)


def _told_as_earlier(here: Scene, draft: _Draft) -> bool:
    """Tell whether the clause says "last met at", "had earlier visited" and the like."""
    name = _name(here, draft)
    verb = _verb(here, name)
    if verb is None or "mood=tag:VBD" not in draft.best.features or "will" in mood(verb):
        return False
    return any(child.lower_ in _EARLIER and child.dep_ in {"advmod", "npadvmod"} for child in verb.children)


def _ordered(here: Scene, drafts: list[_Draft], weights: "PairWeights | None" = None) -> list[Stop]:
    return [_stop(here, drafts[i], number) for i, number in arrange(here.doc, _items(here, drafts), weights)]


def _items(here: Scene, drafts: list[_Draft]) -> list[Item]:
    keys = [draft.key for draft in drafts]
    items = []
    for draft in drafts:
        telling = [visit for visit in draft.visits if visit.confidence >= DOUBT] or draft.visits[:1]
        rest = [visit for visit in draft.visits if visit not in telling]
        spans = [tuple(sorted(_span(here, visit) for visit in some)) for some in (telling, rest)]
        first = _span(here, draft.best)
        items.append(
            Item(
                mentions=(first, *(span for span in spans[0] if span != first)),
                others=spans[1],
                status=draft.status,
                day=first_day(draft.when),
                inside=keys.index(draft.inside) if draft.inside in keys else None,
                venue=_name(here, draft).kind == "venue",
                journey=draft.journey,
                told_by=day_told_before(here.doc, first[0], draft.status, here.date),
                chances=draft.chances,
            )
        )
    return items


def pairs_to_learn(
    here: Scene, judge: "Judge", wanted: "Callable[[str], bool]"
) -> tuple[list[str], dict[tuple[int, int], dict[str, float]]]:
    """Give the names of the places for which somebody asks, and the features of each pair's order.

    Parameters
    ----------
    here
        A parsed text.
    judge
        What was learned of visits.
    wanted
        Whether a name is one of the places.
    """
    drafts = [draft for draft in _drafts(here, judge) if draft.confidence >= _EVENT]
    chosen = [draft for draft in _without_containers(here, drafts) if wanted(_name(here, draft).text)]
    _journeys(here, chosen)
    return [_name(here, draft).text for draft in chosen], pairs(here.doc, _items(here, chosen))


def _span(here: Scene, visit: Visit) -> tuple[int, int]:
    name = here.names[visit.name]
    return name.start, name.end


def _stop(here: Scene, draft: _Draft, number: int) -> Stop:
    name = _name(here, draft)
    telling = _telling(here, draft)
    if all(here.names[visit.name] != name and here.names[visit.name].label == DESCRIPTION for visit in telling):
        telling = [*telling[: _MAX_EVIDENCE - 1], next(v for v in draft.visits if here.names[v.name] == name)]
    activity, mode = describe.activity(here, here.names[draft.best.name])
    return Stop(
        name=_spelled(name),
        kind=name.kind,
        status=draft.status,
        order=number,
        journey=draft.journey,
        within=draft.within,
        when=draft.when,
        activity=activity,
        mode=mode,
        evidence=tuple(sorted((_evidence(here, visit) for visit in telling), key=lambda e: (e.start, e.name_start))),
        why=describe.why(draft.best),
        reasons=reasons(here, draft.best, draft.status, towards=1 if draft.confidence >= THRESHOLD else 0),
        confidence=round(draft.confidence, 3),
    )


def _telling(here: Scene, draft: _Draft) -> list[Visit]:
    """Choose the mentions that prove a stop, one a sentence: those that say the visit outright, else the surest."""
    plain = [visit for visit in draft.visits if describe.is_plain(visit) and not visit.features & _ELSEWHERE]
    chosen = plain or [visit for visit in draft.visits if visit.confidence >= THRESHOLD] or draft.visits[:1]
    by_sentence = {here.sentence_of[here.names[visit.name].start]: visit for visit in reversed(chosen)}
    return [visit for visit in chosen if visit in by_sentence.values()][:_MAX_EVIDENCE]


def _evidence(here: Scene, visit: Visit) -> Evidence:
    name = here.names[visit.name]
    start, end = _sentence(here, visit)
    first, last = sentence_bounds(here.doc[start : max(end, name.end)])  # the parser may end a sentence within a name
    at = here.doc[name.start].idx
    return Evidence(first, last, here.text[first:last], at, at + len(name.text))


def _not_visited(here: Scene, draft: _Draft) -> NotVisited:
    name = _name(here, draft)
    why = reasons(here, draft.best, draft.status, towards=-1)
    return NotVisited(_spelled(name), describe.why_not(here, draft.best), (_evidence(here, draft.best),), why)
