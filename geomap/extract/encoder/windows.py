"""A parsed text as the encoder takes it: windows of word pieces, with who acts and which mentions are asked about."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from geomap.model import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from geomap.extract.features import Scene

#: Word pieces of a window, of two windows' overlap, and of the title before each.
_SIZE, _OVERLAP, _TITLE = 512, 160, 32
_START, _END = 101, 102
_MARKS = {kind: 1 + n for n, kind in enumerate(get_args(Kind))}
_TRAVELLER, _TRAVELLER2, _PERSON = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a text, after its title.

    Parameters
    ----------
    ids
        Word pieces, by their numbers in the vocabulary.
    title
        How many of them stand before the text.
    roles
        Of each piece: 1 the traveller, 2 another traveller, 3 another person, 0 anything else.
    marks
        Of each piece: 1 + the index of its place's kind, 0 outside the mentions of places.
    mentions
        Mentions to judge here, by index into the names of the text.
    spans
        Their first pieces, and the pieces after their last ones.
    keys
        The places that they name.
    """

    ids: tuple[int, ...]
    title: int
    roles: tuple[int, ...]
    marks: tuple[int, ...]
    mentions: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    keys: tuple[str, ...]

    def inputs(self) -> "dict[str, NDArray[Any]]":
        """Give the arrays that the model takes: a batch of this one window."""
        length = len(self.ids)
        return {
            "ids": np.array([self.ids], np.int64),
            "seg": np.array([[0] * self.title + [1] * (length - self.title)], np.int64),
            "role": np.array([self.roles], np.int64),
            "mark": np.array([self.marks], np.int64),
            "pick": self._picks(),
        }

    def _picks(self) -> "NDArray[np.float32]":
        """Say what to look at for each mention: its pieces, the one before, the one after, all of its place."""
        length, count = len(self.ids), len(self.spans)
        picks = np.zeros((4, count, length), np.float32)
        for k, (first, end) in enumerate(self.spans):
            picks[0, k, first:end] = 1 / (end - first)
            picks[1, k, first - 1] = 1
            picks[2, k, min(end, length - 1)] = 1
        numbers: dict[str, int] = {}
        places = np.array([numbers.setdefault(key, len(numbers)) for key in self.keys])
        same = (places[:, None] == places[None]).astype(np.float32)
        picks[3] = same / same.sum(1, keepdims=True) @ picks[0]
        return picks


def windows_of(tokenizer: "Tokenizer", scene: "Scene") -> Iterator[Window]:
    """Cut a text into the windows in which its literal mentions are judged, each where it has most room around it."""
    title = [_START, *tokenizer.encode(scene.title or "", add_special_tokens=False).ids[:_TITLE], _END]
    pieces = tokenizer.encode(scene.doc.text, add_special_tokens=False)
    ids, starts = pieces.ids, [start for start, _ in pieces.offsets]
    if not ids:
        return
    roles, marks = [0] * len(ids), [0] * len(ids)
    for start, end, role in _roles(scene):
        first, after = _span(starts, start, end)
        roles[first:after] = [role] * (after - first)
    spans: dict[int, tuple[int, int]] = {}
    for n, (start, end) in literal_spans(scene).items():
        first, after = spans[n] = _span(starts, start, end)
        marks[first:after] = [_MARKS[scene.names[n].kind]] * (after - first)
    stretches = _stretches(len(ids), _SIZE - len(title) - 1)
    judged: list[list[int]] = [[] for _ in stretches]
    for n, (first, after) in spans.items():
        room = [min(first - begin, end - after) for begin, end in stretches]
        judged[room.index(max(room))].append(n)
    none = [0] * len(title)
    for (begin, end), here in zip(stretches, judged, strict=True):
        if here:
            yield Window(
                ids=(*title, *ids[begin:end], _END),
                title=len(title),
                roles=(*none, *roles[begin:end], 0),
                marks=(*none, *marks[begin:end], 0),
                mentions=tuple(here),
                spans=tuple(_within(spans[n], begin, end, len(title)) for n in here),
                keys=tuple(scene.names[n].key for n in here),
            )


def literal_spans(scene: "Scene") -> dict[int, tuple[int, int]]:
    """Give the first and last offsets of each literal mention, by index into the names of the text."""
    spans = {}
    for n, name in enumerate(scene.names):
        if name.use == "literal":
            last = scene.doc[name.end - 1]
            spans[n] = (scene.doc[name.start].idx, last.idx + len(last.text))
    return spans


def _roles(scene: "Scene") -> Iterator[tuple[int, int, int]]:
    cast = scene.cast
    for i, key in cast.of.items():
        if key == cast.main or key == f"they:{cast.main}":
            role = _TRAVELLER
        elif key in cast.others:
            role = _TRAVELLER2
        elif key in cast.actors and cast.actors[key].person:
            role = _PERSON
        else:
            continue
        token = scene.doc[i]
        yield token.idx, token.idx + len(token), role


def _span(starts: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """Pieces of a stretch of characters; at least one, also where the vocabulary knows none of them."""
    first, after = bisect_left(starts, start), bisect_left(starts, end)
    if first == after:
        first = max(0, first - 1)
        after = first + 1
    return first, after


def _stretches(count: int, room: int) -> list[tuple[int, int]]:
    """Cut `count` pieces into equal stretches of at most `room` that overlap by `_OVERLAP` or a little more."""
    if count <= room:
        return [(0, count)]
    further = -(-(count - room) // (room - _OVERLAP))
    length = -(-(count + further * _OVERLAP) // (further + 1))
    last = count - length
    return [(begin, begin + length) for begin in (k * last // further for k in range(further + 1))]


def _within(span: tuple[int, int], begin: int, end: int, shift: int) -> tuple[int, int]:
    """Place a span in its window; of a mention longer than a window the part that is there."""
    first = min(max(span[0], begin), end - 1)
    return first - begin + shift, max(first + 1, min(span[1], end)) - begin + shift
