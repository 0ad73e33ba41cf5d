"""What a reading rests on: the sentences, and what weighed in them. Offsets are code points of the document's text."""

from dataclasses import dataclass
from typing import Literal

ReasonKind = Literal["feature", "document", "traveller", "time"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence that a stop rests on.

    Parameters
    ----------
    start, end
        Offsets of the quote: `document.text[start:end] == quote`, always.
    quote
        The sentence, verbatim.
    name_start, name_end
        Offsets, in the document, of the words that stand for the place ("Pyongyang", "the capital").
    """

    start: int
    end: int
    quote: str
    name_start: int
    name_end: int

    @property
    def name(self) -> str:
        """The words of the quote that stand for the place."""
        return self.quote[self.name_start - self.start : self.name_end - self.start]


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that made a place a stop, or none; of its surest mention.

    Parameters
    ----------
    kind
        `feature`: of the mention, one of those that weighed most; `document`: what the rest of the text and rules added
        to the sum of the features; `traveller`: the words for the traveller whom the clause is about; `time`: the words
        for the time.
    text
        The feature as `weights.csv` names it, or the words of the text.
    weight
        In log-odds of a visit, above 0 for one; None for words.
    start, end
        Offsets of the words; None for features.
    """

    kind: ReasonKind
    text: str
    weight: float | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class NotVisited:
    """A place that the text names and the traveller does not visit, with the reason, and the same for machines."""

    name: str
    why: str
    evidence: tuple[Evidence, ...] = ()
    reasons: tuple[Reason, ...] = ()
