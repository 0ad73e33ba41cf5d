"""Why a place is a stop or none, for machines: the features that weighed most, the traveller's and the time's words."""

import math
from typing import TYPE_CHECKING

from geomap.evidence import Reason
from geomap.extract.clauses import doers
from geomap.extract.times import direction, find_when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.extract.features import Scene
    from geomap.extract.visits import Visit
    from geomap.model import Status

#: So many things that weighed are given.
_MOST = 3
#: A sum so large is as good as certain.
_CERTAIN = 30.0


def reasons(here: "Scene", visit: "Visit", status: "Status", *, towards: int = 0) -> tuple[Reason, ...]:
    """Give what weighed most in the judgement of a mention, and its clause's words for the traveller and the time.

    Parameters
    ----------
    here
        The parsed text.
    visit
        The mention, as judged.
    status
        Of its place.
    towards
        1: what speaks for a visit; -1: what speaks against one; 0: the heaviest of both.
    """
    telling = [reason for reason in _weighed(visit) if reason.weight and reason.weight * towards >= 0]
    heaviest = sorted(telling, key=lambda reason: (-abs(reason.weight or 0), reason.text))
    steps: dict[str, Reason] = {}
    for reason in heaviest:  # "encoder visit>0" and "encoder visit>1" are steps of one measure
        steps.setdefault(reason.text.partition(">")[0], reason)
    return (*list(steps.values())[:_MOST], *_traveller(here, visit), *_time(here, visit, status))


def _weighed(visit: "Visit") -> "Iterator[Reason]":
    for feature, weight in visit.weighed.items():
        if feature != "bias":
            yield Reason("feature", feature, round(weight, 2))
    own = max(-_CERTAIN, min(_CERTAIN, sum(visit.weighed.values())))
    odds = math.log(max(visit.confidence, 1e-13) / max(1 - visit.confidence, 1e-13))
    yield Reason("document", "the rest of the text", round(odds - own, 2))


def _traveller(here: "Scene", visit: "Visit") -> "Iterator[Reason]":
    name, of = here.names[visit.name], here.cast.of
    tokens = doers(here.doc[name.start : name.end].root)
    token = next((item for item in tokens if of.get(item.i) and here.cast.stands_for_main(here.doc[item.i])), None)
    if token is None:
        return
    first, last = token.i, token.i + 1
    while first > token.sent.start and of.get(first - 1) == of[token.i]:
        first -= 1
    while last < token.sent.end and of.get(last) == of[token.i]:
        last += 1
    words = here.doc[first:last]
    yield Reason("traveller", words.text, start=words.start_char, end=words.end_char)


def _time(here: "Scene", visit: "Visit", status: "Status") -> "Iterator[Reason]":
    at = here.names[visit.name].start
    bounds = here.sentences[here.sentence_of[at]]
    when = find_when(here.doc, bounds, at, direction(here.doc[at]) or status, here.date)
    if when is None:
        return
    sentence = here.doc[bounds[0] : bounds[1]]
    start = here.text.find(when.text, sentence.start_char)
    yield Reason("time", when.text, start=start, end=start + len(when.text))
