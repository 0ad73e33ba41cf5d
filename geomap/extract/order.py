"""In what order: constraints between stops from containment, cue words, dates and status; ties stay ties."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.extract.clauses import governor, mood
from geomap.model import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

_PHASE: dict[Status, int] = {"past": 0, "ongoing": 1, "planned": 2, "reported": 2}
#: Words that tell order, by their sense.
_CUES = {
    **dict.fromkeys(("before", "prior"), "before"),
    **dict.fromkeys(("after", "following"), "after"),
    **dict.fromkeys(("to", "for", "into", "towards"), "to"),
    "from": "from",
}
#: How many words before a name a cue may stand.
_REACH = 6


@dataclass(frozen=True, slots=True)
class Item:
    """What ordering needs to know of a stop.

    Parameters
    ----------
    mentions
        Token spans of the place's mentions that tell the visit, the best first.
    others
        Token starts of all other mentions of the place.
    status, day
        Status, and first ISO day or month, or None.
    inside
        Index of the item of the city that a venue lies in, or None.
    venue
        Whether it is a venue.
    journey
        Number of the journey.
    """

    mentions: tuple[tuple[int, int], ...]
    others: tuple[tuple[int, int], ...]
    status: Status
    day: str | None
    inside: int | None
    venue: bool
    journey: int


def arrange(doc: "Doc", items: "Sequence[Item]") -> list[tuple[int, int]]:
    """Order the items.

    Parameters
    ----------
    doc
        The parsed text.
    items
        The stops.

    Returns
    -------
    list of (int, int)
        Index of the item and its order number, in travel order; equal numbers are ties.
    """
    after: list[set[int]] = [set() for _ in items]
    told: set[tuple[int, int]] = set()
    for first, second, sure in _constraints(doc, items):
        if first != second and not _reaches(after, second, first):
            after[first].add(second)
            if sure:
                told.add((first, second))
    placed: list[int] = []
    waiting = set(range(len(items)))
    while waiting:
        free = [i for i in waiting if not any(i in after[j] for j in waiting)]
        nearest = min(free, key=lambda i: (items[i].journey, _with_last(items, placed, i), min(items[i].mentions)))
        placed.append(nearest)
        waiting.remove(nearest)
    return _number(items, placed, told)


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


def _constraints(doc: "Doc", items: "Sequence[Item]") -> list[tuple[int, int, bool]]:
    """Pairs (earlier, later, whether the text says so outright), the surest first."""
    found: list[tuple[int, int, bool]] = []
    pairs = [(i, j) for i in range(len(items)) for j in range(len(items)) if i != j]
    found += [(i, j, True) for i, j in pairs if items[i].journey < items[j].journey]
    found += [(i, j, True) for i, j in pairs if items[j].inside == i]
    found += _cues(doc, items)
    for i, j in pairs:
        a, b = items[i].day, items[j].day
        if (
            a
            and b
            and a[: min(len(a), len(b))] < b[: min(len(a), len(b))]
            and items[j].inside != i
            and items[i].inside != j
        ):
            found.append((i, j, True))
    found += [(i, j, False) for i, j in pairs if _PHASE[items[i].status] < _PHASE[items[j].status]]
    past = {i for i, item in enumerate(items) if item.status == "past"}
    back = {i for i in past if _told_back(doc, items[i])}
    found += [(i, j, False) for i in sorted(back) for j in sorted(past - back)]
    return found


def _told_back(doc: "Doc", item: Item) -> bool:
    """Whether the clause looks back from the past ("had come from")."""
    start, end = item.mentions[0]
    return "had" in mood(governor(doc[start:end].root).verb)


def _cues(doc: "Doc", items: "Sequence[Item]") -> list[tuple[int, int, bool]]:
    """Order told by "after A, B", "from A to B", "B before A", "then"."""
    found: list[tuple[int, int, bool]] = []
    where: dict[int, list[tuple[int, int]]] = {}
    for n, item in enumerate(items):
        for start, _ in item.mentions + item.others:
            where.setdefault(doc[start].sent.start, []).append((start, n))
    for mentions in where.values():
        mentions.sort()
        for place, (start, n) in enumerate(mentions):
            found += _told_by(doc, n, _cue_before(doc, start), mentions[:place], mentions[place + 1 :])
    return found


def _told_by(
    doc: "Doc", n: int, cue: str, before: list[tuple[int, int]], after: list[tuple[int, int]]
) -> list[tuple[int, int, bool]]:
    """Give the order that one cue word tells of a stop and those named before and after it in the sentence."""
    before = [(start, m) for start, m in before if m != n]
    after = [(start, m) for start, m in after if m != n]
    if cue == "from":
        onward = bool(after) and _cue_before(doc, after[0][0]) == "to"
        return [(n, after[0][1], True)] if onward else []
    if cue not in {"before", "after"} or not (before or after):
        return []
    # At the head of a sentence the cue speaks of what follows, elsewhere of what came before.
    other = before[-1][1] if before else after[0][1]
    return [(other, n, True)] if cue == "before" else [(n, other, True)]


def _cue_before(doc: "Doc", start: int) -> str:
    """Find the cue among the few words before a mention: "before", "after", "from", "to" or none."""
    found = ""
    for i in range(start - 1, max(doc[start].sent.start, start - _REACH) - 1, -1):
        cue = _CUES.get(doc[i].lower_, "")
        if cue in {"before", "after"}:
            return cue
        found = found or cue
        if doc[i].text in {",", ";"} or doc[i].lower_ == "and":
            break
    return found
