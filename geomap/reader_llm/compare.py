"""The two readings beside each other: where they agree confidence is high, where they differ it is told."""

from collections.abc import Sequence
from dataclasses import replace

from geomap.gazetteer import fold
from geomap.model import Itinerary, Stop

_AGREED = 0.95
_OTHER_STATUS = 0.85
_IN_DOUBT = 0.75
_UNKNOWN = 0.6
_DENIED = 0.5
#: Confidence of a stop that is listed and not drawn.
_LISTED = 0.3
_ONLY_MODEL = "Only the model sees a stop here"
_ONLY_BUILT_IN = "Only the built-in reader sees a stop here"


def compare(model: Itinerary, built_in: Itinerary) -> Itinerary:
    """Give the model's itinerary with the built-in reader's view of each stop; what only that one sees is in doubt."""
    pairs = _pairs(model.stops, built_in.stops)
    stops = tuple(
        _beside(stop, built_in.stops[pairs[i]]) if i in pairs else _alone(stop, built_in)
        for i, stop in enumerate(model.stops)
    )
    stops = _order_doubts(stops, built_in, pairs)
    back = {theirs: ours for ours, theirs in pairs.items()}
    denied = {fold(place.name) for place in model.not_visited}
    doubtful, here = [], (1, 1)
    for i, stop in enumerate(built_in.stops):
        if i in back:
            here = stops[back[i]].journey, stops[back[i]].order
            continue
        says = f"{_ONLY_BUILT_IN}{'; the model says that it is not visited' if fold(stop.name) in denied else ''}."
        doubtful.append(replace(stop, journey=here[0], order=here[1], confidence=_LISTED, doubts=(*stop.doubts, says)))
    listed = {fold(stop.name) for stop in (*stops, *doubtful)} | denied
    others = (place for place in built_in.not_visited if fold(place.name) not in listed)
    not_visited = tuple(place for place in model.not_visited if fold(place.name) not in {fold(s.name) for s in stops})
    return replace(model, stops=stops, doubtful=tuple(doubtful), not_visited=(*not_visited, *others))


def built_in_first(built_in: Itinerary, model: Itinerary, *, because: str) -> Itinerary:
    """Give the built-in reader's itinerary; what only the model sees is in doubt, with the reason."""
    pairs = _pairs(built_in.stops, model.stops)
    stops = tuple(
        _status_doubt(stop, model=model.stops[pairs[i]], built_in=stop)
        if i in pairs
        else replace(stop, doubts=(*stop.doubts, f"{_ONLY_BUILT_IN}."))
        for i, stop in enumerate(built_in.stops)
    )
    seen = set(pairs.values())
    extra = tuple(
        replace(
            stop,
            order=max(1, len(stops)),
            journey=1,
            confidence=_LISTED,
            doubts=(*stop.doubts, f"{_ONLY_MODEL}. {because}"),
        )
        for i, stop in enumerate(model.stops)
        if i not in seen
    )
    names = {fold(stop.name) for stop in extra}
    doubtful = tuple(stop for stop in built_in.doubtful if fold(stop.name) not in names)
    return replace(built_in, stops=stops, doubtful=(*doubtful, *extra), notes=model.notes)


def _pairs(ours: Sequence[Stop], theirs: Sequence[Stop]) -> dict[int, int]:
    """Match stops that are one, each once, those of the same mention first."""
    pairs: dict[int, int] = {}
    for same in (_same_mention, _same_name):
        for i, one in enumerate(ours):
            if i in pairs:
                continue
            free = (j for j, other in enumerate(theirs) if j not in pairs.values() and same(one, other))
            if (found := next(free, None)) is not None:
                pairs[i] = found
    return pairs


def _same_mention(one: Stop, other: Stop) -> bool:
    return any(a.name_start < b.name_end and b.name_start < a.name_end for a in one.evidence for b in other.evidence)


def _same_name(one: Stop, other: Stop) -> bool:
    return fold(one.name) == fold(other.name)


def _beside(stop: Stop, other: Stop) -> Stop:
    """Both see it: the built-in reader adds what the model does not tell, and a doubt where the status differs."""
    same_time = stop.when and other.when and fold(stop.when.text) == fold(other.when.text)
    return replace(
        _status_doubt(stop, model=stop, built_in=other),
        when=other.when if same_time or stop.when is None else stop.when,
        activity=stop.activity or other.activity,
        mode=stop.mode or other.mode,
        within=stop.within or other.within,
        confidence=_AGREED if stop.status == other.status else _OTHER_STATUS,
    )


def _status_doubt(stop: Stop, *, model: Stop, built_in: Stop) -> Stop:
    if model.status == built_in.status:
        return stop
    says = f"The model takes this visit as {model.status}, the built-in reader as {built_in.status}."
    return replace(stop, doubts=(*stop.doubts, says))


def _alone(stop: Stop, built_in: Itinerary) -> Stop:
    """Only the model sees it: say what the built-in reader makes of the name."""
    if any(_same_mention(stop, other) or _same_name(stop, other) for other in built_in.doubtful):
        return replace(
            stop, confidence=_IN_DOUBT, doubts=(*stop.doubts, "The built-in reader is not sure of this stop.")
        )
    denied = next((place for place in built_in.not_visited if fold(place.name) == fold(stop.name)), None)
    if denied is not None:
        return replace(
            stop, confidence=_DENIED, doubts=(*stop.doubts, f"{_ONLY_MODEL}; the built-in reader: {denied.why}.")
        )
    return replace(stop, confidence=_UNKNOWN, doubts=(*stop.doubts, f"{_ONLY_MODEL}."))


def _order_doubts(stops: tuple[Stop, ...], built_in: Itinerary, pairs: dict[int, int]) -> tuple[Stop, ...]:
    """Tell where both readers see two stops and turn their order round."""
    told = list(stops)
    for i in sorted(pairs):
        for before in sorted(pairs):
            one, other = built_in.stops[pairs[i]], built_in.stops[pairs[before]]
            if stops[before].order < stops[i].order and one.order < other.order:
                says = f"The built-in reader puts {one.name} before {other.name}."
                told[i] = replace(told[i], doubts=(*told[i].doubts, says))
                break
    return tuple(told)
