"""In what order: what pairs of stops tell, learned, under the constraints that always hold; ties stay ties."""

import math
from typing import TYPE_CHECKING, TypeAlias

from geomap.extract.clauses import governor, mood
from geomap.extract.precedence import (
    CUES,
    Item,
    cue_before,
    is_earlier,
    nearest,
    pair_features,
    shipped_weights,
    tellings,
)
from geomap.extract.sequence import course, parts
from geomap.extract.tense import tense

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from geomap.extract.precedence import PairWeights

#: The weight of what always holds, against pairs that weigh 1 at most; how often all stops are tried elsewhere.
_SURE, _ROUNDS = 1000.0, 20
#: The weight of a word such as "after" between two stops.
_TOLD = 3.0
#: The weight of what is still to come standing after what has been.
_LATER = 1.0
#: The weight of the earlier of two dates standing first.
_DATED = 2.0
#: Of more stops than this the order is that of the text: no article has so many, and every pair would be weighed.
_MANY = 80
#: From this chance on one of two stops is taken to have been before the other.
_CLEARLY = 0.5
#: The words that tell order outright.
_CUES = {word: CUES[word] for word in (
    "before", "prior", "after", "following", "to", "for", "into", "towards", "via", "through", "way", "from"
)}  # fmt: skip

_Pair: TypeAlias = tuple[int, int]
#: How likely a stop has been, is now, and is to come.
_Phases: TypeAlias = tuple[float, float, float]


def arrange(doc: "Doc", items: "Sequence[Item]", weights: "PairWeights | None" = None) -> list[tuple[int, int]]:
    """Order the items.

    Parameters
    ----------
    doc
        The parsed text.
    items
        The stops.
    weights
        Of the features of pairs; the shipped ones if none are given.

    Returns
    -------
    list of (int, int)
        Index of the item and its order number, in travel order; equal numbers are ties.
    """
    if len(items) > _MANY:
        placed = sorted(range(len(items)), key=lambda i: (items[i].journey, min(items[i].mentions)))
        return _number(items, placed, set())
    cues = _cues(doc, items)
    phases = [_phases(doc, item) for item in items]
    found = _constraints(doc, items, cues, phases)
    told = {(first, second) for first, second, sure in found if sure}
    ruled = _by_rules(items, found)
    placed = _improved(ruled, _chances(items, _features(doc, items, ruled, cues), cues, phases, weights))
    return _number(items, placed, told)


def pairs(doc: "Doc", items: "Sequence[Item]") -> dict[_Pair, dict[str, float]]:
    """Features of each pair of items, for the first of the two coming before the second."""
    cues = _cues(doc, items)
    phases = [_phases(doc, item) for item in items]
    return _features(doc, items, _by_rules(items, _constraints(doc, items, cues, phases)), cues)


def _features(
    doc: "Doc", items: "Sequence[Item]", placed: list[int], cues: list[_Pair]
) -> dict[_Pair, dict[str, float]]:
    ruled = {item: place for place, item in enumerate(placed)}
    telling = tellings(doc, items)
    features = {}
    for i in range(len(items)):
        for j in range(i + 1, len(items)):
            near = nearest(telling[i], telling[j])
            features[i, j] = pair_features(items[i], items[j], telling[i][0], telling[j][0], near) | {
                "by rule": 1.0 if ruled[i] < ruled[j] else -1.0,
                "by cue word": float(cues.count((i, j)) - cues.count((j, i))),
            }
    return features


def _by_rules(items: "Sequence[Item]", found: "Sequence[tuple[int, int, bool]]") -> list[int]:
    """Order by the constraints, the surest first, and else as the text tells it."""
    after: list[set[int]] = [set() for _ in items]
    for first, second, _ in found:
        if first != second and not _reaches(after, second, first):
            after[first].add(second)
    placed: list[int] = []
    waiting = set(range(len(items)))
    while waiting:
        free = [i for i in waiting if not any(i in after[j] for j in waiting)]
        first = min(free, key=lambda i: (items[i].journey, _with_last(items, placed, i), min(items[i].mentions)))
        placed.append(first)
        waiting.remove(first)
    return placed


def _chances(
    items: "Sequence[Item]",
    told: dict[_Pair, dict[str, float]],
    cues: list[_Pair],
    phases: "Sequence[_Phases]",
    weights: "PairWeights | None",
) -> list[list[float]]:
    """How much speaks for the one coming before the other, from -1 to 1."""
    weights = shipped_weights() if weights is None else weights
    chances = [[0.0] * len(items) for _ in items]
    for (i, j), features in told.items():
        total = sum(weights.get(feature, 0.0) * value for feature, value in features.items())
        chances[i][j] = math.tanh(total / 2)
        chances[j][i] = -chances[i][j]
    for i, j in cues:
        chances[i][j] += _TOLD
        chances[j][i] -= _TOLD
    for i, first in enumerate(items):
        for j, second in enumerate(items):
            later = _LATER * _before(phases[i], phases[j])
            chances[i][j], chances[j][i] = chances[i][j] + later, chances[j][i] - later
            if is_earlier(first, second):
                chances[i][j], chances[j][i] = chances[i][j] + _DATED, chances[j][i] - _DATED
            if first.journey < second.journey or second.inside == i:
                chances[i][j], chances[j][i] = _SURE, -_SURE
    return chances


def _improved(placed: list[int], chances: list[list[float]]) -> list[int]:
    """Move single stops while more pairs then stand as they should."""
    best, better = list(placed), True
    for _ in range(_ROUNDS):
        if not better:
            break
        better = False
        for i in placed:
            rest = [k for k in best if k != i]
            # What it is worth to stand first, then the change with each stop that is passed.
            worth = [sum(chances[i][k] for k in rest)]
            for k in rest:
                worth.append(worth[-1] + 2 * chances[k][i])
            now = best.index(i)
            goal = max(range(len(worth)), key=lambda at: (worth[at], -abs(at - now), -at))
            if worth[goal] > worth[now] + 1e-9:
                best, better = [*rest[:goal], i, *rest[goal:]], True
    return best


def _with_last(items: "Sequence[Item]", placed: list[int], i: int) -> int:
    """Keep the venues of one city together, right after it."""
    if not placed:
        return 0
    last = placed[-1]
    home = last if not items[last].venue else items[last].inside
    return 0 if home is not None and items[i].inside == home else 1


def _number(items: "Sequence[Item]", placed: list[int], told: set[tuple[int, int]]) -> list[tuple[int, int]]:
    numbered: list[tuple[int, int]] = []
    for place, i in enumerate(placed):
        number = numbered[-1][1] + 1 if numbered else 1
        if place:
            last = placed[place - 1]
            siblings = items[i].venue and items[last].venue and items[i].inside is not None
            if (
                siblings
                and items[i].inside == items[last].inside
                and (last, i) not in told
                and items[i].journey == items[last].journey
            ):
                number -= 1
        numbered.append((i, number))
    return numbered


def _reaches(after: list[set[int]], start: int, goal: int) -> bool:
    seen, stack = set(), [start]
    while stack:
        i = stack.pop()
        if i == goal:
            return True
        if i not in seen:
            seen.add(i)
            stack.extend(after[i])
    return False


def _constraints(
    doc: "Doc", items: "Sequence[Item]", cues: list[_Pair], phases: "Sequence[_Phases]"
) -> list[tuple[int, int, bool]]:
    """Pairs (earlier, later, whether the text says so outright), the surest first."""
    found: list[tuple[int, int, bool]] = []
    pairs = [(i, j) for i in range(len(items)) for j in range(len(items)) if i != j]
    found += [(i, j, True) for i, j in pairs if items[i].journey < items[j].journey]
    found += [(i, j, True) for i, j in pairs if items[j].inside == i]
    found += [(i, j, True) for i, j in cues]
    dated = [(i, j) for i, j in pairs if is_earlier(items[i], items[j])]
    found += [(i, j, True) for i, j in dated if items[j].inside != i and items[i].inside != j]
    found += [(i, j, False) for i, j in pairs if _before(phases[i], phases[j]) > _CLEARLY]
    past = {i for i, item in enumerate(items) if item.status == "past"}
    back = {i for i in past if _told_back(doc, items[i])}
    found += [(i, j, False) for i in sorted(back) for j in sorted(past - back)]
    return found


def _before(first: _Phases, second: _Phases) -> float:
    """How likely the first has been when the second is still to come, by their phases."""
    return sum(first[k] * sum(second[k + 1 :]) for k in range(len(first)))


def _phases(doc: "Doc", item: Item) -> _Phases:
    """How likely a stop has been, is now, and is to come; a report in the past tense may be of either."""
    past = tense(governor(doc[slice(*item.mentions[0])].root).verb) in {"had", "was", "has"}
    reported = item.chance("reported") / 2 if past else 0.0
    return (
        item.chance("past") + reported,
        item.chance("ongoing"),
        item.chance("planned") + item.chance("reported") - reported,
    )


def _told_back(doc: "Doc", item: Item) -> bool:
    """Whether the clause looks back from the past ("had come from")."""
    start, end = item.mentions[0]
    return "had" in mood(governor(doc[start:end].root).verb)


def _cues(doc: "Doc", items: "Sequence[Item]") -> list[_Pair]:
    """Order told by "after A, B", "from A to B", "B before A", "then"."""
    found: list[_Pair] = []
    where: dict[int, list[tuple[int, int]]] = {}
    for n, item in enumerate(items):
        for start, _ in item.mentions + item.others:
            where.setdefault(doc[start].sent.start, []).append((start, n))
    for mentions in where.values():
        mentions.sort()
        apart = set(_apart(doc, mentions))
        for place, (start, n) in enumerate(mentions):
            cue = cue_before(doc, start, _CUES)
            if cue in {"before", "after"} and parts(doc[start]):
                continue
            told = _told_by(doc, n, cue, mentions[:place], mentions[place + 1 :])
            found += [pair for pair in told if pair not in apart and pair[::-1] not in apart]
        found += sorted(apart)
    return found


def _apart(doc: "Doc", mentions: list[tuple[int, int]]) -> list[_Pair]:
    """Order of what stands in a part of the sentence told as earlier or later, and of where a movement comes from."""
    inside = [(n, parts(doc[start]), _left(doc, start)) for start, n in mentions]
    found = []
    for n, own, left in inside:
        for m, other, far in inside:
            senses = {sense for sense, _ in own - other}
            if n != m and len(senses) == 1:
                found.append((n, m) if senses == {"earlier"} else (m, n))
            if n != m and left[0] == "from" and far[0] in {"to", "at", "back"} and left[1] == far[1]:
                found.append((n, m))
    return [pair for pair in dict.fromkeys(found) if pair[::-1] not in found]


def _left(doc: "Doc", start: int) -> tuple[str, "Token | None"]:
    """Tell how somebody moves with regard to a place, and by which verb."""
    return course(doc, (start, start + 1)), governor(doc[start]).verb


def _told_by(doc: "Doc", n: int, cue: str, before: list[tuple[int, int]], after: list[tuple[int, int]]) -> list[_Pair]:
    """Give the order that one cue word tells of a stop and those named before and after it in the sentence."""
    before = [(start, m) for start, m in before if m != n]
    after = [(start, m) for start, m in after if m != n]
    if cue == "from":
        onward = bool(after) and cue_before(doc, after[0][0], _CUES) == "to"
        return [(n, after[0][1])] if onward else []
    if cue == "via":
        return [(n, before[-1][1])] if before and cue_before(doc, before[-1][0], _CUES) == "to" else []
    if cue not in {"before", "after"} or not (before or after):
        return []
    # At the head of a sentence the cue speaks of what follows, elsewhere of what came before.
    other = before[-1][1] if before else after[0][1]
    return [(other, n)] if cue == "before" else [(n, other)]
