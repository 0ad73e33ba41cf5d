"""Where words stand in a text: verbatim but for white space, dashes and quotation marks, with their true offsets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

_DASHES = "-‐‑‒–—―−﹘﹣－"
_QUOTES = "'\"‘’‚‛“”„‟«»‹›`´′″＇＂"
_SAME = {**dict.fromkeys(_DASHES, "-"), **dict.fromkeys(_QUOTES, "'")}
#: Where a sentence ends: after its mark and closing quotation marks, before white space.
_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s)")
#: What looks like an end and is none: titles, initials, months.
_NO_END = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Capt|Sgt|Rev|St|Sen|Rep|Gov|Pres|Mt|Ft|Jr|Sr|vs|No|Jan|Feb|Mar|Apr|Jun|Jul|"
    r"Aug|Sept|Sep|Oct|Nov|Dec)|\b[A-Z])\.$"
)
_BREAK = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True)
class Wording:
    """A text in which words are looked for.

    Parameters
    ----------
    text
        As decoded; all offsets count its code points.
    """

    text: str

    @cached_property
    def _evened(self) -> tuple[str, list[int]]:
        return _even(self.text)

    @cached_property
    def _folded(self) -> str:
        return "".join(_lower(char) for char in self._evened[0])

    def find(
        self, words: str, *, start: int = 0, end: int | None = None, any_case: bool = False
    ) -> Iterator[tuple[int, int]]:
        r"""Yield where words stand between two offsets, whole words only.

        Examples
        --------
        >>> list(Wording("He said “Hanoi – at\n last”.").find('"Hanoi - at last"'))
        [(8, 26)]
        """
        evened, offsets = self._evened
        sought = _even(words.strip())[0]
        if any_case:
            evened, sought = self._folded, "".join(_lower(char) for char in sought)
        if not any(char.isalnum() for char in sought):
            return
        at = evened.find(sought)
        while at >= 0:
            first, last = offsets[at], offsets[at + len(sought) - 1] + 1
            if first >= start and last <= (len(self.text) if end is None else end) and self._is_whole(first, last):
                yield first, last
            at = evened.find(sought, at + 1)

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Give the offsets of the sentence, or sentences, around a span, without the white space around them."""
        borders = self._borders
        first = max(border for border in borders if border <= start)
        last = min((border for border in borders if border >= end), default=len(self.text))
        inside = self.text[first:last]
        return first + len(inside) - len(inside.lstrip()), last - (len(inside) - len(inside.rstrip()))

    @cached_property
    def _borders(self) -> list[int]:
        ends = [
            m.end() for m in _END.finditer(self.text) if not _NO_END.search(self.text[max(0, m.end() - 8) : m.end()])
        ]
        return sorted({0, len(self.text), *ends, *(m.end() for m in _BREAK.finditer(self.text))})

    def _is_whole(self, start: int, end: int) -> bool:
        before = self.text[start - 1 : start].isalnum() and self.text[start].isalnum()
        return not (before or (self.text[end - 1].isalnum() and self.text[end : end + 1].isalnum()))


def _even(text: str) -> tuple[str, list[int]]:
    """Give a text with one kind of blank, dash and quotation mark, and for each character where it came from."""
    chars: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(text):
        one = " " if char.isspace() else _SAME.get(char, char)
        if one == " " and chars and chars[-1] == " ":
            continue
        chars.append(one)
        offsets.append(offset)
    return "".join(chars), offsets


def _lower(char: str) -> str:
    """Give the lower case of a character where it is one character too."""
    low = char.lower()
    return low if len(low) == 1 else char
